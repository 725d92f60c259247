"""House style over every screen: short buttons, one main one, one emoji, no shouting."""

import inspect
import re
import unicodedata
from importlib import import_module
from pathlib import Path

import pytest

import texts
from loyalty.programme import Programme
from loyalty.refusals import Refusal, Refused
from loyalty.views import SaleState, SaleView
from tests.texts import gallery, gallery_programme
from texts import common, joining, program, sale
from texts.birthday import ask_month
from texts.catalogue import LANGUAGES
from texts.commands import commands
from texts.keyboards import CAPTIONS
from texts.refusals import refused
from texts.screen import LONGEST_BUTTON, Button, Screen
from texts.words import Words, words_for

MAIN = ("primary", "success")
# What these do takes something away, and asks first.
RED = frozenset(
    {
        "auto.drop",
        "camp.drop",
        "camp.stop",
        "camp.undo",
        "case.ask",
        "case.yes",
        "catalogue.gone",
        "cert.block",
        "claim.back",
        "codes.off",
        "freeze.ask",
        "freeze.yes",
        "gift.off",
        "hook.off",
        "import.back",
        "import.go",
        "import.undo",
        "merge",
        "merge.ok",
        "merge.undo",
        "merge.undo.ok",
        "tills.revoke",
        "offers.off",
        "program.drop",
        "privacy.erase",
        "privacy.leave",
        "privacy.sure",
        "program.gone",
        "sale.undone",
        "seg.del.ok",
        "staff.no",
        "store.close.ok",
        "staff.out",
    }
)
DAYS_A_ROW = 7
BUTTONS_A_ROW = 3

languages = pytest.mark.parametrize("language", LANGUAGES)


def words_of(language: str) -> Words:
    return words_for(language, "Europe/Moscow", "RUB")


def buttons(screen: Screen) -> list[Button]:
    return [button for row in screen.buttons for button in row]


@languages
def test_screens_keep_the_limits_of_messengers(language: str) -> None:
    for screen in gallery.screens(words_of(language)):
        assert 1 <= len(screen.text) <= (1024 if screen.picture or screen.photo_id else 4096)
        assert screen.text == screen.text.strip()


@languages
def test_a_button_stays_in_one_line_and_a_row_under_three_thumbs(language: str) -> None:
    for screen in gallery.screens(words_of(language)):
        for row in screen.buttons:
            days = all(button.text.isdigit() for button in row)
            assert len(row) <= (DAYS_A_ROW if days else BUTTONS_A_ROW), row
            assert all(1 <= len(button.text) <= _room(button) for button in row), row


def _room(button: Button) -> int:
    """A confirmation that also opens the shift says both, alone in its row."""
    return 2 * LONGEST_BUTTON if button.action.startswith("sale.ok:") else LONGEST_BUTTON


@languages
def test_a_key_stays_in_one_line(language: str) -> None:
    words = words_of(language)
    keys = [
        key for screen in gallery.screens(words) if screen.keyboard for key in sum(screen.keyboard.rows, ())
    ]
    captions = [caption(words) for one in CAPTIONS.values() for caption in one]
    assert all(len(text) <= LONGEST_BUTTON for text in [*(key.text for key in keys), *captions])


@languages
def test_a_message_has_one_main_button_and_red_is_for_what_cannot_be_undone(language: str) -> None:
    for screen in gallery.screens(words_of(language)):
        assert sum(button.style in MAIN for button in buttons(screen)) <= 1, screen
        dangerous = {
            button.action.partition(":")[0] for button in buttons(screen) if button.style == "danger"
        }
        assert dangerous <= RED


@languages
def test_a_message_has_one_emoji_at_most_and_does_not_shout(language: str) -> None:
    for screen in gallery.screens(words_of(language)):
        emojis = [char for char in screen.text if unicodedata.category(char) == "So" and char not in "№●○"]
        assert len(emojis) <= 1, screen.text
        assert screen.text.count("!") <= 1, screen.text


@languages
def test_what_people_typed_is_harmless_everywhere(language: str) -> None:
    for screen in gallery.screens(words_of(language)):
        tags = set(re.findall("<[^>]*>", screen.text))
        assert tags <= {"<b>", "</b>", "<code>", "</code>", "<blockquote>", "</blockquote>"}, screen.text


def test_no_screen_is_missing_here() -> None:
    galleries = Path(gallery.__file__).parent.glob("gallery*.py")
    shown = "".join(path.read_text(encoding="utf-8") for path in galleries)
    rooms = [path.stem for path in Path(texts.__path__[0]).glob("[a-z]*.py")]
    made = [
        f"{room}.{name}("
        for room in rooms
        for name, function in inspect.getmembers(import_module(f"texts.{room}"), inspect.isfunction)
        if function.__module__ == f"texts.{room}" and not name.startswith("_") and room != "notices"
        if function.__annotations__.get("return") is Screen
    ]
    assert len(made) > 40
    assert [name for name in made if name not in shown] == []


@languages
def test_the_name_of_a_shop_is_not_put_in_quotes_twice(language: str) -> None:
    words = words_of(language)
    shop = Programme(1, "Кофейня «Зерно»", "RUB", "Europe/Moscow", 500, 100)
    said = [
        joining.consent(words, joining.Guest(shop, host="Анна")),
        joining.consent(words, joining.Guest(shop)),
        joining.consent_text(words, shop.brand),
        program.programme_screen(words, gallery_programme.desk_of(shop, shop), gallery_programme.TODAY),
    ]
    for screen in said:
        assert shop.brand in screen.text
        assert not re.search("[«“]Кофейня|»[»”]", screen.text)


@languages
def test_a_refusal_names_the_button_by_its_caption(language: str) -> None:
    words = words_of(language)
    view = SaleView("", 0, SaleState.BOOKED, "Анна", "plain", 22, 45_000, points=22, purchase_id=7)
    (undo,) = buttons(sale.sale(words, view))
    assert undo.style == ""
    assert undo.text in refused(words, Refused(Refusal.AMOUNT_NEGATIVE))


@languages
def test_an_owner_finds_the_menu(language: str) -> None:
    words = words_of(language)
    assert "admin" in dict(commands(words, "owner"))
    assert "admin" not in dict(commands(words, "cashier"))
    assert "/admin" in common.help_text(words, "owner", joined=False).text
    home = common.staff_home(words, "owner", has_card=False).text
    assert "/program" in home
    assert "/staff" in home
    assert len(home.splitlines()) <= 3


@pytest.mark.parametrize(("language", "may", "september"), [("ru", "Май", "Сентябрь"), ("en", "May", "Sep")])
def test_months_fit_three_in_a_row(language: str, may: str, september: str) -> None:
    months = buttons(ask_month(words_of(language), None))[:12]
    assert (months[4].text, months[8].text) == (may, september)
    assert all(len(month.text) <= 8 for month in months)


def test_russian_texts_call_the_person_by_one_word() -> None:
    russian = (Path(texts.__path__[0]) / "locales/ru/LC_MESSAGES/kopilka.po").read_text(encoding="utf-8")
    assert "лиент" not in russian
    assert "покупател" in russian
