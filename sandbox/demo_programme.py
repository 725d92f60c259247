"""What the owner of the demo shop has set up: rules, rewards, a promo code, an offer to one customer."""

from dataclasses import replace
from html import unescape

from actions import edit_codes
from actions.edit_rewards import answer_reward, ask_reward, mark_donation
from actions.new_member import MESSENGER
from actions.recognise import Speaker, recognise
from actions.set_programme import set_programme
from actions.shop import Shop
from actions.show_card import show_card
from loyalty.benefits import Effect
from loyalty.programme import (
    Bonuses,
    Expiry,
    Programme,
    Referral,
    StampCard,
    Terms,
    Tier,
)
from loyalty.refusals import Refused
from loyalty.rewards import Reward, RewardField
from sandbox.demo_till import speaker_of, went
from sandbox.state import Person
from texts.promo import effect_text
from texts.words import words_for

BRAND = "Кофейня «Зерно»"
CODE = "ЗЕРНО"
DONATION = "Корм для приюта «Лапа»"
# Name and price in points.
SHELF = (("Печенье к кофе", 30), ("Капучино", 180), (DONATION, 20))
TIERS = (
    Tier("silver", "Серебро", 300_000, rate_bp=700, cap_bp=4_000, colour="silver", perks="сироп в подарок"),
    Tier("gold", "Золото", 1_000_000, rate_bp=1_000, cap_bp=5_000, colour="gold", perks="сироп в подарок"),
)
STAMPS = StampCard("coffee", "Каждый шестой кофе", needed=5, gift="Кофе на выбор")


def rules_for(present: Programme) -> Programme:
    """The demo shop's rules; currency, zone and the worth of a point stay as they are."""
    return replace(
        present,
        brand=BRAND,
        rate_bp=500,
        terms=Terms(expiry=Expiry.LOT, lifetime_months=12),
        bonuses=Bonuses(welcome_points=50, review_points=10),
        referral=Referral(inviter_points=100, friend_points=100, minimum_minor=30_000),
        tiers=TIERS,
        stamps=(STAMPS,),
    )


async def put_rules_in_force(shop: Shop, owner: Speaker) -> None:
    """The programme as a whole, as one version."""
    _, present = await recognise(shop, MESSENGER, owner.external_id)
    went(await set_programme(shop, owner.member_id, owner.account_id, rules=rules_for(present)))


async def stock_shelf(shop: Shop, owner: Speaker) -> None:
    """Rewards without end of pieces and without a limit; the last one is a donation."""
    who = (shop, owner.member_id, owner.account_id)
    for name, points in SHELF:
        went(await ask_reward(*who, RewardField.NAME))
        for answer in (name, str(points), None):
            went(await answer_reward(*who, answer))
        reward = went(await answer_reward(*who, None))
        if isinstance(reward, Reward) and name == DONATION:
            went(await mark_donation(shop, owner.member_id, reward.id, donation=True))


async def make_code(shop: Shop, owner: Speaker) -> None:
    """One word for everybody: ten percent off one purchase."""
    who = (shop, owner.member_id, owner.account_id)
    went(await edit_codes.begin_sketch(*who, personal=False))
    went(await edit_codes.tap_sketch(*who, "gives", "percent"))
    went(await edit_codes.answer_sketch(*who, "10"))
    went(await edit_codes.tap_sketch(*who, "form", "word"))
    went(await edit_codes.answer_sketch(*who, CODE))
    went(await edit_codes.tap_sketch(*who, "until", "-"))
    went(await edit_codes.make_sketched(*who, _title))


async def make_offer(shop: Shop, owner: Speaker, person: Person) -> None:
    """Twenty percent off one purchase, for two weeks."""
    card = await show_card(shop, (await speaker_of(shop, person)).member_id)
    if isinstance(card, Refused):
        raise LookupError(f"{person.first_name} has no card")
    who = (shop, owner.member_id, owner.account_id)
    went(await edit_codes.begin_sketch(*who, personal=True))
    went(await edit_codes.choose_customer(*who, card.number))
    went(await edit_codes.tap_sketch(*who, "gives", "percent"))
    went(await edit_codes.answer_sketch(*who, "20"))
    went(await edit_codes.tap_sketch(*who, "pieces", "1"))
    went(await edit_codes.tap_sketch(*who, "until", "14"))
    went(await edit_codes.make_sketched(*who, _title))


def _title(effect: Effect, programme: Programme) -> str:
    return unescape(effect_text(words_for("ru", programme.time_zone, programme.currency), effect, programme))
