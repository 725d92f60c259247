"""On the way to a refund: the purchase is found, the goods are named, the figures are shown."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from actions.points import Purse, holder_of, purse
from actions.rights import standing
from actions.shop import Shop
from loyalty.amounts import Amount, parse_amount
from loyalty.cards import TOKEN_ALPHABET, check_card_number
from loyalty.earning import Quote
from loyalty.ledger import EPOCH
from loyalty.names import first_name
from loyalty.programme import Programme
from loyalty.refunds import Books, Plan, decide_refund, grace_until, may_take_back
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right, decide_right
from loyalty.sale import Purchase
from loyalty.views import DebtView, RefundFigures, RefundLine, RefundList, RefundState, RefundView
from loyalty.wallet import wallet
from storage import ledger, people, refunds, sales
from storage import shop as shop_rows
from storage.database import Connection
from storage.values import packed, unpacked

FIND, AMOUNT = "refund", "refund_amount"
LIST_SIZE = 6
CODE_LENGTH = 10
# Managers and owners look this far back for a receipt number; by card number as far as there are purchases.
LEADERS_LOOK_BACK = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Pending:
    """The refund an account is about to do; figures None: the goods are not named yet."""

    purchase_id: int = 0
    code: str = ""
    figures: RefundFigures | None = None
    account_id: int = 0


@dataclass(frozen=True, slots=True)
class Planned:
    """A refund as it would be done now."""

    plan: Plan
    quote: Quote
    programme: Programme
    figures: RefundFigures


def pending(about: str) -> Pending:
    """What the question about the goods was about; nothing for any other."""
    kept: dict[str, Any] = unpacked(about) if about else {}
    figures = RefundFigures(**kept["figures"]) if kept.get("figures") else None
    return Pending(kept.get("purchase", 0), kept.get("code", ""), figures)


async def list_refunds(
    shop: Shop, actor_id: int, account_id: int, text: str | None = None
) -> RefundList | Refused:
    """What can be refunded: a cashier's own newest purchases, a manager's stores', all to an owner.

    text: a receipt number or a card number; then what it names. Whatever is typed next is looked for.
    Refuses NOT_STAFF.
    """
    now = shop.now()
    return await shop.db.write(lambda tx: _list(tx, actor_id, account_id, text, now))


def _list(
    tx: Connection, actor_id: int, account_id: int, text: str | None, now: datetime
) -> RefundList | Refused:
    who = standing(tx, actor_id)
    if who is None:
        return Refused(Refusal.NOT_STAFF)
    people.ask(tx, account_id, FIND, "", now)
    leads = decide_right(who, Right.REFUND_LATER) is None
    owner = decide_right(who, Right.RUN) is None
    since = now - (LEADERS_LOOK_BACK if leads else timedelta(days=shop_rows.programme(tx).refund_days))
    stores = None if owner else who.stores if leads else (who.store_id,)
    if text is None:
        mine = None if leads else actor_id
        return RefundList(_lines(refunds.refundable(tx, since, LIST_SIZE, stores=stores, cashier_id=mine)))
    card = check_card_number(text)
    member = people.find_member(tx, "number", card) if card else None
    if member is not None:
        since = EPOCH if leads else since
        found = refunds.refundable(tx, since, LIST_SIZE, stores=stores, member_id=member.id)
        debtor = _debtor(tx, member.id) if owner else None
        return RefundList(_lines(found), searched=True, debtor=debtor)
    receipt = parse_amount(f"1 №{text.strip().lstrip('№# ')}")
    if not isinstance(receipt, Amount):
        return RefundList((), searched=True)
    found = refunds.refundable(tx, since, LIST_SIZE, stores=stores, receipt=receipt.receipt)
    return RefundList(_lines(found), searched=True)


def _lines(found: list[refunds.Found]) -> tuple[RefundLine, ...]:
    return tuple(
        RefundLine(
            one.id,
            first_name(one.name),
            one.amount_minor,
            one.amount_minor - one.refunded_minor,
            one.receipt,
            one.at,
            one.erased,
        )
        for one in found
    )


def _debtor(tx: Connection, member_id: int) -> DebtView | None:
    head = ledger.head(tx, member_id)
    if not head.debt:
        return None
    return DebtView(member_id, first_name(people.member(tx, member_id).name), head.debt, head.seq)


async def choose_refund(shop: Shop, actor_id: int, account_id: int, purchase_id: int) -> RefundView | Refused:
    """A purchase was chosen; the next text is the amount of the goods.

    Refuses NOT_STAFF, REFUND_UNKNOWN, OWN_CARD, REFUND_OTHER_STORE, REFUND_TOO_LATE, ALREADY_UNDONE,
    REFUNDED_ALREADY.
    """
    now = shop.now()

    def write(tx: Connection) -> RefundView | Refused:
        purchase = may_refund(tx, actor_id, purchase_id, now)
        if isinstance(purchase, Refused):
            return purchase
        tried = plan_refund(tx, purchase, None, now)
        if isinstance(tried, Refused):
            return tried
        people.ask(tx, account_id, AMOUNT, packed({"purchase": purchase.id}), now)
        return view_of(tx, purchase, RefundState.CHOSEN)

    return await shop.db.write(write)


async def price_refund(
    shop: Shop, actor_id: int, account_id: int, purchase_id: int, goods_minor: int | None = None
) -> RefundView | Refused:
    """What giving these goods back would move; goods_minor None: all that is left of the receipt.

    Refuses what refund_sale refuses, save REFUND_STALE.
    """
    now, code = shop.now(), shop.new_code(TOKEN_ALPHABET, CODE_LENGTH)

    def write(tx: Connection) -> RefundView | Refused:
        purchase = may_refund(tx, actor_id, purchase_id, now)
        if isinstance(purchase, Refused):
            return purchase
        planned = plan_refund(tx, purchase, goods_minor, now)
        if isinstance(planned, Refused):
            return planned
        shown = Pending(purchase.id, code, planned.figures, account_id)
        return preview(tx, shown, purchase, now)

    return await shop.db.write(write)


def may_refund(tx: Connection, actor_id: int, purchase_id: int, now: datetime) -> Purchase | Refused:
    """The purchase, when this person may refund it (rules.md 50)."""
    who = standing(tx, actor_id)
    if who is None:
        return Refused(Refusal.NOT_STAFF)
    purchase = sales.purchase(tx, purchase_id)
    if purchase is None:
        return Refused(Refusal.REFUND_UNKNOWN)
    return may_take_back(purchase, who, shop_rows.programme(tx), now) or purchase


def plan_refund(
    tx: Connection, purchase: Purchase, goods_minor: int | None, now: datetime
) -> Planned | Refused:
    """The refund as it would be done in this transaction; goods_minor None: all that is left."""
    programme, quote = shop_rows.programme(tx), sales.quote_of_purchase(tx, purchase.id)
    owned = purse(tx, purchase.member_id, programme, now)
    goods = purchase.amount_minor - purchase.refunded_minor if goods_minor is None else goods_minor
    plan = decide_refund(purchase, quote, goods, books_of(tx, purchase, quote, owned, programme))
    if isinstance(plan, Refused):
        return plan
    return Planned(plan, quote, programme, _figures(tx, purchase, plan, owned, programme))


def books_of(tx: Connection, purchase: Purchase, quote: Quote, owned: Purse, programme: Programme) -> Books:
    """What the rules of refunds ask about the buyer."""
    member_id = purchase.member_id
    entries = ledger.entries_of_purchase(tx, member_id, purchase.id)
    named = {entry.lot_id for entry in entries if entry.lot_id is not None}
    missing = named - {lot.id for lot in owned.lots}
    return Books(
        entries=tuple(entries),
        lots=(*owned.lots, *ledger.lots_by_id(tx, missing)),
        swept=refunds.swept(tx, member_id, named),
        holder=owned.holder,
        policy=programme.debt_policy,
        now=owned.now,
        grace_until=grace_until(owned.now, programme),
        effects=refunds.effects_of(tx, quote.benefits),
    )


def preview(
    tx: Connection, shown: Pending, purchase: Purchase, now: datetime, *, changed: bool = False
) -> RefundView:
    """Show these figures; the button of every older preview does nothing any more."""
    figures = shown.figures
    about = {"purchase": purchase.id, "code": shown.code, "figures": asdict(figures) if figures else None}
    people.ask(tx, shown.account_id, AMOUNT, packed(about), now)
    view = view_of(tx, purchase, RefundState.PREVIEW, figures)
    return replace(view, code=shown.code, changed=changed)


def view_of(
    tx: Connection, purchase: Purchase, state: RefundState, figures: RefundFigures | None = None
) -> RefundView:
    """A refund of this purchase for every door."""
    buyer = people.member(tx, purchase.member_id)
    return RefundView(
        state=state,
        purchase_id=purchase.id,
        first_name=first_name(buyer.name),
        erased=buyer.erased,
        amount_minor=purchase.amount_minor,
        rest_minor=purchase.amount_minor - purchase.refunded_minor,
        receipt=purchase.receipt,
        at=purchase.at,
        figures=figures,
    )


def _figures(
    tx: Connection, purchase: Purchase, plan: Plan, owned: Purse, programme: Programme
) -> RefundFigures:
    holder = replace(owned.holder, debt=plan.debt)
    if plan.whole:
        # It counts no more, neither as paid nor as a visit.
        has_paid = refunds.has_other_paid(tx, purchase.member_id, purchase.id)
        rest = holder_of(tx, purchase.member_id, programme, plan.debt, purchase.id)
        holder = replace(rest, has_paid=has_paid)
    return RefundFigures(
        goods_minor=plan.goods_minor,
        money_minor=plan.money_minor,
        certificate_minor=plan.certificate_minor,
        returned_points=plan.returned_points,
        taken_points=plan.reversed_points + plan.bonus_points,
        owed_points=plan.owed_points,
        debt=plan.debt,
        available=wallet(plan.lots, holder, owned.now).available,
        restored=bool(plan.opened),
    )
