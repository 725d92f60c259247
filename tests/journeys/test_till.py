"""The till as cashiers and customers live it: the real bot, the stand-in for Telegram, everything between."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from actions.end_drafts import end_drafts
from tests.cast import Actor, Stage, play
from tests.journeys.team import hired


@dataclass
class Shop:
    """The stage, a cashier, a customer with a card."""

    stage: Stage
    lena: Actor
    anna: Actor


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        yield Shop(stage, await hired(stage, "Лена"), await stage.joined("Анна"))


async def test_from_the_scan_to_the_points(shop: Shop) -> None:
    await shop.lena.scan(shop.anna)
    assert shop.lena.sees == "Анна · Базовый · 0 баллов\nСумма чека?"
    await shop.lena.say("450 №17")
    assert shop.lena.sees == "Анна, 450 ₽, чек № 17\n+22 балла, станет 22."
    assert shop.lena.buttons == ["Начислить +22", "Ввести код", "Как посчитали", "Закрыть"]
    await shop.lena.press("Начислить +22")
    assert shop.lena.sees == "✅ Анна: +22 балла, теперь 22.\nЧек 450 ₽, № 17"
    assert shop.lena.buttons == ["Отменить продажу"]
    assert shop.anna.sees == "+22 балла ⭐ Теперь 22.\nПокупка на 450 ₽"
    assert await shop.stage.balance(shop.anna) == 22


async def test_a_preview_explains_its_figures(shop: Shop) -> None:
    await shop.lena.scan(shop.anna)
    await shop.lena.say("450")
    await shop.lena.press("Как посчитали")
    assert shop.lena.sees.startswith("Чек: 450 ₽\n")
    assert "5 %" in shop.lena.sees
    await shop.lena.press("Начислить +22")
    assert await shop.stage.balance(shop.anna) == 22


async def test_a_typed_number_opens_a_sale_and_a_slip_is_noticed(shop: Shop) -> None:
    number = str(await shop.stage.scalar("SELECT number FROM members WHERE name = 'Анна'"))
    await shop.lena.say(f"{number[:4]} {number[4:8]} {number[8:]}")
    assert "Сумма чека?" in shop.lena.sees
    await shop.lena.say(number[:-1] + str((int(number[-1]) + 1) % 10))
    assert "проверьте цифры" in shop.lena.sees
    await shop.lena.say("450")
    assert "+22 балла" in shop.lena.sees


async def test_a_card_link_sent_as_text_opens_a_sale(shop: Shop) -> None:
    await shop.lena.say(shop.anna.card_link)
    assert shop.lena.sees.startswith("Анна ·")


async def test_an_amount_without_a_card(shop: Shop) -> None:
    await shop.lena.say("450")
    assert shop.lena.sees == "Продажа не открыта. Сначала отсканируйте карту покупателя."


@pytest.mark.parametrize("nonsense", ["спасибо", "0", "-5", "1000000", "1.2.3", "450 №!", "4,505"])
async def test_a_bad_amount_is_explained_and_the_question_stays(shop: Shop, nonsense: str) -> None:
    await shop.lena.scan(shop.anna)
    asked = shop.lena.sees
    await shop.lena.say(nonsense)
    assert shop.lena.sees != asked
    await shop.lena.photo()
    assert shop.lena.sees == "Жду сумму чека. Напишите её цифрами, например 450."
    await shop.lena.say("450")
    await shop.lena.press("Начислить +22")
    assert await shop.stage.balance(shop.anna) == 22


async def test_two_quick_taps_book_once(shop: Shop) -> None:
    await shop.lena.scan(shop.anna)
    await shop.lena.say("450")
    heard = len(shop.lena.heard)
    await shop.lena.tap_twice("Начислить +22")
    assert await shop.stage.balance(shop.anna) == 22
    assert len(shop.lena.heard) == heard
    assert shop.anna.heard.count("+22 балла ⭐ Теперь 22.\nПокупка на 450 ₽") == 1


async def test_another_amount_makes_a_new_preview_and_the_old_button_books_nothing(shop: Shop) -> None:
    await shop.lena.scan(shop.anna)
    await shop.lena.say("450")
    old = shop.lena.screen
    await shop.lena.say("500")
    await shop.lena.press_again(old, "Начислить +22")
    assert await shop.stage.balance(shop.anna) == 0
    shown = next(bubble for bubble in shop.lena.chat if bubble.id == old.id)
    assert shown.buttons[0][0]["text"] == "Начислить +25"


async def test_a_small_receipt_is_kept_without_points(shop: Shop) -> None:
    await shop.lena.scan(shop.anna)
    await shop.lena.say("10")
    await shop.lena.press("Записать покупку")
    assert shop.lena.sees == "✅ Анна: записано без баллов, на карте 0.\nЧек 10 ₽"
    assert shop.anna.sees == "Спасибо за покупку на 10 ₽. Баллов за неё нет, у вас 0."


async def test_calling_a_sale_off(shop: Shop) -> None:
    await shop.lena.scan(shop.anna)
    await shop.lena.press("Закрыть")
    assert shop.lena.sees == "Продажа закрыта: Анна. Ничего не начислено."
    await shop.lena.say("450")
    assert "Сначала отсканируйте карту" in shop.lena.sees


async def test_a_forgotten_sale_ends_on_the_screen(shop: Shop) -> None:
    await shop.lena.scan(shop.anna)
    await shop.lena.say("450")
    preview = shop.lena.screen
    shop.stage.clock.advance(301)
    await shop.lena.press_again(preview, "Начислить +22")
    assert "Отсканируйте карту ещё раз" in shop.lena.sees
    await shop.lena.scan(shop.anna)
    question = shop.lena.screen.id
    shop.stage.clock.advance(301)
    await end_drafts(shop.stage.app.shop)
    await shop.stage.settle()
    ended = next(bubble for bubble in shop.lena.chat if bubble.id == question)
    assert "Отсканируйте карту ещё раз" in ended.text
    assert ended.buttons == ()
    assert await shop.stage.balance(shop.anna) == 0


async def test_the_same_receipt_with_another_amount_shows_the_first_sale(shop: Shop) -> None:
    for amount in ("450 №17", "500 №17"):
        await shop.lena.scan(shop.anna)
        await shop.lena.say(amount)
        if amount.startswith("450"):
            await shop.lena.press("Начислить +22")
    assert "450 ₽" in shop.lena.sees
    assert "17" in shop.lena.sees
    await shop.lena.say("450 №17")
    assert shop.lena.sees.startswith("Этот чек уже проведён. Анна: +22 балла")
    assert await shop.stage.balance(shop.anna) == 22


async def test_an_undo_asks_first_and_tells_the_customer(shop: Shop) -> None:
    await shop.lena.scan(shop.anna)
    await shop.lena.say("450")
    await shop.lena.press("Начислить +22")
    await shop.lena.press("Отменить продажу")
    assert shop.lena.sees == "Отменить продажу: Анна, 450 ₽?\nС карты уйдут 22 балла."
    await shop.lena.press("Нет, оставить")
    assert shop.lena.sees.startswith("✅ Анна: +22 балла,")
    await shop.lena.press("Отменить продажу")
    await shop.lena.tap_twice("Да, отменить")
    assert shop.lena.sees == "Продажа отменена: Анна, 450 ₽. На карте снова 0 баллов."
    assert shop.anna.sees == "Магазин отменил покупку на 450 ₽, списаны 22 балла. Теперь 0."
    assert await shop.stage.balance(shop.anna) == 0


async def test_a_late_undo_is_refused_and_the_sale_stays_on_the_screen(shop: Shop) -> None:
    await shop.lena.scan(shop.anna)
    await shop.lena.say("450")
    await shop.lena.press("Начислить +22")
    done, heard, sold = shop.lena.screen, len(shop.lena.heard), shop.lena.sees
    shop.stage.clock.advance(301)
    for _ in range(2):
        await shop.lena.press_again(done, "Отменить продажу")
    assert shop.lena.sees == f"{sold}\n\nПрошло больше пяти минут, продажа остаётся. Можно оформить возврат."
    assert shop.lena.buttons == ["Возврат"]
    assert len(shop.lena.heard) == heard, "refusals don't pile up"
    assert await shop.stage.balance(shop.anna) == 22


async def test_nobody_else_presses_a_cashiers_buttons(shop: Shop) -> None:
    boris = await hired(shop.stage, "Борис")
    await shop.lena.scan(shop.anna)
    await shop.lena.say("450")
    data = shop.lena.screen.buttons[0][0]["callback_data"]
    for other in (boris, shop.anna, shop.stage.owner):
        await other.forge(data)
    assert await shop.stage.balance(shop.anna) == 0
    for forged in ("sale.ok", "sale.ok::", "sale.off", "sale.undo:x", "sale.undone:99999999999999999999"):
        await shop.lena.forge(forged)
    assert await shop.stage.balance(shop.anna) == 0


async def test_a_cashier_dismissed_in_the_middle_books_nothing(shop: Shop) -> None:
    await shop.lena.scan(shop.anna)
    await shop.lena.say("450")
    preview = shop.lena.screen
    await shop.stage.owner.say("/staff")
    await shop.stage.owner.press("Изменить сотрудника")
    await shop.stage.owner.press("Лена")
    await shop.stage.owner.press("Убрать из команды")
    await shop.stage.owner.press("Да, убрать")
    await shop.lena.press_again(preview, "Начислить +22")
    await shop.lena.say("450")
    assert await shop.stage.balance(shop.anna) == 0


async def test_an_open_sale_survives_a_restart(shop: Shop) -> None:
    await shop.lena.scan(shop.anna)
    await shop.stage.restart()
    await shop.lena.say("450")
    await shop.stage.restart()
    await shop.lena.press("Начислить +22")
    assert await shop.stage.balance(shop.anna) == 22


async def test_keys_and_commands_pass_an_open_question_by(shop: Shop) -> None:
    await shop.lena.scan(shop.anna)
    for way in ("/sale", "Новая продажа"):
        await shop.lena.say(way)
        assert shop.lena.sees.startswith("Наведите камеру")
    await shop.lena.say("450")
    assert "+22 балла" in shop.lena.sees
