"""Start and stop as a person who runs the bot sees them: greeted, refused in one line, drained, restarted."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from actions.recognise import recognise
from actions.webhooks import Added, LogView, add_webhook, send_test, show_log
from bot.app import App, build
from bot.config import Settings, load_settings
from bot.lifespan import CannotStart
from loyalty.refusals import Refusal, Refused
from loyalty.webhooks import DeliveryLine
from tests.clockwork.receiver import receiving
from tests.journeys.telegram import BROKEN, REFUSED, TOKEN, Telegram, message, telegram_server


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with telegram_server() as server:
        yield server


@pytest.fixture
def settings(telegram: Telegram, tmp_path: Path) -> Settings:
    return settings_for(telegram, tmp_path)


def settings_for(telegram: Telegram, folder: Path, **values: Any) -> Settings:
    wanted = {"bot_token": TOKEN, "telegram_api_url": telegram.url, "data_dir": folder, **values}
    wanted.setdefault("database_url", f"sqlite:///{folder}/kopilka.db")
    return load_settings(None, **wanted)


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[App]:
    app = build(settings)
    await app.start()
    try:
        yield app
    finally:
        await app.stop()


async def refusal(settings: Settings) -> str:
    with pytest.raises(CannotStart) as refused:
        await build(settings).start()
    line = str(refused.value)
    assert "\n" not in line
    return line


async def test_a_stranger_is_answered_and_the_shop_is_closed_tidily(
    telegram: Telegram, settings: Settings, tmp_path: Path
) -> None:
    async with serving(settings):
        telegram.write("/start")
        answers = await telegram.until_asked("sendMessage")
    assert answers[0]["chat_id"] == 7
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kopilka.db", "kopilka.db.lock", "secret.key"]


async def test_groups_are_passed_over_without_a_word(telegram: Telegram, settings: Settings) -> None:
    async with serving(settings):
        group = telegram.write("/start", chat_type="supergroup")
        telegram.write("/start")
        await telegram.until_asked("sendMessage")
        polls = await telegram.until_asked("getUpdates", 2)
    assert polls[-1]["offset"] > group
    assert {values["chat_id"] for values in telegram.asked("sendMessage")} == {7}


async def test_a_token_that_telegram_refuses_stops_the_start(telegram: Telegram, settings: Settings) -> None:
    telegram.then("getMe", REFUSED)
    telegram.then("getWebhookInfo", BROKEN, REFUSED)
    assert "BOT_TOKEN is refused by Telegram" in await refusal(settings)


async def test_a_start_waits_for_telegram_to_come_back(telegram: Telegram, settings: Settings) -> None:
    telegram.then("getMe", BROKEN)
    async with serving(settings):
        pass
    assert len(telegram.asked("getMe")) == 2


async def test_a_signal_ends_a_start_that_waits_for_telegram(telegram: Telegram, settings: Settings) -> None:
    telegram.then("getMe", *[BROKEN] * 20)
    app = build(settings)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(app.run())
        await telegram.until_asked("getMe")
        os.kill(os.getpid(), signal.SIGTERM)
        assert await asyncio.wait_for(running, 5)


async def test_a_signal_stops_the_bot_after_the_answer_under_way(
    telegram: Telegram, settings: Settings
) -> None:
    app = build(settings)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(app.run())
        await telegram.until_asked("getUpdates")
        telegram.write("/start")
        await telegram.until_asked("getUpdates", 2)
        os.kill(os.getpid(), signal.SIGINT)
        assert await asyncio.wait_for(running, 20)
    assert telegram.asked("sendMessage")


async def test_a_token_taken_back_later_ends_the_bot_in_one_line(
    telegram: Telegram, settings: Settings
) -> None:
    telegram.then("getUpdates", REFUSED)
    with pytest.raises(CannotStart, match="token"):
        await asyncio.wait_for(build(settings).run(), 20)


async def test_a_second_process_on_the_same_database_is_refused(
    telegram: Telegram, settings: Settings
) -> None:
    async with serving(settings):
        assert str(os.getpid()) in await refusal(settings)
    async with serving(settings):
        await telegram.until_asked("getUpdates")


async def test_a_database_belongs_to_one_bot(telegram: Telegram, settings: Settings) -> None:
    async with serving(settings):
        pass
    telegram.bot |= {"id": 43, "username": "tea_bot"}
    telegram.webhook = "https://example.org/hook"
    assert "another bot than @tea_bot" in await refusal(settings)
    assert not telegram.asked("deleteWebhook")


async def test_a_database_belongs_to_one_key(telegram: Telegram, settings: Settings, tmp_path: Path) -> None:
    async with serving(settings):
        pass
    other = settings_for(telegram, tmp_path, secret_key="k" * 40)
    assert "SECRET_KEY is not the key of this database" in await refusal(other)
    (tmp_path / "secret.key").unlink()
    assert "secret.key is missing" in await refusal(settings)
    assert not (tmp_path / "secret.key").exists()


async def test_a_file_that_is_no_database_is_refused(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "kopilka.db").write_text("these are not the points you are looking for" * 100)
    assert "kopilka.db" in await refusal(settings)


async def test_a_webhook_is_taken_away_and_its_updates_are_kept(
    telegram: Telegram, settings: Settings
) -> None:
    telegram.webhook = "https://example.org/hook"
    async with serving(settings):
        pass
    assert [values.get("drop_pending_updates") for values in telegram.asked("deleteWebhook")] in (
        [None],
        [False],
    )
    async with serving(settings):
        pass
    assert len(telegram.asked("deleteWebhook")) == 1


async def test_commands_are_told_once_for_a_wording(telegram: Telegram, settings: Settings) -> None:
    for _ in range(2):
        async with serving(settings):
            await telegram.until_asked("setMyCommands", 3)
            await asyncio.sleep(0.1)
    languages = [values.get("language_code") for values in telegram.asked("setMyCommands")]
    assert languages == [None, "ru", "en"]


async def test_a_start_does_not_need_the_list_of_commands(telegram: Telegram, settings: Settings) -> None:
    telegram.then("setMyCommands", (400, {"ok": False, "error_code": 400, "description": "Bad Request: no"}))
    async with serving(settings):
        telegram.write("/start")
        await telegram.until_asked("sendMessage")


async def test_an_owner_link_is_printed_until_there_is_an_owner(
    telegram: Telegram, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with serving(settings_for(telegram, tmp_path)):
        await asyncio.sleep(0.1)
    assert "https://t.me/coffee_bot?start=o-" in capsys.readouterr().out
    async with serving(settings_for(telegram, tmp_path, owner_ids=("7",))):
        await asyncio.sleep(0.1)
    assert capsys.readouterr().out == ""


async def test_stopping_twice_is_stopping_once(telegram: Telegram, settings: Settings) -> None:
    async with serving(settings) as app:
        await telegram.until_asked("getUpdates")
        await app.stop()


async def test_a_part_that_breaks_ends_the_bot_with_a_logged_error(
    telegram: Telegram, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    async def break_down() -> None:
        await telegram.until_asked("getUpdates")
        raise RuntimeError("out of paper")

    app = build(settings)
    app.tasks.part("the printer", break_down(), lambda: None)
    assert not await asyncio.wait_for(app.run(), 20)
    assert "the printer ended unasked" in caplog.text
    assert "out of paper" in caplog.text


async def test_somebody_whose_message_breaks_something_is_told_once(
    telegram: Telegram, settings: Settings
) -> None:
    async def break_down(*_: object) -> None:
        raise RuntimeError("out of paper")

    async with serving(settings) as app:
        app.dispatcher.message.outer_middleware(break_down)
        update = {"update_id": 900, "message": message("hello")}
        for attempt in (1, 2, 3):
            with pytest.raises(RuntimeError, match="out of paper"):
                await app.dispatcher.feed_raw_update(app.bot, update, attempt=attempt)
    assert len(telegram.asked("sendMessage")) == 1


async def test_staff_hear_of_their_commands_when_those_change(telegram: Telegram, tmp_path: Path) -> None:
    async with serving(settings_for(telegram, tmp_path, owner_ids=("7",))):
        told = await telegram.until_asked("setMyCommands", 4)
    scopes = [values["scope"] for values in told]
    assert {"type": "chat", "chat_id": 7} in scopes


@pytest.mark.parametrize("api", ["https://api.telegram.org", ""], ids=["Telegram", "a stand-in"])
async def test_events_go_to_this_machine_only_beside_a_stand_in_for_telegram(
    telegram: Telegram, tmp_path: Path, api: str
) -> None:
    """Neither is such an address taken down, nor is one posted to that is in the database all the same."""
    settings = settings_for(telegram, tmp_path, owner_ids=("7",))
    app = build(settings)
    app.settings = settings.model_copy(update={"telegram_api_url": api}) if api else settings
    await app.start()
    try:
        async with receiving() as receiver:
            owner, _ = await recognise(app.shop, "telegram", "7")
            assert owner is not None
            added = await add_webhook(app.shop, owner.member_id, owner.account_id, "https://127.0.0.1/hook")
            assert added == Refused(Refusal.WEBHOOK_PRIVATE) if api else isinstance(added, Added)
            inward = replace(app.shop, settings=replace(app.shop.settings, local_webhooks=True))
            hook = await add_webhook(inward, owner.member_id, owner.account_id, f"{receiver.url}/inward")
            assert isinstance(hook, Added)
            await send_test(app.shop, owner.member_id, hook.webhook.id)
            [tried] = await tries(app, owner.member_id, hook.webhook.id)
            heard = len(receiver.heard)
    finally:
        await app.stop()
    assert (tried.reason, heard) == (("the address is not allowed", 0) if api else ("", 1))


async def tries(app: App, owner_id: int, webhook_id: int) -> Sequence[DeliveryLine]:
    """What the log says of a webhook, once it was posted to."""
    async with asyncio.timeout(10):
        while True:
            view = await show_log(app.shop, owner_id, webhook_id)
            assert isinstance(view, LogView)
            if view.lines and all(one.tries for one in view.lines):
                return view.lines
            await asyncio.sleep(0.01)
