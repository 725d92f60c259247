""" "Это не я": the customer contests a change under its message, the owner looks and decides."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cast import Actor, Stage, play
from tests.journeys.team import hired


@dataclass
class Shop:
    """The stage, a cashier, and a customer with 22 points of a purchase."""

    stage: Stage
    lena: Actor
    anna: Actor

    async def points(self) -> int:
        """What stands on the customer's card, set aside or not."""
        query = "SELECT points FROM heads JOIN accounts USING (member_id) WHERE external_id = ?"
        return int(await self.stage.scalar(query, str(self.anna.id)))


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        shop = Shop(stage, await hired(stage, "Лена"), await stage.joined("Анна"))
        await shop.lena.sell(shop.anna, "450 №17")
        yield shop


async def complained(shop: Shop) -> None:
    await shop.anna.press("Это не я")
    await shop.anna.press("Да, разберитесь")


async def test_the_customer_contests_a_purchase_and_the_owner_reverses_it(shop: Shop) -> None:
    receipt = shop.anna.sees
    await shop.anna.press("Это не я")
    assert shop.anna.sees.startswith("+22 балла, ")
    assert "Это были не вы? Тогда отложу эти баллы, пока владелец не разберётся." in shop.anna.sees
    assert shop.anna.buttons == ["Да, разберитесь", "Нет, всё верно"]
    assert receipt in shop.anna.heard, "the message about the purchase stays"
    await shop.anna.press("Да, разберитесь")
    assert shop.anna.sees.startswith("Передал владельцу, ответ придёт сюда.\nДо тех пор эти баллы отложены.")
    assert shop.stage.owner.sees == "Анна: «Это не я». Изменение: +22 балла."
    await shop.anna.say("Я была в отпуске, 450 рублей не тратила")
    assert shop.anna.sees == "Спасибо, передал владельцу."

    owner = shop.stage.owner
    await owner.press("Посмотреть")
    assert owner.sees.startswith("Анна, карта ")
    for part in ("Покупка на 450 ₽, чек № 17", "Кто провёл: Лена", "«Я была в отпуске, 450 рублей"):
        assert part in owner.sees
    assert "Если согласитесь, баланс изменится: -22 балла." in owner.sees.replace("−", "-")
    assert owner.buttons == ["Принять и отменить", "Оставить как есть", "‹ Назад"]
    await owner.press("Принять и отменить")
    assert owner.buttons == ["Да, отменить", "‹ Назад"]
    await owner.tap_twice("Да, отменить")
    assert owner.sees.endswith("✅ Решено: изменение отменено. Покупатель знает.")
    assert shop.anna.sees == "Разобрались, вы правы. С карты сняты 22 балла, теперь у вас 0."
    assert await shop.points() == 0
    await owner.press("‹ Назад")
    assert owner.sees.startswith("Открытых обращений нет.")


async def test_the_owner_leaves_everything_as_it_is(shop: Shop) -> None:
    await complained(shop)
    owner = shop.stage.owner
    await owner.say("/cases")
    assert owner.sees.startswith("Открытые обращения\n1. Анна: +22 балла, ")
    assert owner.buttons == ["1", "‹ Назад"]
    await owner.press("1")
    await owner.press("Оставить как есть")
    assert owner.sees.endswith("✅ Решено: всё остаётся. Покупатель знает.")
    assert shop.anna.sees == (
        "Мы всё проверили: ошибки нет, изменение остаётся.\nОтложенные баллы снова ваши.\n"
        "Теперь у вас 22.\nОстались вопросы? Спросите нас в магазине."
    )
    assert await shop.points() == 22
    await shop.anna.say("А почему?")
    assert shop.anna.sees == "Это обращение уже закрыто."


async def test_it_was_the_customer_after_all(shop: Shop) -> None:
    await shop.anna.press("Это не я")
    await shop.anna.press("Нет, всё верно")
    assert shop.anna.sees == "Хорошо, всё остаётся как было."
    assert len(shop.stage.owner.heard) == len(set(shop.stage.owner.heard))
    assert not any("Это не я" in said for said in shop.stage.owner.heard)


async def test_a_second_tap_shows_the_same_case(shop: Shop) -> None:
    await complained(shop)
    heard = len(shop.stage.owner.heard)
    await shop.anna.press("Это не я")
    assert shop.anna.sees.startswith("Передал владельцу, ответ придёт сюда.")
    assert len(shop.stage.owner.heard) == heard


async def test_nonsense_from_a_forged_button_is_answered_kindly(shop: Shop) -> None:
    for data in (
        "notme",
        "notme:",
        "notme:0",
        "notme:99",
        "notme:x",
        "notme.yes:-1",
        "notme.yes:" + "9" * 40,
    ):
        await shop.anna.forge(data)
        assert shop.anna.sees == "Не нахожу этого изменения. Откройте его в истории: /history"
    for data in ("case:1", "case.yes:1", "case.no:1", "cases:0"):
        heard = len(shop.anna.heard)
        await shop.anna.forge(data)
        assert not any("Обращени" in said for said in shop.anna.heard[heard:])
    await shop.stage.owner.forge("case.yes:7")
    assert shop.stage.owner.sees == "Это обращение уже закрыто."


async def test_a_voice_is_no_word_and_a_command_is_no_comment(shop: Shop) -> None:
    await complained(shop)
    await shop.anna.photo()
    assert shop.anna.sees == "Напишите, пожалуйста, словами: что произошло?"
    await shop.anna.say("/balance")
    assert "Спасибо, передал владельцу." not in shop.anna.heard
