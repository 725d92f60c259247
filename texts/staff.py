"""The people behind the till: the list, invitations, candidates, and what a new or former colleague reads."""

from collections.abc import Sequence

from loyalty.staff import Role
from loyalty.views import StaffLine
from texts.admin import back, first_steps
from texts.catalogue import LANGUAGES
from texts.keyboards import home_keyboard
from texts.screen import Button, Key, Keyboard, Screen, act, shortened
from texts.words import Html, Words, words_for

PICK_REQUEST = 1
LONGEST_LIST = 50


def staff_list(words: Words, lines: Sequence[StaffLine]) -> Screen:
    """Everybody with a role, and what can be done about it."""
    shown = [words.t("<b>Your team</b>")]
    for line in lines[:LONGEST_LIST]:
        role = words.t("owner") if line.role is Role.OWNER else words.t("cashier")
        shown.append(words.t("{name}: {role}", name=_name(words, line.name), role=role))
    if len(lines) > LONGEST_LIST:
        shown.append(words.n("and {count} more", "and {count} more", len(lines) - LONGEST_LIST))
    buttons = [
        (Button(words.t("Invite by link"), act("staff.link"), style="primary"),),
        (Button(words.t("Choose a contact"), act("staff.pick")),),
    ]
    if any(line.removable for line in lines):
        buttons.append((Button(words.t("Remove somebody"), act("staff.who")),))
    return Screen(Html("\n".join(shown)), (*buttons, back(words)))


def invitation(words: Words, link: str) -> Screen:
    """The one-time link, ready to be passed on."""
    return Screen(
        words.t(
            "Send this link to your new cashier. It works once, within 24 hours: "
            "when somebody opens it, I show you who it is.\n{link}",
            link=link,
        ),
        ((Button(words.t("Copy the link"), copy=link, style="primary"),), back(words, "staff")),
    )


def pick(words: Words) -> Screen:
    """The key that opens the list of contacts."""
    rows = (
        (Key(words.t("Choose a cashier"), users_request=PICK_REQUEST),),
        (Key(words.t("Don't choose")),),
    )
    return Screen(
        words.t("Press the key below and choose the person among your contacts."),
        keyboard=Keyboard(rows, once=True),
    )


def is_not_picking(text: str) -> bool:
    """Whether this is the caption of the key that leaves the choice, in any language."""
    return any(text.strip() == words_for(one, "UTC", "").t("Don't choose") for one in LANGUAGES)


def not_picked(words: Words, *, has_card: bool) -> Screen:
    """The owner chose nobody; his own keys are back."""
    keys = home_keyboard(words, Role.OWNER, has_card=has_card)
    return Screen(words.t("All right, nobody was invited."), keyboard=keys)


def picked_somebody(words: Words, name: str, bot_link: str, *, told: bool, has_card: bool) -> Screen:
    """Who was chosen and what is missing yet; the owner's own keys are back."""
    figures = {"name": _name(words, name), "link": bot_link}
    if told:
        text = words.t("{name} has been invited and becomes a cashier with one tap.", name=figures["name"])
    else:
        text = words.t(
            "{name} becomes a cashier on opening this bot. Please send the link within 24 hours: {link}",
            **figures,
        )
    return Screen(text, keyboard=home_keyboard(words, Role.OWNER, has_card=has_card))


def whom_to_remove(words: Words, lines: Sequence[StaffLine]) -> Screen:
    """One button for everybody whose role can be taken."""
    buttons = tuple(
        (Button(shortened(_name(words, line.name)), act("staff.ask", line.member_id)),)
        for line in lines[:LONGEST_LIST]
        if line.removable
    )
    return Screen(words.t("Who leaves the team?"), (*buttons, back(words, "staff")))


def ask_removal(words: Words, line: StaffLine) -> Screen:
    """Taking a role away is asked about first."""
    yes = Button(words.t("Yes, remove"), act("staff.out", line.member_id), style="danger")
    return Screen(
        words.t(
            "Remove {name} from the team? Access to the till ends at once.", name=_name(words, line.name)
        ),
        ((yes,), back(words, "staff")),
    )


def removed(words: Words, name: str) -> Screen:
    """A role has ended."""
    return Screen(
        words.t("{name} is no longer in the team, access to the till is closed.", name=_name(words, name)),
        (back(words, "staff"),),
    )


def candidate(words: Words, invitation_id: int, name: str, photo_id: str) -> Screen:
    """Somebody opened the inviter's link: is it the right person?"""
    buttons = (
        (Button(words.t("Accept"), act("staff.yes", invitation_id), style="success"),),
        (Button(words.t("Decline"), act("staff.no", invitation_id), style="danger"),),
    )
    text = words.t("<b>{name}</b> opened your link. Accept as a cashier?", name=_name(words, name))
    return Screen(text, buttons, photo_id=photo_id)


def answered(words: Words, name: str, *, accepted: bool) -> Screen:
    """What became of a candidate."""
    if accepted:
        return Screen(words.t("{name} is a cashier now and can scan cards.", name=_name(words, name)))
    return Screen(
        words.t("Declined: {name}. The link doesn't work any more.", name=_name(words, name)),
        (back(words, "staff"),),
    )


def picked(words: Words) -> Screen:
    """To a person the owner chose: one tap begins the work."""
    begin = Button(words.t("Start working"), act("staff.begin"), style="success")
    return Screen(words.t("You are invited to work at the till of this shop."), ((begin,),))


def hired(words: Words, role: str, *, has_card: bool) -> Screen:
    """How the work goes."""
    keys = home_keyboard(words, role, has_card=has_card)
    if role == Role.OWNER:
        return Screen(first_steps(words), keyboard=keys)
    return Screen(
        words.t(
            "You are a cashier now. Scan a customer's QR code with the phone's camera, or type the card "
            "number here, then type the amount: 450. I show the points, you confirm."
        ),
        keyboard=keys,
    )


def dismissed(words: Words, *, has_card: bool) -> Screen:
    """To a former colleague."""
    if not has_card:
        return Screen(
            words.t("Your access to the till has ended. Thank you for your work!"), keyboard=Keyboard(())
        )
    return Screen(
        words.t("Your access to the till has ended. Thank you for your work! Your card stays in this chat."),
        keyboard=home_keyboard(words, "", has_card=True),
    )


def _name(words: Words, name: str) -> str:
    return name or words.t("Somebody without a name")
