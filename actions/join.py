"""Joining: each answer is stored with the step it leads to, so a restart goes on where the person was."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from actions import adopt_member, bonuses, friends, gift_points, webhook_events
from actions.shop import Shop
from loyalty.birthdays import Birthday
from loyalty.bonuses import birthday_key
from loyalty.joining import Step, after
from loyalty.refusals import Refusal, Refused
from storage import notices, people
from storage import shop as rows
from storage.database import Connection

QUESTION = "joining"
PERSONAL_DATA = "personal"
ADVERTISING = "advertising"


@dataclass(frozen=True, slots=True)
class Consent:
    """A yes or no to one kind of consent, with the version and language of the text it was given to."""

    kind: str
    given: bool
    text_version: str
    language: str


async def choose_language(shop: Shop, me: people.Speaker, language: str) -> None:
    """The language this person reads; staff get their commands in it."""
    now = shop.now()

    def write(tx: Connection) -> None:
        people.change_account(tx, me.account_id, language=language)
        if me.role:
            notices.queue(tx, me.member_id, "commands", {}, now)

    await shop.db.write(write)
    shop.wake()


async def begin_joining(shop: Shop, account_id: int) -> None:
    """Staff who want a card of their own: the next texts answer the questions of joining."""
    now = shop.now()
    await shop.db.write(lambda tx: people.ask(tx, account_id, QUESTION, "", now))


async def give_consent(shop: Shop, member_id: int, consent: Consent) -> Step:
    """Write the consent down and go on; without the one to personal data the step stays."""
    now = shop.now()

    def write(tx: Connection) -> Step:
        step = Step(people.member(tx, member_id).step)
        asked = Step.CONSENT if consent.kind == PERSONAL_DATA else Step.ADVERTISING
        if step is not asked:
            return step
        people.add_consent(
            tx, member_id, consent.kind, consent.given, consent.text_version, consent.language, now
        )
        if consent.kind == PERSONAL_DATA and not consent.given:
            return step
        return _advance(tx, member_id, step, now)

    return await shop.db.write(write)


async def tell_name(shop: Shop, member_id: int, name: str) -> Step:
    """A clean name (loyalty.names) for the card."""
    now = shop.now()

    def write(tx: Connection) -> Step:
        step = Step(people.member(tx, member_id).step)
        if step is not Step.NAME:
            return step
        people.change_member(tx, member_id, name=name)
        return _advance(tx, member_id, step, now)

    return await shop.db.write(write)


async def share_phone(shop: Shop, member_id: int, phone: str) -> Step | Refused:
    """A phone in E.164 form, "" when skipped; it is kept sealed. Refuses PHONE_TAKEN.

    The phone is verified: whoever waited under it (an import, a till) becomes this person's own member.
    """
    now = shop.now()
    index = shop.vault.index("phone", phone) if phone else None
    sealed = shop.vault.seal("members:phone", str(member_id), phone) if phone else None

    def write(tx: Connection) -> Step | Refused:
        step = Step(people.member(tx, member_id).step)
        if step is not Step.PHONE:
            return step
        holder = people.find_member(tx, "phone_index", index) if index else None
        if holder is not None and holder.id != member_id:
            if not adopt_member.is_waiting(tx, holder):
                return Refused(Refusal.PHONE_TAKEN)
            own = adopt_member.adopt(tx, shop.vault, holder.id, member_id, now)
            if own != member_id:
                return _advance(tx, own, step, now)
        if phone:
            people.change_member(tx, member_id, phone=sealed, phone_index=index)
        return _advance(tx, member_id, step, now)

    return await shop.db.write(write)


async def tell_birthday(shop: Shop, member_id: int, birthday: Birthday | None) -> Step:
    """Day and month, perhaps the year; None when skipped. Kept sealed. After this the person has joined."""
    now = shop.now()
    text = f"{birthday.day}.{birthday.month}.{birthday.year or ''}" if birthday else ""
    sealed = shop.vault.seal("members:birthday", str(member_id), text) if birthday else None
    index = shop.vault.index("birthday", birthday_key(birthday)) if birthday else None

    def write(tx: Connection) -> Step:
        step = Step(people.member(tx, member_id).step)
        if step is not Step.BIRTHDAY:
            return step
        if sealed:
            people.change_member(tx, member_id, birthday=sealed, birthday_index=index, birthday_at=now)
        return _advance(tx, member_id, step, now)

    step = await shop.db.write(write)
    shop.wake()
    return step


async def today(shop: Shop) -> date:
    """The day in the programme's zone, against which dates of birth are checked."""
    zone = await shop.db.read(lambda tx: rows.programme(tx).time_zone)
    return shop.now().astimezone(ZoneInfo(zone)).date()


def _advance(tx: Connection, member_id: int, step: Step, now: datetime) -> Step:
    following = after(step)
    people.change_member(tx, member_id, step=following.value)
    if following is Step.JOINED:
        people.change_member(tx, member_id, joined_at=now)
        adopt_member.after_joining(tx, member_id, now)
        gift_points.after_joining(tx, member_id, now)
        friends.after_joining(tx, member_id, now)
        bonuses.after_joining(tx, member_id, now)
        webhook_events.joined(tx, member_id, now)
        speaker = people.speaker_of(tx, member_id)
        if speaker is not None and speaker.question == QUESTION:
            people.stop_asking(tx, speaker.account_id)
    return following
