"""What an owner offered one member, and taking an offer back."""

from loyalty.code_views import OfferLine, OffersView
from texts.promo import effect_text
from texts.screen import Button, Screen, act
from texts.words import Html, Words

BUTTONS_A_ROW = 3


def offers(words: Words, view: OffersView) -> Screen:
    """The member's offers, each with a number that withdraws it after a question."""
    name = view.name or words.t("Without a name")
    if view.offers:
        lines = [f"{number}. {_line(words, one, view)}" for number, one in enumerate(view.offers, 1)]
        text = words.t(
            "<b>Offers to {name}</b>\n{lines}\n\nTap a number to withdraw one.",
            name=name,
            lines=Html("\n".join(lines)),
        )
    else:
        text = words.t("{name} has no offers from you now.", name=name)
    numbers = [Button(str(n), act("offers.ask", one.id)) for n, one in enumerate(view.offers, 1)]
    rows = [tuple(numbers[at : at + BUTTONS_A_ROW]) for at in range(0, len(numbers), BUTTONS_A_ROW)]
    new = Button(words.t("New offer"), act("offers.new", view.member_id), style="primary")
    back = Button(words.t("‹ Back"), act("member", view.member_id))
    return Screen(text, (*rows, (new,), (back,)))


def ask_withdraw(words: Words, view: OffersView) -> Screen:
    """Are you sure? view: of this offer alone."""
    [one] = view.offers
    text = words.t(
        "Withdraw this offer to {name}?\n{offer}\n\nIt stops working at once, and {name} is not written to.",
        name=view.name or words.t("Without a name"),
        offer=_line(words, one, view),
    )
    yes = Button(words.t("Yes, withdraw"), act("offers.off", one.id), style="danger")
    return Screen(text, ((yes, Button(words.t("No, keep"), act("offers", view.member_id))),))


def _line(words: Words, one: OfferLine, view: OffersView) -> Html:
    parts = [effect_text(words, one.effect, view.programme)]
    if one.first_day is not None and one.first_day > view.today:
        parts.append(words.t("from {day}", day=words.day(one.first_day, view.today)))
    if one.last_day is not None:
        parts.append(words.t("until {day}", day=words.day(one.last_day, view.today)))
    return Html(", ".join(parts))
