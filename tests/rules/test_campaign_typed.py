"""What owners type into a campaign: times, addresses, buttons, gifts."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.benefits import Effect
from loyalty.campaign_typed import (
    KnobKind,
    parse_address,
    parse_gift_offer,
    parse_knob,
    parse_moment,
    parse_points,
    parse_share,
)
from loyalty.campaigns import Gift, Knob
from loyalty.programme import Category
from loyalty.refusals import Refusal, Refused

ZONE = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)  # a Friday, 15:00 there
GOODS = (Category("wine", "Вино"),)
KINDS: tuple[KnobKind, ...] = ("link", "copy", "card", "interested")


@pytest.mark.parametrize(
    ("text", "day", "hour", "minute"),
    [
        ("18:30", 1, 18, 30),
        ("в 18:30", 1, 18, 30),
        ("9:05", 2, 9, 5),
        ("завтра 12", 2, 12, 0),
        ("Завтра в 12.30", 2, 12, 30),
        ("tomorrow at 9:15", 2, 9, 15),
        ("6 pm", 1, 18, 0),
        ("6:30 pm", 1, 18, 30),
        ("12 am", 2, 0, 0),
        ("суббота 10:00", 2, 10, 0),
        ("03.05 00:00", 3, 0, 0),
        ("3 мая, в 18:00", 3, 18, 0),
        ("03.05.2026 18.05", 3, 18, 5),
        ("в пятницу в 10", 8, 10, 0),
        ("во вторник 9:00", 5, 9, 0),
        ("on Friday at 10", 8, 10, 0),
        ("в 18", 1, 18, 0),
        ("в 12 дня", 2, 12, 0),
        ("завтра в 9 утра", 2, 9, 0),
        ("завтра в 7:30 вечера", 2, 19, 30),
    ],
)
def test_a_moment_is_read(text: str, day: int, hour: int, minute: int) -> None:
    assert parse_moment(text, NOW, ZONE) == datetime(2026, 5, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    "text",
    ["", "скоро", "25:00", "12:60", "завтра", "12.05", "18", "13 pm", "15 дня", "вчера 12:00", "x" * 5000],
)
def test_what_is_no_time_is_refused(text: str) -> None:
    assert parse_moment(text, NOW, ZONE) == Refused(Refusal.MOMENT_UNCLEAR)


@pytest.mark.parametrize("text", ["сегодня 10:00", "сегодня 15:00", "01.05.2028 10:00"])
def test_a_past_time_and_one_too_far_are_refused(text: str) -> None:
    assert parse_moment(text, NOW, ZONE) == Refused(Refusal.MOMENT_PAST)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://cafe.ru/menu?a=1&b=2#x", "https://cafe.ru/menu?a=1&b=2#x"),
        ("cafe.ru", "https://cafe.ru"),
        (" кофе.рф/меню ", "https://кофе.рф/меню"),
        ("t.me/mayak_bot", "https://t.me/mayak_bot"),
        ("@mayak_bot", "https://t.me/mayak_bot"),
        ("http://sub-domain.cafe.co.uk:8080/", "http://sub-domain.cafe.co.uk:8080/"),
    ],
)
def test_an_address_is_read(text: str, address: str) -> None:
    assert parse_address(text) == address


@pytest.mark.parametrize(
    "text",
    [
        *("", "cafe", "javascript:alert(1)", "tel:+7900", "ftp://cafe.ru", "https://", "https://cafe"),
        *(
            'https://cafe.ru/"',
            "https://a b.ru",
            "https://user:pw@cafe.ru",
            "https://[::1",
            "https://1.2.3.4",
        ),
        *(
            "https://cafe.ru/{имя}",
            "https://cafe.ru/" + "x" * 600,
            "https://-cafe.ru",
            "https://cafe..ru",
            "https://cafe.ru:x/",
        ),
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    assert parse_address(text) == Refused(Refusal.ADDRESS_UNCLEAR)


@pytest.mark.parametrize(
    ("kind", "text", "knob"),
    [
        ("link", "Наше меню — cafe.ru", Knob("link", "Наше меню", "https://cafe.ru")),
        ("link", "Наше меню\ncafe.ru", Knob("link", "Наше меню", "https://cafe.ru")),
        ("link", "cafe.ru", Knob("link", "Обычно", "https://cafe.ru")),
        ("copy", "ЛЕТО 10", Knob("copy", "Обычно", "ЛЕТО 10")),
        ("copy", "Взять\n\nЛЕТО10", Knob("copy", "Взять", "ЛЕТО10")),
        ("copy", "Взять\n{код", Knob("copy", "Взять", "{код")),
        ("card", "", Knob("card", "Обычно")),
        ("interested", "Хочу\nстолик", Knob("interested", "Хочу столик")),
    ],
)
def test_a_button_is_read(kind: KnobKind, text: str, knob: Knob) -> None:
    assert parse_knob(kind, text, "Обычно") == knob


def test_an_address_with_a_space_in_it_is_no_caption_and_a_shorter_address() -> None:
    assert parse_knob("link", "Меню https://ex ample.com", "") == Refused(Refusal.ADDRESS_UNCLEAR)


@pytest.mark.parametrize(("kind", "text"), [("copy", "Взять\n{код} от нас"), ("card", "Карта, {имя}")])
def test_a_button_is_the_same_for_everybody(kind: KnobKind, text: str) -> None:
    assert parse_knob(kind, text, "") == Refused(Refusal.FIELD_ON_BUTTON)


def test_a_button_needs_a_short_caption() -> None:
    assert parse_knob("card", "x" * 31, "") == Refused(Refusal.LABEL_UNCLEAR, {"longest": 30})
    assert parse_knob("card", "\u200b", "") == Refused(Refusal.LABEL_UNCLEAR, {"longest": 30})
    assert parse_knob("copy", "x" * 101, "a") == Refused(Refusal.LABEL_UNCLEAR, {"longest": 100})


@pytest.mark.parametrize(
    ("text", "gift"),
    [
        ("50", Gift("points", points=50)),
        ("1 000 баллов", Gift("points", points=1000)),
        ("50 на 14 дней", Gift("points", points=50, lifetime_days=14)),
        ("50 14 дней", Gift("points", points=50, lifetime_days=14)),
        ("1 000 бонусов, на 1 день", Gift("points", points=1000, lifetime_days=1)),
        ("50 points for 7 days", Gift("points", points=50, lifetime_days=7)),
    ],
)
def test_points_are_read(text: str, gift: Gift) -> None:
    assert parse_points(text) == gift


@pytest.mark.parametrize(
    "text",
    [
        *("", "0", "много", "-5", "50 на 0 дней", "50 на 400 дней", "100001", "5" * 5000),
        *("50,5", "50.5", "1e5", "50 %", "50 на 2 недели", "10 20"),
    ],
)
def test_odd_points_are_refused(text: str) -> None:
    assert parse_points(text) == Refused(Refusal.GIFT_UNCLEAR)


@pytest.mark.parametrize(
    ("text", "effect", "days"),
    [
        ("20%", Effect(percent_bp=2_000), 14),
        ("20% на 2 вино", Effect(percent_bp=2_000, category="wine", least_quantity=2), 14),
        ("300 ₽ до завтра", Effect(off_minor=30_000), 1),
        ("300 ₽ до сегодня", Effect(off_minor=30_000), 1),
        ("300 ₽ до 31.05", Effect(off_minor=30_000), 30),
        ("20% на вино на 10 дней", Effect(percent_bp=2_000, category="wine"), 10),
        ("100 points for 3 days", Effect(points=100), 3),
    ],
)
def test_an_offer_is_read_with_its_days(text: str, effect: Effect, days: int) -> None:
    assert parse_gift_offer(text, GOODS, NOW.date()) == Gift("offer", lifetime_days=days, effect=effect)


def test_an_odd_offer_is_refused() -> None:
    assert parse_gift_offer("20% на 400 дней", (), NOW.date()) == Refused(
        Refusal.COUNT_UNCLEAR, {"least": 1, "most": 366}
    )
    refused = parse_gift_offer("?", GOODS, NOW.date())
    assert isinstance(refused, Refused)
    assert refused.reason is Refusal.OFFER_UNCLEAR


def test_a_share_keeps_its_bounds() -> None:
    assert parse_share("12,5 %", 0, 5_000) == 1_250
    assert parse_share("60", 0, 5_000) == Refused(Refusal.COUNT_UNCLEAR, {"least": 0, "most": 50})
    assert isinstance(parse_share("много", 0, 5_000), Refused)


@given(st.text(max_size=300))
def test_nothing_typed_breaks_a_reader(text: str) -> None:
    moment = parse_moment(text, NOW, ZONE)
    assert isinstance(moment, Refused) or moment > NOW
    assert isinstance(parse_points(text), Gift | Refused)
    assert isinstance(parse_gift_offer(text, GOODS, NOW.date()), Gift | Refused)
    assert isinstance(parse_address(text), str | Refused)
    for kind in KINDS:
        assert isinstance(parse_knob(kind, text, "Открыть"), Knob | Refused)
