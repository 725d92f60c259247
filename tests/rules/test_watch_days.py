"""What the rules find in the sales of weeks, beside colleagues and rotas."""

from hypothesis import given
from hypothesis import strategies as st

from loyalty.sale import Way
from loyalty.watch import r02_close, r05_refund, r07_round, r09_newcomer, r12_manual, r14_ring, r15_typed
from loyalty.watch.base import Hit, Mode, Norm, Rule, stands_out
from loyalty.watch.r12_manual import Giver
from loyalty.watch.r14_ring import FirstBuy
from loyalty.watch.rules import in_days
from loyalty.watch.settings import USUAL, Setting, Watch
from loyalty.watch.tally import Tally, tallied
from tests.rules.watching import sold

FRIEND = 5


def tills(hits: object) -> list[tuple[int | None, int | None]]:
    """Whom hits are about."""
    return [(hit.cashier_id, hit.member_id) for hit in hits]  # type: ignore[attr-defined]  # hits


def month(*parts: list) -> Tally:  # type: ignore[type-arg]  # sales
    return tallied(one for part in parts for one in part)


@given(st.integers(1, 500), st.integers(1, 500), st.data())
def test_a_share_stands_out_as_the_test_of_two_proportions_says(n: int, m: int, data: st.DataObject) -> None:
    k, other = data.draw(st.integers(0, n)), data.draw(st.integers(0, m))
    ahead = k / n - other / m
    pooled = (k + other) / (n + m)
    spread = pooled * (1 - pooled) * (1 / n + 1 / m)
    expected = ahead > 0 and ahead * ahead >= 16 * spread * (1 - 1e-9)
    close = abs(ahead * ahead - 16 * spread) < 1e-9
    assert close or stands_out(k, n, other, m) == expected


def test_without_others_everybody_stands_out() -> None:
    assert stands_out(1, 10, 0, 0)
    assert not stands_out(0, 10, 0, 10)


# --- R2 ---


def test_r2_a_card_that_only_meets_one_of_two_cashiers() -> None:
    honest = [sold(7, 100, hour=12), sold(8, 100, hour=12)]
    assert tills(r02_close.check(month(*honest, sold(7, 30, FRIEND)), 30)) == [(7, FRIEND)]
    (hit,) = r02_close.check(month(*honest, sold(7, 30, FRIEND)), 30)
    assert hit.figures == {"times": 30, "percent": 100, "usual_percent": 50}


def test_r2_a_rota_explains_a_regular() -> None:
    mornings = [sold(7, 100, hour=8), sold(8, 100, hour=18)]
    assert tills(r02_close.check(month(*mornings, sold(7, 30, FRIEND, hour=8)), 30)) == []
    alone = [sold(7, 100, hour=8)]
    assert tills(r02_close.check(month(*alone, sold(7, 30, FRIEND, hour=8)), 30)) == []
    assert tills(r02_close.check(month(sold(7, 30, FRIEND, hour=8)), 30)) == [], "nobody else ever buys"


def test_r2_needs_five_purchases_and_the_share() -> None:
    honest = [sold(7, 100), sold(8, 100)]
    assert tills(r02_close.check(month(*honest, sold(7, 4, FRIEND)), 30)) == []
    assert tills(r02_close.check(month(*honest, sold(7, 4, FRIEND), sold(8, 40, FRIEND)), 30)) == [
        (8, FRIEND)
    ]
    assert tills(r02_close.check(month(*honest, sold(7, 20, FRIEND), sold(8, 20, FRIEND)), 30)) == []


def test_r2_looks_at_visits_of_the_same_store() -> None:
    honest = [sold(7, 100), sold(8, 100)]
    there = sold(7, 30, FRIEND, store_id=2, hour=9)
    found = r02_close.check(month(*honest, sold(7, 40, FRIEND), there), 30)
    assert tills(found) == [(7, FRIEND)]


# --- R5, R7, R15 ---


def test_r5_a_till_whose_goods_come_back() -> None:
    honest = [sold(8, 200), sold(8, 2, returned=True)]
    assert tills(r05_refund.check_month(month(*honest, sold(7, 50), sold(7, 8, returned=True)))) == [
        (7, None)
    ]
    assert tills(r05_refund.check_month(month(*honest, sold(7, 50), sold(7, 4, returned=True)))) == []
    assert tills(r05_refund.check_month(month(*honest, sold(7, 10), sold(7, 8, returned=True)))) == []
    assert tills(r05_refund.check_month(month(sold(7, 50), sold(7, 8, returned=True)))) == [], "no colleagues"
    usual = [sold(8, 200), sold(8, 40, returned=True)]
    assert tills(r05_refund.check_month(month(*usual, sold(7, 50), sold(7, 8, returned=True)))) == []


def test_r7_sums_out_of_the_head() -> None:
    honest = [sold(8, 60), sold(8, 20, amount_minor=300_00)]
    round_till = sold(7, 9, amount_minor=500_00)
    assert tills(r07_round.check(month(*honest, round_till, sold(7, 1)), 60)) == [(7, None)]
    assert tills(r07_round.check(month(*honest, round_till), 60)) == [], "nine sales say nothing"
    assert tills(r07_round.check(month(*honest, round_till, sold(7, 9)), 60)) == []
    prices = [sold(8, 80, amount_minor=300_00), sold(7, 20, amount_minor=300_00)]
    assert tills(r07_round.check(month(*prices), 60)) == [], "the prices are round"


def test_r15_a_till_that_types() -> None:
    honest = [sold(8, 90), sold(8, 5, way=Way.TYPED)]
    typing = sold(7, 10, way=Way.TYPED)
    assert tills(r15_typed.check(month(*honest, typing, sold(7, 12)), 20)) == [(7, None)]
    assert tills(r15_typed.check(month(*honest, typing, sold(7, 8)), 20)) == [], "too few"
    assert tills(r15_typed.check(month(*honest, typing, sold(7, 40)), 20)) == []
    wand = [sold(8, 60, way=Way.TYPED), sold(7, 30, way=Way.TYPED)]
    assert tills(r15_typed.check(month(*wand), 20)) == [], "both have a scanner that types"


def test_a_lonely_till_is_measured_by_the_whole_shop() -> None:
    elsewhere = sold(8, 90, store_id=2)
    found = r15_typed.check(month(elsewhere, sold(7, 10, way=Way.TYPED), sold(7, 12)), 20)
    assert tills(found) == [(7, None)]


# --- R9, R12, R14 ---


def test_r9_new_cards_of_an_hour_that_never_come_back() -> None:
    honest = [sold(7, 60, clock_hour=1), sold(8, 60, clock_hour=1)]
    cards = sold(9, 4, clock_hour=2, newcomer=True)
    assert tills(r09_newcomer.check_week(month(*honest, cards), 3)) == [(9, None)]
    assert tills(r09_newcomer.check_week(month(*honest, cards), 5)) == []
    again = sold(8, 1, cards[0].member_id) + sold(8, 1, cards[1].member_id)
    assert tills(r09_newcomer.check_week(month(*honest, cards, again), 3)) == []


def test_r9_the_first_weeks_of_a_shop_are_full_of_new_cards() -> None:
    opening = [sold(7, 40, clock_hour=0, newcomer=True)]
    others = sold(8, 40, clock_hour=1, newcomer=True)
    assert tills(r09_newcomer.check_week(month(*opening, others), 3)) == []


def test_r12_one_gives_far_oftener_than_the_others() -> None:
    peers = [Giver(one, 1, 2, 100) for one in range(2, 6)]
    assert tills(r12_manual.check_month([Giver(1, 1, 15, 1500), *peers], 3)) == [(1, None)]
    assert tills(r12_manual.check_month([Giver(1, 1, 4, 400), *peers], 3)) == []
    assert tills(r12_manual.check_month([Giver(1, 1, 6, 400), *peers], 3)) == []
    assert tills(r12_manual.check_month([Giver(1, 1, 50, 400)], 3)) == [], "nobody to compare with"


def test_r14_friends_who_buy_just_enough_at_one_till() -> None:
    ring = [FirstBuy(5, friend, 1, 7, 310_00, 300_00) for friend in range(3)]
    (hit,) = r14_ring.check(ring, 3)
    assert hit == Hit(Rule.RING, 1, 7, 5, figures={"people": 3})
    assert tills(r14_ring.check(ring, 4)) == []
    assert tills(r14_ring.check([*ring[:2], FirstBuy(5, 9, 1, 7, 900_00, 300_00)], 3)) == []
    assert tills(r14_ring.check([*ring[:2], FirstBuy(5, 9, 1, 8, 310_00, 300_00)], 3)) == []


# --- together ---


def test_the_days_ask_every_rule_that_is_on() -> None:
    weeks = month(sold(8, 90), sold(7, 10, way=Way.TYPED), sold(7, 12))
    ring = [FirstBuy(5, friend, 1, 7, 310_00, 300_00) for friend in range(3)]
    assert [hit.rule for hit in in_days(weeks, weeks, [], ring, USUAL)] == [Rule.RING, Rule.TYPED]
    off = Watch({Rule.TYPED: Setting(Mode.OFF, 20)})
    assert [hit.rule for hit in in_days(weeks, weeks, [], ring, off)] == [Rule.RING]


def test_the_usual_receipt_is_the_median_and_one_in_two_hundred_is_larger() -> None:
    amounts = [one for part in range(1, 401) for one in sold(7, 1, amount_minor=part * 100)]
    assert tallied(amounts).norm(1) == Norm(400, 201_00, 398_00)
    assert tallied([]).norm(1) == Norm()
