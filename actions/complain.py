"""A customer tells the shop something: it hears at once, and marketing waits until that is closed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from actions.answer_candidate import person_name
from actions.rights import holders, may, standing
from actions.shop import Shop
from loyalty.feedback import LONGEST_WORDS, RequestKind, RequestLine, RequestList, RequestView
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right, decide_right
from loyalty.staff import Role
from loyalty.templates import shortened
from storage import erasure, notices, people, requests, stats
from storage import shop as rows
from storage.database import Connection

QUESTION = "complaint"
ANSWER = "answer"
ANSWERED = "answered"
PAGE_SIZE = 6
ONE_DAY, TOLD_A_DAY = timedelta(days=1), 10


def ask(tx: Connection, account_id: int, about: str, now: datetime) -> None:
    """What the customer types next is for the shop. about: the question he gave a low mark to, if any."""
    people.ask(tx, account_id, QUESTION, about, now)


async def ask_complaint(shop: Shop, account_id: int) -> None:
    """As `ask`, from a command or a button."""
    now = shop.now()
    await shop.db.write(lambda tx: ask(tx, account_id, "", now))


async def no_complaint(shop: Shop, account_id: int) -> None:
    """He doesn't want to say more."""
    await shop.db.write(lambda tx: people.stop_asking_for(tx, account_id, QUESTION))


async def complain(shop: Shop, member_id: int, account_id: int, about: str, text: str) -> None:
    """Keep the words; managers and owners are told at once.

    about: the question a low mark answered, or "": then it is a question, unless a complaint is open.
    """
    now = shop.now()

    def write(tx: Connection) -> None:
        people.stop_asking_for(tx, account_id, QUESTION)
        complains = about or requests.open_of(tx, RequestKind.COMPLAINT, member_id) is not None
        kind = RequestKind.COMPLAINT if complains else RequestKind.QUESTION
        open_request(tx, kind, member_id, text, now)

    await shop.db.write(write)
    shop.wake()


def bad_mark(tx: Connection, member_id: int, mark: int, best: int, now: datetime) -> None:
    """A mark that says enough without words, of so many; words to it may follow."""
    open_request(tx, RequestKind.COMPLAINT, member_id, f"{mark} / {best}", now)


def open_request(tx: Connection, kind: RequestKind, member_id: int, text: str, now: datetime) -> None:
    """These words in the open request of this member, or in a new one.

    The shop is told of both; of one who can't stop only so often a day.
    """
    known = requests.open_of(tx, kind, member_id)
    request_id = requests.add(tx, kind, member_id, now) if known is None else known.id
    if text:
        requests.say(tx, kind, request_id, member_id, shortened(text, LONGEST_WORDS), now)
    if requests.said_since(tx, member_id, now - ONE_DAY) > TOLD_A_DAY:
        return
    told = {"request": request_id, "what": kind.value, "person": member_id, "more": known is not None}
    for colleague in holders(tx, Right.DECIDE_CASES, _store(tx, member_id)):
        notices.queue(tx, colleague, "request", told, now)


async def list_requests(shop: Shop, actor_id: int, page: int = 0) -> RequestList | Refused:
    """A page of the open ones; to a manager of his stores' customers. Refuses NOT_STAFF, NOT_ALLOWED."""

    def read(tx: Connection) -> RequestList | Refused:
        who = standing(tx, actor_id)
        if (refused := decide_right(who, Right.DECIDE_CASES)) is not None or who is None:
            return refused or Refused(Refusal.NOT_STAFF)
        stores = None if who.role is Role.OWNER else who.stores
        pages = max(1, -(-requests.count_open(tx, stores) // PAGE_SIZE))
        shown = min(max(page, 0), pages - 1)
        found = requests.page(tx, shown * PAGE_SIZE, PAGE_SIZE, stores)
        lines = (RequestLine(one.id, one.kind, person_name(tx, one.member_id), one.at) for one in found)
        return RequestList(tuple(lines), shown, pages)

    return await shop.db.read(read)


async def show_request(shop: Shop, actor_id: int, request_id: int) -> RequestView | Refused:
    """One request. Refuses NOT_STAFF, NOT_ALLOWED, NOT_YOUR_STORE, CASE_CLOSED for none or an erased one."""
    return await shop.db.read(lambda tx: _view(tx, actor_id, request_id))


async def close_request(shop: Shop, actor_id: int, request_id: int) -> RequestView | Refused:
    """It is seen to; marketing reaches the customer again. Refuses as show_request."""
    now = shop.now()

    def write(tx: Connection) -> RequestView | Refused:
        view = _view(tx, actor_id, request_id)
        if isinstance(view, Refused) or not requests.close(tx, request_id, actor_id, now):
            return view
        return _view(tx, actor_id, request_id)

    return await shop.db.write(write)


async def ask_answer(shop: Shop, actor_id: int, account_id: int, request_id: int) -> RequestView | Refused:
    """What this colleague types next goes to the customer. Refuses as show_request."""
    now = shop.now()

    def write(tx: Connection) -> RequestView | Refused:
        view = _view(tx, actor_id, request_id)
        if isinstance(view, RequestView):
            people.ask(tx, account_id, ANSWER, str(request_id), now)
        return view

    return await shop.db.write(write)


async def answer_request(
    shop: Shop, actor_id: int, account_id: int, request_id: int, text: str
) -> RequestView | Refused:
    """The shop's words go to the customer, shortened if they are very long. Refuses as show_request."""
    now = shop.now()

    def write(tx: Connection) -> RequestView | Refused:
        people.stop_asking_for(tx, account_id, ANSWER)
        view = _view(tx, actor_id, request_id)
        found = requests.find(tx, request_id)
        if isinstance(view, Refused) or found is None:
            return view
        remark = requests.answer(tx, found, shortened(text, LONGEST_WORDS), now)
        notices.queue(tx, found.member_id, ANSWERED, {"remark": remark}, now)
        return view

    answered = await shop.db.write(write)
    shop.wake()
    return answered


def answered_now(tx: Connection, data: Mapping[str, Any], _: datetime) -> Mapping[str, Any] | None:
    """The shop's words as they go; None when they were erased meanwhile."""
    text = requests.words(tx, data["remark"])
    return None if text is None else {**data, "text": text}


def _store(tx: Connection, member_id: int) -> int:
    """Where the member bought last."""
    bought = stats.of_member(tx, member_id)
    return bought.last_store_id if bought is not None else rows.first_store(tx)


def _view(tx: Connection, actor_id: int, request_id: int) -> RequestView | Refused:
    if refused := may(tx, actor_id, Right.DECIDE_CASES):
        return refused
    found = requests.find(tx, request_id)
    if found is None or erasure.is_erased(tx, found.member_id):
        return Refused(Refusal.CASE_CLOSED)
    if refused := may(tx, actor_id, Right.DECIDE_CASES, _store(tx, found.member_id)):
        return refused
    number = people.member(tx, found.member_id).number
    name = person_name(tx, found.member_id)
    return RequestView(found.id, found.kind, found.is_open, name, number, found.at, requests.said(tx, found))
