"""What the programme tells members by itself: which of it is on, and the way to where it is set."""

from collections.abc import Callable, Mapping

from loyalty.automation_views import AutomationList
from loyalty.settings import Group
from texts.screen import Button, Screen, act
from texts.words import Html, Words

Said = Callable[[Words], Html]


def told_itself(words: Words, found: AutomationList) -> Html:
    """What is on, in a row; "" when nothing is."""
    return Html(", ".join(_SHORT[name](words) for name, on in found.standing.items() if on))


def standing_screen(words: Words, found: AutomationList) -> Screen:
    """Each of them, on or off, with a button to its settings."""
    lines = [
        words.t(
            "<b>Messages of the programme</b>\nThey speak of the customer's own points and levels and go to "
            "everybody with a card. Their words follow the figures; whether and when they go is set here."
        )
    ]
    rows = []
    for name, on in found.standing.items():
        title = _TITLES[name](words)
        about = _ABOUT[name](words) if on else words.t("it is switched off")
        if name == "burning" and on:
            days = ", ".join(words.number(one) for one in sorted(found.reminder_days, reverse=True))
            about = words.t("days before they burn: {days}", days=days)
        lines.append(Html(f"• {title}: {about}"))
        rows.append((Button(title, act("program.group", _GROUPS[name].value)),))
    text = Html(f"{lines[0]}\n\n" + "\n".join(lines[1:]))
    return Screen(text, (*rows, (Button(words.t("‹ Back"), act("auto")),)))


_GROUPS: Mapping[str, Group] = {
    "birthday": Group.BONUSES,
    "burning": Group.TERMS,
    "active": Group.TERMS,
    "tier": Group.TIERS,
    "rate": Group.BONUSES,
}
_TITLES: Mapping[str, Said] = {
    "birthday": lambda w: w.t("Birthday points"),
    "burning": lambda w: w.t("Points burn soon"),
    "active": lambda w: w.t("Points became active"),
    "tier": lambda w: w.t("Levels"),
    "rate": lambda w: w.t("Points for a rating"),
}
_ABOUT: Mapping[str, Said] = {
    "birthday": lambda w: w.t("on the birthday, with a congratulation"),
    "burning": lambda w: w.t("before they burn"),
    "active": lambda w: w.t("on the day"),
    "tier": lambda w: w.t("reached, about to be lost, lost"),
    "rate": lambda w: w.t("under every receipt"),
}
_SHORT: Mapping[str, Said] = {
    "birthday": lambda w: w.t("the birthday gift"),
    "burning": lambda w: w.t("points that burn soon"),
    "active": lambda w: w.t("points that became active"),
    "tier": lambda w: w.t("a level reached or about to be lost"),
    "rate": lambda w: w.t("rating a purchase"),
}
