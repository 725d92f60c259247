"""Messages to many: who gets his now, when a campaign stops by itself, how fast it goes."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.broadcasts import (
    MOST_PAID_PER_SECOND,
    PAID_PER_SECOND,
    Facts,
    Figures,
    Later,
    Skip,
    Stop,
    canary_room,
    decide,
    expires_at,
    figures_of,
    must_stop,
    own_moment,
    paid_rate,
    totals,
)
from loyalty.campaigns import CONTROL
from loyalty.messages import MARKETING_LIVES, MessageClass, Preferences, Topic

MOSCOW = ZoneInfo("Europe/Moscow")
PLAIN = Preferences()
NOON = datetime(2026, 5, 3, 9, 0, tzinfo=UTC)
NIGHT = datetime(2026, 5, 3, 20, 0, tzinfo=UTC)


def facts(
    *,
    joined: bool = True,
    reachable: bool = True,
    agreed: bool = True,
    complains: bool = False,
    preferences: Preferences = PLAIN,
    got: tuple[datetime, ...] = (),
) -> Facts:
    return Facts(joined, reachable, agreed, complains, preferences, got)


@pytest.mark.parametrize(
    ("known", "kind", "now", "expected"),
    [
        (facts(), MessageClass.NEWS, NOON, None),
        (facts(joined=False), MessageClass.BIRTHDAY, NOON, Skip("not a member")),
        (facts(reachable=False), MessageClass.BIRTHDAY, NOON, Skip("unreachable")),
        (facts(agreed=False), MessageClass.NEWS, NOON, Skip("no consent")),
        (facts(agreed=False), MessageClass.BIRTHDAY, NIGHT, None),
        (facts(complains=True), MessageClass.WIN_BACK, NOON, Skip("complaint")),
        (facts(complains=True), MessageClass.BIRTHDAY, NOON, None),
        (facts(), MessageClass.NEWS, NIGHT, Later(datetime(2026, 5, 4, 6, 0, tzinfo=UTC))),
        (
            facts(got=(NOON - timedelta(hours=1),)),
            MessageClass.NEWS,
            NOON,
            Later(datetime(2026, 5, 4, 6, tzinfo=UTC)),
        ),
        (facts(got=(NOON - timedelta(days=8),) * 4), MessageClass.NEWS, NOON, Skip("too late")),
        (
            facts(preferences=Preferences(frozenset({Topic.BIRTHDAY}))),
            MessageClass.BIRTHDAY,
            NOON,
            Skip("muted"),
        ),
        (
            facts(preferences=Preferences(frozenset({Topic.DATES}))),
            MessageClass.EXPIRING,
            NOON,
            Skip("muted"),
        ),
    ],
)
def test_who_gets_a_message_now(
    known: Facts, kind: MessageClass, now: datetime, expected: Skip | Later | None
) -> None:
    assert decide(known, kind, MOSCOW, expires_at(now), now) == expected


@given(st.integers(0, 1_000_000), st.integers(0, 50))
def test_a_text_nobody_gets_stops_at_once_and_a_few_odd_names_never_do(sent: int, broken: int) -> None:
    stops = must_stop(Figures(sent=sent, broken=broken)) is Stop.BROKEN
    assert stops == (broken >= 3 and broken * 10 > sent + broken)
    if broken < 3 or sent >= 500:
        assert not stops


@given(st.integers(0, 1_000_000), st.integers(0, 1_000))
def test_unusual_blocking_stops_it(sent: int, blocked: int) -> None:
    stops = must_stop(Figures(sent=sent, blocked=blocked)) is Stop.BLOCKED
    assert stops == (blocked >= 10 and blocked * 100 > 3 * sent)


@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 200), st.integers(0, 200))
def test_the_first_fifty_try_the_text_out_before_all_others_go(
    sent: int, broken: int, nobody_got: int, under_way: int
) -> None:
    room = canary_room(Figures(sent=sent, broken=broken, ended=sent + broken + nobody_got), under_way)
    if room is None:
        assert sent + broken >= 50
    else:
        assert sent + broken < 50
        assert room == max(0, 50 - sent - broken - under_way)


def test_what_was_before_it_was_resumed_is_forgiven() -> None:
    before = Figures(sent=100, broken=40, blocked=30, ended=140)
    assert must_stop(before) is Stop.BROKEN
    assert must_stop(Figures(sent=110, broken=42, blocked=31, ended=152).since(before)) is None


def test_the_control_group_counts_as_such_and_as_nothing_else() -> None:
    counts = {
        (0, "sent"): 5,
        (1, "sent"): 4,
        (CONTROL, "control"): 3,
        (CONTROL, "clicked:1"): 1,
        (0, "broken"): 1,
    }
    assert totals(counts) == {"sent": 9, "control": 3, "broken": 1}
    assert figures_of({**counts, (0, "failed"): 1}) == Figures(sent=9, broken=1, ended=13)


def test_a_paid_rate_has_a_default_and_an_end() -> None:
    assert [paid_rate(n) for n in (0, -5, 40, 5_000)] == [PAID_PER_SECOND, 1, 40, MOST_PAID_PER_SECOND]


@given(st.integers(0, 5 * 365 * 24 * 60).map(lambda minutes: NOON + timedelta(minutes=minutes)))
def test_an_own_moment_is_called_the_same_in_the_members_zone(at: datetime) -> None:
    own = ZoneInfo("Asia/Vladivostok")
    moment = own_moment(at, MOSCOW, own)
    assert moment.tzinfo is UTC
    assert moment.astimezone(own).replace(tzinfo=None) == at.astimezone(MOSCOW).replace(tzinfo=None)


def test_marketing_lives_a_week() -> None:
    assert expires_at(NOON) == NOON + MARKETING_LIVES
