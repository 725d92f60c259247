"""Where no event goes once the bot speaks to Telegram: this machine, inner networks, names leading there."""

import socket
from pathlib import Path

import pytest

from actions import webhooks as door
from bot.webhook_sender import WebhookSender
from loyalty.refusals import Refusal, Refused
from loyalty.staff import Role
from loyalty.webhooks import Answer, Parcel
from storage import staff
from storage.database import Connection
from storage.schema import webhooks as table
from tests.clockwork.stand import HandClock, opened

INSIDE = ("127.0.0.1", "::1", "10.0.0.5", "169.254.169.254", "192.168.0.1", "fd00::1", "::ffff:10.0.0.5")
ADDRESSES = [f"https://[{one}]/x" if ":" in one else f"https://{one}/x" for one in INSIDE]
OUTSIDE = "93.184.216.34"


def leading_to(
    *addresses: str,
) -> list[tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[object, ...]]]:
    """What a name server says."""
    kinds = {True: (socket.AF_INET6, (0, 0)), False: (socket.AF_INET, ())}
    answers = []
    for address in addresses:
        family, rest = kinds[":" in address]
        answers.append((family, socket.SOCK_STREAM, 6, "", (address, 443, *rest)))
    return answers


async def test_no_such_address_is_taken_down(tmp_path: Path, clock: HandClock) -> None:
    async with opened(tmp_path / "shop.db", clock) as stand:
        assert not stand.shop.settings.local_webhooks
        owner_id, now = await stand.member(7), clock.now()

        def hire(tx: Connection) -> None:
            staff.hire(tx, owner_id, Role.OWNER, 1, None, now, protected=True)

        await stand.shop.db.write(hire)
        for url in ADDRESSES:
            added = await door.add_webhook(stand.shop, owner_id, 1, url)
            assert added == Refused(Refusal.WEBHOOK_PRIVATE), url
        assert await stand.rows(table) == []


@pytest.mark.parametrize("url", ADDRESSES)
async def test_nothing_is_sent_to_one_that_is_there_all_the_same(url: str) -> None:
    async with WebhookSender(local=False) as sender:
        assert await sender.post(Parcel(1, 1, url, {}, b"{}")) == Answer(0, "the address is not allowed")


@pytest.mark.parametrize("inside", INSIDE)
@pytest.mark.parametrize("beside", [(), (OUTSIDE,)])
async def test_nothing_is_sent_where_a_name_leads_inside(
    inside: str, beside: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: leading_to(*beside, inside))
    async with WebhookSender(local=False) as sender:
        answer = await sender.post(Parcel(1, 1, "https://till.example.com/x", {}, b"{}"))
    assert answer == Answer(0, "the address is in a private network")
