"""Fields of a message as its writer sees them, and what a campaign brings along."""

from loyalty.campaign_edits import Draft
from loyalty.campaigns import Gift
from loyalty.programme import Programme
from loyalty.templates import FIELDS, fields_of, visible_text
from texts.promo import effect_text
from texts.words import Html, Words, escaped

VARIANTS = "ABCD"
LONGEST_QUOTE = 400
# What an empty one would leave a hole for; the others are never empty or belong to a gift.
MAY_BE_EMPTY = frozenset({"name", "last_item", "burning", "burning_on", "store"})


def field_name(words: Words, field: str) -> str:
    """What a field is called in this language."""
    return FIELDS[field][0].replace(" ", "_") if words.language == "ru" else field


def field(words: Words, name: str, fallback: str = "") -> Html:
    """A field as it is typed."""
    typed = f"{field_name(words, name)}|{fallback}" if fallback else field_name(words, name)
    return Html(f"<code>{{{typed}}}</code>")


def field_named(name: str) -> Html:
    """A field by the word between its braces."""
    return Html(f"<code>{escaped(name)}</code>")


def fields_help(words: Words) -> Html:
    """Every field with what it becomes, a line each."""
    lines = (
        (field(words, "name", words.t("friend")), words.t("the first name")),
        (field(words, "balance"), words.t("“340 points”")),
        (field(words, "burning"), words.t("how many points burn soon")),
        (field(words, "burning_on"), words.t("the day they burn")),
        (field(words, "tier"), words.t("the level")),
        (field(words, "last_item", words.t("coffee")), words.t("what he buys most")),
        (field(words, "gift"), words.t("the gift of this message")),
        (field(words, "gift_until"), words.t("its last day")),
        (field(words, "code"), words.t("the promo code")),
    )
    return Html("\n".join(f"{typed} — {meaning}" for typed, meaning in lines))


def without_fallback(words: Words, html: str) -> Html:
    """The fields that may leave a hole, as they are typed; "" for none."""
    places = (place for place in fields_of(html) if place.field in MAY_BE_EMPTY and not place.fallback)
    return Html(", ".join(dict.fromkeys(field(words, place.field) for place in places)))


def quoted(html: str) -> Html:
    """The beginning of a message as a quotation."""
    text = " \n".join(line for line in visible_text(html).splitlines() if line.strip())
    cut = text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"
    lines = "\n".join(escaped(line) for line in cut.splitlines())
    return Html(f"<blockquote>{lines}</blockquote>")


def gift_text(words: Words, gift: Gift, programme: Programme) -> Html:
    """What comes with it, in a few words; "" for nothing."""
    match gift.kind:
        case "points":
            text: Html = words.points(gift.points)
        case "code":
            return words.t("promo code: {what}", what=gift.title)
        case "offer":
            text = effect_text(words, gift.effect, programme)
        case _:
            return Html("")
    if gift.lifetime_days:
        return words.n("{what} for {count} day", "{what} for {count} days", gift.lifetime_days, what=text)
    return text


def variant_name(words: Words, variant: int) -> Html:
    """ "Variant A"."""
    return words.t("Variant {letter}", letter=VARIANTS[variant])


def language_name(words: Words, language: str) -> Html:
    """Whom a text in this language is for."""
    names = {"": words.t("Everyone"), "ru": Html("Русский"), "en": Html("English")}
    return names[language]


def arms_text(words: Words, draft: Draft) -> Html:
    """Who gets which variant, and how many get nothing."""
    control_bp = draft.campaign.control_bp
    parts = [words.n("{count} variant", "{count} variants", draft.variants)] if draft.variants > 1 else []
    if control_bp:
        parts.append(words.t("{share} get nothing, to compare", share=words.rate(control_bp)))
    return Html(", ".join(parts))
