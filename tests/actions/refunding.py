"""What the tests of refunds share: purchases paid with points, previews, refunds, and what is left."""

from actions.answer_spend import answer_spend
from actions.ask_spend import take_points
from actions.confirm_sale import confirm_sale
from actions.points import purse
from actions.recognise import recognise
from actions.refund_sale import refund_sale
from actions.shop import Shop
from actions.show_refund import AMOUNT, price_refund
from actions.verify import verify_ledger
from loyalty.refusals import Refused
from loyalty.sale import Purchase
from loyalty.views import RefundState, RefundView, SaleView
from loyalty.wallet import Wallet
from storage import sales
from storage import shop as rows
from storage.database import Connection
from tests.actions.people import Actor, Cast


async def bought(
    cast: Cast, member: Actor, amount_minor: int, receipt: str = "", *, paying: bool = False
) -> int:
    """A purchase, with all the points allowed when paying; its number."""
    who = (cast.lena.member_id, cast.lena.account_id)
    view = await cast.preview(cast.lena, member, amount_minor, receipt)
    if paying:
        asked = await take_points(cast.shop, *who, view.draft_id, view.revision)
        assert isinstance(asked, SaleView), asked
        hold = [data["hold_id"] for kind, data in await cast.told(member) if kind == "spend_ask"][-1]
        assert not isinstance(await answer_spend(cast.shop, member.member_id, hold, yes=True), Refused)
    else:
        done = await confirm_sale(cast.shop, *who, view.draft_id, view.revision)
        assert isinstance(done, SaleView), done
    return max(one[0] for one in await cast.stand.shop.db.read(_purchase_ids))


def _purchase_ids(tx: Connection) -> list[tuple[int]]:
    return [(row[0],) for row in tx.exec_driver_sql("SELECT id FROM purchases")]


async def wallet(cast: Cast, member: Actor) -> Wallet:
    def read(tx: Connection) -> Wallet:
        return purse(tx, member.member_id, rows.programme(tx), cast.shop.now()).wallet

    return await cast.shop.db.read(read)


async def purchase(cast: Cast, number: int) -> Purchase:
    found = await cast.shop.db.read(lambda tx: sales.purchase(tx, number))
    assert found is not None
    return found


async def about(shop: Shop, actor: Actor) -> str:
    speaker, _ = await recognise(shop, "telegram", actor.external_id)
    assert speaker is not None
    return speaker.about if speaker.question == AMOUNT else ""


async def previewed(
    cast: Cast, number: int, goods_minor: int | None = None, actor: Actor | None = None
) -> RefundView:
    by = actor or cast.lena
    view = await price_refund(cast.shop, by.member_id, by.account_id, number, goods_minor)
    assert isinstance(view, RefundView), view
    assert view.state is RefundState.PREVIEW
    return view


async def confirmed(cast: Cast, view: RefundView, actor: Actor | None = None) -> RefundView | Refused:
    by = actor or cast.lena
    shown = await about(cast.shop, by)
    return await refund_sale(cast.shop, by.member_id, by.account_id, shown, view.purchase_id, view.code)


async def refunded(
    cast: Cast, number: int, goods_minor: int | None = None, actor: Actor | None = None
) -> RefundView:
    done = await confirmed(cast, await previewed(cast, number, goods_minor, actor), actor)
    assert isinstance(done, RefundView), done
    assert done.state is RefundState.DONE
    return done


async def sound(cast: Cast) -> None:
    assert (await verify_ledger(cast.shop)).faults == ()
