"""An owner says who is meant: /segments, and "Whom" of a broadcast or an automation."""

from collections.abc import Callable
from typing import Any

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from actions import edit_segment, segments
from actions.recognise import Speaker
from actions.segments import QUESTION
from actions.settle import stop_asking
from actions.shop import Shop
from handlers.answers import is_answer, number, refuse
from handlers.filters import Asked, Pressed, Typed, Wordless
from handlers.screens import respond
from loyalty.audience_edits import parts_of
from loyalty.audience_ready import READY
from loyalty.audience_tree import FIELDS, Kind, Op
from loyalty.audience_views import AudienceChosen, AudienceDesk, AudienceList
from loyalty.refusals import Refusal, Refused
from texts import segment_pickers as pickers
from texts import segments as texts
from texts.member import typed_text_please
from texts.words import Words

Event = CallbackQuery | Message
Args = tuple[str, ...]
OUT_OF_DATE = Refused(Refusal.SEGMENT_MOVED)
# What an answer is about, before the thing itself.
TYPE, VALUE, NAME, RENAME = "type", "value", "name", "rename"


async def listed(event: Event, me: Speaker, words: Words, shop: Shop) -> None:
    """/segments and its button: for no campaign."""
    await _list(event, await segments.leave_campaign(shop, me.member_id, me.account_id), words, shop)


async def others(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """ "Other audiences": the list, still for the campaign it was opened for."""
    await _list(callback, await segments.list_segments(shop, me.member_id), words, shop)


async def _list(event: Event, view: AudienceList | Refused, words: Words, shop: Shop) -> None:
    if isinstance(view, Refused):
        await refuse(event, view, words, shop)
        return
    await respond(event, texts.audiences(words, view), shop)


async def _desk(event: Event, view: AudienceDesk | Refused, words: Words, shop: Shop) -> None:
    if isinstance(view, Refused):
        await refuse(event, view, words, shop)
        return
    await respond(event, texts.desk(words, view), shop)


async def _present(event: Event, me: Speaker, words: Words, shop: Shop) -> AudienceDesk | None:
    """The draft as it stands; None once a refusal has been told."""
    view = await segments.show_desk(shop, me.member_id, words.language)
    if isinstance(view, Refused):
        await refuse(event, view, words, shop)
        return None
    return view


async def shown(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """The draft; a question left open is not asked any more."""
    if me.question == QUESTION:
        await stop_asking(shop, me.account_id)
    await _desk(callback, await segments.show_desk(shop, me.member_id, words.language), words, shop)


async def begun(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """ "Put together"."""
    await _desk(callback, await edit_segment.begin(shop, me.member_id, words.language), words, shop)


async def for_campaign(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """ "Whom" of a campaign."""
    who = (me.member_id, words.language)
    await _desk(callback, await edit_segment.begin_for(shop, *who, number(args, 0) or 0), words, shop)


async def opened(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """A saved one."""
    who = (me.member_id, words.language)
    await _desk(callback, await edit_segment.open_segment(shop, *who, number(args, 0) or 0), words, shop)


async def ready_made(callback: CallbackQuery, words: Words, shop: Shop) -> None:
    """ "Ready-made"."""
    await respond(callback, texts.ready_made(words), shop)


async def taken(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """A ready-made one; perhaps it has to be told which goods."""
    key, *picks = args or ("",)
    ready = READY.get(key)
    if ready is not None and len(picks) < ready.picks:
        view = await _present(callback, me, words, shop)
        if view is not None:
            await respond(callback, texts.pick_goods(words, view, key, tuple(picks)), shop)
        return
    who = (me.member_id, words.language)
    await _desk(callback, await edit_segment.take_ready(shop, *who, key, picks), words, shop)


async def part(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """One condition of the draft; of an older one, the draft as it is."""
    view, place = await _present(callback, me, words, shop), number(args, 1)
    if view is None:
        return
    known = place is not None and place < len(parts_of(view.node))
    if number(args, 0) != view.draft.revision or not known or place is None:
        await respond(callback, texts.desk(words, view), shop)
        return
    await respond(callback, texts.part(words, view, place), shop)


async def changed(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """Turned round, taken out, or joined the other way."""
    revision, place = number(args, 0), number(args, 2)
    what, known = args[1] if len(args) > 1 else "", -1 if revision is None else revision
    who = (me.member_id, words.language)
    view = await edit_segment.change_part(shop, *who, known, what, place or 0)
    await _desk(callback, view, words, shop)


async def groups(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """ "Add a condition"."""
    if me.question == QUESTION:
        await stop_asking(shop, me.account_id)
    await respond(callback, pickers.groups(words), shop)


async def group(callback: CallbackQuery, args: Args, words: Words, shop: Shop) -> None:
    """Fields of one kind."""
    place = min(number(args, 0) or 0, len(pickers.GROUPS) - 1)
    await respond(callback, pickers.fields(words, place), shop)


async def field(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """What is asked: which goods or day, how, or at once the value."""
    name = args[0] if args else ""
    known = FIELDS.get(name)
    if known is None:
        await refuse(callback, OUT_OF_DATE, words, shop)
        return
    if known.of:
        view = await _present(callback, me, words, shop)
        if view is not None:
            await respond(callback, pickers.about(words, view, name), shop)
        return
    await _how(callback, name, "", me, words, shop)


async def about(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """Which goods, weekday, time of day."""
    name, of = (*args, "", "")[:2]
    if name not in FIELDS or not of:
        await refuse(callback, OUT_OF_DATE, words, shop)
        return
    await _how(callback, name, of, me, words, shop)


async def _how(callback: CallbackQuery, name: str, of: str, me: Speaker, words: Words, shop: Shop) -> None:
    kind = FIELDS[name].kind
    if kind in pickers.SIGNS:
        await respond(callback, pickers.signs(words, name, of), shop)
        return
    await _values(callback, (name, Op.IN if kind is Kind.WINDOW else Op.EQ, of), me, words, shop)


async def sign(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """At least, at most, longer ago than."""
    name, op, of = (*args, "", "", "")[:3]
    if name not in FIELDS or op not in set(Op):
        await refuse(callback, OUT_OF_DATE, words, shop)
        return
    await _values(callback, (name, Op(op), of), me, words, shop)


async def _values(
    callback: CallbackQuery, asked: tuple[str, Op, str], me: Speaker, words: Words, shop: Shop
) -> None:
    used = await segments.used_words(shop, me.member_id, FIELDS[asked[0]].names)
    view = await _present(callback, me, words, shop)
    if view is not None:
        said = () if isinstance(used, Refused) else used
        await respond(callback, pickers.values(words, view, *asked, used=said), shop)


async def valued(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """The value: the condition is whole."""
    name, op, of, said = (*args, "", "", "", "")[:4]
    who = (me.member_id, me.account_id, words.language)
    await _desk(callback, await edit_segment.add_condition(shop, *who, (name, op, of, said)), words, shop)


async def asked(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """ "Type another"."""
    name, op, of = (*args, "", "", "")[:3]
    if name not in FIELDS:
        await refuse(callback, OUT_OF_DATE, words, shop)
        return
    question = f"{VALUE}:{name}:{op}:{of}"
    if refused := await segments.ask(shop, me.member_id, me.account_id, question):
        await refuse(callback, refused, words, shop)
        return
    await respond(callback, pickers.ask_value(words, name), shop)


async def typing(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """ "Type it"."""
    await segments.ask(shop, me.member_id, me.account_id, TYPE)
    view = await _present(callback, me, words, shop)
    if view is not None:
        await respond(callback, texts.ask_expression(words, view), shop)


async def naming(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """ "Save with a name", "Rename"."""
    segment_id = number(args, 0)
    question = NAME if segment_id is None else f"{RENAME}:{segment_id}"
    if refused := await segments.ask(shop, me.member_id, me.account_id, question):
        await refuse(callback, refused, words, shop)
        return
    await respond(callback, texts.ask_name(words), shop)


async def answered(message: Message, about: str, me: Speaker, words: Words, shop: Shop) -> None:
    """An expression, a value or a name; a slip is explained and the question stays."""
    text, (what, *rest) = message.text or "", about.split(":", 3)
    who = (me.member_id, me.account_id)
    if what == TYPE:
        view = await edit_segment.type_expression(shop, *who, words.language, text)
        await _desk(message, view, words, shop)
    elif what == VALUE:
        name, op, of = (*rest, "", "", "")[:3]
        view = await edit_segment.add_condition(shop, *who, words.language, (name, op, of, text))
        await _desk(message, view, words, shop)
    else:
        saved = await (
            segments.rename_segment(shop, *who, number(rest, 0) or 0, text)
            if what == RENAME
            else segments.save_segment(shop, *who, text)
        )
        if isinstance(saved, Refused):
            await refuse(message, saved, words, shop)
            return
        await _desk(message, await segments.show_desk(shop, me.member_id, words.language), words, shop)


async def not_typed(message: Message, words: Words, shop: Shop) -> None:
    """A picture, a sticker: the question stays."""
    await respond(message, typed_text_please(words), shop)


async def examples(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """ "Show examples"."""
    found = await segments.show_examples(shop, me.member_id)
    if isinstance(found, Refused):
        await refuse(callback, found, words, shop)
        return
    await respond(callback, texts.examples(words, found), shop)


async def saved_over(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """ "Save changes"."""
    revision = number(args, 0)
    saved = await segments.save_over(shop, me.member_id, -1 if revision is None else revision)
    if isinstance(saved, Refused):
        await refuse(callback, saved, words, shop)
        return
    await _desk(callback, await segments.show_desk(shop, me.member_id, words.language), words, shop)


async def deleting(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """ "Delete": are you sure?"""
    view, segment_id = await segments.list_segments(shop, me.member_id), number(args, 0)
    if isinstance(view, Refused):
        await refuse(callback, view, words, shop)
        return
    one = next((one for one in view.saved if one.id == segment_id), None)
    screen = texts.audiences(words, view) if one is None else texts.ask_deleting(words, one)
    await respond(callback, screen, shop)


async def deleted(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """ "Yes, delete"."""
    view = await segments.delete_segment(shop, me.member_id, number(args, 0) or 0)
    await _list(callback, view, words, shop)


async def chosen(callback: CallbackQuery, args: Args, me: Speaker, words: Words, shop: Shop) -> None:
    """ "Choose these people": the campaign gets them."""
    who = (me.member_id, words.language)
    view = await edit_segment.choose_audience(shop, *who, number(args, 0) or 0)
    if isinstance(view, AudienceChosen):
        await respond(callback, texts.chosen(words, view), shop)
        return
    await _desk(callback, view, words, shop)


def register_answers(room: Router) -> None:
    """What an owner was asked here: a number is an answer then, and no sale."""
    room.message.register(answered, Asked(QUESTION), Typed(is_answer))
    room.message.register(not_typed, Asked(QUESTION), Wordless())


def register(room: Router) -> None:
    """The doors of the audiences."""
    room.message.register(listed, Command("segments"))
    doors: dict[str, Callable[..., Any]] = {
        "segs": listed,
        "seg.list": others,
        "seg.desk": shown,
        "seg.new": begun,
        "seg.for": for_campaign,
        "seg.open": opened,
        "seg.ready": ready_made,
        "seg.take": taken,
        "seg.part": part,
        "seg.do": changed,
        "seg.add": groups,
        "seg.group": group,
        "seg.field": field,
        "seg.of": about,
        "seg.op": sign,
        "seg.val": valued,
        "seg.ask": asked,
        "seg.type": typing,
        "seg.save": naming,
        "seg.name": naming,
        "seg.examples": examples,
        "seg.over": saved_over,
        "seg.del": deleting,
        "seg.del.ok": deleted,
        "seg.use": chosen,
    }
    for name, door in doors.items():
        room.callback_query.register(door, Pressed(name))
