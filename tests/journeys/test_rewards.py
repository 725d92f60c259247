"""Rewards as owners, customers and cashiers live them: the real bot, the stand-in for Telegram."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from actions.claims import expire_claims
from actions.verify import verify_ledger
from loyalty.programme import StampCard
from storage import shop as shop_rows
from storage.database import Connection
from tests.cast import Actor, Stage, play
from tests.journeys.team import hired


@dataclass
class Shop:
    """The stage, a cashier, and a customer with 500 points."""

    stage: Stage
    lena: Actor
    anna: Actor


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        shop = Shop(stage, await hired(stage, "Лена"), await stage.joined("Анна"))
        await shop.lena.sell(shop.anna, "10000")
        yield shop
        assert (await verify_ledger(stage.app.shop)).faults == ()


async def add(owner: Actor, name: str, price: str, stock: str = "Без предела") -> None:
    """A reward, the way an owner makes one."""
    await owner.say("/admin")
    await owner.press("Награды")
    await owner.press("Новая награда")
    await owner.say(name)
    await owner.say(price)
    await (owner.press(stock) if stock == "Без предела" else owner.say(stock))
    await owner.press("Без предела")


async def test_an_owner_fills_the_catalogue(shop: Shop) -> None:
    owner = shop.stage.owner
    await owner.say("/admin")
    await owner.press("Награды")
    assert "Пока ничего" in owner.sees
    await owner.press("Новая награда")
    for nonsense in ("🎁" * 2_000, "\u200b"):
        await owner.say(nonsense)
        assert owner.sees == "В названии награды должно быть от 1 до 60 знаков."
    await owner.photo()
    assert owner.sees == "Напишите, пожалуйста, текстом."
    await owner.say("Капучино")
    for nonsense in ("даром", "0", "-5", "1.5"):
        await owner.say(nonsense)
        assert owner.sees == "Нужно целое число от 1 до 1 000 000."
    await owner.say("400 баллов")
    await owner.say("2")
    await owner.press("Без предела")
    assert owner.sees == "Капучино: 400 баллов\nВ наличии: 2\nНа человека: без предела"
    await owner.press("Цена")
    await owner.say("450")
    assert owner.sees.startswith("Капучино: 450 баллов")
    await owner.press("Это пожертвование")
    assert "ничего не выдают" in owner.sees
    await owner.press("Выключить")
    await owner.press("Да, выключить")
    assert "не видят" in owner.sees
    await owner.press("‹ Назад")
    assert "Капучино: 450 баллов, осталось 2, выключена" in owner.sees


async def test_a_customer_takes_a_reward_and_the_till_hands_it_out(shop: Shop) -> None:
    anna, lena = shop.anna, shop.lena
    await add(shop.stage.owner, "Торт", "900")
    await add(shop.stage.owner, "Капучино", "400", "2")
    await anna.say("Награды")
    assert anna.sees.startswith(
        "Награды · у вас 500 баллов\n\nКапучино: 400 баллов, осталось 2\nТорт: 900 баллов, не хватает 400"
    )
    assert "Торт" not in anna.buttons
    await anna.press("Капучино")
    assert anna.sees == "Взять Капучино за 400 баллов? Маяк, останется 100."
    await anna.tap_twice("Да, взять")
    told = [text for text in anna.heard if text.startswith("−400 баллов: Капучино. Осталось 100.")]
    assert len(told) == 1
    await lena.scan(anna)
    await lena.press("Выдать: Капучино")
    assert lena.sees == "Выдать: Капучино? Покупатель: Анна."
    await lena.press("Да, выдано")
    assert lena.sees == "✅ Выдано: Капучино, Анна"
    assert anna.sees == "Вам выдали: Капучино. Приятного!"


async def test_a_reward_can_be_given_back_while_it_waits(shop: Shop) -> None:
    anna = shop.anna
    await add(shop.stage.owner, "Капучино", "400")
    await anna.say("/rewards")
    await anna.press("Капучино")
    await anna.press("Да, взять")
    await anna.say("/rewards")
    assert "Ждёт вас на кассе\nКапучино, до" in anna.sees
    await anna.press("Моё: Капучино")
    await anna.press("Вернуть баллы")
    assert anna.sees == "Отказаться от награды Капучино? 400 баллов вернутся на карту."
    await anna.press("Да, вернуть")
    assert anna.sees == "+400 баллов за возврат: Капучино. Теперь 500."


async def test_a_reward_nobody_comes_for_goes_back(shop: Shop) -> None:
    anna = shop.anna
    await add(shop.stage.owner, "Капучино", "400")
    await anna.say("/rewards")
    await anna.press("Капучино")
    await anna.press("Да, взять")
    shop.stage.clock.advance(31 * 86_400)
    await expire_claims(shop.stage.app.shop)
    await shop.stage.settle()
    assert anna.sees.startswith("Капучино ждёт на кассе уже 30 дней, поэтому баллы вернулись: +400 баллов.")


async def test_a_donation_is_thanked_for(shop: Shop) -> None:
    anna, owner = shop.anna, shop.stage.owner
    await add(owner, "Приют для кошек", "100")
    await owner.press("Это пожертвование")
    await anna.say("/rewards")
    await anna.press("Приют для кошек")
    assert anna.sees == "Отдать 100 баллов: Приют для кошек? Останется 400."
    await anna.press("Да, отдать")
    assert "Спасибо! Приют для кошек: 100 баллов." in anna.heard
    assert anna.sees == "−100 баллов: Приют для кошек. Осталось 400."


async def test_a_full_stamp_card_is_a_gift_at_the_till(shop: Shop) -> None:
    anna, lena = shop.anna, shop.lena

    def stamps(tx: Connection) -> None:
        present = shop_rows.programme(tx)
        card = StampCard("coffee", "Кофе", 2, "шестой кофе")
        shop_rows.add_programme(tx, replace(present, stamps=(card,)), None, shop.stage.clock.now())

    await shop.stage.app.shop.db.write(stamps)
    await lena.sell(anna, "300")
    await anna.say("/rewards")
    assert "Кофе ●○ 1 из 2, подарок: шестой кофе" in anna.sees
    shop.stage.clock.advance(5 * 3_600)
    await lena.sell(anna, "300")
    assert any(text.startswith("Карта штампов заполнена ⭐ Ваш подарок: шестой кофе.") for text in anna.heard)
    await lena.scan(anna)
    await lena.press("Выдать: шестой кофе")
    await lena.press("Не сейчас")
    assert lena.sees == "Хорошо, не выдано. Награда ждёт дальше."


async def test_strangers_and_forged_buttons_get_a_kind_answer(shop: Shop) -> None:
    vera = shop.stage.person("Вера")
    await vera.start()
    await vera.say("/rewards")
    assert "вопрос" in vera.sees
    await shop.anna.say("/rewards")
    for data in (
        "claim.ok:999",
        "claim.ok",
        "reward:x",
        "claim:-1",
        "claim.back:7",
        "rewards:99999999999999999",
    ):
        await shop.anna.forge(data)
        assert "Ошибка" not in shop.anna.sees
    await shop.lena.say("/sale")
    await shop.lena.forge("claim.give:1:nothing")
    assert "не открыта" in shop.lena.sees
    await shop.lena.forge("catalogue.new")
    assert "Новая награда" not in shop.lena.buttons
