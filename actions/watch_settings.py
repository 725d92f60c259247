"""What is looked for at a store's tills, and the cards of the staff's families: owners set them."""

from collections.abc import Callable
from datetime import datetime

from actions.answer_candidate import person_name
from actions.rights import may, standing
from actions.shop import Shop
from loyalty.amounts import parse_amount
from loyalty.cards import check_card_number
from loyalty.joining import Step
from loyalty.refusals import Refusal, Refused
from loyalty.rewards import typed_count
from loyalty.rights import Right
from loyalty.watch.base import Mode, Rule
from loyalty.watch.settings import SCALES, Watch, changed, with_largest, with_numbers
from loyalty.watch.views import FamilyView, WatchView
from storage import people, stores, watch
from storage import shop as rows
from storage.database import Connection

LIMIT_QUESTION = "watch_limit"
FAMILY_QUESTION = "watch_family"
LARGEST = "largest"
NONE = "0"


async def show_watch(shop: Shop, actor_id: int, store_id: int = 0) -> WatchView | Refused:
    """The settings of a store; 0: of the first one. Refuses STORE_GONE, and as rights do."""
    return await shop.db.read(lambda tx: _seen(tx, actor_id, store_id))


async def set_mode(shop: Shop, actor_id: int, store_id: int, rule: Rule, mode: Mode) -> WatchView | Refused:
    """What a rule does in a store. Refuses WATCH_MODE, STORE_GONE, and as rights do."""
    return await _change(shop, actor_id, store_id, lambda now: changed(now, rule, mode=mode))


async def require_numbers(shop: Shop, actor_id: int, store_id: int, *, needed: bool) -> WatchView | Refused:
    """Whether each sale of a store needs a receipt number. Refuses STORE_GONE, and as rights do."""
    return await _change(shop, actor_id, store_id, lambda now: with_numbers(now, needed=needed))


async def ask_limit(
    shop: Shop, actor_id: int, account_id: int, store_id: int, about: str
) -> WatchView | Refused:
    """Ask for the number of a rule, or (LARGEST) for the largest receipt without a manager."""
    now = shop.now()

    def write(tx: Connection) -> WatchView | Refused:
        view = _seen(tx, actor_id, store_id)
        if isinstance(view, Refused):
            return view
        if about != LARGEST and about not in {rule.value for rule in SCALES}:
            return Refused(Refusal.WATCH_MODE)
        people.ask(tx, account_id, LIMIT_QUESTION, f"{store_id} {about}", now)
        return view

    return await shop.db.write(write)


async def answer_limit(
    shop: Shop, actor_id: int, account_id: int, about: str, text: str
) -> tuple[WatchView, str] | Refused:
    """The number that was typed; the settings and what was asked about.

    The question stays after a slip. Refuses WATCH_LIMIT, AMOUNT_..., STORE_GONE, and as rights do.
    """
    store, _, what = about.partition(" ")
    store_id = int(store) if store.isdigit() else 0

    def write(tx: Connection) -> WatchView | Refused:
        return _set(tx, actor_id, store_id, lambda now: _typed(now, what, text))

    view = await shop.db.write(write)
    if isinstance(view, Refused):
        return view
    await shop.db.write(lambda tx: people.stop_asking(tx, account_id))
    return view, what


def _typed(now: Watch, what: str, text: str) -> Watch | Refused:
    if what == LARGEST:
        if text.strip() == NONE:
            return with_largest(now, 0)
        amount = parse_amount(text)
        return amount if isinstance(amount, Refused) else with_largest(now, amount.amount_minor)
    scale = SCALES[Rule(what)]
    count = typed_count(text, scale.least, scale.most)
    if isinstance(count, Refused):
        return Refused(Refusal.WATCH_LIMIT, {"least": scale.least, "most": scale.most})
    return changed(now, Rule(what), limit=count)


async def _change(
    shop: Shop, actor_id: int, store_id: int, change: Callable[[Watch], Watch | Refused]
) -> WatchView | Refused:
    return await shop.db.write(lambda tx: _set(tx, actor_id, store_id, change))


def _set(
    tx: Connection, actor_id: int, store_id: int, change: Callable[[Watch], Watch | Refused]
) -> WatchView | Refused:
    view = _seen(tx, actor_id, store_id)
    if isinstance(view, Refused):
        return view
    after = change(view.watch)
    if isinstance(after, Refused):
        return after
    watch.set_watch(tx, view.store_id, after)
    return _seen(tx, actor_id, view.store_id)


def _seen(tx: Connection, actor_id: int, store_id: int) -> WatchView | Refused:
    """Only owners: who is watched must not set what is looked for."""
    if refused := may(tx, actor_id, Right.RUN):
        return refused
    brand, living = rows.programme(tx).brand, stores.living(tx)
    names = tuple((one.id, one.name or brand) for one in living) if len(living) > 1 else ()
    if not store_id:
        store_id = living[0].id
    settings = watch.watch_of(tx, store_id)
    if settings is None or store_id not in {one.id for one in living}:
        return Refused(Refusal.STORE_GONE)
    return WatchView(store_id, dict(names).get(store_id, ""), settings, names)


# --- families ---


async def show_family(shop: Shop, actor_id: int, staff_id: int) -> FamilyView | Refused:
    """The cards of a colleague's family. Refuses NOT_OWNER, NOT_STAFF."""
    return await shop.db.read(lambda tx: _family(tx, actor_id, staff_id))


async def ask_family(shop: Shop, actor_id: int, account_id: int, staff_id: int) -> FamilyView | Refused:
    """Ask for the card number of somebody in a colleague's family. Refuses NOT_OWNER, NOT_STAFF."""
    now = shop.now()

    def write(tx: Connection) -> FamilyView | Refused:
        view = _family(tx, actor_id, staff_id)
        if not isinstance(view, Refused):
            people.ask(tx, account_id, FAMILY_QUESTION, str(staff_id), now)
        return view

    return await shop.db.write(write)


async def add_family(
    shop: Shop, actor_id: int, account_id: int, staff_id: int, number: str
) -> FamilyView | Refused:
    """The card with this number belongs to a colleague's family: his sales to it are stopped.

    Refuses NOT_OWNER, NOT_STAFF, CARD_MISTYPED, FAMILY_SELF.
    """
    now = shop.now()
    return await shop.db.write(lambda tx: _add(tx, actor_id, account_id, staff_id, number, now))


def _add(
    tx: Connection, actor_id: int, account_id: int, staff_id: int, number: str, now: datetime
) -> FamilyView | Refused:
    view = _family(tx, actor_id, staff_id)
    if isinstance(view, Refused):
        return view
    card = check_card_number(number)
    member = people.find_member(tx, "number", card) if card else None
    if member is None or member.step != Step.JOINED:
        return Refused(Refusal.CARD_MISTYPED)
    if member.id == staff_id:
        return Refused(Refusal.FAMILY_SELF)
    watch.add_family(tx, staff_id, member.id, actor_id, now)
    people.stop_asking(tx, account_id)
    return _family(tx, actor_id, staff_id, member.name)


async def remove_family(shop: Shop, actor_id: int, staff_id: int, member_id: int) -> FamilyView | Refused:
    """The card belongs to the family no more. Refuses NOT_OWNER, NOT_STAFF."""

    def write(tx: Connection) -> FamilyView | Refused:
        view = _family(tx, actor_id, staff_id)
        if isinstance(view, Refused):
            return view
        watch.remove_family(tx, staff_id, member_id)
        return _family(tx, actor_id, staff_id)

    return await shop.db.write(write)


def _family(tx: Connection, actor_id: int, staff_id: int, added: str = "") -> FamilyView | Refused:
    if refused := may(tx, actor_id, Right.RUN):
        return refused
    if standing(tx, staff_id) is None:
        return Refused(Refusal.NOT_STAFF)
    return FamilyView(staff_id, person_name(tx, staff_id), tuple(watch.family_of(tx, staff_id)), added)
