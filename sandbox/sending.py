"""New messages from the bot: texts, photos, documents, and the "typing" line."""

from typing import Any

from aiogram.methods import SendChatAction, SendDocument, SendMessage, SendPhoto, SendVideo
from aiogram.types import InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove

from sandbox.errors import bad_request
from sandbox.formatting import checked_caption, checked_text, formatted
from sandbox.keyboards import Markup, inline_keyboard, reply_keyboard
from sandbox.requests import Uploads
from sandbox.state import Json, StoredFile
from sandbox.telegram import Telegram

ACTION_SECONDS = 5.0
ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


def send_message(telegram: Telegram, call: SendMessage, _uploads: Uploads) -> Json:
    """sendMessage."""
    text, entities = formatted(call.text, call.parse_mode, call.entities)
    content: Json = {"text": checked_text(text)}
    if entities:
        content["entities"] = entities
    return _post(telegram, call.chat_id, content, call.reply_markup)


def send_photo(telegram: Telegram, call: SendPhoto, uploads: Uploads) -> Json:
    """sendPhoto, uploaded or by file_id."""
    caption = caption_fields(*formatted(call.caption, call.parse_mode, call.caption_entities))
    telegram.open_chat(call.chat_id)
    photo = file_of(telegram, "photo", call.photo, uploads)
    return _post(telegram, call.chat_id, {"photo": [photo.as_photo()], **caption}, call.reply_markup)


def send_video(telegram: Telegram, call: SendVideo, uploads: Uploads) -> Json:
    """sendVideo, uploaded or by file_id."""
    caption = caption_fields(*formatted(call.caption, call.parse_mode, call.caption_entities))
    telegram.open_chat(call.chat_id)
    video = file_of(telegram, "video", call.video, uploads)
    return _post(telegram, call.chat_id, {"video": video.as_video(), **caption}, call.reply_markup)


def send_document(telegram: Telegram, call: SendDocument, uploads: Uploads) -> Json:
    """sendDocument, uploaded or by file_id."""
    caption = caption_fields(*formatted(call.caption, call.parse_mode, call.caption_entities))
    telegram.open_chat(call.chat_id)
    document = file_of(telegram, "document", call.document, uploads)
    return _post(telegram, call.chat_id, {"document": document.as_document(), **caption}, call.reply_markup)


def send_chat_action(telegram: Telegram, call: SendChatAction, _uploads: Uploads) -> bool:
    """sendChatAction: shown for five seconds or until the next message."""
    chat = telegram.open_chat(call.chat_id)
    if call.action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.typing_until_seconds = telegram.monotonic() + ACTION_SECONDS
    telegram.chat_changed(chat.chat["id"])
    return True


def caption_fields(caption: str, entities: list[Json]) -> Json:
    """A caption as a message keeps it: nothing when empty. Raises ApiError when too long."""
    if not checked_caption(caption):
        return {}
    return {"caption": caption, **({"caption_entities": entities} if entities else {})}


def file_of(telegram: Telegram, kind: str, source: Any, uploads: Uploads) -> StoredFile:
    """The file a request means: attach://name or a file_id of this kind. Raises ApiError; nothing is
    fetched by URL."""
    source = str(source)
    if source.startswith("attach://"):
        upload = uploads.get(source.removeprefix("attach://"))
        if upload is None:
            raise bad_request("file is not attached to the request")
        if not upload.content:
            raise bad_request("file must be non-empty")
        if kind == "photo":
            return telegram.store_photo(upload.content)
        if kind == "video":
            return telegram.store_video(upload.content, upload.mime_type)
        return telegram.store_document(upload.content, upload.name, upload.mime_type)
    if source.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    file = telegram.state.files.get(source)
    if file is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if file.kind != kind:
        raise bad_request(f"can't use file of type {file.kind.capitalize()} as {kind.capitalize()}")
    return file


def _post(telegram: Telegram, chat_id: int | str, content: Json, markup: Markup) -> Json:
    """Put a checked message into the chat, unless chat, keyboard or flood limits forbid it."""
    chat = telegram.open_chat(chat_id)
    person = chat.chat["id"]
    keyboard: Json | None = chat.keyboard
    if isinstance(markup, InlineKeyboardMarkup):
        if inline := inline_keyboard(markup):
            content["reply_markup"] = inline
    elif isinstance(markup, ReplyKeyboardMarkup):
        keyboard = reply_keyboard(markup)
    elif isinstance(markup, ReplyKeyboardRemove):
        keyboard = None
    telegram.flood.pass_message(person)
    if keyboard is not chat.keyboard:
        telegram.chat_field(person, "keyboard", keyboard)
    return telegram.put_message(person, telegram.bot_user, content)
