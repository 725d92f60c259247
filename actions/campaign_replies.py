"""What a member does with a campaign's message: he answers, wants to know more, or wants no more of them."""

from dataclasses import dataclass
from datetime import datetime

from actions import complain
from actions.campaign_messages import content_for, said
from actions.join import ADVERTISING
from actions.shop import Shop
from loyalty.automations import Auto
from loyalty.bonuses import MOST_STARS
from loyalty.broadcasts import UNSUBSCRIBED
from loyalty.campaign_edits import auto_title
from loyalty.campaigns import Knob
from loyalty.feedback import BAD_SCORE, BAD_STARS, BEST_SCORE, PASSIVE_FROM, RequestKind
from loyalty.refusals import Refusal, Refused
from storage import campaigns, people, recipients, replies, reviews
from storage.campaigns import best_content
from storage.database import Connection
from storage.recipients import Recipient

WANTED = "interested"


@dataclass(frozen=True, slots=True)
class Replied:
    """An answer that was kept. again: there was one before, which stays. asks_words: he is asked what is
    wrong, and what he types is a complaint."""

    text: str
    again: bool = False
    asks_words: bool = False


async def reply(
    shop: Shop, member_id: int, account_id: int, recipient_id: int, number: int
) -> Replied | Refused:
    """The answer on this button of a message of his. Refuses CAMPAIGN_UNKNOWN for what is none."""
    now = shop.now()
    done = await shop.db.write(lambda tx: _reply(tx, member_id, account_id, recipient_id, number, now))
    shop.wake()
    return done


async def interested(shop: Shop, member_id: int, recipient_id: int) -> Replied | Refused:
    """ "I'm interested": the shop gets a request, once a message. Refuses CAMPAIGN_UNKNOWN."""
    now = shop.now()
    done = await shop.db.write(lambda tx: _interested(tx, member_id, recipient_id, now))
    shop.wake()
    return done


async def unsubscribe(shop: Shop, member_id: int, recipient_id: int) -> bool:
    """No more marketing for this member, from this moment; False when he had none already.

    With a message of his it is counted against its campaign.
    """
    now = shop.now()

    def write(tx: Connection) -> bool:
        if not people.consent(tx, member_id, ADVERTISING):
            return False
        people.consent_again(tx, member_id, ADVERTISING, now, given=False)
        one = own(tx, member_id, recipient_id)
        if one is not None and one.reason != UNSUBSCRIBED:  # the same message once
            recipients.note(tx, one.id, UNSUBSCRIBED)
            campaigns.count(tx, one.campaign_id, one.arm, UNSUBSCRIBED)
        return True

    return await shop.db.write(write)


async def subscribe_again(shop: Shop, member_id: int) -> None:
    """He has thought better of it."""
    now = shop.now()

    def write(tx: Connection) -> None:
        if not people.consent(tx, member_id, ADVERTISING):
            people.consent_again(tx, member_id, ADVERTISING, now, given=True)

    await shop.db.write(write)


def own(tx: Connection, member_id: int, recipient_id: int) -> Recipient | None:
    """The message with this id when it is this member's, perhaps by a card that went into his; else None."""
    one = recipients.find(tx, recipient_id)
    return one if one is not None and people.kept_id(tx, one.member_id) == member_id else None


def press(tx: Connection, one: Recipient, what: str, now: datetime) -> None:
    """A button of the message was pressed: a click of its campaign, counted once a message."""
    if replies.clicked(tx, one.id, now):
        campaigns.count(tx, one.campaign_id, one.arm, f"clicked:{what}")


def _knob(tx: Connection, one: Recipient, language: str, number: int) -> Knob | None:
    content = content_for(said(tx, one.campaign_id), one, language)
    buttons = content.buttons if content is not None else ()
    return buttons[number] if number < len(buttons) and buttons[number].kind == "reply" else None


def _reply(
    tx: Connection, member_id: int, account_id: int, recipient_id: int, number: int, now: datetime
) -> Replied | Refused:
    one = own(tx, member_id, recipient_id)
    speaker = people.speaker_of(tx, member_id)
    knob = _knob(tx, one, speaker.language, number) if one is not None and speaker is not None else None
    if one is None or knob is None:
        return Refused(Refusal.CAMPAIGN_UNKNOWN)
    question = said(tx, one.campaign_id).campaign.kind
    answer = knob.value or knob.text
    press(tx, one, str(number), now)
    if not replies.add(tx, one, question, answer, now):
        return Replied(knob.text, again=True)
    asks = _is_low(tx, one, member_id, answer, now)
    if asks:
        complain.ask(tx, account_id, question, now)
    return Replied(knob.text, asks_words=asks)


def _is_low(tx: Connection, one: Recipient, member_id: int, answer: str, now: datetime) -> bool:
    """Whether the answer is a mark so low that he is asked why. Stars are kept as those of his purchase."""
    question = said(tx, one.campaign_id).campaign.kind
    mark = int(answer) if answer.isascii() and answer.isdigit() else -1
    if question == Auto.NPS and 0 <= mark <= BEST_SCORE:
        if mark <= BAD_SCORE:
            complain.bad_mark(tx, member_id, mark, BEST_SCORE, now)
        return mark < PASSIVE_FROM
    if question == Auto.THANKS and 1 <= mark <= MOST_STARS:
        reviews.add(tx, int(one.occasion), member_id, mark, now)
        if mark <= BAD_STARS:
            complain.bad_mark(tx, member_id, mark, MOST_STARS, now)
        return mark <= BAD_STARS
    return False


def _interested(tx: Connection, member_id: int, recipient_id: int, now: datetime) -> Replied | Refused:
    one = own(tx, member_id, recipient_id)
    if one is None:
        return Refused(Refusal.CAMPAIGN_UNKNOWN)
    what = said(tx, one.campaign_id)
    content = best_content(what.contents, one.arm, "")
    title = what.campaign.title or (auto_title(content.body) if content else "")
    press(tx, one, WANTED, now)
    if not replies.add(tx, one, WANTED, "", now):
        return Replied("", again=True)
    complain.open_request(tx, RequestKind.INTEREST, member_id, title, now)
    return Replied("")
