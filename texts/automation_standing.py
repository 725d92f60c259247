"""What the programme tells members by itself: which of it is on, and the way to where it is set."""

from collections.abc import Callable, Mapping

from loyalty.automation_views import AutomationList, AutomationView
from loyalty.automations import Auto
from loyalty.campaigns import CampaignState
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
            "everybody with a card. Whether and when they go is set here. Your own words and a gift for "
            "them: “Points burn”, “Points active”, “Level reached”, “Level at risk” in the list."
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


def in_own_words(words: Words, view: AutomationView) -> Html:
    """Whether the programme tells it in its owner's words, to whom, and when."""
    on = view.campaign.state is CampaignState.RUNNING
    lines = [
        words.t("It is on: it goes in your words.")
        if on
        else words.t("It is off: it goes in the usual words.")
    ]
    if view.before_days:
        lines.append(
            words.n(
                "It goes {count} day before they burn: that is set in the programme.",
                "It goes {count} days before they burn: that is set in the programme.",
                view.before_days,
            )
        )
    lines.append(
        words.t(
            "Your words are for those who agreed to news; the others get the usual ones. The figures stand "
            "below, unless your text has them."
        )
    )
    return Html("\n".join(lines))


def programme_row(words: Words, kind: str) -> tuple[tuple[Button, ...], ...]:
    """The way to where the programme sets when it tells this; nothing for what it does not tell."""
    group = _GROUPS_OF.get(kind)
    if group is None:
        return ()
    return ((Button(words.t("When it goes"), act("program.group", group.value)),),)


_GROUPS_OF: Mapping[str, Group] = {
    Auto.BURNING: Group.TERMS,
    Auto.BURNING_2: Group.TERMS,
    Auto.ACTIVE: Group.TERMS,
    Auto.TIER_UP: Group.TIERS,
    Auto.TIER_WARNING: Group.TIERS,
}
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
