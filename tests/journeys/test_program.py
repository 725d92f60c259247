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
    assert stage.owner.sees.startswith(
        "Маяк, правила № 1\n\nЧто вы получаете\n5 % от оплаты деньгами возвращается баллами."
    )
    assert "Один балл — 1 ₽. Баллами можно оплатить до 30 % покупки." in stage.owner.sees


async def test_a_typed_percentage_works_from_the_next_sale_on(stage: Stage) -> None:
    anna = await stage.joined("Анна")
    await stage.owner.scan(anna)
    await stage.owner.say("1000")
    await stage.owner.press("Начислить +50")
    await stage.owner.say("Программа")
    await stage.owner.press("Сменить процент")
    for nonsense in ("много", "-5", "101", "5%%", "😀", "9" * 4_000):
        await stage.owner.say(nonsense)
        assert "роцент" in stage.owner.sees
    await stage.owner.photo()
    assert stage.owner.sees == "Напишите, пожалуйста, текстом."
    await stage.owner.say("7,5 %")
    assert "Процент баллами: 5 % → 7,5 %" in stage.owner.sees
    assert "На 1 покупке за последние 90 дней вышло бы:\n• Покупки: 50 → 75 баллов\n" in stage.owner.sees
    assert "Обошлось бы в 75 ₽ (+25 ₽)" in stage.owner.sees
    await stage.owner.press("Сохранить как № 2")
    assert stage.owner.sees.startswith("Готово. Правила № 2 действуют со следующей покупки.")
    await stage.owner.scan(anna)
    await stage.owner.say("1000")
    assert "+75 баллов" in stage.owner.sees


async def test_a_usual_percentage_is_a_tap_and_one_more_to_save(stage: Stage) -> None:
    await stage.owner.say("/program")
    await stage.owner.press("Сменить процент")
    await stage.owner.press("10\N{NO-BREAK SPACE}%")
    assert "За последние 90 дней покупок не было" in stage.owner.sees
    await stage.owner.tap_twice("Сохранить как № 2")
    assert stage.owner.sees == (
        "Готово. Правила № 2 действуют со следующей покупки.\n\n• Процент баллами: 5 % → 10 %"
    )
    await stage.owner.press("‹ Назад")
    await stage.owner.press("Сменить процент")
    await stage.owner.press("10\N{NO-BREAK SPACE}%")
    assert stage.owner.sees.startswith("Так уже и было")


async def test_the_shop_gets_its_name(stage: Stage) -> None:
    await stage.owner.say("/program")
    await stage.owner.press("О магазине")
    await stage.owner.press("Название")
    await stage.owner.say("х" * 41)
    assert stage.owner.sees == "В названии должно быть от 1 до 40 символов."
    await stage.owner.say("Кофейня <b>«Маяк»</b>")
    assert "Название: Маяк → Кофейня <b>«Маяк»</b>" in stage.owner.sees


async def test_going_back_leaves_the_question(stage: Stage) -> None:
    await stage.owner.say("/program")
    for way in (["О магазине", "Название"], ["Уровни", "Добавить"]):
        for door in way:
            await stage.owner.press(door)
        await stage.owner.press("‹ Назад")
        await stage.owner.say("Не название")
        await stage.owner.say("/program")
        assert "Маяк, правила № 1" in stage.owner.sees
        assert "черновик" not in stage.owner.sees


async def test_the_currency_changes_before_the_first_sale_only(stage: Stage) -> None:
    anna = await stage.joined("Анна")
    await stage.owner.say("/program")
    await stage.owner.press("О магазине")
    await stage.owner.press("Валюта")
    choice = stage.owner.screen
    await stage.owner.press("KZT ₸")
    assert "Валюта: RUB ₽ → KZT ₸" in stage.owner.sees
    await stage.owner.press("Сохранить как № 2")
    await stage.owner.scan(anna)
    await stage.owner.say("100")
    await stage.owner.press("Начислить +5")
    await stage.owner.press_again(choice, "EUR €")
    assert stage.owner.sees == "В этой валюте уже есть покупки, поэтому она остаётся."
    await stage.owner.forge("program.set:currency:ABC")
    assert stage.owner.sees == "Такой валюты я не знаю. Выберите из списка."


async def test_a_tier_is_added_changed_saved_and_removed(stage: Stage) -> None:
    await stage.owner.say("/program")
    await stage.owner.press("Уровни")
    await stage.owner.press("Добавить")
    await stage.owner.say("х" * 31)
    assert stage.owner.sees == "Нужен текст от 1 до 30 символов."
    await stage.owner.say("Золото")
    await stage.owner.press("Порог")
    await stage.owner.say("много")
    await stage.owner.say("30 000")
    assert "Порог: 30 000 ₽" in stage.owner.sees
    await stage.owner.press("Цвет карты")
    await stage.owner.press("золото")
    await stage.owner.press("Мой черновик")
    assert "Уровни: добавлено «Золото»" in stage.owner.sees
    assert "Уровни: вверх — 0, вниз — 0." in stage.owner.sees
    await stage.restart()
    await stage.owner.press("Сохранить как № 2")
    await stage.owner.press("Глазами покупателя")
    assert "Золото, от 30 000 ₽: 7 % баллами" in stage.owner.sees
    await stage.owner.say("/program")
    for door in ("Уровни", "Золото", "Убрать", "Да, убрать"):
        await stage.owner.press(door)
    assert "пока пусто" in stage.owner.sees


async def test_hours_with_weekdays_and_a_store(stage: Stage) -> None:
    await stage.owner.say("/program")
    for door in ("Часы", "Добавить", "Дни недели", "сб"):
        await stage.owner.press(door)
    assert "Сейчас: пн–сб." in stage.owner.sees
    await stage.owner.press("‹ Назад")
    await stage.owner.press("До")
    await stage.owner.say("25:00")
    assert stage.owner.sees == "Не вижу времени. Напишите так: 9:00 или 21:30"
    await stage.owner.say("11:30")
    assert "пн–сб 9:00–11:30" in stage.owner.sees
    await stage.owner.press("‹ Назад")
    await stage.owner.press("‹ Назад")
    await stage.owner.press("Магазины")
    await stage.owner.press("Добавить")
    await stage.owner.press(stage.owner.buttons[0])
    assert "Процент баллами: 5 %" in stage.owner.sees


async def test_rules_that_contradict_each_other_can_not_be_saved(stage: Stage) -> None:
    await stage.owner.say("/program")
    await stage.owner.press("Визиты, суммы")
    await stage.owner.press("За каждую сумму")
    await stage.owner.press("100\N{NO-BREAK SPACE}₽")
    assert "Сумма и баллы за неё нужны вместе" in stage.owner.sees
    assert not any(button.startswith("Сохранить") for button in stage.owner.buttons)
    await stage.owner.press("Выбросить черновик")
    await stage.owner.press("Да, выбросить")
    assert "черновик" not in stage.owner.sees


async def test_a_ready_made_programme_is_one_tap_away(stage: Stage) -> None:
    anna = await stage.joined("Анна")
    await stage.owner.say("/program")
    await stage.owner.press("Готовые наборы")
    await stage.owner.press("Карта штампов")
    assert "Штампы: добавлено «Кофе»" in stage.owner.sees
    await stage.owner.press("Сохранить как № 2")
    await anna.say("/rules")
    assert "Кофе: 5 штампов — подарок «кофе от нас»." in anna.sees
    await anna.press("‹ Прежние правила")
    assert anna.sees.startswith("Правила с ")
    assert "5 % от оплаты деньгами возвращается баллами." in anna.sees
    await anna.press("Правила сейчас")
    assert anna.sees.startswith("Маяк: как работает карта")
    await anna.forge("rules:99")
    assert anna.sees == "Таких правил не было. Нынешние: /rules"


async def test_versions_are_listed_and_read_in_full(stage: Stage) -> None:
    await stage.owner.say("/program")
    await stage.owner.press("Сменить процент")
    await stage.owner.press("7\N{NO-BREAK SPACE}%")
    await stage.owner.press("Сохранить как № 2")
    await stage.owner.press("‹ Назад")
    await stage.owner.press("Все версии")
    assert "Процент баллами: 5 % → 7 %" in stage.owner.sees
    assert "Первые правила" in stage.owner.sees
    await stage.owner.press("№ 1")
    assert "5 % от оплаты деньгами" in stage.owner.sees
    await stage.owner.press("Оплата")
    assert "Оплата баллами: 30 %" in stage.owner.sees
    await stage.owner.forge("program.version:77:tiers")
    assert stage.owner.sees == "Такой версии нет."


async def test_a_button_of_a_draft_already_saved_saves_no_other(stage: Stage) -> None:
    await stage.owner.say("/program")
    await stage.owner.press("Сменить процент")
    await stage.owner.press("7\N{NO-BREAK SPACE}%")
    old = stage.owner.screen
    await stage.owner.press("Сохранить как № 2")
    await stage.owner.press("‹ Назад")
    await stage.owner.press("Сменить процент")
    await stage.owner.press("3\N{NO-BREAK SPACE}%")
    await stage.owner.press_again(old, "Сохранить как № 2")
    assert stage.owner.sees.startswith("Черновик с тех пор изменился.")
    assert await stage.scalar("SELECT max(version) FROM programmes") == 2


@pytest.mark.parametrize(
    "data",
    [
        "program.group:nothing",
        "program.group",
        "program.ask:nothing",
        "program.ask",
        "program.set:rate_bp:-1",
        "program.set:rate_bp",
        "program.set",
        "program.day:hours.h9.weekdays:9",
        "program.item:tiers:t9",
        "program.item",
        "program.add:stores:x",
        "program.add:nothing",
        "program.remove:tiers",
        "program.gone:tiers:t9",
        "program.preset:nothing",
        "program.save:x",
        "program.versions:x",
        "program.version:x",
        "program.discard",
        "rules:x",
    ],
)
async def test_forged_buttons_are_answered_kindly_and_change_nothing(stage: Stage, data: str) -> None:
    await stage.owner.say("/program")
    await stage.owner.forge(data)
    assert await stage.scalar("SELECT count(*) FROM programme_drafts") == 0
    assert "сломалось" not in stage.owner.sees


async def test_everybody_may_read_the_rules(stage: Stage) -> None:
    guest = stage.person("Гость")
    await guest.start()
    await guest.say("/rules")
    assert guest.sees.startswith("Маяк: как работает карта")
    await guest.forge("program.set:rate_bp:1000")
    assert await stage.scalar("SELECT count(*) FROM programme_drafts") == 0


async def test_the_books_are_proven_and_a_change_past_the_bot_is_found(stage: Stage) -> None:
    anna = await stage.joined("Анна")
    await stage.owner.scan(anna)
    await stage.owner.say("1000")
    await stage.owner.press("Начислить +50")
    await stage.owner.say("/verify")
    assert stage.owner.sees.startswith(
        "Всё сходится.\nПроверено: 2 человека, 1 запись.\nУ покупателей 50 баллов на 50 ₽.\nОтпечаток: "
    )
    await stage.app.shop.db.write(lambda tx: tx.exec_driver_sql("UPDATE heads SET points = points + 7"))
    await stage.owner.say("/verify")
    number = str(await stage.scalar("SELECT number FROM members WHERE name = 'Анна'"))
    assert stage.owner.sees.startswith("Не сходится: 2 места.")
    assert f"Карта {number[:4]} {number[4:8]} {number[8:]}" in stage.owner.sees
