"""A campaign while its owners write it: what each button and each typed answer makes of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from loyalty.automations import STANDING
from loyalty.campaign_typed import (
    KnobKind,
    moment_of,
    parse_gift_offer,
    parse_knob,
    parse_moment,
    parse_points,
    parse_share,
)
from loyalty.campaigns import BROADCAST, MOST_VARIANTS, Campaign, CampaignState, Content, Gift
from loyalty.names import clean_name
from loyalty.programme import Programme
from loyalty.refusals import Refusal, Refused
from loyalty.templates import check_template, fill, visible_text

MOST_KNOBS = 6
LONGEST_TITLE = 60
LONGEST_NUMBER = 18
LONGEST_OWN_TITLE = 32
LANGUAGES = ("ru", "en")
CONTROL_BP = (0, 500, 1_000, 2_000)
LARGEST_CONTROL_BP = 5_000
TODAY_HOUR, TOMORROW_HOUR = 18, 12
# In settings: the share of those reached who will come, as the owner guesses it.
GUESS = "guess_bp"
SMALLEST_GUESS_BP, LARGEST_GUESS_BP = 1, 10_000

KNOBS: tuple[KnobKind, ...] = ("link", "copy", "card", "interested")
# What can be asked for. "fix": other words for what has gone.
ASKED = ("body", "media", "title", *KNOBS, "points", "offer", "at", "control", "guess", "fix")


@dataclass(frozen=True, slots=True)
class Draft:
    """A campaign and all it says."""

    campaign: Campaign
    contents: tuple[Content, ...] = ()

    @property
    def variants(self) -> int:
        """How many variants it has, at least one."""
        return max((one.variant for one in self.contents), default=0) + 1

    def content(self, variant: int, language: str) -> Content | None:
        """What it says there; None when nothing of its own."""
        mine = (one for one in self.contents if one.variant == variant and one.language == language)
        return next(mine, None)


@dataclass(frozen=True, slots=True)
class Question:
    """What an owner was asked for, about which campaign as it stood, in which variant and language.

    album: the one he was told about already that it is too much.
    """

    campaign_id: int
    revision: int
    what: str
    variant: int = 0
    language: str = ""
    album: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """What he sent: words (html: with their formatting), a photo or video, or something of no use here.

    odd: "album" for one of several pictures (album: which ones), "kind" for what is neither. usual: the
    caption of a button that was given none.
    """

    html: str = ""
    text: str = ""
    media: Literal["", "photo", "video"] = ""
    file_id: str = ""
    odd: Literal["", "album", "kind"] = ""
    album: str = ""
    usual: str = ""


def is_open(campaign: Campaign) -> bool:
    """Whether it can still be changed: a broadcast as long as it is a draft, an automation always."""
    return campaign.kind != BROADCAST or campaign.state is CampaignState.DRAFT


def packed_question(one: Question) -> str:
    """A question as it is kept."""
    return f"{one.campaign_id}:{one.revision}:{one.what}:{one.variant}:{one.language}:{one.album}"


def read_question(about: str) -> Question | None:
    """The question these kept values say."""
    campaign_id, revision, what, variant, language, album = (*about.split(":"), *[""] * 6)[:6]
    if what not in ASKED or not all(map(_is_number, (campaign_id, revision, variant))):
        return None
    return Question(int(campaign_id), int(revision), what, int(variant), language, album)


def has_place(draft: Draft, variant: int, language: str) -> bool:
    """Whether there is such a variant, and such a language may be written."""
    return 0 <= variant < draft.variants and language in ("", *LANGUAGES)


def auto_title(html: str) -> str:
    """The first words of a message, as somebody reads them of whom nothing is known."""
    words = " ".join(visible_text(fill(html, {})).split())
    if len(words) <= LONGEST_OWN_TITLE:
        return words
    cut = words[:LONGEST_OWN_TITLE]
    return f"{cut.rpartition(' ')[0] or cut}…"


def answered(
    draft: Draft, question: Question, sent: Sent, programme: Programme, now: datetime
) -> Draft | Refused:
    """The draft with what was sent for the question.

    Refuses MEDIA_ODD, MEDIA_NONE, and as loyalty.campaign_typed and check_template do.
    """
    if sent.odd:
        return Refused(Refusal.MEDIA_ODD, {"what": sent.odd})
    if question.what in ("body", "media"):
        return _said(draft, question, sent)
    if sent.media:
        return Refused(Refusal.MEDIA_ODD, {"what": "text"})
    for kind in KNOBS:
        if question.what == kind:
            return _with_knob(draft, question, kind, sent)
    change = _typed(draft.campaign, question.what, sent.text, programme, now)
    return change if isinstance(change, Refused) else replace(draft, campaign=change)


def turned(draft: Draft, said: Sequence[str], now: datetime, zone: ZoneInfo) -> Draft | Refused:
    """The draft with what a button says. Refuses CAMPAIGN_MOVED for what none says now."""
    one, after = draft.campaign, None
    match list(said):
        case ["control", share] if share in map(str, CONTROL_BP):
            after = replace(one, control_bp=int(share))
        case ["when", when]:
            after = _timed(one, when, now, zone)
        case ["paid", "0" | "1" as paid]:
            after = replace(one, paid=paid == "1")
        case ["gift", "-"]:
            after = replace(one, gift=Gift())
        case ["guess", "-"]:
            after = replace(one, settings={k: v for k, v in one.settings.items() if k != GUESS})
        case [("media" | "knob" | "variant" | "language") as field, *rest]:
            return _rewritten(draft, field, rest)
    return Refused(Refusal.CAMPAIGN_MOVED) if after is None else replace(draft, campaign=after)


def with_code(draft: Draft, code_campaign_id: int, title: str) -> Draft:
    """A promo code goes with it."""
    gift = Gift("code", code_campaign_id=code_campaign_id, title=title)
    return replace(draft, campaign=replace(draft.campaign, gift=gift))


def copied(draft: Draft) -> Draft:
    """The same as a new draft, without its time and what became of it."""
    old = draft.campaign
    new = Campaign(
        id=0,
        kind=BROADCAST,
        title=old.title,
        state=CampaignState.DRAFT,
        revision=0,
        message_class=old.message_class,
        segment=old.segment,
        settings=old.settings,
        gift=old.gift,
        control_bp=old.control_bp,
        paid=old.paid,
    )
    return replace(draft, campaign=new)


def check_draft(draft: Draft) -> Refused | None:
    """Why it can't be shown or sent yet, or None. Refuses as check_template does, "variant" beside it."""
    if not draft.contents:
        return Refused(Refusal.MESSAGE_EMPTY)
    for content in draft.contents:
        if refused := _checked(draft, content):
            return Refused(refused.reason, {**refused.detail, "variant": content.variant})
    return None


def _typed(one: Campaign, what: str, text: str, programme: Programme, now: datetime) -> Campaign | Refused:
    zone = ZoneInfo(programme.time_zone)
    match what:
        case "title":
            title = clean_name(text, LONGEST_TITLE)
            if isinstance(title, Refused):
                return Refused(Refusal.LABEL_UNCLEAR, {"longest": LONGEST_TITLE})
            return replace(one, title=title)
        case "points":
            gift = parse_points(text)
            return gift if isinstance(gift, Refused) else replace(one, gift=gift)
        case "offer":
            gift = parse_gift_offer(text, programme.categories, now.astimezone(zone).date())
            return gift if isinstance(gift, Refused) else replace(one, gift=gift)
        case "at":
            at = parse_moment(text, now, zone)
            return at if isinstance(at, Refused) else replace(one, send_at=at)
        case "control":
            share_bp = parse_share(text, 0, LARGEST_CONTROL_BP)
            return share_bp if isinstance(share_bp, Refused) else replace(one, control_bp=share_bp)
    guess_bp = parse_share(text, SMALLEST_GUESS_BP, LARGEST_GUESS_BP)
    if isinstance(guess_bp, Refused):
        return guess_bp
    return replace(one, settings={**one.settings, GUESS: guess_bp})


def _timed(one: Campaign, when: str, now: datetime, zone: ZoneInfo) -> Campaign | None:
    today = now.astimezone(zone).date()
    match when:
        case "now":
            return replace(one, send_at=None, by_own_clock=False)
        case "today":
            at = moment_of(today, TODAY_HOUR, zone)
            return replace(one, send_at=at) if at > now else None
        case "tomorrow":
            return replace(one, send_at=moment_of(today + timedelta(days=1), TOMORROW_HOUR, zone))
        case "own":
            return replace(one, by_own_clock=not one.by_own_clock and one.send_at is not None)
    return None


def _said(draft: Draft, question: Question, sent: Sent) -> Draft | Refused:
    """The message with new words, or a new photo or video; a caption becomes its words."""
    if question.what == "media" and not sent.media:
        return Refused(Refusal.MEDIA_NONE)
    old = _mine(draft, question.variant, question.language)
    new = replace(old, body=sent.html or old.body)
    if sent.media:
        new = replace(new, media=sent.media, file_id=sent.file_id)
    return _checked(draft, new) or _with(draft, new)


def _checked(draft: Draft, content: Content) -> Refused | None:
    with_figures = draft.campaign.kind in STANDING
    return check_template(content.body, with_media=bool(content.media), with_figures=with_figures)


def _with_knob(draft: Draft, question: Question, kind: KnobKind, sent: Sent) -> Draft | Refused:
    content = _mine(draft, question.variant, question.language)
    if len(content.buttons) >= MOST_KNOBS:
        return Refused(Refusal.LIST_FULL, {"most": MOST_KNOBS})
    knob = parse_knob(kind, sent.text, sent.usual)
    if isinstance(knob, Refused):
        return knob
    if kind == "copy" and not knob.value and draft.campaign.gift.kind != "code":
        return Refused(Refusal.NO_GIFT_CODE)
    return _with(draft, replace(content, buttons=(*content.buttons, knob)))


def _rewritten(draft: Draft, field: str, rest: Sequence[str]) -> Draft | Refused:
    """The draft after something of one content, or a whole one, came or went."""
    numbers = [int(one) for one in rest if _is_number(one)]
    variant, language = (*numbers, 0)[0], rest[1].strip("-") if len(rest) > 1 else ""
    content = draft.content(variant, language)
    match field:
        case "media" if content is not None:
            return _with(draft, replace(content, media="", file_id=""))
        case "knob" if content is not None and numbers[1:] and numbers[1] < len(content.buttons):
            kept = (*content.buttons[: numbers[1]], *content.buttons[numbers[1] + 1 :])
            return _with(draft, replace(content, buttons=kept))
        case "variant" if list(rest) == ["add"] and draft.variants < MOST_VARIANTS and draft.contents:
            last = [one for one in draft.contents if one.variant == draft.variants - 1]
            more = tuple(replace(one, variant=draft.variants) for one in last)
            return replace(draft, contents=(*draft.contents, *more))
        case "variant" if numbers and draft.variants > 1 and variant < draft.variants:
            return replace(draft, contents=_without_variant(draft.contents, variant))
        case "language" if content is not None and language:
            return replace(draft, contents=tuple(one for one in draft.contents if one != content))
    return Refused(Refusal.CAMPAIGN_MOVED)


def _without_variant(contents: Sequence[Content], gone: int) -> tuple[Content, ...]:
    left = (one for one in contents if one.variant != gone)
    return tuple(replace(one, variant=one.variant - 1) if one.variant > gone else one for one in left)


def _mine(draft: Draft, variant: int, language: str) -> Content:
    """What it says there, else a copy of what everybody gets."""
    found = draft.content(variant, language) or draft.content(variant, "")
    return Content(variant, language, "") if found is None else replace(found, language=language)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < LONGEST_NUMBER


def _with(draft: Draft, content: Content) -> Draft:
    """The draft saying this; the title of a broadcast that nobody typed follows the first words."""
    place = (content.variant, content.language)
    others = [one for one in draft.contents if (one.variant, one.language) != place]
    contents = tuple(sorted((*others, content), key=lambda one: (one.variant, one.language)))
    campaign, old = draft.campaign, draft.content(0, "")
    untitled = campaign.title in ("", auto_title(old.body if old else ""))
    if campaign.kind == BROADCAST and place == (0, "") and untitled:
        campaign = replace(campaign, title=auto_title(content.body))
    return Draft(campaign, contents)
