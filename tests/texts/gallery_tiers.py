"""Screens of levels, members and points by hand, with the longest of everything."""

from dataclasses import replace
from datetime import UTC, date, datetime

from loyalty.member_views import FoundMember, GrantState, GrantView, MemberView
from loyalty.programme import Programme, Tier
from loyalty.tags import TagsView
from loyalty.tiers import Standing
from loyalty.wallet import Wallet
from texts import member, member_grants, tags, tiers
from texts.screen import Screen
from texts.words import Words

LONG = "Константин-Александр <b>Щербаков-Заболоцкий</b> " * 2
LEVELS = tuple(Tier(f"t{n}", f"Уровень <i>{n}</i> " + "Щ" * 20, n * 10_000_00) for n in range(1, 7))
PROGRAMME = Programme(1, "Маяк", "RUB", "Europe/Moscow", tiers=LEVELS)
STANDING = Standing("t1", LEVELS[0].name, 99_999_99, "money", "t2", "gold", 1_240_00, date(2027, 5, 14))
WALLET = Wallet(999_999, 1, 2, 3, 4, 5)
AT = datetime(2026, 5, 3, 12, tzinfo=UTC)
VIEW = MemberView(
    7, LONG, "482100457713", STANDING, WALLET, 999, 99_999_999, AT, LONG, AT, date(2027, 1, 1), runs=True
)
VIEW = replace(VIEW, tags=("vip", "свадьба <b>"))
TAGS = TagsView(7, LONG, [f"<b>{n}" + "ж" * 28 for n in range(10, 30)])
NEWCOMER = MemberView(
    7, "", "482100457713", Standing("plain", "", 0, "friends"), Wallet(), 0, 0, None, "", None, AT.date()
)
BY_HAND = replace(VIEW, standing=replace(STANDING, manual=True, metric="friends", missing=3))
GRANT = GrantView(
    grant_id=9,
    member_id=7,
    name=LONG,
    points=999_999,
    reason="За <b>терпение</b>",
    lifetime_days=0,
    silent=False,
    state=GrantState.DRAFT,
    colleagues=False,
    own=True,
    available=5,
)
TIER = {"tier": "t1", "tier_name": "Маячник <b>", "rate_bp": 750, "cap_bp": 5_000, "discount_bp": 300}
TIER |= {"perks": "Сироп <b>в подарок</b>", "from": "gold", "until": "2027-12-31", "today": "2026-05-03"}
WARNING = {"tier_name": "gold", "below": "plain", "missing": 12_400_00, "last_day": "2027-05-14"}
GIFT = {"grant": 9, "points": 7_000, "name": LONG, "available": 7_123, "seq": 12, "approved": True}

# What each notice of this family may carry.
NOTICES = {
    **dict.fromkeys(
        ("tier_up", "tier_given", "tier_set", "tier_down", "tier_given_ended", "tier_back"), TIER
    ),
    "tier_warning": {**WARNING, "metric": "money"},
    **dict.fromkeys(("granted", "grant_asked", "grant_due", "grant_answered"), GIFT),
}


def screens(words: Words) -> list[Screen]:
    """All of them in one language."""
    return [*of_levels(words), *of_members(words), *of_grants(words)]


def of_levels(words: Words) -> list[Screen]:
    return [
        tiers.tier_up(words, TIER),
        tiers.tier_given(words, TIER),
        tiers.tier_set(words, TIER),
        tiers.tier_warning(words, {**WARNING, "metric": "money"}),
        tiers.tier_warning(words, {**WARNING, "metric": "friends", "missing": 2}),
        tiers.tier_down(words, TIER),
        tiers.tier_given_ended(words, TIER),
        tiers.tier_back(words, TIER),
    ]


def of_members(words: Words) -> list[Screen]:
    people = [FoundMember(n, LONG if n else "", "482100457713") for n in range(10)]
    return [
        member.ask_member(words),
        member.found(words, people),
        member.found(words, people[:2]),
        *(member.member_card(words, view) for view in (VIEW, NEWCOMER, BY_HAND)),
        *(member.choose_tier(words, view, PROGRAMME) for view in (VIEW, BY_HAND, NEWCOMER)),
        member.choose_term(words, PROGRAMME, 7, "t3"),
        member.ask_day(words, 7),
        member.typed_text_please(words),
        *(tags.tags(words, view) for view in (TAGS, TagsView(7, "", []))),
        tags.ask_tag(words, TAGS),
    ]


def of_grants(words: Words) -> list[Screen]:
    views = [
        replace(GRANT, state=state, own=own, colleagues=own, silent=own, lifetime_days=30)
        for state in GrantState
        for own in (True, False)
    ]
    return [
        member_grants.ask_points(words, 7),
        member_grants.ask_reason(words, GRANT),
        *(member_grants.grant(words, view) for view in (GRANT, *views, replace(GRANT, name="", points=1))),
        member_grants.grant(words, replace(GRANT, state=GrantState.WAITING)),
        member_grants.granted(words, GIFT),
        member_grants.grant_asked(words, GIFT),
        member_grants.grant_due(words, GIFT),
        *(member_grants.grant_answered(words, {**GIFT, "approved": yes}) for yes in (True, False)),
    ]
