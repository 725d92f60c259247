"""What tests of contested changes share: complaining, paying with points, deciding, what is on a card."""

from actions.answer_spend import answer_spend
from actions.ask_spend import take_points
from actions.contest import contest
from actions.decide_case import decide_case
from actions.gift_points import answer_gift, offer_gift
from actions.list_cases import show_case
from actions.points import purse
from actions.shop import Shop
from loyalty.case_views import CaseView, ContestView
from loyalty.gifts import GiftView
from loyalty.refusals import Refused
from loyalty.staff import Role
from loyalty.views import SaleView
from loyalty.wallet import Wallet
from storage import shop as rows
from storage import staff
from storage.database import Connection
from tests.actions.people import Actor, Cast


async def wallet(shop: Shop, member: Actor) -> Wallet:
    def read(tx: Connection) -> Wallet:
        return purse(tx, member.member_id, rows.programme(tx), shop.now()).wallet

    return await shop.db.read(read)


async def contested(shop: Shop, member: Actor, seq: int = 1) -> ContestView:
    view = await contest(shop, member.member_id, member.account_id, seq)
    assert isinstance(view, ContestView), view
    return view


async def decided(shop: Shop, owner: Actor, case_id: int, *, accept: bool) -> CaseView:
    view = await decide_case(shop, owner.member_id, case_id, accept=accept)
    assert isinstance(view, CaseView), view
    return view


async def seen(shop: Shop, owner: Actor, case_id: int) -> CaseView:
    view = await show_case(shop, owner.member_id, case_id)
    assert isinstance(view, CaseView), view
    return view


async def paid(cast: Cast, member: Actor, amount_minor: int = 450_00) -> int:
    """A purchase paid with all points allowed, by the customer's tap; the number of its first entry."""
    view = await cast.preview(cast.lena, member, amount_minor)
    asked = await take_points(
        cast.shop, cast.lena.member_id, cast.lena.account_id, view.draft_id, view.revision
    )
    assert isinstance(asked, SaleView), asked
    hold = [data["hold_id"] for kind, data in await cast.told(member) if kind == "spend_ask"][-1]
    assert not isinstance(await answer_spend(cast.shop, member.member_id, hold, yes=True), Refused)
    return await told_seq(cast, member)


async def told_seq(cast: Cast, member: Actor) -> int:
    """What the button under the newest message about points names."""
    return int((await cast.told(member))[-1][1]["seq"])


async def second_owner(cast: Cast) -> Actor:
    petr, now = await cast.joined("Пётр"), cast.shop.now()
    await cast.shop.db.write(
        lambda tx: staff.hire(tx, petr.member_id, Role.OWNER, 1, cast.owner.member_id, now, protected=False)
    )
    return petr


async def gifted(cast: Cast, sender: Actor, friend: Actor, points: int = 100) -> None:
    view = await offer_gift(cast.shop, sender.member_id, sender.account_id, points)
    assert isinstance(view, GiftView), view
    await cast.start(friend.external_id, "Друг", view.link.partition("start=")[2])
    assert isinstance(await answer_gift(cast.shop, friend.member_id, view.id, accept=True), GiftView)


async def start_card(cast: Cast, owner: Actor) -> None:
    def write(tx: Connection) -> None:
        tx.exec_driver_sql("UPDATE members SET step = 'joined' WHERE id = ?", (owner.member_id,))

    await cast.shop.db.write(write)
