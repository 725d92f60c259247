"""The owner reads and changes the rules, and has the books proven."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.cast import Stage, play


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        yield stage


async def test_the_menu_leads_to_everything_and_back(stage: Stage) -> None:
    await stage.owner.say("/admin")
    for door, seen in (("Программа", "5 %"), ("Сотрудники", "Ольга"), ("Проверить учёт", "Всё сходится")):
        await stage.owner.press(door)
        assert seen in stage.owner.sees
        await stage.owner.press("‹ Назад")
        assert stage.owner.sees == "Ваш магазин. Что посмотрим?"


async def test_the_rules_in_plain_words(stage: Stage) -> None:
    await stage.owner.say("/program")
    assert stage.owner.sees == (
        "С каждой покупки 5 % возвращается баллами, дробь отбрасывается. Один балл — 1 ₽.\n"
        "Магазин: Маяк\nВалюта: RUB ₽\nВерсия правил: 1"
    )


async def test_a_typed_percentage_works_from_the_next_sale_on(stage: Stage) -> None:
    anna = await stage.joined("Анна")
    await stage.owner.say("Программа")
    await stage.owner.press("Сменить процент")
    for nonsense in ("много", "-5", "101"):
        await stage.owner.say(nonsense)
        assert "роцент" in stage.owner.sees
    await stage.owner.photo()
    assert stage.owner.sees == "Напишите, пожалуйста, текстом."
    await stage.owner.say("7,5 %")
    assert stage.owner.sees.startswith("Готово: 5 % → 7,5 %, со следующей покупки.")
    assert stage.owner.sees.endswith("Версия правил: 2")
    await stage.owner.scan(anna)
    await stage.owner.say("1000")
    assert "+75 баллов" in stage.owner.sees


async def test_a_usual_percentage_is_one_tap(stage: Stage) -> None:
    await stage.owner.say("/program")
    await stage.owner.press("Сменить процент")
    await stage.owner.press("10\N{NO-BREAK SPACE}%")
    assert stage.owner.sees.startswith("Готово: 5 % → 10 %")
    await stage.owner.press("Сменить процент")
    await stage.owner.press("10\N{NO-BREAK SPACE}%")
    assert stage.owner.sees.startswith("Так уже и было")


async def test_the_shop_gets_its_name(stage: Stage) -> None:
    await stage.owner.say("/program")
    await stage.owner.press("Сменить название")
    await stage.owner.say("х" * 41)
    assert stage.owner.sees == "В названии должно быть от 1 до 40 символов."
    await stage.owner.say("Кофейня <b>«Маяк»</b>")
    assert stage.owner.sees.startswith("Готово: Маяк → Кофейня <b>«Маяк»</b>")


async def test_going_back_leaves_the_question(stage: Stage) -> None:
    await stage.owner.say("/program")
    await stage.owner.press("Сменить название")
    await stage.owner.press("‹ Назад")
    await stage.owner.say("Не название")
    await stage.owner.say("/program")
    assert "Магазин: Маяк" in stage.owner.sees


async def test_the_currency_changes_before_the_first_sale_only(stage: Stage) -> None:
    anna = await stage.joined("Анна")
    await stage.owner.say("/program")
    await stage.owner.press("Сменить валюту")
    await stage.owner.press("KZT ₸")
    assert "Готово: RUB ₽ → KZT ₸" in stage.owner.sees
    await stage.owner.press("Сменить валюту")
    choice = stage.owner.screen
    await stage.owner.scan(anna)
    await stage.owner.say("100")
    await stage.owner.press("Начислить +5")
    await stage.owner.press_again(choice, "EUR €")
    assert stage.owner.sees == "В этой валюте уже есть покупки, поэтому она остаётся."
    await stage.owner.forge("program.currency:ABC")
    assert stage.owner.sees == "Такой валюты я не знаю. Выберите из списка."


async def test_the_books_are_proven_and_a_change_past_the_bot_is_found(stage: Stage) -> None:
    anna = await stage.joined("Анна")
    await stage.owner.scan(anna)
    await stage.owner.say("1000")
    await stage.owner.press("Начислить +50")
    await stage.owner.say("/verify")
    assert stage.owner.sees.startswith(
        "Всё сходится.\nПроверено: 2 человека, 1 запись.\nУ покупателей 50 баллов на 50 ₽.\nОтпечаток: "
    )
    await stage.app.shop.db.write(lambda tx: tx.exec_driver_sql("UPDATE heads SET available = available + 7"))
    await stage.owner.say("/verify")
    number = str(await stage.scalar("SELECT number FROM members WHERE name = 'Анна'"))
    assert stage.owner.sees.startswith("Не сходится: 2 места.")
    assert f"Карта {number[:4]} {number[4:8]} {number[8:]}" in stage.owner.sees
