"""The owner finds a member, sets his level, gives him points."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from loyalty.staff import Role
from storage import staff
from tests.cast import Actor, Stage, play
from tests.journeys.team import hired
from tests.journeys.test_tiers import with_tiers


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        await with_tiers(stage)
        yield stage


async def found(stage: Stage, name: str = "Анна") -> Actor:
    """A member on the owner's screen."""
    anna = await stage.joined(name)
    await stage.owner.say(f"/member {name}")
    return anna


async def other_owner(stage: Stage) -> Actor:
    petr = await stage.joined("Пётр")
    member_id = await stage.scalar("SELECT id FROM members WHERE name = 'Пётр'")
    now = stage.clock.now()
    await stage.app.shop.db.write(
        lambda tx: staff.hire(tx, member_id, Role.OWNER, 1, None, now, protected=False)
    )
    return petr


async def test_a_member_is_found_by_number_name_and_from_the_menu(stage: Stage) -> None:
    anna = await stage.joined("Анна", phone="+79001234567")
    number = str(await stage.scalar("SELECT number FROM members WHERE name = 'Анна'"))
    await stage.owner.sell(anna, "450")
    await stage.owner.say("/admin")
    await stage.owner.press("Участники")
    assert stage.owner.sees == "Кого найти? Напишите номер карты, телефон или часть имени."
    await stage.owner.say("Никто")
    assert stage.owner.sees == "Никого не нашёл. Проверьте номер или напишите часть имени."
    await stage.owner.photo()
    assert stage.owner.sees == "Напишите, пожалуйста, текстом."
    await stage.owner.say(number)
    card = stage.owner.sees
    assert card.startswith(f"Анна\nКарта {number[:4]} {number[4:8]} {number[8:]}\nВ программе с ")
    assert "Уровень: Базовый\nДо уровня «Серебряный» осталось: 550 ₽" in card
    assert "Доступно: 22 балла\n\n1 покупка на 450 ₽ за 12 месяцев\nПоследний визит: " in card
    assert stage.owner.buttons == [
        "Начислить баллы",
        "Поставить уровень",
        "Предложения",
        "Метки",
        "Объединить карты",
        "Заморозить баллы",
        "‹ Назад",
    ]
    await stage.owner.press("‹ Назад")
    await stage.owner.say("анн")
    assert stage.owner.sees == card


async def test_a_member_is_tagged_and_a_tap_takes_the_tag_away(stage: Stage) -> None:
    await found(stage)
    owner = stage.owner
    await owner.press("Метки")
    assert owner.sees.startswith("Метки: Анна\nПока нет.")
    await owner.press("Добавить метку")
    assert owner.sees.startswith("Напишите метку — до 32 символов")
    await owner.photo()
    assert owner.sees == "Напишите, пожалуйста, текстом."
    await owner.say("Ж" * 33)
    assert owner.sees == "Нужен текст от 1 до 32 символов."
    await owner.say("#Свадьба в июне")
    assert owner.buttons == ["✕ свадьба в июне", "Добавить метку", "‹ Назад"]
    await owner.press("‹ Назад")
    assert "Метки: свадьба в июне" in owner.sees
    await owner.press("Метки")
    shown = owner.screen
    await owner.press("✕ свадьба в июне")
    assert "Пока нет." in owner.sees
    await owner.press_again(shown, "✕ свадьба в июне")
    assert "Пока нет." in owner.sees
    for forged in ("tags", "tags.add:x", "tags.off:1", "tags.off:99:zz", "tags.add:0"):
        await owner.forge(forged)
    assert await stage.scalar("SELECT count(*) FROM inbox WHERE state <> 'done'") == 0


async def test_several_people_are_a_choice(stage: Stage) -> None:
    for name in ("Анна", "Жанна"):
        await stage.joined(name)
    await stage.owner.say("/member анна")
    assert stage.owner.sees == "Кто это?"
    await stage.owner.press(next(text for text in stage.owner.buttons if text.startswith("Жанна …")))
    assert stage.owner.sees.startswith("Жанна\nКарта ")
    assert "Покупок пока не было." in stage.owner.sees


async def test_a_cashier_finds_nobody(stage: Stage) -> None:
    lena = await hired(stage, "Лена")
    anna = await stage.joined("Анна")
    await lena.say("/member Анна")
    assert "Карта" not in lena.sees
    await lena.scan(anna)
    for data in ("member:1", "member.tier.set:1:g:30", "grant.new:1", "grant.ok:1"):
        await lena.forge(data)
        assert "Карта" not in lena.sees


async def test_a_level_by_hand_until_a_day(stage: Stage) -> None:
    anna = await found(stage)
    await stage.owner.press("Поставить уровень")
    assert stage.owner.buttons == ["Базовый", "Серебряный", "Маячник", "‹ Назад"]
    await stage.owner.press("Маячник")
    assert stage.owner.sees == "Надолго ли поставить уровень Маячник?"
    await stage.owner.press("Другая дата")
    await stage.owner.say("когда-нибудь")
    assert stage.owner.sees == "Не вижу даты. Напишите так: 15.05"
    day = (stage.clock.now().date().replace(day=1)).replace(year=stage.clock.now().year + 1)
    await stage.owner.say(day.strftime("%d.%m.%Y"))
    assert "Уровень: Маячник, поставлен вручную до 1 " in stage.owner.sees
    assert anna.sees.startswith("Магазин дарит вам уровень Маячник до 1 ")
    await stage.owner.press("Поставить уровень")
    await stage.owner.press("Снова по покупкам")
    assert "Уровень: Базовый" in stage.owner.sees
    assert anna.sees.startswith("Срок подаренного уровня Маячник закончился, теперь у вас Базовый.")


async def test_a_usual_term_is_one_tap(stage: Stage) -> None:
    anna = await found(stage)
    await stage.owner.press("Поставить уровень")
    await stage.owner.press("Серебряный")
    await stage.owner.press("90 дней")
    assert "Уровень: Серебряный, поставлен вручную до " in stage.owner.sees
    assert "Магазин дарит вам уровень Серебряный" in anna.sees


async def test_points_by_hand(stage: Stage) -> None:
    anna = await found(stage)
    await stage.owner.press("Начислить баллы")
    await stage.owner.say("много")
    assert stage.owner.sees == "Напишите целое число баллов от 1 до 1 000 000."
    await stage.owner.say("500")
    assert stage.owner.sees == "Анна: 500 баллов. За что? Покупатель причину не увидит."
    await stage.owner.say("За терпение <b>")
    assert stage.owner.sees.startswith("Анна: 500 баллов\nПричина: За терпение <b>\nСрок обычный")
    await stage.owner.press("30 дней")
    assert "Сгорят через 30 дней." in stage.owner.sees
    await stage.owner.press("Сообщить: да")
    await stage.owner.press("Сообщить: нет")
    await stage.owner.tap_twice("Начислить 500")
    assert stage.owner.sees == "Готово. Анна: начислено 500 баллов, теперь на карте 500 баллов."
    assert anna.sees == "Магазин дарит вам 500 баллов ⭐ Теперь 500."
    assert [text.startswith("Магазин дарит") for text in anna.heard].count(True) == 1
    await stage.owner.press("‹ Назад")
    assert "Доступно: 500 баллов" in stage.owner.sees


async def test_a_large_gift_of_an_only_owner_waits_ten_minutes(stage: Stage) -> None:
    anna = await found(stage)
    await stage.owner.press("Начислить баллы")
    await stage.owner.say("7000")
    await stage.owner.say("Победитель конкурса")
    await stage.owner.press("Начислить 7\N{NO-BREAK SPACE}000")
    assert "Посмотрите на него ещё раз через десять минут" in stage.owner.sees
    await stage.owner.press("Начислить сейчас")
    assert "через 10 минут" in stage.owner.sees
    stage.clock.advance(600)
    stage.app.shop.wake()
    await stage.settle()
    assert stage.owner.sees.startswith("Десять минут назад вы хотели начислить баллы. Анна: 7 000 баллов.")
    await stage.owner.press("Начислить сейчас")
    assert stage.owner.sees.startswith("Готово. Анна: начислено 7 000 баллов")
    assert anna.sees == "Магазин дарит вам 7 000 баллов ⭐ Теперь 7 000."


async def test_with_two_owners_the_other_one_approves(stage: Stage) -> None:
    petr = await other_owner(stage)
    anna = await found(stage)
    await stage.owner.press("Начислить баллы")
    await stage.owner.say("7000")
    await stage.owner.say("Победитель конкурса")
    await stage.owner.press("Начислить 7\N{NO-BREAK SPACE}000")
    assert "должен одобрить владелец" in stage.owner.sees
    assert petr.sees.startswith("Коллега хочет начислить баллы. Анна: 7 000 баллов.")
    await petr.press("Посмотреть")
    assert "Причина: Победитель конкурса" in petr.sees
    await petr.press("Одобрить")
    assert petr.sees.startswith("Готово.")
    assert stage.owner.sees == "Одобрено. Анна: начислено 7 000 баллов."
    assert anna.sees == "Магазин дарит вам 7 000 баллов ⭐ Теперь 7 000."


async def test_a_gift_can_be_declined_and_dropped(stage: Stage) -> None:
    petr = await other_owner(stage)
    anna = await found(stage)
    await stage.owner.press("Начислить баллы")
    await stage.owner.say("7000")
    await stage.owner.say("Победитель конкурса")
    await stage.owner.press("Начислить 7\N{NO-BREAK SPACE}000")
    await petr.press("Посмотреть")
    await petr.press("Отклонить")
    assert stage.owner.sees == "Не одобрено. Анна: 7 000 баллов не начислены."
    await stage.owner.say("/grant Анна")
    await stage.owner.press("Начислить баллы")
    await stage.owner.say("5")
    await stage.owner.say("Просто так")
    await stage.owner.press("Не начислять")
    assert stage.owner.sees == "Хорошо, ничего не начисляю. Участник: Анна."
    assert not [text for text in anna.heard if text.startswith("Магазин дарит")]


async def test_odd_buttons_get_a_kind_answer(stage: Stage) -> None:
    await found(stage)
    for data in ("member:x", "member.tier:1", "member.tier.set:1:g:7", "member.tier.day:", "grant.ok:9"):
        await stage.owner.forge(data)
    assert stage.owner.sees == "Это начисление уже решено или ждало слишком долго."
