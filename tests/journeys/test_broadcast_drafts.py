"""A draft of a broadcast in bad weather: restarts, two owners, slips, old and forged buttons."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from loyalty.benefits import Effect
from loyalty.codes import Campaign as CodeCampaign
from sandbox.faults import Fault
from storage import codes
from storage.database import Connection
from tests.cast import Stage, play
from tests.journeys.broadcasting import reader, written
from tests.journeys.team import hired


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        yield stage


async def test_a_draft_survives_a_restart_in_the_middle_of_a_question(stage: Stage) -> None:
    owner = stage.owner
    await owner.say("/broadcast")
    await owner.press("Новая рассылка")
    await stage.restart()
    await owner.say("Завтра скидки")
    await owner.press("Когда")
    await owner.press("Другое время")
    await stage.restart()
    await owner.say("вчера")
    assert owner.sees.startswith("Не могу прочитать время.")
    await owner.say("завтра в 12:30")
    assert "12:30" in owner.sees
    await owner.press("По часам каждого")
    assert "по часам каждого" in owner.sees


async def test_of_two_owners_the_later_one_sees_what_the_first_did(stage: Stage) -> None:
    owner = stage.owner
    second = await hired(stage, "Павел", "Управляющего")
    promote = "UPDATE staff SET role = 'owner' WHERE removed_at IS NULL"
    await stage.app.shop.db.write(lambda tx: tx.exec_driver_sql(promote))
    await written(owner, "Первый текст")
    await second.say("/broadcast")
    await second.press("✎ Первый текст")
    await second.press("Когда")
    old = second.screen
    await owner.press("Проверка")
    await owner.press("20\N{NO-BREAK SPACE}%")
    await second.press_again(old, "Завтра 12:00")
    assert second.sees.startswith("Черновик тем временем изменили. Вот как он теперь.")
    await second.press("Завтра 12:00")
    assert "Завтра" not in second.sees.split("\n")[0]
    assert await stage.scalar("SELECT revision FROM campaigns") == 3
    await second.press("‹ Назад")
    await second.press("Текст и кнопки")
    await second.press("Изменить текст")
    await owner.press("‹ Назад")
    await owner.press("Подарок")
    await owner.press("Баллы")
    await owner.say("50 на 14 дней")
    assert "50 баллов на 14 дней" in owner.sees
    await second.say("Второй текст")
    assert "ваша правка не сохранена" in second.sees
    await second.say("Второй текст")
    assert "Второй текст" in second.sees


async def test_slips_are_explained_and_the_question_stays(stage: Stage) -> None:
    owner = stage.owner
    await owner.say("/broadcast")
    await owner.press("Новая рассылка")
    await owner.say("Привет, {имяя}!")
    assert owner.sees == "Поля имяя я не знаю. Может быть, имя?"
    await owner.say("Цена {всего 5 рублей}")
    assert "Без скобок это будет обычный текст." in owner.sees
    await owner.say("😀" * 2040 + "{имя}" + "{любимое}")
    assert owner.sees.startswith("Длиннее, чем можно, на 104 знака")
    await owner.document(b"%PDF", "price.pdf")
    assert owner.sees.startswith("Сюда подходит текст, фото или видео.")
    before = len(owner.heard)
    for _ in range(3):
        await owner.photo(album="77")
    assert len(owner.heard) == before + 1
    assert "одно фото или одно видео" in owner.sees
    await owner.photo(caption="x" * 1000 + " {имя}")
    assert "Telegram принимает здесь 1 024" in owner.sees
    await owner.video(caption="Готово, {имя|друг}")
    assert "Вложение: видео" in owner.sees
    await owner.press("Показать мне")
    assert [bubble.text for bubble in owner.chat if bubble.video and bubble.from_bot] == ["Готово, Ольга"]
    await owner.press("‹ Назад")
    await owner.press("Текст и кнопки")
    await owner.press("Кнопки: 0")
    await owner.press("Ссылка")
    for odd in ("нет адреса", "Меню javascript:alert(1)", "x" * 4000):
        await owner.say(odd)
        assert owner.sees.startswith("Нужны надпись и адрес"), odd
    await owner.say("Меню: кофе.рф/меню")
    assert "https://кофе.рф/меню" in owner.sees
    await owner.press("✕ Меню")
    assert "Кнопки под сообщением" in owner.sees


async def test_every_promo_code_can_go_with_it_but_none_that_is_over(stage: Stage) -> None:
    owner = stage.owner
    today = stage.clock.now().date()

    def write(tx: Connection) -> None:
        for number in range(10):
            last = today - timedelta(days=1) if number == 9 else None
            one = CodeCampaign(0, f"Код {number}", Effect(percent_bp=1_000), last_day=last)
            codes.add_campaign(tx, one, 1, stage.clock.now())

    await stage.app.shop.db.write(write)
    await written(owner)
    await owner.press("Подарок")
    await owner.press("Промокод")
    await owner.press("Код 9")
    assert owner.sees == "Этот код больше не действует."
    await owner.press("Раньше ›")
    await owner.press("Код 0")
    assert '"code_campaign_id":1,' in await stage.scalar("SELECT gift FROM campaigns")


async def test_a_preview_that_cannot_be_shown_says_so_and_is_none(stage: Stage) -> None:
    owner = stage.owner
    await owner.say("/broadcast")
    await owner.press("Новая рассылка")
    await owner.photo(caption="Веранда открыта")
    stage.telegram.faults.waiting.append(Fault(method="sendPhoto", kind="5xx", before=True))
    await owner.press("Показать мне")
    assert owner.sees.startswith("Telegram сейчас не отвечает. Ничего не потерялось")
    assert await stage.scalar("SELECT previewed FROM campaigns") == -1
    await stage.app.shop.db.write(lambda tx: tx.exec_driver_sql("UPDATE contents SET file_id = 'gone'"))
    await owner.press("Показать мне")
    assert owner.sees.startswith("Telegram не принимает это сообщение.")
    assert "Веранда открыта" not in owner.heard
    assert await stage.scalar("SELECT previewed FROM campaigns") == -1


async def test_old_and_forged_buttons_change_nothing(stage: Stage) -> None:
    owner, anna = stage.owner, await reader(stage, "Анна")
    await written(owner)
    for data in (
        "camp.show:x",
        "camp.show:999",
        "camp.msg:1:9:-",
        "camp.msg:1:0:de",
        "camp.set:1:1",
        "camp.set:1:1:control:9999",
        "camp.set:1:1:knob:0:-:7",
        "camp.set:1:1:variant:3",
        "camp.set:1:1:language:0:",
        "camp.set:1:1:media:9:-",
        "camp.ask:1:1:body:7:-",
        "camp.ask:1:1:rubbish:0:-",
        "camp.ask:1:x:body:0:-",
        "camp.ask:1:1:fix:0:-",
        "camp.usual:1:1:card:0:-",
        "camp.code:1:1:5",
        "camp.go:1:1",
        "camp.send:1:0",
        "camp.try:1:7",
        "camp.drop:1:0",
        "camp.undo:999",
        "camp.fix:1",
        "camp.card:1",
        "camp.sample",
    ):
        await owner.forge(data)
        await anna.forge(data)
    assert await stage.scalar("SELECT revision FROM campaigns") == 1
    assert await stage.scalar("SELECT state FROM campaigns") == "draft"
    assert await stage.scalar("SELECT count(*) FROM recipients") == 0
