"""What can't be done with a broadcast while it is written, and why."""

from collections.abc import Callable, Mapping

from loyalty.refusals import Refusal
from texts.broadcast_fields import field_named
from texts.words import Html, Words

_MEDIA: Mapping[str, Callable[[Words], Html]] = {
    "album": lambda w: w.t("One photo or one video, please: several don't go with buttons in one message."),
    "kind": lambda w: w.t(
        "I can take a text, a photo or a video here. A picture please as a photo, not a file."
    ),
    "text": lambda w: w.t("I need words here, no picture."),
    "fix": lambda w: w.t("Here the kind has to stay: a text stays a text, a photo stays a photo."),
}


def _field_unknown(words: Words, detail: Mapping[str, int | str]) -> Html:
    what = words.t("I don't know the field <code>{word}</code>.", word=detail["word"])
    if detail["nearest"]:
        near = words.t("Did you mean {field}?", field=field_named(str(detail["nearest"])))
    else:
        near = words.t("Without braces it is ordinary text.")
    return Html(f"{what} {near}")


BROADCAST_REFUSALS: Mapping[Refusal, Callable[[Words, Mapping[str, int | str]], Html]] = {
    Refusal.CAMPAIGN_MOVED: lambda w, _: w.t("It was changed meanwhile. Look at it once more: /broadcast"),
    Refusal.CAMPAIGN_FIXED: lambda w, _: w.t("That can't be changed any more: the messages have gone."),
    Refusal.NOT_PREVIEWED: lambda w, _: w.t("First look at it yourself: press “Show it to me”."),
    Refusal.FIELD_UNKNOWN: _field_unknown,
    Refusal.MESSAGE_EMPTY: lambda w, _: w.t("There is no text yet. Write one first."),
    Refusal.MESSAGE_TOO_LONG: lambda w, d: w.n(
        "That is too long by {count} character: Telegram takes {limit} here, with the longest name.",
        "That is too long by {count} characters: Telegram takes {limit} here, with the longest name.",
        int(d["over"]),
        limit=w.number(int(d["limit"])),
    ),
    Refusal.ADDRESS_UNCLEAR: lambda w, _: w.t(
        "I need the caption and the address of a website: <code>Our menu cafe.example/menu</code>"
    ),
    Refusal.MOMENT_UNCLEAR: lambda w, _: w.t(
        "I can't read a time there. Type it like this: "
        "<code>tomorrow 12:00</code> or <code>25.12 18:30</code>"
    ),
    Refusal.MOMENT_PAST: lambda w, _: w.t("That time is past, or more than a year away."),
    Refusal.GIFT_UNCLEAR: lambda w, _: w.t(
        "I can't read that. Type it like this: "
        "<code>50</code> or <code>50 for 14 days</code>, a year at most."
    ),
    Refusal.NO_GIFT_CODE: lambda w, _: w.t(
        "No promo code goes with it yet: choose one under “Gift” first, or send the code itself."
    ),
    Refusal.FIELD_ON_BUTTON: lambda w, _: w.t(
        "A button is the same for everybody: words in braces work in the text only."
    ),
    Refusal.MEDIA_NONE: lambda w, _: w.t("I need a photo or a video here, not a file."),
    Refusal.MEDIA_ODD: lambda w, d: _MEDIA.get(str(d["what"]), _MEDIA["kind"])(w),
}
