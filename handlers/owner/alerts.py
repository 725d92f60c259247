"""What looked wrong at the tills: alerts one after another, and sales that wait for a manager's word."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from actions import review_alerts as actions
from actions.approvals import decide_sale
from actions.recognise import Speaker
from actions.shop import Shop
from handlers.answers import number, refuse, show
from handlers.filters import Pressed
from handlers.screens import respond
from loyalty.refusals import Refused
from loyalty.staff import Role
from loyalty.watch.views import AlertState, AlertView
from texts import alerts as texts
from texts.approvals import approval
from texts.words import Words

Event = CallbackQuery | Message


async def listed(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """/alerts: the one that is open longest."""
    await _shown(message, await actions.next_alert(shop, me.member_id), me, words, shop)


async def turned(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Next alert", and the way back."""
    view = await actions.next_alert(shop, me.member_id, number(args, 0) or 0)
    await _shown(callback, view, me, words, shop)


async def looked_at(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """One of the history."""
    view = await actions.show_alert(shop, me.member_id, number(args, 0) or 0)
    await _shown(callback, view, me, words, shop)


async def reviewed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Looked into"."""
    alert_id = number(args, 0) or 0
    view = await actions.review_alert(shop, me.member_id, alert_id, AlertState.REVIEWED)
    await _shown(callback, view, me, words, shop)


async def false_alarm(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "False alarm"."""
    alert_id = number(args, 0) or 0
    view = await actions.review_alert(shop, me.member_id, alert_id, AlertState.FALSE_ALARM)
    await _shown(callback, view, me, words, shop)


async def history(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Looked at before"."""
    page = await actions.old_alerts(shop, me.member_id, number(args, 0) or 0)
    await show(callback, page, texts.history, words, shop)


async def decided(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Allow" or "Don't allow" under a sale that waits."""
    view = await decide_sale(shop, me.member_id, number(args, 0) or 0, allow=number(args, 1) == 1)
    await show(callback, view, approval, words, shop)


async def _shown(
    event: Event, view: AlertView | Refused | None, me: Speaker, words: Words, shop: Shop
) -> None:
    if isinstance(view, Refused):
        await refuse(event, view, words, shop)
        return
    runs = me.role == Role.OWNER
    screen = texts.none_open(words, runs=runs) if view is None else texts.alert(words, view, runs=runs)
    await respond(event, screen, shop)


def register(room: Router) -> None:
    """The command and the buttons of alerts and approvals."""
    room.message.register(listed, Command("alerts"))
    room.callback_query.register(turned, Pressed("alerts"))
    room.callback_query.register(looked_at, Pressed("alert"))
    room.callback_query.register(reviewed, Pressed("alert.done"))
    room.callback_query.register(false_alarm, Pressed("alert.false"))
    room.callback_query.register(history, Pressed("alerts.old"))
    room.callback_query.register(decided, Pressed("approve"))
