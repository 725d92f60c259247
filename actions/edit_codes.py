"""The owner makes a promo code or a personal offer: question by question, kept in the conversation."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from actions.held_benefits import day_of
from actions.join import ADVERTISING
from actions.rights import may
from actions.shop import Shop
from actions.withdraw_offer import KIND
from loyalty.benefits import Effect
from loyalty.cards import check_card_number
from loyalty.code_views import OfferMade, SketchView
from loyalty.codes import CODE_ALPHABET, CODE_LENGTH, fold_code
from loyalty.joining import Step
from loyalty.names import first_name
from loyalty.phones import normal_phone
from loyalty.programme import Programme
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from loyalty.sketch import (
    Asks,
    Sketch,
    answered,
    asks,
    campaign_of,
    effect_of,
    first_day_of,
    last_day_of,
    packed_sketch,
    read_sketch,
    tapped,
)
from storage import codes, notices, offers, people
from storage import shop as rows
from storage.database import Connection

QUESTION = "codes"
# A code drawn twice makes way for a spare one.
SPARE = 5


async def begin_sketch(
    shop: Shop, actor_id: int, account_id: int, *, personal: bool, member_id: int = 0
) -> SketchView | Refused:
    """A new code, or an offer to one customer, in place of whatever was begun before.

    member_id: whom it is for, 0: to be asked. Refuses NOT_OWNER, CUSTOMER_UNKNOWN.
    """
    now = shop.now()

    def write(tx: Connection) -> SketchView | Refused:
        if refused := may(tx, actor_id, Right.RUN):
            return refused
        member = people.find_member(tx, "id", member_id) if member_id else None
        if member_id and (member is None or member.step != Step.JOINED):
            return Refused(Refusal.CUSTOMER_UNKNOWN)
        return _keep(tx, account_id, Sketch(personal=personal, member_id=member_id), now)

    return await shop.db.write(write)


async def tap_sketch(
    shop: Shop, actor_id: int, account_id: int, field: str, said: str
) -> SketchView | Refused:
    """A button of the open question. Refuses NOT_OWNER, SKETCH_GONE."""
    return await _change(
        shop, actor_id, account_id, lambda _, one, rules, day: tapped(one, field, said, rules, day)
    )


async def answer_sketch(shop: Shop, actor_id: int, account_id: int, text: str) -> SketchView | Refused:
    """The owner typed an answer. Refuses NOT_OWNER, SKETCH_GONE, CODE_TAKEN, and as loyalty.sketch says."""

    def change(tx: Connection, sketch: Sketch, programme: Programme, today: date) -> Sketch | Refused:
        after = answered(sketch, text, programme, today)
        if isinstance(after, Sketch) and after.word and codes.taken(tx, [fold_code(after.word)]):
            return Refused(Refusal.CODE_TAKEN)
        return after

    return await _change(shop, actor_id, account_id, change)


async def choose_customer(shop: Shop, actor_id: int, account_id: int, text: str) -> SketchView | Refused:
    """Whom the offer is for: a card number or a phone. Refuses NOT_OWNER, SKETCH_GONE, CUSTOMER_UNKNOWN."""
    number = check_card_number(text)
    phone = normal_phone(text) if number is None and len(text) < 40 else None
    index = shop.vault.index("phone", phone) if isinstance(phone, str) else None

    def change(tx: Connection, sketch: Sketch, _: Programme, __: date) -> Sketch | Refused:
        member = people.find_member(tx, "number", number) if number else None
        if index is not None:
            member = people.find_member(tx, "phone_index", index)
        if member is None or member.step != Step.JOINED:
            return Refused(Refusal.CUSTOMER_UNKNOWN)
        return replace(sketch, member_id=member.id)

    return await _change(shop, actor_id, account_id, change)


async def make_sketched(
    shop: Shop, actor_id: int, account_id: int, title_of: Callable[[Effect, Programme], str]
) -> int | OfferMade | Refused:
    """Make what the sketch says, once: the campaign's id, or an offer. title_of: what an offer is called.

    Refuses NOT_OWNER, SKETCH_GONE, CODE_TAKEN.
    """
    now = shop.now()
    sketch = await shop.db.read(lambda tx: _sketch(tx, actor_id))
    wanted = sketch.count + SPARE if sketch and sketch.count else 0
    drawn = list(dict.fromkeys(shop.new_code(CODE_ALPHABET, CODE_LENGTH) for _ in range(wanted)))

    def write(tx: Connection) -> int | OfferMade | Refused:
        begun, programme = _sketch(tx, actor_id), rows.programme(tx)
        if refused := may(tx, actor_id, Right.RUN):
            return refused
        if begun is None or begun != sketch or asks(begun, programme) is not Asks.READY:
            return Refused(Refusal.SKETCH_GONE)
        if begun.personal:
            made: int | OfferMade | Refused = _offer(tx, begun, actor_id, title_of, programme, now)
        else:
            made = _codes(tx, begun, actor_id, drawn, now)
        if not isinstance(made, Refused):
            people.stop_asking(tx, account_id)
        return made

    made = await shop.db.write(write)
    shop.wake()
    return made


def _offer(
    tx: Connection,
    sketch: Sketch,
    actor_id: int,
    title_of: Callable[[Effect, Programme], str],
    programme: Programme,
    now: datetime,
) -> OfferMade:
    """On the card at once; a message about it is advertising and needs his consent."""
    effect, last_day = effect_of(sketch), last_day_of(sketch)
    title = title_of(effect, programme)
    offer = offers.Offer(0, sketch.member_id, title, effect, first_day_of(sketch), last_day)
    offer_id = offers.add(tx, offer, actor_id, now)
    told = people.consent(tx, sketch.member_id, ADVERTISING)
    if told:
        day = last_day.isoformat() if last_day else ""
        told_of = {"title": title, "last_day": day, "offer": offer_id}
        notices.queue(tx, sketch.member_id, KIND, told_of, now)
    return OfferMade(first_name(people.member(tx, sketch.member_id).name), told)


def _codes(tx: Connection, sketch: Sketch, actor_id: int, drawn: list[str], now: datetime) -> int | Refused:
    wanted = [fold_code(sketch.word)] if sketch.shared else drawn
    taken = codes.taken(tx, wanted)
    free = [one for one in wanted if one not in taken][: sketch.count or 1]
    if len(free) < (sketch.count or 1):
        return Refused(Refusal.CODE_TAKEN)
    campaign_id = codes.add_campaign(tx, campaign_of(sketch), actor_id, now)
    codes.add_codes(tx, campaign_id, free, now)
    return campaign_id


async def _change(
    shop: Shop,
    actor_id: int,
    account_id: int,
    change: Callable[[Connection, Sketch, Programme, date], Sketch | Refused],
) -> SketchView | Refused:
    now = shop.now()

    def write(tx: Connection) -> SketchView | Refused:
        if refused := may(tx, actor_id, Right.RUN):
            return refused
        sketch, programme = _sketch(tx, actor_id), rows.programme(tx)
        if sketch is None:
            return Refused(Refusal.SKETCH_GONE)
        after = change(tx, sketch, programme, day_of(programme, now))
        return after if isinstance(after, Refused) else _keep(tx, account_id, after, now)

    return await shop.db.write(write)


def _sketch(tx: Connection, actor_id: int) -> Sketch | None:
    """What the owner was asked last, when it was this."""
    speaker = people.speaker_of(tx, actor_id)
    return read_sketch(speaker.about) if speaker is not None and speaker.question == QUESTION else None


def _keep(tx: Connection, account_id: int, sketch: Sketch, now: datetime) -> SketchView:
    people.ask(tx, account_id, QUESTION, packed_sketch(sketch), now)
    programme = rows.programme(tx)
    customer = first_name(people.member(tx, sketch.member_id).name) if sketch.member_id else ""
    return SketchView(sketch, asks(sketch, programme), programme, customer)
