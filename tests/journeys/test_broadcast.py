"""A broadcast from the owner's first word to his customers' phones, and what can be done on the way."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.cast import Stage, play
from tests.journeys.broadcasting import gone, reader, sent, without_control, written


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        yield stage


async def test_from_the_first_word_to_the_phones(stage: Stage) -> None:
    owner, anna, boris = stage.owner, await reader(stage, "Анна"), await stage.joined("Борис")
    await written(owner)
    assert "Привет, {имя|друг}! У вас {баланс}." in owner.sees
    assert "Черновик: пока никто не получил." in owner.sees
    await without_control(owner)
    await owner.press("Показать мне")
    assert "Привет, Ольга! У вас 0 баллов." in owner.heard
    assert owner.sees.startswith("Уйдёт 1 сообщение, выбрано людей: 2.\n• не согласны на новости: 1")
    await owner.press("Отправить…")
    assert "Получит 1 человек, сразу." in owner.sees
    await owner.press("Да, отправить")
    await gone(stage)
    assert anna.sees == "Привет, Анна! У вас 0 баллов."
    assert anna.buttons == ["Отписаться"]
    assert "Привет" not in boris.sees
    await owner.say("/broadcast")
    await owner.press("✓ Привет, друг! У в…")
    assert "Готово.\n\nОтправлено: 1 из 2\nПропущено: 1" in owner.sees
    assert "Что принесла" in owner.buttons


async def test_formatting_photo_and_buttons_arrive_as_they_were_sent(stage: Stage) -> None:
    owner, anna = stage.owner, await reader(stage, "Анна")
    await owner.say("/broadcast")
    await owner.press("Новая рассылка")
    bold = {"type": "bold", "offset": 7, "length": 5}
    link = {"type": "text_link", "offset": 16, "length": 4, "url": 'https://cafe.ru/?a=1&b="2"'}
    await owner.say("Скидка {имя} тут меню <b>", bold, link)
    await owner.press("Текст и кнопки")
    await owner.press("Фото или видео")
    await owner.photo()
    assert "Вложение: фото" in owner.sees
    for kind, said in (("Ссылка", "Меню cafe.ru/menu"), ("Код копировать", "Взять код\nЛЕТО")):
        await owner.press("Текст и кнопки")
        await owner.press(next(one for one in owner.buttons if one.startswith("Кнопки")))
        await owner.press(kind)
        await owner.say(said)
        await owner.press("‹ Назад")
        await owner.press("‹ Назад")
    await owner.press("Текст и кнопки")
    await owner.press("Кнопки: 2")
    await owner.press("Показать карту")
    await owner.press("Показать карту")
    assert "3. «Показать карту» показывает карту" in owner.sees
    await owner.press("‹ Назад")
    await owner.press("‹ Назад")
    await without_control(owner)
    await sent(owner)
    await gone(stage)
    assert anna.sees == "Скидка Анна тут меню <b>"
    assert anna.screen.photo
    kinds = {entity["type"]: entity for entity in anna.screen.entities}
    assert kinds["bold"]["length"] == len("Анна")
    assert kinds["text_link"]["url"] == 'https://cafe.ru/?a=1&b="2"'
    assert anna.buttons == ["Меню", "Взять код", "Показать карту", "Отписаться"]
    await anna.press("Показать карту")
    await anna.press("Показать карту")
    assert anna.card_link
    assert await stage.scalar("SELECT number FROM campaign_counts WHERE what = 'clicked:2'") == 1


async def test_variants_languages_gift_and_guess(stage: Stage) -> None:
    owner = stage.owner
    await written(owner, "Вам {подарок} до {подарок_до}")
    await owner.press("Подарок")
    await owner.press("Личная скидка")
    await owner.say("20% до завтра")
    assert "скидка 20 %" in owner.sees
    await owner.press("‹ Назад")
    await owner.press("Проверка")
    await owner.press("Добавить вариант B")
    await owner.press("Вариант B")
    await owner.press("Изменить текст")
    await owner.say("Второй: {подарок}")
    await owner.press("English +")
    assert "Своего текста пока нет" in owner.sees
    await owner.press("Написать текст")
    await owner.say("English: {gift}")
    assert "English: {gift}" in owner.sees
    await owner.press("Убрать English")
    await owner.press("‹ Назад")
    await owner.press("Показать мне")
    assert "Вариант A" in owner.heard
    assert "Второй: скидка 20 %" in owner.heard
    await owner.press("Мой прогноз")
    await owner.say("много")
    await owner.say("5 %")
    assert "Прогноз" in owner.sees
    await owner.say("/broadcast")
    await owner.press(owner.buttons[0])
    await owner.press("Вариант B")
    await owner.press("Убрать вариант")
    assert await stage.scalar("SELECT count(*) FROM contents") == 1


@pytest.mark.parametrize(
    ("kind", "said"),
    [("Баллы", "50 на 14 дней"), ("Баллы", "50"), ("Личная скидка", "20% до завтра")],
)
async def test_the_preview_promises_what_is_given(stage: Stage, kind: str, said: str) -> None:
    owner, anna = stage.owner, await reader(stage, "Анна")
    await written(owner, "Вам {подарок} до {подарок_до|всегда}!")
    await without_control(owner)
    await owner.press("Подарок")
    await owner.press(kind)
    await owner.say(said)
    await owner.press("‹ Назад")
    await sent(owner)
    await gone(stage)
    assert anna.sees.startswith("Вам ")
    assert anna.sees in owner.heard


async def test_a_code_goes_with_it_and_rename_copy_delete(stage: Stage) -> None:
    owner = stage.owner
    await owner.say("/codes")
    await owner.press("Новый код")
    for step in ("Скидка в процентах", "10", "Одно слово для всех", "ЛЕТО10", "Без срока", "Создать"):
        await (owner.press(step) if step in owner.buttons else owner.say(step))
    await written(owner, "Код: {код}")
    await owner.press("Подарок")
    await owner.press("Промокод")
    await owner.press("ЛЕТО10")
    assert "промокод: скидка 10 %" in owner.sees
    await owner.press("‹ Назад")
    await owner.press("Текст и кнопки")
    await owner.press("Кнопки: 0")
    await owner.press("Код копировать")
    await owner.press("Код из подарка")
    assert "«Скопировать код» копирует код" in owner.sees
    await owner.press("‹ Назад")
    await owner.press("‹ Назад")
    await owner.press("Показать мне")
    assert "Код: ЛЕТО10" in owner.heard
    await owner.press("‹ Назад")
    await owner.press("Ещё")
    await owner.press("Переименовать")
    await owner.say("Летний код")
    await owner.press("Платная: нет")
    await owner.press("Да, платить звёзды")
    await owner.press("Выключить")
    await owner.press("‹ Назад")
    await owner.press("Ещё")
    await owner.press("Сделать копию")
    assert owner.sees.startswith("Летний код\n")
    await owner.press("Ещё")
    await owner.press("Удалить черновик")
    await owner.press("Да, удалить")
    assert owner.sees.startswith("Черновик удалён.")
    assert await stage.scalar("SELECT count(*) FROM campaigns") == 1


async def test_what_was_sent_is_corrected_and_withdrawn(stage: Stage) -> None:
    owner, anna = stage.owner, await reader(stage, "Анна")
    await written(owner, "Скидка 90 %")
    await without_control(owner)
    await sent(owner)
    await gone(stage)
    assert anna.sees == "Скидка 90 %"
    await owner.say("/broadcast")
    await owner.press("✓ Скидка 90 %")
    await owner.press("Исправить текст")
    assert owner.sees.startswith("Пришлите исправленный текст.")
    await owner.say("Скидка {имяя}")
    before = len(owner.heard)
    for _ in range(3):
        await owner.photo(album="77")
    assert len(owner.heard) == before + 1
    await owner.photo()
    assert owner.sees.startswith("Здесь можно заменить только")
    await owner.say("Скидка 9 %")
    await gone(stage)
    assert anna.sees == "Скидка 9 %"
    await owner.press("Отозвать…")
    await owner.press("Да, отозвать")
    await gone(stage)
    assert "Скидка 9 %" not in anna.heard


async def test_a_broadcast_for_later_is_cancelled_after_a_question(stage: Stage) -> None:
    owner, anna = stage.owner, await reader(stage, "Анна")
    await written(owner, "Завтра")
    await without_control(owner)
    await owner.press("Когда")
    await owner.press("Завтра 12:00")
    await owner.press("‹ Назад")
    await sent(owner)
    await gone(stage)
    await owner.say("/broadcast")
    await owner.press(owner.buttons[0])
    assert "Следующие сообщения" in owner.sees
    await owner.press("Пауза")
    await owner.press("Продолжить")
    await owner.press("Отменить…")
    await owner.press("Да, отменить")
    assert "Отменена." in owner.sees
    await gone(stage)
    assert "Завтра" not in anna.heard
