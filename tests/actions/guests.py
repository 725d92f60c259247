"""What the tests of friends and bonuses share: rules, joining by a link, buying, giving back, proving."""

import asyncio
from dataclasses import replace
from typing import Any

from actions.confirm_sale import confirm_sale
from actions.invite import show_invite
from actions.join import (
    ADVERTISING,
    PERSONAL_DATA,
    Consent,
    give_consent,
    share_phone,
    tell_birthday,
    tell_name,
)
from actions.refund_sale import refund_sale
from actions.show_refund import price_refund
from actions.verify import verify_ledger
from loyalty.birthdays import Birthday
from loyalty.programme import Programme
from loyalty.referrals import InviteView
from loyalty.views import RefundState, RefundView, SaleState, SaleView
from storage import people
from storage import shop as shop_rows
from storage.database import Connection
from storage.schema import referrals
from tests.actions.people import Actor, Cast, payload_of

DAY = 86_400.0


async def rules(cast: Cast, **changes: Any) -> Programme:
    """A new version of the rules."""

    def write(tx: Connection) -> Programme:
        fresh = replace(shop_rows.programme(tx), **changes)
        return shop_rows.add_programme(tx, fresh, cast.owner.member_id, cast.clock.now())

    return await cast.shop.db.write(write)


async def invitation(cast: Cast, host: Actor) -> str:
    """The payload of somebody's own invitation."""
    view = await show_invite(cast.shop, host.member_id)
    assert isinstance(view, InviteView)
    return payload_of(view.link)


async def joins(
    cast: Cast, name: str, payload: str = "", *, phone: str = "", birthday: Birthday | None = None
) -> Actor:
    """Somebody new who opens a link and answers every question."""
    external_id = str(next(cast.numbers))
    await cast.start(external_id, name, payload)
    someone = await cast.actor(external_id)
    await finish(cast, someone, name, phone=phone, birthday=birthday)
    return someone


async def finish(
    cast: Cast, someone: Actor, name: str, *, phone: str = "", birthday: Birthday | None = None
) -> None:
    """Everything from the consent to the card."""
    for kind in (PERSONAL_DATA, ADVERTISING):
        consent = Consent(kind, given=True, text_version="1", language="ru")
        await give_consent(cast.shop, someone.member_id, consent)
    await tell_name(cast.shop, someone.member_id, name)
    await share_phone(cast.shop, someone.member_id, phone)
    await tell_birthday(cast.shop, someone.member_id, birthday)


async def buys(cast: Cast, member: Actor, amount_minor: int, cashier: Actor | None = None) -> int:
    """A purchase; its id."""
    cashier = cashier or cast.lena
    preview = await cast.preview(cashier, member, amount_minor)
    view = await confirm_sale(
        cast.shop, cashier.member_id, cashier.account_id, preview.draft_id, preview.revision
    )
    assert isinstance(view, SaleView)
    assert view.state is SaleState.BOOKED
    assert view.purchase_id is not None
    return view.purchase_id


async def returns(cast: Cast, purchase_id: int, goods_minor: int | None = None) -> None:
    """Goods come back, the owner sees to it; None: all that is left."""
    owner = cast.owner
    shown = await price_refund(cast.shop, owner.member_id, owner.account_id, purchase_id, goods_minor)
    assert isinstance(shown, RefundView)

    def asked(tx: Connection) -> str:
        speaker = people.speaker_of(tx, owner.member_id)
        assert speaker is not None
        return speaker.about

    about = await cast.shop.db.read(asked)
    done = await refund_sale(cast.shop, owner.member_id, owner.account_id, about, purchase_id, shown.code)
    assert isinstance(done, RefundView)
    assert done.state is RefundState.DONE


async def points(cast: Cast, member: Actor) -> tuple[int, int]:
    """(points, debt) by the books."""

    def read(tx: Connection) -> tuple[int, int]:
        row = tx.exec_driver_sql(
            "SELECT points, debt FROM heads WHERE member_id = ?", (member.member_id,)
        ).one()
        return row[0], row[1]

    return await cast.shop.db.read(read)


async def told_of(cast: Cast, member: Actor, *kinds: str) -> list[dict[str, Any]]:
    """What a member was told of these kinds."""
    return [data for kind, data in await cast.told(member) if kind in kinds]


async def states(cast: Cast) -> list[tuple[str, str]]:
    """(state, reason) of every friend."""
    return [(row.state, row.reason) for row in await cast.stand.rows(referrals)]


async def books_hold(cast: Cast) -> None:
    """The ledger is proved."""
    found = await verify_ledger(cast.shop)
    assert found.faults == ()


async def fifty(work: Any) -> list[Any]:
    """The same thing fifty times at once."""
    return list(await asyncio.gather(*(work() for _ in range(50))))
