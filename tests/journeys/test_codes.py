"""Promo codes and personal offers, from the owner's buttons to the customer's receipt."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.cast import Actor, Stage, play


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        yield stage


async def made(owner: Actor, *steps: str) -> None:
    """A new code: a step that is a button is pressed, any other is typed."""
    await owner.say("/codes")
    await owner.press("Новый код")
    for step in steps:
        await (owner.press(step) if step in owner.buttons else owner.say(step))


def link_in(text: str) -> str:
    return next(word for word in text.split() if word.startswith("https://"))


async def test_a_shared_code_from_the_owner_to_the_receipt(stage: Stage) -> None:
    owner, anna = stage.owner, await stage.joined("Анна")
    await made(owner, "Скидка в процентах", "10", "Одно слово для всех", "кофе10", "Неделя")
    assert "Создаём?" in owner.sees
    assert "Код: КОФЕ10" in owner.sees
    await owner.press("Создать")
    assert owner.sees.startswith("КОФЕ10\nскидка 10 %\nДо ")
    assert "Использован: 0" in owner.sees
    await anna.say("/promo")
    assert "нет предложений" in anna.sees
    await anna.press("Ввести код")
    await anna.say("Kофе1О")
    assert anna.sees.startswith("Готово, теперь на вашей карте скидка 10 %.")
    await anna.say("/promo")
    assert "КОФЕ10: скидка 10 %" in anna.sees
    await owner.sell(anna, "1000")
    assert await stage.balance(anna) == 45  # 5 % of 900
    await owner.say("/codes")
    assert "КОФЕ10 · 1" in owner.buttons
    await anna.say("/promo КОФЕ10")
    assert anna.sees == "Этот код вы уже использовали: он действует один раз."


async def test_points_by_a_link_come_in_one_message(stage: Stage) -> None:
    owner, anna = stage.owner, await stage.joined("Анна")
    await made(owner, "Баллы", "50", "Одно слово для всех", "ПРИВЕТ", "Без срока", "Создать")
    link = link_in(owner.sees)
    before = len(anna.heard)
    await anna.open(link)
    assert len(anna.heard) == before + 1
    assert anna.sees.startswith("+50 баллов 🎁")
    assert "Промокод ПРИВЕТ" in anna.sees
    assert "Это не я" in anna.buttons
    await anna.open(link)
    assert "уже использовали" in anna.sees


async def test_a_newcomer_finds_the_code_of_the_poster_on_his_card(stage: Stage) -> None:
    owner = stage.owner
    await made(owner, "Подарок", "круассан", "Одно слово для всех", "НОВЫЙ", "Без срока", "Создать")
    link = link_in(owner.sees)
    igor = stage.person("Игорь")
    await igor.open(link)
    assert "подарок: круассан" in igor.sees
    assert "Согласен" in igor.buttons
    await igor.join()
    await igor.say("/promo")
    assert "НОВЫЙ: подарок: круассан" in igor.sees


async def test_a_list_of_codes_is_a_text_to_copy_and_each_works_once(stage: Stage) -> None:
    owner, anna, vera = stage.owner, await stage.joined("Анна"), await stage.joined("Вера")
    await made(owner, "Скидка суммой", "200", "Список кодов", "3", "30 дней", "Создать")
    assert owner.sees.startswith("Список из 3 кодов\nскидка 200 ₽")
    await owner.press("Показать коды")
    codes = owner.sees.split("\n")[1:]
    assert [len(code) for code in codes] == [11] * 3
    await anna.say(f"/promo {codes[0]}")
    await owner.sell(anna, "1000")
    await vera.say(f"/promo {codes[0].lower()}")
    assert vera.sees == "Этот код уже разобрали."
    await vera.say(f"/promo {codes[1]}")
    assert "скидка 200 ₽" in vera.sees


async def test_limits_are_switches_and_a_code_can_be_switched_off(stage: Stage) -> None:
    owner, anna = stage.owner, await stage.joined("Анна")
    await made(owner, "Скидка в процентах", "10", "Одно слово для всех", "ЛЕТО", "Без срока")
    for step in (
        "Предел раз",
        "много",
        "100",
        "Сколько угодно раз",
        "Только новым",
        "Сумма чека",
        "500",
        "Без баллов",
    ):
        await (owner.press(step) if step in owner.buttons else owner.say(step))
    for seen in (
        "Не больше 100 раз всего.",
        "несколько раз",
        "ещё не покупал",
        "от 500 ₽",
        "без оплаты баллами",
    ):
        assert seen in owner.sees
    await owner.press("Создать")
    await owner.press("Выключить")
    await owner.press("Да, выключить")
    assert owner.sees.endswith("Выключен.")
    await anna.say("/promo лето")
    assert anna.sees == "Этот код больше не действует."


async def test_a_half_made_code_survives_a_restart(stage: Stage) -> None:
    owner = stage.owner
    await made(owner, "Скидка в процентах", "10", "Одно слово для всех")
    await stage.restart()
    await owner.say("ВЕСНА")
    await owner.press("Без срока")
    await owner.press("Создать")
    assert owner.sees.startswith("ВЕСНА")


async def test_a_personal_offer_reaches_its_customer_and_his_receipt(stage: Stage) -> None:
    owner = stage.owner
    anna = stage.person("Анна")
    await anna.start()
    for button in ("Согласен", "Да", "Анна"):
        await anna.press(next(one for one in anna.buttons if one.startswith(button)))
    await anna.key("Пропустить")
    await anna.press("Пропустить")
    await anna.say("/card")
    number = anna.sees.split("\n")[0]
    await owner.say("/codes")
    await owner.press("Личное предложение")
    await owner.say("я не знаю")
    assert "Не нахожу покупателя" in owner.sees
    await owner.say(number)
    for step in ("Скидка в процентах", "20", "1", "Неделя"):
        await (owner.press(step) if step in owner.buttons else owner.say(step))
    assert "Для кого: Анна" in owner.sees
    await owner.press("Создать")
    assert owner.sees.startswith("Готово, предложение на карте: Анна.")
    assert anna.sees.startswith("Только для вас: скидка 20 %\nДо ")
    await owner.scan(anna)
    await owner.say("1000")
    assert "800 ₽" in owner.sees


async def test_the_cashier_types_the_customers_code_into_the_sale(stage: Stage) -> None:
    owner, anna = stage.owner, await stage.joined("Анна")
    await made(owner, "Скидка в процентах", "10", "Одно слово для всех", "ЗИМА", "Без срока", "Создать")
    await owner.scan(anna)
    await owner.say("1000")
    await owner.press("Ввести код")
    await owner.say("нет такого")
    assert owner.sees.startswith("Такого кода нет.")
    await owner.say("3има")
    assert "900 ₽" in owner.sees
    await owner.press(owner.buttons[0])
    assert await stage.balance(anna) == 45
    assert await stage.scalar("SELECT count(*) FROM uses WHERE what = 'code'") == 1


@pytest.mark.parametrize("text", ["x" * 4096, "🍰🍰🍰", "<b>код</b>", "0", "КОФЕ 11"])
async def test_odd_codes_get_a_kind_answer(stage: Stage, text: str) -> None:
    anna = await stage.joined("Анна")
    await anna.say("/promo")
    await anna.press("Ввести код")
    await anna.say(text)
    assert anna.sees == "Такого кода нет. Проверьте, пожалуйста, буквы и цифры."
    await anna.photo()
    assert anna.sees == "Напишите, пожалуйста, текстом."


async def test_decision_the_sixth_try_waits_a_quarter_of_an_hour(stage: Stage) -> None:
    anna = await stage.joined("Анна")
    for _ in range(5):
        await anna.say("/promo НЕТТАКОГО")
    await anna.say("/promo НЕТТАКОГО")
    assert anna.sees.startswith("Слишком много неверных кодов. Попробуйте снова после ")


async def test_forged_buttons_break_nothing(stage: Stage) -> None:
    owner = stage.owner
    await owner.say("/codes")
    for data in (
        "codes:-1",
        "codes:x",
        "codes.one:x",
        "codes.off:999",
        "codes.list:1:x",
        "code.set",
        "code.set:turn:x",
        "code.make",
    ):
        await owner.forge(data)
        assert owner.sees
    await owner.say("/codes")
    assert "Промокодов пока нет" in owner.sees
