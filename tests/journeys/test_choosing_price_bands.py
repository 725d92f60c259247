"""An owner asks for a price band: too few buyers, thirds of them, sums of his own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert

from actions.statistics import recompute
from loyalty.price_bands import LEAST_BUYERS
from storage.schema import members, purchases
from tests.cast import Actor, Stage, play
from tests.journeys.team import hired

SUMS = "SELECT value FROM meta WHERE key = 'price_bands'"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        yield stage


async def buyers(stage: Stage, number: int, first: int = 1) -> None:
    """People who bought once, for 100, 200, 300 .. rubles."""
    now = stage.clock.now()
    sale = {"store_id": 1, "earned_points": 0, "receipt": "", "business_day": now.date(), "rule_version": 1}
    sale |= {"trace": "{}", "at": now}

    def write(tx: Connection) -> None:
        for n in range(first, first + number):
            member = {"id": 1_000 + n, "number": f"{n:012}", "card_token": f"t{n}", "name": f"Гость {n}"}
            tx.execute(insert(members).values(step="joined", created_at=now, joined_at=now, **member))
            who = {"member_id": 1_000 + n, "cashier_id": 1_000 + n, "amount_minor": n * 100_00}
            tx.execute(insert(purchases).values(**sale, **who))
            recompute(tx, 1_000 + n)

    await stage.app.shop.db.write(write)


async def picker(owner: Actor) -> None:
    """The bands, among the fields of purchases."""
    await owner.say("/segments")
    for button in ("Собрать свою", "Добавить условие", "Покупки", "Ценовой сегмент"):
        await owner.press(button)


async def typed(owner: Actor, expression: str) -> None:
    """An audience typed anew."""
    await owner.say("/segments")
    await owner.press("Собрать свою")
    await owner.press("Написать словами")
    await owner.say(expression)


async def test_a_band_is_chosen_and_told_with_its_sums(stage: Stage) -> None:
    await buyers(stage, LEAST_BUYERS)
    owner = stage.owner
    await picker(owner)
    assert "Низкий: средний чек меньше 1 100 ₽" in owner.sees
    assert "Высокий: средний чек от 2 100 ₽" in owner.sees
    await owner.press("Средний")
    assert owner.sees.startswith("Ценовой сегмент: средний\nценовой сегмент = средний\n")
    assert "Средний: средний чек от 1 100 ₽ до 2 100 ₽" in owner.sees
    assert "Высокий" not in owner.sees
    assert "Подходит 10 человек." in owner.sees


async def test_the_first_expression_that_asks_draws_the_bands_and_they_stay(stage: Stage) -> None:
    await buyers(stage, LEAST_BUYERS)
    await typed(stage.owner, "price_band = high")
    assert "Подходит 10 человек." in stage.owner.sees
    assert await stage.scalar(SUMS) == "110000 210000"
    await buyers(stage, LEAST_BUYERS, first=LEAST_BUYERS + 1)
    await typed(stage.owner, "ценовой сегмент в (средний, высокий)")
    assert "Подходит 50 человек." in stage.owner.sees
    assert await stage.scalar(SUMS) == "110000 210000"


async def test_too_few_buyers_are_told_until_there_are_enough(stage: Stage) -> None:
    await buyers(stage, LEAST_BUYERS - 1)
    owner = stage.owner
    await picker(owner)
    assert "хотя бы 30 человек, а пока их 29" in owner.sees
    assert "Средний" not in owner.buttons
    await typed(owner, "ценовой сегмент != низкий")
    assert "хотя бы 30 человек, а пока их 29" in owner.sees
    assert "Никто не подходит." in owner.sees
    assert await stage.scalar(SUMS) is None
    anna, lena = await stage.joined("Анна", phone="+79001234567"), await hired(stage, "Лена")
    await lena.sell(anna, "5000")
    await owner.say("/segments")
    await owner.press("К черновику")
    assert "Низкий: средний чек меньше 1 100 ₽" in owner.sees


async def test_an_owner_types_his_own_sums(stage: Stage) -> None:
    owner = stage.owner
    await picker(owner)
    await owner.press("Написать суммы")
    assert owner.sees.startswith("С какого среднего чека")
    for slip, told in (("560 320", "Вторая сумма"), ("много", "Не понимаю"), ("0 и 320", "ноль")):
        await owner.say(slip)
        assert told in owner.sees, slip
    await owner.photo()
    await owner.say("320 и 560,50")
    assert "Средний: средний чек от 320 ₽ до 560,50 ₽" in owner.sees
    assert await stage.scalar(SUMS) == "32000 56050"
    await owner.press("Написать суммы")
    assert "Высокий: средний чек от 560,50 ₽" in owner.sees
    await owner.press("‹ Назад")
    await owner.say("1 2")
    assert await stage.scalar(SUMS) == "32000 56050"


async def test_bands_are_for_owners_only(stage: Stage) -> None:
    lena = await hired(stage, "Лена")
    for forged in ("seg.bands", "seg.bands.ask"):
        await lena.forge(forged)
    await lena.say("320 560")
    assert "средний чек" not in "".join(lena.heard)
    assert await stage.scalar(SUMS) is None
