"""Certificates: money paid beforehand, in a chain that adds up."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.certificates import Certificate, Entry, Move, check_usable, faults, move, payable_minor, sealed
from loyalty.refusals import Refusal, Refused

AT = datetime(2026, 5, 4, 12, tzinfo=UTC)


def moved(
    certificate: Certificate, kind: Move, amount_minor: int, purchase_id: int | None = None
) -> tuple[Certificate, Entry]:
    return move(certificate, kind, amount_minor, operation_id=1, purchase_id=purchase_id, actor_id=2, at=AT)


def issued(nominal_minor: int = 200_000) -> tuple[Certificate, Entry]:
    return moved(Certificate(7, "ABCDEFGHJKMN", None, nominal_minor, 0), Move.ISSUED, nominal_minor)


def test_it_pays_the_whole_sum_while_the_balance_lasts() -> None:
    certificate, _ = issued(100_00)
    assert payable_minor(certificate, 60_00) == 60_00
    assert payable_minor(certificate, 160_00) == 100_00
    assert payable_minor(replace(certificate, blocked=True), 60_00) == 0


def test_a_blocked_or_empty_one_says_why() -> None:
    certificate, _ = issued()
    assert check_usable(certificate) is None
    assert check_usable(replace(certificate, balance_minor=0)) == Refused(Refusal.CERTIFICATE_EMPTY)
    assert check_usable(replace(certificate, blocked=True)) == Refused(Refusal.CERTIFICATE_BLOCKED)


@pytest.mark.parametrize("amount_minor", [0, 1, -200_001])
def test_it_never_holds_less_than_nothing_or_more_than_its_nominal(amount_minor: int) -> None:
    certificate, _ = issued()
    with pytest.raises(ValueError, match="would hold"):
        moved(certificate, Move.PAID, amount_minor)


@given(st.lists(st.integers(1, 300_000), max_size=12))
def test_paying_and_giving_back_adds_up(wishes: list[int]) -> None:
    certificate, entry = issued()
    entries, paid = [entry], 0
    for index, wish in enumerate(wishes):
        minor = payable_minor(certificate, wish)
        if minor:
            certificate, entry = moved(certificate, Move.PAID, -minor, index)
            entries.append(entry)
            paid += minor
    assert certificate.balance_minor == certificate.nominal_minor - paid
    if paid:
        certificate, entry = moved(certificate, Move.GIVEN_BACK, paid)
        entries.append(entry)
    assert certificate.balance_minor == certificate.nominal_minor
    assert faults(certificate, entries) == []


def test_every_change_behind_its_back_is_found() -> None:
    certificate, first = issued()
    certificate, second = moved(certificate, Move.PAID, -500, 3)
    books = [first, second]
    assert faults(certificate, books) == []
    assert faults(replace(certificate, balance_minor=200_000), books) == [
        "balance 200000 kept, entries add up to 199500"
    ]
    assert (
        faults(certificate, [first, replace(second, amount_minor=-400)])[0] == "entry 2: the chain is broken"
    )
    assert "the certificate is not its last entry" in faults(certificate, [first])
    assert faults(replace(certificate, nominal_minor=300_000), books) == [
        "issued with 200000, the nominal says 300000"
    ]
    twice = replace(second, kind=Move.ISSUED, amount_minor=200_000)
    again = replace(twice, hash=sealed(first.hash, twice))
    assert "entry 2: a certificate is issued once, first" in faults(certificate, [first, again])
