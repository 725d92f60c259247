"""Points for a friend, as both of them see it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from actions.gift_points import expire_gifts
from actions.verify import verify_ledger
from tests.cast import Actor, Stage, play
from tests.journeys.team import hired


@dataclass
class Shop:
    """The stage, and a customer with 500 points."""

    stage: Stage
    anna: Actor


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        lena, anna = await hired(stage, "Лена"), await stage.joined("Анна")
        await lena.sell(anna, "10000")
        yield Shop(stage, anna)
        assert (await verify_ledger(stage.app.shop)).faults == ()


async def gift(anna: Actor, points: str = "100") -> str:
    """Points set aside for a friend; the link to send."""
    await anna.say("/rewards")
    await anna.press("Подарить другу")
    await anna.say(points)
    return next(word for word in anna.sees.split() if word.startswith("https://"))


async def test_a_friend_accepts_and_both_hear_of_it(shop: Shop) -> None:
    anna, pavel = shop.anna, await shop.stage.joined("Павел")
    link = await gift(anna)
    assert anna.sees.startswith("100 баллов отложены для друга до ")
    await pavel.open(link)
    assert pavel.sees.startswith("Анна дарит вам 100 баллов. Принять?")
    await pavel.tap_twice("Принять подарок")
    assert pavel.sees == "+100 баллов ⭐ Вам подарок, отправитель: Анна. Теперь 100."
    assert anna.sees == "Ваш подарок принят: Павел, −100 баллов. Осталось 400."
    vera = await shop.stage.joined("Вера")
    await vera.open(link)
    assert any("Этого подарка уже нет" in text for text in vera.heard)


async def test_a_stranger_joins_first(shop: Shop) -> None:
    link = await gift(shop.anna)
    pavel = shop.stage.person("Павел")
    await pavel.open(link)
    await pavel.press("Согласен")
    await pavel.press("Не сейчас")
    await pavel.press("Павел")
    await pavel.key("Пропустить")
    await pavel.press("Пропустить")
    assert any(text.startswith("Анна дарит вам 100 баллов. Принять?") for text in pavel.heard)
    await pavel.press("Нет, спасибо")
    assert "Вы отказались от подарка, баллы вернутся другу." in pavel.heard
    assert shop.anna.sees == "От подарка отказались. 100 баллов снова ваши, теперь 500."


async def test_the_sender_changes_his_mind(shop: Shop) -> None:
    anna, pavel = shop.anna, await shop.stage.joined("Павел")
    link = await gift(anna)
    await anna.open(link)
    assert any("собственный подарок" in text for text in anna.heard)
    await pavel.open(link)
    await anna.say("/rewards")
    await anna.press("Подарить другу")
    await anna.press("В пути: 100")
    await anna.press("Отменить подарок")
    await anna.press("Да, отменить")
    assert anna.sees == "Подарок отменён, 100 баллов снова ваши."
    assert pavel.sees == "Анна: подарка в 100 баллов больше нет."
    await pavel.press("Принять подарок")
    assert "Этого подарка уже нет" in pavel.sees


async def test_what_nobody_answers_comes_back(shop: Shop) -> None:
    await gift(shop.anna)
    shop.stage.clock.advance(49 * 3_600)
    await expire_gifts(shop.stage.app.shop)
    await shop.stage.settle()
    assert shop.anna.sees == "Подарок никто не принял вовремя. 100 баллов снова ваши, теперь 500."


async def test_slips_are_explained_and_the_question_stays(shop: Shop) -> None:
    anna = shop.anna
    await anna.say("/rewards")
    await anna.press("Подарить другу")
    assert anna.sees == "Сколько баллов подарить? Напишите число. Сейчас можно до 500 баллов."
    for text in ("много", "0", "🎁" * 2_000):
        await anna.say(text)
        assert anna.sees == "Нужно целое число от 1 до 1 000 000."
    await anna.say("501")
    assert anna.sees == "Столько подарить нельзя. Сейчас можно не больше 500 баллов."
    await anna.photo()
    assert anna.sees.startswith("Жду число.")
    await anna.say("500")
    await anna.say("/rewards")
    await anna.press("Подарить другу")
    assert anna.sees == "На сегодня всё, завтра снова можно дарить баллы."


async def test_who_has_not_bought_gives_nothing(shop: Shop) -> None:
    pavel = await shop.stage.joined("Павел")
    await pavel.say("/rewards")
    await pavel.press("Подарить другу")
    assert pavel.sees == "Дарить баллы можно после первой покупки."
