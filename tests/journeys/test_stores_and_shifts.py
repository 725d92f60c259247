"""Stores, shifts and roles as owners, managers, cashiers and customers live them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from actions.shifts import close_at_night
from tests.cast import Actor, Stage, play
from tests.journeys.team import hired, invitation

RED_SQUARE = (55.753544, 37.621202)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        yield stage


@dataclass
class Till:
    """Two cashiers and a customer: a shift is opened by its cashier."""

    stage: Stage
    lena: Actor
    boris: Actor
    anna: Actor


@pytest.fixture
async def till(stage: Stage) -> Till:
    lena, boris = await hired(stage, "Лена"), await hired(stage, "Борис")
    anna = await stage.joined("Анна", phone="+79001234567")
    return Till(stage, lena, boris, anna)


async def locate(actor: Actor, latitude: float, longitude: float) -> None:
    actor.stage.telegram.send_location(actor.person, latitude, longitude)
    await actor.stage.settle()


async def second_store(stage: Stage, name: str = "Ленина 5") -> None:
    await stage.owner.say("/stores")
    await stage.owner.press("Добавить магазин")
    await stage.owner.say(name)


async def test_the_first_sale_of_a_day_says_that_it_opens_the_shift(till: Till) -> None:
    await till.lena.scan(till.anna)
    await till.lena.say("900")
    assert till.lena.buttons[0] == "Открыть смену и начислить +45"
    await till.lena.press(till.lena.buttons[0])
    assert till.lena.sees.startswith("✅ Анна: +45 баллов")
    await till.lena.scan(till.anna)
    await till.lena.say("100")
    assert till.lena.buttons[0] == "Начислить +5"
    await till.lena.press("Начислить +5")
    await till.lena.key("Смена")
    lines = till.lena.sees.splitlines()
    assert lines[0] == "Смена открыта."
    assert lines[2:] == ["2 продажи на 1 000 ₽", "Начислено баллов: 50", *lines[4:]]
    await till.lena.tap_twice("Закрыть смену")
    assert "Смена закрыта." in "".join(till.lena.heard[-2:])
    await till.lena.say("/shift")
    assert till.lena.sees == "Смена не открыта."
    await till.lena.press("Открыть смену")
    assert "Продаж пока нет." in till.lena.sees


async def test_the_night_closes_the_shift_and_tells_what_it_came_to(till: Till) -> None:
    await till.lena.sell(till.anna, "900")
    till.stage.clock.advance(24 * 3600)
    await close_at_night(till.stage.app.shop)
    await till.stage.settle()
    assert till.lena.sees.startswith("Ночью я закрыл вашу смену.")
    assert "1 продажа на 900 ₽" in till.lena.sees


async def test_today_shows_ones_own_sales_with_a_way_back(till: Till) -> None:
    await till.lena.sell(till.anna, "900")
    await till.boris.sell(till.anna, "300")
    await till.lena.key("Сегодня")
    assert "1 продажа на 900 ₽" in till.lena.sees
    assert "300" not in till.lena.sees
    button = till.lena.buttons[0]
    assert "900" in button
    await till.lena.press(button)
    assert till.lena.sees.startswith("Отменить продажу: Анна, 900 ₽?")
    await till.lena.press("Да, отменить")
    await till.lena.say("/today")
    assert "отменена" in till.lena.sees
    await till.stage.owner.say("/today")
    assert "Сегодня в магазине" in till.stage.owner.sees
    assert "(Борис)" in till.stage.owner.sees


async def test_a_cashier_never_reads_a_phone_or_a_birthday(till: Till) -> None:
    await till.anna.say("/settings")
    await till.lena.sell(till.anna, "900")
    for text in ("/today", "/shift", "/refund", "/sale", "/help"):
        await till.lena.say(text)
    await till.lena.scan(till.anna)
    await till.lena.say("450 №17")
    await till.lena.press("Как посчитали")
    for forged in ("member:1", "member.find", "shift.close:1", "store:1", "staff", "admin", "cases:0"):
        await till.lena.forge(forged)
    said = "".join(till.lena.heard)
    assert "1234567" not in said
    assert "123-45-67" not in said
    assert "4567" not in said


async def test_a_manager_is_hired_and_reads_what_is_his(stage: Stage) -> None:
    mia = await hired(stage, "Мия", "Управляющего")
    assert stage.owner.sees == "Мия теперь управляющий."
    assert mia.sees.startswith("Теперь вы управляющий")
    assert mia.keys == [
        *("Новая продажа", "Возврат", "Смена", "Сегодня"),
        *("Участники", "Сотрудники", "Завести свою карту", "Помощь"),
    ]
    anna = await stage.joined("Анна")
    await mia.key("Участники")
    await mia.say("Анна")
    assert mia.buttons == ["Начислить баллы", "Метки", "‹ Назад"]
    await mia.press("‹ Назад")
    await mia.press("‹ Назад")
    assert mia.buttons[:3] == ["Участники", "Сотрудники", "Обращения"]
    for command in ("/program", "/codes", "/verify", "/import"):
        await mia.say(command)
        assert "/help" in mia.sees
    await mia.forge(f"member.tier.set:{anna.id}:gold:30")
    await mia.key("Сотрудники")
    assert mia.sees == "Ваша команда\nМия: управляющий"
    await mia.press("Пригласить по ссылке")
    link = next(word for word in mia.sees.split() if word.startswith("https://"))
    dima = stage.person("Дима")
    await dima.open(link)
    assert mia.sees == "По вашей ссылке пришёл человек: Дима. Сделать кассиром?"
    await mia.press("Принять")
    assert dima.sees.startswith("Теперь вы кассир.")


async def test_a_cashier_becomes_a_manager_and_a_cashier_again(stage: Stage) -> None:
    lena = await hired(stage, "Лена")
    for button, head in (
        ("Сделать управляющим", "Теперь вы управляющий"),
        ("Сделать кассиром", "Теперь вы кассир"),
    ):
        await stage.owner.say("/staff")
        await stage.owner.press("Изменить сотрудника")
        await stage.owner.press("Лена")
        await stage.owner.press(button)
        await stage.owner.tap_twice("Да, изменить")
        assert lena.sees.startswith(head)
    await lena.forge("member.find")
    assert "Кого найти?" not in lena.sees


async def test_a_colleague_is_invited_to_two_stores_and_chooses_where_he_is(stage: Stage) -> None:
    await second_store(stage)
    await stage.owner.say("/staff")
    await stage.owner.press("Пригласить по ссылке")
    await stage.owner.press("Кассира")
    assert stage.owner.buttons == ["Маяк", "Ленина 5", "‹ Назад"]
    await stage.owner.press("Маяк")
    await stage.owner.press("Ленина 5")
    assert stage.owner.buttons == ["✓ Маяк", "✓ Ленина 5", "Готово", "‹ Назад"]
    await stage.owner.press("Готово")
    assert "Магазины: Маяк, Ленина 5" in stage.owner.sees
    link = next(word for word in stage.owner.sees.split() if word.startswith("https://"))
    lena = stage.person("Лена")
    await lena.open(link)
    assert stage.owner.sees.endswith("Магазины: Маяк, Ленина 5")
    await stage.owner.press("Принять")
    await lena.key("Смена")
    assert lena.sees == "Смена не открыта.\nВы работаете здесь: Маяк"
    await lena.press("Перейти: Ленина 5")
    assert "Ленина 5" in lena.sees
    await stage.owner.say("/staff")
    assert "Лена: кассир, Маяк, Ленина 5" in stage.owner.sees
    await stage.owner.press("Изменить сотрудника")
    await stage.owner.press("Лена")
    await stage.owner.press("Магазины")
    await stage.owner.press("✓ Ленина 5")
    await stage.owner.press("Готово")
    assert stage.owner.sees == "Лена: кассир, Маяк"
    assert lena.sees == "Теперь вы работаете здесь: Маяк. Где вы сегодня: /shift"
    for data in ("staff.at:9:zz", "staff.at.ok:x:1", "staff.one:999", "staff.where:a:b:c", "staff.role:1"):
        await stage.owner.forge(data)


async def test_an_owner_opens_describes_and_closes_a_store(stage: Stage) -> None:
    owner = stage.owner
    await owner.say("/stores")
    assert owner.sees == "Ваши магазины\nМаяк"
    await second_store(stage, "МАЯК")
    assert owner.sees == "Так уже называется другой магазин. Напишите другое название."
    await owner.say("Ленина 5")
    assert owner.sees.startswith("Ленина 5\nАдрес: не указано")
    await owner.press("Адрес")
    await owner.photo()
    await owner.say("ул. Ленина, 5")
    assert "Адрес: ул. Ленина, 5" in owner.sees
    await owner.press("Часы")
    await owner.say("пн-пт 9-25")
    assert owner.sees.startswith("Таких часов нет: «9-25».")
    await owner.say("пн-пт 9-21, сб-вс 10-20")
    assert "Часы: пн–пт 9:00–21:00, сб, вс 10:00–20:00" in owner.sees
    await owner.press("На карте")
    await owner.say("рядом с почтой")
    assert owner.sees.startswith("Жду место на карте")
    await locate(owner, *RED_SQUARE)
    assert "На карте: да" in owner.sees
    await owner.press("Часовой пояс")
    await owner.press("Омск")
    assert "Часовой пояс: Омск" in owner.sees
    await owner.press("Закрыть насовсем")
    await owner.tap_twice("Да, закрыть")
    await owner.say("/stores")
    assert owner.sees == "Ваши магазины\nМаяк"
    for data in (
        "store:2",
        "store:x",
        "store.ask:y:1",
        "store.hours:1:99",
        "store.zone:1",
        "store.close.ok:1",
    ):
        await owner.forge(data)
    await owner.say("/stores")
    assert owner.sees == "Ваши магазины\nМаяк"


async def test_the_owner_closes_the_shift_somebody_left_open(till: Till) -> None:
    owner, lena = till.stage.owner, till.lena
    await lena.sell(till.anna, "900")
    await owner.say("/today")
    await owner.press("Смены коллег: 1")
    assert owner.sees.startswith("Открытые смены\n\nЛена\nОткрыта ")
    await owner.press("Закрыть смену: Лена")
    assert "1 продажа на 900 ₽" in owner.sees
    assert owner.sees.endswith("Закрыть эту смену? Коллега получит её итоги.")
    await owner.press("‹ Назад")
    await owner.press("Закрыть смену: Лена")
    await owner.tap_twice("Закрыть смену")
    assert any(text.startswith("Смена закрыта: Лена.") for text in owner.heard)
    assert lena.sees.startswith("Вашу смену закрыли (Ольга).")
    assert "1 продажа на 900 ₽" in lena.sees
    await owner.say("/shift")
    assert not any(label.startswith("Смены коллег") for label in owner.buttons)
    for data in ("shifts", "shifts.ask:x", "shifts.close:1", "shifts.close"):
        await lena.forge(data)
        await owner.forge(data)


async def test_a_customer_finds_the_nearest_store(stage: Stage) -> None:
    await second_store(stage)
    await stage.owner.press("На карте")
    await locate(stage.owner, *RED_SQUARE)
    await stage.owner.press("Часы")
    await stage.owner.press("Круглосуточно")
    anna, john = await stage.joined("Анна"), stage.person("John", language="en")
    await anna.say("/stores")
    assert anna.sees == "Где нас найти\n\nМаяк\n\nЛенина 5\nОткрыто круглосуточно"
    assert anna.screen.buttons[0][0]["url"] == "https://maps.google.com/?q=55.753544,37.621202"
    await anna.press("Какой ближе?")
    assert anna.keys == ["Где я сейчас", "Не отправлять"]
    await locate(anna, 55.751244, 37.618423)
    assert anna.sees == "Сначала ближайшие\n\nЛенина 5 · 310 м\nОткрыто круглосуточно\n\nМаяк"
    assert "Моя карта" in anna.keys
    await anna.press("Какой ближе?")
    await anna.key("Не отправлять")
    assert anna.sees == "Хорошо, без геопозиции."
    await john.start()
    await john.say("/stores")
    assert "Open around the clock" in john.sees


async def test_the_words_are_english_for_who_reads_english(stage: Stage) -> None:
    kate, boris = stage.person("Kate", language="en"), await hired(stage, "Борис")
    await kate.open(await invitation(stage))
    await stage.owner.press("Принять")
    assert kate.sees.startswith("You are a cashier now.")
    anna = await stage.joined("Анна")
    await kate.scan(anna)
    await kate.say("900")
    assert kate.buttons[0] == "Open shift and add +45"
    await kate.press(kate.buttons[0])
    await kate.key("Shift")
    assert kate.sees.startswith("The shift is open.\nSince ")
    await kate.key("Today")
    assert kate.sees.startswith("Your sales today\n1 sale of")
    assert boris.keys
