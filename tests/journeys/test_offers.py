"""Personal offers: typed in one line, seen on the customer's page, withdrawn again."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.cast import Actor, Stage, play


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        yield stage


async def card_of(stage: Stage, name: str) -> Actor:
    """Somebody with a card, his page open in front of the owner."""
    someone = await stage.joined(name)
    await stage.owner.say(f"/member {name}")
    return someone


async def test_an_offer_is_typed_in_one_line_and_made_after_a_look(stage: Stage) -> None:
    owner, anna = stage.owner, await card_of(stage, "Анна")
    await owner.press("Предложения")
    assert owner.sees == "Анна: личных предложений сейчас нет."
    await owner.press("Новое предложение")
    assert owner.sees.splitlines()[:2] == [
        "Что получит покупатель?",
        "Или напишите одной строкой: 20 % до пятницы",
    ]
    for unclear in ("сделай хорошо", "я" * 4096, "🍷"):
        await owner.say(unclear)
        assert owner.sees == "Не получилось разобрать предложение. Например: 20 % до пятницы"
    await owner.say("20% на две кружки пива до пятницы")
    assert owner.sees.startswith("Не знаю такого товара: «кружки пива».")
    await owner.say("20 % на две штуки до 31.12")
    assert owner.sees.startswith("Создаём?\nДля кого: Анна\nскидка 20 %, от 2 штук\nДо 31 декабря")
    await anna.say("/promo")
    assert "нет предложений" in anna.sees, "nothing is given before the owner has seen it"
    await owner.press("Создать")
    await anna.say("/promo")
    assert "скидка 20 %, от 2 штук" in anna.sees


async def test_an_offer_is_withdrawn_after_a_question(stage: Stage) -> None:
    owner, anna = stage.owner, await card_of(stage, "Анна")
    await owner.press("Предложения")
    await owner.press("Новое предложение")
    await owner.say("20 % до воскресенья")
    await owner.press("Создать")
    await owner.say("/member Анна")
    await owner.press("Предложения")
    listed = owner.screen
    assert owner.sees.startswith("Предложения: Анна\n1. скидка 20 %, до ")
    await owner.press("1")
    assert owner.buttons == ["Да, отозвать", "Нет, оставить"]
    await owner.press("Нет, оставить")
    await owner.press("1")
    await owner.tap_twice("Да, отозвать")
    await anna.say("/promo")
    assert "нет предложений" in anna.sees
    await owner.press_again(listed, "1")
    assert owner.sees.startswith("Это предложение уже не действует")
    await owner.sell(anna, "1000")
    assert await stage.balance(anna) == 50


async def test_a_used_offer_stays_used(stage: Stage) -> None:
    owner, anna = stage.owner, await card_of(stage, "Анна")
    await owner.press("Предложения")
    await owner.press("Новое предложение")
    await owner.say("20 % до воскресенья")
    await owner.press("Создать")
    await owner.say("/member Анна")
    await owner.press("Предложения")
    await owner.press("1")
    asked = owner.screen
    await owner.sell(anna, "1000")
    assert await stage.balance(anna) == 40
    await owner.press_again(asked, "Да, отозвать")
    assert owner.sees.startswith("Это предложение уже не действует")


async def test_offers_are_for_owners_alone_and_forged_buttons_break_nothing(stage: Stage) -> None:
    anna = await card_of(stage, "Анна")
    for data in ("offers", "offers:x", "offers:999", "offers.new:999", "offers.ask:7", "offers.off:x"):
        await stage.owner.forge(data)
        assert stage.owner.sees
        await anna.forge(data)
    assert await stage.scalar("SELECT count(*) FROM inbox WHERE state <> 'done'") == 0
