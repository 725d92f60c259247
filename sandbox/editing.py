"""Changing what the bot has already said: edits, deletion, pins, and answers to taps."""

from typing import Any

from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    EditMessageCaption,
    EditMessageMedia,
    EditMessageReplyMarkup,
    EditMessageText,
    PinChatMessage,
)
from aiogram.types import InlineKeyboardMarkup, InputMediaDocument, InputMediaPhoto, InputMediaVideo

from sandbox.errors import bad_request
from sandbox.formatting import checked_text, formatted
from sandbox.html import utf16_length
from sandbox.keyboards import inline_keyboard
from sandbox.requests import Uploads
from sandbox.sending import caption_fields, file_of
from sandbox.state import Json
from sandbox.telegram import Telegram

QUERY_SECONDS = 15.0
ANSWER_LIMIT = 200
DELETE_SECONDS = 48 * 3600
MEDIA = ("photo", "video", "document")
CONTENT = ("text", "entities", "caption", "caption_entities", *MEDIA, "reply_markup")


def edit_message_text(telegram: Telegram, call: EditMessageText, _uploads: Uploads) -> Json:
    """editMessageText."""
    message = _own_message(telegram, call.chat_id, call.message_id)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    text, entities = formatted(call.text, call.parse_mode, call.entities)
    content: Json = {"text": checked_text(text)}
    if entities:
        content["entities"] = entities
    return _replace(telegram, message, content, call.reply_markup)


def edit_message_caption(telegram: Telegram, call: EditMessageCaption, _uploads: Uploads) -> Json:
    """editMessageCaption; an empty one takes the caption away."""
    message = _own_message(telegram, call.chat_id, call.message_id)
    if "text" in message:
        raise bad_request("there is no caption in the message to edit")
    content = caption_fields(*formatted(call.caption, call.parse_mode, call.caption_entities))
    media = {key: message[key] for key in MEDIA if key in message}
    return _replace(telegram, message, media | content, call.reply_markup)


def edit_message_media(telegram: Telegram, call: EditMessageMedia, uploads: Uploads) -> Json:
    """editMessageMedia to a photo, a video or a document, with its caption."""
    message = _own_message(telegram, call.chat_id, call.message_id)
    media = call.media
    if not isinstance(media, InputMediaPhoto | InputMediaVideo | InputMediaDocument):
        raise bad_request("the sandbox knows photos, videos and documents only")
    content = caption_fields(*formatted(media.caption, media.parse_mode, media.caption_entities))
    if isinstance(media, InputMediaPhoto):
        content["photo"] = [file_of(telegram, "photo", media.media, uploads).as_photo()]
    elif isinstance(media, InputMediaVideo):
        content["video"] = file_of(telegram, "video", media.media, uploads).as_video()
    else:
        content["document"] = file_of(telegram, "document", media.media, uploads).as_document()
    return _replace(telegram, message, content, call.reply_markup)


def edit_message_reply_markup(telegram: Telegram, call: EditMessageReplyMarkup, _uploads: Uploads) -> Json:
    """editMessageReplyMarkup; without a keyboard the old one goes."""
    message = _own_message(telegram, call.chat_id, call.message_id)
    content = {key: message[key] for key in CONTENT if key in message and key != "reply_markup"}
    # Telegram does not call a message edited when only its buttons change.
    return _replace(telegram, message, content, call.reply_markup, mark=())


def delete_message(telegram: Telegram, call: DeleteMessage, _uploads: Uploads) -> bool:
    """deleteMessage: anybody's, up to 48 hours old."""
    chat = telegram.open_chat(call.chat_id)
    message = chat.messages.get(call.message_id)
    if message is None:
        raise bad_request("message to delete not found")
    if telegram.now_seconds() - message["date"] > DELETE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    telegram.record("deleted", person=chat.chat["id"], message_id=call.message_id)
    telegram.chat_changed(chat.chat["id"])
    return True


def pin_chat_message(telegram: Telegram, call: PinChatMessage, _uploads: Uploads) -> bool:
    """pinChatMessage."""
    chat = telegram.open_chat(call.chat_id)
    if call.message_id not in chat.messages:
        raise bad_request("message to pin not found")
    telegram.chat_field(chat.chat["id"], "pinned", call.message_id)
    telegram.chat_changed(chat.chat["id"])
    return True


def answer_callback_query(telegram: Telegram, call: AnswerCallbackQuery, _uploads: Uploads) -> bool:
    """answerCallbackQuery: once, within 15 seconds of the tap."""
    query = telegram.state.queries.get(call.callback_query_id)
    late = query is None or telegram.now().timestamp() - query.tapped_at_seconds > QUERY_SECONDS
    if query is None or late or query.answer is not None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if utf16_length(call.text or "") > ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    answer: Json = {"text": call.text or "", "alert": bool(call.show_alert), "url": call.url or ""}
    telegram.record("answer", id=call.callback_query_id, answer=answer)
    event = {"type": "answer", "person": query.person, "text": answer["text"], "alert": answer["alert"]}
    telegram.changes.ring(event)
    return True


def _own_message(telegram: Telegram, chat_id: int | str | None, message_id: int | None) -> Json:
    chat = telegram.open_chat(chat_id)
    message = chat.messages.get(message_id or 0)
    if message is None:
        raise bad_request("message to edit not found")
    if not message["from"]["is_bot"]:
        raise bad_request("message can't be edited")
    return message


def _replace(
    telegram: Telegram,
    message: Json,
    content: Json,
    markup: InlineKeyboardMarkup | None,
    mark: tuple[str, ...] = ("edit_date",),
) -> Json:
    """Put the message with new content and buttons in its place; the rest of it stays."""
    if inline := inline_keyboard(markup):
        content["reply_markup"] = inline
    if content == {key: message[key] for key in CONTENT if key in message}:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same"
            " as a current content and reply markup of the message"
        )
    kept: dict[str, Any] = {key: value for key, value in message.items() if key not in CONTENT}
    edited = kept | content | dict.fromkeys(mark, telegram.now_seconds())
    telegram.record("message", message=edited)
    telegram.chat_changed(message["chat"]["id"])
    return edited
