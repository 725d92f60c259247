"""Points for a friend: set aside, offered by a link, moved with their terms once he accepts."""

from datetime import datetime
from zoneinfo import ZoneInfo

from actions.operation import Operation, earlier, record
from actions.points import Purse, available, purse
from actions.shop import Shop
from loyalty.cards import TOKEN_ALPHABET, TOKEN_LENGTH, StartKind, format_start, start_link
from loyalty.expiry import day_start
from loyalty.gifts import (
    Gift,
    GiftLimits,
    GiftState,
    GiftView,
    can_move,
    decide_answer,
    decide_gift,
    gift_ends_at,
    gift_limits,
    gift_lots,
)
from loyalty.joining import Step
from loyalty.ledger import Kind, Lot, Posting
from loyalty.names import first_name
from loyalty.programme import Programme
from loyalty.refusals import Refusal, Refused
from loyalty.wallet import allocate, takings
from storage import gifts, ledger, notices, people
from storage import shop as rows
from storage.database import Connection

QUESTION = "gift"
AT_ONCE = 100


async def ask_gift(shop: Shop, member_id: int, account_id: int) -> GiftLimits | Refused:
    """How many points shall it be? The next text answers.

    Refuses NOT_JOINED, POINTS_FROZEN, GIFT_AFTER_PURCHASE, GIFT_IN_DEBT, GIFT_DAY_FULL, GIFT_TOO_MUCH.
    """
    now = shop.now()

    def write(tx: Connection) -> GiftLimits | Refused:
        if people.member(tx, member_id).step != Step.JOINED:
            return Refused(Refusal.NOT_JOINED)
        programme = rows.programme(tx)
        owned, limits = _limits(tx, member_id, programme, now)
        refused = owned.refused(programme) or decide_gift(1, limits, owned.holder)
        if refused is None:
            people.ask(tx, account_id, QUESTION, "", now)
        return refused or limits

    return await shop.db.write(write)


async def offer_gift(shop: Shop, member_id: int, account_id: int, points: int) -> GiftView | Refused:
    """Set the points aside; the view has the link to send. Refuses as `ask_gift`."""
    now, token = shop.now(), shop.new_code(TOKEN_ALPHABET, TOKEN_LENGTH)
    return await shop.db.write(lambda tx: _offer(tx, shop, member_id, account_id, points, token, now))


async def offered_gifts(shop: Shop, member_id: int) -> tuple[GiftView, ...]:
    """What a member has offered and nobody answered yet, oldest first."""

    def read(tx: Connection) -> tuple[GiftView, ...]:
        return tuple(_view(tx, one, shop) for one in gifts.offered_by(tx, member_id))

    return await shop.db.read(read)


async def answer_gift(shop: Shop, member_id: int, gift_id: int, *, accept: bool) -> GiftView | Refused:
    """The friend's word. Accepted: the points move with their terms; declined: they go back. Both are told.

    Done before: the same answer again. Refuses GIFT_OVER, GIFT_OWN, NOT_JOINED.
    """
    now = shop.now()

    def write(tx: Connection) -> GiftView | Refused:
        gift = gifts.gift(tx, gift_id)
        if gift is None or gift.recipient_id != member_id:
            return Refused(Refusal.GIFT_OVER)
        wanted = GiftState.ACCEPTED if accept else GiftState.DECLINED
        if gift.state is wanted:
            return _view(tx, gift)
        refused = decide_answer(gift, member_id, now)
        if refused is None:
            refused = _accept(tx, gift, member_id, now) if accept else _decline(tx, gift, now)
        return refused or _view(tx, gifts.gift(tx, gift_id) or gift)

    answered = await shop.db.write(write)
    shop.wake()
    return answered


async def cancel_gift(shop: Shop, member_id: int, gift_id: int) -> GiftView | Refused:
    """The sender takes it back while nobody has answered. Twice is once. Refuses GIFT_OVER."""
    now = shop.now()

    def write(tx: Connection) -> GiftView | Refused:
        gift = gifts.gift(tx, gift_id)
        if gift is None or gift.sender_id != member_id:
            return Refused(Refusal.GIFT_OVER)
        if gift.state is not GiftState.CANCELLED and not _end(tx, gift, GiftState.CANCELLED, now):
            return Refused(Refusal.GIFT_OVER)
        return _view(tx, gifts.gift(tx, gift_id) or gift)

    cancelled = await shop.db.write(write)
    shop.wake()
    return cancelled


async def expire_gifts(shop: Shop) -> int:
    """Gifts nobody accepted in time go back; how many there were."""
    now, ended = shop.now(), 0

    def write(tx: Connection) -> int:
        late = gifts.overdue(tx, now, AT_ONCE)
        for gift in late:
            _end(tx, gift, GiftState.EXPIRED, now)
            _tell_sender(tx, gift, GiftState.EXPIRED, now)
        return len(late)

    while True:
        some = await shop.db.write(write)
        ended += some
        if some:
            shop.wake()
        if some < AT_ONCE:
            return ended


def withdraw_gifts(tx: Connection, member_id: int, now: datetime, *, told: bool = False) -> None:
    """Whatever a member has offered and nobody answered goes back to him; friends who were asked hear of it.

    told: the member himself as well.
    """
    for gift in gifts.offered_by(tx, member_id):
        if _end(tx, gift, GiftState.CANCELLED, now) and told:
            _tell_sender(tx, gift, GiftState.CANCELLED, now)


def open_gift(tx: Connection, token: str, member_id: int, now: datetime) -> Refused | bool:
    """Somebody opened a link: whether it is a gift of points. He is asked at once, or when he has joined.

    Refuses GIFT_OVER, GIFT_OWN.
    """
    gift = gifts.by_token(tx, token)
    if gift is None:
        return False
    refused = decide_answer(gift, member_id, now)
    if refused is not None:
        return refused
    gifts.opened(tx, gift.id, member_id)
    if people.member(tx, member_id).step == Step.JOINED:
        _ask_friend(tx, gift, member_id, now)
    return True


def after_joining(tx: Connection, member_id: int, now: datetime) -> None:
    """Whoever came by a gift's link has joined and can be asked now."""
    for gift in gifts.offered_to(tx, member_id):
        if now < gift.expires_at:
            _ask_friend(tx, gift, member_id, now)


def _limits(tx: Connection, member_id: int, programme: Programme, now: datetime) -> tuple[Purse, GiftLimits]:
    zone = ZoneInfo(programme.time_zone)
    given = gifts.given_since(tx, member_id, day_start(now.astimezone(zone).date(), zone))
    owned = purse(tx, member_id, programme, now)
    return owned, gift_limits(owned.lots, owned.holder, now, programme.gift_daily_points, given)


def _offer(
    tx: Connection, shop: Shop, member_id: int, account_id: int, points: int, token: str, now: datetime
) -> GiftView | Refused:
    if people.member(tx, member_id).step != Step.JOINED:
        return Refused(Refusal.NOT_JOINED)
    programme = rows.programme(tx)
    owned, limits = _limits(tx, member_id, programme, now)
    refused = owned.refused(programme) or decide_gift(points, limits, owned.holder)
    if refused is not None:
        return refused
    lots = gift_lots(owned.lots, owned.holder, now)
    allocation = allocate(lots, points)
    ends = gift_ends_at([lot for lot in lots if lot.id in allocation], owned.holder, now)
    gift_id = gifts.add(tx, token, member_id, allocation, now, ends)
    people.stop_asking(tx, account_id)
    gift = gifts.gift(tx, gift_id)
    if gift is None:
        raise LookupError("the gift just made is not there")
    return _view(tx, gift, shop)


def _accept(tx: Connection, gift: Gift, member_id: int, now: datetime) -> Refused | None:
    if people.member(tx, member_id).step != Step.JOINED:
        return Refused(Refusal.NOT_JOINED)
    operation = Operation(f"gift:{gift.id}", {"by": member_id}, member_id, now)
    if earlier(tx, operation) is not None:
        return Refused(Refusal.GIFT_OVER)
    programme = rows.programme(tx)
    sender = purse(tx, gift.sender_id, programme, now)
    if not can_move(ledger.lots_by_id(tx, gift.allocation), sender.holder, now):
        _end(tx, gift, GiftState.CANCELLED, now)
        _tell_sender(tx, gift, GiftState.CANCELLED, now)
        return Refused(Refusal.GIFT_OVER)
    if not gifts.end(tx, gift, GiftState.ACCEPTED, now, member_id):
        return Refused(Refusal.GIFT_OVER)
    friend_seq = ledger.head(tx, member_id).seq + 1
    _move(tx, record(tx, operation, {"gift": gift.id}), gift, member_id, now)
    for who, kind, points, seq, person in (
        (gift.sender_id, "gift_taken", -gift.points, sender.head.seq + 1, member_id),
        (member_id, "gift_received", gift.points, friend_seq, gift.sender_id),
    ):
        left = available(tx, who, programme, now)
        told = {"points": points, "available": left, "seq": seq, "person": person}
        notices.queue(tx, who, kind, told, now)
    return None


def _move(tx: Connection, operation_id: int, gift: Gift, member_id: int, now: datetime) -> None:
    """The sender's lots give, the friend gets lots with the same terms; a debt of his is paid first."""
    lots = ledger.lots_by_id(tx, gift.allocation)
    out = takings(Kind.TRANSFERRED_OUT, lots, gift.allocation, "gift")
    came = _came(tx, lots, gift, member_id)
    n = 0
    for who, postings in sorted(((gift.sender_id, out), (member_id, came)), key=lambda one: one[0]):
        ledger.post(tx, operation_id, who, postings, member_id, now, n)
        n += len(postings)


def _came(tx: Connection, lots: list[Lot], gift: Gift, member_id: int) -> list[Posting]:
    debt, postings = ledger.head(tx, member_id).debt, []
    for lot in lots:
        points = gift.allocation[lot.id]
        terms = (lot.active_from, lot.own_end)
        fresh = ledger.new_lot(tx, member_id, Kind.TRANSFERRED_IN, points, *terms)
        postings.append(Posting(Kind.TRANSFERRED_IN, points, fresh, opens=True, reason="gift"))
        if paid := min(points, debt):
            debt -= paid
            postings.append(Posting(Kind.DEBT_PAID, -paid, fresh, reason="debt"))
            postings.append(Posting(Kind.DEBT_PAID, paid, None, reason="debt"))
    return postings


def _decline(tx: Connection, gift: Gift, now: datetime) -> Refused | None:
    if not gifts.end(tx, gift, GiftState.DECLINED, now):
        return Refused(Refusal.GIFT_OVER)
    _tell_sender(tx, gift, GiftState.DECLINED, now)
    return None


def _end(tx: Connection, gift: Gift, state: GiftState, now: datetime) -> bool:
    """End a gift the friend has not answered; if he was asked, he hears of it."""
    if not gifts.end(tx, gift, state, now):
        return False
    friend = gift.recipient_id
    if friend is not None and people.member(tx, friend).step == Step.JOINED:
        notices.queue(tx, friend, "gift_off", {"points": gift.points, "person": gift.sender_id}, now)
    return True


def _tell_sender(tx: Connection, gift: Gift, state: GiftState, now: datetime) -> None:
    left = available(tx, gift.sender_id, rows.programme(tx), now)
    told = {"points": gift.points, "available": left, "state": state.value}
    notices.queue(tx, gift.sender_id, "gift_back", told, now)


def _ask_friend(tx: Connection, gift: Gift, member_id: int, now: datetime) -> None:
    asked = {"gift": gift.id, "points": gift.points, "person": gift.sender_id}
    asked |= {"until_seconds": int(gift.expires_at.timestamp())}
    notices.queue(tx, member_id, "gift_offered", asked, now)


def _view(tx: Connection, gift: Gift, shop: Shop | None = None) -> GiftView:
    sender = first_name(people.member(tx, gift.sender_id).name)
    payload = format_start(StartKind.GIFT, gift.token)
    link = start_link(shop.settings.bot_username, payload) if shop else ""
    return GiftView(gift.id, gift.points, gift.state, gift.expires_at, link, sender)
