"""The owner makes two cards of one person one, both are told, and it can be taken back."""

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


async def number(stage: Stage, name: str) -> str:
    digits = str(await stage.scalar("SELECT number FROM members WHERE name = ?", name))
    return f"{digits[:4]} {digits[4:8]} {digits[8:]}"


async def two_cards(stage: Stage) -> tuple[Actor, Actor]:
    """The same person twice, and the preview of the merge on the owner's screen."""
    anna, twin = await stage.joined("Анна"), await stage.joined("Анюта")
    await stage.owner.sell(anna, "1000")
    await stage.owner.sell(twin, "2000")
    await stage.owner.say("/member Анна")
    await stage.owner.press("Объединить карты")
    assert stage.owner.sees.startswith("Две карты одного человека станут одной. Останется эта: Анна, № ")
    return anna, twin


async def test_rule_76_the_owner_merges_two_cards_and_both_accounts_are_told(stage: Stage) -> None:
    anna, twin = await two_cards(stage)
    await stage.owner.photo()
    assert stage.owner.sees == "Напишите, пожалуйста, текстом."
    await stage.owner.say("Анна")
    assert stage.owner.sees == "Это та же самая карта. Назовите вторую."
    await stage.owner.say("Ан")
    assert "Анюта" in stage.owner.sees
    assert "Потом на карте: 150 баллов, уровень Базовый." in stage.owner.sees
    await stage.owner.tap_twice("Объединить")
    card = await number(stage, "Анна")
    assert stage.owner.sees.startswith(f"Готово, теперь это одна карта: Анна, № {card}. На ней 150 баллов.")
    told = f"Две ваши карты теперь одна: № {card}. Баллы с обеих вместе, у вас 150."
    for who in (anna, twin):
        assert [text.startswith(told) for text in who.heard].count(True) == 1
    await twin.key("Баланс")
    assert "150" in twin.sees
    await stage.owner.say("/member Анюта")
    assert stage.owner.sees == "Никого не нашёл. Проверьте номер или напишите часть имени."
    old = await number(stage, "Анюта")
    await stage.owner.say(f"/member {old}")
    assert stage.owner.sees.startswith(f"Анна\nКарта {card}")


async def test_rule_76_the_owner_takes_the_cards_apart_again(stage: Stage) -> None:
    anna, twin = await two_cards(stage)
    await stage.owner.say("Анюта")
    await stage.owner.press("Объединить")
    await stage.owner.press("‹ Назад")
    await stage.owner.press("Разделить карты")
    assert stage.owner.sees.startswith("Разделить карты? К карте «Анюта, № ")
    await stage.owner.tap_twice("Разделить")
    assert stage.owner.sees.startswith("Карты снова разделены. Анна, № ")
    assert anna.sees == f"Магазин снова разделил карты. Ваша: № {await number(stage, 'Анна')}, у вас 50."
    assert twin.sees == f"Магазин снова разделил карты. Ваша: № {await number(stage, 'Анюта')}, у вас 100."
    await stage.owner.say("/verify")
    assert "не сход" not in stage.owner.sees.lower()


async def test_rule_76_spent_points_keep_the_cards_together(stage: Stage) -> None:
    await two_cards(stage)
    await stage.owner.say("Анюта")
    await stage.owner.press("Объединить")
    assert "Разделить карты" in stage.owner.buttons
    await stage.app.shop.db.write(
        lambda tx: tx.exec_driver_sql("UPDATE lots SET blocked = 1 WHERE remaining > 0")
    )
    await stage.owner.press("Разделить карты")
    assert stage.owner.sees.startswith("Баллами, покупками или штампами второй карты уже воспользовались")


async def test_rule_76_the_second_account_can_be_chosen_from_several(stage: Stage) -> None:
    await two_cards(stage)
    await stage.joined("Аня Третья")
    await stage.owner.say("Ан")
    assert stage.owner.sees == "Какая это карта?"
    await stage.owner.press(next(text for text in stage.owner.buttons if text.startswith("Аня")))
    assert "Присоединится: Аня Третья, № " in stage.owner.sees


async def test_rule_76_a_cashier_merges_nothing(stage: Stage) -> None:
    await two_cards(stage)
    lena = await hired(stage, "Лена")
    for data in ("merge:1", "merge.with:2:3", "merge.ok:2:3:1:1", "merge.undo:1", "merge.undo.ok:1"):
        await lena.forge(data)
    for data in ("merge:x", "merge.with:", "merge.ok:1", "merge.undo:99", "merge.undo.ok:"):
        await stage.owner.forge(data)
    assert await stage.scalar("SELECT count(*) FROM merges") == 0
