"""What tests of rewards and gifts share: purchases, rewards, debts, and what is left on a card."""

from dataclasses import replace

from actions.claim_reward import ask_claim, confirm_claim
from actions.confirm_sale import confirm_sale
from actions.edit_rewards import answer_reward, ask_reward
from actions.points import available
from actions.shop import Shop
from actions.undo_sale import undo_sale
from loyalty.programme import Programme
from loyalty.refusals import Refusal, Refused
from loyalty.rewards import Claim, ClaimView, Reward, RewardField
from loyalty.views import SaleView
from storage import shop as shop_rows
from storage.database import Connection
from tests.actions.people import Actor, Cast


def reason(outcome: object) -> Refusal:
    assert isinstance(outcome, Refused), outcome
    return outcome.reason


async def bought(
    cast: Cast, member: Actor, amount_minor: int = 10_000_00, cashier: Actor | None = None
) -> int:
    """A purchase of this sum (500 points by default); its id."""
    at = cashier or cast.lena
    preview = await cast.preview(at, member, amount_minor)
    done = await confirm_sale(cast.shop, at.member_id, at.account_id, preview.draft_id, preview.revision)
    assert isinstance(done, SaleView), done
    assert done.purchase_id
    return done.purchase_id


async def left(shop: Shop, member: Actor) -> int:
    def read(tx: Connection) -> int:
        return available(tx, member.member_id, shop_rows.programme(tx), shop.now())

    return await shop.db.read(read)


async def ruled(shop: Shop, **changes: object) -> None:
    """Other rules, from the next operation on."""

    def write(tx: Connection) -> Programme:
        present = shop_rows.programme(tx)
        return shop_rows.add_programme(tx, replace(present, **changes), None, shop.now())  # type: ignore[arg-type]  # the test names them

    await shop.db.write(write)


async def added(
    cast: Cast, name: str = "Капучино", price: int = 400, stock: str | None = None, limit: str | None = None
) -> int:
    """A reward as the owner makes one; its id."""
    owner = cast.owner
    await ask_reward(cast.shop, owner.member_id, owner.account_id, RewardField.NAME)
    for text in (name, str(price), stock, limit):
        made = await answer_reward(cast.shop, owner.member_id, owner.account_id, text)
    assert isinstance(made, Reward), made
    return made.id


async def asked(shop: Shop, member: Actor, reward_id: int) -> ClaimView:
    view = await ask_claim(shop, member.member_id, reward_id)
    assert isinstance(view, ClaimView), view
    return view


async def claimed(shop: Shop, member: Actor, reward_id: int) -> ClaimView:
    view = await confirm_claim(shop, member.member_id, (await asked(shop, member, reward_id)).claim.id)
    assert isinstance(view, ClaimView), view
    return view


async def in_debt(cast: Cast, member: Actor) -> Claim:
    """A purchase whose points were spent at once and which is then undone: 400 points are owed; the claim."""
    purchase = await bought(cast, member)
    claim = (await claimed(cast.shop, member, await added(cast))).claim
    assert isinstance(await undo_sale(cast.shop, cast.lena.member_id, purchase), SaleView)
    return claim
