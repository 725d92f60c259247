"""Events on their way to a real program: signed, repeated, given up, and never lost by a sudden end."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from actions import webhook_events
from actions import webhooks as door
from actions.prune import prune
from bot.webhook_sender import WebhookSender
from loyalty.refusals import Refusal, Refused
from loyalty.staff import Role
from loyalty.webhooks import CHOICE, WAITS, Answer, Event, Parcel, Webhook, signature
from scheduler.webhooks import WebhookPump
from storage import notices, staff, webhooks
from storage.database import Connection
from storage.erasure import forget
from storage.schema import deliveries
from storage.schema import notices as notice_table
from storage.schema import webhooks as table
from tests.clockwork.receiver import Receiver, receiving
from tests.clockwork.stand import HandClock, Stand, opened, until

OWNER = 7


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as receiver:
        yield receiver


async def owner_of(stand: Stand) -> int:
    member_id, now = await stand.member(OWNER), stand.clock.now()
    await stand.shop.db.write(lambda tx: staff.hire(tx, member_id, Role.OWNER, 1, None, now, protected=True))
    return member_id


async def hooked(stand: Stand, url: str) -> tuple[int, int, str]:
    """A webhook of the owner's: (owner, webhook, secret)."""
    stand.shop = replace(stand.shop, settings=replace(stand.shop.settings, local_webhooks=True))
    owner_id = await owner_of(stand)
    added = await door.add_webhook(stand.shop, owner_id, 1, url)
    assert isinstance(added, door.Added)
    return owner_id, added.webhook.id, added.secret


async def happened(stand: Stand, event: str, kind: Event = Event.PURCHASE, **data: Any) -> None:
    """Something every webhook is told."""
    now = stand.clock.now()

    def write(tx: Connection) -> None:
        for one in webhooks.living(tx):
            webhooks.queue(tx, one, event, kind, data, now)

    await stand.shop.db.write(write)
    stand.shop.wake()


@asynccontextmanager
async def pumping(stand: Stand, seconds: float = 5) -> AsyncIterator[WebhookPump]:
    async with WebhookSender(local=True, timeout_seconds=seconds) as sender:
        pump = WebhookPump(stand.shop, sender.post)
        stand.bell.append(pump.wake)
        task = asyncio.create_task(pump.run())
        try:
            yield pump
        finally:
            pump.stop()
            await asyncio.wait_for(task, 20)
            stand.bell.remove(pump.wake)


async def rows_until(stand: Stand, fits: Callable[[list[Any]], bool]) -> list[Any]:
    """The deliveries, once they fit."""
    async with asyncio.timeout(10):
        while not fits(rows := await stand.rows(deliveries)):  # noqa: ASYNC110 (a table has no event)
            await asyncio.sleep(0.01)
    return rows


async def test_an_event_arrives_signed_at_once(stand: Stand, receiver: Receiver) -> None:
    _, _, secret = await hooked(stand, receiver.url + "/kopilka?key=1")
    async with pumping(stand):
        await happened(stand, "purchase-7", amount_minor=45000)
        [row] = await rows_until(stand, lambda rows: rows[0].state == "sent")
    assert (row.tries, row.status, row.reason) == (1, 200, "")
    [(headers, body)] = receiver.heard
    assert headers["webhook-id"] == "purchase-7"
    assert headers["content-type"] == "application/json"
    seconds = int(headers["webhook-timestamp"])
    assert seconds == int(stand.clock.now().timestamp())
    assert headers["webhook-signature"] == signature(secret, "purchase-7", seconds, body)
    assert receiver.told == [
        {"type": "purchase", "timestamp": stand.clock.now().isoformat(), "data": {"amount_minor": 45000}}
    ]


async def test_what_is_refused_comes_again_under_the_same_id(
    stand: Stand, receiver: Receiver, clock: HandClock
) -> None:
    await hooked(stand, receiver.url)
    receiver.answers = [500, 503]
    async with pumping(stand):
        await happened(stand, "purchase-7")
        [row] = await rows_until(stand, lambda rows: rows[0].tries == 1)
        assert (row.state, row.status, row.due_at) == ("queued", 500, clock.now() + WAITS[0])
        clock.advance(5)
        stand.shop.wake()
        [row] = await rows_until(stand, lambda rows: rows[0].tries == 2)
        assert (row.status, row.due_at) == (503, clock.now() + WAITS[1])
        clock.advance(30)
        stand.shop.wake()
        await rows_until(stand, lambda rows: rows[0].state == "sent")
    assert receiver.ids == ["purchase-7"] * 3
    assert len({body for _, body in receiver.heard}) == 1
    assert len({headers["webhook-signature"] for headers, _ in receiver.heard}) == 3


async def test_a_receiver_that_hangs_is_given_up_and_holds_nobody_up(
    stand: Stand, receiver: Receiver
) -> None:
    await hooked(stand, receiver.url)
    receiver.answers = ["hang"]
    async with pumping(stand, seconds=0.3):
        await happened(stand, "purchase-7")
        await happened(stand, "purchase-8")
        rows = await rows_until(stand, lambda rows: rows[0].tries == 1 and rows[1].state == "sent")
    assert (rows[0].status, rows[0].reason) == (0, "no answer in time")


async def test_a_redirect_is_not_followed(stand: Stand, receiver: Receiver) -> None:
    await hooked(stand, receiver.url + "/first")
    receiver.answers = ["away"]
    async with pumping(stand):
        await happened(stand, "purchase-7")
        [row] = await rows_until(stand, lambda rows: rows[0].tries == 1)
    assert (row.state, row.status, row.reason) == ("queued", 302, "a redirect is not followed")
    assert receiver.paths == ["/first"]


async def test_nobody_there(stand: Stand) -> None:
    await hooked(stand, "http://127.0.0.1:9/")
    async with pumping(stand):
        await happened(stand, "purchase-7")
        [row] = await rows_until(stand, lambda rows: rows[0].tries == 1)
    assert (row.status, row.reason) == (0, "ClientConnectorError")


async def test_a_sudden_end_between_post_and_mark_repeats_the_same_id(
    tmp_path: Path, clock: HandClock, receiver: Receiver
) -> None:
    path = tmp_path / "shop.db"
    async with opened(path, clock) as stand:
        await hooked(stand, receiver.url)
        await happened(stand, "purchase-7")
        async with WebhookSender(local=True) as sender:

            async def post_and_die(parcel: Parcel) -> Answer:
                await sender.post(parcel)
                raise asyncio.CancelledError  # the process ends before anything is written down

            pump = WebhookPump(stand.shop, post_and_die)
            task = asyncio.create_task(pump.run())
            await until(lambda: receiver.heard)
            task.cancel()
            await asyncio.wait((task,), timeout=10)
            assert task.cancelled(), "the pump goes on"
    async with opened(path, clock) as stand, pumping(stand):
        await rows_until(stand, lambda rows: rows[0].state == "sent")
    assert len(receiver.ids) >= 2
    assert set(receiver.ids) == {"purchase-7"}


async def test_after_eight_tries_it_failed_and_a_hand_repeats_it(
    stand: Stand, receiver: Receiver, clock: HandClock
) -> None:
    owner_id, webhook_id, _ = await hooked(stand, receiver.url)
    receiver.answers = [500] * (len(WAITS) + 1)
    # The wait of a day alone would pause it: something else gets through before.
    async with pumping(stand):
        await happened(stand, "purchase-7")
        for tries, wait in enumerate(WAITS, 1):
            await rows_until(stand, lambda rows, tries=tries: bool(rows[0].tries == tries))  # type: ignore[misc]  # a default binds it
            await stand.shop.db.write(lambda tx: webhooks.change(tx, webhook_id, failing_since=None))
            clock.advance(wait.total_seconds())
            stand.shop.wake()
        [row] = await rows_until(stand, lambda rows: rows[0].state == "failed")
        assert row.tries == len(WAITS) + 1
        view = await door.show_webhook(stand.shop, owner_id, webhook_id)
        assert isinstance(view, Webhook)
        assert view.failed == 1
        await door.redeliver_failed(stand.shop, owner_id, webhook_id)
        await rows_until(stand, lambda rows: rows[0].state == "sent")
    assert set(receiver.ids) == {"purchase-7"}
    assert len(receiver.ids) == len(WAITS) + 2


async def test_who_takes_nothing_for_a_day_is_paused_and_owners_are_told(
    stand: Stand, receiver: Receiver, clock: HandClock
) -> None:
    owner_id, webhook_id, _ = await hooked(stand, receiver.url)
    receiver.answers = [500, 500]
    async with pumping(stand):
        await happened(stand, "purchase-7")
        await rows_until(stand, lambda rows: rows[0].tries == 1)
        clock.advance(24 * 3600)
        stand.shop.wake()
        [row] = await rows_until(stand, lambda rows: rows[0].state == "failed")
        assert row.reason == "paused"
        await happened(stand, "purchase-8")
        [told] = await stand.rows(notice_table)
        assert (told.kind, told.member_id) == ("webhook_paused", owner_id)
        assert "127.0.0.1" in told.data
        assert len(receiver.heard) == 2
        await door.resume_webhook(stand.shop, owner_id, webhook_id)
        await door.redeliver_failed(stand.shop, owner_id, webhook_id)
        await rows_until(stand, lambda rows: all(row.state == "sent" for row in rows))
    assert set(receiver.ids[2:]) == {"purchase-7", "purchase-8"}


async def test_the_same_event_is_told_once(stand: Stand, receiver: Receiver) -> None:
    await hooked(stand, receiver.url)
    await happened(stand, "purchase-7")
    await happened(stand, "purchase-7")
    assert len(await stand.rows(deliveries)) == 1


async def test_the_log_goes_after_thirty_days(stand: Stand, receiver: Receiver, clock: HandClock) -> None:
    await hooked(stand, receiver.url)
    async with pumping(stand):
        await happened(stand, "purchase-7")
        await rows_until(stand, lambda rows: rows[0].state == "sent")
    clock.advance(timedelta(days=29).total_seconds())
    await prune(stand.shop)
    assert len(await stand.rows(deliveries)) == 1
    clock.advance(timedelta(days=2).total_seconds())
    await prune(stand.shop)
    assert await stand.rows(deliveries) == []


async def test_without_webhooks_nothing_is_written(stand: Stand) -> None:
    member_id, now = await stand.member(8), stand.clock.now()
    await stand.shop.db.write(lambda tx: webhook_events.joined(tx, member_id, now))
    assert await stand.rows(deliveries) == []


async def test_the_secret_is_kept_sealed_and_forgotten_in_the_end(stand: Stand, receiver: Receiver) -> None:
    owner_id, webhook_id, secret = await hooked(stand, receiver.url)
    [row] = await stand.rows(table)
    assert secret.encode() not in row.secret
    await door.remove_webhook(stand.shop, owner_id, webhook_id)
    [row] = await stand.rows(table)
    assert (row.secret, row.url) == (b"", "")


async def test_only_owners_may(stand: Stand, receiver: Receiver) -> None:
    _, webhook_id, _ = await hooked(stand, receiver.url)
    await happened(stand, "purchase-7")
    stranger, shop = await stand.member(9), stand.shop
    refused = [
        await door.list_webhooks(shop, stranger),
        await door.begin_webhook(shop, stranger, 1),
        await door.add_webhook(shop, stranger, 1, receiver.url),
        await door.show_webhook(shop, stranger, webhook_id),
        await door.choose_event(shop, stranger, webhook_id, 0),
        await door.send_test(shop, stranger, webhook_id),
        await door.show_log(shop, stranger, webhook_id),
        await door.redeliver(shop, stranger, 1),
        await door.redeliver_failed(shop, stranger, webhook_id),
        await door.pause_webhook(shop, stranger, webhook_id),
        await door.resume_webhook(shop, stranger, webhook_id),
        await door.remove_webhook(shop, stranger, webhook_id),
    ]
    assert refused == [Refused(Refusal.NOT_OWNER)] * 12


async def test_five_are_enough(stand: Stand, receiver: Receiver) -> None:
    owner_id, _, _ = await hooked(stand, receiver.url)
    for _ in range(4):
        assert isinstance(await door.add_webhook(stand.shop, owner_id, 1, receiver.url), door.Added)
    assert await door.begin_webhook(stand.shop, owner_id, 1) == Refused(Refusal.LIST_FULL, {"most": 5})
    sixth = await door.add_webhook(stand.shop, owner_id, 1, receiver.url)
    assert isinstance(sixth, Refused)


@pytest.mark.parametrize("url", ["https://127.0.0.1/", "https://10.0.0.1/", "http://93.184.216.34/"])
async def test_the_sender_itself_refuses_a_private_address(url: str) -> None:
    async with WebhookSender(local=False) as sender:
        answer = await sender.post(Parcel(1, 1, url, {}, b"{}"))
    assert answer == Answer(0, "the address is not allowed")


@pytest.mark.parametrize("addresses", [("10.0.0.1",), ("93.184.216.34", "10.0.0.1")])
async def test_a_name_that_leads_into_a_private_network_is_refused(
    addresses: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    async with WebhookSender(local=False) as sender:
        answer = await sender.post(Parcel(1, 1, "https://till.example.com/", {}, b"{}"))
    assert answer == Answer(0, "the address is in a private network")


async def test_choice_and_purpose(stand: Stand, receiver: Receiver) -> None:
    owner_id, webhook_id, _ = await hooked(stand, receiver.url)
    view = await door.choose_event(stand.shop, owner_id, webhook_id, CHOICE.index(Event.JOINED))
    assert isinstance(view, Webhook)
    assert "member.joined" not in view.events
    member_id, now = await stand.member(8), stand.clock.now()

    def write(tx: Connection) -> None:
        webhook_events.joined(tx, member_id, now)
        webhook_events.tier_changed(tx, member_id, "", "gold", now)
        webhook_events.tier_changed(tx, member_id, "gold", "gold", now)
        notice_id = notices.queue(tx, member_id, "earned", {}, now)
        notices.end(tx, notice_id, "failed", now, reason="unreachable")
        webhook_events.message_ended(tx, notice_id, now)

    await stand.shop.db.write(write)
    rows = await stand.rows(deliveries)
    assert [row.kind for row in rows] == ["tier.changed", "message.outcome"]
    assert '"after":"gold","before":"","member":"00000008"' in rows[0].data
    assert '"kind":"earned"' in rows[1].data
    assert '"outcome":"failed"' in rows[1].data


async def test_rule_77_the_log_forgets_whose_card_it_was(stand: Stand, receiver: Receiver) -> None:
    await hooked(stand, receiver.url)
    member_id, other_id, now = await stand.member(8), await stand.member(9), stand.clock.now()

    def write(tx: Connection) -> None:
        webhook_events.joined(tx, member_id, now)
        webhook_events.joined(tx, other_id, now)
        forget(tx, member_id, now)

    await stand.shop.db.write(write)
    his, other = await stand.rows(deliveries)
    assert '"member":""' in his.data
    assert "00000008" not in his.data
    assert '"member":"00000009"' in other.data
