"""What the documents say can be done can be done: settings, make targets, commands, links."""

import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.config import Settings, load_settings
from texts.commands import commands
from texts.words import words_for

ROOT = Path(__file__).parent.parent
PAGES = sorted(path for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")))
MAKE = re.compile(r"\bmake ([a-z][a-z-]*)\b")
MODULE = re.compile(r"\bpython3? -m ([a-z][a-z_.]*)((?: [a-z][a-z-]*(?:\|[a-z-]+)*)?)")
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
PICTURE = re.compile(r'<img src="([^"]+)" width="\d+" alt="[^"]+">|<img')
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
TOOLS = {"pytest", "venv", "pip"}


def env_example() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    pairs = [
        (line.partition("=")[0], line.partition("=")[2])
        for line in lines
        if line and not line.startswith("#")
    ]
    names = [name for name, _ in pairs]
    assert len(names) == len(set(names)), "a setting stands twice in .env.example"
    return dict(pairs)


def code_of(page: Path) -> str:
    """Only what stands as code: a sentence may say "make sure"."""
    return "\n".join(CODE.findall(page.read_text(encoding="utf-8")))


def test_env_example_has_every_setting_once() -> None:
    assert set(env_example()) == {name.upper() for name in Settings.model_fields}


def test_env_example_explains_every_setting() -> None:
    blocks = (ROOT / ".env.example").read_text(encoding="utf-8").split("\n\n")
    silent = [block for block in blocks if "=" in block.splitlines()[-1] and not block.startswith("# ")]
    assert not silent


def test_env_example_shows_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    defaults = load_settings(None)
    for name, value in env_example().items():
        default = getattr(defaults, name.lower())
        computed = name == "DATABASE_URL"
        assert value == ("" if computed or default in (None, ()) else str(default)), name
        assert not isinstance(default, SecretStr)
    assert load_settings(ROOT / ".env.example") == defaults


def test_the_entrance_pages_are_there() -> None:
    names = {page.name for page in PAGES}
    assert {"README.md", "README.ru.md", "CONTRIBUTING.md", "CHANGELOG.md", "words.md"} <= names


@pytest.mark.parametrize(("page", "heading"), [("README.md", "## Commands"), ("README.ru.md", "## Команды")])
def test_the_readme_lists_the_commands_there_are(page: str, heading: str) -> None:
    words = words_for("en", "UTC", "RUB")
    there_are = {name for role in ("", "cashier", "manager", "owner") for name, _ in commands(words, role)}
    text = (ROOT / page).read_text(encoding="utf-8")
    table = [
        line for line in text.partition(heading)[2].partition("\n## ")[0].splitlines() if line[:1] == "|"
    ]
    assert {name for line in table for name in re.findall(r"`/([a-z]+)`", line)} == there_are


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_make_targets_in_the_documents_exist(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    assert set(MAKE.findall(code_of(page))) <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_in_the_documents_exist(page: Path) -> None:
    for module, words in MODULE.findall(code_of(page)):
        if module.split(".")[0] in TOOLS:
            continue
        main = ROOT / module.replace(".", "/") / "__main__.py"
        assert main.is_file(), f"python -m {module}"
        for word in words.strip().split("|"):
            if word and module != "bench":
                assert f'"{word}"' in main.read_text(encoding="utf-8"), f"python -m {module} {word}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pictures_in_the_documents_are_there_and_say_what_they_show(page: Path) -> None:
    pictures = PICTURE.findall(page.read_text(encoding="utf-8"))
    assert not [picture for picture in pictures if not picture or not (page.parent / picture).is_file()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_the_documents_lead_somewhere(page: Path) -> None:
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    local = [target for target in targets if "://" not in target and not target.startswith("mailto:")]
    assert not [target for target in local if not (page.parent / target).exists()]
