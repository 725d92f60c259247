"""Where PUBLIC_URL is set, staff find the scanner under /sale and beside the input field, others nowhere."""

from pathlib import Path
from typing import Any

from sandbox.pages import menu_button
from tests.cast import Actor, play
from tests.journeys.team import hired

URL = "https://till.example.com"
SCANNER = {"text": "Сканер", "url": f"{URL}/scan"}


def menu(actor: Actor) -> Any:
    return menu_button(actor.stage.telegram, actor.person)


async def test_staff_open_the_scanner_from_the_sale_and_from_the_menu_button(tmp_path: Path) -> None:
    async with play(tmp_path, public_url=URL) as stage:
        await stage.owner.start()
        lena = await hired(stage, "Лена")
        anna = await stage.joined("Анна")
        assert menu(stage.owner) == menu(lena) == SCANNER
        assert menu(anna) is None
        await lena.say("/sale")
        [[button]] = lena.screen.buttons
        assert (button["text"], button["web_app"]["url"]) == ("Открыть сканер", SCANNER["url"])


async def test_without_a_public_address_there_is_no_such_button(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        lena = await hired(stage, "Лена")
        await lena.say("/sale")
        assert lena.buttons == []
        assert menu(lena) is None
