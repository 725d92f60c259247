"""The catalogues: complete in every language, and a check that notices when they are not."""

from pathlib import Path

import pytest

from texts.__main__ import main
from texts.catalogue import LANGUAGES, po_path, read_translations
from texts.gathering import catalogue_problems, renewed_files, source_problems

CODE = """
def greeting(words, name, count):
    "A t() in a docstring, such as words.t('Nothing'), is no text."
    words.t("Hello, {name}!", name=name)
    words.t("Two "
            "parts")
    words.n("{count} cup, {name}", "{count} cups, {name}", count, name=name)
"""
RUSSIAN = {
    '"Hello, {name}!"\nmsgstr ""': '"Hello, {name}!"\nmsgstr "Привет, {name}!"',
    '"Two parts"\nmsgstr ""': '"Two parts"\nmsgstr "Две части"',
    'msgstr[0] ""': 'msgstr[0] "Чашка, {name}"',
    'msgstr[1] ""': 'msgstr[1] "{count} чашки, {name}"',
    'msgstr[2] ""': 'msgstr[2] "{count} чашек, {name}"',
}


class Shelf:
    """A folder with code and catalogues of its own."""

    def __init__(self, folder: Path) -> None:
        self.source = folder / "texts"
        self.locales = self.source / "locales"
        self.source.mkdir()

    def say(self, code: str) -> None:
        (self.source / "greeting.py").write_text(code, encoding="utf-8")
        self.update()

    def update(self) -> None:
        for path, content in renewed_files(self.source, self.locales).items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def change(self, replaced: dict[str, str]) -> None:
        path = po_path("ru", self.locales)
        text = path.read_text(encoding="utf-8")
        for old, new in replaced.items():
            assert old in text
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")

    def problems(self) -> list[str]:
        return catalogue_problems(self.locales)

    def russian(self) -> str:
        return po_path("ru", self.locales).read_text(encoding="utf-8")


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    shelf.say(CODE)
    shelf.change(RUSSIAN)
    return shelf


def test_every_text_of_the_bot_is_there_in_every_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0, capsys.readouterr().err


def test_a_wrong_command_is_told_how_to_ask(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["chek"])
    assert end.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_a_complete_catalogue_has_no_problems_and_updating_it_changes_nothing(shelf: Shelf) -> None:
    before = shelf.russian()
    shelf.update()
    assert shelf.problems() == []
    assert shelf.russian() == before
    assert "Nothing" not in before


def test_code_without_texts_is_fine(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.say("")
    assert shelf.problems() == []
    assert set(renewed_files(shelf.source, shelf.locales)) == {
        shelf.locales / "kopilka.pot",
        *(po_path(language, shelf.locales) for language in LANGUAGES),
    }


def test_moving_code_about_leaves_the_catalogues_alone(shelf: Shelf) -> None:
    before = shelf.russian()
    shelf.say("\n\n\n" + CODE)
    assert shelf.russian() == before


def test_a_text_no_longer_said_leaves_the_catalogues(shelf: Shelf) -> None:
    shelf.say("")
    assert "Две части" not in shelf.russian()


def test_a_new_text_is_missing_until_it_is_translated_and_english_has_it_at_once(shelf: Shelf) -> None:
    shelf.say(CODE + '    words.t("New")\n')
    assert shelf.problems() == ["ru: 'New': is missing"]
    assert "Две части" in shelf.russian()


def test_the_catalogues_speak(shelf: Shelf) -> None:
    russian = read_translations(po_path("ru", shelf.locales))
    english = read_translations(po_path("en", shelf.locales))
    cups = ("{count} cup, {name}", "{count} cups, {name}")
    assert russian.gettext("Two parts") == "Две части"
    assert russian.ngettext(*cups, 22) == "{count} чашки, {name}"
    assert [english.ngettext(*cups, count) for count in (1, 2)] == list(cups)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"Две части"', '""', "ru: 'Two parts': is missing"),
        ('"Чашка, {name}"', '""', "ru: '{count} cup, {name}': is missing a form"),
        ('msgid "Two parts"', '#, fuzzy\nmsgid "Two parts"', "ru: 'Two parts': is fuzzy"),
        ("Привет, {name}!", "Привет!", "ru: 'Hello, {name}!': lacks placeholders: name"),
        ("Привет, {name}!", "{name}, {nmae}", "ru: 'Hello, {name}!': has unknown placeholders: nmae"),
        ("{count} чашек", "{cont} чашек", "ru: '{count} cup, {name}': has unknown placeholders: cont"),
        ("Две части", "Две части ", "ru: 'Two parts': has blanks at an end: 'Две части '"),
        ("Две части", "Две {a.b}", "ru: 'Two parts': has a brace that is no placeholder: 'Две {a.b}'"),
        ('msgstr[2] "{count} чашек, {name}"\n', "", "ru: '{count} cup, {name}': is missing a form"),
    ],
)
def test_a_fault_in_a_catalogue_is_found(shelf: Shelf, old: str, new: str, problem: str) -> None:
    shelf.change({old: new})
    assert shelf.problems() == [problem]


def test_a_text_that_is_no_plain_string_is_found(shelf: Shelf) -> None:
    shelf.say('def f(words, x):\n    words.t(x)\n    words.n("a", x, 2)\n    words.t(f"{x}")\n    x.t("a")\n')
    assert source_problems(shelf.source) == [
        "greeting.py:2: t() takes a plain string",
        "greeting.py:3: n() takes a plain string",
        "greeting.py:4: t() takes a plain string",
    ]
