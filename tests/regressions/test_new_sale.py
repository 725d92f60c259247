""" "New sale" with another question open: the card number typed next went there, and no sale began."""

from pathlib import Path

from tests.cast import play
from tests.journeys.team import hired


async def test_a_card_number_after_new_sale_opens_a_sale_whatever_was_asked(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        owner = stage.owner
        await owner.start()
        lena, anna = await hired(stage, "Лена"), await stage.joined("Анна")
        for way in ("/sale", "Новая продажа"):
            await lena.say("/refund")
            await lena.say(way)
            await lena.scan_card(anna)
            assert lena.sees.startswith("Анна")
        await owner.say("/program")
        await owner.press("О магазине")
        await owner.press("Название")
        await owner.key("Новая продажа")
        await owner.scan_card(anna)
        assert owner.sees.startswith("Анна")
        await owner.say("/program")
        assert "черновик" not in owner.sees
        await owner.say("/member")
        await owner.say("/sale")
        await owner.scan_card(anna)
        await owner.say("450")
        assert "+22 балла" in owner.sees
