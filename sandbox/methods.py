"""The table of Bot API methods: aiogram's model for the request, what is done, aiogram's type for the
answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiogram import methods as api
from pydantic import TypeAdapter

from sandbox import editing, profile, sending
from sandbox.polling import get_updates
from sandbox.requests import Uploads, parse
from sandbox.telegram import Telegram

Perform = Callable[[Telegram, Any, Uploads], Any]


@dataclass(frozen=True, slots=True)
class Method:
    """One method; `perform` is None for getUpdates alone, which has to wait."""

    model: type[api.TelegramMethod[Any]]
    perform: Perform | None
    answer: TypeAdapter[Any]

    @property
    def name(self) -> str:
        """As the Bot API spells it."""
        return self.model.__api_method__


DONE: dict[type[api.TelegramMethod[Any]], Perform | None] = {
    api.GetUpdates: None,
    api.GetMe: profile.get_me,
    api.SendMessage: sending.send_message,
    api.SendPhoto: sending.send_photo,
    api.SendVideo: sending.send_video,
    api.SendDocument: sending.send_document,
    api.SendChatAction: sending.send_chat_action,
    api.EditMessageText: editing.edit_message_text,
    api.EditMessageCaption: editing.edit_message_caption,
    api.EditMessageMedia: editing.edit_message_media,
    api.EditMessageReplyMarkup: editing.edit_message_reply_markup,
    api.DeleteMessage: editing.delete_message,
    api.PinChatMessage: editing.pin_chat_message,
    api.AnswerCallbackQuery: editing.answer_callback_query,
    api.SetMyCommands: profile.set_my_commands,
    api.GetMyCommands: profile.get_my_commands,
    api.DeleteMyCommands: profile.delete_my_commands,
    api.SetMyName: profile.set_name,
    api.SetMyDescription: profile.set_name,
    api.SetMyShortDescription: profile.set_name,
    api.GetMyName: profile.get_name,
    api.GetMyDescription: profile.get_name,
    api.GetMyShortDescription: profile.get_name,
    api.SetChatMenuButton: profile.set_chat_menu_button,
    api.GetChat: profile.get_chat,
    api.GetUserProfilePhotos: profile.get_user_profile_photos,
    api.GetFile: profile.get_file,
    api.SetWebhook: profile.set_webhook,
    api.DeleteWebhook: profile.delete_webhook,
    api.GetWebhookInfo: profile.get_webhook_info,
}
METHODS = {
    model.__api_method__.lower(): Method(model, perform, TypeAdapter(model.__returning__))
    for model, perform in DONE.items()
}


async def perform(telegram: Telegram, method: Method, params: dict[str, Any], uploads: Uploads) -> Any:
    """Do what is asked and return the answer, proven to be what aiogram expects. Raises ApiError."""
    call = parse(method.model, params, uploads)
    if method.perform is None:
        return await get_updates(telegram, call)  # each update was proven when it was queued
    result = method.perform(telegram, call, uploads)
    method.answer.validate_python(result)
    return result
