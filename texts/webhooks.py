"""The owner's webhooks: the list, one of them, its log."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from loyalty.webhooks import CHOICE, PAUSED, DeliveryLine, DeliveryState, Event, Webhook
from texts.admin import back
from texts.screen import Button, Screen, act, shortened
from texts.words import Html, Words, escaped

Data = Mapping[str, Any]

# The log names so much of an event's id.
LONGEST_EVENT = 24


def webhooks(words: Words, found: Sequence[Webhook], lead: Html | None = None) -> Screen:
    """All of them, a button each."""
    if found:
        text = words.t("<b>Webhooks</b>: other programs that are told at once what happens in the shop.")
    else:
        text = words.t(
            "<b>Webhooks</b> tell other programs at once what happens here: sales, refunds, new members, "
            "levels, messages. There is none yet."
        )
    rows = [(Button(shortened(_titled(one)), act("hook.one", one.id)),) for one in found]
    rows.append((Button(words.t("New webhook"), act("hook.new"), style="primary"),))
    return Screen(text if lead is None else Html(f"{lead}\n\n{text}"), (*rows, back(words)))


def ask_url(words: Words) -> Screen:
    """Where to?"""
    text = words.t(
        "Type the address that takes the events: https://pos.example.com/kopilka\n"
        "Who runs that program knows it. What it gets holds card numbers and figures, no names and no phones."
    )
    return Screen(text, ((Button(words.t("‹ Back"), act("hooks")),),))


def added(words: Words, one: Webhook, secret: str) -> Screen:
    """It is there; the secret is shown this once."""
    text = words.t(
        "<b>Done.</b> All events go to {host} from now on.\n\n"
        "The secret that signs them, shown only now:\n<code>{secret}</code>\n\n"
        "Put it into the other program, then delete this message.",
        host=one.host,
        secret=secret,
    )
    return Screen(
        text,
        (
            (Button(words.t("Copy the secret"), copy=secret, style="primary"),),
            (Button(words.t("Open the webhook"), act("hook.one", one.id)),),
        ),
    )


def webhook(words: Words, one: Webhook) -> Screen:
    """One of them: its state, its events, what can be done."""
    lines = [Html(f"<b>{escaped(one.host)}</b>"), escaped(_without_query(one.url)), _state(words, one)]
    if one.waiting:
        lines.append(words.t("Waiting to be sent: {count}", count=words.number(one.waiting)))
    if one.failed:
        lines.append(words.t("Not delivered: {count}", count=words.number(one.failed)))
    lines.append(words.t("A tap switches an event on or off: ✓ means it goes there."))
    switches = [
        Button(
            f"✓ {_event_name(words, event)}" if event in one.events else _event_name(words, event),
            act("hook.set", one.id, place),
        )
        for place, event in enumerate(CHOICE)
    ]
    rows = [tuple(switches[at : at + 2]) for at in range(0, len(switches), 2)]
    rows.append(
        (
            Button(words.t("Send a test"), act("hook.test", one.id)),
            Button(words.t("Log"), act("hook.log", one.id)),
        )
    )
    turn = (
        Button(words.t("Pause"), act("hook.pause", one.id))
        if one.paused_at is None
        else Button(words.t("Resume"), act("hook.resume", one.id), style="primary")
    )
    rows.append((turn, Button(words.t("Remove"), act("hook.ask", one.id))))
    return Screen(Html("\n".join(lines)), (*rows, back(words, "hooks")))


def ask_remove(words: Words, one: Webhook) -> Screen:
    """Are you sure?"""
    text = words.t(
        "Remove {host}? Nothing is sent there any more, and its secret is forgotten for good.", host=one.host
    )
    buttons = (
        Button(words.t("Yes, remove"), act("hook.off", one.id), style="danger"),
        Button(words.t("No, keep"), act("hook.one", one.id)),
    )
    return Screen(text, (buttons,))


def removed(words: Words) -> Html:
    """Said above what is left."""
    return words.t("Removed: nothing is sent there any more.")


def log(words: Words, one: Webhook, lines: Sequence[DeliveryLine]) -> Screen:
    """The newest deliveries; one that ended can be sent again."""
    title = words.t("<b>{host}</b>: the latest events", host=one.host)
    told = [_line(words, line) for line in lines] or [words.t("Nothing was sent yet.")]
    rows: list[tuple[Button, ...]] = [
        (Button(words.t("Look again"), act("hook.log", one.id), style="primary"),)
    ]
    if one.paused_at is None:
        again = [
            Button(str(place), act("hook.again", line.id))
            for place, line in enumerate(lines, 1)
            if line.state is not DeliveryState.QUEUED
        ]
        rows += [tuple(again[at : at + 5]) for at in range(0, len(again), 5)]
        if one.failed:
            rows.append((Button(words.t("Resend all failed"), act("hook.all", one.id)),))
    numbered = [Html(f"{place}. {line}") for place, line in enumerate(told, 1)] if lines else told
    if again_hint := _hint(words, one, lines):
        numbered += [Html(""), again_hint]
    rows.append((Button(words.t("‹ Back"), act("hook.one", one.id)),))
    return Screen(Html("\n".join((title, "", *numbered))), tuple(rows))


def paused_notice(words: Words, data: Data) -> Screen:
    """To the owners: a receiver took nothing for a day."""
    text = words.t(
        "{host} has taken no events for a day, so I paused this webhook. What happens meanwhile is kept for "
        "30 days: when the other program works again, resume it and resend.",
        host=str(data["host"]),
    )
    return Screen(text, ((Button(words.t("Open the webhook"), act("hook.one", int(data["webhook_id"]))),),))


NOTICES: Mapping[str, Callable[[Words, Data], Screen]] = {"webhook_paused": paused_notice}


def _hint(words: Words, one: Webhook, lines: Sequence[DeliveryLine]) -> Html | None:
    if one.paused_at is not None:
        return words.t("Paused: resume it to send anything again.")
    ended = any(line.state is not DeliveryState.QUEUED for line in lines)
    return words.t("A tap on a number sends that event again.") if ended else None


def _line(words: Words, line: DeliveryLine) -> Html:
    moment, event = words.moment(line.at), escaped(_short(line.event))
    if line.state is DeliveryState.SENT:
        return words.t("{event}, {moment}: taken ({status})", event=event, moment=moment, status=line.status)
    why = _reason(words, line)
    if line.state is DeliveryState.FAILED:
        return words.t("{event}, {moment}: not taken, {why}", event=event, moment=moment, why=why)
    if not line.tries:
        return words.t("{event}, {moment}: on its way", event=event, moment=moment)
    again = words.moment(line.due_at)
    return words.t(
        "{event}, {moment}: {why}, again at {again}", event=event, moment=moment, why=why, again=again
    )


def _reason(words: Words, line: DeliveryLine) -> Html:
    if line.status:
        return words.t("the answer was {status}", status=line.status)
    known = {
        PAUSED: words.t("noted while paused"),
        "no answer in time": words.t("no answer in time"),
        "the address is in a private network": words.t("the address leads into a private network"),
        "the address is not allowed": words.t("the address is not allowed"),
    }
    return known.get(line.reason) or words.t("no connection ({reason})", reason=line.reason)


def _state(words: Words, one: Webhook) -> Html:
    if one.paused_at is not None:
        return words.t("Paused since {moment}", moment=words.moment(one.paused_at))
    if one.failing_since is not None:
        return words.t("Takes nothing since {moment}", moment=words.moment(one.failing_since))
    return words.t("Switched on")


def _event_name(words: Words, event: Event) -> Html:
    names = {
        Event.PURCHASE: words.t("Purchases"),
        Event.REFUND: words.t("Refunds"),
        Event.JOINED: words.t("New members"),
        Event.TIER: words.t("Levels"),
        Event.MESSAGE: words.t("Messages"),
    }
    return names[event]


def _titled(one: Webhook) -> str:
    return f"‖ {one.host}" if one.paused_at is not None else one.host


def _without_query(url: str) -> str:
    """A key may stand there, and a chat is no place for it."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path}{'?…' if parts.query else ''}"


def _short(event: str) -> str:
    return event if len(event) <= LONGEST_EVENT else f"{event[: LONGEST_EVENT - 1]}…"
