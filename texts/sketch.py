"""The questions by which an owner makes a promo code or a personal offer."""

from collections.abc import Callable, Mapping

from loyalty.code_views import OfferMade, SketchView
from loyalty.codes import LONGEST, MOST_CODES, SHORTEST
from loyalty.sketch import LONGEST_GIFT, NO_END, Asks, Gives, effect_of, first_day_of, last_day_of
from texts.admin import back
from texts.promo import effect_text, line_example
from texts.screen import Button, Screen, act, shortened
from texts.words import Html, Words

Rows = tuple[tuple[Button, ...], ...]


def question(words: Words, view: SketchView) -> Screen:
    """The open question of a sketch, or the finished one with its switches."""
    text, rows = _QUESTIONS[view.asks](words, view)
    return Screen(text, (*rows, _leave(words)))


def offer_made(words: Words, made: OfferMade) -> Html:
    """The offer is on the customer's card."""
    if made.told:
        return words.t("Done: the offer is on {name}'s card, and {name} gets a message.", name=made.customer)
    return words.t(
        "Done: the offer is on {name}'s card. {name} has not agreed to news, so there is no message: "
        "the cashier will see it at the till.",
        name=made.customer,
    )


def _leave(words: Words) -> tuple[Button, ...]:
    return back(words, "codes")


def _tap(field: str, said: str, text: Html | str, *, main: bool = False) -> Button:
    return Button(text, act("code.set", field, said), style="primary" if main else "")


def _member(words: Words, _: SketchView) -> tuple[Html, Rows]:
    return words.t("Whom is the offer for? Type the card number or the phone with the country code."), ()


def _gives(words: Words, view: SketchView) -> tuple[Html, Rows]:
    first = (
        _tap("gives", Gives.PERCENT, words.t("Percent off")),
        _tap("gives", Gives.MONEY, words.t("Money off")),
    )
    second = (_tap("gives", Gives.POINTS, words.t("Points")), _tap("gives", Gives.GIFT, words.t("A gift")))
    text = words.t("What does the customer get?")
    if view.sketch.personal:
        goods = view.programme.categories[0].name if view.programme.categories else ""
        typed = words.t("Or type it in one line: <code>{line}</code>", line=line_example(words, goods))
        text = Html(f"{text}\n{typed}")
    return text, (first, second)


def _value(words: Words, view: SketchView) -> tuple[Html, Rows]:
    match view.sketch.gives:
        case Gives.PERCENT:
            return words.t("How many percent off? For example: 10"), ()
        case Gives.MONEY:
            return words.t("How much off the receipt? For example: 200"), ()
        case Gives.POINTS:
            return words.t("How many points? For example: 100"), ()
    return words.t(
        "What is the gift? Up to {longest} characters, for example: a croissant", longest=LONGEST_GIFT
    ), ()


def _category(words: Words, view: SketchView) -> tuple[Html, Rows]:
    rows = tuple((_tap("category", one.key, shortened(one.name)),) for one in view.programme.categories)
    return words.t("On which goods?"), (*rows, (_tap("category", NO_END, words.t("On everything")),))


def _pieces(words: Words, _: SketchView) -> tuple[Html, Rows]:
    row = tuple(_tap("pieces", str(count), words.number(count)) for count in (1, 2, 3))
    return words.t("From how many pieces? Choose or type a number."), (row,)


def _form(words: Words, _: SketchView) -> tuple[Html, Rows]:
    rows = (
        (_tap("form", "word", words.t("One word for all"), main=True),),
        (_tap("form", "list", words.t("A list of codes")),),
    )
    return words.t("One word that everybody may use, or a list of codes, each good once?"), rows


def _word(words: Words, _: SketchView) -> tuple[Html, Rows]:
    return words.t(
        "Type the word: {shortest} to {longest} letters and digits, for example COFFEE10.",
        shortest=SHORTEST,
        longest=LONGEST,
    ), ()


def _count(words: Words, _: SketchView) -> tuple[Html, Rows]:
    return words.t("How many codes? Up to {most}.", most=MOST_CODES), ()


def _until(words: Words, _: SketchView) -> tuple[Html, Rows]:
    row = (
        _tap("until", "7", words.t("A week")),
        _tap("until", "14", words.t("Two weeks")),
        _tap("until", "30", words.t("30 days")),
    )
    text = words.t("Until which day inclusive? Choose or type a date, for example 31.12.")
    return text, (row, (_tap("until", NO_END, words.t("No end")),))


def _total(words: Words, _: SketchView) -> tuple[Html, Rows]:
    text = words.t("How many uses in all? Type a number.")
    return text, ((_tap("turn", "total", words.t("No limit")),),)


def _since(words: Words, _: SketchView) -> tuple[Html, Rows]:
    text = words.t("From which day on? Type a date, for example 01.12.")
    return text, ((_tap("turn", "since", words.t("At once")),),)


def _minimum(words: Words, _: SketchView) -> tuple[Html, Rows]:
    text = words.t("From which amount of the receipt? For example: 500")
    return text, ((_tap("turn", "minimum", words.t("Any amount")),),)


def _ready(words: Words, view: SketchView) -> tuple[Html, Rows]:
    sketch = view.sketch
    lines = [
        words.t("<b>Shall I make it?</b>"),
        _name(words, view),
        effect_text(words, effect_of(sketch), view.programme),
        *_terms(words, view),
    ]
    make = Button(words.t("Make it"), act("code.make"), style="success")
    minimum = _tap("later", Asks.MINIMUM, words.t("Least amount"))
    since = _tap("later", Asks.SINCE, words.t("First day"))
    points = _tap(
        "turn", "points", words.t("Not with points") if sketch.with_points else words.t("Points may pay too")
    )
    if sketch.personal:
        return Html("\n".join(lines)), ((make,), (minimum, points), (since,))
    each = words.t("Without a limit each") if sketch.per_member else words.t("Once a person")
    new = words.t("For everybody") if sketch.newcomers_only else words.t("Newcomers only")
    more = (
        (_tap("later", Asks.TOTAL, words.t("Uses in all")), _tap("turn", "each", each)),
        (_tap("turn", "new", new), minimum),
    )
    tier = (_tap("turn", "tier", words.t("Level")),) if view.programme.tiers else ()
    return Html("\n".join(lines)), ((make,), *more, (since, points), *((tier,) if tier else ()))


def _name(words: Words, view: SketchView) -> Html:
    if view.sketch.personal:
        return words.t("For {name}", name=view.customer)
    if view.sketch.shared:
        return words.t("The code: <code>{code}</code>", code=view.sketch.word)
    return words.n("A list of {count} code", "A list of {count} codes", view.sketch.count)


def _terms(words: Words, view: SketchView) -> list[Html]:
    sketch, first_day = view.sketch, first_day_of(view.sketch)
    last_day = last_day_of(sketch)
    lines = [words.t("Until {day} inclusive.", day=words.day(last_day)) if last_day else words.t("No end.")]
    if first_day:
        lines.insert(0, words.t("From {day} on.", day=words.day(first_day)))
    if sketch.personal:
        return lines
    if sketch.total:
        lines.append(words.n("At most {count} use in all.", "At most {count} uses in all.", sketch.total))
    lines.append(words.t("Once a person.") if sketch.per_member else words.t("A person may use it again."))
    if tier := view.programme.tier(sketch.tier):
        lines.append(words.t("Only for the level {tier}.", tier=tier.name))
    if sketch.newcomers_only:
        lines.append(words.t("Only for those who have not bought yet."))
    return lines


_QUESTIONS: Mapping[Asks, Callable[[Words, SketchView], tuple[Html, Rows]]] = {
    Asks.MEMBER: _member,
    Asks.GIVES: _gives,
    Asks.VALUE: _value,
    Asks.CATEGORY: _category,
    Asks.PIECES: _pieces,
    Asks.FORM: _form,
    Asks.WORD: _word,
    Asks.COUNT: _count,
    Asks.UNTIL: _until,
    Asks.SINCE: _since,
    Asks.TOTAL: _total,
    Asks.MINIMUM: _minimum,
    Asks.READY: _ready,
}
