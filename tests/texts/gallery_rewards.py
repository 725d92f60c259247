"""Every screen of rewards, stamp cards and gifts, with the longest that can stand on it."""

from datetime import UTC, datetime

from loyalty.gifts import GiftLimits, GiftState, GiftView
from loyalty.refusals import Refusal, Refused
from loyalty.rewards import (
    Claim,
    ClaimLine,
    ClaimState,
    ClaimView,
    HandOver,
    Reward,
    RewardDraft,
    RewardField,
    RewardLine,
    Shelf,
)
from loyalty.stamps import StampProgress
from texts import gifts, notices, rewards, rewards_catalogue
from texts.screen import Screen
from texts.words import Words

AT = datetime(2026, 12, 31, 20, 59, tzinfo=UTC)
LONG = "Щ" * 58 + "<&"
LINK = "https://t.me/mayak_bot?start=g-" + "W" * 22
GOODS = Reward(999_999, LONG, 1_000_000, 100_000, 1_000)
MISSING = (
    None,
    Refused(Refusal.POINTS_SHORT, {"points": 999_999}),
    Refused(Refusal.REWARD_LIMIT, {"most": 1}),
    Refused(Refusal.REWARD_OUT_OF_STOCK),
)
LINES = tuple(RewardLine(GOODS, missing) for missing in MISSING)
STAMPS = (StampProgress("coffee", LONG, 3, 5, LONG, 1), StampProgress("tea", "Чай", 1, 20, "чай"))
WAITING = (ClaimLine(1, LONG, 400, AT), ClaimLine(2, LONG, 0, None)) * 4
GIFT = GiftView(999_999, 999_999, GiftState.OFFERED, AT, LINK, LONG)
BALANCE = {"points": 999_999, "available": 999_999, "seq": 999_999, "title": LONG, "name": LONG}


def screens(words: Words) -> list[Screen]:
    """All of them."""
    return [*of_members(words), *of_the_till(words), *of_owners(words), *of_gifts(words), *told(words)]


def of_members(words: Words) -> list[Screen]:
    goods, gift = (
        Claim(999_999, 1, 1, "", LONG, points, ClaimState.WAITING, 1, AT, ends)
        for points, ends in ((1_000_000, AT), (0, None))
    )
    views = [
        ClaimView(goods, donation=donation, available=1_000_000, brand="Щ" * 40, changed=True)
        for donation in (True, False)
    ]
    return [
        rewards.shelf(words, Shelf(999_999, LINES * 2, 1, 3, WAITING, STAMPS, gifts_on=True, is_owner=True)),
        rewards.shelf(words, Shelf(0, (), 0, 1, (), (), gifts_on=False, is_owner=False)),
        *(rewards.ask_claim(words, view) for view in views),
        *(rewards.claimed(words, view) for view in views),
        rewards.claimed(words, ClaimView(gift, donation=False, available=0, brand="")),
        rewards.ask_return(words, views[0]),
        rewards.returned(words, views[0]),
    ]


def of_the_till(words: Words) -> list[Screen]:
    view = HandOver(999_999, "x" * 10, LONG, "W" * 20, is_done=False)
    under_a_sale = rewards.hand_out_button(words, WAITING[0], "x" * 10)
    return [
        Screen(rewards.stamp_line(words, STAMPS[0]), ((under_a_sale,),)),
        rewards.ask_hand_over(words, view),
        rewards.handed_over(words, view),
        rewards.not_handed_over(words),
    ]


def of_owners(words: Words) -> list[Screen]:
    plain = Reward(1, "Чай", 100, None, 0, donation=True, active=False)
    return [
        rewards_catalogue.catalogue(words, [GOODS] * 25, 1),
        rewards_catalogue.catalogue(words, [], 0),
        rewards_catalogue.reward(words, GOODS),
        rewards_catalogue.reward(words, plain),
        *(rewards_catalogue.ask_field(words, RewardDraft(field, 999_999)) for field in RewardField),
        rewards_catalogue.ask_field(words, RewardDraft(RewardField.NAME)),
        rewards_catalogue.ask_off(words, GOODS),
        rewards_catalogue.typed_please(words),
    ]


def of_gifts(words: Words) -> list[Screen]:
    states = (GiftState.ACCEPTED, GiftState.DECLINED)
    return [
        gifts.ask_points(words, GiftLimits(999_999, 999_999), [GIFT] * 5),
        gifts.under_way(words, [GIFT] * 5, words.t("Please type it as text.")),
        gifts.typed_number_please(words),
        gifts.offered(words, GIFT),
        gifts.ask_cancel(words, GIFT),
        gifts.cancelled(words, GIFT),
        *(gifts.answered(words, GiftView(1, 100, state, AT)) for state in states),
    ]


def told(words: Words) -> list[Screen]:
    data = {**BALANCE, "gift": 999_999, "until_seconds": int(AT.timestamp()), "donation": False}
    kinds = [*rewards.NOTICES, *gifts.NOTICES]
    return [
        *(
            notices.render(words, kind, {**data, "state": state})
            for kind in kinds
            for state in list(GiftState)[2:]
        ),
        notices.render(words, "claimed", {**data, "points": -400, "donation": True}),
    ]
