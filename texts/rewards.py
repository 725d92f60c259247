"""Rewards as members and cashiers see them: the shelf, the question, what waits at the till, stamp cards."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from loyalty.refusals import Refusal
from loyalty.rewards import ClaimLine, ClaimView, HandOver, RewardLine, Shelf
from loyalty.stamps import StampProgress
from texts.freezing import refusal as on_hold
from texts.screen import Button, Screen, act, shortened
from texts.trust import not_me
from texts.words import Html, Words, escaped

Data = Mapping[str, Any]

# More stamps than this are told by their number alone.
MOST_DOTS = 12
MOST_BUTTONS = 6


def shelf(words: Words, view: Shelf) -> Screen:
    """The catalogue, what of it is within reach, what waits at the till, and the stamp cards."""
    if view.lines:
        head = words.t("<b>Rewards</b> · you have {points}", points=words.points(view.available))
        blocks = [head, Html("\n".join(_line(words, line) for line in view.lines))]
        missing = view.lines[0].missing
        if missing is not None and missing.reason is Refusal.POINTS_FROZEN:
            blocks.insert(1, on_hold(words, missing.detail))
    else:
        blocks = [words.t("There are no rewards for points yet. Points pay for your purchases too.")]
    if view.pages > 1:
        page = {"page": words.number(view.page + 1), "pages": words.number(view.pages)}
        blocks.append(words.t("Page {page} of {pages}", **page))
    if view.stamps:
        blocks.append(Html("\n".join(_stamps(words, one) for one in view.stamps)))
    if view.waiting:
        waiting = [_waiting(words, one) for one in view.waiting[:MOST_BUTTONS]]
        blocks.append(Html("\n".join([words.t("<b>Waiting for you at the till</b>"), *waiting])))
    return Screen(Html("\n\n".join(blocks)), _shelf_buttons(words, view))


def stamp_line(words: Words, progress: StampProgress) -> Html:
    """ "Coffee ●●●○○ 3 of 5"."""
    have, needed = progress.have, progress.needed
    dots = f"{'●' * have}{'○' * (needed - have)} " if needed <= MOST_DOTS else ""
    figures = {"have": words.number(have), "needed": words.number(needed)}
    return words.t("{name} {dots}{have} of {needed}", name=progress.name, dots=dots, **figures)


def ask_claim(words: Words, view: ClaimView) -> Screen:
    """Yes here is the consent to spend."""
    claim = view.claim
    figures: dict[str, str | int] = {
        "title": claim.title,
        "points": words.points(claim.points),
        "brand": view.brand,
        "left": words.number(view.available - claim.points),
    }
    if view.donation:
        text = words.t("Give {points} for <b>{title}</b>? {left} will be left.", **figures)
        label = words.t("Yes, give")
    else:
        text = words.t("Take <b>{title}</b> for {points}? {brand}, {left} will be left.", **figures)
        label = words.t("Yes, take it")
    if view.changed:
        text = Html("\n".join([words.t("This reward has just changed, here are the new figures."), text]))
    yes = Button(label, act("claim.ok", claim.id), style="success")
    return Screen(text, ((yes,), _back(words)))


def claimed(words: Words, view: ClaimView) -> Screen:
    """What a yes came to, and a claim that waits."""
    claim = view.claim
    figures = {"title": claim.title, "points": words.points(claim.points)}
    if view.donation:
        return Screen(words.t("Thank you! <b>{title}</b>: {points}.", **figures), (_back(words),))
    if claim.expires_at is None:
        return Screen(_waits(words, claim.title, None), (_back(words),))
    give_back = Button(words.t("Return the points"), act("claim.ask", claim.id))
    return Screen(_waits(words, claim.title, claim.expires_at), ((give_back,), _back(words)))


def ask_return(words: Words, view: ClaimView) -> Screen:
    """The reward goes back to the shelf, so it is asked about first."""
    claim = view.claim
    yes = Button(words.t("Yes, return"), act("claim.back", claim.id), style="danger")
    no = Button(words.t("No, keep"), act("claim", claim.id))
    text = words.n(
        "Return <b>{title}</b>? {count} point comes back to your card.",
        "Return <b>{title}</b>? {count} points come back to your card.",
        claim.points,
        title=claim.title,
    )
    return Screen(text, ((yes,), (no,)))


def returned(words: Words, view: ClaimView) -> Screen:
    """Given back."""
    return Screen(words.t("Returned: <b>{title}</b>.", title=view.claim.title), (_back(words),))


def hand_out_button(words: Words, claim: ClaimLine, draft_id: str) -> Button:
    """Under a sale: what its customer has coming."""
    hand_out = words.t("Hand out:")
    return Button(shortened(f"{hand_out} {claim.title}"), act("claim.give", claim.id, draft_id))


def ask_hand_over(words: Words, view: HandOver) -> Screen:
    """Handing out can't be taken back, so it is asked about first."""
    yes = Button(
        words.t("Yes, handed out"), act("claim.given", view.claim_id, view.draft_id), style="success"
    )
    text = words.t("Hand out <b>{title}</b> to {name}?", title=view.title, name=view.first_name)
    return Screen(text, ((yes,), (Button(words.t("Not now"), act("claim.later")),)))


def handed_over(words: Words, view: HandOver) -> Screen:
    """Done, to the cashier."""
    return Screen(words.t("✅ <b>{title}</b>: handed out, {name}", title=view.title, name=view.first_name))


def not_handed_over(words: Words) -> Screen:
    """The cashier thought better of it."""
    return Screen(words.t("All right, it was not handed out and keeps waiting."))


def last_day(words: Words, ends: datetime) -> str:
    """ "3 June": the last day before this instant."""
    return words.day((ends - timedelta(microseconds=1)).astimezone(ZoneInfo(words.zone)).date())


def _shelf_buttons(words: Words, view: Shelf) -> tuple[tuple[Button, ...], ...]:
    within = [
        Button(shortened(line.reward.name), act("reward", line.reward.id))
        for line in view.lines
        if line.missing is None
    ]
    rows = [tuple(within[start : start + 2]) for start in range(0, len(within), 2)]
    mine = words.t("Mine:")
    rows += [
        (Button(shortened(f"{mine} {one.title}"), act("claim", one.id)),)
        for one in view.waiting[:MOST_BUTTONS]
        if one.points
    ]
    ways = []
    if view.page:
        ways.append(Button(words.t("‹ Back"), act("rewards", view.page - 1)))
    if view.page + 1 < view.pages:
        ways.append(Button(words.t("Further ›"), act("rewards", view.page + 1)))
    if ways:
        rows.append(tuple(ways))
    if view.gifts_on:
        rows.append((Button(words.t("Give to a friend"), act("gift.new")),))
    if view.is_owner:
        rows.append((Button(words.t("Edit the rewards"), act("catalogue", 0)),))
    return tuple(rows)


def _line(words: Words, line: RewardLine) -> Html:
    reward = line.reward
    text = words.t("{name}: {points}", name=reward.name, points=words.points(reward.price_points))
    if line.missing is None:
        text = Html(f"<b>{text}</b>")
    notes = []
    if line.missing is not None and line.missing.reason is Refusal.POINTS_SHORT:
        short = int(line.missing.detail["points"])
        notes.append(words.n("{count} point missing", "{count} points missing", short))
    elif line.missing is not None and line.missing.reason is Refusal.REWARD_LIMIT:
        notes.append(words.t("you have had it"))
    if reward.stock is not None:
        notes.append(
            words.t("{count} left", count=words.number(reward.stock)) if reward.stock else words.t("all gone")
        )
    return Html(", ".join([text, *notes]))


def _stamps(words: Words, progress: StampProgress) -> Html:
    return words.t("{line}, the gift: {gift}", line=stamp_line(words, progress), gift=progress.gift)


def _waiting(words: Words, claim: ClaimLine) -> Html:
    if claim.expires_at is None:
        return escaped(claim.title)
    return words.t("{title}, until {day}", title=claim.title, day=last_day(words, claim.expires_at))


def _waits(words: Words, title: str, ends: datetime | None) -> Html:
    if ends is None:
        return words.t("<b>{title}</b> is waiting for you at the till. Show your card.", title=title)
    day = last_day(words, ends)
    return words.t(
        "<b>{title}</b> is waiting for you at the till until {day}. Show your card.", title=title, day=day
    )


def _back(words: Words) -> tuple[Button, ...]:
    return (Button(words.t("‹ To the rewards"), act("rewards", 0)),)


def _figures(words: Words, data: Data) -> dict[str, str | int]:
    points = words.points(data["points"])
    signed = Html(f"+{points}") if data["points"] > 0 else points
    return {"points": signed, "total": words.number(data["available"]), "title": data["title"]}


def _claimed(words: Words, data: Data) -> Screen:
    text = words.t("{points}: {title}. {total} left.", **_figures(words, data))
    if not data["donation"]:
        ends = datetime.fromtimestamp(data["until_seconds"], UTC)
        text = Html(
            "\n".join([text, words.t("It waits at the till until {day}.", day=last_day(words, ends))])
        )
    return Screen(text, ((not_me(words, data["seq"]),),))


def _back_again(words: Words, data: Data) -> Screen:
    text = words.t("{points}: {title} was returned. You have {total} now.", **_figures(words, data))
    return Screen(text, ((not_me(words, data["seq"]),),))


def _expired(words: Words, data: Data) -> Screen:
    text = words.t(
        "{title} has waited 30 days at the till, so the points are back: {points}. You have {total} now.",
        **_figures(words, data),
    )
    return Screen(text, ((not_me(words, data["seq"]),),))


def _handed_out(words: Words, data: Data) -> Screen:
    return Screen(words.t("<b>{title}</b> was handed out to you. Enjoy it!", title=data["title"]))


def _stamp_gift(words: Words, data: Data) -> Screen:
    text = words.t(
        "The stamp card is full ⭐ Your gift: <b>{title}</b>. Show your card at the till.",
        title=data["title"],
    )
    return Screen(text)


def _stamp_gift_off(words: Words, data: Data) -> Screen:
    text = words.t(
        "A purchase was returned, and the stamp card is not full any more: {title} has to wait a little.",
        title=data["title"],
    )
    return Screen(text)


NOTICES: Mapping[str, Callable[[Words, Data], Screen]] = {
    "claimed": _claimed,
    "claim_returned": _back_again,
    "claim_expired": _expired,
    "handed_out": _handed_out,
    "stamp_gift": _stamp_gift,
    "stamp_gift_off": _stamp_gift_off,
}
