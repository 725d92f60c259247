"""Goods for goods at the till: two taps and an amount for the cashier, one message for the customer."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from actions.exchange import SALE_WITHIN
from tests.cast import Actor, Stage, play
from tests.journeys.team import hired


@dataclass
class Shop:
    """The stage, a cashier, a customer."""

    stage: Stage
    lena: Actor
    anna: Actor


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        shop = Shop(stage, await hired(stage, "Лена"), await stage.joined("Анна"))
        await shop.lena.sell(shop.anna, "1000")
        yield shop


async def to_the_preview(shop: Shop, amount: str) -> None:
    await shop.lena.say("/refund")
    await shop.lena.press("1. Анна")
    await shop.lena.say(amount)
    assert shop.lena.buttons == ["Оформить возврат", "Обмен", "Другая сумма", "‹ Назад"]


async def test_rule_53_an_exchange_at_the_till_is_one_message_for_the_customer(shop: Shop) -> None:
    await to_the_preview(shop, "1000")
    heard = len(shop.anna.heard)
    await shop.lena.tap_twice("Обмен")
    assert shop.lena.sees == (
        "✅ Товар на 1 000 ₽ принят: Анна. Отдайте 1 000 ₽ или зачтите их в новую покупку.\n"
        "\n"
        "Анна · Базовый · 0 баллов\n"
        "Сумма чека?"
    )
    assert shop.lena.buttons == ["Закрыть"]
    assert len(shop.anna.heard) == heard
    await shop.lena.say("800")
    await shop.lena.tap_twice("Начислить +40")
    assert shop.lena.sees == "✅ Анна: +40 баллов, теперь 40.\nЧек 800 ₽"
    [told] = shop.anna.heard[heard:]
    assert told == (
        "Обмен оформлен: возврат на 1 000 ₽, новая покупка на 800 ₽.\n"
        "За возврат деньгами: 1 000 ₽.\n"
        "Сняты 50 баллов за возвращённое.\n"
        "За новую покупку: +40 баллов.\n"
        "Теперь у вас 40."
    )
    assert "Это не я" in shop.anna.buttons
    assert await shop.stage.balance(shop.anna) == 40
    await shop.anna.press("Это не я")
    assert shop.anna.sees.startswith("+40 баллов")


async def test_rule_53_a_closed_exchange_is_a_refund_and_told_later(shop: Shop) -> None:
    await to_the_preview(shop, "400")
    heard = len(shop.anna.heard)
    await shop.lena.press("Обмен")
    await shop.lena.press("Закрыть")
    assert shop.lena.sees == "Продажа закрыта: Анна. Ничего не начислено."
    assert len(shop.anna.heard) == heard
    shop.stage.clock.advance(int(SALE_WITHIN.total_seconds()))
    shop.stage.app.shop.wake()
    await shop.stage.settle()
    assert shop.anna.heard[heard:] == [
        "Возврат на 400 ₽ оформлен, деньгами 400 ₽.\nСняты 20 баллов за эту покупку.\nТеперь у вас 30."
    ]


async def test_rule_53_forged_and_old_buttons_exchange_nothing(shop: Shop) -> None:
    await to_the_preview(shop, "400")
    old = shop.lena.screen
    for data in (
        "refund.swap",
        "refund.swap:1",
        "refund.swap:1:zzz",
        "refund.swap:x:y",
        "refund.swap:999999:a",
    ):
        await shop.lena.forge(data)
        await shop.anna.forge(data)
    assert await shop.stage.balance(shop.anna) == 50
    await shop.lena.say("/refund")
    await shop.lena.press_again(old, "Обмен")
    shown = next(bubble for bubble in shop.lena.chat if bubble.id == old.id)
    assert "Этот возврат уже не открыт, ничего не сделано." in shown.text
    assert await shop.stage.balance(shop.anna) == 50
