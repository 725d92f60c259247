"""A broadcast on its way and when it is over: how far it is, what became of it, what can still be done."""

from collections.abc import Callable, Mapping
from typing import Any

from loyalty.automations import Auto
from loyalty.broadcasts import BLOCKED, UNSUBSCRIBED, Amending, Progress, Stop
from loyalty.broadcasts import CORRECTED as WAS_CORRECTED
from loyalty.broadcasts import WITHDRAWN as WAS_WITHDRAWN
from loyalty.campaign_views import CampaignDesk
from loyalty.campaigns import BROADCAST, CampaignState, RecipientState
from texts.admin import back
from texts.automation_words import kind_title
from texts.broadcast_check import span
from texts.broadcast_fields import VARIANTS, language_name, quoted
from texts.screen import Button, Screen, act
from texts.words import Html, Words

BAR = 10
CLICKED = "clicked"
Data = Mapping[str, Any]


def progress(words: Words, view: Progress, *, live: bool = True) -> Screen:
    """How far it is, or what came of it. live: the message changes by itself."""
    parts = [
        words.t("<b>{title}</b>", title=view.title or words.t("Untitled")),
        _STATES[view.state](words, view),
    ]
    parts.append(_ends(words, view))
    if view.amending == Amending.CORRECT:
        parts.append(words.t("The corrected text is going out."))
    elif view.amending == Amending.WITHDRAW:
        parts.append(words.t("The messages are being withdrawn."))
    return Screen(Html("\n\n".join(part for part in parts if part)), _buttons(words, view, live=live))


def ask_cancel(words: Words, view: Progress) -> Screen:
    """End it? Who has got it keeps it."""
    text = words.n(
        "Cancel “{title}”? {count} person will not get it. What has arrived stays.",
        "Cancel “{title}”? {count} people will not get it. What has arrived stays.",
        view.left,
        title=view.title,
    )
    yes = Button(words.t("Yes, cancel"), act("camp.stop", view.campaign_id), style="danger")
    return Screen(text, ((yes, Button(words.t("No, go on"), act("camp.show", view.campaign_id))),))


def ask_withdraw(words: Words, view: Progress) -> Screen:
    """Take it back from everybody?"""
    text = words.t(
        "Withdraw “{title}”? The messages of the last two days disappear from the chats; older ones stay, "
        "Telegram allows no more. Who has not got it gets nothing. Gifts stay.",
        title=view.title,
    )
    yes = Button(words.t("Yes, withdraw"), act("camp.undo", view.campaign_id), style="danger")
    return Screen(text, ((yes, Button(words.t("No, keep"), act("camp.show", view.campaign_id))),))


def choose_text(words: Words, desk: CampaignDesk) -> Screen:
    """Which of its texts shall be corrected."""
    one = desk.campaign
    rows = [
        (
            Button(
                f"{VARIANTS[text.variant]} · {language_name(words, text.language)}",
                act("camp.ask", one.id, one.revision, "fix", text.variant, text.language or "-"),
            ),
        )
        for text in desk.draft.contents
    ]
    return Screen(words.t("Which text shall be corrected?"), (*rows, _to(words, one.id)))


def ask_text(words: Words, desk: CampaignDesk, body: str) -> Screen:
    """What shall stand there instead."""
    text = words.t(
        "<b>Send the corrected text.</b> It takes the place of this one at once and without a sound: in the "
        "messages that have arrived and in those still to go."
    )
    return Screen(Html(f"{text}\n\n{quoted(body)}" if body else text), (_to(words, desk.campaign.id),))


def paused(words: Words, data: Data) -> Screen:
    """It stopped by itself; told to its owner."""
    kind, campaign_id = data.get("kind", BROADCAST), data["campaign"]
    by_itself = kind not in (BROADCAST, Auto.CUSTOM)
    title = kind_title(words, kind) if by_itself else data["title"] or words.t("Untitled")
    text = words.t("“{title}” has paused by itself.", title=title)
    why = _WHY[Stop(data["why"])](words)
    shown = act("camp.show" if kind == BROADCAST else "auto.show", campaign_id)
    buttons = (
        Button(words.t("Look"), shown, style="primary"),
        Button(words.t("Go on"), act("camp.resume", campaign_id)),
    )
    return Screen(Html(f"{text} {why}"), (buttons,))


def _going(words: Words, view: Progress) -> Html:
    if not view.left and view.total:
        return words.t("The last messages are going out.")
    share = _done_share(view)
    if view.next_at is not None:
        return words.t(
            "{bar} {share}\nThe next messages go on {moment}.",
            bar=_bar(share),
            share=words.rate(share * 100),
            moment=words.moment(view.next_at),
        )
    return words.t(
        "{bar} {share}\nAbout {span} left, {rate} messages a second.",
        bar=_bar(share),
        share=words.rate(share * 100),
        span=span(words, view.left_seconds),
        rate=words.number(round(view.per_second)),
    )


def _held(words: Words, view: Progress) -> Html:
    text = words.n("Paused. {count} person is waiting.", "Paused. {count} people are waiting.", view.left)
    return Html(f"{text} {_WHY[Stop(view.reason)](words)}") if view.reason in {*Stop} else text


_STATES: Mapping[CampaignState, Callable[[Words, Progress], Html]] = {
    CampaignState.DRAFT: lambda w, _: w.t("A draft: nobody has got it yet."),
    CampaignState.QUEUING: lambda w, _: w.t("Getting ready: I am writing down whom it goes to…"),
    CampaignState.RUNNING: _going,
    CampaignState.PAUSED: _held,
    CampaignState.DONE: lambda w, _: w.t("Done."),
    CampaignState.CANCELLED: lambda w, _: w.t("Cancelled."),
}
_WHY: Mapping[Stop, Callable[[Words], Html]] = {
    Stop.BROKEN: lambda w: w.t(
        "Telegram does not take this text: too many of the first messages failed. Look at the text and at "
        "the addresses of the buttons."
    ),
    Stop.BLOCKED: lambda w: w.t(
        "Unusually many people block the bot after this message. Perhaps better leave it at that."
    ),
    Stop.NO_CODES: lambda w: w.t("The promo codes of the list have run out. Add more, then go on."),
    Stop.RESTORED: lambda w: w.t(
        "The books were restored from a backup. Whoever may have got it already gets it no more; the others "
        "wait for you."
    ),
}


def _ends(words: Words, view: Progress) -> Html:
    sent = view.number(RecipientState.SENT)
    lines = []
    if view.total:
        lines.append(
            words.t("Sent: {sent} of {total}", sent=words.number(sent), total=words.number(view.total))
        )
    unsent = view.left if view.state is CampaignState.CANCELLED else 0
    clicks = sum(number for what, number in view.counts.items() if what.startswith(CLICKED))
    told = (
        (
            words.t("Failed: {count}", count=words.number(view.number(RecipientState.FAILED))),
            view.number(RecipientState.FAILED),
        ),
        (
            words.t("In doubt: {count}", count=words.number(view.number(RecipientState.UNKNOWN))),
            view.number(RecipientState.UNKNOWN),
        ),
        (
            words.t("Left out: {count}", count=words.number(view.number(RecipientState.SKIPPED))),
            view.number(RecipientState.SKIPPED),
        ),
        (words.t("Not sent: {count}", count=words.number(unsent)), unsent),
        (
            words.t("Control group: {count}", count=words.number(view.number(RecipientState.CONTROL))),
            view.number(RecipientState.CONTROL),
        ),
        (words.t("Buttons pressed: {count}", count=words.number(clicks)), clicks),
        (words.t("Blocked the bot: {count}", count=words.number(view.number(BLOCKED))), view.number(BLOCKED)),
        (
            words.t("Unsubscribed: {count}", count=words.number(view.number(UNSUBSCRIBED))),
            view.number(UNSUBSCRIBED),
        ),
        (
            words.t("Corrected: {count}", count=words.number(view.number(WAS_CORRECTED))),
            view.number(WAS_CORRECTED),
        ),
        (
            words.t("Withdrawn: {count}", count=words.number(view.number(WAS_WITHDRAWN))),
            view.number(WAS_WITHDRAWN),
        ),
    )
    lines += [line for line, count in told if count]
    return Html("\n".join(lines))


def _buttons(words: Words, view: Progress, *, live: bool) -> tuple[tuple[Button, ...], ...]:
    one = view.campaign_id
    to_list = back(words, "camp.list")
    if not live and view.state in (CampaignState.QUEUING, CampaignState.RUNNING):
        to_list = (Button(words.t("Refresh"), act("camp.show", one)), *to_list)
    cancel = Button(words.t("Cancel…"), act("camp.cancel", one))
    if view.state is CampaignState.QUEUING:
        return ((cancel,), to_list)
    amend = (
        Button(words.t("Correct the text"), act("camp.fix", one)),
        Button(words.t("Withdraw…"), act("camp.withdraw", one)),
    )
    if view.state is CampaignState.RUNNING:
        return ((Button(words.t("Pause"), act("camp.pause", one)), cancel), amend, to_list)
    if view.state is CampaignState.PAUSED:
        go_on = Button(words.t("Go on"), act("camp.resume", one), style="primary")
        return ((go_on, cancel), amend, to_list)
    arrived = view.number(RecipientState.SENT) > view.number(WAS_WITHDRAWN)
    return (
        (
            Button(words.t("What it brought"), act("eff.show", one), style="primary"),
            Button(words.t("Recipients"), act("eff.list", one)),
        ),
        *([amend] if arrived else []),
        (Button(words.t("Copy as new"), act("camp.copy", one)),),
        to_list,
    )


def _to(words: Words, campaign_id: int) -> tuple[Button, ...]:
    return (Button(words.t("‹ Back"), act("camp.show", campaign_id)),)


def _done_share(view: Progress) -> int:
    """Percent of its messages that came to an end."""
    return (view.total - view.left) * 100 // view.total if view.total else 0


def _bar(share: int) -> str:
    full = share * BAR // 100
    return "●" * full + "○" * (BAR - full)


NOTICES: Mapping[str, Callable[[Words, Data], Screen]] = {
    "edit.broadcast": lambda words, data: progress(words, data["view"]),
    "campaign_paused": paused,
}
