"""The card and the balance: the picture's face and what stands below it, enough at the till without it."""

from loyalty.cards import group_number
from loyalty.names import first_name
from loyalty.programme import BASIC, Expiry, Programme
from loyalty.tiers import rate_of
from loyalty.views import CardView
from texts.freezing import balance_line
from texts.pictures import CardFace, card_picture
from texts.screen import Keyboard, Screen
from texts.tiers import progress_line, tier_name
from texts.words import Html, Words

# So many days are named one by one.
MOST_DAYS = 4
# Below the card only what burns so soon is said; /balance names every day.
SOON_DAYS = 60


def card(words: Words, view: CardView, keyboard: Keyboard, lead: Html | None = None) -> Screen:
    """The card with its picture; `lead` is a sentence before the caption."""
    return Screen(caption(words, view, lead), keyboard=keyboard, picture=card_picture(card_face(words, view)))


def caption(words: Words, view: CardView, lead: Html | None = None) -> Html:
    """Number, balance, what is on its way, what burns next, and the rate, a line each."""
    lines = [
        Html(f"<code>{group_number(view.number)}</code>"),
        Html(f"<b>{balance_text(words, view.available, view.programme)}</b>"),
        balance_line(words, view.blocked) if view.frozen else Html(""),
        _on_its_way(words, view),
        _locked(words, view),
        _burns_next(words, view),
        words.t("{rate} of every purchase comes back.", rate=words.rate(rate_of(view.programme, view.tier))),
    ]
    lines = [line for line in lines if line]
    return Html("\n".join(lines if lead is None else [lead, "", *lines]))


def balance(words: Words, view: CardView, keyboard: Keyboard) -> Screen:
    """The balance with all its states, the days of its batches and the way to the next tier."""
    rate = words.rate(rate_of(view.programme, view.tier))
    if view.available:
        head = words.t(
            "You have <b>{balance}</b>.", balance=balance_text(words, view.available, view.programme)
        )
    elif view.waking or view.locked or view.reserved or view.blocked or view.debt or view.frozen:
        head = words.t("Nothing to spend at this moment.")
    else:
        head = words.t(
            "No points yet. Show your card when you pay, and {rate} of the purchase will come back.",
            rate=rate,
        )
    blocks = [head, _states(words, view), _last_days(words, view)]
    if view.standing is not None:
        blocks.append(progress_line(words, view.standing))
    return Screen(Html("\n\n".join(block for block in blocks if block)), keyboard=keyboard)


def _on_its_way(words: Words, view: CardView) -> Html:
    """Pending points in one line."""
    if not view.waking:
        return Html("")
    day = words.day(view.waking[0].day, view.today)
    points = words.points(sum(batch.points for batch in view.waking))
    if len(view.waking) == 1:
        return words.t("{points} more from {day}", points=points, day=day)
    return words.t("{points} more on the way, the first on {day}", points=points, day=day)


def _locked(words: Words, view: CardView) -> Html:
    """What a first purchase opens."""
    if not view.locked:
        return Html("")
    return words.n(
        "{count} point becomes usable with your first purchase.",
        "{count} points become usable with your first purchase.",
        view.locked,
    )


def _burns_next(words: Words, view: CardView) -> Html:
    if not view.burning:
        return Html("")
    first = view.burning[0]
    if view.today is not None and (first.day - view.today).days > SOON_DAYS:
        return Html("")
    return words.n(
        "{count} point burns after {day}",
        "{count} points burn after {day}",
        first.points,
        day=words.day(first.day, view.today),
    )


def _states(words: Words, view: CardView) -> Html:
    """Everything that isn't simply there, a line each."""
    lines = [
        words.t(
            "From {day}: {points}", day=words.day(batch.day, view.today), points=words.points(batch.points)
        )
        for batch in view.waking[:MOST_DAYS]
    ]
    later = sum(batch.points for batch in view.waking[MOST_DAYS:])
    if later:
        lines.append(words.t("and {points} later", points=words.points(later)))
    if lines:
        lines.insert(0, words.t("<b>On the way</b>"))
    if view.locked:
        lines.append(_locked(words, view))
    if view.reserved:
        points = words.points(view.reserved)
        lines.append(words.t("Set aside for a purchase or a gift under way: {points}.", points=points))
    if view.frozen:
        lines.append(balance_line(words, view.blocked))
    elif view.blocked:
        lines.append(
            words.t("Under review, the shop looks into it: {points}.", points=words.points(view.blocked))
        )
    if view.debt:
        points = words.points(view.debt)
        lines.append(words.t("Owed after a refund: {points}. New points pay it back first.", points=points))
    return Html("\n".join(lines))


def _last_days(words: Words, view: CardView) -> Html:
    """The last day of each batch; for want of visits they all have one."""
    if not view.burning:
        return Html("")
    if view.programme.terms.expiry is Expiry.INACTIVITY and len(view.burning) == 1 and not view.lasting:
        day = words.day(view.burning[0].day, view.today)
        return words.t("All of them burn after {day}, unless you buy something by then.", day=day)
    lines = [
        words.t("{day}: {points}", day=words.day(batch.day, view.today), points=words.points(batch.points))
        for batch in view.burning[:MOST_DAYS]
    ]
    later = sum(batch.points for batch in view.burning[MOST_DAYS:])
    if later:
        lines.append(words.t("and {points} later", points=words.points(later)))
    if view.lasting > 0:
        lines.append(words.t("The others don't burn."))
    return Html("\n".join([words.t("<b>Last day to use them</b>"), *lines]))


def balance_text(words: Words, available: int, programme: Programme) -> Html:
    """ "120 points (120 ₽)"."""
    if not available:
        return words.points(0)
    value = words.money(available * programme.point_value_minor)
    return words.t("{points} ({money})", points=words.points(available), money=value)


def card_face(words: Words, view: CardView) -> CardFace:
    """Everything that is seen on the picture; it stays the same while the balance changes."""
    tier = view.programme.tier(view.tier)
    rate = words.rate(rate_of(view.programme, view.tier))
    return CardFace(
        brand=view.programme.brand,
        name=first_name(view.name),
        number=view.number,
        colour=tier.colour if tier else BASIC,
        tier_name=tier_name(words, view.programme, view.tier),
        rate_text=words.t("{rate} back", rate=rate),
        link=view.link,
    )
