"""What to try next on the page, from what the three phones show so far."""

from sandbox.demo import NEWCOMER_NOTE, Cast
from sandbox.pages import openings
from sandbox.telegram import Bubble, Telegram

SHARES = "https://t.me/share/"
WAITING = ("/alerts", "/receipts")


def next_hint(telegram: Telegram, cast: Cast) -> str:
    """The key of a line the page words: join, card, scan, amount, confirm, then the story's later steps."""
    customer, cashier = telegram.chat(cast.customer), telegram.chat(cast.cashier)
    if not any(bubble.photo for bubble in customer if bubble.from_bot):
        return "join" if not any("/card" in bubble.text for bubble in customer) else "card"
    if _offers(customer, "spend.yes"):
        return "agree"
    later = {
        "pay": _booked(cashier),
        "rewards": any("−" in bubble.text for bubble in _booked(cashier)),
        "invite": _offers(customer, "claim", "claim.ask", "claim.ok"),
        "program": any(_shares(bubble) for bubble in customer),
        **_leading(telegram, telegram.chat(cast.owner)),
    }
    reached = [step for step, begins in later.items() if begins]
    return reached[-1] if reached else _first_sale(cashier)


def _leading(telegram: Telegram, owner: list[Bubble]) -> dict[str, bool]:
    """After the owner has opened the rules: what waits for him, the scanner, somebody enrolled by phone.

    The last two can be tried at any time; tried early they don't skip what comes before.
    """
    looked = any(bubble.text in WAITING for bubble in owner if not bubble.from_bot)
    scanned = looked and openings(telegram) > 0
    found = [one for one in telegram.state.people.values() if one.note == NEWCOMER_NOTE]
    return {
        "rate": _offers(owner, "program", "program.ask"),
        "alerts": _offers(owner, "program.save"),
        "scanner": looked,
        "enrolled": scanned,
        "done": scanned and any(telegram.state.chats[one.id].started for one in found),
    }


def _first_sale(cashier: list[Bubble]) -> str:
    said = [bubble.text for bubble in cashier if not bubble.from_bot]
    if not any(text.startswith("/start c-") for text in said):
        return "scan"
    return "confirm" if _offers(cashier, "sale.ok") else "amount"


def _booked(cashier: list[Bubble]) -> list[Bubble]:
    """The sales that were made; the number of points taken stands there with a minus."""
    return [bubble for bubble in cashier if bubble.from_bot and bubble.text.startswith("✅")]


def _offers(screen: list[Bubble], *actions: str) -> bool:
    """Whether a button on the screen does one of these."""
    buttons = (button for bubble in screen for row in bubble.buttons for button in row)
    return any(button.get("callback_data", "").partition(":")[0] in actions for button in buttons)


def _shares(bubble: Bubble) -> bool:
    return any(button.get("url", "").startswith(SHARES) for row in bubble.buttons for button in row)
