"""The next customer's card, typed while a code or points were asked for, was read as a wrong code."""

from pathlib import Path

import pytest

from tests.cast import play
from tests.journeys.team import hired


@pytest.mark.parametrize("question", ["Ввести код", "Другое число"])
async def test_the_next_card_opens_a_sale_while_a_preview_asks(tmp_path: Path, question: str) -> None:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        lena, anna = await hired(stage, "Лена"), await stage.joined("Анна")
        pavel = await stage.joined("Павел")
        await lena.sell(anna, "10000")
        for link in (False, True):
            await lena.scan_card(anna)
            await lena.say("1000")
            await lena.press(question)
            await (lena.say(pavel.card_link) if link else lena.scan_card(pavel))
            assert lena.sees.startswith("Павел")
            await lena.say("200")
            assert lena.sees.startswith("Павел, 200 ₽")
        assert await stage.scalar("SELECT count(*) FROM guesses") == 0
