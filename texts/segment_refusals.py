"""What is wrong with an expression about customers, and where."""

from collections.abc import Callable, Mapping

from loyalty.refusals import Refusal
from texts.words import Html, Words

Detail = Mapping[str, int | str]

# What should have stood there.
EXPECTED: Mapping[str, Callable[[Words], Html]] = {
    "field": lambda w: w.t("I expected what to look at, for example: purchases"),
    "joint": lambda w: w.t("I expected “and”, “or”, or the end"),
    "op": lambda w: w.t("I expected a sign that fits: = != > >= < <="),
    "window_op": lambda w: w.t("Here only “in” fits, for example: birthday in 7d"),
    "number": lambda w: w.t("I expected a whole number, for example: 3"),
    "money": lambda w: w.t("I expected a sum, for example: 500 or 1 500,50"),
    "span": lambda w: w.t("I expected how long ago or a date, for example: 60d, 3m, 2026-05-03"),
    "date": lambda w: w.t("With this sign I expected a date, for example: 2026-05-03"),
    "real_date": lambda w: w.t("There is no such day in the calendar"),
    "window": lambda w: w.t("I expected days from today, a year at most, for example: 7d or 0d..30d"),
    "yes_no": lambda w: w.t("I expected yes or no"),
    "name": lambda w: w.t('I expected a name; with spaces or signs it needs quotes: "New York"'),
    "quotes": lambda w: w.t('A name with spaces or signs needs quotes: "New York"; after it “and” or “or”'),
    "shorter_name": lambda w: w.t("This name is too long"),
    "weekday": lambda w: w.t("I expected a weekday, for example: friday"),
    "daytime": lambda w: w.t("I expected morning, afternoon, evening or night"),
    "language": lambda w: w.t("I expected ru or en"),
    "price_band": lambda w: w.t("I expected low, middle or high"),
    "about_category": lambda w: w.t("It needs the goods in parentheses, for example: bought_times(Wine)"),
    "about_weekday": lambda w: w.t("It needs the weekday in parentheses, for example: visits_on(friday)"),
    "about_daytime": lambda w: w.t("It needs the time in parentheses, for example: visits_at(evening)"),
    "opening": lambda w: w.t("After “in” I expected a list in parentheses: (one, other)"),
    "closing": lambda w: w.t("A closing parenthesis is missing here"),
    "fewer": lambda w: w.t("Fifty conditions are the most I can take"),
    "fewer_names": lambda w: w.t("Twenty names are the most I can take"),
    "shallower": lambda w: w.t("Ten parentheses inside each other are the most I can take"),
}
NO_SUCH: Mapping[str, Callable[[Words, str], Html]] = {
    "tier": lambda w, name: w.t("There is no level “{name}” in your programme.", name=name),
    "category": lambda w, name: w.t("There are no goods “{name}” in your programme.", name=name),
    "store": lambda w, name: w.t("There is no store “{name}”.", name=name),
}


def _unclear(words: Words, detail: Detail) -> Html:
    """Where, what was expected, and what may have been meant."""
    expected = EXPECTED[str(detail["expected"])](words)
    if detail["word"]:
        head = words.t(
            "I can't read “{word}” (at {at}).",
            at=words.number(int(detail["at"])),
            word=str(detail["word"]),
        )
    else:
        head = words.t("It ends too early.")
    lines = [head, Html(f"{expected}.")]
    if detail["near"]:
        lines.append(words.t("Did you mean “{word}”?", word=str(detail["near"])))
    return Html("\n".join(lines))


def _no_such(words: Words, detail: Detail) -> Html:
    said = NO_SUCH[str(detail["what"])](words, str(detail["word"]))
    if not detail["near"]:
        return said
    return Html(f"{said}\n" + words.t("Did you mean “{word}”?", word=str(detail["near"])))


SEGMENT_REFUSALS: Mapping[Refusal, Callable[[Words, Detail], Html]] = {
    Refusal.SEGMENT_UNCLEAR: _unclear,
    Refusal.SEGMENT_NO_SUCH: _no_such,
    Refusal.SEGMENT_TOO_LONG: lambda w, d: w.n(
        "That is too long: {count} character is the most.",
        "That is too long: {count} characters are the most.",
        int(d["longest"]),
    ),
    Refusal.SEGMENT_GONE: lambda w, _: w.t("This audience was deleted. See what is: /segments"),
    Refusal.SEGMENT_NAME_TAKEN: lambda w, _: w.t(
        "Another audience is called that. Please type another name."
    ),
    Refusal.PRICE_BANDS_UNCLEAR: lambda w, _: w.t(
        "I can't read that. Type two sums, the lower one first, for example: 320 and 560"
    ),
    Refusal.PRICE_BANDS_ORDER: lambda w, _: w.t(
        "The second sum has to be greater than the first one, for example: 320 and 560"
    ),
    Refusal.SEGMENT_MOVED: lambda w, _: w.t("This button is out of date. Look once more: /segments"),
}
