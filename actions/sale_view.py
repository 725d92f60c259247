"""One view of a sale for every door: the chat words it as a message, a page would as JSON."""

from loyalty.names import first_name
from loyalty.sale import Draft, DraftState, Purchase
from loyalty.views import SaleState, SaleView
from storage import people, sales
from storage.database import Connection


def view_of_draft(tx: Connection, draft: Draft, *, changed: bool = False) -> SaleView:
    """The view of a draft as it stands in this transaction."""
    if draft.purchase_id is not None:
        return view_of_purchase(tx, draft.purchase_id, draft=draft)
    member = people.member(tx, draft.member_id)
    state = {
        DraftState.OPEN: SaleState.AMOUNT if draft.shown is None else SaleState.PREVIEW,
        DraftState.CANCELLED: SaleState.CANCELLED,
    }.get(draft.state, SaleState.ENDED)
    return SaleView(
        draft_id=draft.id,
        revision=draft.revision,
        state=state,
        first_name=first_name(member.name),
        tier=member.tier,
        available=member.available,
        amount_minor=draft.amount_minor,
        receipt=draft.receipt,
        points=draft.shown.points if draft.shown else 0,
        rate_bp=draft.shown.rate_bp if draft.shown else 0,
        changed=changed,
    )


def view_of_purchase(
    tx: Connection, purchase_id: int, *, draft: Draft | None = None, repeated: bool = False
) -> SaleView:
    """The view of a booked purchase; the balance is today's."""
    purchase = sales.purchase(tx, purchase_id)
    if purchase is None:
        raise LookupError("no such purchase")
    return view_of_booked(people.member(tx, purchase.member_id), purchase, draft=draft, repeated=repeated)


def view_of_booked(
    member: people.Member, purchase: Purchase, *, draft: Draft | None = None, repeated: bool = False
) -> SaleView:
    """The view of a purchase whose member was just read."""
    return SaleView(
        draft_id=draft.id if draft else "",
        revision=draft.revision if draft else 0,
        state=SaleState.BOOKED if purchase.undone_at is None else SaleState.UNDONE,
        first_name=first_name(member.name),
        tier=member.tier,
        available=member.available,
        amount_minor=purchase.amount_minor,
        receipt=purchase.receipt,
        points=purchase.earned_points,
        purchase_id=purchase.id,
        repeated=repeated,
    )
