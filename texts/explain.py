"""How a receipt was counted, in words a customer understands; the order is the one of the calculation."""

from itertools import groupby

from loyalty.discounts import Discount
from loyalty.earning import LineQuote, Quote
from loyalty.programme import BP_ONE, Base, Programme, Rounding
from texts.tiers import tier_name
from texts.words import Html, Words, escaped


def explain(words: Words, quote: Quote, programme: Programme) -> Html:
    """From the price to the points. programme: the version the quote was made by, for the names of things."""
    lines = [
        words.t("The receipt: {amount}", amount=words.money(quote.amount_minor)),
        *(_discount(words, one, quote, programme) for one in quote.discounts),
        *_paid(words, quote),
        *_earned(words, quote, programme),
        *(words.t("Gift: {gift}", gift=gift) for gift in quote.gifts),
    ]
    version = words.t("By rules No. {version}.", version=words.number(quote.rule_version))
    return Html("\n".join([*lines, "", version]))


def _discount(words: Words, one: Discount, quote: Quote, programme: Programme) -> Html:
    names = {
        "code": words.t("promo code"),
        "offer": words.t("personal offer"),
        "tier": words.t("discount of the level {tier}", tier=tier_name(words, programme, quote.tier)),
    }
    name = escaped(one.title) or names.get(one.what) or words.t("discount for everybody")
    return words.t("−{amount}: {what}", amount=words.money(one.off_minor), what=name)


def _paid(words: Words, quote: Quote) -> list[Html]:
    if not quote.spent_points:
        return []
    points = words.points(quote.spent_points)
    return [words.t("−{amount}: paid with {points}", amount=words.money(quote.points_minor), points=points)]


def _earned(words: Words, quote: Quote, programme: Programme) -> list[Html]:
    """Base, rates, rounding, and what came besides."""
    if not quote.points and quote.money_minor < quote.minimum_minor:
        least = words.money(quote.minimum_minor)
        return [words.t("Points come when {amount} or more is paid with money.", amount=least)]
    if not quote.points and quote.spent_points and programme.base is Base.EITHER:
        return [words.t("A receipt paid with points brings no new ones.")]
    lines = [words.t("Counted for points: {amount}", amount=words.money(quote.base_minor))]
    lines += _rates(words, quote, programme)
    if quote.percent_points:
        lines.append(_rounded(words, quote))
    lines += _besides(words, quote)
    if not quote.points:
        lines.append(words.t("Too little for a whole point."))
    return [*lines, words.t("<b>Altogether: {points}</b>", points=words.points(quote.points))]


def _rates(words: Words, quote: Quote, programme: Programme) -> list[Html]:
    """A line for each rule that gave a rate, with the goods it was taken of, and the rules that gave less."""

    def rule(line: LineQuote) -> tuple[str, int, str, tuple[tuple[str, int], ...]]:
        return (line.why, line.rate_bp, line.category, line.others)

    lines: list[Html] = []
    for (why, rate_bp, category, others), same in groupby(sorted(quote.lines, key=rule), key=rule):
        group = list(same)
        if why == "excluded":
            amount = words.money(sum(line.amount_minor - line.discount_minor for line in group))
            what = _category(words, programme, category)
            lines.append(words.t("{amount} brings no points: {what}", amount=amount, what=what))
            continue
        if not rate_bp:
            continue
        amount = words.money(sum(line.base_minor for line in group))
        name = _rule(words, why, category, quote, programme)
        lines.append(
            words.t("{rate} of {amount}: {rule}", rate=words.rate(rate_bp), amount=amount, rule=name)
        )
        less = ", ".join(
            f"{words.rate(other_bp)} ({_rule(words, other, category, quote, programme)})"
            for other, other_bp in others
        )
        if less:
            lines.append(words.t("The best rule for you counts; the others: {rules}.", rules=Html(less)))
    return lines


def _rule(words: Words, why: str, category: str, quote: Quote, programme: Programme) -> Html:
    if why.startswith("event:"):
        event = next((one for one in programme.events if one.key == why.removeprefix("event:")), None)
        return escaped(event.name) if event else words.t("a promo")
    names = {
        "tier": words.t("your level {tier}", tier=tier_name(words, programme, quote.tier)),
        "category": _category(words, programme, category),
        "hours": words.t("at this hour"),
        "store": words.t("in this store"),
        "staff": words.t("for staff"),
    }
    return names.get(why) or words.t("as always")


def _category(words: Words, programme: Programme, key: str) -> Html:
    known = programme.category(key)
    return escaped(known.name) if known else words.t("these goods")


def _rounded(words: Words, quote: Quote) -> Html:
    """The percentage as points, and how it became whole."""
    points = words.points(quote.percent_points)
    parts = sum(line.base_minor * line.rate_bp for line in quote.lines)
    if parts % (BP_ONE * quote.point_value_minor) == 0:
        return words.t("That is {points}.", points=points)
    if quote.rounding is Rounding.HALF_UP:
        return words.t("That is {points}, rounded to the nearest.", points=points)
    return words.t("That is {points}, rounded down.", points=points)


def _besides(words: Words, quote: Quote) -> list[Html]:
    lines: list[Html] = []
    if quote.visit_points:
        lines.append(words.t("For the visit: {points}", points=_more(words, quote.visit_points)))
    if quote.step_points:
        step = words.money(quote.step_minor)
        points = _more(words, quote.step_points)
        lines.append(words.t("For every {amount}: {points}", amount=step, points=points))
    if quote.step_minor:
        carry = (quote.step_carry_minor + quote.base_minor) % quote.step_minor
        amount = words.money(carry)
        lines.append(words.t("{amount} is carried to the next purchase.", amount=amount))
    if quote.bonus_points:
        points = _more(words, quote.bonus_points)
        lines.append(words.t("By promo code or offer: {points}", points=points))
    return lines


def _more(words: Words, points: int) -> Html:
    return Html(f"+{words.points(points)}")
