"""The message that shows how far a broadcast is: whose it is, and when it makes room for another screen."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.cast import Actor, Stage, play
from tests.journeys.broadcasting import gone, reader, sent, without_control, written
from tests.journeys.team import hired


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        yield stage


async def for_tomorrow(stage: Stage) -> None:
    """A broadcast that waits for its time, on the screen that shows how far it is."""
    await written(stage.owner, "Завтра")
    await stage.owner.press("Когда")
    await stage.owner.press("Завтра 12:00")
    await stage.owner.press("‹ Назад")
    await sent(stage.owner)
    await gone(stage)
    await stage.owner.say("/broadcast")
    await stage.owner.press(stage.owner.buttons[0])


async def second_owner(stage: Stage) -> Actor:
    second = await hired(stage, "Павел", "Управляющего")
    promote = "UPDATE staff SET role = 'owner' WHERE removed_at IS NULL"
    await stage.app.shop.db.write(lambda tx: tx.exec_driver_sql(promote))
    return second


async def later(stage: Stage) -> None:
    """So much later that the message has changed by itself if it is going to."""
    stage.clock.advance(4)
    await stage.app.runner.tick()
    await stage.settle()


@pytest.mark.parametrize(
    ("button", "shown"),
    [
        ("Отменить…", "Отменить «Завтра»?"),
        ("Отозвать…", "Отозвать «Завтра»?"),
        ("Исправить текст", "Пришлите исправленный текст."),
        ("‹ Назад", "Рассылки:"),
    ],
)
async def test_it_is_not_written_over_what_its_owner_went_to(stage: Stage, button: str, shown: str) -> None:
    owner = stage.owner
    await reader(stage, "Анна")
    await for_tomorrow(stage)
    await owner.press(button)
    assert owner.sees.startswith(shown)
    await later(stage)
    assert owner.sees.startswith(shown)


async def test_whoever_sends_it_off_is_told_how_it_goes(stage: Stage) -> None:
    owner, second = stage.owner, await second_owner(stage)
    await reader(stage, "Анна")
    await written(owner, "Скидки")
    await without_control(owner)
    await owner.press("Показать мне")
    await second.say("/broadcast")
    await second.press("✎ Скидки")
    await second.press("К отправке")
    await second.press("Отправить…")
    await second.press("Да, отправить")
    await gone(stage)
    await later(stage)
    assert "Готово." in second.sees
    assert "Готово." not in owner.sees


async def test_another_owner_looks_again_by_a_button(stage: Stage) -> None:
    owner, second = stage.owner, await second_owner(stage)
    await reader(stage, "Анна")
    await for_tomorrow(stage)
    assert "Обновить" not in owner.buttons
    await second.say("/broadcast")
    await second.press(second.buttons[0])
    await second.press("Обновить")
    await second.press("Пауза")
    assert "Пауза." in second.sees
    await later(stage)
    assert "Пауза." in owner.sees


async def test_old_buttons_show_how_it_stands(stage: Stage) -> None:
    owner, second = stage.owner, await second_owner(stage)
    await reader(stage, "Анна")
    await written(owner, "Скидки")
    await without_control(owner)
    await owner.press("Показать мне")
    check = owner.screen
    await owner.press("Отправить…")
    asked = owner.screen
    await second.say("/broadcast")
    await second.press("✎ Скидки")
    await second.press("Подарок")
    await second.press("Баллы")
    await second.say("50")
    for old, button in ((asked, "Да, отправить"), (check, "Отправить…")):
        await owner.press_again(old, button)
        assert owner.sees.startswith("Черновик тем временем изменили. Вот как он теперь.")
    await owner.press("Показать мне")
    await owner.press("Отправить…")
    await owner.press("Да, отправить")
    going = owner.screen
    await gone(stage)
    await owner.say("/broadcast")
    for old, button in ((asked, "‹ Назад"), (going, "Отменить…"), (check, "Отправить…")):
        await owner.press_again(old, button)
        [shown] = [bubble.text for bubble in owner.chat if bubble.id == old.id]
        assert "Готово." in shown, button


async def test_a_cancelled_one_tells_how_many_get_nothing(stage: Stage) -> None:
    await reader(stage, "Анна")
    await for_tomorrow(stage)
    await stage.owner.press("Отменить…")
    await stage.owner.press("Да, отменить")
    assert "Не отправлено: " in stage.owner.sees


async def test_a_second_correction_is_counted_by_itself_and_what_is_gone_is_not_corrected(
    stage: Stage,
) -> None:
    owner, anna = stage.owner, await reader(stage, "Анна")
    await written(owner, "Скидка 90 %")
    await without_control(owner)
    await sent(owner)
    await gone(stage)
    for said in ("Скидка 9 %", "Скидка 19 %"):
        await owner.say("/broadcast")
        await owner.press(owner.buttons[0])
        await owner.press("Исправить текст")
        await owner.say(said)
        await gone(stage)
        assert anna.sees == said
    await owner.say("/broadcast")
    await owner.press(owner.buttons[0])
    assert "Исправлено: 1" in owner.sees
    await owner.press("Отозвать…")
    await owner.press("Да, отозвать")
    await gone(stage)
    await owner.say("/broadcast")
    await owner.press(owner.buttons[0])
    assert "Отозвано: 1" in owner.sees
    assert "Исправить текст" not in owner.buttons


async def test_the_notice_of_an_automation_that_stopped_leads_to_it(stage: Stage) -> None:
    owner = stage.owner
    await owner.say("/campaigns")
    automation = await stage.scalar("SELECT id FROM campaigns WHERE kind = 'birthday'")
    await owner.forge(f"auto.show:{automation}")
    title = owner.sees.split("\n")[0]
    stopped = "UPDATE campaigns SET state = 'paused', reason = 'blocked' WHERE kind = 'birthday'"
    await stage.app.shop.db.write(lambda tx: tx.exec_driver_sql(stopped))
    for button in ("camp.show", "camp.resume"):
        await owner.say("/broadcast")
        await owner.forge(f"{button}:{automation}")
        assert owner.sees.split("\n")[0] == title
    assert await stage.scalar("SELECT state FROM campaigns WHERE kind = 'birthday'") == "running"
