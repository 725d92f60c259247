"""What the doors of people call: read from their source, so that nothing has to be remembered."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.actions.who_may.calls import WHO

ROOT = Path(__file__).parents[3]
# A till with a key of its own stands here, not a person.
OF_TILLS = ROOT / "web" / "till_api"


@dataclass(frozen=True, slots=True)
class Found:
    """An action of the code: its module and name, and the names of its parameters after the shop."""

    name: str
    parameters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Called:
    """A call of an action by a door. who: what stands for the person and his account, as it is written."""

    action: str
    place: str
    who: tuple[str, ...]


@cache
def found_actions() -> tuple[Found, ...]:
    """Every public async function of actions/ that takes the shop first."""
    found = []
    for path in sorted((ROOT / "actions").glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.AsyncFunctionDef) and not node.name.startswith("_"):
                names = [one.arg for one in (*node.args.args, *node.args.kwonlyargs)]
                if names[:1] == ["shop"]:
                    found.append(Found(f"{path.stem}.{node.name}", tuple(names[1:])))
    return tuple(found)


def doors() -> list[Path]:
    """The modules that let people in."""
    paths = [*(ROOT / "handlers").rglob("*.py"), *(ROOT / "web").rglob("*.py")]
    return sorted(path for path in paths if OF_TILLS not in path.parents)


def imported(path: Path) -> set[str]:
    """The actions a module can reach: those it imports, and all of an actions module it imports whole."""
    known, names = {one.name for one in found_actions()}, _names(_tree(path))
    reached = {f"{module}.{name}" for module, name in names.values() if name}
    whole = {module for module, name in names.values() if not name}
    return (reached & known) | {f"{module}.{name}" for module, name in _used(path) if module in whole} & known


def calls(path: Path) -> Iterator[Called]:
    """Every call of an action in this module."""
    tree, parameters = _tree(path), {one.name: one.parameters for one in found_actions()}
    names = _names(tree)
    for body in ast.walk(tree):
        if not isinstance(body, ast.AsyncFunctionDef | ast.FunctionDef):
            continue
        for node in ast.walk(body):
            action = _action(node.func, names) if isinstance(node, ast.Call) else ""
            if isinstance(node, ast.Call) and action in parameters:
                place = f"{path.relative_to(ROOT)}:{node.lineno}"
                yield Called(action, place, tuple(_who(node, parameters[action], body)))


def _who(call: ast.Call, parameters: tuple[str, ...], body: ast.AST) -> Iterator[str]:
    """The arguments that say who acts; a local name is looked up where it was given its value."""
    given: list[str] = []
    for one in call.args[1:]:
        if isinstance(one, ast.Starred):
            given += _local(one.value, body).strip("()").split(", ")
        else:
            given.append(_local(one, body))
    by_name = {one.arg: _local(one.value, body) for one in call.keywords}
    for place, name in enumerate(parameters):
        if name == "account_id" or (place == 0 and name in WHO):
            yield given[place] if place < len(given) else by_name.get(name, "nobody")


def _local(value: ast.expr, body: ast.AST) -> str:
    if isinstance(value, ast.Name):
        for node in ast.walk(body):
            if isinstance(node, ast.Assign) and value.id in _targets(node):
                return ast.unparse(_part(node, value.id))
    return ast.unparse(value)


def _targets(node: ast.Assign) -> list[str]:
    (target,) = node.targets
    return [ast.unparse(one) for one in (target.elts if isinstance(target, ast.Tuple) else [target])]


def _part(node: ast.Assign, name: str) -> ast.expr:
    """The value of one name in `a, b = x, y`."""
    (target,) = node.targets
    if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
        return node.value.elts[_targets(node).index(name)]
    return node.value


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _names(tree: ast.Module) -> dict[str, tuple[str, str]]:
    """What a name of this module means: an action (module, name), or a whole module of them (module, "")."""
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "actions":
            module = (node.module or "").partition(".")[2]
            for one in node.names:
                names[one.asname or one.name] = (module, one.name) if module else (one.name, "")
    return names


def _used(path: Path) -> set[tuple[str, str]]:
    tree = _tree(path)
    names = _names(tree)
    actions = {_action(node, names) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return {(module, name) for one in actions for module, _, name in [one.partition(".")]}


def _action(node: ast.AST, names: dict[str, tuple[str, str]]) -> str:
    if isinstance(node, ast.Name) and node.id in names:
        return ".".join(names[node.id])
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names:
        return f"{names[node.value.id][0]}.{node.attr}"
    return ""
