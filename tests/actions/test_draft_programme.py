"""An owner writes rules in a draft: nothing is in force before it is saved, and nothing of his is lost."""

from dataclasses import replace

import pytest

from actions.confirm_sale import confirm_sale
from actions.draft_programme import (
    add_item,
    choose_setting,
    desk,
    discard_draft,
    remove_item,
    save_draft,
    take_preset,
    turn_weekday,
    type_setting,
)
from actions.preview_programme import preview, takes_long
from actions.set_programme import ask_change, set_programme
from actions.shop import Shop
from actions.show_rules import VERSIONS_A_PAGE, rules_view, version_page
from loyalty.forecast import Cost
from loyalty.presets import Preset
from loyalty.programme import Expiry, Programme
from loyalty.refusals import Refusal, Refused
from loyalty.settings_diff import Difference
from loyalty.settings_views import Desk, Moved, Saved
from tests.actions.people import Actor, Cast
from tests.actions.test_programme import question, rules
from tests.clockwork.stand import HandClock

DAY_SECONDS = 24 * 60 * 60


def seen(found: object) -> Desk:
    assert isinstance(found, Desk)
    return found


def reason(outcome: object) -> Refusal:
    assert isinstance(outcome, Refused)
    return outcome.reason


async def chosen(cast: Cast, path: str, said: str, who: Actor | None = None) -> Desk:
    owner = who or cast.owner
    return seen(await choose_setting(cast.shop, owner.member_id, owner.account_id, path, said))


async def saved(cast: Cast) -> Programme:
    found = seen(await desk(cast.shop, cast.owner.member_id))
    outcome = await save_draft(cast.shop, cast.owner.member_id, found.present.version, found.revision)
    assert isinstance(outcome, Saved)
    return outcome.desk.present


async def sold(cast: Cast, amount_minor: int, member: Actor | None = None) -> Actor:
    member = member or await cast.joined("Анна")
    shown = await cast.preview(cast.lena, member, amount_minor)
    await confirm_sale(cast.shop, cast.lena.member_id, cast.lena.account_id, shown.draft_id, shown.revision)
    return member


async def test_a_draft_is_not_in_force_before_it_is_saved(cast: Cast, shop: Shop) -> None:
    before = await rules(cast)
    found = await chosen(cast, "rate_bp", "700")
    assert found.differences == (Difference("rate_bp", 500, 700),)
    assert await rules(cast) == before
    assert (await saved(cast)).rate_bp == 700
    assert (await rules(cast)).version == before.version + 1
    after = seen(await desk(shop, cast.owner.member_id))
    assert (after.differences, after.revision) == ((), 0)


async def test_a_draft_that_says_what_is_in_force_is_none(cast: Cast) -> None:
    await chosen(cast, "rate_bp", "700")
    found = await chosen(cast, "rate_bp", "500")
    assert (found.differences, found.draft) == ((), found.present)
    assert await saved(cast) == found.present


async def test_every_owner_has_a_draft_of_his_own_and_others_have_none(cast: Cast, shop: Shop) -> None:
    lena = cast.lena
    for outcome in (
        await desk(shop, lena.member_id),
        await type_setting(shop, lena.member_id, lena.account_id, "rate_bp", "7"),
        await choose_setting(shop, lena.member_id, lena.account_id, "rate_bp", "700"),
        await turn_weekday(shop, lena.member_id, "hours.h1.weekdays", 1),
        await add_item(shop, lena.member_id, lena.account_id, "tiers", "Gold"),
        await remove_item(shop, lena.member_id, "tiers", "t1"),
        await take_preset(shop, lena.member_id, Preset.VISIT, ("", "")),
        await discard_draft(shop, lena.member_id),
        await save_draft(shop, lena.member_id, 1, 1),
        await version_page(shop, lena.member_id, None),
    ):
        assert reason(outcome) is Refusal.NOT_OWNER


async def test_a_typed_answer_closes_its_question_and_a_slip_does_not(cast: Cast, shop: Shop) -> None:
    owner = cast.owner
    await ask_change(shop, owner.member_id, owner.account_id, "visit_points")
    for slip in ("x" * 10_000, "😀", "-3", "1e9"):
        await type_setting(shop, owner.member_id, owner.account_id, "visit_points", slip)
        assert await question(cast) == ("programme", "visit_points")
    found = seen(await type_setting(shop, owner.member_id, owner.account_id, "visit_points", "10"))
    assert found.draft.visit_points == 10
    assert await question(cast) == ("", "")


@pytest.mark.parametrize("path", ["", "tiers.t9.name", "x.y", "rate_bp.z"])
async def test_a_setting_that_is_not_there_is_refused(cast: Cast, shop: Shop, path: str) -> None:
    owner = cast.owner
    typed = await type_setting(shop, owner.member_id, owner.account_id, path, "5")
    tapped = await choose_setting(shop, owner.member_id, owner.account_id, path, "5")
    turned = await turn_weekday(shop, owner.member_id, path, 1)
    assert {reason(typed), reason(tapped), reason(turned)} == {Refusal.SETTING_GONE}


async def test_items_come_change_and_go_and_keys_are_never_used_again(cast: Cast, shop: Shop) -> None:
    owner = cast.owner
    await ask_change(shop, owner.member_id, owner.account_id, "add.tiers")
    too_long = await add_item(shop, owner.member_id, owner.account_id, "tiers", "х" * 10_000)
    assert reason(too_long) is Refusal.LABEL_UNCLEAR
    outcome = await add_item(shop, owner.member_id, owner.account_id, "tiers", " Золото ")
    assert isinstance(outcome, tuple)
    assert (outcome[1], outcome[0].draft.tiers[0].name) == ("t1", "Золото")
    assert await question(cast) == ("", "")
    await saved(cast)
    assert seen(await remove_item(shop, owner.member_id, "tiers", "t1")).draft.tiers == ()
    assert reason(await remove_item(shop, owner.member_id, "tiers", "t1")) is Refusal.SETTING_GONE
    await saved(cast)
    again = await add_item(shop, owner.member_id, owner.account_id, "tiers", "Золото")
    assert isinstance(again, tuple)
    assert again[1] == "t2"
    assert (
        reason(await add_item(shop, owner.member_id, owner.account_id, "brand", "x")) is Refusal.SETTING_GONE
    )


async def test_hours_and_stores_need_no_name_and_weekdays_are_turned(cast: Cast, shop: Shop) -> None:
    owner = cast.owner
    hours = await add_item(shop, owner.member_id, owner.account_id, "hours", "")
    stores = await add_item(shop, owner.member_id, owner.account_id, "stores", "1")
    assert isinstance(hours, tuple)
    assert isinstance(stores, tuple)
    await turn_weekday(shop, owner.member_id, "hours.h1.weekdays", 4)
    found = seen(await turn_weekday(shop, owner.member_id, "hours.h1.weekdays", 5))
    assert found.draft.hours[0].weekdays == (0, 1, 2, 3, 5)
    assert found.draft.stores[0].store_id == 1
    assert reason(await turn_weekday(shop, owner.member_id, "hours.h1.weekdays", -1)) is Refusal.SETTING_GONE


async def test_a_contradiction_waits_in_the_draft_and_is_not_saved(cast: Cast, shop: Shop) -> None:
    found = await chosen(cast, "step_minor", "10000")
    assert found.fault is not None
    assert found.fault.detail["rule"] == "step_half"
    refusal = await save_draft(shop, cast.owner.member_id, found.present.version, found.revision)
    assert reason(refusal) is Refusal.PROGRAMME_CONTRADICTION
    assert (await chosen(cast, "step_points", "5")).fault is None
    assert (await saved(cast)).step_points == 5


async def test_what_was_not_shown_is_not_saved(cast: Cast, shop: Shop) -> None:
    owner = cast.owner
    first = await chosen(cast, "rate_bp", "700")
    await chosen(cast, "rate_bp", "1000")
    outcome = await save_draft(shop, owner.member_id, 1, first.revision)
    assert isinstance(outcome, Moved)
    assert outcome.refusal.reason is Refusal.DRAFT_MOVED
    assert seen(await discard_draft(shop, owner.member_id)).differences == ()
    await chosen(cast, "rate_bp", "300")
    assert isinstance(await save_draft(shop, owner.member_id, 1, first.revision), Moved)
    await saved(cast)
    assert isinstance(await save_draft(shop, owner.member_id, 7, first.revision), Moved)
    again = await save_draft(shop, owner.member_id, 1, first.revision)
    assert isinstance(again, Saved)
    assert (again.desk.present.version, again.differences) == (2, (Difference("rate_bp", 500, 300),))
    await chosen(cast, "rate_bp", "100")
    assert isinstance(await save_draft(shop, owner.member_id, 1, first.revision), Moved)
    assert seen(await desk(shop, owner.member_id)).draft.rate_bp == 100


async def test_rules_saved_meanwhile_are_kept_under_the_draft(cast: Cast, shop: Shop) -> None:
    owner = cast.owner
    found = await chosen(cast, "rate_bp", "700")
    await set_programme(shop, owner.member_id, owner.account_id, brand="Порт")
    outcome = await save_draft(shop, owner.member_id, found.present.version, found.revision)
    assert isinstance(outcome, Moved)
    assert outcome.refusal.reason is Refusal.PROGRAMME_MOVED
    assert outcome.desk.differences == (Difference("rate_bp", 500, 700),)
    now = await saved(cast)
    assert (now.brand, now.rate_bp) == ("Порт", 700)


async def test_a_ready_made_programme_is_a_draft_like_any_other(cast: Cast, shop: Shop) -> None:
    owner = cast.owner
    found = seen(await take_preset(shop, owner.member_id, Preset.STAMPS, ("Кофе", "кофе от нас")))
    assert (found.draft.rate_bp, found.draft.stamps[0].gift, found.fault) == (0, "кофе от нас", None)
    assert found.draft.brand == found.present.brand
    assert (await saved(cast)).stamps[0].key == "s1"


async def test_the_currency_stays_after_the_first_sale(cast: Cast, shop: Shop) -> None:
    await sold(cast, 450_00)
    outcome = await choose_setting(shop, cast.owner.member_id, cast.owner.account_id, "currency", "KZT")
    assert reason(outcome) is Refusal.CURRENCY_FIXED


async def test_rule_37_burning_begins_the_day_it_is_switched_on(cast: Cast, clock: HandClock) -> None:
    clock.advance(DAY_SECONDS)
    await chosen(cast, "terms.expiry", "inactivity")
    first = await saved(cast)
    assert first.terms.since == clock.now()
    clock.advance(DAY_SECONDS)
    await chosen(cast, "rate_bp", "700")
    assert (await saved(cast)).terms.since == first.terms.since
    await chosen(cast, "terms.lifetime_months", "6")
    assert (await saved(cast)).terms.since == clock.now()
    await chosen(cast, "terms.expiry", "never")
    assert (await saved(cast)).terms.since is None


async def test_rule_37_a_term_by_lot_keeps_its_beginning(cast: Cast, clock: HandClock) -> None:
    await chosen(cast, "terms.expiry", "lot")
    first = await saved(cast)
    clock.advance(DAY_SECONDS)
    await chosen(cast, "terms.lifetime_months", "6")
    assert (await saved(cast)).terms.since == first.terms.since


async def test_the_preview_rings_up_the_living_purchases_of_ninety_days(
    cast: Cast, shop: Shop, clock: HandClock
) -> None:
    member = await sold(cast, 9_000_00)
    clock.advance(91 * DAY_SECONDS)
    await sold(cast, 1_000_00, member)
    await sold(cast, 500_00, member)
    found = await chosen(cast, "rate_bp", "1000")
    figures = await preview(shop, found)
    assert figures.before.bought == Cost(75, 75_00, 0, 1_500_00, 2)
    assert figures.after.bought == Cost(150, 150_00, 0, 1_500_00, 2)
    assert (figures.moves, figures.held_points) == (None, None)
    assert not await takes_long(shop)


async def test_the_preview_goes_on_piece_by_piece(
    cast: Cast, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = await sold(cast, 100_00)
    for _ in range(4):
        await sold(cast, 100_00, member)
    monkeypatch.setattr("actions.preview_programme.PIECE", 2)
    monkeypatch.setattr("actions.preview_programme.MANY_PURCHASES", 4)
    assert (await preview(shop, await chosen(cast, "rate_bp", "1000"))).after.bought.purchases == 5
    assert await takes_long(shop)


async def test_rule_60_the_preview_tells_who_moves_and_what_points_are_worth(cast: Cast, shop: Shop) -> None:
    owner = cast.owner
    await sold(cast, 1_000_00)
    await add_item(shop, owner.member_id, owner.account_id, "tiers", "Золото")
    found = await chosen(cast, "point_value_minor", "1000")
    found = seen(await type_setting(shop, owner.member_id, owner.account_id, "tiers.t1.threshold", "1000"))
    figures = await preview(shop, found)
    assert (figures.moves, figures.held_points) == ((1, 0), 50)
    # 7 % of the tier, a point worth ten times as much.
    assert figures.after.bought.points == 7


async def test_without_friends_nobody_moves_by_friends(cast: Cast, shop: Shop) -> None:
    owner = cast.owner
    await sold(cast, 1_000_00)
    await chosen(cast, "referral.inviter_points", "100")
    await chosen(cast, "tier_metric", "friends")
    added = await add_item(shop, owner.member_id, owner.account_id, "tiers", "Друг")
    assert isinstance(added, tuple)
    figures = await preview(shop, added[0])
    assert (figures.moves, figures.after.bought.points) == ((0, 0), 50)


async def test_versions_are_listed_with_author_and_changes(cast: Cast, shop: Shop) -> None:
    owner = cast.owner
    for rate_bp in range(100, 800, 100):
        await set_programme(shop, owner.member_id, owner.account_id, rate_bp=rate_bp)
    newest = (await rules(cast)).version
    page = await version_page(shop, owner.member_id, None)
    assert not isinstance(page, Refused)
    assert [line.rules.version for line in page.lines] == list(range(newest, newest - VERSIONS_A_PAGE, -1))
    assert page.lines[0].changes == (Difference("rate_bp", 600, 700),)
    assert (page.newer, page.older) == (None, newest - VERSIONS_A_PAGE)
    last = await version_page(shop, owner.member_id, page.older)
    assert not isinstance(last, Refused)
    assert (last.lines[-1].changes, last.older, last.newer) == (None, None, newest)


async def test_every_version_stays_readable(cast: Cast, shop: Shop) -> None:
    first = await rules(cast)
    owner = cast.owner
    await set_programme(
        shop,
        owner.member_id,
        owner.account_id,
        rules=replace(first, terms=replace(first.terms, expiry=Expiry.LOT)),
    )
    now, old = await rules_view(shop), await rules_view(shop, first.version)
    assert now is not None
    assert old is not None
    assert (old.rules, old.newest, now.until) == (first, first.version + 1, None)
    assert old.until == now.since
    assert await rules_view(shop, 99) is None
    assert await rules_view(shop, 0) is None
