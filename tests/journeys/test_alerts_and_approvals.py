"""What looks odd at the till: the owner hears of it and sets the rules; a manager is asked first."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cast import Actor, Stage, play
from tests.journeys.team import hired

MINUTE, DAY = 60, 86_400


@dataclass
class Shop:
    """The stage, a cashier, a manager, and a customer who has had a card for a week."""

    stage: Stage
    lena: Actor
    mark: Actor
    anna: Actor

    @property
    def owner(self) -> Actor:
        return self.stage.owner

    async def limited(self) -> None:
        """Receipts above 5,000 need a manager from now on."""
        await self.owner.say("/alerts")
        await self.owner.press("Что искать")
        await self.owner.press("Крупный чек")
        await self.owner.press("Предел чека")
        await self.owner.say("5000")
        assert "Чеки больше 5 000 ₽ подтверждает управляющий." in self.owner.sees

    async def asked(self, amount: str = "7000") -> None:
        """A large sale, confirmed by the cashier."""
        await self.lena.scan(self.anna)
        await self.lena.say(amount)
        await self.lena.press(self.lena.buttons[0])
        assert "Попросили управляющего взглянуть на продажу" in self.lena.sees

    async def purchases(self) -> int:
        return int(await self.stage.scalar("SELECT count(*) FROM purchases"))


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        lena, mark = await hired(stage, "Лена"), await hired(stage, "Марк", "Управляющего")
        anna = await stage.joined("Анна")
        stage.clock.advance(7 * DAY)
        await lena.say("/shift")
        await lena.press("Открыть смену")
        yield Shop(stage, lena, mark, anna)


async def test_an_alert_arrives_with_its_entries_and_is_reviewed(shop: Shop) -> None:
    await shop.lena.sell(shop.anna, "450")
    shop.stage.clock.advance(5 * MINUTE)
    await shop.lena.sell(shop.anna, "460")
    for leader in (shop.owner, shop.mark):
        assert leader.sees.startswith("⚠️ Раздробленный чек")
        assert "2 покупки по одной карте на одной кассе за 5 мин." in leader.sees
        assert "Сотрудник: Лена" in leader.sees
    assert shop.owner.buttons == [
        "Покупка",
        "Участник",
        "Разобрались",
        "Ложный сигнал",
        "Разобранные",
        "Что искать",
    ]
    assert "Что искать" not in shop.mark.buttons, "only owners set what is looked for"
    assert not any("Раздробленный" in text for text in shop.lena.heard), "the cashier hears nothing"
    await shop.owner.press("Участник")
    assert "Анна" in shop.owner.sees
    await shop.owner.say("/alerts")
    await shop.owner.press("Покупка")
    assert "460 ₽" in shop.owner.sees
    await shop.owner.say("/alerts")
    await shop.owner.tap_twice("Ложный сигнал")
    assert shop.owner.sees.endswith("ложный сигнал, Ольга")
    await shop.owner.press("Разобранные")
    assert "Раздробленный чек · Лена · ложный сигнал, Ольга" in shop.owner.sees
    await shop.owner.press("‹ Назад")
    assert shop.owner.sees == "На кассах всё спокойно: открытых сигналов нет."


async def test_a_manager_is_asked_and_the_cashiers_screen_changes_by_itself(shop: Shop) -> None:
    await shop.limited()
    await shop.asked()
    assert await shop.purchases() == 0
    assert shop.mark.sees.startswith("Провести эту продажу?\nАнна, 7 000 ₽. На кассе: Лена")
    assert "Чек на 7 000 ₽, больше вашего предела 5 000 ₽." in shop.mark.sees
    assert shop.mark.buttons == ["Разрешить", "Не разрешать"]
    await shop.mark.tap_twice("Разрешить")
    assert shop.mark.sees.endswith("✅ Разрешено, решение: Марк.")
    assert "Управляющий разрешил: можно провести ✓" in shop.lena.sees
    await shop.lena.tap_twice(shop.lena.buttons[0])
    assert await shop.purchases() == 1
    assert await shop.stage.balance(shop.anna) == 350
    await shop.owner.press("Не разрешать")
    assert shop.owner.sees.endswith("✅ Разрешено, решение: Марк."), "the first word stands"


async def test_a_manager_says_no_and_nobody_is_accused(shop: Shop) -> None:
    await shop.limited()
    await shop.asked()
    await shop.mark.press("Не разрешать")
    assert "Управляющий просит не проводить эту покупку в таком виде." in shop.lena.sees
    assert "Напишите другую сумму или закройте продажу" in shop.lena.sees
    assert not any(caption.startswith("Начислить") for caption in shop.lena.buttons), shop.lena.buttons
    assert "Закрыть" in shop.lena.buttons
    await shop.lena.say("7000")
    assert "Управляющий просит не проводить эту покупку в таком виде." in shop.lena.sees, "the same sum"
    assert not any(caption.startswith("Начислить") for caption in shop.lena.buttons), shop.lena.buttons
    assert await shop.purchases() == 0
    await shop.lena.say("450")
    await shop.lena.press(shop.lena.buttons[0])
    assert await shop.purchases() == 1


async def test_nobody_answers_and_the_cashier_asks_again(shop: Shop) -> None:
    await shop.limited()
    await shop.asked()
    before = shop.mark.screen
    shop.stage.clock.advance(5 * MINUTE + 1)
    shop.stage.app.shop.wake()
    await shop.stage.settle()
    assert "Управляющий пока не ответил" in shop.lena.sees
    await shop.mark.press_again(before, "Разрешить")
    assert "Вопрос закрыт" in shop.mark.sees
    await shop.lena.press(shop.lena.buttons[0])
    assert "Попросили управляющего" in shop.lena.sees
    await shop.mark.press("Разрешить")
    await shop.lena.press(shop.lena.buttons[0])
    assert await shop.purchases() == 1


async def test_two_who_may_answer_at_once(shop: Shop) -> None:
    await shop.limited()
    await shop.asked()
    shop.stage.telegram.tap(shop.mark.person, "Разрешить")
    shop.stage.telegram.tap(shop.owner.person, "Не разрешать")
    await shop.stage.settle()
    assert shop.mark.sees.splitlines()[-1] == shop.owner.sees.splitlines()[-1]


async def test_a_stopped_sale_says_nothing_bad(shop: Shop) -> None:
    await shop.owner.say("/alerts")
    await shop.owner.press("Что искать")
    await shop.owner.press("Раздробленный чек")
    await shop.owner.press("Остановить")
    assert "✓ Остановить" in shop.owner.buttons
    await shop.lena.sell(shop.anna, "450")
    await shop.lena.sell(shop.anna, "450")
    assert shop.lena.sees.startswith("Эту покупку пока провести нельзя: так настроены правила магазина.")
    assert await shop.purchases() == 1
    assert "Продажа не проведена." in shop.owner.sees


async def test_a_card_of_the_family_is_added_on_the_colleagues_screen(shop: Shop) -> None:
    number = await shop.stage.scalar("SELECT number FROM members WHERE name = 'Анна'")
    await shop.owner.say("/staff")
    await shop.owner.press("Изменить сотрудника")
    await shop.owner.press("Лена")
    await shop.owner.press("Карты близких")
    await shop.owner.press("Добавить карту")
    await shop.owner.say(str(number))
    assert "Добавлено: Анна ✓" in shop.owner.sees
    await shop.lena.sell(shop.anna, "450")
    assert shop.lena.sees == "Это карта вашего близкого: пусть это сделает коллега."
    await shop.mark.sell(shop.anna, "450")
    assert await shop.purchases() == 1
    await shop.owner.press("Убрать: Анна")
    await shop.lena.sell(shop.anna, "900")
    assert await shop.purchases() == 2


async def test_numbers_are_typed_and_slips_explained(shop: Shop) -> None:
    await shop.owner.say("/alerts")
    await shop.owner.press("Что искать")
    await shop.owner.press("Карта слишком часто")
    await shop.owner.press("3 раза")
    await shop.owner.say("100")
    assert shop.owner.sees == "Нужно целое число от 1 до 50."
    await shop.owner.photo()
    await shop.owner.say("5")
    assert "Одна карта больше 5 раз за 24 часа." in shop.owner.sees
    await shop.owner.press("‹ Назад")
    await shop.owner.press("В нерабочее время")
    await shop.owner.press("Номер необязателен")
    assert "✓ Номер обязателен" in shop.owner.buttons
    await shop.lena.sell(shop.anna, "450")
    assert "Продажа без номера чека." in shop.owner.sees


async def test_the_doors_are_closed_to_cashiers_and_customers(shop: Shop) -> None:
    await shop.limited()
    await shop.asked()
    for person in (shop.lena, shop.anna):
        for data in (
            "approve:1:1",
            "alert:1",
            "alert.done:1",
            "watch:0",
            "watch.mode:1:split:off",
            "family:2",
        ):
            await person.forge(data)
    assert await shop.stage.scalar("SELECT state FROM approvals") == "open"
    for data in (
        "approve",
        "approve:x",
        "alert:999",
        "alerts:x",
        "watch:9",
        "watch.mode:1:own:off",
        "watch.rule:1:x",
    ):
        await shop.owner.forge(data)
    for data in (
        "watch.limit:1:own",
        "watch.mode:1:typed:stop",
        "family:999",
        "family.off:2:x",
        "alerts.old:x",
    ):
        await shop.owner.forge(data)
    assert await shop.stage.scalar("SELECT state FROM approvals") == "open"
