"""Gift certificates: issued at the till, given as a picture, spent, blocked."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.cast import Stage, play
from tests.journeys.team import hired


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        yield stage


async def test_a_cashier_issues_one_and_the_bearer_has_it_on_his_card(stage: Stage) -> None:
    lena, anna = await hired(stage, "Лена"), await stage.joined("Анна")
    await lena.say("/certificate")
    for text in ("много", "0", "100000000", "🍰", "500 №17"):
        await lena.say(text)
        assert "Выпустить" not in lena.sees
    await lena.photo()
    assert "На какую сумму" in lena.sees
    await lena.say("2000")
    await lena.tap_twice("Да, выпустить")
    (shown,) = [text for text in lena.heard if "подарочный сертификат" in text]
    assert "Маяк: подарочный сертификат на 2 000 ₽" in shown
    assert await stage.scalar("SELECT count(*) FROM certificates") == 1
    assert "Лена: выпущен сертификат на 2 000 ₽." in stage.owner.sees
    await anna.open(lena.card_link)
    assert "Сертификат на 2 000 ₽ теперь на вашей карте, осталось 2 000 ₽." in anna.sees
    await anna.say("/promo")
    assert "Сертификат на 2 000 ₽, осталось 2 000 ₽" in anna.sees


async def test_the_owner_blocks_one_and_frees_it(stage: Stage) -> None:
    owner, anna = stage.owner, await stage.joined("Анна")
    await owner.say("/codes")
    await owner.press("Сертификаты")
    await owner.press("Новый сертификат")
    await owner.say("1500")
    await owner.press("Да, выпустить")
    link = owner.card_link
    await owner.say("/codes")
    await owner.press("Сертификаты")
    assert owner.sees.startswith("1 сертификат, осталось потратить 1 500 ₽.")
    await owner.press(owner.buttons[0])
    await owner.press("Заблокировать")
    await owner.press("Да, заблокировать")
    assert "Заблокирован" in owner.sees
    await anna.open(link)
    assert "больше нельзя платить" in anna.sees
    await owner.press("Разблокировать")
    await anna.open(link)
    assert "осталось 1 500 ₽" in anna.sees


async def test_a_stranger_opens_the_link_and_joins(stage: Stage) -> None:
    owner, igor = stage.owner, stage.person("Игорь")
    await owner.say("/certificate")
    await owner.say("700")
    await owner.press("Да, выпустить")
    await igor.open(owner.card_link)
    assert "Сертификат на 700 ₽" in igor.sees
    await igor.join()
    await igor.say("/promo")
    assert "осталось 700 ₽" in igor.sees


async def test_it_pays_a_part_of_a_receipt_and_points_come_for_all_of_it(stage: Stage) -> None:
    """Rule 12: paying with a certificate does not lower the base of the points."""
    owner, anna = stage.owner, await stage.joined("Анна")
    await owner.say("/certificate")
    await owner.say("700")
    await owner.press("Да, выпустить")
    code = await stage.scalar("SELECT code FROM certificates")
    await owner.scan(anna)
    await owner.say("1000")
    await owner.press("Ввести код")
    await owner.say(f"{code[:4]} {code[4:8]} {code[8:]}".lower())
    await owner.press(owner.buttons[0])
    assert await stage.balance(anna) == 50
    assert await stage.scalar("SELECT balance_minor FROM certificates") == 0
    assert await stage.scalar("SELECT certificate_minor FROM purchases") == 700_00
