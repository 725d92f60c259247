"""Pages inside the stand-in: buttons that lead to them, how their address is signed."""

import json
from urllib.parse import parse_qs, unquote

import pytest

from sandbox.pages import free_port, init_data, launch_url, menu_button
from sandbox.state import Person
from sandbox.telegram import Telegram
from tests.sandbox.conftest import Wire
from tests.web.init_data import key_of
from web.init_data import read_init_data

PAGE = "https://till.example.com/scan"


def app(url: str) -> dict[str, object]:
    return {"inline_keyboard": [[{"text": "Scanner", "web_app": {"url": url}}]]}


async def test_a_button_leads_to_a_page(telegram: Telegram, wire: Wire, anna: Person) -> None:
    for url in (PAGE, "http://127.0.0.1:8086/scan"):
        await wire.result("sendMessage", chat_id=anna.id, text="Hi", reply_markup=app(url))
    assert telegram.chat(anna)[-1].buttons[0][0]["web_app"] == {"url": "http://127.0.0.1:8086/scan"}


@pytest.mark.parametrize("address", ["http://till.example.com", "ftp://x", "", "https://a b"])
async def test_a_page_is_https_or_on_this_machine(wire: Wire, anna: Person, address: str) -> None:
    said = await wire.refusal("sendMessage", chat_id=anna.id, text="Hi", reply_markup=app(address))
    assert said == "400 Bad Request: BUTTON_URL_INVALID"
    button = {"type": "web_app", "text": "Scanner", "web_app": {"url": address}}
    assert "BUTTON_URL_INVALID" in await wire.refusal(
        "setChatMenuButton", chat_id=anna.id, menu_button=button
    )


async def test_the_button_beside_the_input_field_comes_and_goes(
    telegram: Telegram, wire: Wire, anna: Person
) -> None:
    button = {"type": "web_app", "text": "Scanner", "web_app": {"url": PAGE}}
    await wire.result("setChatMenuButton", chat_id=anna.id, menu_button=button)
    assert menu_button(telegram, anna) == {"text": "Scanner", "url": PAGE}
    await wire.result("setChatMenuButton", chat_id=anna.id, menu_button={"type": "default"})
    assert menu_button(telegram, anna) is None


def test_the_address_of_an_opened_page_is_signed_by_the_bots_token(telegram: Telegram, anna: Person) -> None:
    url, _, behind = launch_url(telegram, anna, PAGE, {"bg_color": "#ffffff"}).partition("#")
    params = {name: values[0] for name, values in parse_qs(behind).items()}
    assert url == PAGE
    assert params["tgWebAppPlatform"] == "android"
    assert json.loads(params["tgWebAppThemeParams"]) == {"bg_color": "#ffffff"}
    opening = read_init_data(params["tgWebAppData"], key_of(telegram.token), telegram.now())
    assert opening is not None
    assert opening.external_id == str(anna.id)


def test_each_opening_is_another_one(telegram: Telegram, anna: Person) -> None:
    first, second = init_data(telegram, anna), init_data(telegram, anna)
    assert unquote(first) != unquote(second)


def test_the_wanted_port_is_taken_when_it_is_free() -> None:
    port = free_port(0)
    assert free_port(port) == port
    assert free_port(-1) > 0
