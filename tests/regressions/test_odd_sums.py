"""A certificate of −5 was answered with "press Undo the sale", a refund of 0 with "no points for nothing"."""

from pathlib import Path

from tests.cast import play
from tests.journeys.team import hired


async def test_nothing_and_less_are_no_sum_where_nothing_is_sold(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        owner = stage.owner
        await owner.start()
        lena, anna = await hired(stage, "Лена"), await stage.joined("Анна")
        await lena.sell(anna, "1000")
        await lena.say("/refund")
        await lena.press("1. Анна")
        for odd in ("0", "-5"):
            await lena.say(odd)
            assert lena.sees.startswith("Не вижу здесь суммы")
        await lena.say("/certificate")
        for odd in ("0", "-5"):
            await lena.say(odd)
            assert lena.sees.startswith("Не вижу здесь суммы")
        await owner.say("/codes")
        await owner.press("Новый код")
        await owner.press("Скидка суммой")
        for odd in ("0", "-5"):
            await owner.say(odd)
            assert owner.sees.startswith("Не вижу здесь суммы")
