"""Price bands in words with their sums, why there are none, and how the two sums are typed."""

from collections.abc import Sequence

from loyalty.audience_tree import PRICE_BANDS, Op
from loyalty.price_bands import FIELD, LEAST_BUYERS, PriceBands, PriceBandsView
from texts.screen import Button, Screen, act
from texts.segment_words import great, name_words
from texts.words import Html, Words


def bands(words: Words, view: PriceBandsView) -> Screen:
    """Which band? And the sums between them, to be changed."""
    rows = []
    hint = words.t("At first each band is a third of your customers; the sums stay until you change them.")
    if view.bands:
        choice = ((_name(words, one), act("seg.val", FIELD, Op.EQ.value, "", one)) for one in PRICE_BANDS)
        rows.append(tuple(Button(name, action) for name, action in choice))
    else:
        hint = words.t("You can also type the sums yourself.")
    head = words.t("<b>{what}</b>", what=words.t("Price band"))
    text = Html(f"{head}\n{bands_words(words, view, PRICE_BANDS)}\n\n{hint}")
    rows.append((Button(words.t("Type the sums"), act("seg.bands.ask")),))
    return Screen(text, (*rows, (Button(words.t("‹ Back"), act("seg.add")),)))


def ask_bands(words: Words, view: PriceBandsView) -> Screen:
    """From which average receipt do the middle and the high band begin?"""
    text = words.t(
        "From which average receipt does the middle band begin, and from which the high one?\n"
        "Type two sums, the lower one first, for example: 320 and 560"
    )
    if view.bands:
        text = Html(f"{text}\n\n{bands_words(words, view, PRICE_BANDS)}")
    return Screen(text, ((Button(words.t("‹ Back"), act("seg.bands")),),))


def bands_words(words: Words, view: PriceBandsView, asked: Sequence[str]) -> Html:
    """A line for each of these bands; why there are none."""
    if view.bands is None:
        return words.t(
            "There are no price bands yet: at least {least} people have to have bought, so far {count} have. "
            "Until then nobody fits.",
            least=words.number(LEAST_BUYERS),
            count=words.number(view.buyers),
        )
    known = view.bands
    return Html("\n".join(_line(words, known, one) for one in asked))


def _line(words: Words, known: PriceBands, band: str) -> Html:
    name, middle, high = _name(words, band), words.money(known.middle_minor), words.money(known.high_minor)
    if band == PRICE_BANDS[0]:
        return words.t("{name}: average receipt below {sum}", name=name, sum=middle)
    if band == PRICE_BANDS[-1]:
        return words.t("{name}: average receipt from {sum}", name=name, sum=high)
    return words.t("{name}: average receipt from {least} to {most}", name=name, least=middle, most=high)


def _name(words: Words, band: str) -> Html:
    return great(name_words(words, FIELD, band))
