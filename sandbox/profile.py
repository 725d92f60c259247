"""What the bot says and asks about itself and people: commands, names, menu, chats, files, webhook."""

import re
from typing import Any

from aiogram.methods import (
    DeleteMyCommands,
    DeleteWebhook,
    GetChat,
    GetFile,
    GetMe,
    GetMyCommands,
    GetMyDescription,
    GetMyName,
    GetMyShortDescription,
    GetUserProfilePhotos,
    GetWebhookInfo,
    SetChatMenuButton,
    SetMyCommands,
    SetMyDescription,
    SetMyName,
    SetMyShortDescription,
    SetWebhook,
)
from aiogram.types import BotCommandScopeChat, BotCommandScopeChatMember, MenuButtonWebApp

from sandbox.errors import bad_request
from sandbox.html import is_page
from sandbox.requests import Uploads
from sandbox.state import Json
from sandbox.telegram import Telegram

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
COMMANDS_LIMIT = 100
COMMAND_TEXT_LIMIT = 256
NAME_LIMITS = {"name": 64, "description": 512, "short_description": 120}

Commands = SetMyCommands | GetMyCommands | DeleteMyCommands
SetName = SetMyName | SetMyDescription | SetMyShortDescription
GetName = GetMyName | GetMyDescription | GetMyShortDescription


def get_me(telegram: Telegram, _call: GetMe, _uploads: Uploads) -> Json:
    """getMe."""
    return telegram.bot_user | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }


def set_my_commands(telegram: Telegram, call: SetMyCommands, _uploads: Uploads) -> bool:
    """setMyCommands for a scope and a language."""
    key = _commands_key(telegram, call)
    if len(call.commands) > COMMANDS_LIMIT:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    commands = []
    for command in call.commands:
        name = command.command.removeprefix("/")
        if not COMMAND.fullmatch(name):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command.description) <= COMMAND_TEXT_LIMIT:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        commands.append({"command": name, "description": command.description})
    telegram.record("setting", key=key, value=commands or None)
    telegram.changes.ring({"type": "state"})
    return True


def get_my_commands(telegram: Telegram, call: GetMyCommands, _uploads: Uploads) -> list[Json]:
    """getMyCommands of exactly this scope and language."""
    return list(telegram.state.settings.get(_commands_key(telegram, call), []))


def delete_my_commands(telegram: Telegram, call: DeleteMyCommands, _uploads: Uploads) -> bool:
    """deleteMyCommands of exactly this scope and language."""
    telegram.record("setting", key=_commands_key(telegram, call), value=None)
    telegram.changes.ring({"type": "state"})
    return True


def _commands_key(telegram: Telegram, call: Commands) -> str:
    scope = "default" if call.scope is None else str(call.scope.type)
    if isinstance(call.scope, BotCommandScopeChat | BotCommandScopeChatMember):
        chat_id = call.scope.chat_id
        if not isinstance(chat_id, int) or chat_id not in telegram.state.chats:
            raise bad_request("chat not found")
        scope = f"chat:{chat_id}"
    return f"commands|{scope}|{call.language_code or ''}"


def set_name(telegram: Telegram, call: SetName, _uploads: Uploads) -> bool:
    """setMyName, setMyDescription, setMyShortDescription; empty text takes it away."""
    field = _name_field(call)
    text = getattr(call, field) or ""
    if len(text) > NAME_LIMITS[field]:
        raise bad_request(f"{field} is too long")
    telegram.record("setting", key=f"{field}|{call.language_code or ''}", value=text or None)
    return True


def get_name(telegram: Telegram, call: GetName, _uploads: Uploads) -> Json:
    """getMyName, getMyDescription, getMyShortDescription: the language's own, else the one for all."""
    field = _name_field(call)
    settings = telegram.state.settings
    common = settings.get(f"{field}|", telegram.bot_user["first_name"] if field == "name" else "")
    return {field: settings.get(f"{field}|{call.language_code or ''}", common)}


def _name_field(call: SetName | GetName) -> str:
    if isinstance(call, SetMyName | GetMyName):
        return "name"
    return "description" if isinstance(call, SetMyDescription | GetMyDescription) else "short_description"


def set_chat_menu_button(telegram: Telegram, call: SetChatMenuButton, _uploads: Uploads) -> bool:
    """setChatMenuButton, for one chat or for all."""
    if call.chat_id is not None:
        telegram.open_chat(call.chat_id)
    if isinstance(call.menu_button, MenuButtonWebApp) and not is_page(call.menu_button.web_app.url):
        raise bad_request("BUTTON_URL_INVALID")
    button = call.menu_button.model_dump(mode="json", exclude_none=True) if call.menu_button else None
    telegram.record("setting", key=f"menu|{call.chat_id or ''}", value=button)
    if isinstance(call.chat_id, int):
        telegram.chat_changed(call.chat_id)
    return True


def get_chat(telegram: Telegram, call: GetChat, _uploads: Uploads) -> Json:
    """getChat of a person who has started the bot; with the birth date his profile shows."""
    chat = telegram.state.chats.get(call.chat_id) if isinstance(call.chat_id, int) else None
    if chat is None or not chat.started:
        raise bad_request("chat not found")
    person = telegram.person(chat.chat["id"])
    gifts = (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    )
    full: Json = chat.chat | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }
    if person.birthdate:
        full["birthdate"] = dict(zip(("day", "month", "year"), person.birthdate, strict=False))
    if chat.pinned in chat.messages:
        full["pinned_message"] = chat.messages[chat.pinned]
    return full


def get_user_profile_photos(telegram: Telegram, call: GetUserProfilePhotos, _uploads: Uploads) -> Json:
    """getUserProfilePhotos: one or none."""
    person = telegram.state.people.get(call.user_id)
    if person is None:
        raise bad_request("user not found")
    photos = [[telegram.state.files[person.photo_id].as_photo()]] if person.photo_id else []
    offset = max(call.offset or 0, 0)
    return {"total_count": len(photos), "photos": photos[offset : offset + (call.limit or 100)]}


def get_file(telegram: Telegram, call: GetFile, _uploads: Uploads) -> Json:
    """getFile; the path is good for /file/bot<token>/<path>."""
    file = telegram.state.files.get(call.file_id)
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": file.size,
        "file_path": file.path,
    }


def set_webhook(telegram: Telegram, call: SetWebhook, uploads: Uploads) -> bool:
    """setWebhook: the stand-in delivers by long polling only, so any address but none is refused."""
    if call.url:
        raise bad_request("bad webhook: the sandbox delivers updates by getUpdates only")
    return delete_webhook(telegram, DeleteWebhook(drop_pending_updates=call.drop_pending_updates), uploads)


def delete_webhook(telegram: Telegram, call: DeleteWebhook, _uploads: Uploads) -> bool:
    """deleteWebhook, with the waiting updates when asked."""
    if call.drop_pending_updates and telegram.updates_pending:
        telegram.record("confirmed", offset=telegram.state.last_update + 1)
    return True


def get_webhook_info(telegram: Telegram, _call: GetWebhookInfo, _uploads: Uploads) -> Json:
    """getWebhookInfo: no webhook, and how many updates wait."""
    info: dict[str, Any] = {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": telegram.updates_pending,
    }
    if allowed := telegram.state.settings.get("allowed_updates"):
        info["allowed_updates"] = allowed
    return info
