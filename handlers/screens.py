"""A Screen becomes a Telegram message: sent, edited, or shown in answer to a message or a tap."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    InputMediaVideo,
    KeyboardButton,
    KeyboardButtonRequestUsers,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    WebAppInfo,
)

from actions.files import forget_file, known_file, remember_file
from actions.shop import Shop
from texts.screen import Button, Key, Screen

T = TypeVar("T")
Photo = str | BufferedInputFile

HTML = "HTML"
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
# A person waits this long for an answer; a longer pause is an error.
LONGEST_WAIT_SECONDS = 60
# What Telegram says when a message is gone, is too old, or is a photo and should become a text.
UNEDITABLE = (
    "message to edit not found",
    "message can't be edited",
    "there is no text in the message to edit",
    "message_id_invalid",
)

# One at a time on a thread of its own: each thread that draws keeps ten megabytes of its allocator's own.
_BOARD = ThreadPoolExecutor(max_workers=1, thread_name_prefix="drawing")

log = logging.getLogger(__name__)


def markup(screen: Screen) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None:
    """The buttons under the message, else the reply keyboard that comes or goes with it."""
    if screen.buttons:
        return InlineKeyboardMarkup(inline_keyboard=[[_button(one) for one in row] for row in screen.buttons])
    if screen.keyboard is None:
        return None
    if not screen.keyboard.rows:
        return ReplyKeyboardRemove(remove_keyboard=True)
    return ReplyKeyboardMarkup(
        keyboard=[[_key(one) for one in row] for row in screen.keyboard.rows],
        resize_keyboard=True,
        is_persistent=not screen.keyboard.once,
        one_time_keyboard=screen.keyboard.once,
        input_field_placeholder=screen.keyboard.placeholder or None,
    )


async def send(bot: Bot, chat_id: int, screen: Screen, shop: Shop, *, whole: bool = False) -> Message:
    """Send it as a new message; when Telegram asks for a short pause, once more after it.

    whole: not without its photo.
    """
    return await _patiently(lambda: send_once(bot, chat_id, screen, shop, whole=whole))


async def edit(bot: Bot, chat_id: int, message_id: int, screen: Screen, shop: Shop) -> int:
    """Put it in place of a message, or below when that can't be edited; the id of the one that shows it."""
    # An edit cannot carry a reply keyboard, and no message becomes a document.
    if screen.document is None and (screen.buttons or screen.keyboard is None):
        try:
            await _patiently(lambda: edit_once(bot, chat_id, message_id, screen, shop))
        except TelegramBadRequest as error:
            if not is_uneditable(error):
                raise
        except (TelegramServerError, ClientDecodeError) as error:
            # What was done is done: the person must hear of it, if need be twice.
            log.warning("a message could not be edited, a new one is sent: %s", type(error).__name__)
        else:
            return message_id
    return (await send(bot, chat_id, screen, shop)).message_id


async def respond(event: CallbackQuery | Message, screen: Screen, shop: Shop) -> int:
    """Show it to whoever wrote or tapped; the id of the message that shows it.

    A tap's own message changes, and the tap is answered meanwhile.
    """
    bot = event.bot
    if bot is None:
        raise ValueError("the event came without its bot")
    if isinstance(event, Message):
        return (await send(bot, event.chat.id, screen, shop)).message_id
    if event.message is None:
        shown: Awaitable[int] = _sent_id(bot, event.from_user.id, screen, shop)
    else:
        shown = edit(bot, event.message.chat.id, event.message.message_id, screen, shop)
    message_id, _ = await asyncio.gather(shown, answer(event))
    return message_id


async def answer(callback: CallbackQuery, text: str = "", *, alert: bool = False) -> None:
    """Answer a tap; that it is too old, or that the answer is lost, does not matter."""
    try:
        await callback.answer(text or None, show_alert=alert or None)
    except (TelegramAPIError, ClientDecodeError) as error:
        log.debug("a tap was not answered: %s", error)


async def send_once(
    bot: Bot, chat_id: int, screen: Screen, shop: Shop, *, whole: bool = False, paid: bool = False
) -> Message:
    """Send it as a new message; every error of Telegram goes to the caller.

    whole: not without its photo. paid: the owner pays for its going faster.
    """
    reply_markup = markup(screen)
    paying = True if paid else None

    def with_photo(photo: Photo) -> Awaitable[Message]:
        return bot.send_photo(
            chat_id,
            photo,
            caption=screen.text,
            parse_mode=HTML,
            reply_markup=reply_markup,
            allow_paid_broadcast=paying,
        )

    if screen.picture is not None or screen.photo_id:
        try:
            return await _with_photo(screen, shop, with_photo)
        except TelegramBadRequest as error:
            # Somebody's portrait may be gone by now: what is said still matters.
            if whole or screen.picture is not None or not _is_about_file(error):
                raise
    if screen.video_id:
        return await bot.send_video(
            chat_id,
            screen.video_id,
            caption=screen.text,
            parse_mode=HTML,
            reply_markup=reply_markup,
            allow_paid_broadcast=paying,
        )
    if screen.document is not None:
        file = BufferedInputFile(screen.document.content, screen.document.name)
        return await bot.send_document(
            chat_id, file, caption=screen.text, parse_mode=HTML, reply_markup=reply_markup
        )
    return await bot.send_message(
        chat_id,
        screen.text,
        parse_mode=HTML,
        link_preview_options=NO_PREVIEW,
        reply_markup=reply_markup,
        allow_paid_broadcast=paying,
    )


async def edit_once(bot: Bot, chat_id: int, message_id: int, screen: Screen, shop: Shop) -> None:
    """Put it in place of a message; every error of Telegram goes to the caller, save that nothing changes."""
    reply_markup = markup(screen)
    buttons = reply_markup if isinstance(reply_markup, InlineKeyboardMarkup) else None
    try:
        if screen.video_id:
            await bot.edit_message_media(
                InputMediaVideo(media=screen.video_id, caption=screen.text, parse_mode=HTML),
                chat_id=chat_id,
                message_id=message_id,
                reply_markup=buttons,
            )
        elif screen.picture is None and not screen.photo_id:
            await bot.edit_message_text(
                screen.text,
                chat_id=chat_id,
                message_id=message_id,
                parse_mode=HTML,
                link_preview_options=NO_PREVIEW,
                reply_markup=buttons,
            )
        else:
            await _with_photo(
                screen,
                shop,
                lambda photo: bot.edit_message_media(
                    InputMediaPhoto(media=photo, caption=screen.text, parse_mode=HTML),
                    chat_id=chat_id,
                    message_id=message_id,
                    reply_markup=buttons,
                ),
            )
    except TelegramBadRequest as error:
        if "message is not modified" not in error.message:
            raise


def is_uneditable(error: TelegramBadRequest) -> bool:
    """Whether the message is gone or of another kind, so that a new one is needed."""
    said = error.message.lower()
    return any(reason in said for reason in UNEDITABLE)


async def _sent_id(bot: Bot, chat_id: int, screen: Screen, shop: Shop) -> int:
    return (await send(bot, chat_id, screen, shop)).message_id


async def _with_photo(screen: Screen, shop: Shop, call: Callable[[Photo], Awaitable[T]]) -> T:
    """Call with the id of a photo Telegram keeps, else with the bytes, and remember their id."""
    picture = screen.picture
    if picture is None:
        return await call(screen.photo_id)
    if picture.key and (file_id := await known_file(shop, picture.key)):
        try:
            return await call(file_id)
        except TelegramBadRequest as error:
            if not _is_about_file(error):
                raise
            log.info("Telegram no longer knows a picture: it is drawn again")
            await forget_file(shop, picture.key)
    content = await asyncio.get_running_loop().run_in_executor(_BOARD, picture.draw)
    message = await call(BufferedInputFile(content, "picture.jpg"))
    if picture.key and isinstance(message, Message) and message.photo:
        await remember_file(shop, picture.key, message.photo[-1].file_id)
    return message


def _is_about_file(error: TelegramBadRequest) -> bool:
    return "file" in error.message.lower()


async def _patiently(call: Callable[[], Awaitable[T]]) -> T:
    try:
        return await call()
    except TelegramRetryAfter as error:
        if error.retry_after > LONGEST_WAIT_SECONDS:
            raise
        await asyncio.sleep(error.retry_after)
    return await call()


def _button(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(
        text=button.text,
        callback_data=button.action or None,
        url=button.url or None,
        web_app=WebAppInfo(url=button.app) if button.app else None,
        copy_text=CopyTextButton(text=button.copy) if button.copy else None,
        style=button.style or None,
    )


def _key(key: Key) -> KeyboardButton:
    request = None
    if key.users_request:
        request = KeyboardButtonRequestUsers(
            request_id=key.users_request,
            user_is_bot=False,
            max_quantity=1,
            request_name=True,
            request_username=True,
            request_photo=True,
        )
    return KeyboardButton(
        text=key.text,
        request_contact=key.contact or None,
        request_location=key.location or None,
        request_users=request,
    )
