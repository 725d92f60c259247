"""Checking keyboards as Telegram does, and turning them into what a chat keeps."""

from typing import Any

from aiogram.types import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from sandbox.errors import bad_request
from sandbox.html import is_link, is_page
from sandbox.state import Json

INLINE_BUTTONS_LIMIT = 100
INLINE_ROW_LIMIT = 8
REPLY_KEYS_LIMIT = 300
REPLY_ROW_LIMIT = 12
DATA_LIMIT_BYTES = 64
COPY_LIMIT = 256
STYLES = (None, "primary", "success", "danger")

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply | None


def inline_keyboard(markup: InlineKeyboardMarkup | None) -> Json | None:
    """The inline keyboard as a message keeps it; None when there is none. Raises ApiError."""
    if markup is None:
        return None
    rows = [row for row in markup.inline_keyboard if row]
    if any(len(row) > INLINE_ROW_LIMIT for row in rows) or sum(map(len, rows)) > INLINE_BUTTONS_LIMIT:
        raise bad_request("reply markup is too long")
    shown = [[_button(button) for button in row] for row in rows]
    return {"inline_keyboard": shown} if shown else None


def _button(button: InlineKeyboardButton) -> Json:
    if not button.text.strip():
        raise bad_request("inline keyboard button text can't be empty")
    if button.style not in STYLES:
        raise bad_request("BUTTON_STYLE_INVALID")
    shown = button.model_dump(mode="json", exclude_none=True)
    if len(shown.keys() - {"text", "style", "icon_custom_emoji_id"}) != 1:
        raise bad_request("Text buttons are unallowed in the inline keyboard")
    if button.callback_data is not None and not 1 <= len(button.callback_data.encode()) <= DATA_LIMIT_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if button.url is not None and not is_link(button.url):
        raise bad_request("BUTTON_URL_INVALID")
    if button.web_app is not None and not is_page(button.web_app.url):
        raise bad_request("BUTTON_URL_INVALID")
    if button.copy_text is not None and not 1 <= len(button.copy_text.text) <= COPY_LIMIT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    return shown


def reply_keyboard(markup: ReplyKeyboardMarkup) -> Json:
    """The reply keyboard as a chat keeps it. Raises ApiError."""
    rows = [row for row in markup.keyboard if row]
    if any(len(row) > REPLY_ROW_LIMIT for row in rows) or sum(map(len, rows)) > REPLY_KEYS_LIMIT:
        raise bad_request("reply markup is too long")
    if not rows:
        raise bad_request("reply keyboard is empty")
    for row in rows:
        for key in row:
            if not key.text.strip():
                raise bad_request("keyboard button text can't be empty")
            if key.request_users and not 1 <= (key.request_users.max_quantity or 1) <= 10:
                raise bad_request("USER_QUANTITY_INVALID")
    shown: dict[str, Any] = markup.model_dump(mode="json", exclude_none=True)
    shown["keyboard"] = [row for row in shown["keyboard"] if row]
    return shown
