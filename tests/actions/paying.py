"""A customer with points at a till, for the tests of spending."""

from actions.ask_spend import take_points
from actions.confirm_sale import confirm_sale
from actions.points import purse
from actions.shop import Shop
from actions.verify import verify_ledger
from loyalty.refusals import Refused
from loyalty.views import SaleState, SaleView
from loyalty.wallet import Wallet
from storage import shop as rows
from storage.database import Connection
from tests.actions.people import Actor, Cast


async def rich(cast: Cast) -> Actor:
    """A customer with 1,000 points, earned with two receipts."""
    someone = await cast.joined("Анна")
    await sold(cast, someone, 12_000_00)
    await sold(cast, someone, 8_000_00)
    assert (await points(cast.shop, someone)).available == 1_000
    return someone


async def sold(cast: Cast, member: Actor, amount_minor: int) -> SaleView:
    preview = await cast.preview(cast.lena, member, amount_minor)
    who = (cast.lena.member_id, cast.lena.account_id)
    done = await confirm_sale(cast.shop, *who, preview.draft_id, preview.revision)
    assert isinstance(done, SaleView)
    return done


async def points(shop: Shop, member: Actor) -> Wallet:
    def read(tx: Connection) -> Wallet:
        return purse(tx, member.member_id, rows.programme(tx), shop.now()).wallet

    return await shop.db.read(read)


async def take(cast: Cast, cashier: Actor, view: SaleView) -> SaleView | Refused:
    return await take_points(cast.shop, cashier.member_id, cashier.account_id, view.draft_id, view.revision)


async def asked(cast: Cast, member: Actor, amount_minor: int = 450_00) -> tuple[SaleView, int]:
    """A till that waits for the customer, and the question's id."""
    view = await take(cast, cast.lena, await cast.preview(cast.lena, member, amount_minor))
    assert isinstance(view, SaleView)
    assert view.state is SaleState.WAITING
    questions = [data for kind, data in await cast.told(member) if kind == "spend_ask"]
    return view, questions[-1]["hold_id"]


async def sound(shop: Shop) -> None:
    assert (await verify_ledger(shop)).faults == ()
