""" "Забыли карту?": the customer sends in the receipt, the shop looks at it, and the points come."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cast import Actor, Stage, play
from tests.journeys.team import hired, invitation

DAY = 86_400
ASK_PHOTO = (
    "Забыли карту? Пришлите фото чека: чтобы читались номер, сумма и дата. "
    "Магазин посмотрит и начислит баллы."
)


@dataclass
class Shop:
    """The stage, a cashier, and a customer who has had a card for a week."""

    stage: Stage
    lena: Actor
    anna: Actor

    @property
    def owner(self) -> Actor:
        return self.stage.owner

    async def sent(self, line: str = "№1234 450 вчера") -> None:
        """From the button to the shop."""
        await self.anna.say("/receipt")
        await self.anna.photo()
        await self.anna.say(line)
        await self.anna.press("Отправить")


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        shop = Shop(stage, await hired(stage, "Лена"), await stage.joined("Анна"))
        stage.clock.advance(7 * DAY)
        yield shop


async def test_a_forgotten_card_costs_nothing_but_a_photo(shop: Shop) -> None:
    anna, owner = shop.anna, shop.owner
    await anna.say("/history")
    await anna.press("Забыли карту?")
    assert anna.sees == ASK_PHOTO
    await anna.photo()
    assert anna.sees.startswith("Спасибо. Теперь напишите номер чека, сумму и дату одной строкой")
    await anna.say("№1234 450 вчера")
    assert anna.sees.startswith("Чек № 1234, 450 ₽, ")
    assert anna.buttons == ["Отправить", "Отмена"]
    await anna.press("Отправить")
    assert "Чек у магазина, скоро его посмотрят" in anna.sees

    assert owner.screen.photo, "the owner sees the receipt itself"
    assert owner.sees.startswith("Анна, карта ")
    assert "Чек № 1234, 450 ₽, " in owner.sees
    assert owner.sees.endswith("Если одобрить: +22 балла на карту.")
    assert owner.buttons == ["Одобрить", "Другая сумма", "Отклонить"]
    assert not any("Чек № 1234" in text for text in shop.lena.heard), "no cashier is asked"
    await owner.press("Одобрить")
    assert "✅ Баллы начислены, решение: Ольга." in owner.sees
    assert owner.screen.photo
    assert anna.sees.startswith("+22 балла ⭐ Теперь 22.\nПокупка на 450 ₽\nЧек № 1234 от ")
    assert await shop.stage.balance(anna) == 22


async def test_two_taps_count_once(shop: Shop) -> None:
    await shop.anna.say("/receipt")
    await shop.anna.photo()
    await shop.anna.say("№1234 450 вчера")
    await shop.anna.tap_twice("Отправить")
    assert sum("Чек № 1234" in text for text in shop.owner.heard) == 1
    await shop.owner.tap_twice("Одобрить")
    assert await shop.stage.balance(shop.anna) == 22
    assert await shop.stage.scalar("SELECT count(*) FROM purchases") == 1


async def test_a_wrong_sum_is_put_right_before_it_counts(shop: Shop) -> None:
    await shop.sent("№1234 4500 вчера")
    owner = shop.owner
    before = owner.screen
    await owner.press("Другая сумма")
    assert owner.sees == "Покупатель написал 4 500 ₽. А что на чеке? Напишите сумму."
    for wrong, said in (
        ("много", "Не вижу здесь суммы"),
        ("0", "Не вижу здесь суммы"),
        ("-5", "Не вижу здесь суммы"),
    ):
        await owner.say(wrong)
        assert said in owner.sees, wrong
    await owner.photo()
    await owner.say("450")
    assert "Чек № 1234, 450 ₽" in owner.sees
    # The message with the old sum approves nothing any more: it shows the new one.
    await owner.press_again(before, "Одобрить")
    assert await shop.stage.balance(shop.anna) == 0
    await owner.press("Одобрить")
    assert await shop.stage.balance(shop.anna) == 22


async def test_declining_takes_a_reason_and_the_customer_reads_it(shop: Shop) -> None:
    await shop.sent()
    await shop.owner.press("Отклонить")
    assert shop.owner.buttons == ["Не читается", "Другие данные", "Не наш чек", "Уже начислен", "‹ Назад"]
    await shop.owner.press("‹ Назад")
    await shop.owner.press("Отклонить")
    await shop.owner.press("Не читается")
    assert "Отклонено, решение: Ольга. Причина: фото не читается" in shop.owner.sees
    assert shop.anna.sees == (
        "Чек № 1234 на 450 ₽ магазин не засчитал.\nФото не читается. Снимите чётче и пришлите ещё раз."
    )
    await shop.anna.press("Прислать снова")
    assert shop.anna.sees == ASK_PHOTO
    await shop.owner.press("Другие чеки")
    assert shop.owner.sees.startswith("Чеков на проверку нет.")


async def test_what_cannot_be_read_is_asked_for_kindly(shop: Shop) -> None:
    anna = shop.anna
    await anna.say("/receipt")
    await anna.say("№1234 450 вчера")
    assert anna.sees == ASK_PHOTO
    await anna.photo()
    for line, said in (
        ("№1234 450", "Не вижу даты"),
        ("450 вчера", "Не вижу номера чека"),
        ("привет вчера", "Номер, сумма и дата одной строкой"),
        ("№1234 450 31.02", "Такого дня"),
        ("№1234 450 01.01.2020", "С покупки прошло больше 14 дней"),
        ("№1234 450 вчера " + "x" * 200, "Номер, сумма и дата одной строкой"),
        ("№1234 0 вчера", "За ноль баллов"),
        ("№1234 450 10.10.2099", "Этот день ещё не наступил"),
        ("№1234 450 позавчера 25:99", "Номер, сумма и дата одной строкой"),
    ):
        await anna.say(line)
        assert said in anna.sees, (line, anna.sees)
    await anna.say("№1234 450 вчера")
    await anna.say("№1235 460 вчера")
    assert anna.sees.startswith("Чек № 1235, 460 ₽"), "typed once more, it is taken once more"
    await anna.press("Отмена")
    assert "чек не отправлен" in anna.sees
    await anna.say("450")
    assert "не понимаю" in anna.sees


async def test_the_figures_may_stand_below_the_photo_and_a_command_passes_by(shop: Shop) -> None:
    anna = shop.anna
    await anna.say("/receipt")
    await anna.say("/balance")
    assert "Пришлите фото чека" not in anna.sees
    await anna.key("История")
    await anna.press("Забыли карту?")
    await anna.photo()
    await anna.photo()
    assert anna.sees.startswith("Спасибо. Теперь напишите номер чека")


async def test_one_receipt_at_a_time_and_it_can_be_taken_back(shop: Shop) -> None:
    await shop.sent()
    await shop.anna.say("/receipt")
    assert "Чек у магазина, скоро его посмотрят" in shop.anna.sees
    assert shop.anna.buttons == ["Отозвать чек"]
    await shop.anna.press("Отозвать чек")
    await shop.owner.press("Одобрить")
    assert shop.owner.sees.startswith("Этот чек уже закрыт.")
    assert await shop.stage.balance(shop.anna) == 0


async def test_a_receipt_that_is_in_the_books_counts_for_nobody_else(shop: Shop) -> None:
    boris = await shop.stage.joined("Борис")
    await shop.lena.sell(boris, "450 №1234")
    await shop.anna.say("/receipt")
    await shop.anna.photo()
    await shop.anna.say("№1234 450 сегодня")
    assert shop.anna.sees == "Чек № 1234 за этот день уже учтён."


async def test_booked_while_it_waited_it_is_refused_by_its_number(shop: Shop) -> None:
    await shop.sent("№1234 450 сегодня")
    boris = await shop.stage.joined("Борис")
    await shop.lena.sell(boris, "450 №1234")
    await shop.owner.press("Одобрить")
    assert shop.owner.sees == "Чек № 1234 за этот день уже учтён."
    await shop.owner.say("/receipts")
    await shop.owner.press("Отклонить")
    await shop.owner.press("Уже начислен")
    assert shop.anna.sees.endswith("Он уже учтён: откуда баллы, видно в /history.")
    assert await shop.stage.balance(shop.anna) == 0


async def test_staff_send_in_nothing(shop: Shop) -> None:
    cashier = await shop.stage.joined("Вера")
    await cashier.open(await invitation(shop.stage))
    await shop.owner.press("Принять")
    await cashier.say("/receipt")
    assert cashier.sees.startswith("Сотрудники чеки не присылают.")


async def test_forged_buttons_do_nothing(shop: Shop) -> None:
    await shop.sent()
    for data in (
        "forgot.send",
        "forgot.send:99",
        "forgot.drop:99",
        "forgot.store:1",
        "forgot.store:x",
        "receipt.ok:1:0",
        "receipt.no:1:counted",
        "receipt.sum:1",
        "receipt:1",
        "receipts",
    ):
        await shop.anna.forge(data)
        await shop.lena.forge(data)
    assert await shop.stage.scalar("SELECT state FROM receipt_claims") == "waiting"
    for data in (
        "receipt.ok",
        "receipt.ok:1",
        "receipt.ok:1:7",
        "receipt.no:1",
        "receipt.no:1:x",
        "receipt.why:9",
    ):
        await shop.owner.forge(data)
    assert await shop.stage.balance(shop.anna) == 0
    assert await shop.stage.scalar("SELECT state FROM receipt_claims") == "waiting"
