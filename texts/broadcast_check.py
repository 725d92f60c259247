"""Before a broadcast goes: whom it reaches, how long it takes, what it may bring, and the last question."""

from loyalty.broadcast_forecast import RESPONSE_DAYS, Forecast
from loyalty.campaign_views import CampaignDesk, Check
from texts.broadcast import home_row, title, when_text
from texts.screen import Button, Screen, act
from texts.words import Html, Words

MINUTE, HOUR = 60, 3600


def counting(words: Words) -> Screen:
    """The first line, while people are counted."""
    return Screen(words.t("Above is what people will see. I am counting whom it reaches…"))


def seen(words: Words, desk: CampaignDesk) -> Screen:
    """Below the preview of an automation."""
    return Screen(words.t("Above is what people will see."), (home_row(words, desk.campaign),))


def not_shown(words: Words, desk: CampaignDesk) -> Screen:
    """Telegram is out of order."""
    one = desk.campaign
    text = words.t(
        "Telegram does not answer just now. Nothing is lost: press the button once more in a minute."
    )
    show = Button(words.t("Show it to me"), act("camp.try", one.id, one.revision), style="primary")
    return Screen(text, ((show,), home_row(words, one)))


def sample(words: Words) -> Html:
    """A button of a message to try out was pressed."""
    return words.t("This is your preview: the button works in the message that is sent.")


def check(words: Words, found: Check) -> Screen:
    """Everything to look at before it is sent."""
    one = found.desk.campaign
    parts = [_reach(words, found), _time(words, found), _brings(words, found.forecast)]
    guess = Button(words.t("My own guess"), act("camp.ask", one.id, one.revision, "guess", 0, "-"))
    rows: list[tuple[Button, ...]] = [(guess, Button(words.t("To whom"), act("seg.for", one.id)))]
    if found.messages:
        send = words.t("Send…")
        rows.append((Button(send, act("camp.send", one.id, one.revision), style="primary"),))
    return Screen(Html("\n\n".join(parts)), (*rows, home_row(words, one)))


def ask_send(words: Words, found: Check) -> Screen:
    """Really? To how many?"""
    one = found.desk.campaign
    said = {"title": title(words, one), "when": when_text(words, found.desk)}
    if one.control_bp:  # who draws the lot of the control group is seen when it goes
        text = words.n(
            "Send “{title}” to about <b>{count} person</b>, {when}?",
            "Send “{title}” to about <b>{count} people</b>, {when}?",
            found.messages,
            **said,
        )
    else:
        text = words.n(
            "Send “{title}” to <b>{count} person</b>, {when}?",
            "Send “{title}” to <b>{count} people</b>, {when}?",
            found.messages,
            **said,
        )
    note = words.t("You can pause and cancel on the way; what has arrived can be corrected or withdrawn.")
    yes = Button(words.t("Yes, send"), act("camp.go", one.id, one.revision), style="success")
    return Screen(
        Html(f"{text}\n\n{note}"), ((yes,), (Button(words.t("‹ Back"), act("camp.check", one.id)),))
    )


def first_look(words: Words, desk: CampaignDesk) -> Screen:
    """It has to be seen before it is sent."""
    one = desk.campaign
    text = words.t("First look at it yourself: I send you the very messages your customers will get.")
    show = Button(words.t("Show it to me"), act("camp.try", one.id, one.revision), style="primary")
    return Screen(text, ((show,), home_row(words, one)))


def span(words: Words, seconds: float) -> Html:
    """ "40 seconds", "3 minutes", "2 hours": about so long."""
    if seconds < MINUTE:
        return words.n("{count} second", "{count} seconds", max(1, round(seconds)))
    if seconds < HOUR:
        return words.n("{count} minute", "{count} minutes", max(1, round(seconds / MINUTE)))
    return words.n("{count} hour", "{count} hours", max(1, round(seconds / HOUR)))


def _reach(words: Words, found: Check) -> Html:
    audience = found.audience
    lines = [_messages(words, found)]
    unreachable = audience.everybody - audience.reachable
    control = audience.sendable - found.messages
    counted = (
        (words.t("can't be written to: {count}", count=words.number(unreachable)), unreachable),
        (
            words.t("don't want news: {count}", count=words.number(audience.without_consent)),
            audience.without_consent,
        ),
        (words.t("about so many get nothing, to compare: {count}", count=words.number(control)), control),
        (
            words.t("quiet hours, they get it in the morning: {count}", count=words.number(audience.quiet)),
            audience.quiet,
        ),
        (
            words.t(
                "had enough messages this month, they wait: {count}", count=words.number(audience.over_budget)
            ),
            audience.over_budget,
        ),
        (
            words.t("another broadcast is on its way to them: {count}", count=words.number(audience.busy)),
            audience.busy,
        ),
    )
    lines += [Html(f"• {line}") for line, count in counted if count]
    if not found.messages:
        lines.append(words.t("So nobody would get it. Choose other people."))
    return Html("\n".join(lines))


def _messages(words: Words, found: Check) -> Html:
    everybody = words.number(found.audience.everybody)
    if found.desk.campaign.control_bp:
        return words.n(
            "About <b>{count} message</b> will go to {all} chosen.",
            "About <b>{count} messages</b> will go to {all} chosen.",
            found.messages,
            all=everybody,
        )
    return words.n(
        "<b>{count} message</b> will go to {all} chosen.",
        "<b>{count} messages</b> will go to {all} chosen.",
        found.messages,
        all=everybody,
    )


def _time(words: Words, found: Check) -> Html:
    return words.t(
        "It goes {when} and takes about {span}.",
        when=when_text(words, found.desk),
        span=span(words, found.duration_seconds),
    )


def _brings(words: Words, forecast: Forecast | None) -> Html:
    if forecast is None:
        return words.t(
            "No forecast yet: there is no earlier broadcast to learn from. "
            "With a guess of yours I can reckon one."
        )
    share = words.rate(forecast.response.share_bp)
    if forecast.response.of_past:
        basis = words.n(
            "{share} more came within {days} days after your last broadcast",
            "{share} more came within {days} days after your last {count} broadcasts",
            forecast.response.of_past,
            share=share,
            days=RESPONSE_DAYS,
        )
    else:
        basis = words.t("{share}, your own guess", share=share)
    text = words.n(
        "<b>Forecast:</b> about {count} visit more ({basis}), {revenue}",
        "<b>Forecast:</b> about {count} visits more ({basis}), {revenue}",
        forecast.visits,
        basis=basis,
        revenue=words.money(forecast.revenue_minor),
    )
    if forecast.gifts_minor:
        gifts = words.t("less {gifts} for the gifts", gifts=words.money(forecast.gifts_minor))
        text = Html(f"{text}, {gifts}")
    return Html(f"{text}.")
