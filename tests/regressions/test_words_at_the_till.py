"""Words that left out what matters, or spoke of something else."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.cast import Stage, play
from tests.journeys.team import hired


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        yield stage


async def test_undoing_a_sale_paid_with_points_says_that_they_come_back(stage: Stage) -> None:
    anna, lena = await stage.joined("Анна"), await hired(stage, "Лена")
    await lena.sell(anna, "10000")
    await lena.scan_card(anna)
    await lena.say("1000")
    await lena.press("Списать 300")
    await anna.press("Списать −300")
    await lena.press("Отменить продажу")
    assert lena.sees.splitlines()[1:] == ["С карты уйдут 35 баллов.", "На карту вернутся 300 баллов."]


async def test_a_tills_name_that_is_too_long_is_not_said_to_be_for_a_card(stage: Stage) -> None:
    await stage.owner.say("/tills")
    await stage.owner.press("Новая касса")
    await stage.owner.press("Всё")
    await stage.owner.say("К" * 31)
    assert stage.owner.sees == "Нужен текст от 1 до 30 символов."


async def test_every_typed_setting_of_the_alerts_has_a_way_back(stage: Stage) -> None:
    await stage.owner.say("/alerts")
    await stage.owner.press("Что искать")
    await stage.owner.press("Крупный чек")
    for label in ("Предел чека", "6 обычных чеков"):
        await stage.owner.press(label)
        assert stage.owner.buttons == ["‹ Назад"]
        await stage.owner.press("‹ Назад")
        assert "Предел чека" in stage.owner.buttons
