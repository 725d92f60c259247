"""What is said wherever somebody stands: at home, when something is not understood, when something broke."""

from dataclasses import replace

from loyalty.names import first_name
from loyalty.staff import Role
from loyalty.views import CardView
from texts.admin import first_steps
from texts.card import balance_text
from texts.commands import commands
from texts.keyboards import home_keyboard, member_keyboard
from texts.sale import how_to_sell
from texts.screen import Button, Screen, act
from texts.words import Html, Words


def something_broke(words: Words) -> Screen:
    """After the last try: a fault of ours."""
    return Screen(words.t("That didn't work: something broke on our side. Please try again in a minute."))


def stale_button(words: Words) -> Screen:
    """A button of an old message, or one that never was."""
    return Screen(words.t("This button is out of date. Press one in the newest message or send /start."))


def not_understood(words: Words, role: str, *, joined: bool) -> Screen:
    """Whatever is neither a key nor a command nor an answer."""
    text = words.t("I don't understand that yet. Press a key below, or send /help.")
    return Screen(text, keyboard=home_keyboard(words, role, has_card=joined))


def member_home(words: Words, view: CardView, *, works_here: bool) -> Screen:
    """A customer who opened the bot again: his balance and his keys."""
    name = first_name(view.name)
    if view.available:
        balance = balance_text(words, view.available, view.programme)
        text = words.t("Hello, {name}! Your card holds {balance}.", name=name, balance=balance)
    else:
        text = words.t("Hello, {name}! Your card is ready: show it when you pay.", name=name)
    return Screen(text, keyboard=member_keyboard(words, works_here=works_here))


def staff_home(words: Words, role: str, *, has_card: bool) -> Screen:
    """The place of work: how a sale begins, and for the owner what comes before it."""
    screen = Screen(first_steps(words)) if role == Role.OWNER else how_to_sell(words)
    return replace(screen, keyboard=home_keyboard(words, role, has_card=has_card))


def no_card(words: Words) -> Screen:
    """Staff who ask for a card they don't have."""
    text = words.t("You don't have a card of your own yet. It takes less than a minute to get one.")
    button = Button(words.t("Get a card"), act("card.get"), style="primary")
    return Screen(text, ((button,),))


def help_text(words: Words, role: str, *, joined: bool) -> Screen:
    """What the bot can do for this person: his commands, and for staff how a sale goes."""
    offered = commands(words, role)
    own = len(commands(words, ""))
    lines = [f"/{command}: {does}" for command, does in offered]
    if not role:
        lines = [words.t("Show your card when you pay, and points come by themselves."), "", *lines]
    else:
        at_work = [words.t("<b>At work</b>"), how_to_sell(words).text, "", *lines[:-own]]
        lines = [*at_work, "", words.t("<b>For yourself</b>"), *lines[-own:]]
    return Screen(Html("\n".join(lines)), keyboard=home_keyboard(words, role, has_card=joined))


def other_card(words: Words) -> Html:
    """Over the own card of a member who opened somebody's."""
    return words.t("That is somebody else's card. This is yours:")


def candidate(words: Words) -> Screen:
    """To whoever opened an invitation to the team."""
    return Screen(
        words.t("The owner has been asked. I will write to you here as soon as there is an answer.")
    )


def language_chosen(words: Words, role: str, *, joined: bool) -> Screen:
    """The keys in the language just chosen."""
    return Screen(words.t("We speak English now."), keyboard=home_keyboard(words, role, has_card=joined))


def led(lead: Html, screen: Screen) -> Screen:
    """The screen with a sentence before it, if there is one."""
    return replace(screen, text=Html(f"{lead}\n\n{screen.text}")) if lead else screen
