"""The digits of a pay code that was used or over were read as an amount: 301,374 ₽ and 15,068 points."""

from pathlib import Path

from actions.prune import prune
from tests.cast import play
from tests.journeys.team import hired


async def test_an_old_pay_code_is_no_amount(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        lena, anna = await hired(stage, "Лена"), await stage.joined("Анна")
        await lena.sell(anna, "10000")
        await anna.key("Оплатить баллами")
        digits = anna.sees.split(",")[0]
        await lena.scan_card(anna)
        await lena.say("1000")
        await lena.say(digits)
        assert lena.sees.startswith("Код оплаты верный")
        await lena.say(digits)
        assert "1 000 ₽" in lena.sees
        await lena.press("Списать 300")
        await lena.scan_card(anna)
        await lena.say("1000")
        await lena.say(digits)
        assert "не подошёл или истёк" in lena.sees
        await anna.key("Оплатить баллами")
        digits = anna.sees.split(",")[0]
        stage.clock.advance(61)
        await lena.say(digits)
        assert "не подошёл или истёк" in lena.sees
        stage.clock.advance(2 * 86_400)
        await prune(stage.app.shop)
        assert await stage.scalar("SELECT count(*) FROM pay_codes") == 0
