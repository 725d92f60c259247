"""Paying with points as customers and cashiers live it: the question, the pay code, all between."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sandbox.camera import read_code
from tests.cast import Actor, Stage, play
from tests.journeys.team import hired


@dataclass
class Shop:
    """The stage, a cashier, and a customer with 500 points."""

    stage: Stage
    lena: Actor
    anna: Actor


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        lena, anna = await hired(stage, "Лена"), await stage.joined("Анна")
        await lena.sell(anna, "10000")
        await anna.say("/card")
        yield Shop(stage, lena, anna)


async def test_the_customer_confirms_and_the_sale_is_booked_on_both_screens(shop: Shop) -> None:
    await shop.lena.scan(shop.anna)
    await shop.lena.say("450 №17")
    assert shop.lena.sees == (
        "Анна, 450 ₽, чек № 17\n+22 балла, станет 522.\nЕсли −135 баллов: к оплате 315 ₽, +15 баллов."
    )
    assert shop.lena.buttons[:3] == ["Начислить +22", "Списать 135", "Другое число"]
    await shop.lena.press("Списать 135")
    assert "Жду согласия покупателя на 135 баллов" in shop.lena.sees
    assert shop.lena.buttons == ["Без баллов", "Закрыть"]
    assert shop.anna.sees.startswith("Списать 135 баллов?\nМаяк, чек на 450 ₽.")
    assert shop.anna.buttons == ["Списать −135", "Нет"]
    await shop.anna.press("Списать −135")
    assert "Подтверждено: −135 баллов. Спасибо!" in shop.anna.heard
    assert shop.anna.sees == "−135 баллов, +15 баллов ⭐ Теперь 380.\nПокупка на 450 ₽"
    assert shop.anna.buttons == ["Это не я"]
    assert shop.lena.sees == "✅ Анна: −135 баллов, +15 баллов, теперь 380.\nЧек 450 ₽, № 17, деньгами: 315 ₽"
    assert await shop.stage.balance(shop.anna) == 380


async def test_the_customer_says_no(shop: Shop) -> None:
    await shop.lena.scan(shop.anna)
    await shop.lena.say("450")
    await shop.lena.press("Списать 135")
    await shop.anna.press("Нет")
    assert shop.anna.sees == "Ничего не списано, баллы остались на карте: 135 баллов."
    assert shop.lena.sees.startswith("Покупатель отказался, ничего не списано.\nАнна, 450 ₽")
    await shop.lena.press("Начислить +22")
    assert await shop.stage.balance(shop.anna) == 522


async def test_nobody_answers_for_ninety_seconds(shop: Shop) -> None:
    await shop.lena.scan(shop.anna)
    await shop.lena.say("450")
    await shop.lena.press("Списать 135")
    shop.stage.clock.advance(90)
    shop.stage.app.shop.wake()
    await shop.stage.settle()
    assert shop.lena.sees.startswith("Ответа не было 90 секунд, ничего не списано.")
    assert shop.anna.sees == "Вопрос о списании закрыт: 135 баллов остались на карте."
    assert shop.anna.buttons == []
    await shop.lena.press("Списать 135")
    await shop.anna.press("Списать −135")
    assert await shop.stage.balance(shop.anna) == 380


async def test_the_six_digits_of_the_pay_code_answer_the_question(shop: Shop) -> None:
    await shop.anna.key("Оплатить баллами")
    digits = shop.anna.sees.split(",")[0]
    await shop.lena.scan_card(shop.anna)
    await shop.lena.say("450")
    await shop.lena.press("Списать 135")
    await shop.lena.say(digits)
    assert shop.lena.sees.startswith("✅ Анна: −135 баллов, +15 баллов")


async def test_the_picture_of_the_pay_code_opens_the_sale_and_allows_taking(shop: Shop) -> None:
    await shop.anna.key("Оплатить баллами")
    await shop.lena.scan(shop.anna)
    assert shop.lena.sees == "Анна · Базовый · 500 баллов\nСумма чека?"
    await shop.lena.say("450")
    assert "Код оплаты верный ✓" in shop.lena.sees
    await shop.lena.press("Списать 135")
    assert shop.lena.sees.startswith("✅ Анна: −135 баллов")
    await shop.lena.scan(shop.anna)
    assert "не подошёл или истёк" in shop.lena.sees


async def test_a_wrong_code_is_said_so_and_an_amount_of_six_digits_is_an_amount(shop: Shop) -> None:
    await shop.lena.scan(shop.anna)
    await shop.lena.say("123456")
    assert "123 456 ₽" in shop.lena.sees
    await shop.anna.key("Оплатить баллами")
    digits = shop.anna.sees.split(",")[0].replace(" ", "")
    await shop.lena.say("000000" if digits != "000000" else "111111")
    assert "не подошёл или истёк" in shop.lena.sees


async def test_another_number_of_points_is_typed(shop: Shop) -> None:
    await shop.lena.scan(shop.anna)
    await shop.lena.say("450")
    await shop.lena.press("Другое число")
    for odd, answer in (("сто", "Не вижу здесь числа"), ("9" * 4_000, "Не вижу"), ("136", "от 1 до 135")):
        await shop.lena.say(odd)
        assert answer in shop.lena.sees
    await shop.lena.photo()
    assert "Не вижу здесь числа" in shop.lena.sees
    await shop.lena.say("100")
    assert "Если −100 баллов: к оплате 350 ₽" in shop.lena.sees
    await shop.lena.press("Списать 100")
    await shop.anna.press("Списать −100")
    assert await shop.stage.balance(shop.anna) == 500 - 100 + 17


async def test_the_cashier_takes_the_question_back(shop: Shop) -> None:
    await shop.lena.scan(shop.anna)
    await shop.lena.say("450")
    await shop.lena.press("Списать 135")
    await shop.lena.press("Без баллов")
    assert shop.anna.sees == "Вопрос о списании закрыт: 135 баллов остались на карте."
    await shop.lena.press("Начислить +22")
    assert await shop.stage.balance(shop.anna) == 522


async def test_a_forged_answer_takes_nothing(shop: Shop) -> None:
    await shop.lena.scan(shop.anna)
    await shop.lena.say("450")
    await shop.lena.press("Списать 135")
    dima = await shop.stage.joined("Дима")
    for data in ("spend.yes:1", "spend.yes", "spend.yes:-1", "spend.yes:99999999999999999999"):
        await dima.forge(data)
    await shop.lena.forge("spend.yes:1")
    assert await shop.stage.balance(shop.anna) == 500


async def test_a_restart_in_the_middle_loses_nothing(shop: Shop) -> None:
    await shop.lena.scan(shop.anna)
    await shop.lena.say("450")
    await shop.lena.press("Списать 135")
    await shop.stage.restart()
    await shop.anna.press("Списать −135")
    assert await shop.stage.balance(shop.anna) == 380


async def test_the_pay_code_can_be_read_from_its_picture(shop: Shop) -> None:
    await shop.anna.key("Оплатить баллами")
    photo = shop.stage.telegram.newest_photo(shop.anna.person)
    link = read_code(shop.stage.telegram.file_bytes(photo or ""))
    digits = shop.anna.sees.split(",")[0].replace(" ", "")
    assert link is not None
    assert link.endswith(f"--{digits}")
