"""Burning points as a customer lives it: the balance with its days, two reminders, a quiet end."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from loyalty.programme import Expiry, Terms
from scheduler.runner import Runner
from scheduler.timetable import timetable
from storage import shop as shop_rows
from storage.database import Connection
from tests.cast import Actor, Stage, play

DAY = 86_400


@dataclass
class Shop:
    """A shop whose points live a month, one customer."""

    stage: Stage
    anna: Actor

    async def rules(self, terms: Terms) -> None:
        """A new version of the rules."""

        def write(tx: Connection) -> None:
            now = self.stage.clock.now()
            fresh = replace(shop_rows.programme(tx), terms=replace(terms, since=now))
            shop_rows.add_programme(tx, fresh, None, now)

        await self.stage.app.shop.db.write(write)

    async def days(self, count: int) -> None:
        """So many days go by with the bot at work."""
        runner = Runner(self.stage.app.shop, timetable(None, 0))
        for _ in range(count):
            self.stage.clock.advance(DAY)
            await runner.tick()
            self.stage.app.shop.wake()
            await self.stage.settle()


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        shop = Shop(stage, await stage.joined("Анна"))
        # At noon, so that no message waits for the morning.
        await noon(stage)
        yield shop


async def noon(stage: Stage) -> None:
    local = stage.clock.now()
    stage.clock.advance(int((12 + 24 - 3 - local.hour) % 24 * 3600))


async def test_points_are_told_of_twice_and_then_burn(shop: Shop) -> None:
    await shop.rules(Terms(expiry=Expiry.LOT, lifetime_months=1, reminder_days=(10, 4)))
    await shop.stage.owner.sell(shop.anna, "1000")
    await shop.anna.say("/card")
    assert "50 баллов сгорят после" in shop.anna.sees
    heard = len(shop.anna.heard)
    await shop.days(34)
    told = shop.anna.heard[heard:]
    assert len(told) == 3
    assert told[0] == told[1]
    assert told[0].startswith("⏳ 50 баллов сгорят после ")
    assert told[0].endswith("До этого ими можно оплатить часть покупки.")
    assert told[2] == "50 баллов сгорели: их срок закончился. Теперь на карте 0."
    await shop.anna.key("История")
    assert shop.anna.sees.splitlines()[0].startswith("1. −50 баллов · ")
    assert shop.anna.sees.splitlines()[1] == "Сгорели: закончился срок"


async def test_the_owner_says_it_in_his_own_words_and_with_a_gift(shop: Shop) -> None:
    await shop.rules(Terms(expiry=Expiry.LOT, lifetime_months=1, reminder_days=(10, 4)))
    owner, anna, vera = shop.stage.owner, shop.anna, shop.stage.person("Вера")
    await vera.start()
    await vera.press("Согласен")
    await vera.press(next(one for one in vera.buttons if one.startswith("Да")))
    await vera.press("Вера")
    await vera.key("Пропустить")
    await vera.press("Пропустить")
    for customer in (anna, vera):
        await owner.sell(customer, "1000")
    await owner.say("/campaigns")
    await owner.press("Баллы сгорят 2")
    assert "Выключен: уходит обычными словами." in owner.sees
    assert "Уходит за 4 дня до сгорания" in owner.sees
    await owner.press("Текст и кнопки")
    await owner.press("Изменить текст")
    await owner.say("{имя}, держите ещё {подарок}!")
    await owner.press("‹ Назад")
    await owner.press("Подарок")
    await owner.press("Баллы")
    await owner.say("20 на 30 дней")
    await owner.press("‹ Назад")
    await owner.press("Показать мне")
    assert any("держите ещё 20 баллов!\n\n⏳ 120 баллов сгорят" in one for one in owner.heard)
    await owner.say("/campaigns")
    await owner.press("Баллы сгорят 2")
    await owner.press("Включить")
    await owner.press("Да, включить")
    assert "Включён: уходит вашими словами." in owner.sees
    before, before_hers = len(anna.heard), len(vera.heard)
    await shop.days(34)
    first, last, *_ = anna.heard[before:]
    assert first == last, "she wants no news"
    assert first.startswith("⏳ 50 баллов сгорят после ")
    assert vera.heard[before_hers:][:2] == [first, f"Вера, держите ещё 20 баллов!\n\n{first}"]
    await vera.say("/balance")
    assert "20" in vera.sees
    await owner.say("/campaigns")
    assert "• Баллы сгорят 2: 1 сообщение за 30 дней" in owner.sees


async def test_a_bot_that_slept_burns_nothing_untold(shop: Shop) -> None:
    await shop.rules(Terms(expiry=Expiry.LOT, lifetime_months=1))
    await shop.stage.owner.sell(shop.anna, "1000")
    shop.stage.clock.advance(60 * DAY)
    await shop.days(1)
    assert shop.anna.sees.startswith("⏳ 50 баллов сгорят после ")
    assert await shop.stage.balance(shop.anna) == 50
    await shop.days(5)
    assert await shop.stage.balance(shop.anna) == 0


async def test_pending_points_are_on_the_card_and_announced(shop: Shop) -> None:
    await shop.rules(Terms(pending_days=3))
    await shop.stage.owner.sell(shop.anna, "1000")
    await shop.anna.say("/card")
    assert "Ещё 50 баллов с " in shop.anna.sees
    await shop.anna.key("Баланс")
    assert shop.anna.sees.startswith("Сейчас тратить нечего.\n\nСкоро станут доступны\nС ")
    await shop.days(4)
    assert shop.anna.sees == "⭐ 50 баллов теперь можно тратить. Всего на карте 50."


async def test_without_purchases_everything_burns_and_a_purchase_keeps_it(shop: Shop) -> None:
    await shop.rules(Terms(expiry=Expiry.INACTIVITY, lifetime_months=1, reminder_days=(10, 4)))
    await shop.stage.owner.sell(shop.anna, "1000")
    await shop.anna.key("Баланс")
    assert shop.anna.sees.startswith("На вашей карте 50 баллов (50 ₽).\n\nОни сгорят после ")
    await shop.days(26)
    assert "Любая покупка до этого их сохранит." in shop.anna.sees
    await shop.stage.owner.sell(shop.anna, "200")
    await shop.days(15)
    assert await shop.stage.balance(shop.anna) == 60
