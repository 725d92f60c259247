"""What is known about a member, taken along, withdrawn, and erased from the very bytes of the database."""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from actions.keep_erasures import keep_erasures
from actions.verify import verify_ledger
from loyalty.programme import Bonuses, Programme
from storage import shop as shop_rows
from storage.database import Connection
from tests.cast import Actor, Stage, play

PHONE = "+7 900 555-44-33"
CANARIES = (
    *("Канарейкина", "79005554433", "канареечный отзыв", "канареечная жалоба"),
    *("Канареевск", "канареечная метка"),
)
YEAR = 367 * 24 * 3600


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A shop that gives points for joining and a phone."""
    async with play(tmp_path) as stage:
        await stage.owner.start()
        bonuses = Bonuses(welcome_points=100, phone_points=50, review_points=5)

        def write(tx: Connection) -> Programme:
            rules = replace(shop_rows.programme(tx), bonuses=bonuses)
            return shop_rows.add_programme(tx, rules, None, stage.clock.now())

        await stage.app.shop.db.write(write)
        yield stage


async def joins_with_phone(actor: Actor, name: str) -> None:
    await actor.start()
    await actor.press("Согласен")
    await actor.press("Да, присылайте")
    await actor.say(name)
    await actor.key("Отправить мой номер")
    await actor.say("15 мая 1990")


async def erases(actor: Actor) -> None:
    await actor.say("/privacy")
    await actor.press("Удалить меня")
    await actor.press("Удалить, дальше")
    await actor.press("Да, удалить")


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("kopilka.db*") if path.suffix != ".lock")


def spellings(text: str) -> list[bytes]:
    return [text.encode(), json.dumps(text).encode().strip(b'"'), text.encode("utf-16-le")]


async def test_privacy_shows_what_is_kept_in_plain_words(stage: Stage) -> None:
    anna = stage.person("Анна", phone=PHONE)
    await joins_with_phone(anna, "Анна Канарейкина")
    await anna.key("Настройки")
    await anna.press("Мои данные")
    for kept in (
        "Имя: Анна Канарейкина",
        "Телефон: …4433",
        "День рождения: 15 мая 1990",
        "Баллы: 150",
        "Согласие на обработку данных: дано",
        "версия текста 2",
        "Новости и предложения: согласие дано",
    ):
        assert kept in anna.sees, kept
    assert "555" not in anna.sees
    await anna.press("Не присылать")
    assert "Новости и предложения: нет согласия" in anna.sees
    await anna.press("Присылать новости")
    assert "Новости и предложения: согласие дано" in anna.sees
    log = "SELECT group_concat(kind || given || text_version) FROM consents"
    said = "personal12,advertising12,advertising02,advertising12"
    assert await stage.scalar(log) == said, "appended, never changed"


async def test_my_data_comes_as_json_and_as_a_page(stage: Stage) -> None:
    anna = stage.person("Анна", phone=PHONE)
    await joins_with_phone(anna, "Анна <b>Канарейкина")
    boris = await stage.joined("Борис")
    await stage.owner.sell(anna, "450")
    await anna.say("/settings")
    await anna.press("Город")
    await anna.say("Тверь")
    await anna.say("/privacy")
    await anna.press("Скачать мои данные")
    machine, page = (document(stage, bubble.document) for bubble in anna.chat[-2:])
    data = json.loads(machine)
    assert data["member"]["name"] == "Анна <b>Канарейкина"
    assert data["member"]["phone"] == "+79005554433"
    assert data["member"]["birthday"] == {"day": 15, "month": 5, "year": 1990}
    assert data["member"]["city"] == "Тверь"
    assert [one["amount_minor"] for one in data["purchases"]] == [45_000]
    assert [one["revenue_minor"] for one in data["statistics"]] == [45_000]
    assert data["accounts"][0]["external_id"] == str(anna.id)
    assert sum(one["points"] for one in data["entries"]) == await stage.balance(anna)
    read = page.decode()
    for kept in ("Анна &lt;b&gt;Канарейкина", "+79005554433", "450", "Согласие на обработку данных: дано"):
        assert kept in read, kept
    assert "<script" not in read
    assert "http" not in read
    for file in (machine, page):
        assert str(boris.id).encode() not in file
        assert "Борис".encode() not in file


def document(stage: Stage, file_id: str) -> bytes:
    return stage.telegram.file_bytes(file_id)


async def test_decision_erasure_the_warning_names_the_price_and_no_tap_is_enough_alone(stage: Stage) -> None:
    anna = stage.person("Анна", phone=PHONE)
    await joins_with_phone(anna, "Анна")
    await anna.say("/privacy")
    await anna.press("Отозвать согласие")
    assert anna.sees.startswith("Без согласия на обработку персональных данных")
    assert "Сгорят 150 баллов" in anna.sees
    assert "откроются с первой покупкой: 100" in anna.sees
    await anna.press("Удалить, дальше")
    assert anna.sees.startswith("Последний вопрос: удалить всё вместе с 150 баллами?")
    shown = anna.screen
    await anna.press("Нет, оставить")
    assert anna.sees.startswith("Что мы о вас знаем")
    await stage.owner.sell(anna, "1000")
    await anna.press_again(shown, "Да, удалить")
    assert any("что-то изменилось" in text for text in anna.heard), "the price is another one by now"
    assert await stage.scalar("SELECT count(*) FROM members WHERE erased_at IS NOT NULL") == 0


async def test_rule_77_not_a_byte_of_an_erased_member_is_left(stage: Stage, tmp_path: Path) -> None:
    anna = stage.person("Анна Канарейкина", phone=PHONE)
    await joins_with_phone(anna, "Анна Канарейкина")
    boris = await stage.joined("Борис")
    await stage.owner.sell(anna, "450")
    await anna.press("Оценить")
    await anna.press("5")
    await anna.say("канареечный отзыв")
    await anna.say("/history")
    await anna.press("1")
    await anna.press("Это не я")
    await anna.press("Да, разберитесь")
    await anna.say("канареечная жалоба")
    await anna.say("/settings")
    await anna.press("Город")
    await anna.say("Канареевск")
    await stage.owner.say("/member Анна")
    await stage.owner.press("Метки")
    await stage.owner.press("Добавить метку")
    await stage.owner.say("канареечная метка")
    await anna.say("/card")
    number = str(await stage.scalar("SELECT number FROM members WHERE name LIKE 'Анна%'"))
    sold = await stage.scalar("SELECT sum(amount_minor) FROM purchases")
    before = await stage.balance(boris)
    stored = bytes_of(tmp_path)
    assert any(spelling in stored for spelling in spellings(str(anna.id))), "the search finds what is there"
    await erases(anna)
    assert anna.sees.startswith("Готово: здесь больше ничего о вас нет.")
    await keep_erasures(stage.app.shop, None)
    await stage.app.stop()
    left = bytes_of(tmp_path)
    for canary in (*CANARIES, str(anna.id), number):
        for spelling in spellings(canary):
            assert spelling not in left, canary
    await stage.raise_curtain()
    assert (await verify_ledger(stage.app.shop)).fault_count == 0
    assert await stage.scalar("SELECT sum(amount_minor) FROM purchases") == sold
    assert (
        await stage.scalar(
            "SELECT sum(points) FROM heads JOIN members m ON m.id = member_id WHERE m.erased_at IS NOT NULL"
        )
        == 0
    )
    assert await stage.balance(boris) == before


async def test_the_running_bot_leaves_no_trace_in_the_log_either(stage: Stage, tmp_path: Path) -> None:
    anna = stage.person("Анна Канарейкина", phone=PHONE)
    await joins_with_phone(anna, "Анна Канарейкина")
    await erases(anna)
    await keep_erasures(stage.app.shop, None)
    await stage.app.shop.db.write(lambda _: None)  # the log is emptied before this is done
    left = bytes_of(tmp_path)
    for canary in ("Канарейкина", str(anna.id)):
        assert not any(spelling in left for spelling in spellings(canary)), canary


async def test_a_double_tap_erases_once_and_makes_nobody_anew(stage: Stage) -> None:
    anna = await stage.joined("Анна")
    await anna.say("/privacy")
    await anna.press("Удалить меня")
    await anna.press("Удалить, дальше")
    await anna.tap_twice("Да, удалить")
    assert anna.sees.startswith("Готово: здесь больше ничего о вас нет.")
    assert await stage.scalar("SELECT count(*) FROM accounts WHERE external_id = ?", str(anna.id)) == 0
    for data in ("privacy.erase:0", "privacy", "privacy.download", "privacy.sure:1"):
        await anna.forge(data)
    assert await stage.scalar("SELECT count(*) FROM accounts WHERE external_id = ?", str(anna.id)) == 0
    assert await stage.scalar("SELECT count(*) FROM operations WHERE op_key LIKE 'erased:%'") == 1


async def test_rule_77_whoever_comes_back_is_welcome_but_gets_no_gift_twice(stage: Stage) -> None:
    anna = stage.person("Анна", phone=PHONE)
    await joins_with_phone(anna, "Анна")
    assert await stage.balance(anna) == 150
    await erases(anna)
    await joins_with_phone(anna, "Анна")
    assert await stage.balance(anna) == 0, "known by the account"
    other = stage.person("Яна", phone=PHONE)
    await erases(anna)
    await joins_with_phone(other, "Яна")
    assert await stage.balance(other) == 0, "known by the phone"
    await erases(other)
    stage.clock.advance(YEAR)
    await keep_erasures(stage.app.shop, None)
    assert await stage.scalar("SELECT count(*) FROM erasures") == 0
    await joins_with_phone(anna, "Анна")
    assert await stage.balance(anna) == 150, "forgotten after twelve months"


async def test_rule_77_staff_and_owners_end_their_role_first(stage: Stage) -> None:
    owner = stage.owner
    await owner.say("/privacy")
    assert owner.sees.startswith("Своей карты у вас пока нет.")
    await owner.press("Завести карту")
    await owner.press("Согласен")
    await owner.press("Не сейчас")
    await owner.press("Ольга")
    await owner.key("Пропустить")
    await owner.press("Пропустить")
    await owner.say("/privacy")
    await owner.press("Удалить меня")
    assert owner.sees.startswith("Вы здесь работаете: сначала владелец снимает с вас роль")
    await owner.forge("privacy.erase:0")
    assert await stage.scalar("SELECT count(*) FROM members WHERE erased_at IS NOT NULL") == 0


async def test_a_card_of_the_erased_opens_nothing(stage: Stage) -> None:
    anna = await stage.joined("Анна")
    await anna.say("/card")
    link = anna.card_link
    await erases(anna)
    await stage.owner.open(link)
    assert await stage.scalar("SELECT count(*) FROM sale_drafts") == 0


async def test_forged_and_odd_input_breaks_nothing(stage: Stage) -> None:
    anna = await stage.joined("Анна")
    await anna.say("/privacy")
    for data in (
        "privacy.sure",
        "privacy.sure:x",
        "privacy.erase",
        "privacy.erase:-1",
        "privacy.erase:999999999999999999999",
        "privacy.news:9",
        "privacy.nonsense",
    ):
        await anna.forge(data)
        assert anna.sees
    assert await stage.scalar("SELECT count(*) FROM inbox WHERE state <> 'done'") == 0
    assert await stage.scalar("SELECT count(*) FROM members WHERE erased_at IS NOT NULL") == 0


async def test_in_english_too(stage: Stage) -> None:
    jane = stage.person("Jane", language="en")
    await jane.start()
    await jane.press("I agree")
    await jane.press("Not now")
    await jane.press("Jane")
    await jane.key("Skip")
    await jane.press("Skip")
    await jane.say("/privacy")
    assert jane.sees.startswith("What is known about you")
    await jane.press("Delete me")
    assert re.search(r"You lose 100 points, they can't be given back", jane.sees)
    await jane.press("Delete, go on")
    await jane.press("Yes, delete")
    assert jane.sees.startswith("Done: nothing here says any more who you were.")
