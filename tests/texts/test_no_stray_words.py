"""Whatever a person reads is said in texts/: the other rooms hold no words for people."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SPOKEN_ELSEWHERE = ("handlers", "actions", "scheduler", "storage", "loyalty")
FILES = ("bot/middlewares.py", "bot/courier*.py")
# Parsers know the words people type: names of months, letters that look alike.
PARSERS = frozenset(
    f"loyalty/{name}.py"
    for name in (
        "amounts",
        "audience_words",
        "birthdays",
        "campaign_typed",
        "cards",
        "characters",
        "codes",
        "coming_days",
        "hours",
        "import_columns",
        "offer_line",
        "price_bands",
        "receipt_claims",
        "settings_typed",
        "templates",
        "typed_receipt",
    )
)

CYRILLIC = re.compile(r"[\u0400-\u052f]")
SHOWN = frozenset({"text", "caption"})


def stray_words(code: str) -> list[str]:
    """The strings of a module that a person would read: Cyrillic ones, and those handed over to be shown."""
    tree = ast.parse(code)
    docstrings = set(docstrings_of(tree))
    cyrillic = {node for node in ast.walk(tree) if is_said(node) and CYRILLIC.search(ast.unparse(node))}
    shown = {node for call in ast.walk(tree) if isinstance(call, ast.Call) for node in shown_by(call)}
    return sorted(ast.unparse(node) for node in (cyrillic | shown) - docstrings)


def is_said(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def shown_by(call: ast.Call) -> Iterator[ast.AST]:
    for keyword in call.keywords:
        if keyword.arg in SHOWN:
            yield from (
                node for node in ast.walk(keyword.value) if is_said(node) and ast.unparse(node) != "''"
            )


def docstrings_of(tree: ast.Module) -> Iterator[ast.AST]:
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(tree):
        if isinstance(node, documented) and ast.get_docstring(node) is not None:
            statement = node.body[0]
            assert isinstance(statement, ast.Expr)
            yield statement.value


def silent_modules() -> list[str]:
    rooms = (path for room in SPOKEN_ELSEWHERE for path in (ROOT / room).rglob("*.py"))
    files = (path for pattern in FILES for path in ROOT.glob(pattern))
    return sorted({path.relative_to(ROOT).as_posix() for path in (*rooms, *files)} - PARSERS)


@pytest.mark.parametrize("module", silent_modules())
def test_a_module_outside_texts_says_nothing_to_people(module: str) -> None:
    assert stray_words((ROOT / module).read_text(encoding="utf-8")) == []


def test_words_for_people_are_noticed() -> None:
    code = '''
"""О модуле."""
def door(message, words, screen):
    "О двери."
    message.answer(text=words.t(msgid), caption="Hi", reply_markup="x")
    message.answer(text=f"Hello, {message}")
    log.info("sale done")  # а комментарий можно
    return "Готово", f"Ещё {message}"
'''
    assert set(stray_words(code)) == {
        "'Готово'",
        "'Ещё '",
        "'Hello, '",
        "'Hi'",
    }
