"""Webhooks out: the events there are, when one is sent again, where it may go, how it is signed."""

import base64
import hmac
import ipaddress
import string
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from loyalty.refusals import Refusal, Refused


class Event(StrEnum):
    """What a webhook may be told. TEST goes to whoever asks for it, chosen or not."""

    PURCHASE = "purchase"
    REFUND = "refund"
    JOINED = "member.joined"
    TIER = "tier.changed"
    MESSAGE = "message.outcome"
    TEST = "test"


CHOICE = tuple(event for event in Event if event is not Event.TEST)


class DeliveryState(StrEnum):
    """A delivery waits until it was taken, or nobody tries any more."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


# Why a delivery failed without being tried.
PAUSED = "paused"
REMOVED = "removed"

# Before the second, the third ... and the eighth try.
WAITS = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=24),
)
# A receiver that took nothing for so long is paused, and the owners are told.
PATIENCE = timedelta(hours=24)
MOST_WEBHOOKS = 5
LONGEST_URL = 500
# After the prefix stand the secret's bytes in base64: 32 signs make 24 bytes.
SECRET_PREFIX = "whsec_"  # noqa: S105 (what every secret begins with)
SECRET_LENGTH = 32
SECRET_ALPHABET = string.ascii_letters + string.digits + "+/"
# Addresses of the old internet in which an address of today may hide.
_HIDING = tuple(ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "::/96"))


@dataclass(frozen=True, slots=True)
class Webhook:
    """One address. failing_since: nothing was taken since; failed: deliveries that can be repeated."""

    id: int
    url: str
    events: Collection[str]
    paused_at: datetime | None
    failing_since: datetime | None = None
    waiting: int = 0
    failed: int = 0

    @property
    def host(self) -> str:
        """The part of the address that tells one from another."""
        return urlsplit(self.url).hostname or ""


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """A line of the log. status: what the receiver answered, 0 for nothing; reason: why it failed."""

    id: int
    event: str
    kind: str
    state: DeliveryState
    tries: int
    status: int
    reason: str
    at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Parcel:
    """One try of a delivery, ready to be posted."""

    delivery_id: int
    webhook_id: int
    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a try: the receiver's status, 0 when there was no answer and `reason` says why."""

    status: int
    reason: str = ""

    @property
    def taken(self) -> bool:
        """Whether the receiver has it."""
        return 200 <= self.status < 300


def next_try(tries: int, now: datetime) -> datetime | None:
    """When a delivery that failed `tries` times is tried again; None: never by itself."""
    return now + WAITS[tries - 1] if tries <= len(WAITS) else None


def gives_up(failing_since: datetime, now: datetime) -> bool:
    """Whether a receiver has failed for so long that it is paused."""
    return now - failing_since >= PATIENCE


def check_url(text: str, *, local: bool) -> str | Refused:
    """The address, if events may go there: https, and no address of a private network.

    local: this machine is allowed too, also over http (tests and the sandbox).
    Refuses WEBHOOK_UNCLEAR, WEBHOOK_PRIVATE.
    """
    url = text.strip()
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return Refused(Refusal.WEBHOOK_UNCLEAR)
    ours = local and host in ("127.0.0.1", "localhost", "::1")
    clean = url.isascii() and url.isprintable() and " " not in url and len(url) <= LONGEST_URL
    if not clean or not host or "@" in parts.netloc or parts.fragment:
        return Refused(Refusal.WEBHOOK_UNCLEAR)
    if parts.scheme != "https" and not (ours and parts.scheme == "http"):
        return Refused(Refusal.WEBHOOK_UNCLEAR)
    if ours:
        return url
    if not _may_be_public(host):
        return Refused(Refusal.WEBHOOK_PRIVATE)
    return url


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open internet, in none of the disguises there are."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if any(ip in net for net in _HIDING):
            return False
    return ip.is_global and not ip.is_multicast


def signature(secret: str, event: str, seconds: int, body: bytes) -> str:
    """The value of webhook-signature: HMAC-SHA256 over id, time and body (standardwebhooks.com)."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = f"{event}.{seconds}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def _may_be_public(host: str) -> bool:
    """Names are looked up when something is sent; numbers and names of inner networks are known now."""
    bare = host.rstrip(".")
    if ":" in host or bare.replace(".", "").isdigit():
        return is_public(host)
    last = bare.rpartition(".")[2]
    return (
        "." in bare and last not in ("localhost", "local", "internal", "lan", "home") and not last.isdigit()
    )
