"""What the tests of burning points do: rules, purchases, nights and mornings with the bot at work."""

from dataclasses import replace
from typing import Any

from actions.confirm_sale import confirm_sale
from actions.deliver import record
from actions.expire_points import expire_points
from actions.operation import Operation
from actions.operation import record as record_operation
from actions.outcomes import Outcome, Sent
from actions.points import give, purse
from actions.remind_burning import remind_burning
from actions.verify import verify_ledger
from actions.wake_points import wake_points
from loyalty.ledger import Kind
from loyalty.programme import Expiry, Terms
from loyalty.views import SaleState, SaleView
from loyalty.wallet import Wallet, allocate, takings
from storage import ledger
from storage import shop as shop_rows
from storage.database import Connection
from storage.schema import entries
from tests.actions.people import Actor, Cast
from tests.clockwork.stand import claimed

DAY = 86_400.0
ARRIVED = Sent("1")
MONTHLY = Terms(expiry=Expiry.LOT, lifetime_months=1, reminder_days=(14, 5))
IDLE = Terms(expiry=Expiry.INACTIVITY, lifetime_months=2, reminder_days=(14, 5))


async def rules(cast: Cast, terms: Terms) -> None:
    """A new version of the rules, from now on."""

    def write(tx: Connection) -> None:
        since = cast.clock.now() if terms.since is None else terms.since
        fresh = replace(shop_rows.programme(tx), terms=replace(terms, since=since))
        shop_rows.add_programme(tx, fresh, cast.owner.member_id, cast.clock.now())

    await cast.shop.db.write(write)


async def bought(cast: Cast, member: Actor, amount_minor: int = 1_000_00) -> None:
    preview = await cast.preview(cast.lena, member, amount_minor)
    view = await confirm_sale(
        cast.shop, cast.lena.member_id, cast.lena.account_id, preview.draft_id, preview.revision
    )
    assert isinstance(view, SaleView)
    assert view.state is SaleState.BOOKED


async def given_to(cast: Cast, member: Actor, points: int, kind: Kind = Kind.GIFT) -> None:
    """Points of an operation of its own."""

    def write(tx: Connection) -> None:
        now, programme = cast.clock.now(), shop_rows.programme(tx)
        operation = Operation(f"test:{now.isoformat()}:{member.member_id}:{points}", {}, None, now)
        give(tx, record_operation(tx, operation, {}), member.member_id, kind, points, programme, now)

    await cast.shop.db.write(write)


async def wallet(cast: Cast, member: Actor) -> Wallet:
    def read(tx: Connection) -> Wallet:
        return purse(tx, member.member_id, shop_rows.programme(tx), cast.clock.now()).wallet

    return await cast.shop.db.read(read)


async def pumped(
    cast: Cast, outcome: Outcome = ARRIVED, rounds: int = 99
) -> list[tuple[str, dict[str, Any]]]:
    """Everything due is sent with this outcome; what of it was about the time of points."""
    went = []
    while rounds and (deliveries := await claimed(cast.stand, 10)):
        rounds -= 1
        for delivery in deliveries:
            await record(cast.shop, delivery, outcome)
            if delivery.kind in ("burning", "expired", "active"):
                went.append((delivery.kind, dict(delivery.data)))
    return went


async def days(cast: Cast, count: int, outcome: Outcome = ARRIVED) -> list[tuple[str, dict[str, Any]]]:
    """So many nights and mornings go by with the bot at work."""
    went = []
    for _ in range(count):
        cast.clock.advance(DAY)
        await expire_points(cast.shop)
        await remind_burning(cast.shop)
        await wake_points(cast.shop)
        went += await pumped(cast, outcome)
    return went


async def expired(cast: Cast) -> list[int]:
    return [row.points for row in await cast.stand.rows(entries) if row.kind == Kind.EXPIRED]


async def clean(cast: Cast) -> None:
    assert (await verify_ledger(cast.shop)).faults == ()


async def spend(cast: Cast, member: Actor, points: int) -> None:
    def write(tx: Connection) -> None:
        now = cast.clock.now()
        mine = purse(tx, member.member_id, shop_rows.programme(tx), now)
        operation = Operation(f"test:spend:{now.isoformat()}:{points}", {}, None, now)
        taken = allocate(mine.usable(), points)
        postings = takings(Kind.SPENT, mine.lots, taken, "tap")
        ledger.post(tx, record_operation(tx, operation, {}), member.member_id, postings, None, now)

    await cast.shop.db.write(write)
