"""What tests of the watched till share: settings, sales that wait, what was found."""

from actions.ask_spend import take_points
from actions.confirm_sale import confirm_sale
from actions.shop import Shop
from actions.watch_settings import (
    answer_limit,
    ask_limit,
    set_mode,
)
from loyalty.refusals import Refused
from loyalty.staff import Role
from loyalty.views import SaleState, SaleView
from loyalty.watch.base import Mode, Rule
from storage import staff as team
from storage.database import Connection
from storage.schema import alerts, approvals, sale_drafts
from tests.actions.people import Actor, Cast

MINUTE, HOUR, DAY = 60, 3600, 86_400


async def setting(cast: Cast, rule: Rule, mode: Mode, limit: int | None = None) -> None:
    """What a rule does, as the owner sets it."""
    owner = cast.owner
    assert not isinstance(await set_mode(cast.shop, owner.member_id, 1, rule, mode), Refused)
    if limit is not None:
        await ask_limit(cast.shop, owner.member_id, owner.account_id, 1, rule)
        done = await answer_limit(cast.shop, owner.member_id, owner.account_id, f"1 {rule}", str(limit))
        assert not isinstance(done, Refused), done


async def found(cast: Cast) -> list[str]:
    return [row.rule for row in await cast.stand.rows(alerts)]


async def confirmed(cast: Cast, view: SaleView, at: Actor) -> SaleView | Refused:
    return await confirm_sale(cast.shop, at.member_id, at.account_id, view.draft_id, view.revision)


async def asked(cast: Cast, member: Actor, amount_minor: int = 9_000_00) -> SaleView:
    """A sale above the owner's limit, which waits for a manager."""
    owner = cast.owner
    await answer_limit(cast.shop, owner.member_id, owner.account_id, "1 largest", "5000")
    view = await confirmed(cast, await cast.preview(cast.lena, member, amount_minor), cast.lena)
    assert isinstance(view, SaleView)
    assert view.state is SaleState.MANAGER
    return view


async def paid_by_code(cast: Cast, member: Actor, amount_minor: int) -> SaleView | Refused:
    """A sale most of which points pay; the customer's pay code was shown."""
    preview = await cast.preview(cast.lena, member, amount_minor)
    approved = sale_drafts.update().where(sale_drafts.c.id == preview.draft_id).values(approved=True)
    await cast.shop.db.write(lambda tx: tx.execute(approved))
    lena = cast.lena
    return await take_points(cast.shop, lena.member_id, lena.account_id, preview.draft_id, preview.revision)


async def approval_id(cast: Cast) -> int:
    return int((await cast.stand.rows(approvals))[-1].id)


async def lead(cast: Cast, actor: Actor) -> None:
    """A manager of the store from now on."""

    def write(tx: Connection) -> None:
        team.dismiss(tx, actor.member_id, cast.owner.member_id, cast.shop.now())
        team.hire(
            tx, actor.member_id, Role.MANAGER, 1, cast.owner.member_id, cast.shop.now(), protected=False
        )

    await cast.shop.db.write(write)


async def row(shop: Shop, table: object, **values: object) -> None:
    """A row that time would have brought."""
    await shop.db.write(lambda tx: tx.execute(table.insert().values(**values)))  # type: ignore[attr-defined]  # a table
