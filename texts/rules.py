"""The programme in plain words for customers, generated from its settings."""

from collections.abc import Iterable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from loyalty.programme import Base, Event, Expiry, Programme, StampCard, Tier, TierMetric
from loyalty.settings_views import RulesView
from texts.program_values import Stores, hours_words, item_title, priced, times_words
from texts.screen import Button, Screen, act
from texts.words import Html, Words, escaped

# Of a list; the rest is asked for at the till.
LINES_SHOWN = 6
LONGEST_TEXT = 3_600


def rules_screen(words: Words, view: RulesView, today: date) -> Screen:
    """The rules now, or as they were, with the way to the versions beside."""
    version = view.rules.version
    brand = words.t("<b>{brand}: how the card works</b>", brand=view.rules.brand)
    parts = [brand if view.until is None else _when(words, view, today)]
    parts.append(rules_text(words, view.rules, view.stores, today, ended=view.until is not None))
    row = []
    if version > 1:
        row.append(Button(words.t("‹ Earlier rules"), act("rules", version - 1)))
    if version < view.newest:
        row.append(Button(words.t("Rules now"), act("rules", view.newest)))
    return Screen(Html("\n\n".join(parts)), (tuple(row),) if row else ())


def no_such_rules(words: Words) -> Screen:
    """A version that never was."""
    return Screen(words.t("There were no such rules. The present ones: /rules"))


def rules_text(
    words: Words, programme: Programme, stores: Stores, today: date, *, ended: bool = False
) -> Html:
    """How I earn, how I pay, when points burn, tiers, stamps, friends, gifts: what there is, and no more."""
    words = priced(words, programme)
    past = date.min if ended else today
    sections = (
        _earning(words, programme, stores, past),
        _paying(words, programme),
        _burning(words, programme),
        _tiers(words, programme),
        _stamps(words, programme.stamps, programme),
        _friends(words, programme),
        _gifts(words, programme),
    )
    return _joined(words, [section for section in sections if section])


def _when(words: Words, view: RulesView, today: date) -> Html:
    zone = ZoneInfo(view.rules.time_zone)
    since, until = (
        words.day(at.astimezone(zone).date(), today) for at in (view.since, view.until or view.since)
    )
    return words.t("<b>Rules from {since} until {until}</b>", since=since, until=until)


def _joined(words: Words, sections: Sequence[list[Html]]) -> Html:
    """As many sections as one message holds."""
    text = ""
    for lines in sections:
        section = "\n".join(lines)
        if len(text) + len(section) > LONGEST_TEXT:
            rest = words.t("Ask us about the rest at the till.")
            return Html(f"{text}\n\n{rest}")
        text = f"{text}\n\n{section}".strip()
    return Html(text)


def _some(words: Words, lines: Iterable[Html]) -> list[Html]:
    """The first lines of a list, and how many more there are."""
    found = list(lines)
    rest = len(found) - LINES_SHOWN
    if rest <= 0:
        return found
    return [*found[:LINES_SHOWN], words.n("… and {count} more", "… and {count} more", rest)]


def _earning(words: Words, programme: Programme, stores: Stores, today: date) -> list[Html]:
    lines = _steps(words, programme)
    if programme.minimum_minor and lines:
        lines.append(
            words.t("This holds for purchases from {amount}.", amount=words.money(programme.minimum_minor))
        )
    if programme.discount_bp:
        rate = words.rate(programme.discount_bp)
        lines.append(words.t("{rate} off every purchase when you show the card.", rate=rate))
    lines += _some(words, _categories(words, programme))
    lines += _some(
        words,
        (
            words.t("{where}: {rate}", where=hours_words(words, one), rate=words.rate(one.rate_bp))
            for one in programme.hours
        ),
    )
    lines += _some(
        words,
        (
            words.t(
                "{where}: {rate}",
                where=item_title(words, programme, "stores", str(one.store_id), stores),
                rate=words.rate(one.rate_bp),
            )
            for one in programme.stores
        ),
    )
    lines += _some(
        words, (_event(words, programme, one) for one in programme.events if one.last_day >= today)
    )
    return [words.t("<b>What you get</b>"), *lines] if lines else []


def _steps(words: Words, programme: Programme) -> list[Html]:
    lines = []
    if programme.rate_bp:
        rate = words.rate(programme.rate_bp)
        said = {
            Base.NET: words.t("{rate} of what you pay comes back as points.", rate=rate),
            Base.GROSS: words.t("{rate} of every purchase comes back as points.", rate=rate),
            Base.EITHER: words.t("{rate} comes back as points when you pay all with money.", rate=rate),
        }
        lines.append(said[programme.base])
    if programme.visit_points:
        once = words.n("once in {count} hour", "once in {count} hours", programme.visit_hours)
        points = words.points(programme.visit_points)
        lines.append(words.t("{points} for a visit, {once}.", points=points, once=once))
    if programme.step_minor and programme.step_points:
        lines.append(
            words.t(
                "{points} for every {amount}; the rest counts for the next time.",
                points=words.points(programme.step_points),
                amount=words.money(programme.step_minor),
            )
        )
    return lines


def _categories(words: Words, programme: Programme) -> Iterable[Html]:
    for one in programme.categories:
        if not one.earns:
            yield words.t("{where}: no points", where=one.name)
        elif one.rate_bp is not None:
            yield words.t("{where}: {rate}", where=one.name, rate=words.rate(one.rate_bp))
        if not one.payable:
            yield words.t("{where}: paid with money only", where=one.name)


def _event(words: Words, programme: Programme, event: Event) -> Html:
    category = programme.category(event.category)
    days = {"since": words.day(event.first_day), "until": words.day(event.last_day)}
    times = times_words(words, event.multiplier_bp)
    if category is None:
        return words.t("{event}: points {times}, {since} – {until}", event=event.name, times=times, **days)
    return words.t(
        "{event}: points {times} for {goods}, {since} – {until}",
        event=event.name,
        times=times,
        goods=category.name,
        **days,
    )


def _earns(programme: Programme) -> bool:
    """Whether a member can come to points at all."""
    bonuses, referral = programme.bonuses, programme.referral
    given = (programme.rate_bp, programme.visit_points, programme.step_points, bonuses.welcome_points)
    rates = (
        *(one.rate_bp for one in programme.tiers),
        *(one.rate_bp for one in programme.hours),
        *(one.rate_bp for one in programme.stores),
        *(one.rate_bp or 0 for one in programme.categories),
    )
    gifts = (bonuses.birthday_points, bonuses.review_points, referral.inviter_points, referral.friend_points)
    return any((*given, *rates, *gifts))


def _paying(words: Words, programme: Programme) -> list[Html]:
    spending = programme.spending
    if not _earns(programme):
        return []
    lines = [words.t("<b>How to pay with points</b>")]
    worth = words.money(programme.point_value_minor)
    lines.append(
        words.t(
            "One point is {worth}. Points pay up to {rate} of a purchase.",
            worth=worth,
            rate=words.rate(spending.cap_bp),
        )
        if spending.cap_bp
        else words.t("One point is {worth}. Points buy rewards: /rewards", worth=worth)
    )
    if spending.least_money_minor > programme.point_value_minor:
        least = words.money(spending.least_money_minor)
        lines.append(words.t("{amount} of every purchase stay to be paid with money.", amount=least))
    if spending.kept_points:
        kept = words.points(spending.kept_points)
        lines.append(words.t("{points} always stay on the card.", points=kept))
    if spending.least_points > 1:
        lines.append(words.t("From {points} at once.", points=words.points(spending.least_points)))
    if spending.multiple_points > 1:
        lines.append(words.t("In steps of {points}.", points=words.points(spending.multiple_points)))
    if spending.cap_bp:
        lines.append(words.t("Nothing goes without your tap here or your pay code."))
    return lines


def _burning(words: Words, programme: Programme) -> list[Html]:
    terms = programme.terms
    if not _earns(programme):
        return []
    lines = [words.t("<b>When points work</b>")]
    if terms.pending_days:
        waits = words.n(
            "New points can be spent {count} day after the purchase.",
            "New points can be spent {count} days after the purchase.",
            terms.pending_days,
        )
        lines.append(waits)
    if terms.expiry is Expiry.LOT:
        lines.append(
            words.n(
                "Points live {count} month. I will remind you before they burn.",
                "Points live {count} months. I will remind you before they burn.",
                terms.lifetime_months,
            )
        )
    elif terms.expiry is Expiry.INACTIVITY:
        lines.append(
            words.n(
                "Points burn after {count} month without a purchase. I will remind you before.",
                "Points burn after {count} months without a purchase. I will remind you before.",
                terms.lifetime_months,
            )
        )
    else:
        lines.append(words.t("Points don't burn."))
    return lines


def _tiers(words: Words, programme: Programme) -> list[Html]:
    if not programme.tiers:
        return []
    by = words.t("<b>Levels, by twelve months</b>")
    return [by, *_some(words, (_tier(words, programme, tier) for tier in programme.tiers))]


def _tier(words: Words, programme: Programme, tier: Tier) -> Html:
    brings = []
    if rate_bp := max(tier.rate_bp, programme.rate_bp):
        brings.append(words.t("{rate} back", rate=words.rate(rate_bp)))
    if tier.discount_bp:
        brings.append(words.t("{rate} off", rate=words.rate(tier.discount_bp)))
    if tier.cap_bp is not None:
        brings.append(words.t("points pay up to {rate}", rate=words.rate(tier.cap_bp)))
    if tier.perks:
        brings.append(escaped(tier.perks))
    said = {"tier": tier.name, "brings": Html(", ".join(brings)) or words.t("thank you")}
    if programme.tier_metric is TierMetric.FRIENDS:
        return words.n(
            "{tier}, from {count} friend: {brings}",
            "{tier}, from {count} friends: {brings}",
            tier.threshold,
            **said,
        )
    return words.t("{tier}, from {amount}: {brings}", amount=words.money(tier.threshold), **said)


def _stamps(words: Words, cards: Sequence[StampCard], programme: Programme) -> list[Html]:
    if not cards:
        return []
    return [words.t("<b>Stamps</b>"), *_some(words, (_stamp(words, card, programme) for card in cards))]


def _stamp(words: Words, card: StampCard, programme: Programme) -> Html:
    category = programme.category(card.category)
    line = words.n(
        "{card}: {count} stamp brings {gift}.",
        "{card}: {count} stamps bring {gift}.",
        card.needed,
        card=card.name,
        gift=card.gift,
    )
    if category is not None:
        goods = words.t("Stamps come with {goods}.", goods=category.name)
        line = Html(f"{line} {goods}")
    if card.minimum_minor:
        least = words.t("A stamp comes from {amount} on.", amount=words.money(card.minimum_minor))
        line = Html(f"{line} {least}")
    return line


def _friends(words: Words, programme: Programme) -> list[Html]:
    referral = programme.referral
    if not (referral.inviter_points or referral.friend_points):
        return []
    lines = [words.t("<b>Bring a friend</b>")]
    if referral.inviter_points:
        lines.append(
            words.t(
                "{points} for you after the friend's first purchase.",
                points=words.points(referral.inviter_points),
            )
        )
    if referral.friend_points:
        lines.append(words.t("{points} for the friend.", points=words.points(referral.friend_points)))
    if referral.minimum_minor:
        least = words.money(referral.minimum_minor)
        lines.append(words.t("The first purchase counts from {amount} on.", amount=least))
    lines.append(words.t("Your link: /invite"))
    return lines


def _gifts(words: Words, programme: Programme) -> list[Html]:
    bonuses = programme.bonuses
    occasions = (
        (bonuses.welcome_points, words.t("for a new card, spendable after the first purchase")),
        (bonuses.phone_points, words.t("for your phone number")),
        (bonuses.birthday_field_points, words.t("for telling your birthday")),
        (bonuses.birthday_points, words.t("every birthday")),
        (bonuses.review_points, words.t("for rating a purchase")),
    )
    lines = [
        words.t("{points} {occasion}", points=words.points(points), occasion=occasion)
        for points, occasion in occasions
        if points
    ]
    return [words.t("<b>Gifts</b>"), *lines] if lines else []
