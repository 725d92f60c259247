"""What each setting of the programme is called, on a button too, and what it means in a sentence."""

from collections.abc import Callable, Mapping

from loyalty.settings import LISTS, Group
from texts.words import Html, Words

Said = Callable[[Words], Html]

GROUPS: Mapping[Group, Said] = {
    Group.EARNING: lambda w: w.t("Earning"),
    Group.VISITS: lambda w: w.t("Visits, steps"),
    Group.SPENDING: lambda w: w.t("Spending"),
    Group.TERMS: lambda w: w.t("Terms"),
    Group.BONUSES: lambda w: w.t("Bonuses"),
    Group.FRIENDS: lambda w: w.t("Friends"),
    Group.TIERS: lambda w: w.t("Levels"),
    Group.CATEGORIES: lambda w: w.t("Categories"),
    Group.HOURS: lambda w: w.t("Hours"),
    Group.STORES: lambda w: w.t("Stores"),
    Group.EVENTS: lambda w: w.t("Events"),
    Group.STAMPS: lambda w: w.t("Stamps"),
    Group.DISCOUNT: lambda w: w.t("Discount"),
    Group.REFUNDS: lambda w: w.t("Refunds"),
    Group.SHOP: lambda w: w.t("Shop"),
}

LABELS: Mapping[str, Said] = {
    "rate_bp": lambda w: w.t("Points back"),
    "base": lambda w: w.t("Counted on"),
    "rounding": lambda w: w.t("Rounding"),
    "minimum_minor": lambda w: w.t("Earns from"),
    "staff_rate_bp": lambda w: w.t("Staff's own rate"),
    "point_value_minor": lambda w: w.t("Worth of a point"),
    "visit_points": lambda w: w.t("Points for a visit"),
    "visit_hours": lambda w: w.t("A visit once in"),
    "step_minor": lambda w: w.t("Step of money"),
    "step_points": lambda w: w.t("Points for a step"),
    "spending.cap_bp": lambda w: w.t("Points may pay"),
    "spending.least_money_minor": lambda w: w.t("Stays money"),
    "spending.kept_points": lambda w: w.t("Stay on the card"),
    "spending.least_points": lambda w: w.t("Smallest spending"),
    "spending.multiple_points": lambda w: w.t("In steps of"),
    "spending.with_code": lambda w: w.t("With a promo code"),
    "gift_daily_points": lambda w: w.t("Gifts a day"),
    "terms.pending_days": lambda w: w.t("Usable after"),
    "terms.expiry": lambda w: w.t("Burning"),
    "terms.lifetime_months": lambda w: w.t("Points live"),
    "terms.reminder_days.0": lambda w: w.t("First reminder"),
    "terms.reminder_days.1": lambda w: w.t("Second reminder"),
    "terms.reminder_least_points": lambda w: w.t("Remind from"),
    "terms.remind_first": lambda w: w.t("Never unreminded"),
    "bonuses.welcome_points": lambda w: w.t("Welcome"),
    "bonuses.phone_points": lambda w: w.t("For the phone"),
    "bonuses.birthday_field_points": lambda w: w.t("For the date"),
    "bonuses.birthday_points": lambda w: w.t("Birthday"),
    "bonuses.birthday_window_days": lambda w: w.t("May come late by"),
    "bonuses.birthday_lifetime_days": lambda w: w.t("The gift lives"),
    "bonuses.leap_day": lambda w: w.t("Born 29 February"),
    "bonuses.review_points": lambda w: w.t("For a rating"),
    "bonuses.newcomer_cap_points": lambda w: w.t("Newcomer at most"),
    "referral.inviter_points": lambda w: w.t("To the inviter"),
    "referral.friend_points": lambda w: w.t("To the friend"),
    "referral.minimum_minor": lambda w: w.t("First purchase from"),
    "referral.monthly_cap": lambda w: w.t("Friends a month"),
    "referral.staff_earn": lambda w: w.t("Staff invite too"),
    "tier_metric": lambda w: w.t("Levels count"),
    "discount_bp": lambda w: w.t("Discount for all"),
    "debt_policy": lambda w: w.t("If points are spent"),
    "refund_days": lambda w: w.t("Cashier refunds"),
    "manager_points": lambda w: w.t("A manager gives"),
    "manager_daily_points": lambda w: w.t("Manager, a day"),
    "brand": lambda w: w.t("Shop name"),
    "currency": lambda w: w.t("Currency"),
    "time_zone": lambda w: w.t("Time zone"),
    "tiers.*.name": lambda w: w.t("Name"),
    "tiers.*.threshold": lambda w: w.t("Reached at"),
    "tiers.*.keep": lambda w: w.t("Kept at"),
    "tiers.*.rate_bp": lambda w: w.t("Points back"),
    "tiers.*.cap_bp": lambda w: w.t("Points may pay"),
    "tiers.*.discount_bp": lambda w: w.t("Discount"),
    "tiers.*.colour": lambda w: w.t("Card colour"),
    "tiers.*.perks": lambda w: w.t("Perks"),
    "categories.*.name": lambda w: w.t("Name"),
    "categories.*.rate_bp": lambda w: w.t("Points back"),
    "categories.*.earns": lambda w: w.t("Earns points"),
    "categories.*.payable": lambda w: w.t("Paid with points"),
    "hours.*.weekdays": lambda w: w.t("Weekdays"),
    "hours.*.from_minute": lambda w: w.t("From"),
    "hours.*.until_minute": lambda w: w.t("Until"),
    "hours.*.rate_bp": lambda w: w.t("Points back"),
    "stores.*.rate_bp": lambda w: w.t("Points back"),
    "events.*.name": lambda w: w.t("Name"),
    "events.*.first_day": lambda w: w.t("First day"),
    "events.*.last_day": lambda w: w.t("Last day"),
    "events.*.multiplier_bp": lambda w: w.t("Times"),
    "events.*.category": lambda w: w.t("On which goods"),
    "events.*.per_member": lambda w: w.t("Times a person"),
    "events.*.total": lambda w: w.t("Times in all"),
    "stamps.*.name": lambda w: w.t("Name"),
    "stamps.*.needed": lambda w: w.t("Stamps needed"),
    "stamps.*.gift": lambda w: w.t("The gift"),
    "stamps.*.category": lambda w: w.t("On which goods"),
    "stamps.*.minimum_minor": lambda w: w.t("Stamp from"),
}

HINTS: Mapping[str, Said] = {
    "rate_bp": lambda w: w.t("What share of a purchase comes back as points?"),
    "base": lambda w: w.t(
        "What is the percentage counted on: the money paid, the whole receipt, or nothing once points pay?"
    ),
    "rounding": lambda w: w.t("The points of a receipt become whole: down, or to the nearest."),
    "minimum_minor": lambda w: w.t("The least sum paid in money that brings points."),
    "staff_rate_bp": lambda w: w.t("What your own people get back from their purchases."),
    "point_value_minor": lambda w: w.t("How much money one point is worth when it pays."),
    "visit_points": lambda w: w.t("Points for a purchase of any size, besides the percentage."),
    "visit_hours": lambda w: w.t("How often a visit to one store counts, for stamps as well."),
    "step_minor": lambda w: w.t(
        "Points for each full step of money, for example for every 100. The rest counts for the next time."
    ),
    "step_points": lambda w: w.t("How many points each full step of money brings."),
    "spending.cap_bp": lambda w: w.t("How much of a receipt points may pay at most."),
    "spending.least_money_minor": lambda w: w.t("How much of every receipt stays to be paid with money."),
    "spending.kept_points": lambda w: w.t("How many points always stay on the card."),
    "spending.least_points": lambda w: w.t("Fewer points than this can't be spent at once."),
    "spending.multiple_points": lambda w: w.t("Points are spent in steps of this many."),
    "spending.with_code": lambda w: w.t("May points pay in a receipt with a promo code?"),
    "gift_daily_points": lambda w: w.t("How many points a member may give to friends a day."),
    "terms.pending_days": lambda w: w.t("How long new points wait before they can be spent."),
    "terms.expiry": lambda w: w.t(
        "When do points burn: never, each by its own term, or all together after a time without a visit?"
    ),
    "terms.lifetime_months": lambda w: w.t("How long points live, or how long a member may stay away."),
    "terms.reminder_days.0": lambda w: w.t("How long before burning the first reminder goes out."),
    "terms.reminder_days.1": lambda w: w.t("How long before burning the second reminder goes out."),
    "terms.reminder_least_points": lambda w: w.t("Nobody is reminded of fewer points than this."),
    "terms.remind_first": lambda w: w.t(
        "Points whose reminder could not be sent three days before burn later, after it. Keep it so?"
    ),
    "bonuses.welcome_points": lambda w: w.t("For a new card. Spendable from the first paid purchase on."),
    "bonuses.phone_points": lambda w: w.t("Once, for sharing the phone number."),
    "bonuses.birthday_field_points": lambda w: w.t("Once, for telling the birthday."),
    "bonuses.birthday_points": lambda w: w.t("A gift every year."),
    "bonuses.birthday_window_days": lambda w: w.t(
        "How many days late the gift still comes, if the bot was silent on the day itself."
    ),
    "bonuses.birthday_lifetime_days": lambda w: w.t("How long the birthday points live."),
    "bonuses.leap_day": lambda w: w.t("When to congratulate in years without a 29 February."),
    "bonuses.review_points": lambda w: w.t("Once a purchase, for a rating of it."),
    "bonuses.newcomer_cap_points": lambda w: w.t(
        "The most a newcomer gets for joining, telling about himself and a friend's invitation together."
    ),
    "referral.inviter_points": lambda w: w.t(
        "For whoever brought a friend, after the friend's first purchase."
    ),
    "referral.friend_points": lambda w: w.t("For the friend, after the first purchase."),
    "referral.minimum_minor": lambda w: w.t("From what sum the friend's first purchase counts."),
    "referral.monthly_cap": lambda w: w.t("How many friends a month one person is rewarded for."),
    "referral.staff_earn": lambda w: w.t("Do your people get points for friends too?"),
    "tier_metric": lambda w: w.t("What lifts a member: money of twelve months, or friends who bought."),
    "discount_bp": lambda w: w.t("Comes off every receipt with a card, before points."),
    "debt_policy": lambda w: w.t(
        "Goods come back, and the points they brought are spent. Shall the card owe them, lose what is there,"
        " or only what was still waiting?"
    ),
    "refund_days": lambda w: w.t("How long after a purchase a cashier may take goods back."),
    "manager_points": lambda w: w.t("Points a manager may give by hand at once. Above it an owner is asked."),
    "manager_daily_points": lambda w: w.t(
        "Points a manager may give by hand in a day, to everybody together. Above it an owner is asked."
    ),
    "brand": lambda w: w.t("As customers know it."),
    "currency": lambda w: w.t("Which currency are the receipts in? It can't change after the first sale."),
    "time_zone": lambda w: w.t("It decides when a day begins, and when points burn."),
    "tiers.*.threshold": lambda w: w.t("From here on a member is in this tier, at once."),
    "tiers.*.keep": lambda w: w.t("What the last twelve months must bring to stay. Checked once a year."),
    "tiers.*.rate_bp": lambda w: w.t("The better of this and the usual percentage counts."),
    "tiers.*.cap_bp": lambda w: w.t("How much of a receipt points may pay at most."),
    "tiers.*.discount_bp": lambda w: w.t("Comes off every receipt. The better of two discounts counts."),
    "tiers.*.colour": lambda w: w.t("Choose one, or type your own, for example #1B7F5E."),
    "tiers.*.perks": lambda w: w.t("What else this tier brings, in your own words. A dash takes it away."),
    "categories.*.rate_bp": lambda w: w.t("In place of the usual percentage for these goods."),
    "categories.*.earns": lambda w: w.t("Do these goods bring points?"),
    "categories.*.payable": lambda w: w.t("May points pay for these goods?"),
    "hours.*.weekdays": lambda w: w.t("Tap the days on and off."),
    "hours.*.from_minute": lambda w: w.t("For example 9:00."),
    "hours.*.until_minute": lambda w: w.t("For example 12:00. A time before the start means past midnight."),
    "hours.*.rate_bp": lambda w: w.t("In these hours, if it is better than the usual percentage."),
    "stores.*.rate_bp": lambda w: w.t("In this store, if it is better than the usual percentage."),
    "events.*.first_day": lambda w: w.t("For example 15.05."),
    "events.*.last_day": lambda w: w.t("This day counts too. For example 31.05."),
    "events.*.multiplier_bp": lambda w: w.t("How many times the usual percentage, for example 2 or 1.5."),
    "events.*.per_member": lambda w: w.t("How many purchases of one person it counts for."),
    "events.*.total": lambda w: w.t("How many purchases of all people it counts for."),
    "stamps.*.needed": lambda w: w.t("After so many stamps the gift is the customer's."),
    "stamps.*.gift": lambda w: w.t("For example: a cappuccino on us."),
    "stamps.*.minimum_minor": lambda w: w.t("The least sum paid in money that brings a stamp."),
}


def group_name(words: Words, group: Group) -> Html:
    """What a drawer of settings is called."""
    return GROUPS[group](words)


def label(words: Words, path: str) -> Html:
    """What a setting is called, 20 characters at most."""
    return LABELS[plain_path(path)](words)


def hint(words: Words, path: str) -> Html:
    """What it means; "" where the name says all."""
    said = HINTS.get(plain_path(path))
    return Html("") if said is None else said(words)


def plain_path(path: str) -> str:
    """The path with "*" in place of an item's key."""
    parts = path.split(".")
    return f"{parts[0]}.*.{parts[2]}" if parts[0] in LISTS and len(parts) == 3 else path
