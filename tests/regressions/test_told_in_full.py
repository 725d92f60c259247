"""Messages that left the reader guessing: points that can't be spent yet, a purchase that paid a debt."""

from pathlib import Path

from tests.cast import play
from tests.journeys.team import hired


async def test_points_of_a_code_say_when_they_can_be_spent(tmp_path: Path) -> None:
    """ "+100 points, you have 0 now"."""
    async with play(tmp_path) as stage:
        owner = stage.owner
        await owner.start()
        anna = await stage.joined("Анна")
        await owner.say("/codes")
        await owner.press("Новый код")
        await owner.press("Баллы")
        await owner.say("100")
        await owner.press("Одно слово для всех")
        await owner.say("ПОДАРОК")
        await owner.press("Неделя")
        await owner.press("Создать")
        await anna.say("/promo")
        await anna.press("Ввести код")
        await anna.say("подарок")
        assert anna.sees == (
            "+100 баллов 🎁 Потратить их можно будет после первой покупки.\nПромокод ПОДАРОК"
        )


async def test_a_purchase_that_pays_a_debt_says_so(tmp_path: Path) -> None:
    """ "+50 points, you have 0 now"."""
    async with play(tmp_path) as stage:
        await stage.owner.start()
        lena, anna = await hired(stage, "Лена"), await stage.joined("Анна")
        await lena.sell(anna, "10000")
        await lena.scan_card(anna)
        await lena.say("1000")
        await lena.press("Списать 300")
        await anna.press("Списать −300")
        await lena.say("/refund")
        await lena.press("2. Анна")
        await lena.press("Весь чек")
        await lena.press("Оформить возврат")
        await lena.sell(anna, "1000")
        assert anna.sees.startswith("+50 баллов ⭐ Теперь 0.")
        assert "Сначала закрываем долг после возврата, осталось 215 баллов." in anna.sees


async def test_kiev_is_named_in_russian(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        await stage.owner.say("/program")
        await stage.owner.press("О магазине")
        await stage.owner.press("Часовой пояс")
        assert "Киев" in stage.owner.buttons
