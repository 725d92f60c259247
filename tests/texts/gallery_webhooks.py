"""Every screen of webhooks, with long addresses and every end of a delivery."""

from datetime import UTC, datetime

from loyalty.webhooks import CHOICE, PAUSED, DeliveryLine, DeliveryState, Webhook
from texts import webhooks
from texts.screen import Screen
from texts.words import Words

AT = datetime(2026, 12, 28, 11, 5, tzinfo=UTC)
URL = "https://" + ".".join(["longest-name-of-a-host"] * 3) + ".example.com/" + "path/" * 40 + "?key=abc"
LIVING = Webhook(7, URL, CHOICE, None, waiting=1234, failed=98765)
FAILING = Webhook(8, "https://pos.example.com/", ("refund",), None, failing_since=AT)
PAUSED_ONE = Webhook(9, "https://pos.example.com/", (), AT, failed=3)
SECRET = "whsec_" + "A" * 32


def screens(words: Words) -> list[Screen]:
    return [
        webhooks.webhooks(words, []),
        webhooks.webhooks(words, [LIVING, FAILING, PAUSED_ONE], webhooks.removed(words)),
        webhooks.ask_url(words),
        webhooks.added(words, LIVING, SECRET),
        webhooks.webhook(words, LIVING),
        webhooks.webhook(words, FAILING),
        webhooks.webhook(words, PAUSED_ONE),
        webhooks.ask_remove(words, LIVING),
        webhooks.log(words, FAILING, []),
        webhooks.log(words, LIVING, _lines()),
        webhooks.log(words, PAUSED_ONE, _lines()),
        webhooks.paused_notice(words, {"webhook_id": 7, "host": LIVING.host}),
    ]


def _lines() -> list[DeliveryLine]:
    ends = [
        (DeliveryState.SENT, 1, 200, ""),
        (DeliveryState.FAILED, 8, 500, "answered 500"),
        (DeliveryState.FAILED, 8, 302, "a redirect is not followed"),
        (DeliveryState.FAILED, 0, 0, PAUSED),
        (DeliveryState.QUEUED, 0, 0, ""),
        (DeliveryState.QUEUED, 3, 0, "no answer in time"),
        (DeliveryState.FAILED, 8, 0, "ClientConnectorCertificateError"),
        (DeliveryState.FAILED, 8, 0, "the address is in a private network"),
        (DeliveryState.FAILED, 8, 0, "the address is not allowed"),
        (DeliveryState.FAILED, 8, 503, "answered 503"),
    ]
    return [
        DeliveryLine(n, f"tier-123456-17633{n}7620510000", "tier.changed", *end, AT, AT)
        for n, end in enumerate(ends)
    ]
