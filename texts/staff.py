"""The people behind the till: the list, one of them, who is invited, and what they read themselves."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from loyalty.staff import Role
from loyalty.stores import mask_of
from loyalty.views import StaffLine, StaffList
from texts.admin import back, first_steps
from texts.catalogue import LANGUAGES
from texts.keyboards import home_keyboard
from texts.screen import Button, Key, Keyboard, Screen, act, shortened
from texts.words import Html, Words, words_for

PICK_REQUEST = 1
LONGEST_LIST = 50

_ROLES: Mapping[Role, Callable[[Words], Html]] = {
    Role.OWNER: lambda words: words.t("owner"),
    Role.MANAGER: lambda words: words.t("manager"),
    Role.CASHIER: lambda words: words.t("cashier"),
}


def role_name(words: Words, role: Role) -> Html:
    """ "cashier"."""
    return _ROLES[role](words)


def staff_list(words: Words, team: StaffList) -> Screen:
    """Everybody with a role, and what can be done about it."""
    shown = [words.t("<b>Your team</b>"), *(_line(words, line) for line in team.lines[:LONGEST_LIST])]
    if len(team.lines) > LONGEST_LIST:
        shown.append(words.n("and {count} more", "and {count} more", len(team.lines) - LONGEST_LIST))
    buttons = [
        (Button(words.t("Invite by link"), act("staff.new", "link"), style="primary"),),
        (Button(words.t("Choose a contact"), act("staff.new", "pick")),),
    ]
    if any(line.removable for line in team.lines):
        buttons.append((Button(words.t("Change somebody"), act("staff.who")),))
    return Screen(Html("\n".join(shown)), (*buttons, back(words)))


def _line(words: Words, line: StaffLine) -> Html:
    role = role_name(words, line.role)
    if line.stores:
        return words.t(
            "{name}: {role}, {stores}", name=name_of(words, line.name), role=role, stores=line.stores
        )
    return words.t("{name}: {role}", name=name_of(words, line.name), role=role)


# --- who comes ---


def choose_role(words: Words, how: str) -> Screen:
    """What will the new colleague be? how: "link" or "pick"."""
    return Screen(
        words.t(
            "Whom do you invite? A cashier sells. A manager also gives points by hand, takes goods back "
            "later, looks into cases and invites cashiers."
        ),
        (
            (Button(words.t("A cashier"), act("staff.where", how, Role.CASHIER, ""), style="primary"),),
            (Button(words.t("A manager"), act("staff.where", how, Role.MANAGER, "")),),
            back(words, "staff"),
        ),
    )


def choose_stores(
    words: Words, team: StaffList, how: str, role: Role, chosen: Collection[int], picked: int = 0
) -> Screen:
    """In which stores? how: "link", "pick", or "at" for the colleague `picked`."""
    mask = mask_of(chosen)
    first = ("staff.at", str(picked)) if how == "at" else ("staff.where", how, str(role))
    rows = [
        (Button(_ticked(name, on=one in chosen), act(*first, mask_of(set(chosen) ^ {one}))),)
        for one, name in team.stores
    ]
    if chosen:
        done = ("staff.at.ok", str(picked)) if how == "at" else (f"staff.{how}", str(role))
        rows.append((Button(words.t("Done"), act(*done, mask), style="success"),))
    question = words.t("In which stores? Press each of them, then “Done”.")
    return Screen(question, (*rows, back(words, "staff")))


def _ticked(name: str, *, on: bool) -> str:
    return shortened(f"✓ {name}" if on else name)


def invitation(words: Words, link: str, role: Role, stores: str) -> Screen:
    """The one-time link, ready to be passed on."""
    if role is Role.MANAGER:
        text = words.t(
            "Send this link to your new manager. It works once, within 24 hours: "
            "when somebody opens it, I show you who it is.\n{link}",
            link=link,
        )
    else:
        text = words.t(
            "Send this link to your new cashier. It works once, within 24 hours: "
            "when somebody opens it, I show you who it is.\n{link}",
            link=link,
        )
    buttons = ((Button(words.t("Copy the link"), copy=link, style="primary"),), back(words, "staff"))
    return Screen(_with_stores(words, text, stores), buttons)


def pick(words: Words, role: Role, stores: str) -> Screen:
    """The key that opens the list of contacts."""
    caption = words.t("Choose a manager") if role is Role.MANAGER else words.t("Choose a cashier")
    rows = ((Key(caption, users_request=PICK_REQUEST),), (Key(words.t("Don't choose")),))
    text = words.t("Press the key below and choose the person among your contacts.")
    return Screen(_with_stores(words, text, stores), keyboard=Keyboard(rows, once=True))


def is_not_picking(text: str) -> bool:
    """Whether this is the caption of the key that leaves the choice, in any language."""
    return any(text.strip() == words_for(one, "UTC", "").t("Don't choose") for one in LANGUAGES)


def not_picked(words: Words, mine: str, *, has_card: bool) -> Screen:
    """Nobody was chosen; his own keys (of the role `mine`) are back."""
    keys = home_keyboard(words, mine, has_card=has_card)
    return Screen(words.t("All right, nobody was invited."), keyboard=keys)


def picked_too_late(words: Words, mine: str, *, has_card: bool) -> Screen:
    """The question somebody was chosen for is over; his own keys (of the role `mine`) are back."""
    keys = home_keyboard(words, mine, has_card=has_card)
    return Screen(
        words.t("Nobody was invited: choose the role once more, then the person: /staff"), keyboard=keys
    )


def picked_somebody(
    words: Words, name: str, bot_link: str, role: Role, mine: str, *, told: bool, has_card: bool
) -> Screen:
    """Who was chosen and what is missing yet; his own keys are back."""
    figures = {"name": name_of(words, name), "link": bot_link}
    if told and role is Role.MANAGER:
        text = words.t("{name} has been invited and becomes a manager with one tap.", name=figures["name"])
    elif told:
        text = words.t("{name} has been invited and becomes a cashier with one tap.", name=figures["name"])
    elif role is Role.MANAGER:
        text = words.t(
            "{name} becomes a manager on opening this bot. Please send the link within 24 hours: {link}",
            **figures,
        )
    else:
        text = words.t(
            "{name} becomes a cashier on opening this bot. Please send the link within 24 hours: {link}",
            **figures,
        )
    return Screen(text, keyboard=home_keyboard(words, mine, has_card=has_card))


def candidate(words: Words, invitation_id: int, name: str, photo_id: str, role: str, stores: str) -> Screen:
    """Somebody opened the inviter's link: is it the right person?"""
    buttons = (
        (Button(words.t("Accept"), act("staff.yes", invitation_id), style="success"),),
        (Button(words.t("Decline"), act("staff.no", invitation_id), style="danger"),),
    )
    who = name_of(words, name)
    if role == Role.MANAGER:
        text = words.t("<b>{name}</b> opened your link. Accept as a manager?", name=who)
    else:
        text = words.t("<b>{name}</b> opened your link. Accept as a cashier?", name=who)
    return Screen(_with_stores(words, text, stores), buttons, photo_id=photo_id)


def answered(words: Words, name: str, role: Role, *, accepted: bool) -> Screen:
    """What became of a candidate."""
    who = name_of(words, name)
    if accepted and role is Role.MANAGER:
        return Screen(words.t("{name} is a manager now.", name=who))
    if accepted:
        return Screen(words.t("{name} is a cashier now and can scan cards.", name=who))
    text = words.t("Declined: {name}. The link doesn't work any more.", name=who)
    return Screen(text, (back(words, "staff"),))


# --- who changes or leaves ---


def whom_to_change(words: Words, team: StaffList) -> Screen:
    """One button for everybody who can be changed."""
    buttons = tuple(
        (Button(shortened(name_of(words, line.name)), act("staff.one", line.member_id)),)
        for line in team.lines[:LONGEST_LIST]
        if line.removable
    )
    return Screen(words.t("Who is it about?"), (*buttons, back(words, "staff")))


def colleague(words: Words, team: StaffList, line: StaffLine) -> Screen:
    """One colleague, and what can be changed."""
    rows: list[tuple[Button, ...]] = []
    if line.role is Role.CASHIER:
        rows.append((Button(words.t("Make a manager"), act("staff.role", line.member_id, Role.MANAGER)),))
    if line.role is Role.MANAGER:
        rows.append((Button(words.t("Make a cashier"), act("staff.role", line.member_id, Role.CASHIER)),))
    if line.role is not Role.OWNER and len(team.stores) > 1:
        mask = mask_of(line.store_ids & {one for one, _ in team.stores})
        rows.append((Button(words.t("Stores"), act("staff.at", line.member_id, mask)),))
    rows.append((Button(words.t("Family cards"), act("family", line.member_id)),))
    rows.append((Button(words.t("Remove from the team"), act("staff.ask", line.member_id)),))
    return Screen(_line(words, line), (*rows, back(words, "staff.who")))


def ask_role(words: Words, line: StaffLine, role: Role) -> Screen:
    """Another role is asked about first."""
    name = name_of(words, line.name)
    if role is Role.MANAGER:
        text = words.t(
            "Make {name} a manager? A manager sees members, gives points by hand, takes goods back later, "
            "looks into cases and invites cashiers.",
            name=name,
        )
    else:
        text = words.t("Make {name} a cashier? Only selling and refunds stay.", name=name)
    yes = Button(words.t("Yes, change"), act("staff.role.ok", line.member_id, role), style="primary")
    return Screen(text, ((yes,), back(words, "staff")))


def ask_removal(words: Words, line: StaffLine) -> Screen:
    """Taking a role away is asked about first."""
    yes = Button(words.t("Yes, end the work"), act("staff.out", line.member_id), style="danger")
    text = words.t(
        "Remove {name} from the team? Access to the till ends at once.", name=name_of(words, line.name)
    )
    return Screen(text, ((yes,), back(words, "staff")))


def removed(words: Words, name: str) -> Screen:
    """A role has ended."""
    text = words.t(
        "{name} is no longer in the team, access to the till is closed.", name=name_of(words, name)
    )
    return Screen(text, (back(words, "staff"),))


# --- what they read themselves ---


def picked(words: Words) -> Screen:
    """To a person who was chosen: one tap begins the work."""
    begin = Button(words.t("Start working"), act("staff.begin"), style="success")
    return Screen(words.t("You are invited to work at the till of this shop."), ((begin,),))


def hired(words: Words, role: str, *, has_card: bool, stores: str = "") -> Screen:
    """How the work goes."""
    keys = home_keyboard(words, role, has_card=has_card)
    if role == Role.OWNER:
        return Screen(first_steps(words), keyboard=keys)
    selling = words.t(
        "Scan a customer's QR code with the phone's camera, or type the card number here, then type the "
        "amount: 450. I show the points, you confirm."
    )
    if role == Role.MANAGER:
        head = words.t(
            "You are a manager now: cashiers and cases are with you, and points by hand. Everything you can "
            "do: /help."
        )
    else:
        head = words.t("You are a cashier now.")
    return Screen(_with_stores(words, Html(f"{head} {selling}"), stores), keyboard=keys)


def stores_given(words: Words, stores: str) -> Screen:
    """To a colleague whose stores have changed."""
    if not stores:
        return Screen(words.t("Where you work has changed. See it here: /shift"))
    return Screen(words.t("You work here now: {stores}. Where you are today: /shift", stores=stores))


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


def name_of(words: Words, name: str) -> str:
    """The name, or what stands for one that is missing."""
    return name or words.t("Somebody without a name")


def _with_stores(words: Words, text: Html, stores: str) -> Html:
    where = words.t("Stores: {stores}", stores=stores)
    return Html(f"{text}\n{where}") if stores else text


NOTICES: Mapping[str, Callable[[Words, Mapping[str, Any]], Screen]] = {
    "candidate": lambda words, data: candidate(
        words,
        data["invitation"],
        data["name"],
        data["photo_id"],
        data.get("role", Role.CASHIER),
        data.get("stores", ""),
    ),
    "picked": lambda words, _: picked(words),
    "hired": lambda words, data: hired(
        words, data["role"], has_card=data["has_card"], stores=data.get("stores", "")
    ),
    "stores_given": lambda words, data: stores_given(words, data["stores"]),
    "dismissed": lambda words, data: dismissed(words, has_card=data["has_card"]),
}
