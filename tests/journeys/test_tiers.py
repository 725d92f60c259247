"""Levels as customers live them: reached, shown on the card, warned of, lowered, gone with a purchase."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from actions.review_tiers import review_tiers
from loyalty.programme import Tier
from storage import shop as shop_rows
from storage.database import Connection
from tests.cast import Actor, Stage, play

SILVER = Tier("s", "", 1_000_00, rate_bp=700, cap_bp=5_000, colour="silver", perks="Сироп в подарок")
GOLD = Tier("g", "Маячник", 3_000_00, rate_bp=1_000, colour="#1B4F9C")
DAY = 86_400


@dataclass
class Play:
    """The stage, the owner at the till, a customer with a card."""

    stage: Stage
    olga: Actor
    anna: Actor


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Play]:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        await with_tiers(stage)
        yield Play(stage, stage.owner, await stage.joined("Анна"))


async def with_tiers(stage: Stage) -> None:
    def write(tx: Connection) -> None:
        fresh = replace(shop_rows.programme(tx), tiers=(SILVER, GOLD))
        shop_rows.add_programme(tx, fresh, None, stage.clock.now())

    await stage.app.shop.db.write(write)


async def later(shop: Play, days: int) -> None:
    """So many days pass, and the daily review is done."""
    shop.stage.clock.advance(days * DAY)
    await review_tiers(shop.stage.app.shop)
    await shop.stage.settle()


async def test_a_purchase_lifts_and_the_card_shows_it(shop: Play) -> None:
    await shop.olga.sell(shop.anna, "1000")
    assert shop.anna.sees == (
        "Теперь у вас уровень Серебряный ⭐\n"
        "С каждой покупки возвращается 7 %.\n"
        "Баллами можно оплатить до 50 % чека.\n"
        "Сироп в подарок"
    )
    await shop.anna.say("/card")
    assert "7 %" in shop.anna.sees
    await shop.olga.scan(shop.anna)
    assert "Анна · Серебряный" in shop.olga.sees
    await shop.olga.say("100")
    assert "+7 баллов" in shop.olga.sees


async def test_the_balance_says_what_is_missing(shop: Play) -> None:
    await shop.anna.say("/balance")
    assert "До уровня «Серебряный» осталось: 1 000 ₽" in shop.anna.sees
    await shop.olga.sell(shop.anna, "1760")
    await shop.anna.say("/balance")
    assert "До уровня «Маячник» осталось: 1 240 ₽" in shop.anna.sees


async def test_an_own_level_has_its_name_and_colour(shop: Play) -> None:
    await shop.olga.sell(shop.anna, "3000")
    assert shop.anna.sees.startswith("Теперь у вас уровень Маячник ⭐")
    await shop.anna.say("/card")
    assert shop.anna.card_link.startswith("https://t.me/mayak_bot?start=c-")


async def test_an_undone_purchase_takes_its_level_along(shop: Play) -> None:
    await shop.olga.sell(shop.anna, "1000")
    await shop.olga.press("Отменить продажу")
    await shop.olga.press("Да, отменить")
    assert "Покупка отменена, поэтому у вас снова уровень Базовый." in shop.anna.heard


async def test_a_year_without_purchases_warns_and_then_lowers_one_step(shop: Play) -> None:
    await shop.olga.sell(shop.anna, "3000")
    await later(shop, 336)
    warning = shop.anna.sees
    assert warning.startswith("Скоро пересмотр вашего уровня Маячник.\nЧтобы его сохранить, купите до ")
    assert "ещё на 3 000 ₽.\nИначе уровень станет Серебряный." in warning
    await later(shop, 15)
    assert shop.anna.sees == warning
    await later(shop, 15)
    assert shop.anna.sees.startswith("Прошёл год, и теперь у вас уровень Серебряный. Баллы остаются с вами")
