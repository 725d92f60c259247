"""One view of a sale for every door: the chat words it as a message, a page would as JSON."""

from datetime import datetime

from actions.at_till import Buyer, buyer_of, till_of
from actions.claims import waiting as waiting_claims
from actions.points import purse
from actions.shifts import needs_shift
from actions.stamping import progress_of
from actions.tier_changes import standing_of
from loyalty.earning import Quote
from loyalty.expiry import active_from
from loyalty.hints import Hint, best_hint
from loyalty.joining import Step
from loyalty.names import first_name
from loyalty.programme import Programme
from loyalty.rewards import Reward, decide_claim
from loyalty.sale import Draft, DraftState, Purchase
from loyalty.tiers import shown_name
from loyalty.views import SaleState, SaleView
from loyalty.wallet import Wallet
from storage import holds, people, rewards, sales
from storage import shop as shop_rows
from storage.database import Connection

REWARDS_SHOWN = 3


def view_of_draft(
    tx: Connection,
    draft: Draft,
    now: datetime,
    *,
    changed: bool = False,
    note: str = "",
    buyer: Buyer | None = None,
) -> SaleView:
    """The view of a draft as it stands in this transaction. note: why a question ended ("declined" ...).

    buyer: the draft's, when he was just read.
    """
    if draft.purchase_id is not None:
        return view_of_purchase(tx, draft.purchase_id, now, draft=draft)
    buyer = buyer or buyer_of(tx, draft.member_id, now)
    member, programme = buyer.member, buyer.programme
    hold = holds.open_sale_hold(tx, member.id)
    waiting = hold is not None and hold.draft_id == draft.id and now < hold.expires_at
    state = {
        DraftState.OPEN: SaleState.AMOUNT if draft.shown is None else SaleState.PREVIEW,
        DraftState.CANCELLED: SaleState.CANCELLED,
    }.get(draft.state, SaleState.ENDED)
    if waiting and state is SaleState.PREVIEW:
        state = SaleState.WAITING
    # Nobody can say yes for whoever has not joined.
    waits = member.step == Step.CONSENT
    offered = hold.points if hold is not None and state is SaleState.WAITING else draft.offered_points
    offered = 0 if waits else offered
    plain = draft.shown
    paying = till_of(tx, draft, now, hold, buyer).paying(draft, offered) if plain and offered else None
    wallet, frozen = buyer.purse.wallet, buyer.purse.holder.frozen_since is not None
    return SaleView(
        draft_id=draft.id,
        revision=draft.revision,
        state=state,
        first_name=first_name(member.name),
        tier=shown_name(programme, member.tier),
        available=wallet.available,
        amount_minor=draft.amount_minor,
        receipt=draft.receipt,
        quote=plain,
        paying=paying,
        points=plain.points if plain else 0,
        total=_total(wallet, plain, programme, draft.bought_at or now, now) if plain and not frozen else 0,
        rate_bp=plain.rate_bp if plain else 0,
        offered_points=offered,
        certificate_minor=plain.certificate_minor if plain else 0,
        approved=draft.approved,
        changed=changed,
        note=note,
        claims=waiting_claims(tx, member.id),
        stamps=progress_of(tx, member.id, programme),
        frozen=frozen,
        opens_shift=state is SaleState.PREVIEW and needs_shift(tx, draft, now),
        waits=waits,
        hint=_hint(tx, draft, programme, now),
        rewards=() if waits or frozen else _within_reach(tx, member.id, wallet.available),
        categories=programme.categories if len(draft.lines) == 1 else (),
        category=draft.lines[0].category if len(draft.lines) == 1 else "",
        ends_at=hold.expires_at if hold is not None and state is SaleState.WAITING else None,
    )


def _hint(tx: Connection, draft: Draft, programme: Programme, now: datetime) -> Hint | None:
    """Nothing is read for a programme without tiers."""
    if not programme.tiers and not programme.stamps:
        return None
    where = standing_of(tx, draft.member_id, programme, now)
    money = draft.shown.money_minor if draft.shown else 0
    goods = {line.category for line in draft.lines}
    return best_hint(where, programme.stamps, draft.amount_minor or 0, money, goods)


def _within_reach(tx: Connection, member_id: int, available: int) -> tuple[Reward, ...]:
    """The dearest rewards the customer could take now."""
    if not available:
        return ()
    shelf = rewards.catalogue(tx, active_only=True)
    living = rewards.living_claims(tx, member_id) if shelf else {}
    mine = [one for one in shelf if decide_claim(one, living.get(one.id, 0), available) is None]
    return tuple(reversed(mine[-REWARDS_SHOWN:]))


def _total(wallet: Wallet, plain: Quote, programme: Programme, bought_at: datetime, now: datetime) -> int:
    """What could be spent then: a first paid purchase sets locked points free, a debt is paid first."""
    freed = wallet.locked if plain.money_minor > plain.certificate_minor else 0
    earned = plain.points if active_from(bought_at, programme) <= now else 0
    owed = 0 if wallet.available else wallet.debt
    return max(0, wallet.available + freed + earned - owed)


def view_of_purchase(
    tx: Connection, purchase_id: int, now: datetime, *, draft: Draft | None = None, repeated: bool = False
) -> SaleView:
    """The view of a booked purchase; the balance is today's."""
    purchase = sales.purchase(tx, purchase_id)
    if purchase is None:
        raise LookupError("no such purchase")
    member, programme = people.member(tx, purchase.member_id), shop_rows.programme(tx)
    quote = sales.quote_of_purchase(tx, purchase.id)
    return view_of_booked(tx, member, programme, purchase, quote, now, draft=draft, repeated=repeated)


def view_of_booked(
    tx: Connection,
    member: people.Member,
    programme: Programme,
    purchase: Purchase,
    quote: Quote,
    now: datetime,
    *,
    draft: Draft | None = None,
    repeated: bool = False,
) -> SaleView:
    """The view of a purchase for whoever has just read what it needs. programme: the rules of today."""
    mine = purse(tx, member.id, programme, now)
    brought = [lot for lot in mine.lots if lot.purchase_id == purchase.id]
    return SaleView(
        draft_id=draft.id if draft else "",
        revision=draft.revision if draft else 0,
        state=SaleState.BOOKED if purchase.undone_at is None else SaleState.UNDONE,
        first_name=first_name(member.name),
        tier=shown_name(programme, member.tier),
        available=mine.wallet.available,
        amount_minor=purchase.amount_minor,
        receipt=purchase.receipt,
        quote=quote,
        points=quote.points,
        spent_points=purchase.spent_points,
        pending_points=sum(lot.free for lot in brought if lot.active_from > now),
        purchase_id=purchase.id,
        certificate_minor=purchase.certificate_minor,
        repeated=repeated,
        frozen=mine.holder.frozen_since is not None,
        waits=member.step == Step.CONSENT and not member.erased,
        erased=member.erased,
    )
