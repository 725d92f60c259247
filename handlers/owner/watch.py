"""What is looked for at the tills of each store, and the cards of the staff's families."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions import watch_settings as actions
from actions.recognise import Speaker
from actions.shop import Shop
from handlers.answers import is_answer, not_of_a_sale, number, refuse, show
from handlers.filters import Asked, Pressed, Typed, Wordless
from handlers.screens import answer, respond, send
from loyalty.refusals import Refused
from loyalty.watch.base import Mode, Rule
from loyalty.watch.settings import SCALES
from loyalty.watch.views import FamilyView, WatchView
from texts import common
from texts import watch_settings as texts
from texts.program import typed_text_please
from texts.words import Words

Event = CallbackQuery | Message


def rule_of(args: tuple[str, ...]) -> Rule | None:
    """The rule a button names; None for anything a button of ours never says."""
    return next((rule for rule in SCALES if len(args) > 1 and rule == args[1]), None)


async def shown(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Every rule of a store."""
    view = await actions.show_watch(shop, me.member_id, number(args, 0) or 0)
    await show(callback, view, texts.settings, words, shop)


async def rule_chosen(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """One rule."""
    view = await actions.show_watch(shop, me.member_id, number(args, 0) or 0)
    await _rule(callback, view, rule_of(args), words, shop)


async def mode_chosen(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Off, report, ask or stop."""
    rule = rule_of(args)
    mode = next((mode for mode in Mode if len(args) > 2 and mode == args[2]), None)
    if rule is None or mode is None:
        await answer(callback, common.stale_button(words).text, alert=True)
        return
    view = await actions.set_mode(shop, me.member_id, number(args, 0) or 0, rule, mode)
    await _rule(callback, view, rule, words, shop)


async def number_needed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Whether a sale needs a receipt number."""
    needed = number(args, 1) == 1
    view = await actions.require_numbers(shop, me.member_id, number(args, 0) or 0, needed=needed)
    await _rule(callback, view, Rule.HOURS, words, shop)


async def limit_asked(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Another number for a rule: typed; the question comes below."""
    about = args[1] if len(args) > 1 else ""
    view = await actions.ask_limit(shop, me.member_id, me.account_id, number(args, 0) or 0, about)
    if isinstance(view, Refused):
        await refuse(callback, view, words, shop)
        return
    if callback.bot is not None:
        screen = texts.ask_limit(words, number(args, 0) or 0, rule_of(args))
        await send(callback.bot, callback.from_user.id, screen, shop)
    await answer(callback)


async def limit_typed(message: Message, about: str, me: Speaker, words: Words, shop: Shop) -> None:
    """The number."""
    done = await actions.answer_limit(shop, me.member_id, me.account_id, about, message.text or "")
    if isinstance(done, Refused):
        await refuse(message, not_of_a_sale(done), words, shop)
        return
    view, what = done
    await _rule(message, view, Rule.LARGE if what == actions.LARGEST else Rule(what), words, shop)


async def family(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Cards of a colleague's family."""
    await _family(callback, await actions.show_family(shop, me.member_id, number(args, 0) or 0), words, shop)


async def family_asked(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Add a card": its number is typed."""
    view = await actions.ask_family(shop, me.member_id, me.account_id, number(args, 0) or 0)
    await show(callback, view, texts.ask_family, words, shop)


async def family_typed(message: Message, about: str, me: Speaker, words: Words, shop: Shop) -> None:
    """The number of a relative's card."""
    staff_id = number((about,), 0) or 0
    view = await actions.add_family(shop, me.member_id, me.account_id, staff_id, message.text or "")
    await _family(message, view, words, shop)


async def family_removed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Remove" beside a card."""
    view = await actions.remove_family(shop, me.member_id, number(args, 0) or 0, number(args, 1) or 0)
    await _family(callback, view, words, shop)


async def not_typed(message: Message, words: Words, shop: Shop) -> None:
    """A picture, a sticker: the question stays."""
    await respond(message, typed_text_please(words), shop)


async def _rule(event: Event, view: WatchView | Refused, rule: Rule | None, words: Words, shop: Shop) -> None:
    if isinstance(view, Refused):
        await refuse(event, view, words, shop)
        return
    screen = texts.settings(words, view) if rule is None else texts.rule_settings(words, view, rule)
    await respond(event, screen, shop)


async def _family(event: Event, view: FamilyView | Refused, words: Words, shop: Shop) -> None:
    await show(event, view, texts.family, words, shop)


def register_answers(room: Router) -> None:
    """What was asked for: a number is an answer then, and no sale."""
    for question, typed in ((actions.LIMIT_QUESTION, limit_typed), (actions.FAMILY_QUESTION, family_typed)):
        room.message.register(typed, Asked(question), Typed(is_answer))
        room.message.register(not_typed, Asked(question), Wordless())


def register(room: Router) -> None:
    """The buttons of the settings and of the families."""
    room.callback_query.register(shown, Pressed("watch"))
    room.callback_query.register(rule_chosen, Pressed("watch.rule"))
    room.callback_query.register(mode_chosen, Pressed("watch.mode"))
    room.callback_query.register(number_needed, Pressed("watch.number"))
    room.callback_query.register(limit_asked, Pressed("watch.limit"))
    room.callback_query.register(family, Pressed("family"))
    room.callback_query.register(family_asked, Pressed("family.add"))
    room.callback_query.register(family_removed, Pressed("family.off"))
