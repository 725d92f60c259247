"""A till in 100 lines: find a customer, quote a receipt, book it, take goods back. Standard library only.

KOPILKA_URL=https://till.example.com/api/v1 KOPILKA_KEY=kp_... python till_client.py 482100457713 450.00 A-17
"""

import json
import os
import sys
import time
from decimal import Decimal
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

TRIES = 5
WAIT_SECONDS = 0.5
MAY_PASS = (429, 500, 502, 503, 504)


class ProblemError(Exception):
    """The shop said no: its type ("urn:kopilka:problem:receipt-taken"), title and the rest of the answer."""

    def __init__(self, told: dict[str, Any]) -> None:
        super().__init__(told.get("title", "no answer"))
        self.type, self.status, self.told = told.get("type", ""), told.get("status", 0), told


class Till:
    """One till. Everything that changes something carries a key and may be sent again without harm."""

    def __init__(self, url: str, key: str) -> None:
        self.url, self.key = url.rstrip("/"), key

    def find(self, customer: str) -> dict[str, Any]:
        """Who it is: what the scanner read, a card number, a phone."""
        return self.ask("POST", "/customers/find", {"customer": customer})

    def quote(self, customer: str, amount_minor: int, receipt: str, **more: Any) -> dict[str, Any]:
        """What the receipt costs and earns."""
        body = {"customer": customer, "amount_minor": amount_minor, "receipt": receipt, **more}
        return self.ask("POST", "/quotes", body)

    def commit(self, quote: dict[str, Any], once: str) -> dict[str, Any]:
        """Book what the quote showed. once: the same key for the same sale, also after a crash."""
        path = f"/quotes/{quote['id']}/commit"
        return self.ask("POST", path, {"revision": quote["revision"]}, once)

    def refund(self, purchase_id: int, once: str, amount_minor: int | None = None) -> dict[str, Any]:
        """Take goods back; without an amount all that is left. once: the same key for the same refund."""
        path = f"/purchases/{purchase_id}/refunds"
        return self.ask("POST", path, {"amount_minor": amount_minor}, once)

    def ask(self, method: str, path: str, body: Any = None, once: str = "") -> dict[str, Any]:
        """One request, sent again while the line is down or the shop asks to wait. Raises ProblemError."""
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        if once:
            headers["Idempotency-Key"] = once
        data = None if body is None else json.dumps(body).encode()
        for attempt in range(1, TRIES + 1):
            request = Request(self.url + path, data, headers, method=method)  # noqa: S310  # the operator's own address
            try:
                with urlopen(request, timeout=10) as reply:  # noqa: S310  # the operator's own address
                    answer: dict[str, Any] = json.load(reply)
                    return answer
            except HTTPError as error:
                with error:
                    told = problem_of(error)
                soon = error.code in MAY_PASS or told["type"].endswith(":request-in-flight")
                if attempt == TRIES or not soon:
                    raise ProblemError(told) from None
                time.sleep(float(error.headers.get("Retry-After", WAIT_SECONDS)))
            except (OSError, HTTPException):  # no line, no answer, half an answer
                if attempt == TRIES:
                    raise
                time.sleep(WAIT_SECONDS * attempt)
        raise AssertionError("not reached")


def problem_of(error: HTTPError) -> dict[str, Any]:
    """What the shop said; a proxy before it may say anything."""
    if error.headers.get_content_type() == "application/problem+json":
        told: dict[str, Any] = json.load(error)
        return told
    return {"type": "", "title": str(error), "status": error.code}


def main() -> int:
    """Sell: card, amount, receipt number."""
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    card, amount, receipt = sys.argv[1:]
    till = Till(os.environ["KOPILKA_URL"], os.environ["KOPILKA_KEY"])
    try:
        customer = till.find(card)
        sys.stdout.write(f"{customer['first_name']}, {customer['available_points']} points\n")
        quote = till.quote(card, int(Decimal(amount) * 100), receipt)
        sale = till.commit(quote, once=f"sale-{receipt}")
    except ProblemError as problem:
        sys.stderr.write(f"{problem} ({problem.type})\n")
        return 1
    sys.stdout.write(f"booked: purchase {sale['purchase_id']}, +{sale['earn_points']} points\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
