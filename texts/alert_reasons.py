"""What a rule found, in plain words: facts and figures, no verdict."""

from collections.abc import Callable, Mapping

from loyalty.watch.base import Rule
from texts.words import Html, Words

Figures = Mapping[str, int]


def title(words: Words, rule: Rule) -> Html:
    """The name of a rule, for lists and settings."""
    return _TITLES[rule](words)


def reason(words: Words, rule: Rule, figures: Figures, other_store: str = "") -> Html:
    """What was seen. other_store: the one the figures name."""
    return _REASONS[rule](words, figures, other_store)


_TITLES: Mapping[Rule, Callable[[Words], Html]] = {
    Rule.FREQUENT: lambda w: w.t("One card too often"),
    Rule.CLOSE: lambda w: w.t("Always the same cashier"),
    Rule.OWN: lambda w: w.t("Own card"),
    Rule.HOURS: lambda w: w.t("Outside opening hours"),
    Rule.REFUND: lambda w: w.t("Returns"),
    Rule.SPLIT: lambda w: w.t("Split receipt"),
    Rule.ROUND: lambda w: w.t("Round sums"),
    Rule.LARGE: lambda w: w.t("Large receipt"),
    Rule.NEWCOMER: lambda w: w.t("New cards"),
    Rule.TRANSFER: lambda w: w.t("Earned here, spent there"),
    Rule.TRAVEL: lambda w: w.t("Two stores too fast"),
    Rule.MANUAL: lambda w: w.t("Points by hand"),
    Rule.DORMANT: lambda w: w.t("Forgotten card emptied"),
    Rule.RING: lambda w: w.t("Ring of friends"),
    Rule.TYPED: lambda w: w.t("Typed card numbers"),
}


def _hours(words: Words, figures: Figures, _: str) -> Html:
    if "numberless" in figures:
        return words.t("A sale without a receipt number.")
    at = f"{figures['hour']:02}:{figures['minute']:02}"
    return words.t("A sale at {time}, while the store is closed.", time=at)


def _refund(words: Words, figures: Figures, _: str) -> Html:
    if "percent" in figures:
        return words.t(
            "Goods of {percent} % of the sales came back in four weeks ({count} in all), colleagues have "
            "{usual} %.",
            percent=figures["percent"],
            count=words.number(figures["times"]),
            usual=figures["usual_percent"],
        )
    return words.t(
        "Goods for {money} came back {minutes} min. after the sale, points were used meanwhile: {points}.",
        money=words.money(figures["amount_minor"]),
        minutes=words.number(figures["minutes"]),
        points=words.number(figures["points"]),
    )


def _travel(words: Words, figures: Figures, store: str) -> Html:
    minutes = words.number(figures["minutes"])
    if not figures["metres"]:
        return words.t("The same card was at “{store}” {minutes} min. before.", store=store, minutes=minutes)
    return words.t(
        "The same card was at “{store}” {minutes} min. before, {metres} m from here.",
        store=store,
        minutes=minutes,
        metres=words.number(figures["metres"]),
    )


def _large(words: Words, figures: Figures, _: str) -> Html:
    amount = words.money(figures["amount_minor"])
    if "largest_minor" in figures:
        return words.t(
            "A receipt of {money}, above your limit of {limit}.",
            money=amount,
            limit=words.money(figures["largest_minor"]),
        )
    return words.t(
        "A receipt of {money}, while half of the store's receipts are below {usual}.",
        money=amount,
        usual=words.money(figures["median_minor"]),
    )


def _newcomer(words: Words, figures: Figures, _: str) -> Html:
    if "people" in figures:
        return words.n(
            "{count} new card in one hour, and nobody came again.",
            "{count} new cards in one hour, and nobody came again.",
            figures["people"],
        )
    return words.t(
        "The card is not a day old and pays with points already: {points}.",
        points=words.number(figures["points"]),
    )


def _manual(words: Words, figures: Figures, _: str) -> Html:
    if "times" in figures:
        return words.n(
            "Points given by hand {count} time in four weeks ({points} in all), far oftener than by others.",
            "Points given by hand {count} times in four weeks ({points} in all), far oftener than by others.",
            figures["times"],
            points=words.number(figures["points"]),
        )
    return words.t(
        "Points given by hand paid within a day: {points}.", points=words.number(figures["points"])
    )


_REASONS: Mapping[Rule, Callable[[Words, Figures, str], Html]] = {
    Rule.FREQUENT: lambda w, f, _: w.n(
        "{count} purchase with one card in 24 hours.",
        "{count} purchases with one card in 24 hours.",
        f["times"],
    ),
    Rule.CLOSE: lambda w, f, _: w.t(
        "{percent} % of the customer's purchases ({count}) are with one cashier; by the hours they keep it "
        "would be {usual} %.",
        percent=f["percent"],
        count=w.number(f["times"]),
        usual=f["usual_percent"],
    ),
    Rule.OWN: lambda w, *_: w.t("A card of the cashier's own or of the family."),
    Rule.HOURS: _hours,
    Rule.REFUND: _refund,
    Rule.SPLIT: lambda w, f, _: w.n(
        "{count} purchase with one card at one till within {minutes} min.",
        "{count} purchases with one card at one till within {minutes} min.",
        f["times"],
        minutes=max(1, f["minutes"]),
    ),
    Rule.ROUND: lambda w, f, _: w.t(
        "{percent} % of the sums in a week are round ({count}), far more than with colleagues.",
        percent=f["percent"],
        count=w.number(f["times"]),
    ),
    Rule.LARGE: _large,
    Rule.NEWCOMER: _newcomer,
    Rule.TRANSFER: lambda w, f, store: w.t(
        "Points earned at “{store}” paid here {minutes} min. later: {points}.",
        store=store,
        minutes=w.number(f["minutes"]),
        points=w.number(f["points"]),
    ),
    Rule.TRAVEL: _travel,
    Rule.MANUAL: _manual,
    Rule.DORMANT: lambda w, f, _: w.t(
        "Not used for {days} days, then nearly all points at once: {points}.",
        days=w.number(f["days"]),
        points=w.number(f["points"]),
    ),
    Rule.RING: lambda w, f, _: w.n(
        "{count} friend of one member bought just enough for the reward, all at one till.",
        "{count} friends of one member bought just enough for the reward, all at one till.",
        f["people"],
    ),
    Rule.TYPED: lambda w, f, _: w.t(
        "{percent} % of the cards in a week were typed instead of scanned ({count}), far more than with "
        "colleagues.",
        percent=f["percent"],
        count=w.number(f["times"]),
    ),
}
