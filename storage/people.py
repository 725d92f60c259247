"""Members, their accounts, consents, and what each account was asked last."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, exists, func, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from loyalty.merging import MERGED
from storage.ledger import open_head
from storage.schema import accounts, consents, conversations, heads, members, staff
from storage.values import insert_row

# That an account is in use is written down anew after so long.
SEEN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: an account, its member, his role ("" for a customer) and the question he was asked last."""

    account_id: int
    member_id: int
    external_id: str
    language: str
    display_name: str
    reachable: bool
    name: str
    step: str
    role: str
    question: str
    about: str


@dataclass(frozen=True, slots=True)
class Member:
    """A person in the programme; points: everything he owns less what he owes.

    erased: he had himself erased, his books are nobody's.
    """

    id: int
    number: str
    card_token: str
    name: str
    tier: str
    step: str
    points: int
    erased: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What a member told of himself, sealed but for the city, and when he told his birthday and joined."""

    phone: bytes | None
    phone_index: bytes | None
    birthday: bytes | None
    birthday_at: datetime | None
    joined_at: datetime | None
    city: str


_TOLD = select(
    members.c.phone,
    members.c.phone_index,
    members.c.birthday,
    members.c.birthday_at,
    members.c.joined_at,
    members.c.city,
).where(members.c.id == bindparam("member"))
_SPEAKER = (
    select(
        accounts.c.id,
        accounts.c.member_id,
        accounts.c.external_id,
        accounts.c.language,
        accounts.c.display_name,
        accounts.c.reachable,
        members.c.name,
        members.c.step,
        func.coalesce(staff.c.role, ""),
        func.coalesce(conversations.c.question, ""),
        func.coalesce(conversations.c.about, ""),
    )
    .join(members, members.c.id == accounts.c.member_id)
    .outerjoin(staff, and_(staff.c.member_id == accounts.c.member_id, staff.c.removed_at.is_(None)))
    .outerjoin(conversations, conversations.c.account_id == accounts.c.id)
)
_BY_EXTERNAL = _SPEAKER.where(
    accounts.c.messenger == bindparam("messenger"), accounts.c.external_id == bindparam("external")
)
# Of two accounts (merged cards) the one notices go to.
_BY_MEMBER = _SPEAKER.where(accounts.c.member_id == bindparam("member")).order_by(
    accounts.c.reachable.desc(), accounts.c.last_seen.desc(), accounts.c.id.desc()
)
_another = accounts.alias("another")
_SEEN = (
    update(accounts)
    .where(
        accounts.c.messenger == bindparam("of_messenger"),
        accounts.c.external_id.in_(bindparam("ids", expanding=True)),
        or_(
            accounts.c.last_seen < bindparam("long_ago"),
            exists().where(
                _another.c.member_id == accounts.c.member_id,
                _another.c.id != accounts.c.id,
                _another.c.last_seen >= accounts.c.last_seen,
            ),
        ),
    )
    .values(last_seen=bindparam("now"))
)
_CONSENT = (
    select(consents.c.given)
    .where(consents.c.member_id == bindparam("member"), consents.c.kind == bindparam("what"))
    .order_by(consents.c.id.desc())
    .limit(1)
)
_STOP_ASKING = delete(conversations).where(conversations.c.account_id == bindparam("account"))
_STOP_ASKING_ABOUT = _STOP_ASKING.where(conversations.c.about == bindparam("thing"))
_STOP_ASKING_FOR = _STOP_ASKING.where(conversations.c.question == bindparam("what"))
_MEMBER = select(
    members.c.id,
    members.c.number,
    members.c.card_token,
    members.c.name,
    members.c.tier,
    members.c.step,
    heads.c.points,
    members.c.erased_at.is_not(None),
).join(heads, heads.c.member_id == members.c.id)
_INTO = select(members.c.merged_into).where(members.c.id == bindparam("member"))
_MEMBER_BY = {
    column: _MEMBER.where(members.c[column] == bindparam("value"))
    for column in ("id", "number", "card_token", "phone_index")
}


def speaker(tx: Connection, messenger: str, external_id: str) -> Speaker | None:
    """The account with this external id and everything a door asks about it, if it was ever here."""
    return _speaker(tx, _BY_EXTERNAL, {"messenger": messenger, "external": external_id})


def speaker_of(tx: Connection, member_id: int) -> Speaker | None:
    """The account a member is reached by."""
    return _speaker(tx, _BY_MEMBER, {"member": member_id})


def _speaker(tx: Connection, query: Any, values: dict[str, Any]) -> Speaker | None:
    row = tx.execute(query, values).first()
    if row is None:
        return None
    return Speaker(*tuple[Any, ...](row))


def member(tx: Connection, member_id: int) -> Member:
    """The member with this id; LookupError when there is none."""
    found = find_member(tx, "id", member_id)
    if found is None:
        raise LookupError("no such member")
    return found


def find_member(tx: Connection, column: str, value: int | str | bytes) -> Member | None:
    """The member whose id, number, card_token or phone_index is this value.

    The number and the token of a card that went into another one lead there: people keep printed cards.
    """
    row = tx.execute(_MEMBER_BY[column], {"value": value}).one_or_none()
    if row is None:
        return None
    found = Member(*row)
    is_printed = column in ("number", "card_token")
    return member(tx, kept_id(tx, found.id)) if is_printed and found.step == MERGED else found


def kept_id(tx: Connection, member_id: int) -> int:
    """The member himself, or the one his card went into, or the one that went into."""
    while (into := tx.scalar(_INTO, {"member": member_id})) is not None:
        member_id = into
    return member_id


def told(tx: Connection, member_id: int) -> Told:
    """What the member told; LookupError when there is none."""
    row = tx.execute(_TOLD, {"member": member_id}).one_or_none()
    if row is None:
        raise LookupError("no such member")
    return Told(*row)


def add_member(
    tx: Connection, number: str, card_token: str, step: str, source: str, invited_by: int | None, at: datetime
) -> int:
    """A new person with empty books."""
    row: dict[str, Any] = {"number": number, "card_token": card_token, "step": step, "source": source}
    row |= {"invited_by": invited_by, "created_at": at}
    member_id = insert_row(tx, insert(members), row)
    open_head(tx, member_id)
    return member_id


def add_account(
    tx: Connection,
    member_id: int,
    messenger: str,
    external_id: str,
    language: str,
    display_name: str,
    at: datetime,
) -> int:
    """A member's account in a messenger; reachable from the start."""
    row: dict[str, Any] = {
        "member_id": member_id,
        "messenger": messenger,
        "external_id": external_id,
        "language": language,
    }
    row |= {"display_name": display_name, "reachable": True, "last_seen": at}
    return insert_row(tx, insert(accounts), row)


def change_member(tx: Connection, member_id: int, **values: Any) -> None:
    """Set columns of a member."""
    tx.execute(update(members).where(members.c.id == member_id).values(**values))


def change_account(tx: Connection, account_id: int, **values: Any) -> None:
    """Set columns of an account."""
    tx.execute(update(accounts).where(accounts.c.id == account_id).values(**values))


def member_of_account(tx: Connection, account_id: int) -> int | None:
    """Whose account it is."""
    found: int | None = tx.scalar(select(accounts.c.member_id).where(accounts.c.id == account_id))
    return found


def seen(tx: Connection, messenger: str, external_ids: Collection[str], now: datetime) -> None:
    """These accounts are in use: of several accounts of a person, notices go to the one used last.

    Written at most once an hour, unless another account of the same person was used meanwhile.
    """
    if not external_ids:
        return
    tx.execute(
        _SEEN, {"of_messenger": messenger, "ids": list(external_ids), "now": now, "long_ago": now - SEEN}
    )


def add_consent(
    tx: Connection,
    member_id: int,
    kind: str,
    given: bool,
    text_version: str,
    language: str,
    at: datetime,
    asked_by: int | None = None,
    till_id: int | None = None,
) -> None:
    """One line of the consent log; the newest line of a kind is the one that counts.

    asked_by: the colleague who asked for it aloud, None: the person gave it in the chat. till_id: of the till
    whose program wrote it down.
    """
    row = {"member_id": member_id, "kind": kind, "given": given, "text_version": text_version}
    tx.execute(insert(consents).values(language=language, at=at, asked_by=asked_by, till_id=till_id, **row))


def consents_asked(tx: Connection, asked_by: int, till_id: int | None, since: datetime) -> int:
    """How many people were asked aloud since this instant: by this till, None: by the colleague himself."""
    himself = (consents.c.asked_by == asked_by, consents.c.till_id.is_(None))
    whose = himself if till_id is None else (consents.c.till_id == till_id,)
    query = select(func.count()).select_from(consents).where(*whose, consents.c.at >= since)
    return tx.scalar(query) or 0


def consent(tx: Connection, member_id: int, kind: str) -> bool:
    """Whether the member's newest word on this kind of consent is yes."""
    return bool(tx.scalar(_CONSENT, {"member": member_id, "what": kind}))


def consent_again(tx: Connection, member_id: int, kind: str, at: datetime, *, given: bool) -> None:
    """Another answer to the text the member answered last; nothing for one who never did."""
    words = _consent_words(tx, member_id, kind)
    if words is not None:
        add_consent(tx, member_id, kind, given, *words, at)


def _consent_words(tx: Connection, member_id: int, kind: str) -> tuple[str, str] | None:
    """Version and language of the text the member answered last; None when he never did."""
    newest = (
        select(consents.c.text_version, consents.c.language)
        .where(consents.c.member_id == member_id, consents.c.kind == kind)
        .order_by(consents.c.id.desc())
        .limit(1)
    )
    row = tx.execute(newest).one_or_none()
    return None if row is None else (row.text_version, row.language)


def ask(tx: Connection, account_id: int, question: str, about: str, at: datetime) -> None:
    """The next text of this account answers this question, about that thing."""
    values = {"question": question, "about": about, "at": at}
    row = upsert(conversations).values(account_id=account_id, **values)
    tx.execute(row.on_conflict_do_update(index_elements=["account_id"], set_=values))


def stop_asking(tx: Connection, account_id: int) -> None:
    """No question is open."""
    tx.execute(_STOP_ASKING, {"account": account_id})


def stop_asking_for(tx: Connection, account_id: int, question: str) -> None:
    """This question is not open any more; another one stays."""
    tx.execute(_STOP_ASKING_FOR, {"account": account_id, "what": question})


def stop_asking_about(tx: Connection, account_id: int, about: str) -> None:
    """The question about this thing is not open any more; another one stays."""
    tx.execute(_STOP_ASKING_ABOUT, {"account": account_id, "thing": about})
