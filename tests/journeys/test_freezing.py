"""Points on hold as an owner, a cashier and a customer live it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.cast import Actor, Stage, play
from tests.journeys.team import hired

HELD = "Магазин разбирается: баллы заморожены и не сгорают. Спросите нас: Маяк."
ASKS = (
    "Заморозить баллы: Анна? Пока вы их не вернёте, тратить нельзя: ни оплата, ни награды, ни подарки. "
    "За покупки баллы начисляются, ничего не сгорает. Покупатель получит сообщение, но не причину."
)


# Two receipts of one customer within ten minutes are told to the owner.
SPLIT_WITHIN = 11 * 60


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        yield stage


async def asked_why(stage: Stage) -> None:
    """The owner is about to give the reason."""
    await stage.owner.say("/member Анна")
    await stage.owner.press("Заморозить баллы")
    assert stage.owner.sees == ASKS
    await stage.owner.press("Да, заморозить")
    assert stage.owner.sees == "Почему? Напишите в нескольких словах, увидят только владельцы: Анна."


async def test_rule_41_an_owner_freezes_and_lifts_and_everybody_reads_what_concerns_him(stage: Stage) -> None:
    lena, anna = await hired(stage, "Лена"), await stage.joined("Анна")
    await lena.sell(anna, "10000")
    await asked_why(stage)
    await stage.owner.photo()
    assert stage.owner.sees == "Напишите, пожалуйста, текстом."
    await stage.owner.say("Проверяем чеки")
    card = stage.owner.sees
    assert "❄️ Баллы заморожены: сегодня" in card or "❄️ Баллы заморожены: " in card
    assert "Причина: Проверяем чеки\n\n" in card
    assert "Заблокировано: 500 баллов" in card
    assert stage.owner.buttons[-2:] == ["Разморозить баллы", "‹ Назад"]
    assert anna.sees.startswith("Маяк: мы заморозили ваши баллы, чтобы кое в чём разобраться.")
    assert "Проверяем" not in anna.sees
    await customer_is_refused(anna)
    await till_is_told(lena, anna)
    await stage.owner.press("Разморозить баллы")
    assert "❄️" not in stage.owner.sees
    assert "Заморозить баллы" in stage.owner.buttons
    assert anna.sees.startswith("Баллами снова можно платить ⭐ У вас 522 балла.")
    await anna.say("/pay")
    assert "Покажите на кассе" in anna.sees
    assert await stage.balance(anna) == 522


async def customer_is_refused(anna: Actor) -> None:
    await anna.say("/pay")
    assert anna.sees == HELD
    await anna.say("/balance")
    assert anna.sees.startswith("Сейчас тратить нечего.")
    assert "Ваши баллы заморожены, магазин разбирается: 500 баллов. Пока они не сгорают." in anna.sees


async def till_is_told(lena: Actor, anna: Actor) -> None:
    lena.stage.clock.advance(SPLIT_WITHIN)
    await lena.scan(anna)
    assert "Баллами сейчас оплатить нельзя." in lena.sees
    await lena.say("450")
    assert lena.sees == "Баллами сейчас оплатить нельзя.\nАнна, 450 ₽\n+22 балла"
    assert "Списать" not in " ".join(lena.buttons)
    await lena.press("Начислить +22")
    assert "Баллами сейчас оплатить нельзя." in lena.sees
    assert "заморож" not in lena.sees
    assert anna.sees.endswith("Платить баллами пока нельзя: они заморожены, магазин разбирается.")


async def test_rule_41_a_question_at_the_till_ends_on_both_screens(stage: Stage) -> None:
    lena, anna = await hired(stage, "Лена"), await stage.joined("Анна")
    await lena.sell(anna, "10000")
    await asked_why(stage)
    await lena.scan(anna)
    await lena.say("450")
    await lena.press("Списать 135")
    question = anna.screen
    await stage.owner.say("Проверяем чеки")
    assert "Баллами сейчас оплатить нельзя.\nАнна, 450 ₽" in lena.sees
    await anna.press_again(question, "Списать −135")
    assert any(HELD in text for text in (anna.sees, *anna.heard))
    assert await stage.balance(anna) == 500


async def test_rule_41_thinking_better_of_it_freezes_nobody(stage: Stage) -> None:
    anna = await stage.joined("Анна")
    await asked_why(stage)
    await stage.owner.press("‹ Назад")
    assert stage.owner.sees.startswith("Анна\nКарта ")
    await stage.owner.say("Проверяем чеки")
    assert "заморо" not in anna.sees


async def test_rule_41_buttons_pressed_twice_or_forged_do_no_harm(stage: Stage) -> None:
    lena, anna = await hired(stage, "Лена"), await stage.joined("Анна")
    await asked_why(stage)
    await stage.owner.say("Проверяем чеки")
    for data in ("freeze.ask:1", "freeze.yes:1", "freeze.off:1", "freeze.off", "freeze.off:x"):
        for forger in (lena, anna):
            await forger.forge(data)
            assert "Проверяем" not in forger.sees
    assert await stage.scalar("SELECT count(*) FROM freezes WHERE ended_at IS NULL") == 1
    await stage.owner.tap_twice("Разморозить баллы")
    assert "❄️" not in stage.owner.sees
    assert await stage.scalar("SELECT count(*) FROM notices WHERE kind = 'unfrozen'") == 1
    await stage.owner.forge("freeze.off:99")
    assert await stage.scalar("SELECT count(*) FROM freezes") == 1
