"""An owner says who is meant: ready-made, typed, with buttons, saved, and for a broadcast."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.cast import Actor, Stage, play
from tests.journeys.team import hired


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        yield stage


@pytest.fixture
async def owner(stage: Stage) -> Actor:
    """A shop where Anna has bought twice and Boris never."""
    lena = await hired(stage, "Лена")
    anna = await stage.joined("Анна", phone="+79001234567")
    await stage.joined("Борис", phone="+79001234568")
    await lena.sell(anna, "900")
    await lena.sell(anna, "100")
    return stage.owner


async def typed(owner: Actor, expression: str) -> None:
    """An audience typed anew."""
    await owner.say("/segments")
    await owner.press("Собрать свою")
    await owner.press("Написать словами")
    await owner.say(expression)


async def test_a_ready_made_audience_is_counted_and_shown_in_words(owner: Actor) -> None:
    await owner.say("/segments")
    assert owner.sees.startswith("Кому\n")
    await owner.press("Готовые наборы")
    await owner.press("Ещё не покупали")
    assert "Число покупок: 0" in owner.sees
    assert "покупок = 0" in owner.sees
    assert "Подход" in owner.sees
    await owner.press("Показать людей")
    assert owner.sees.splitlines()[1].startswith("Борис …")


async def test_an_expression_is_typed_and_a_slip_is_shown_where_it_is(owner: Actor) -> None:
    await typed(owner, "покупок >= 2 и уровнь = базовый")
    assert owner.sees.startswith("Не понимаю «уровнь» (знак 16).")
    assert "Может быть, «уровень»?" in owner.sees
    await owner.say("покупок >= 2 и уровень = базовый")
    assert "Число покупок не меньше 2 и уровень: базовый" in owner.sees
    assert "Подходит 1 человек." in owner.sees
    await owner.press("Показать людей")
    assert owner.sees.splitlines()[1].startswith("Анна …")


async def test_english_words_are_understood_and_shown_in_russian(owner: Actor) -> None:
    await typed(owner, "purchases >= 2 and not (last_purchase > 60d or reachable = no)")
    assert "кроме тех, у кого: (последняя покупка больше 60 дней назад или нельзя написать)" in owner.sees
    assert "покупок >= 2 и не (последняя покупка > 60д или доступен = нет)" in owner.sees
    assert "Подходит 1 человек." in owner.sees


@pytest.mark.parametrize(
    "nonsense", ["💥" * 1_500, "(" * 4_000, "' OR 1=1; --", "привет", "уровень = платина"]
)
async def test_nonsense_is_refused_kindly_and_the_question_stays(owner: Actor, nonsense: str) -> None:
    await typed(owner, nonsense)
    assert any(word in owner.sees for word in ("Не понимаю", "Слишком длинно", "в программе нет"))
    await owner.say("покупок = 2")
    assert "Подходит 1 человек." in owner.sees


async def test_a_picture_is_no_expression(owner: Actor) -> None:
    await typed(owner, "?")
    await owner.photo()
    await owner.say("покупок = 2")
    assert "Подходит 1 человек." in owner.sees


async def test_conditions_are_put_together_with_buttons(owner: Actor) -> None:
    await owner.say("/segments")
    await owner.press("Собрать свою")
    assert owner.sees.startswith("Все\n")
    for button in ("Добавить условие", "Покупки", "Число покупок", "Не меньше", "2"):
        await owner.press(button)
    assert "Число покупок не меньше 2" in owner.sees
    for button in ("Добавить условие", "Связь", "Можно написать", "Нет"):
        await owner.press(button)
    assert "Число покупок не меньше 2 и нельзя написать" in owner.sees
    assert "Никто не подходит." in owner.sees
    await owner.press("Хватит и одного")
    assert "Число покупок не меньше 2 или нельзя написать" in owner.sees
    assert "Подходит 1 человек." in owner.sees
    await owner.press("покупок >= 2")
    await owner.press("Наоборот")
    assert owner.sees.startswith("(кроме тех, у кого: число покупок не меньше 2) или нельзя написать\n")
    await owner.press("доступен = нет")
    await owner.press("Убрать")
    assert owner.sees.startswith("Кроме тех, у кого: число покупок не меньше 2\n")


async def test_a_value_is_typed_and_a_weekday_chosen(owner: Actor) -> None:
    await owner.say("/segments")
    await owner.press("Собрать свою")
    for button in ("Добавить условие", "Покупки", "Средний чек", "Не меньше", "Написать своё"):
        await owner.press(button)
    await owner.say("много")
    assert owner.sees.startswith("Не понимаю «много»")
    await owner.say("499,50")
    assert "Средний чек не меньше 499,50 ₽" in owner.sees
    assert "Подходит 1 человек." in owner.sees
    for button in (
        "Добавить условие",
        "Товары и время",
        "Покупок в день",
        "Понедельник",
        "Не больше",
        "5",
    ):
        await owner.press(button)
    assert "покупок в день недели (понедельник) не больше 5" in owner.sees
    for button in ("Добавить условие", "Человек", "Город", "Написать своё"):
        await owner.press(button)
    await owner.say("Нижний Новгород")
    assert 'город = "Нижний Новгород"' in owner.sees


async def test_without_categories_the_owner_is_told_where_they_are_named(owner: Actor) -> None:
    await owner.say("/segments")
    await owner.press("Готовые наборы")
    await owner.press("Вино по пятницам")
    assert "/program" in owner.sees
    await owner.press("‹ Назад")
    for button in ("‹ Назад", "Собрать свою", "Добавить условие", "Товары и время", "Покупал"):
        await owner.press(button)
    assert "/program" in owner.sees


async def test_an_audience_is_saved_renamed_changed_and_deleted(stage: Stage, owner: Actor) -> None:
    await typed(owner, "покупок = 2")
    await owner.press("Сохранить с именем")
    await owner.say("Вернулись")
    assert "Сохранена как «Вернулись»." in owner.sees
    await typed(owner, "покупок = 0")
    await owner.press("Сохранить с именем")
    await owner.say("вернулись")
    assert owner.sees.startswith("Так уже называется другая аудитория.")
    await owner.say("Н" * 41)
    assert "40" in owner.sees
    await owner.say("Новички")
    await owner.say("/segments")
    await owner.press("Вернулись")
    assert "Число покупок: 2" in owner.sees
    await owner.press("Переименовать")
    await owner.say("Дважды")
    assert "Сохранена как «Дважды»." in owner.sees
    await owner.press("Написать словами")
    await owner.say("покупок >= 2")
    assert "с тех пор изменена" in owner.sees
    await owner.press("Сохранить")
    assert "Сохранена как «Дважды»." in owner.sees
    await owner.press("Удалить")
    await owner.press("Да, удалить")
    assert "Дважды" not in owner.buttons
    assert "Новички" in owner.buttons
    assert await stage.scalar("SELECT count(*) FROM segments WHERE ended_at IS NOT NULL") == 1


async def test_an_old_button_shows_the_present_draft(owner: Actor) -> None:
    await typed(owner, "покупок = 2 и доступен")
    old = owner.screen
    await owner.press("Хватит и одного")
    await owner.press_again(old, "Хватит и одного")
    assert "Число покупок: 2 или можно написать" in owner.sees


async def test_an_old_button_saves_nothing_over_another_audience(stage: Stage, owner: Actor) -> None:
    for number in (1, 2):
        await typed(owner, f"покупок = {number}")
        await owner.press("Сохранить с именем")
        await owner.say(f"Набор {number}")
    await owner.press("Написать словами")
    await owner.say("покупок = 22")
    old = owner.screen
    await owner.say("/segments")
    await owner.press("Набор 1")
    await owner.press("Написать словами")
    await owner.say("покупок = 11")
    await owner.press_again(old, "Сохранить")
    assert "Сохранена как «Набор 1», с тех пор изменена." in owner.sees
    assert (
        await stage.scalar("SELECT group_concat(expression) FROM segments") == "purchases = 1,purchases = 2"
    )


async def test_an_audience_too_long_to_be_kept_is_refused(owner: Actor) -> None:
    quotes = "«" + '"' * 60 + "»"  # each of them is written twice
    await typed(owner, "город в (" + ", ".join([quotes] * 20) + ")")
    assert "Слишком длинно" in owner.sees


async def test_a_broadcast_gets_its_audience(stage: Stage, owner: Actor) -> None:
    await owner.say("/broadcast")
    await owner.press("Новая рассылка")
    await owner.say("Привет!")
    await owner.press("Кому")
    assert owner.sees.startswith("Все\n")
    await owner.press("Написать словами")
    await owner.say("покупок >= 2")
    await owner.press("Выбрать этих людей")
    assert owner.sees.startswith("Выбрано.")
    assert await stage.scalar("SELECT segment FROM campaigns") == "purchases >= 2"
    await owner.press("Готово")
    assert "Привет!" in owner.sees
    await owner.press("Кому")
    assert "Число покупок не меньше 2" in owner.sees
    await owner.press("Другие аудитории")
    await owner.press("‹ Назад")
    assert "Привет!" in owner.sees


async def test_forged_buttons_change_nothing(stage: Stage, owner: Actor) -> None:
    await owner.say("/segments")
    for forged in (
        "seg.val:purchases:>=::3 or reachable",
        "seg.val:nothing:=::1",
        "seg.val:tier:=::" + "x" * 30,
        "seg.val:birthday:>::7d",
        "seg.field:nothing",
        "seg.of:bought_times",
        "seg.op:purchases:like:",
        "seg.take:nothing",
        "seg.take:never:c1:c2:c3",
        "seg.part:0:999",
        "seg.do:x:drop:0",
        "seg.open:999",
        "seg.for:999",
        "seg.group:999",
        "seg.use:0",
        "seg.del:999",
        "seg.name:999",
        "seg.ask",
    ):
        await owner.forge(forged)
    assert await stage.scalar("SELECT count(*) FROM segment_drafts WHERE expression <> ''") == 0


async def test_audiences_are_for_owners_only(stage: Stage, owner: Actor) -> None:
    lena = await hired(stage, "Галя")
    await typed(owner, "покупок = 2")
    await lena.say("/segments")
    await lena.forge("seg.desk")
    assert "Подходит" not in "".join(lena.heard)
