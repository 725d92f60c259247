"""Commands, names and the menu, per scope and language."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat, MenuButtonCommands

from sandbox.state import Person
from sandbox.telegram import Telegram
from tests.sandbox.conftest import Wire


async def test_the_narrowest_scope_and_the_own_language_win(
    bot: Bot, telegram: Telegram, anna: Person
) -> None:
    def names() -> list[str]:
        return [command["command"] for command in telegram.commands(anna)]

    assert names() == []
    await bot.set_my_commands([BotCommand(command="/all", description="x")])
    assert names() == ["all"]
    everybody = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([BotCommand(command="private", description="x")], everybody)
    assert names() == ["private"]
    await bot.set_my_commands([BotCommand(command="ru", description="x")], everybody, "ru")
    assert names() == ["ru"]
    hers = BotCommandScopeChat(chat_id=anna.id)
    await bot.set_my_commands([BotCommand(command="hers", description="x")], hers)
    assert names() == ["hers"]
    assert [command.command for command in await bot.get_my_commands(hers)] == ["hers"]
    await bot.delete_my_commands(hers)
    assert names() == ["ru"]
    assert await bot.get_my_commands(hers) == []


@pytest.mark.parametrize(
    ("params", "refusal"),
    [
        ({"commands": [{"command": "Плохо", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "x", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [{"command": "x", "description": "x"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": [], "scope": {"type": "chat", "chat_id": 9}}, "chat not found"),
    ],
)
async def test_wrong_commands_are_refused(wire: Wire, params: dict[str, Any], refusal: str) -> None:
    assert await wire.refusal("setMyCommands", **params) == f"400 Bad Request: {refusal}"


async def test_names_and_descriptions_are_kept_per_language(bot: Bot, wire: Wire) -> None:
    assert (await bot.get_my_name()).name == "Kopilka"
    await bot.set_my_name("Копилка", "ru")
    await bot.set_my_description("Points for coffee")
    await bot.set_my_short_description("Points")
    assert (await bot.get_my_name("ru")).name == "Копилка"
    assert (await bot.get_my_name("en")).name == "Kopilka"
    assert (await bot.get_my_description("ru")).description == "Points for coffee"
    assert (await bot.get_my_short_description()).short_description == "Points"
    assert "too long" in await wire.refusal("setMyShortDescription", short_description="x" * 121)


async def test_the_menu_button_and_a_pin_are_accepted(bot: Bot, anna: Person) -> None:
    assert await bot.set_chat_menu_button(anna.id, MenuButtonCommands()) is True
    sent = await bot.send_message(anna.id, "карта")
    await bot.pin_chat_message(anna.id, sent.message_id)
    pinned = (await bot.get_chat(anna.id)).pinned_message
    assert pinned is not None
    assert pinned.message_id == sent.message_id
