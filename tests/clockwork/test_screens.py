"""Screens as real messages in the stand-in for Telegram."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from io import BytesIO
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramBadRequest, TelegramRetryAfter
from aiogram.types import CallbackQuery, Message
from PIL import Image

from handlers import screens
from handlers.screens import edit, edit_once, respond, send, send_once
from sandbox.state import Person
from sandbox.telegram import Bubble, Telegram
from storage import files
from tests.clockwork.stand import BOT_ID, Stand
from texts.screen import Button, Key, Keyboard, Picture, Screen
from texts.words import Html

GO = Screen(Html("<b>Go</b> https://example.org"), ((Button("Go", "go", style="primary"),),))


@pytest.fixture
def anna(telegram: Telegram) -> Person:
    person = telegram.add_person("Анна")
    telegram.start(person)
    return person


class Drawing:
    """A picture that counts how often it was drawn."""

    def __init__(self, key: str, colour: str = "red") -> None:
        self.drawn = 0
        self.colour = colour
        self.picture = Picture(key, self.draw)

    def draw(self) -> bytes:
        self.drawn += 1
        buffer = BytesIO()
        Image.new("RGB", (40, 40), self.colour).save(buffer, "JPEG")
        return buffer.getvalue()


def last(telegram: Telegram, person: Person) -> Bubble:
    bubble = telegram.screen(person)
    assert bubble is not None
    return bubble


async def test_a_text_comes_with_its_marks_and_buttons(
    stand: Stand, telegram: Telegram, bot: Bot, anna: Person
) -> None:
    buttons = (
        (Button("Да", "yes:1", style="success"), Button("Нет", "no", style="danger")),
        (Button("Сайт", url="https://example.org"), Button("Код", copy="ABC")),
    )
    await send(bot, anna.id, Screen(Html("<b>Привет</b> &lt;3"), buttons), stand.shop)
    bubble = last(telegram, anna)
    assert bubble.text == "Привет <3"
    assert [entity["type"] for entity in bubble.entities] == ["bold"]
    [[yes, no], [site, code]] = bubble.buttons
    assert (yes["callback_data"], yes["style"]) == ("yes:1", "success")
    assert (no["callback_data"], no["style"]) == ("no", "danger")
    assert site["url"].startswith("https://example.org")
    assert code["copy_text"] == {"text": "ABC"}


async def test_a_reply_keyboard_comes_and_goes(
    stand: Stand, telegram: Telegram, bot: Bot, anna: Person
) -> None:
    rows = ((Key("Телефон", contact=True), Key("Выбрать", users_request=3)), (Key("Отмена"),))
    await send(bot, anna.id, Screen(Html("?"), keyboard=Keyboard(rows, placeholder="Номер")), stand.shop)
    keyboard = telegram.reply_keyboard(anna)
    assert keyboard is not None
    assert keyboard["resize_keyboard"]
    assert keyboard["is_persistent"]
    assert keyboard["input_field_placeholder"] == "Номер"
    [[phone, people], [cancel]] = keyboard["keyboard"]
    assert phone["request_contact"] is True
    assert people["request_users"]["request_id"] == 3
    assert people["request_users"]["max_quantity"] == 1
    assert people["request_users"]["request_name"] is True
    assert cancel == {"text": "Отмена"}
    await send(bot, anna.id, Screen(Html("!"), keyboard=Keyboard(())), stand.shop)
    assert not telegram.reply_keyboard(anna)


async def test_a_picture_is_drawn_once_and_sent_by_its_id_afterwards(
    stand: Stand, telegram: Telegram, bot: Bot, anna: Person
) -> None:
    card = Drawing("card-1")
    for _ in range(3):
        await send(bot, anna.id, Screen(Html("карта"), picture=card.picture), stand.shop)
    assert card.drawn == 1
    photos = {bubble.photo for bubble in telegram.chat(anna) if bubble.photo}
    assert len(photos) == 1
    assert last(telegram, anna).text == "карта"


async def test_an_id_that_telegram_refuses_is_forgotten_and_the_picture_drawn_again(
    stand: Stand, telegram: Telegram, bot: Bot, anna: Person
) -> None:
    card = Drawing("card-1")
    await stand.shop.db.write(lambda tx: files.remember(tx, "card-1", BOT_ID, "AgAC-of-another-bot"))
    await send(bot, anna.id, Screen(Html("карта"), picture=card.picture), stand.shop)
    assert card.drawn == 1
    known = await stand.shop.db.read(lambda tx: files.file_id(tx, "card-1", BOT_ID))
    assert known == last(telegram, anna).photo


async def test_a_photo_telegram_keeps_is_sent_by_its_id(
    stand: Stand, telegram: Telegram, bot: Bot, anna: Person
) -> None:
    await send(bot, anna.id, Screen(Html("раз"), picture=Drawing("x").picture), stand.shop)
    photo = last(telegram, anna).photo
    await send(bot, anna.id, Screen(Html("два"), photo_id=photo), stand.shop)
    assert (last(telegram, anna).text, last(telegram, anna).photo) == ("два", photo)


async def test_a_portrait_that_is_gone_leaves_the_text(
    stand: Stand, telegram: Telegram, bot: Bot, anna: Person
) -> None:
    await send(bot, anna.id, Screen(Html("кто это?"), GO.buttons, photo_id="AgAC-gone"), stand.shop)
    assert (last(telegram, anna).text, last(telegram, anna).photo) == ("кто это?", "")
    assert last(telegram, anna).buttons


async def test_an_edit_takes_the_messages_place_and_a_second_one_changes_nothing(
    stand: Stand, telegram: Telegram, bot: Bot, anna: Person
) -> None:
    message = await send(bot, anna.id, GO, stand.shop)
    done = Screen(Html("готово"))
    for _ in range(2):
        assert await edit(bot, anna.id, message.message_id, done, stand.shop) == message.message_id
    assert (last(telegram, anna).text, last(telegram, anna).buttons) == ("готово", ())


async def test_a_text_becomes_a_picture_in_place_and_a_picture_changes(
    stand: Stand, telegram: Telegram, bot: Bot, anna: Person
) -> None:
    message_id = (await send(bot, anna.id, GO, stand.shop)).message_id
    for colour in ("red", "blue"):
        screen = Screen(Html(colour), picture=Drawing(colour, colour).picture)
        assert await edit(bot, anna.id, message_id, screen, stand.shop) == message_id
    assert last(telegram, anna).text == "blue"


async def test_what_cannot_be_edited_is_sent_anew(
    stand: Stand, telegram: Telegram, bot: Bot, anna: Person
) -> None:
    photo = await send(bot, anna.id, Screen(Html("карта"), picture=Drawing("x").picture), stand.shop)
    assert await edit(bot, anna.id, photo.message_id, Screen(Html("текст")), stand.shop) > photo.message_id
    assert last(telegram, anna).text == "текст"
    await edit(bot, anna.id, 999_999, Screen(Html("ещё")), stand.shop)
    assert last(telegram, anna).text == "ещё"
    keyboard = Screen(Html("телефон?"), keyboard=Keyboard(((Key("Телефон", contact=True),),)))
    await edit(bot, anna.id, last(telegram, anna).id, keyboard, stand.shop)
    assert telegram.reply_keyboard(anna)
    with pytest.raises(TelegramBadRequest):
        await edit_once(bot, anna.id, 999_999, GO, stand.shop)
    with pytest.raises(TelegramBadRequest):
        await edit(bot, anna.id, photo.message_id, Screen(Html("<i>broken")), stand.shop)


async def test_a_reply_that_meets_a_429_waits_and_is_sent_once_more(
    stand: Stand, telegram: Telegram, bot: Bot, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    telegram.flood.on = True
    await send_once(bot, anna.id, GO, stand.shop)
    with pytest.raises(TelegramRetryAfter):
        await send_once(bot, anna.id, GO, stand.shop)
    begin = asyncio.get_running_loop().time()
    await send(bot, anna.id, Screen(Html("потом")), stand.shop)
    assert asyncio.get_running_loop().time() - begin > 0.5
    assert last(telegram, anna).text == "потом"
    monkeypatch.setattr(screens, "LONGEST_WAIT_SECONDS", 0)
    with pytest.raises(TelegramRetryAfter):
        await send(bot, anna.id, GO, stand.shop)


# --- respond ---


@asynccontextmanager
async def listening(
    bot: Bot, handler: Callable[[Any], Awaitable[Any]]
) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """`await turn()` hands what waits to the handler."""
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.message.register(handler)
    dispatcher.callback_query.register(handler)
    offset = 0

    async def turn() -> None:
        nonlocal offset
        for update in await bot.get_updates(offset=offset, timeout=0):
            offset = update.update_id + 1
            await dispatcher.feed_update(bot, update)

    await turn()
    yield turn


async def test_a_message_is_answered_below_and_a_tap_in_place(
    stand: Stand, telegram: Telegram, bot: Bot, anna: Person
) -> None:
    shown: list[int] = []

    async def handler(event: Message | CallbackQuery) -> None:
        tapped = isinstance(event, CallbackQuery)
        shown.append(await respond(event, Screen(Html("готово")) if tapped else GO, stand.shop))

    async with listening(bot, handler) as turn:
        telegram.say(anna, "привет")
        await turn()
        query = telegram.tap(anna, "Go")
        await turn()
    assert shown[-2] == shown[-1] == last(telegram, anna).id
    assert last(telegram, anna).text == "готово"
    assert telegram.callback_answer(query) is not None


async def test_a_tap_that_is_too_old_still_shows_its_screen(
    stand: Stand, telegram: Telegram, bot: Bot, anna: Person
) -> None:
    async def handler(event: Message | CallbackQuery) -> None:
        await respond(event, Screen(Html("готово")), stand.shop)

    await send(bot, anna.id, GO, stand.shop)
    async with listening(bot, handler) as turn:
        telegram.tap(anna, "Go")
        stand.clock.advance(3600)
        await turn()
    assert last(telegram, anna).text == "готово"
