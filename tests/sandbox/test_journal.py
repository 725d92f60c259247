"""A killed stand-in finds everything again."""

from pathlib import Path

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import BotCommand, BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup

from sandbox.server import served
from sandbox.telegram import Telegram
from tests.sandbox.conftest import StillClock
from tests.sandbox.test_files import picture


def reopened(folder: Path, clock: StillClock) -> Telegram:
    return Telegram(clock.now, folder=folder, monotonic=clock.monotonic)


async def test_everything_is_there_after_a_restart(tmp_path: Path, clock: StillClock) -> None:
    first = reopened(tmp_path, clock)
    anna = first.add_person("Анна", birthdate=(15, 5, 1990), note="покупатель")
    first.start(anna, "c-1")
    async with served(first) as url:
        session = AiohttpSession(api=TelegramAPIServer.from_base(url))
        async with Bot(first.token, session=session) as bot:
            buttons = [[InlineKeyboardButton(text="Да", callback_data="x")]]
            photo = BufferedInputFile(picture(), "card.jpg")
            sent = await bot.send_photo(
                anna.id, photo, reply_markup=InlineKeyboardMarkup(inline_keyboard=buttons)
            )
            await bot.edit_message_caption(chat_id=anna.id, message_id=sent.message_id, caption="было")
            gone = await bot.send_message(anna.id, "прочь")
            await bot.delete_message(anna.id, gone.message_id)
            await bot.set_my_commands([BotCommand(command="card", description="x")])
            await bot.get_updates(offset=(await bot.get_updates())[0].update_id + 1)
            first.say(anna, "не подтверждено")
            query_id = first.press_data(anna, "x", sent.message_id)
    first.block(anna)
    # Not closed: the process was killed.
    second = reopened(tmp_path, clock)
    assert second.state == first.state
    assert second.person(anna.id) == anna
    assert [list(update)[1] for update in second.state.updates.values()] == [
        "message",
        "callback_query",
        "my_chat_member",
    ]
    assert second.callback_answer(query_id) is None
    assert second.file_bytes(second.newest_photo(anna)) == picture()
    second.unblock(anna)
    assert second.say(anna, "дальше")["message_id"] > gone.message_id
    first.close()
    second.close()


def test_a_torn_last_line_is_dropped_and_written_over(tmp_path: Path, clock: StillClock) -> None:
    first = reopened(tmp_path, clock)
    anna = first.add_person("Анна")
    first.say(anna, "раз")
    first.close()
    path = tmp_path / "journal.jsonl"
    whole = path.read_bytes()
    for cut in (1, 20, len(whole.splitlines()[-1])):
        path.write_bytes(whole[:-cut])
        again = reopened(tmp_path, clock)
        assert again.updates_pending == 0
        again.say(anna, "два")
        again.close()
        last = reopened(tmp_path, clock)
        assert [bubble.text for bubble in last.chat(anna)] == ["раз", "два"]
        last.close()


def test_damage_in_the_middle_is_named(tmp_path: Path, clock: StillClock) -> None:
    first = reopened(tmp_path, clock)
    first.add_person("Анна")
    first.close()
    path = tmp_path / "journal.jsonl"
    path.write_bytes(b"{broken\n" + path.read_bytes())
    with pytest.raises(ValueError, match=r"journal\.jsonl: line 1 is not JSON"):
        reopened(tmp_path, clock)
