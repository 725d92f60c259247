"""Joining in a few short questions: two consents, a name, a phone, a birthday; then the card."""

from dataclasses import dataclass, replace

from loyalty.birthdays import Birthday
from loyalty.joining import Step
from loyalty.names import first_name
from loyalty.programme import Programme
from texts.birthday import ask_month, birthday_text
from texts.invite import gift as invite_gift
from texts.languages import language_buttons
from texts.screen import Button, Key, Keyboard, Screen, act, shortened
from texts.words import Html, Words

# Goes up with every change to consent_text() or advertising(): each consent is kept with its version.
CONSENT_VERSION = "2"


@dataclass(frozen=True, slots=True)
class Guest:
    """What is known of a person who joins.

    name: as his messenger shows it, "" when it can't stand on a card. birthday: when his profile shows it.
    works_here: a colleague, who may leave the questions. host: the first name of whoever invited him;
    gift: the invitation brings points.
    """

    programme: Programme
    name: str = ""
    birthday: Birthday | None = None
    works_here: bool = False
    host: str = ""
    gift: bool = False


def question(words: Words, step: Step, guest: Guest) -> Screen:
    """The question of this step. ValueError for JOINED, which asks nothing."""
    match step:
        case Step.CONSENT:
            screen = consent(words, guest)
        case Step.ADVERTISING:
            screen = advertising(words)
        case Step.NAME:
            screen = ask_name(words, guest.name)
        case Step.PHONE:
            return ask_phone(words, works_here=guest.works_here)
        case Step.BIRTHDAY:
            screen = ask_month(words, guest.birthday)
        case Step.JOINED:
            raise ValueError("whoever has joined is asked nothing")
    if not guest.works_here:
        return screen
    leave = Button(words.t("Back to work"), act("join.later"))
    return replace(screen, buttons=(*screen.buttons, (leave,)))


def consent(words: Words, guest: Guest) -> Screen:
    """The first message: what this is, what is kept, and the question for consent."""
    figures = {"brand": guest.programme.brand, "rate": words.rate(guest.programme.rate_bp)}
    greeting = (
        words.t(
            "{host} invites you: {brand}. {rate} of every purchase comes back as points.",
            host=guest.host,
            **figures,
        )
        if guest.host
        else words.t("Hello! {brand}: {rate} of every purchase comes back as points.", **figures)
    )
    if guest.gift:
        greeting = Html(f"{greeting}\n{invite_gift(words, guest.programme.referral)}")
    what = words.t(
        "For the card we keep your name, purchases and points; your phone and birthday only if you "
        "give them. Do you agree?"
    )
    rows = (
        (Button(words.t("I agree"), act("join.agree"), style="success"),),
        (Button(words.t("Read the consent"), act("join.text")),),
        language_buttons(words),
    )
    return Screen(Html(f"{greeting}\n\n{what}"), rows)


def consent_text(words: Words, brand: str) -> Screen:
    """The consent in full, and the way back."""
    text = words.t(
        "<b>Consent to the processing of personal data</b>\n\n"
        "I agree that {brand} collects, keeps and uses my name, my account in the messenger, my purchases "
        "and points, and, if I give them, my phone number and birthday, in order to run the loyalty "
        "programme: to show my card, to count points and to tell me about them.\n\n"
        "The data stays with {brand} and is given to nobody; messages travel through the messenger. "
        "The consent holds until I take it back, at any time, with /privacy. Then everything about me is "
        "erased; receipts and points stay in the books without a name, and for 12 months an encrypted mark "
        "of my phone and account, so that gifts for newcomers don't come twice.\n\n"
        "Text version {version}",
        brand=brand,
        version=CONSENT_VERSION,
    )
    return Screen(text, ((Button(words.t("‹ Back"), act("join.back")),),))


def advertising(words: Words) -> Screen:
    """The separate consent, which nothing depends on."""
    text = words.t(
        "May we write to you about news and personal offers? You can change this at any time in the settings."
    )
    yes = Button(words.t("Yes, please"), act("join.news", 1), style="success")
    return Screen(text, ((yes,), (Button(words.t("Not now"), act("join.news", 0)),)))


def ask_name(words: Words, suggested: str) -> Screen:
    """The name for the card: one tap for the messenger's, or typed."""
    text = words.t("What shall we call you? Type your name.")
    if not suggested:
        return Screen(text)
    text = words.t("What shall we call you? Press the button or type another name.")
    return Screen(text, ((Button(shortened(suggested), act("join.name"), style="primary"),),))


def ask_phone(words: Words, *, works_here: bool) -> Screen:
    """The phone, which only the messenger's own key can prove to be the person's."""
    text = words.t("Your phone number? It ties the card to you, and nobody at the till sees it.")
    rows = [(Key(words.t("Share my number"), contact=True),), (Key(words.t("Skip")),)]
    if works_here:
        rows.append((Key(words.t("Back to work")),))
    return Screen(text, keyboard=Keyboard(tuple(rows), once=True))


def nudge(words: Words, step: Step) -> Html:
    """What to do when something else came than was asked for."""
    match step:
        case Step.NAME:
            return words.t("I need the name as text.")
        case Step.PHONE:
            return words.t("Please press the key: it shows that the number is yours. Or skip this.")
        case Step.BIRTHDAY:
            return words.t("I can't read a date there.")
        case _:
            return words.t("Please answer with a button.")


def first_questions(words: Words) -> Html:
    """Before a question, when somebody asks for what only the card gives."""
    return words.t("A few short questions first, then the card is yours.")


def done(words: Words, name: str, birthday: Birthday | None = None) -> Html:
    """Over the new card. birthday: only when it was typed, to show how it was read."""
    text = words.t("Done, {name}! Show this card when you pay.", name=first_name(name))
    return text if birthday is None else Html(f"{text}\n{birthday_kept(words, birthday)}")


def name_kept(words: Words, name: str) -> Html:
    """What was answered, in place of the question for the name."""
    return words.t("Your name is {name}", name=name)


def birthday_kept(words: Words, birthday: Birthday | None) -> Html:
    """What was answered, in place of the calendar."""
    if birthday is None:
        return words.t("Birthday: not given")
    return words.t("Birthday: {day}", day=birthday_text(words, birthday))
