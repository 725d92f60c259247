"""Goods come back: what the cashier taps, what the customer reads, what the owner forgives."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cast import Actor, Stage, play
from tests.journeys.team import hired


@dataclass
class Shop:
    """The stage, a cashier, a customer with 300 points."""

    stage: Stage
    lena: Actor
    anna: Actor


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        shop = Shop(stage, await hired(stage, "Лена"), await stage.joined("Анна"))
        await shop.lena.sell(shop.anna, "6000")
        yield shop


async def sold_with_points(shop: Shop) -> None:
    """1,000 ₽, of them 300 points."""
    await shop.lena.scan(shop.anna)
    await shop.lena.say("1000 №17")
    await shop.lena.press(next(label for label in shop.lena.buttons if "300" in label))
    await shop.anna.press(shop.anna.buttons[0])
    assert await shop.stage.scalar("SELECT spent_points FROM purchases ORDER BY id DESC") == 300


async def owned(shop: Shop) -> int:
    """Anna's points, from the database."""
    return int(await shop.stage.scalar("SELECT points FROM heads ORDER BY member_id DESC LIMIT 1"))


async def test_a_part_comes_back_and_then_the_rest(shop: Shop) -> None:
    await sold_with_points(shop)
    await shop.lena.say("/refund")
    assert "1. Анна" in shop.lena.sees
    assert "1 000 ₽, чек № 17" in shop.lena.sees
    await shop.lena.press("1. Анна")
    assert "На какую сумму вернули товар?" in shop.lena.sees
    assert shop.lena.buttons == ["Весь чек", "‹ Назад"]
    await shop.lena.say("400")
    assert shop.lena.sees.splitlines()[1:] == [
        "Возврат товара на 400 ₽",
        "Отдать деньгами: 280 ₽",
        "Вернутся на карту: 120 баллов",
        "Уйдут с карты: 14 баллов за покупку",
        "На карте станет: 141",
    ]
    await shop.lena.tap_twice("Оформить возврат")
    assert shop.lena.sees == "✅ Возврат оформлен: Анна, 400 ₽. Отдайте 280 ₽.\nНа карте станет: 141"
    assert shop.anna.sees == (
        "Возврат на 400 ₽ оформлен, деньгами 280 ₽.\n"
        "Вернулись 120 баллов, которыми вы платили.\n"
        "Сняты 14 баллов за эту покупку.\n"
        "Теперь у вас 141."
    )
    await shop.lena.say("Возврат")
    assert "осталось 600 ₽" in shop.lena.sees
    await shop.lena.say("17")
    await shop.lena.press("1. Анна")
    await shop.lena.press("Всё, что осталось")
    await shop.lena.press("Оформить возврат")
    assert "На карте станет: 300" in shop.lena.sees
    await shop.lena.say("/refund")
    await shop.lena.say("17")
    assert shop.lena.sees.startswith("По этому номеру возвращать нечего")


async def test_spent_points_become_a_debt_and_the_owner_forgives_it(shop: Shop) -> None:
    await sold_with_points(shop)
    owner = shop.stage.owner
    await owner.say("/refund")
    await owner.press("2. Анна")
    await owner.press("Весь чек")
    assert "за покупателем останутся 265 баллов" in owner.sees
    await owner.press("Оформить возврат")
    assert "265 баллов уже потрачены: их закроют следующие." in shop.anna.sees
    await owner.press("Простить долг")
    assert owner.sees == "Анна: долг 265 баллов.\nПростить этот долг? Покупатель получит сообщение."
    await owner.tap_twice("Да, простить")
    assert owner.sees == "✅ Анна: списаны 265 баллов долга, больше ничего не должны."
    assert shop.anna.sees == "Магазин простил вам 265 баллов. Теперь у вас 0."
    assert shop.anna.buttons == ["Это не я"]


async def test_a_card_number_finds_the_purchases_and_bad_input_gets_a_kind_answer(shop: Shop) -> None:
    number = str(await shop.stage.scalar("SELECT number FROM members WHERE name = 'Анна'"))
    await shop.lena.say("/refund")
    await shop.lena.photo()
    assert shop.lena.sees.startswith("Напишите номер чека или номер карты")
    for odd in ("🙂", "я" * 4_000, "№"):
        await shop.lena.say(odd)
        assert shop.lena.sees.startswith("По этому номеру возвращать нечего")
    await shop.lena.say(number)
    await shop.lena.press("1. Анна")
    await shop.lena.photo()
    assert shop.lena.sees.startswith("Жду сумму")
    await shop.lena.say("сто")
    assert "Напишите так: 450 или 450,50" in shop.lena.sees
    await shop.lena.say("6000,01")
    assert shop.lena.sees == "Это больше, чем осталось в чеке: не больше 6 000 ₽."
    await shop.lena.say(number)
    assert "Сумма чека?" in shop.lena.sees, "the next customer's card opens a sale"
    for data in (
        "refund.ok",
        "refund.ok:1",
        "refund.ok:1:zzz",
        "refund.pick:x",
        "refund.whole:999999",
        "debt.off:1:1",
    ):
        await shop.lena.forge(data)
        await shop.anna.forge(data)
    assert await owned(shop) == 300


async def test_an_old_preview_does_nothing_and_another_amount_makes_a_new_one(shop: Shop) -> None:
    await shop.lena.say("/refund")
    await shop.lena.press("1. Анна")
    await shop.lena.say("1000")
    old = shop.lena.screen
    await shop.lena.press("Другая сумма")
    await shop.lena.say("2000")
    await shop.lena.press_again(old, "Оформить возврат")
    shown = next(bubble for bubble in shop.lena.chat if bubble.id == old.id)
    assert "Этот возврат уже не открыт, ничего не сделано." in shown.text
    assert shown.buttons == ()
    assert await owned(shop) == 300


async def test_after_five_minutes_a_sale_is_refunded_instead_of_undone(shop: Shop) -> None:
    await shop.lena.sell(shop.anna, "450")
    shop.stage.clock.advance(301)
    await shop.lena.press("Отменить продажу")
    assert shop.lena.buttons == ["Возврат"]
    await shop.lena.press("Возврат")
    await shop.lena.press("Весь чек")
    await shop.lena.press("Оформить возврат")
    assert shop.anna.sees == (
        "Возврат на 450 ₽ оформлен, деньгами 450 ₽.\nСняты 22 балла за эту покупку.\nТеперь у вас 300."
    )
    assert await owned(shop) == 300
