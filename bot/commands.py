"""The commands Telegram offers while somebody types: for everybody by language, for staff by chat as well."""

import hashlib
import json

from aiogram import Bot
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    MenuButtonDefault,
    MenuButtonWebApp,
    WebAppInfo,
)

from loyalty.staff import Role
from texts.catalogue import LANGUAGES
from texts.commands import commands
from texts.words import words_for

ROLES = ("", *(role.value for role in Role))


def listed(language: str, role: str) -> list[BotCommand]:
    """What a person of this role ("" for a customer) is offered in this language."""
    words = words_for(language, "UTC", "")
    return [BotCommand(command=command, description=text) for command, text in commands(words, role)]


def fingerprint(default_language: str, scanner_url: str = "") -> str:
    """Changes when what register() or register_member() would tell Telegram changes."""
    told = [default_language, *([str(listed(language, role)) for language in LANGUAGES for role in ROLES])]
    told += [scanner_url] if scanner_url else []
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def menu_button(language: str, scanner_url: str) -> MenuButtonWebApp | MenuButtonDefault:
    """The button beside the input field: the scanner, or whatever it is for everybody."""
    if not scanner_url:
        return MenuButtonDefault()
    words = words_for(language, "UTC", "")
    return MenuButtonWebApp(text=words.t("Scanner"), web_app=WebAppInfo(url=scanner_url))


async def register(bot: Bot, default_language: str) -> None:
    """Tell Telegram what everybody is offered in private chats, in each language and in any other."""
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands(listed(default_language, ""), scope=scope)
    for language in LANGUAGES:
        await bot.set_my_commands(listed(language, ""), scope=scope, language_code=language)


async def register_member(
    bot: Bot, external_id: str, language: str, role: str, scanner_url: str = ""
) -> None:
    """Offer one person the commands of his role and the scanner; without a role those of everybody again."""
    scope = BotCommandScopeChat(chat_id=int(external_id))
    if role:
        await bot.set_my_commands(listed(language, role), scope=scope)
    else:
        await bot.delete_my_commands(scope=scope)
    await bot.set_chat_menu_button(int(external_id), menu_button(language, scanner_url if role else ""))
