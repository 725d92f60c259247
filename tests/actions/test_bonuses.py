"""Bonuses on a real database: joining, birthdays in every zone and year, stars; once each."""

from datetime import UTC, datetime

import pytest

from actions.birthday_gifts import birthday_gifts, index_birthdays
from actions.profile import change_birthday, change_phone
from actions.review import Rated, comment, may_rate, no_comment, rate
from actions.shop import Shop
from actions.undo_sale import undo_sale
from loyalty.birthdays import Birthday
from loyalty.programme import Bonuses, LeapDay
from loyalty.refusals import Refusal, Refused
from storage import people
from storage.schema import lots, members, notices, occasions, remarks, reviews
from storage.vault import Vault
from tests.actions.guests import DAY, books_hold, buys, fifty, joins, points, rules, told_of
from tests.actions.people import Actor, Cast
from tests.clockwork.stand import HandClock

GIFT = Bonuses(birthday_points=200)
PHONE = "+79001112233"


def at(clock: HandClock, year: int, month: int, day: int, hour: int) -> None:
    """Set the clock; the programme's day is Moscow's, three hours ahead."""
    clock.moment = datetime(year, month, day, hour, tzinfo=UTC)


# --- joining ---


async def test_what_is_told_later_brings_its_own_points_and_no_welcome(cast: Cast) -> None:
    anna = await joins(cast, "Анна")
    await rules(cast, bonuses=Bonuses(welcome_points=100, phone_points=30, birthday_field_points=20))
    for _ in range(2):
        assert await change_phone(cast.shop, anna.member_id, anna.account_id, PHONE) is None
        assert await change_birthday(cast.shop, anna.member_id, anna.account_id, Birthday(15, 5)) is None
    told = await told_of(cast, anna, "bonus")
    assert [one["parts"] for one in told] == [[["phone", 30]], [["birthday_field", 20]]]
    assert await points(cast, anna) == (50, 0)
    await books_hold(cast)


async def test_a_phone_that_brought_points_once_brings_none_to_the_next_member(cast: Cast) -> None:
    await rules(cast, bonuses=Bonuses(phone_points=30))
    anna, boris = await joins(cast, "Анна", phone=PHONE), await joins(cast, "Борис")
    assert await change_phone(cast.shop, boris.member_id, boris.account_id, PHONE) == Refused(
        Refusal.PHONE_TAKEN
    )
    assert await change_phone(cast.shop, anna.member_id, anna.account_id, "+79005556677") is None
    assert await change_phone(cast.shop, boris.member_id, boris.account_id, PHONE) is None
    assert (await points(cast, anna), await points(cast, boris)) == ((30, 0), (0, 0))


async def test_rule_33_welcome_phone_and_birthday_come_in_one_message(cast: Cast) -> None:
    await rules(cast, bonuses=Bonuses(welcome_points=100, phone_points=30, birthday_field_points=20))
    anna = await joins(cast, "Анна", phone=PHONE, birthday=Birthday(15, 5))
    [told] = await told_of(cast, anna, "bonus")
    assert told == {
        "parts": [["welcome", 100], ["phone", 30], ["birthday_field", 20]],
        "points": 150,
        "available": 50,
        "locked": True,
        "seq": 1,
    }
    boris = await joins(cast, "Борис")
    assert await points(cast, boris) == (100, 0)
    await books_hold(cast)


async def test_decision_welcome_points_become_spendable_with_the_first_paid_purchase(cast: Cast) -> None:
    await rules(cast, bonuses=Bonuses(welcome_points=100), rate_bp=0)
    anna = await joins(cast, "Анна")
    assert (await cast.preview(cast.lena, anna, 100_00)).available == 0
    await buys(cast, anna, 100_00)
    assert (await cast.preview(cast.lena, anna, 100_00)).available == 100


async def test_rule_77_joining_again_with_the_same_phone_brings_no_second_welcome(cast: Cast) -> None:
    await rules(cast, bonuses=Bonuses(welcome_points=100))
    await joins(cast, "Анна", phone=PHONE)
    await _forget_phones(cast)
    again = await joins(cast, "Анна", phone=PHONE)
    assert await points(cast, again) == (0, 0)
    assert await told_of(cast, again, "bonus") == []


async def test_without_bonuses_joining_is_quiet(cast: Cast) -> None:
    anna = await joins(cast, "Анна", phone=PHONE, birthday=Birthday(15, 5))
    assert await told_of(cast, anna, "bonus") == []


# --- birthdays ---


async def test_rule_64_the_gift_comes_on_the_day_once_and_lives_its_days(cast: Cast) -> None:
    anna = await _born(cast, Birthday(15, 8, 1990))
    at(cast.clock, 2026, 8, 14, 9)
    assert await birthday_gifts(cast.shop) == "0 gifts"
    at(cast.clock, 2026, 8, 15, 9)
    assert await birthday_gifts(cast.shop) == "1 gifts"
    assert await birthday_gifts(cast.shop) == "0 gifts"
    [told] = await told_of(cast, anna, "birthday")
    assert told == {"points": 200, "available": 200, "last_day": "2026-09-14", "late": False, "seq": 1}
    [lot] = await cast.stand.rows(lots)
    assert lot.expires_at == datetime(2026, 9, 14, 21, tzinfo=UTC), "until 24:00 of 14 September in Moscow"
    at(cast.clock, 2027, 8, 15, 9)
    assert await birthday_gifts(cast.shop) == "1 gifts"
    await books_hold(cast)


async def test_a_race_of_fifty_gives_one_gift(cast: Cast) -> None:
    anna = await _born(cast, Birthday(15, 8))
    at(cast.clock, 2026, 8, 15, 9)
    await fifty(lambda: birthday_gifts(cast.shop))
    assert await points(cast, anna) == (200, 0)


async def test_rule_64_a_gift_is_made_up_for_within_the_window_across_new_year(cast: Cast) -> None:
    anna, boris = await _born(cast, Birthday(31, 12)), await _born(cast, Birthday(29, 12))
    at(cast.clock, 2027, 1, 2, 9)
    assert await birthday_gifts(cast.shop) == "1 gifts"
    [told] = await told_of(cast, anna, "birthday")
    assert told["late"]
    assert await told_of(cast, boris, "birthday") == [], "four days are too late"
    assert [row.occasion for row in await cast.stand.rows(occasions)] == ["birthday:2026"]


async def test_rule_64_the_message_waits_for_noon(cast: Cast) -> None:
    await _born(cast, Birthday(15, 8))
    at(cast.clock, 2026, 8, 15, 3)
    await birthday_gifts(cast.shop)
    [notice] = [row for row in await cast.stand.rows(notices) if row.kind == "birthday"]
    assert notice.due_at == datetime(2026, 8, 15, 9, tzinfo=UTC), "12:00 in Moscow"


async def test_rule_65_the_day_is_the_programmes(cast: Cast) -> None:
    await rules(cast, time_zone="Asia/Vladivostok")
    await _born(cast, Birthday(15, 8))
    at(cast.clock, 2026, 8, 14, 13)
    assert await birthday_gifts(cast.shop) == "0 gifts", "it is 23:00 of the 14th there"
    at(cast.clock, 2026, 8, 14, 15)
    assert await birthday_gifts(cast.shop) == "1 gifts", "it is one o'clock of the 15th"


@pytest.mark.parametrize(
    ("leap_day", "year", "day"),
    [
        (LeapDay.FEBRUARY_28, 2027, (2, 28)),
        (LeapDay.MARCH_1, 2027, (3, 1)),
        (LeapDay.FEBRUARY_28, 2028, (2, 29)),
        (LeapDay.MARCH_1, 2028, (2, 29)),
    ],
)
async def test_rule_62_born_on_29_february(
    cast: Cast, leap_day: LeapDay, year: int, day: tuple[int, int]
) -> None:
    await _born(cast, Birthday(29, 2, 2000))
    await rules(cast, bonuses=Bonuses(birthday_points=200, leap_day=leap_day, birthday_window_days=0))
    at(cast.clock, year, 2, 27, 9)
    given = {}
    for _ in range(4):
        given[(cast.clock.moment.month, cast.clock.moment.day)] = await birthday_gifts(cast.shop)
        cast.clock.advance(DAY)
    assert [day for day, said in given.items() if said == "1 gifts"] == [day]


async def test_rule_63_a_date_told_on_the_eve_counts_from_next_year(cast: Cast) -> None:
    await rules(cast, bonuses=GIFT)
    at(cast.clock, 2026, 8, 14, 9)
    await joins(cast, "Анна", birthday=Birthday(15, 8))
    at(cast.clock, 2026, 8, 15, 9)
    assert await birthday_gifts(cast.shop) == "0 gifts"
    at(cast.clock, 2027, 8, 15, 9)
    assert await birthday_gifts(cast.shop) == "1 gifts"


async def test_rule_63_one_gift_a_year_also_after_joining_again_with_the_same_phone(cast: Cast) -> None:
    await _born(cast, Birthday(15, 8), phone=PHONE)
    at(cast.clock, 2026, 8, 15, 9)
    await birthday_gifts(cast.shop)
    await _forget_phones(cast)
    at(cast.clock, 2026, 8, 16, 9)
    again = await joins(cast, "Анна", phone=PHONE, birthday=Birthday(1, 12))
    at(cast.clock, 2026, 12, 1, 9)
    assert await birthday_gifts(cast.shop) == "0 gifts"
    at(cast.clock, 2027, 12, 1, 9)
    assert await birthday_gifts(cast.shop) == "1 gifts"
    assert await points(cast, again) == (200, 0)


async def test_rule_73_switching_the_gift_on_rewards_nobody_for_the_days_before(cast: Cast) -> None:
    await joins(cast, "Анна", birthday=Birthday(14, 8))
    boris = await joins(cast, "Борис", birthday=Birthday(15, 8))
    at(cast.clock, 2026, 8, 15, 9)
    assert await birthday_gifts(cast.shop) == "off"
    await rules(cast, bonuses=GIFT)
    await rules(cast, rate_bp=700)
    assert await birthday_gifts(cast.shop) == "1 gifts"
    assert await points(cast, boris) == (200, 0)


async def test_birthdays_told_before_they_could_be_looked_up_are_found(cast: Cast) -> None:
    anna = await _born(cast, Birthday(15, 8))
    broken = await _born(cast, Birthday(15, 8))
    other = Vault(b"x" * 32).seal("members:birthday", str(broken.member_id), "15.8.")
    plain = members.update().values(birthday_index=None, birthday_at=None)
    await cast.shop.db.write(lambda tx: tx.execute(plain))
    await cast.shop.db.write(lambda tx: people.change_member(tx, broken.member_id, birthday=other))
    at(cast.clock, 2026, 8, 15, 9)
    assert await birthday_gifts(cast.shop) == "1 gifts"
    assert await index_birthdays(cast.shop) == 1, "only the one that does not open is left"
    assert await points(cast, anna) == (200, 0)


async def test_whoever_has_not_joined_gets_no_gift(cast: Cast) -> None:
    await rules(cast, bonuses=GIFT)
    stranger = await cast.stranger("Анна")
    index = cast.shop.vault.index("birthday", "08-15")
    await cast.shop.db.write(lambda tx: people.change_member(tx, stranger.member_id, birthday_index=index))
    at(cast.clock, 2026, 8, 15, 9)
    assert await birthday_gifts(cast.shop) == "0 gifts"


# --- reviews ---


@pytest.fixture
async def bought(cast: Cast) -> tuple[Actor, int]:
    """Anna and her purchase; a review brings five points."""
    await rules(cast, bonuses=Bonuses(review_points=5), rate_bp=0)
    anna = await joins(cast, "Анна")
    return anna, await buys(cast, anna, 100_00)


async def test_stars_bring_points_once_a_purchase(cast: Cast, bought: tuple[Actor, int]) -> None:
    anna, purchase_id = bought
    assert await _rate(cast.shop, anna, purchase_id, 5) == Rated(purchase_id, 5)
    assert await _rate(cast.shop, anna, purchase_id, 1) == Rated(purchase_id, 5, again=True)
    assert await points(cast, anna) == (5, 0)
    [told] = await told_of(cast, anna, "bonus")
    assert told == {"parts": [["review", 5]], "points": 5, "available": 5, "locked": False, "seq": 1}
    assert [(row.purchase_id, row.stars) for row in await cast.stand.rows(reviews)] == [(purchase_id, 5)]
    await books_hold(cast)


async def test_a_race_of_fifty_stars_gives_one_bonus(cast: Cast, bought: tuple[Actor, int]) -> None:
    anna, purchase_id = bought
    await fifty(lambda: _rate(cast.shop, anna, purchase_id, 4))
    assert await points(cast, anna) == (5, 0)


async def test_only_one_review_a_day_is_rewarded(cast: Cast, bought: tuple[Actor, int]) -> None:
    anna, purchase_id = bought
    second = await buys(cast, anna, 200_00)
    await _rate(cast.shop, anna, purchase_id, 5)
    await _rate(cast.shop, anna, second, 5)
    assert await points(cast, anna) == (5, 0)
    cast.clock.advance(DAY)
    await _rate(cast.shop, anna, await buys(cast, anna, 300_00), 5)
    assert await points(cast, anna) == (10, 0)


@pytest.mark.parametrize("stars", [0, 6, 99])
async def test_stars_that_are_none_and_foreign_purchases_are_nothing(
    cast: Cast, bought: tuple[Actor, int], stars: int
) -> None:
    anna, purchase_id = bought
    boris = await joins(cast, "Борис")
    assert await _rate(cast.shop, anna, purchase_id, stars) is None
    assert await _rate(cast.shop, boris, purchase_id, 5) is None
    assert await _rate(cast.shop, anna, 999, 5) is None
    assert not await may_rate(cast.shop, boris.member_id, purchase_id)
    assert await may_rate(cast.shop, anna.member_id, purchase_id)
    await undo_sale(cast.shop, cast.lena.member_id, purchase_id)
    assert await _rate(cast.shop, anna, purchase_id, 5) is None


async def test_a_word_goes_with_the_stars_however_long(cast: Cast, bought: tuple[Actor, int]) -> None:
    anna, purchase_id = bought
    who = (anna.member_id, anna.account_id)
    assert not await comment(cast.shop, *who, purchase_id, "Рано"), "the stars come first"
    await _rate(cast.shop, anna, purchase_id, 5)
    assert (await _asked(cast, anna)).about == str(purchase_id)
    assert await comment(cast.shop, *who, purchase_id, "ё" * 10_000)
    assert (await _asked(cast, anna)).question == ""
    [row] = await cast.stand.rows(remarks)
    assert (row.about, row.about_id, row.member_id, len(row.text)) == ("review", purchase_id, who[0], 1_000)


async def test_stars_alone_are_enough(cast: Cast, bought: tuple[Actor, int]) -> None:
    anna, purchase_id = bought
    await _rate(cast.shop, anna, purchase_id, 3)
    await no_comment(cast.shop, anna.account_id, purchase_id)
    assert (await _asked(cast, anna)).question == ""


# --- helpers ---


async def _born(cast: Cast, birthday: Birthday, phone: str = "") -> Actor:
    """A member since long before his birthday, in a shop that gives a gift for it."""
    await rules(cast, bonuses=GIFT)
    return await joins(cast, "Анна", phone=phone, birthday=birthday)


async def _forget_phones(cast: Cast) -> None:
    """What erasing a person will do to his phone."""
    gone = members.update().values(phone=None, phone_index=None)
    await cast.shop.db.write(lambda tx: tx.execute(gone))


async def _rate(shop: Shop, who: Actor, purchase_id: int, stars: int) -> Rated | None:
    return await rate(shop, who.member_id, who.account_id, purchase_id, stars)


async def _asked(cast: Cast, who: Actor) -> people.Speaker:
    speaker = await cast.shop.db.read(lambda tx: people.speaker_of(tx, who.member_id))
    assert speaker is not None
    return speaker
