"""The clock goes forward only, whatever the machine's clock does."""

import time
from collections import Counter
from datetime import UTC, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import Clock, new_code

SECOND = 1_000_000_000


class Machine:
    """The machine's two clocks, moved by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.wall_ns = 1_800_000_000 * SECOND
        self.ticks_ns = 5 * SECOND
        monkeypatch.setattr(time, "time_ns", lambda: self.wall_ns)
        monkeypatch.setattr(time, "monotonic_ns", lambda: self.ticks_ns)

    def passes(self, seconds: float) -> None:
        self.wall_ns += int(seconds * SECOND)
        self.ticks_ns += int(seconds * SECOND)

    def steps(self, seconds: float) -> None:
        self.wall_ns += int(seconds * SECOND)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(monkeypatch)


def test_it_shows_the_machines_time_in_utc(machine: Machine) -> None:
    clock = Clock()
    assert clock.now().tzinfo is UTC
    assert clock.now().timestamp() == 1_800_000_000
    machine.passes(1.5)
    assert clock.now().timestamp() == 1_800_000_001.5


def test_an_offset_and_an_advance_move_it_forward(machine: Machine) -> None:
    clock = Clock(offset_seconds=60)
    before = clock.now()
    clock.advance(86_400)
    machine.passes(1)
    assert clock.now() - before == timedelta(days=1, seconds=1)
    assert clock.offset_seconds == 86_460


def test_it_cannot_be_moved_back() -> None:
    with pytest.raises(ValueError, match="forward"):
        Clock().advance(-1)


def test_when_the_machine_is_put_back_deadlines_still_pass_and_it_agrees_again_later(
    machine: Machine,
) -> None:
    clock = Clock()
    before = clock.now()
    machine.steps(-3600)
    assert clock.now() == before
    machine.passes(600)
    assert clock.now() - before == timedelta(seconds=300)
    machine.passes(2 * 3600)
    assert clock.now().timestamp() == machine.wall_ns / SECOND


def test_when_the_machine_is_put_forward_it_follows(machine: Machine) -> None:
    clock = Clock()
    before = clock.now()
    machine.steps(3600)
    assert clock.now() - before == timedelta(hours=1)


@given(
    moves=st.lists(st.tuples(st.sampled_from(["passes", "steps", "advance"]), st.integers(-10_000, 10_000)))
)
def test_it_never_goes_back(moves: list[tuple[str, int]]) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        machine = Machine(monkeypatch)
        clock = Clock()
        last = clock.now()
        for move, seconds in moves:
            if move == "advance":
                clock.advance(abs(seconds))
            else:
                getattr(machine, move)(abs(seconds) if move == "passes" else seconds)
            now = clock.now()
            assert now >= last
            last = now


def test_a_code_has_its_length_and_letters_and_does_not_repeat() -> None:
    codes = [new_code("ABCDEF", 12) for _ in range(1000)]
    assert len(set(codes)) == 1000
    assert {len(code) for code in codes} == {12}
    letters = Counter("".join(codes))
    assert set(letters) == set("ABCDEF")
    assert min(letters.values()) > 1700
