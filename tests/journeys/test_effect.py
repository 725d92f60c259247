"""An owner looks at what came of a broadcast and takes the list of its people along."""

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from handlers.owner import effect
from tests.cast import Stage, play
from tests.journeys.broadcasting import gone, reader, sent, without_control, written
from tests.journeys.team import hired


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with play(tmp_path) as playing:
        await playing.owner.start()
        yield playing


async def reported(stage: Stage) -> None:
    """A broadcast to Anna and Igor went, and the owner looks at what it brought."""
    anna, _ = await reader(stage, "Анна"), await reader(stage, "Игорь")
    lena = await hired(stage, "Лена")
    stage.clock.advance(3_600)
    await written(stage.owner)
    await without_control(stage.owner)
    await sent(stage.owner)
    await gone(stage)
    await lena.sell(anna, "450")
    await stage.owner.say("/broadcast")
    await stage.owner.press(next(one for one in stage.owner.buttons if one.startswith("✓")))
    await stage.owner.press("Что принесла")


async def test_the_report_says_first_whether_it_worked(stage: Stage) -> None:
    await reported(stage)
    owner = stage.owner
    assert owner.sees.split("\n\n")[1].startswith("❔ Контрольной группы не было")
    assert "Доставлено: 2" in owner.sees
    assert "1 человек, заказов 1, на 450 ₽. Это не результат" in owner.sees
    await owner.press("Как считали")
    assert "контрольная группа" in owner.sees
    await owner.press("‹ Назад")
    assert "Доставлено: 2" in owner.sees


async def test_a_report_that_takes_a_while_says_so(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    await reported(stage)
    monkeypatch.setattr(effect, "PATIENCE_SECONDS", 0)
    await stage.owner.press("‹ Назад")
    assert await stage.owner.press("Что принесла") == "Минутку, считаю."
    assert "Доставлено: 2" in stage.owner.sees


@pytest.mark.parametrize("is_long", [False, True])
async def test_the_list_of_people_comes_as_a_file(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, is_long: bool
) -> None:
    if is_long:  # of a list that takes its time is told how far it is
        monkeypatch.setattr(effect, "SOON_DONE", 0)
    await reported(stage)
    owner = stage.owner
    assert await owner.press("Список людей") == "Минутку, готовлю список."
    assert ("Список: 2 из 2" in owner.heard) is is_long
    page = load_workbook(BytesIO(stage.telegram.file_bytes(owner.screen.document))).active
    assert page is not None
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    assert [(row[0], row[3], row[7], row[8]) for row in rows] == [
        ("Анна", "Доставлено", 1, 450),
        ("Игорь", "Доставлено", 0, 0),
    ]
    assert owner.sees.endswith("2 сообщения. Заказы и выручка за 30 дней.")
