"""What a campaign says: the questions for its text, media, buttons and gift, and what is sent in answer."""

from typing import Any

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from actions import edit_campaign as actions
from actions.correct_broadcast import correct_text
from actions.list_codes import PAGE_SIZE, list_campaigns
from actions.recognise import Speaker
from actions.shop import Shop
from handlers.answers import is_answer, number, refuse
from handlers.filters import Asked, Pressed
from handlers.owner.broadcast import Args, Event, show_desk, show_part, show_running, title_of
from handlers.owner.broadcast_sending import show_check
from handlers.rich_text import sent_of
from handlers.screens import respond
from loyalty.campaign_edits import Question, Sent, read_question
from loyalty.campaign_views import CampaignDesk
from loyalty.campaigns import BROADCAST
from loyalty.refusals import Refusal, Refused
from texts import broadcast_content as texts
from texts.words import Words, words_for


class Answering(Filter):
    """Words, a picture, anything: but no command and no key of the keyboard."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        """Whether it can be meant as an answer."""
        return message.text is None or is_answer(message.text)


async def asked(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """A button that asks for something to be sent."""
    question = question_of(args)
    if question is None:
        await refuse(callback, Refused(Refusal.CAMPAIGN_MOVED), words, shop)
        return
    await ask(callback, question, me, words, shop)


async def ask(callback: CallbackQuery, question: Question, me: Speaker, words: Words, shop: Shop) -> None:
    """Ask, unless the campaign moved on."""
    desk = await actions.ask_campaign(shop, me.member_id, me.account_id, question)
    if isinstance(desk, Refused):
        await refuse(callback, desk, words, shop)
    elif desk.question is None:
        await show_desk(callback, desk, me, words, shop)
    else:
        await respond(callback, texts.question(words, desk, question), shop)


async def usual_chosen(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """The caption a button usually has."""
    question = question_of(args)
    open_one = read_question(me.about) if me.question == actions.QUESTION else None
    if question is None or question != open_one:
        await refuse(callback, Refused(Refusal.CAMPAIGN_MOVED), words, shop)
        return
    await _answered(callback, Sent(usual=_usual(question, words)), me, words, shop)


async def answered(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """What was sent; a slip is explained and the question stays."""
    question = read_question(me.about)
    sent = sent_of(message, _usual(question, words) if question else "")
    if question is not None and question.what == "fix":
        await _corrected(message, sent, question, me, words, shop)
    else:
        await _answered(message, sent, me, words, shop)


async def codes_shown(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """Promo codes to choose from."""
    desk = await actions.show_campaign(shop, me.member_id, number(args, 0) or 0)
    page = number(args, 1) or 0
    found = await list_campaigns(shop, me.member_id, page)
    if isinstance(desk, Refused) or isinstance(found, Refused):
        await refuse(callback, desk if isinstance(desk, Refused) else Refused(Refusal.NOT_OWNER), words, shop)
        return
    more = len(found) > PAGE_SIZE
    await respond(callback, texts.codes(words, desk, found[:PAGE_SIZE], page, more=more), shop)


async def code_chosen(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """This promo code goes with it."""
    campaign_id, revision, code_id = (number(args, at) or 0 for at in range(3))
    desk = await actions.choose_code(shop, me.member_id, campaign_id, revision, code_id, title_of(words))
    if isinstance(desk, Refused):
        await refuse(callback, desk, words, shop)
        return
    await show_part(callback, desk, "gift", (0, ""), me, words, shop)


def question_of(args: Args) -> Question | None:
    """The question a button asks; None for what no button of ours says."""
    campaign_id, revision, what, variant, language = (*args, "", "", "", "", "")[:5]
    return read_question(":".join((campaign_id, revision, what, variant, language.strip("-"))))


def _usual(question: Question, words: Words) -> str:
    """In the language of the text it stands under."""
    spoken = words_for(question.language or words.language, words.zone, words.currency)
    return texts.usual_caption(spoken, question.what)


async def _answered(event: Event, sent: Sent, me: Speaker, words: Words, shop: Shop) -> None:
    desk = await actions.answer_campaign(shop, me.member_id, me.account_id, sent, title_of(words))
    if isinstance(desk, Refused):
        await _explain(event, desk, words, shop)
    elif desk.question is not None:
        await _show_after(event, desk, desk.question, me, words, shop)


async def _explain(event: Event, slip: Refused, words: Words, shop: Shop) -> None:
    """One word about an album, not one for each picture."""
    if slip.detail.get("what") != "again":
        await refuse(event, slip, words, shop)


async def _show_after(
    event: Event, desk: CampaignDesk, question: Question, me: Speaker, words: Words, shop: Shop
) -> None:
    name, *place = texts.answered_place(question)
    if name == "check":
        await show_check(event, desk.campaign.id, me, words, shop)
    elif place == [0, ""] and _is_whole(desk, name):
        await show_desk(event, desk, me, words, shop)
    else:
        await show_part(event, desk, name, (question.variant, question.language), me, words, shop)


def _is_whole(desk: CampaignDesk, name: str) -> bool:
    """Whether the text just sent is all a broadcast says: then its own screen comes next."""
    return name == "msg" and desk.campaign.kind == BROADCAST and desk.draft.variants == 1


async def _corrected(
    message: Message, sent: Sent, question: Question, me: Speaker, words: Words, shop: Shop
) -> None:
    outcome = await correct_text(shop, me.member_id, me.account_id, sent)
    if isinstance(outcome, Refused):
        await _explain(message, outcome, words, shop)
        return
    await show_running(message, question.campaign_id, me, words, shop)


def register_answers(room: Router) -> None:
    """What is sent in answer to a question about a campaign."""
    room.message.register(answered, Asked(actions.QUESTION), Answering())


def register(room: Router) -> None:
    """The buttons that ask."""
    room.callback_query.register(asked, Pressed("camp.ask"))
    room.callback_query.register(usual_chosen, Pressed("camp.usual"))
    room.callback_query.register(codes_shown, Pressed("camp.codes"))
    room.callback_query.register(code_chosen, Pressed("camp.code"))
