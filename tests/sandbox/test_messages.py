"""What the bot may send and change, and how Telegram refuses the rest."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    TelegramObject,
)

from sandbox.state import Person
from sandbox.telegram import Telegram
from tests.sandbox.conftest import StillClock, Wire


def callback(data: str, label: str = "Да") -> dict[str, Any]:
    return {"text": label, "callback_data": data}


def unknown_fields(value: object) -> list[str]:
    if isinstance(value, list):
        return [name for item in value for name in unknown_fields(item)]
    if not isinstance(value, TelegramObject):
        return []
    fields = {name: getattr(value, name) for name in type(value).model_fields}
    return list(value.model_extra or {}) + [name for item in fields.values() for name in unknown_fields(item)]


async def test_a_text_arrives_formatted_with_its_buttons(bot: Bot, telegram: Telegram, anna: Person) -> None:
    buttons = [
        [InlineKeyboardButton(text="Да", callback_data="yes:1", style="success")],
        [InlineKeyboardButton(text="Сайт", url="https://example.com/?a=1")],
        [InlineKeyboardButton(text="Код", copy_text=CopyTextButton(text="ABC"))],
    ]
    markup = InlineKeyboardMarkup(inline_keyboard=buttons)
    sent = await bot.send_message(
        anna.id, " <b>Привет</b> 😀 /card\n", parse_mode="HTML", reply_markup=markup
    )
    screen = telegram.screen(anna)
    assert screen is not None
    assert screen.html == "<b>Привет</b> 😀 /card"
    assert [entity.type for entity in sent.entities or []] == ["bold", "bot_command"]
    assert sent.reply_markup is not None
    assert sent.reply_markup.model_dump() == markup.model_dump()
    assert screen.find("Код") == (2, 0)
    assert unknown_fields(sent) == []


@pytest.mark.parametrize(
    ("params", "refusal"),
    [
        ({"text": ""}, "400 Bad Request: message text is empty"),
        ({}, "400 Bad Request: message text is empty"),
        ({"text": " \n "}, "400 Bad Request: message text is empty"),
        ({"text": "я" * 4097}, "400 Bad Request: message is too long"),
        ({"text": "x", "chat_id": 999}, "400 Bad Request: chat not found"),
        ({"text": "x", "chat_id": "@nobody"}, "400 Bad Request: chat not found"),
        ({"text": "x", "parse_mode": "Markdown"}, "400 Bad Request: unsupported parse_mode"),
        (
            {"text": "<b>x", "parse_mode": "html"},
            "400 Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        ({"text": "x", "buttons": [[callback("я" * 33)]]}, "400 Bad Request: BUTTON_DATA_INVALID"),
        ({"text": "x", "buttons": [[callback("")]]}, "400 Bad Request: BUTTON_DATA_INVALID"),
        ({"text": "x", "buttons": [[callback("x")] * 9]}, "400 Bad Request: reply markup is too long"),
        ({"text": "x", "buttons": [[callback("x")]] * 101}, "400 Bad Request: reply markup is too long"),
        (
            {"text": "x", "buttons": [[{"text": "x", "url": "localhost"}]]},
            "400 Bad Request: BUTTON_URL_INVALID",
        ),
        (
            {"text": "x", "buttons": [[{"text": "x"}]]},
            "400 Bad Request: Text buttons are unallowed in the inline keyboard",
        ),
    ],
)
async def test_a_message_over_the_limits_is_refused_as_by_telegram(
    wire: Wire, telegram: Telegram, anna: Person, params: dict[str, Any], refusal: str
) -> None:
    params = {"chat_id": anna.id, **params}
    if buttons := params.pop("buttons", None):
        params["reply_markup"] = {"inline_keyboard": buttons}
    assert await wire.refusal("sendMessage", **params) == refusal
    assert telegram.screen(anna) is None


async def test_the_longest_text_and_a_full_keyboard_pass(wire: Wire, anna: Person) -> None:
    rows = [[callback("x" * 64)] * 8] * 12
    sent = await wire.result(
        "sendMessage",
        chat_id=anna.id,
        text="<b>" + "я" * 4096 + "</b>",
        parse_mode="HTML",
        reply_markup={"inline_keyboard": rows},
    )
    assert len(sent["text"]) == 4096


async def test_parameters_of_the_wrong_shape_are_named(wire: Wire, anna: Person) -> None:
    assert "reply markup" in await wire.refusal("sendMessage", chat_id=anna.id, text="x", reply_markup="{]")
    assert "chat_id is empty" in await wire.refusal("sendMessage", text="x")
    assert "message id" in await wire.refusal("deleteMessage", chat_id=anna.id, message_id="one")


async def test_tokens_and_methods_that_are_unknown_get_401_and_404(wire: Wire) -> None:
    assert (await wire.call("getMe", token="1:X"))[0] == 401
    assert await wire.refusal("sendDice", chat_id=1) == "404 Not Found: method not found"


async def test_a_call_may_come_by_get_and_in_any_case(wire: Wire, anna: Person) -> None:
    address = f"{wire.url}/bot{wire.token}/SENDmessage"
    async with wire.session.get(address, params={"chat_id": str(anna.id), "text": "да"}) as answer:
        assert (await answer.json())["result"]["text"] == "да"


async def test_a_person_who_never_started_or_has_blocked_the_bot_is_forbidden(
    bot: Bot, telegram: Telegram, anna: Person
) -> None:
    stranger = telegram.add_person("Пётр")
    with pytest.raises(TelegramForbiddenError, match="can't initiate conversation with a user"):
        await bot.send_message(stranger.id, "x")
    sent = await bot.send_message(anna.id, "x")
    telegram.block(anna)
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(anna.id, "x")
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.edit_message_text("y", chat_id=anna.id, message_id=sent.message_id)
    telegram.unblock(anna)
    await bot.send_message(anna.id, "снова")
    updates = [update.my_chat_member for update in await bot.get_updates() if update.my_chat_member]
    assert [update.new_chat_member.status for update in updates] == ["kicked", "member"]


async def test_the_reply_keyboard_stays_until_replaced_or_removed(
    bot: Bot, telegram: Telegram, anna: Person
) -> None:
    keys = [[KeyboardButton(text="Карта"), KeyboardButton(text="Номер", request_contact=True)]]
    markup = ReplyKeyboardMarkup(keyboard=keys, resize_keyboard=True, input_field_placeholder="…")
    await bot.send_message(anna.id, "меню", reply_markup=markup)
    await bot.send_message(anna.id, "ещё")
    assert (telegram.reply_keyboard(anna) or {})["input_field_placeholder"] == "…"
    telegram.press_key(anna, "Номер")
    updates = await bot.get_updates()
    contact = updates[-1].message.contact if updates[-1].message else None
    assert contact is not None
    assert (contact.user_id, contact.phone_number) == (anna.id, anna.phone)
    await bot.send_message(anna.id, "готово", reply_markup=ReplyKeyboardRemove())
    assert telegram.reply_keyboard(anna) is None


async def test_edits_change_the_message_and_drop_buttons_not_repeated(
    bot: Bot, telegram: Telegram, anna: Person
) -> None:
    markup = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="x")]])
    sent = await bot.send_message(anna.id, "раз", reply_markup=markup)
    with pytest.raises(TelegramBadRequest, match="message is not modified: specified new message content"):
        await bot.edit_message_text("раз", chat_id=anna.id, message_id=sent.message_id, reply_markup=markup)
    edited = await bot.edit_message_text(
        "<i>два</i>", chat_id=anna.id, message_id=sent.message_id, parse_mode="HTML"
    )
    assert isinstance(edited, Message)
    screen = telegram.screen(anna)
    assert screen is not None
    assert (screen.html, screen.buttons, screen.edited) == ("<i>два</i>", (), True)
    await bot.edit_message_reply_markup(chat_id=anna.id, message_id=sent.message_id, reply_markup=markup)
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_reply_markup(chat_id=anna.id, message_id=sent.message_id, reply_markup=markup)


async def test_edits_of_what_is_not_there_are_refused(wire: Wire, telegram: Telegram, anna: Person) -> None:
    theirs = telegram.chat(anna)[0].id
    sent = (await wire.result("sendMessage", chat_id=anna.id, text="x"))["message_id"]
    cases = [
        ("editMessageText", {"message_id": 9, "text": "x"}, "message to edit not found"),
        ("editMessageText", {"message_id": theirs, "text": "x"}, "message can't be edited"),
        (
            "editMessageCaption",
            {"message_id": sent, "caption": "x"},
            "there is no caption in the message to edit",
        ),
        ("deleteMessage", {"message_id": 9}, "message to delete not found"),
        ("pinChatMessage", {"message_id": 9}, "message to pin not found"),
    ]
    for method, params, refusal in cases:
        assert await wire.refusal(method, chat_id=anna.id, **params) == f"400 Bad Request: {refusal}"


async def test_messages_are_deleted_within_48_hours_only(
    wire: Wire, telegram: Telegram, anna: Person, clock: StillClock
) -> None:
    first = (await wire.result("sendMessage", chat_id=anna.id, text="x"))["message_id"]
    old = (await wire.result("sendMessage", chat_id=anna.id, text="y"))["message_id"]
    assert await wire.result("deleteMessage", chat_id=anna.id, message_id=first) is True
    clock.advance(48 * 3600 + 1)
    refusal = await wire.refusal("deleteMessage", chat_id=anna.id, message_id=old)
    assert refusal == "400 Bad Request: message can't be deleted for everyone"
    assert [bubble.text for bubble in telegram.chat(anna)] == ["/start", "y"]


async def test_a_tap_is_answered_once_and_within_fifteen_seconds(
    bot: Bot, telegram: Telegram, anna: Person, clock: StillClock
) -> None:
    markup = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="yes")]])
    await bot.send_message(anna.id, "?", reply_markup=markup)
    query_id = telegram.tap(anna, "Да")
    updates = await bot.get_updates()
    query = updates[-1].callback_query
    assert query is not None
    assert (query.id, query.data, query.from_user.id) == (query_id, "yes", anna.id)
    assert unknown_fields(updates) == []
    await query.answer("Готово", show_alert=True)
    assert telegram.callback_answer(query_id) == {"text": "Готово", "alert": True, "url": ""}
    with pytest.raises(TelegramBadRequest, match="query is too old and response timeout expired"):
        await bot.answer_callback_query(query_id)
    late = telegram.tap(anna, "Да")
    clock.advance(15.5)
    with pytest.raises(TelegramBadRequest, match="query ID is invalid"):
        await bot.answer_callback_query(late)
    assert telegram.callback_answer(late) is None


async def test_typing_is_shown_until_the_next_message(wire: Wire, telegram: Telegram, anna: Person) -> None:
    await wire.result("sendChatAction", chat_id=anna.id, action="typing")
    assert telegram.typing(anna)
    await wire.result("sendMessage", chat_id=anna.id, text="x")
    assert not telegram.typing(anna)
    assert "wrong parameter action" in await wire.refusal("sendChatAction", chat_id=anna.id, action="dance")
