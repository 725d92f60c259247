"""The owner's broadcasts: the list, a draft with its parts, when it goes, whom it is compared with."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from loyalty.automations import STANDING
from loyalty.campaign_edits import CONTROL_BP, TODAY_HOUR, Draft
from loyalty.campaign_typed import moment_of
from loyalty.campaign_views import BroadcastLine, BroadcastList, CampaignDesk
from loyalty.campaigns import BROADCAST, MOST_VARIANTS, Campaign, CampaignState
from texts.admin import back
from texts.automation_words import title as automation_title
from texts.broadcast_fields import (
    VARIANTS,
    arms_text,
    gift_text,
    quoted,
    variant_name,
)
from texts.screen import Button, Screen, act, shortened
from texts.words import Html, Words, escaped


def broadcasts(words: Words, found: BroadcastList, before_id: int, lead: Html | None = None) -> Screen:
    """Every broadcast with its state, and the way to a new one."""
    if found.lines:
        text = words.t("<b>Broadcasts</b>: a message to many at once. Tap one to go on with it.")
    else:
        text = words.t(
            "<b>Broadcasts</b>: a message to many at once, to everybody or to a part of your members.\n\n"
            "There is none yet. Write a text, look at it yourself, and send it with one tap."
        )
    rows: list[tuple[Button, ...]] = [
        (Button(_line(words, line), act("camp.show", line.campaign.id)),) for line in found.lines
    ]
    turning = [Button(words.t("‹ Newest"), act("camp.list", 0))] if before_id else []
    if found.more:
        turning.append(Button(words.t("Older ›"), act("camp.list", found.lines[-1].campaign.id)))
    rows += [tuple(turning)] if turning else []
    rows.append((Button(words.t("New broadcast"), act("camp.new"), style="primary"),))
    return Screen(text if lead is None else Html(f"{lead}\n\n{text}"), (*rows, back(words)))


def draft_screen(words: Words, desk: CampaignDesk) -> Screen:
    """A draft: what is settled so far, its parts as buttons, the next step last."""
    one, draft = desk.campaign, desk.draft
    lines = [moved(words, desk)] if desk.moved else []
    lines.append(words.t("<b>{title}</b>\nA draft: nobody has got it yet.", title=title(words, one)))
    lines += [_message(words, draft), _settled(words, desk)]
    return Screen(Html("\n\n".join(line for line in lines if line)), _parts(words, draft))


def title(words: Words, one: Campaign) -> str:
    """What it is called: a broadcast as its owner named it, an automation as its kind is."""
    return one.title or words.t("Untitled") if one.kind == BROADCAST else automation_title(words, one)


def home(one: Campaign) -> str:
    """Where a campaign's own screen opens."""
    return act("camp.show" if one.kind == BROADCAST else "auto.show", one.id)


def home_row(words: Words, one: Campaign) -> tuple[Button, ...]:
    """The way back to it."""
    return (Button(words.t("‹ Back"), home(one)),)


def moved(words: Words, desk: CampaignDesk) -> Html:
    """Nothing was changed: somebody else was quicker."""
    if desk.question is not None:
        return words.t("It was changed meanwhile, and yours is not saved. This is how it stands now.")
    return words.t("It was changed meanwhile. This is how it stands now.")


def when(words: Words, desk: CampaignDesk) -> Screen:
    """When it goes: at once, at a time, by whose clock."""
    one = desk.campaign
    zone = ZoneInfo(desk.programme.time_zone)
    lines = [moved(words, desk)] if desk.moved else []
    lines.append(words.t("<b>When?</b> Now: {when}.", when=when_text(words, desk)))
    lines.append(
        words.t(
            "Nobody is written to at night: whoever has quiet hours gets it in the morning. "
            "By local time means: at this hour where each of them lives."
        )
    )
    rows: list[tuple[Button, ...]] = [(_set(words.t("At once"), one, "when", "now"),)]
    today = desk.now.astimezone(zone).date()
    if moment_of(today, TODAY_HOUR, zone) > desk.now:
        rows[0] += (_set(words.t("Today 18:00"), one, "when", "today"),)
    rows.append(
        (
            _set(words.t("Tomorrow 12:00"), one, "when", "tomorrow"),
            _ask(words.t("Another time"), one, "at"),
        )
    )
    if one.send_at is not None:
        own = words.t("By local time")
        rows.append((_set(f"✓ {own}" if one.by_own_clock else own, one, "when", "own"),))
    return Screen(Html("\n\n".join(lines)), (*rows, home_row(words, one)))


def when_text(words: Words, desk: CampaignDesk) -> Html:
    """ "at once", "25 December, 18:00, by everybody's own clock"."""
    one = desk.campaign
    if one.send_at is None:
        return words.t("at once")
    here = words.moment(one.send_at, desk.now.astimezone(ZoneInfo(words.zone)).date())
    if one.send_at <= desk.now - timedelta(minutes=1):
        return words.t("at once ({moment} is past)", moment=here)
    if one.by_own_clock:
        return words.t("{moment}, by everybody’s own clock", moment=here)
    return Html(here)


def arms(words: Words, desk: CampaignDesk) -> Screen:
    """The control group and the variants."""
    one, draft = desk.campaign, desk.draft
    lines = [moved(words, desk)] if desk.moved else []
    lines.append(
        words.t(
            "<b>Does it work?</b>\n"
            "A control group gets nothing. Later its purchases are compared with those of the others: the "
            "difference is what the message brought. Now: {share}.",
            share=words.rate(one.control_bp) if one.control_bp else words.t("nobody"),
        )
    )
    if one.kind in STANDING:
        lines.append(words.t("Here the control group gets the usual words."))
    lines.append(
        words.t(
            "Variants are texts of one message: each person gets one by lot, and you see which does better."
        )
    )
    share = tuple(
        _set(f"{'• ' if bp == one.control_bp else ''}{_share(words, bp)}", one, "control", bp)
        for bp in CONTROL_BP
    )
    rows: list[tuple[Button, ...]] = [share[:2], share[2:], (_ask(words.t("Another share"), one, "control"),)]
    rows += _variant_rows(words, draft)
    if draft.contents and draft.variants < MOST_VARIANTS:
        add = words.t("Add variant {letter}", letter=VARIANTS[draft.variants])
        rows.append((_set(add, one, "variant", "add"),))
    return Screen(Html("\n\n".join(lines)), (*rows, home_row(words, one)))


def more(words: Words, desk: CampaignDesk) -> Screen:
    """What is seldom needed: its name, paid sending, a copy, the bin."""
    one = desk.campaign
    paid = words.t("Paid: on") if one.paid else words.t("Paid: off")
    text = words.t("<b>{title}</b>\nWhat else?", title=title(words, one))
    rows = (
        (_ask(words.t("Rename"), one, "title"), Button(paid, act("camp.paid", one.id))),
        (
            Button(words.t("Make a copy"), act("camp.copy", one.id)),
            Button(words.t("Delete draft"), act("camp.del", one.id, one.revision)),
        ),
    )
    return Screen(text, (*rows, home_row(words, one)))


def paid(words: Words, desk: CampaignDesk) -> Screen:
    """What paid sending is, and its switch."""
    one = desk.campaign
    text = words.t(
        "<b>Paid sending</b>\n"
        "Without a fee Telegram takes about 27 messages a second: a thousand people in 40 seconds. "
        "Faster costs 0.1 Star a message, taken from the Stars of the bot, and Telegram allows it to large "
        "bots only. A shop hardly ever needs it.\n\nNow it is {state}.",
        state=words.t("on") if one.paid else words.t("off"),
    )
    if one.paid:
        button = _set(words.t("Switch off"), one, "paid", 0)
    else:
        button = _set(words.t("Yes, pay Stars"), one, "paid", 1)
    return Screen(text, ((button,), home_row(words, one)))


def ask_delete(words: Words, desk: CampaignDesk) -> Screen:
    """Shall the draft go?"""
    one = desk.campaign
    text = words.t("Delete the draft “{title}”? Nobody has got it.", title=title(words, one))
    yes = Button(words.t("Yes, delete"), act("camp.drop", one.id, one.revision), style="danger")
    return Screen(text, ((yes, Button(words.t("No, keep"), home(one))),))


def deleted(words: Words) -> Html:
    """Over the list."""
    return words.t("The draft is deleted.")


def automation_saved(words: Words, desk: CampaignDesk) -> Screen:
    """The way back to an automation whose text or audience was changed."""
    return Screen(words.t("Saved."), (home_row(words, desk.campaign),))


def not_taken(words: Words, desk: CampaignDesk) -> Screen:
    """Telegram refused the message."""
    text = words.t(
        "Telegram does not take this message. Usually it is the address of a button or a photo that is gone: "
        "look at the text and the buttons."
    )
    return Screen(text, (home_row(words, desk.campaign),))


def _line(words: Words, line: BroadcastLine) -> str:
    one = line.campaign
    return shortened(f"{_mark(words, line)} {title(words, one)}")


def _mark(words: Words, line: BroadcastLine) -> str:
    one = line.campaign
    match one.state:
        case CampaignState.DRAFT:
            return "✎"
        case CampaignState.RUNNING | CampaignState.PAUSED if one.total:
            mark = "▶" if one.state is CampaignState.RUNNING else "⏸"
            return f"{mark} {words.rate(min(line.ended * 100 // one.total, 100) * 100)}"
        case CampaignState.CANCELLED:
            return "✕"
        case CampaignState.DONE:
            return "✓"
    return "▶"


def _message(words: Words, draft: Draft) -> Html:
    first = draft.content(0, "") or next(iter(draft.contents), None)
    if first is None:
        return words.t("First the text: press “Write the text”.")
    return quoted(first.body) if first.body else Html("")


def _settled(words: Words, desk: CampaignDesk) -> Html:
    one = desk.campaign
    lines = [
        words.t("Media: {what}", what=media)
        for media in {_media(words, one.media) for one in desk.draft.contents if one.media}
    ]
    lines.append(words.t("To: {whom}", whom=escaped(one.segment) if one.segment else words.t("all members")))
    if gift := gift_text(words, one.gift, desk.programme):
        lines.append(words.t("Gift: {gift}", gift=gift))
    lines.append(words.t("When: {when}", when=when_text(words, desk)))
    if arms := arms_text(words, desk.draft):
        lines.append(words.t("Test: {arms}", arms=arms))
    if one.paid:
        lines.append(words.t("Paid: 0.1 Star a message"))
    return Html("\n".join(lines))


def _media(words: Words, media: str) -> Html:
    return words.t("photo") if media == "photo" else words.t("video")


def _parts(words: Words, draft: Draft) -> tuple[tuple[Button, ...], ...]:
    one = draft.campaign
    if not draft.contents:
        write = _ask(words.t("Write the text"), one, "body", style="primary")
        delete = Button(words.t("Delete draft"), act("camp.del", one.id, one.revision))
        return ((delete,), (write,), back(words, "camp.list"))
    rows: list[tuple[Button, ...]] = _variant_rows(words, draft)
    if draft.variants == 1:
        rows = [(Button(words.t("Text and buttons"), act("camp.msg", one.id, 0, "-")),)]
    rows += [
        (
            Button(words.t("To whom"), act("seg.for", one.id)),
            Button(words.t("Gift"), act("camp.gift", one.id)),
        ),
        (
            Button(words.t("When"), act("camp.when", one.id)),
            Button(words.t("Test"), act("camp.arms", one.id)),
        ),
        (Button(words.t("More"), act("camp.more", one.id)),),
    ]
    show = Button(words.t("Show it to me"), act("camp.try", one.id, one.revision), style="primary")
    if one.previewed == one.revision:
        check = Button(words.t("Check and send"), act("camp.check", one.id), style="primary")
        return (*rows, (Button(show.text, show.action), check), back(words, "camp.list"))
    return (*rows, (show,), back(words, "camp.list"))


def _variant_rows(words: Words, draft: Draft) -> list[tuple[Button, ...]]:
    if draft.variants == 1:
        return []
    ones = [
        Button(variant_name(words, variant), act("camp.msg", draft.campaign.id, variant, "-"))
        for variant in range(draft.variants)
    ]
    return [tuple(ones[at : at + 2]) for at in range(0, len(ones), 2)]


def _share(words: Words, share_bp: int) -> str:
    return words.rate(share_bp) if share_bp else words.t("Nobody")


def _set(text: str, one: Campaign, *said: str | int) -> Button:
    return Button(text, act("camp.set", one.id, one.revision, *said))


def _ask(text: str, one: Campaign, what: str, style: str = "") -> Button:
    action = act("camp.ask", one.id, one.revision, what, 0, "-")
    return Button(text, action, style="primary" if style == "primary" else "")
