"""Every numbered rule of the loyalty engine has a test whose name carries the number, or a reason why not."""

import re
from pathlib import Path

TESTS = Path(__file__).parent
RULES = range(1, 81)
NAMED = re.compile(r"^ *(?:async )?def test_rules?_(\d+)(?:_and_(\d+))?_", re.MULTILINE)
NOT_YET = {
    55: "decided: goods are not returned for store credit",
}


def numbers_named() -> set[int]:
    """The numbers the names of all tests carry."""
    found = [NAMED.findall(path.read_text(encoding="utf-8")) for path in TESTS.rglob("test_*.py")]
    return {int(number) for names in found for name in names for number in name if number}


def test_every_rule_has_its_test_or_a_reason() -> None:
    assert set(RULES) - numbers_named() == set(NOT_YET)


def test_no_test_names_a_rule_there_is_not() -> None:
    assert numbers_named() <= set(RULES)
