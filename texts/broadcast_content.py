"""What a campaign says: its words, photo or video, buttons and gift, and the questions for each."""

from collections.abc import Callable, Mapping, Sequence

from loyalty.automations import STANDING
from loyalty.campaign_edits import LANGUAGES, LARGEST_CONTROL_BP, MOST_KNOBS, Question
from loyalty.campaign_views import CampaignDesk
from loyalty.campaigns import Campaign, Content, Knob
from loyalty.codes import Campaign as CodeCampaign
from loyalty.templates import CAPTION_LIMIT, FIGURES_ROOM, TEXT_LIMIT
from texts.broadcast import home_row, moved, title
from texts.broadcast_fields import (
    field,
    fields_help,
    gift_text,
    language_name,
    quoted,
    variant_name,
    without_fallback,
)
from texts.broadcast_progress import ask_text
from texts.promo import effect_text, line_example
from texts.screen import Button, Screen, act, shortened
from texts.words import Html, Words, escaped


def message(words: Words, desk: CampaignDesk, variant: int, language: str) -> Screen:
    """One text of a campaign with what hangs on it."""
    one, mine = desk.campaign, desk.draft.content(variant, language)
    shown = mine or desk.draft.content(variant, "")
    lines = [moved(words, desk)] if desk.moved else []
    lines.append(Html(f"<b>{_place(words, desk, variant, language)}</b>"))
    if mine is None and shown is not None:
        lines.append(words.t("There is no text of its own yet: these people get the one for everybody."))
    if shown is not None and shown.body:
        lines.append(quoted(shown.body))
    if shown is not None:
        lines += _besides(words, shown)
    place = (variant, language or "-")
    rows: list[tuple[Button, ...]] = [_text_row(words, one, mine, place)]
    if mine is not None:
        knobs = words.t("Buttons: {count}", count=len(mine.buttons))
        rows.append((Button(knobs, act("camp.knobs", one.id, *place)),))
    if shown is not None:
        rows.append(tuple(_tab(words, desk, variant, other, language) for other in ("", *LANGUAGES)))
    rows += _removing(words, desk, variant, language if mine else "")
    return Screen(Html("\n\n".join(lines)), (*rows, home_row(words, one)))


def knobs(words: Words, desk: CampaignDesk, variant: int, language: str) -> Screen:
    """The buttons under one text; a tap on one takes it away."""
    one, content = desk.campaign, desk.draft.content(variant, language)
    place, shown = (variant, language or "-"), content.buttons if content else ()
    lines = [moved(words, desk)] if desk.moved else []
    lines.append(words.t("<b>Buttons under the message</b>"))
    lines += (
        [Html("\n".join(f"{n}. {_knob(words, knob)}" for n, knob in enumerate(shown, 1)))] if shown else []
    )
    if len(shown) < MOST_KNOBS:
        lines.append(words.t("Which one shall be added?"))
    rows: list[tuple[Button, ...]] = [
        (Button(shortened(f"✕ {knob.text}"), act("camp.set", one.id, one.revision, "knob", *place, number)),)
        for number, knob in enumerate(shown)
    ]
    if len(shown) < MOST_KNOBS:
        more = [
            Button(caption, act("camp.ask", one.id, one.revision, kind, *place))
            for kind, caption in _kinds(words).items()
        ]
        rows += [tuple(more[:2]), tuple(more[2:])]
    return Screen(Html("\n\n".join(lines)), (*rows, _to_message(words, one, variant, language)))


def gift(words: Words, desk: CampaignDesk) -> Screen:
    """What comes with it."""
    one = desk.campaign
    now = gift_text(words, one.gift, desk.programme)
    lines = [moved(words, desk)] if desk.moved else []
    lines.append(
        words.t(
            "<b>A gift with the message</b>\nEverybody who gets the message gets it too. Now: {gift}.",
            gift=now,
        )
        if now
        else words.t("<b>A gift with the message</b>\nEverybody who gets the message gets it too. Now: none.")
    )
    if now:
        lines.append(
            words.t(
                "In the text: {gift} and {until}.",
                gift=field(words, "gift"),
                until=field(words, "gift_until"),
            )
        )
    ask = (one.id, one.revision)
    rows: list[tuple[Button, ...]] = [
        (
            Button(words.t("Points"), act("camp.ask", *ask, "points", 0, "-")),
            Button(words.t("Promo code"), act("camp.codes", one.id)),
        ),
        (Button(words.t("Personal offer"), act("camp.ask", *ask, "offer", 0, "-")),),
    ]
    if one.gift.kind:
        rows.append((Button(words.t("Without a gift"), act("camp.set", *ask, "gift", "-")),))
    return Screen(Html("\n\n".join(lines)), (*rows, home_row(words, one)))


def codes(
    words: Words, desk: CampaignDesk, found: Sequence[tuple[CodeCampaign, int]], page: int, *, more: bool
) -> Screen:
    """Promo codes to choose from. more: there are older ones."""
    one = desk.campaign
    if found:
        text = words.t("<b>Which promo code?</b>\nOf a list everybody gets a code of his own.")
    else:
        text = words.t("There are no promo codes yet. Make one with /codes, then come back here.")
    rows: list[tuple[Button, ...]] = [
        (
            Button(
                shortened(code.title or effect_plain(words, desk, code)),
                act("camp.code", one.id, one.revision, code.id),
            ),
        )
        for code, _ in found
    ]
    turning = [Button(words.t("‹ Newest"), act("camp.codes", one.id))] if page else []
    turning += [Button(words.t("Older ›"), act("camp.codes", one.id, page + 1))] if more else []
    rows += [tuple(turning)] if turning else []
    return Screen(text, (*rows, (Button(words.t("‹ Back"), act("camp.gift", one.id)),)))


def effect_plain(words: Words, desk: CampaignDesk, code: CodeCampaign) -> str:
    """What a code without a name gives."""
    return effect_text(words, code.effect, desk.programme)


def question(words: Words, desk: CampaignDesk, asked: Question) -> Screen:
    """What shall be sent next."""
    one, place = desk.campaign, (asked.variant, asked.language or "-")
    if asked.what == "fix":
        content = desk.draft.content(asked.variant, asked.language)
        return ask_text(words, desk, content.body if content else "")
    text = _QUESTIONS[asked.what](words, desk)
    rows = []
    if usual := _usual(words, desk, asked.what):
        rows = [(Button(usual, act("camp.usual", one.id, one.revision, asked.what, *place)),)]
    return Screen(text, (*rows, (Button(words.t("‹ Back"), _from(asked)),)))


def _usual(words: Words, desk: CampaignDesk, what: str) -> Html:
    """What can be pressed in place of an answer; "" for nothing."""
    if what == "copy":
        return words.t("The gift’s code") if desk.campaign.gift.kind == "code" else Html("")
    return Html(usual_caption(words, what) if what in ("card", "interested") else "")


def usual_caption(words: Words, what: str) -> str:
    """What a button is called when its writer does not say."""
    captions = {
        "link": words.t("Open"),
        "copy": words.t("Copy the code"),
        "card": words.t("Show my card"),
        "interested": words.t("I’m interested"),
    }
    return captions.get(what, "")


def answered_place(asked: Question) -> tuple[str, int, str]:
    """(part, variant, language) of the screen to show after this answer."""
    parts = {
        "body": "msg",
        "media": "msg",
        "points": "gift",
        "offer": "gift",
        "at": "when",
        "control": "arms",
        "title": "more",
        "guess": "check",
    }
    return parts.get(asked.what, "knobs"), asked.variant, asked.language


def _from(asked: Question) -> str:
    part, variant, language = answered_place(asked)
    if part in ("msg", "knobs"):
        return act(f"camp.{part}", asked.campaign_id, variant, language or "-")
    return act(f"camp.{part}", asked.campaign_id)


def _place(words: Words, desk: CampaignDesk, variant: int, language: str) -> Html:
    parts = [escaped(title(words, desk.campaign))]
    parts += [variant_name(words, variant)] if desk.draft.variants > 1 else []
    parts += [language_name(words, language)] if language else []
    return Html(" · ".join(parts))


def _besides(words: Words, content: Content) -> list[Html]:
    lines = []
    if content.media:
        lines.append(words.t("With a photo.") if content.media == "photo" else words.t("With a video."))
    if content.buttons:
        captions = Html(", ".join(escaped(knob.text) for knob in content.buttons))
        lines.append(words.t("Buttons: {captions}", captions=captions))
    said = [Html("\n".join(lines))] if lines else []
    if holes := without_fallback(words, content.body):
        said.append(
            words.t(
                "No word for when it is empty: {fields}. Write it like this: {example}",
                fields=holes,
                example=field(words, "name", words.t("friend")),
            )
        )
    return said


def _text_row(
    words: Words, one: Campaign, mine: Content | None, place: tuple[int, str]
) -> tuple[Button, ...]:
    ask = (one.id, one.revision)
    if mine is None:
        return (Button(words.t("Write the text"), act("camp.ask", *ask, "body", *place), style="primary"),)
    text = Button(words.t("Change the text"), act("camp.ask", *ask, "body", *place))
    if mine.media:
        return text, Button(words.t("Remove photo/video"), act("camp.set", *ask, "media", *place))
    return text, Button(words.t("Photo or video"), act("camp.ask", *ask, "media", *place))


def _tab(words: Words, desk: CampaignDesk, variant: int, language: str, shown: str) -> Button:
    mark = "• " if language == shown else ""
    plus = "" if desk.draft.content(variant, language) else " +"
    name = language_name(words, language)
    return Button(f"{mark}{name}{plus}", act("camp.msg", desk.campaign.id, variant, language or "-"))


def _removing(words: Words, desk: CampaignDesk, variant: int, language: str) -> list[tuple[Button, ...]]:
    one, row = desk.campaign, []
    if language:
        caption = words.t("Remove {language}", language=language_name(words, language))
        row.append(Button(caption, act("camp.set", one.id, one.revision, "language", variant, language)))
    if desk.draft.variants > 1:
        caption = words.t("Remove variant")
        row.append(Button(caption, act("camp.set", one.id, one.revision, "variant", variant)))
    return [tuple(row)] if row else []


def _to_message(words: Words, one: Campaign, variant: int, language: str) -> tuple[Button, ...]:
    return (Button(words.t("‹ Back"), act("camp.msg", one.id, variant, language or "-")),)


def _kinds(words: Words) -> Mapping[str, str]:
    return {
        "link": words.t("A link"),
        "copy": words.t("A code to copy"),
        "card": words.t("Show my card"),
        "interested": words.t("I’m interested"),
    }


def _knob(words: Words, knob: Knob) -> Html:
    match knob.kind:
        case "link":
            return words.t("“{text}” opens {address}", text=knob.text, address=knob.value)
        case "copy":
            return words.t("“{text}” copies {code}", text=knob.text, code=knob.value or words.t("the code"))
        case "card":
            return words.t("“{text}” shows the card", text=knob.text)
        case "interested":
            return words.t("“{text}” writes to you as a case", text=knob.text)
    return words.t("“{text}” is an answer", text=knob.text)


def _ask_body(words: Words, desk: CampaignDesk) -> Html:
    figures = FIGURES_ROOM if desk.campaign.kind in STANDING else 0
    return words.t(
        "<b>Send me the text</b> as an ordinary message: bold, links and spoilers stay, a photo or video may "
        "come with it. A post of your channel can be forwarded.\n\n"
        "In the text you can use:\n{fields}\n\n"
        "After the bar stands what is said when there is nothing to put in. "
        "Up to {text} characters, {caption} under a photo.",
        fields=fields_help(words),
        text=words.number(TEXT_LIMIT - figures),
        caption=words.number(CAPTION_LIMIT - figures),
    )


def _ask_offer(words: Words, desk: CampaignDesk) -> Html:
    categories = desk.programme.categories
    return words.t(
        "<b>What is offered?</b> One line, for example: <code>{example}</code>\n"
        "Everybody gets it on his card, good once.",
        example=line_example(words, categories[0].name if categories else ""),
    )


_QUESTIONS: Mapping[str, Callable[[Words, CampaignDesk], Html]] = {
    "body": _ask_body,
    "media": lambda w, _: w.t(
        "<b>Send one photo or one video.</b> A text under it takes the place of the present one."
    ),
    "title": lambda w, _: w.t("<b>What shall it be called?</b> Only you see the name."),
    "link": lambda w, _: w.t(
        "<b>A button with a link.</b> Send a caption and the address: <code>Our menu cafe.example/menu</code>"
    ),
    "copy": lambda w, _: w.t(
        "<b>A button that copies.</b> Send the text that shall be copied, such as a promo code. "
        "A caption may stand in a line above it."
    ),
    "card": lambda w, _: w.t("<b>A button that shows the card.</b> What shall it say?"),
    "interested": lambda w, _: w.t(
        "<b>A button for those who want it.</b> Whoever presses it becomes a case for you: call or write. "
        "What shall it say? For example: Book a table"
    ),
    "points": lambda w, _: w.t(
        "<b>How many points?</b> For example: <code>50</code> or <code>50 for 14 days</code>"
    ),
    "offer": _ask_offer,
    "at": lambda w, _: w.t(
        "<b>When shall it go?</b> For example: <code>18:30</code>, <code>tomorrow 12:00</code>, "
        "<code>friday 10:00</code>, <code>25.12 9:00</code>"
    ),
    "control": lambda w, _: w.t(
        "<b>How many of a hundred get nothing?</b> From 0 to {most} %.", most=LARGEST_CONTROL_BP // 100
    ),
    "guess": lambda w, _: w.t(
        "<b>How many of a hundred who get it will come?</b> Your guess, for example: <code>3 %</code>"
    ),
}
