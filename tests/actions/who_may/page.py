"""The table of rights as pages to read, in English and in Russian: `python -m tests.actions.who_may.page`."""

from argparse import ArgumentParser
from pathlib import Path

from loyalty.rights import Right
from tests.actions.who_may.at_home import AT_HOME
from tests.actions.who_may.at_work import AT_WORK
from tests.actions.who_may.duties import ALL, OTHERS, ROLES, SELF, STORE, Duty
from tests.actions.who_may.of_owners import OF_OWNERS

DOCS = Path(__file__).parents[3] / "docs"
PAGES = {"en": DOCS / "rights.md", "ru": DOCS / "rights.ru.md"}
HEAD = {
    "en": """# Who may do what

Made from the table the tests go through cell by cell; a test says when this page is old, and how to write it
anew. Every action asks for the right itself, in the transaction that acts; with a role its rights end at
once, on old buttons and pages, too.

- **own**: what he does or did himself; **his stores**: also what a colleague did in a store given to him;
  **others'**: but not his own; **all**: everybody's, in every store.
- A stranger has opened the bot and not joined; whoever was dismissed is a customer again.
""",
    "ru": """# Кто что может

Страница сделана из той же таблицы, по которой тесты проходят клетку за клеткой; если она устареет, тест
скажет об этом и о том, как написать её заново. Право проверяет само действие, в той же транзакции; вместе с
ролью право исчезает сразу — и на старых кнопках и страницах тоже.

- **своё** — то, что делает или сделал сам; **свои магазины** — ещё и то, что сделал коллега в его магазине;
  **чужое** — но не своё; **всё** — любое, в любом магазине.
- Незнакомец открыл бота, но не вступил; уволенный — снова обычный покупатель.
""",
}
TAIL = {
    "en": """
## A program at a till

It acts by its own key, never as a person: it works on sales it opened itself, looks at purchases of its store
and takes goods of them back, voids its own purchases. A key an owner has revoked ends at once.
""",
    "ru": """
## Кассовая программа

Действует по своему ключу, а не от имени человека: ведёт только те продажи, которые открыла сама, видит
покупки своего магазина и оформляет по ним возврат, отменяет только свои. Отозванный ключ перестаёт работать
сразу.
""",
}
NAMES = {
    "en": ("stranger", "customer", "cashier", "manager", "owner", "dismissed"),
    "ru": ("незнакомец", "покупатель", "кассир", "управляющий", "владелец", "уволенный"),
}
TITLES = {
    "en": {
        "at_work": "At work",
        "of_owners": "For owners",
        "at_home": "As a customer: about oneself",
        "what": "What",
    },
    "ru": {
        "at_work": "На работе",
        "of_owners": "Для владельцев",
        "at_home": "Как покупатель: о себе",
        "what": "Что",
    },
}
MARKS = {
    "en": {"yes": "yes", "own": "own", "store": "his stores", "others": "others'", "all": "all"},
    "ru": {"yes": "да", "own": "своё", "store": "свои магазины", "others": "чужое", "all": "всё"},
}


def page(language: str) -> str:
    """The whole page in this language."""
    parts = [HEAD[language]]
    for title, duties in (("at_work", AT_WORK), ("of_owners", OF_OWNERS), ("at_home", AT_HOME)):
        parts += [f"\n## {TITLES[language][title]}\n\n", _row([TITLES[language]["what"], *NAMES[language]])]
        parts.append(_row(["---"] * (len(ROLES) + 1)))
        parts += [_row([_words(one, language), *_marks(one, language)]) for one in duties]
    return "".join((*parts, TAIL[language]))


def _words(duty: Duty, language: str) -> str:
    return duty.en if language == "en" else duty.ru


def _marks(duty: Duty, language: str) -> list[str]:
    return [MARKS[language].get(_mark(duty, role), "") for role in ROLES]


def _mark(duty: Duty, role: str) -> str:
    """How far a role reaches, in a word; "" for nowhere."""
    reached = frozenset(one for one in ("own", "other", "foreign") if duty.allows(role, one))
    if not reached or _is_plain(duty):
        return "yes" if duty.allows(role, "self") else ""
    if not isinstance(duty.who, Right):
        return "own"
    if reached == OTHERS or reached == OTHERS - {"foreign"}:
        return "others"
    if reached == ALL - SELF:
        return "all"
    return "store" if reached == STORE - SELF else "own"


def _is_plain(duty: Duty) -> bool:
    """Whether there is nobody's and everybody's about it: the shop has one, or it is about oneself."""
    return all(not kind for _, kind in duty.actions) or duty.reach == SELF


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def main() -> None:
    """Write both pages."""
    ArgumentParser(prog="python -m tests.actions.who_may.page", description=__doc__).parse_args()
    for language, path in PAGES.items():
        path.write_text(page(language), encoding="utf-8")


if __name__ == "__main__":
    main()
