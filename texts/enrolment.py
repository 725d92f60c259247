"""Enrolling a customer at the till by phone: the offer, what to ask him, and that points wait."""

from loyalty.shifts import SaleLine
from loyalty.views import RefundLine, RefundView, SaleView
from texts.screen import Button, Screen, act
from texts.words import Html, Words

# Goes up with every change to what the cashier reads out: each consent is kept with its version.
CONSENT_VERSION = "till-1"
SHOWN_DIGITS = 4


def offer(words: Words, phone: str) -> Screen:
    """Nobody has this phone. Only its end is shown: enough to notice a slip."""
    text = words.t(
        "No card has the phone that ends in {end}. Enrol this customer? Points are counted at once "
        "and wait until the customer opens the bot with this phone.",
        end=phone[-SHOWN_DIGITS:],
    )
    enrol = Button(words.t("Enrol this customer"), act("enrol.ask"), style="primary")
    return Screen(text, ((enrol,), (Button(words.t("Close"), act("enrol.no")),)))


def ask_consent(words: Words, brand: str) -> Screen:
    """What the cashier reads out, and the question what was answered."""
    text = words.t(
        "Ask the customer: “May {brand} keep your phone and purchases, to count points for you? "
        "If you don't join within 30 days, the phone is deleted.”\n\nDid the customer agree?",
        brand=brand,
    )
    yes = Button(words.t("Yes, agreed"), act("enrol.yes"), style="success")
    return Screen(text, ((yes,), (Button(words.t("No"), act("enrol.no")),)))


def left(words: Words) -> Screen:
    """Nothing was kept."""
    return Screen(words.t("Nobody was enrolled, the phone was not kept."))


def customer(words: Words, view: SaleView | RefundView | RefundLine | SaleLine) -> str:
    """The first name, or what stands for it: nobody has told one yet, or it was erased."""
    return called(words, view.first_name, erased=view.erased)


def called(words: Words, first_name: str, *, erased: bool = False) -> str:
    """A first name as staff read it: who was enrolled at the till has none until he joins."""
    return words.t("Erased customer") if erased else first_name or words.t("New customer")


def known_as(words: Words, name: str, *, erased: bool) -> str:
    """A name as those read it who see members: some people never tell theirs."""
    return words.t("Erased customer") if erased else name or words.t("Without a name")


def waiting_line(words: Words) -> Html:
    """Said to the cashier with every sale to such a customer."""
    return words.t("Not joined yet: points wait until the customer opens the bot with this phone.")
