"""The house rules that ruff, mypy and import-linter cannot say: lengths, names, dead modules, whole money."""

import ast
import importlib
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = (
    "bot",
    "handlers",
    "scheduler",
    "web",
    "actions",
    "texts",
    "storage",
    "analytics",
    "loyalty",
    "sandbox",
    "bench",
)
ENTRANCES = (
    "bot.__main__",
    "analytics.worker",
    "sandbox.__main__",
    "bench.__main__",
    "texts.__main__",
    "storage.migrations.__main__",
)
MIGRATION = "storage.migrations.versions."
# Alembic finds it by its place.
FOUND_BY_PLACE = {"storage.migrations.env"}
MONEY_ROOMS = ("loyalty", "storage")

FUNCTION_LINES = 69
FILE_LINES = 350
HANDLER_LINES = 25
HANDLER_MEDIAN_LINES = 15

Function = ast.FunctionDef | ast.AsyncFunctionDef


def sources(*rooms: str) -> list[Path]:
    """Every module of these folders but the migrations: Alembic writes those, nobody edits them later."""
    found = sorted(path for room in rooms for path in (ROOT / room).rglob("*.py"))
    return [path for path in found if not module_name(path).startswith(MIGRATION)]


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, Function))


def length(function: Function) -> int:
    """Lines from the def to the end; decorators do not count."""
    assert function.end_lineno is not None
    return function.end_lineno - function.lineno + 1


def place(path: Path, node: ast.expr | ast.stmt) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{place(path, function)} {function.name} {length(function)}"
        for path in sources(*ROOMS, "tests")
        for function in functions(path)
        if length(function) > FUNCTION_LINES
    ]
    assert not long


def test_no_file_is_longer_than_a_sitting() -> None:
    counts = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in sources(*ROOMS, "tests")
    }
    assert not {name: count for name, count in counts.items() if count > FILE_LINES}


def test_handlers_are_doorways() -> None:
    lengths = {
        f"{place(path, function)} {function.name}": length(function)
        for path in sources("handlers/customer", "handlers/cashier", "handlers/owner")
        for function in functions(path)
        if isinstance(function, ast.AsyncFunctionDef)
    }
    assert not {name: lines for name, lines in lengths.items() if lines > HANDLER_LINES}
    assert median(lengths.values()) <= HANDLER_MEDIAN_LINES


def test_every_module_opens_with_what_it_is_for() -> None:
    silent = [str(path) for path in sources(*ROOMS, "tests") if not ast.get_docstring(tree_of(path))]
    assert not silent


def test_there_is_no_drawer_for_odds_and_ends() -> None:
    names = {"util", "utils", "helpers", "common_utils", "misc"}
    assert not [path for room in ROOMS for path in (ROOT / room).rglob("*") if path.stem in names]


# Degrees and metres are no money.
GLOBE = ("distances.py",)


def test_money_and_points_are_never_fractions() -> None:
    found = [
        place(path, node)
        for path in sources(*MONEY_ROOMS)
        if path.name not in GLOBE
        for node in ast.walk(tree_of(path))
        if is_fraction(node) and isinstance(node, ast.expr)
    ]
    assert not found


def is_fraction(node: ast.AST) -> bool:
    """A float literal, float(), or a division that makes one (a path's slash has a text beside it)."""
    match node:
        case ast.Constant(value=float()) | ast.Call(func=ast.Name(id="float")):
            return True
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return not (is_path_part(left) or is_path_part(right))
    return False


def is_path_part(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


# --- dead modules ---


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_names(path: Path) -> Iterator[str]:
    """Every module the file may mean: `from a.b import c` is a.b and perhaps a.b.c."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def with_packages(name: str) -> Iterator[str]:
    parts = name.split(".")
    return (".".join(parts[:count]) for count in range(1, len(parts) + 1))


def test_every_module_is_reached_from_a_command() -> None:
    ours = {module_name(path): path for path in sources(*ROOMS)}
    reached: set[str] = set()
    waiting = [name for entrance in ENTRANCES if entrance in ours for name in with_packages(entrance)]
    while waiting:
        name = waiting.pop()
        if name in ours and name not in reached:
            reached.add(name)
            waiting += [part for imported in imported_names(ours[name]) for part in with_packages(imported)]
    assert sorted(ours.keys() - reached - FOUND_BY_PLACE) == []


# --- our packages are ours ---


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_the_folder_of_this_repository(room: str) -> None:
    found = importlib.import_module(room).__file__
    assert found is not None
    assert Path(found).parent == ROOT / room


def test_no_installed_package_bears_the_name_of_a_room() -> None:
    taken = packages_distributions()
    assert not {room: taken[room] for room in (*ROOMS, "tests") if room in taken}


# --- calls that ruff's list of banned names does not see ---

BANNED_CALLS = {
    "print": (
        "bot/__main__.py",
        "sandbox/__main__.py",
        "texts/__main__.py",
        "storage/migrations/__main__.py",
        "bench/",
    ),
    "eval": (),
    "exec": (),
    "input": (),
    "breakpoint": (),
}
BANNED_METHODS = {
    "start_polling": ("bench/",),  # acknowledges updates before they are handled
    "run_polling": ("bench/",),
    "system": (),
}


def called(node: ast.Call) -> tuple[str, bool]:
    """The last name of what is called, and whether it is an attribute."""
    match node.func:
        case ast.Attribute(attr=name):
            return name, True
        case ast.Name(id=name):
            return name, False
    return "", False


def test_a_loop_is_given_no_task_that_nobody_owns() -> None:
    found = [
        place(path, node)
        for path in sources(*ROOMS)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute)
        and node.attr == "create_task"
        and "loop" in ast.unparse(node.value)
    ]
    assert not found


def test_calls_stand_only_where_they_are_allowed() -> None:
    found = []
    for path in sources(*ROOMS):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call):
                name, is_method = called(node)
                allowed = (BANNED_METHODS if is_method else BANNED_CALLS).get(name)
                if allowed is not None and not str(path.relative_to(ROOT)).startswith((*allowed, "//")):
                    found.append(f"{place(path, node)} {name}()")
    assert not found


def test_the_rulebook_loads_without_the_outside_world() -> None:
    code = (
        "import importlib, pathlib, sys; "
        "[importlib.import_module('loyalty.' + p.stem) for p in pathlib.Path('loyalty').glob('[a-z]*.py')]; "
        "print(*sorted({'aiogram', 'sqlalchemy', 'asyncio', 'logging'} & sys.modules.keys()))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert run.stdout.split() == []
