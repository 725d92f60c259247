"""The screens of automations and what they say until somebody writes something else, at their longest."""

from dataclasses import asdict, replace

from loyalty.automation_settings import SETTINGS, Setting, Unit
from loyalty.automation_views import MOST_COUNTED, AutomationLine, AutomationList, AutomationView, WhoToday
from loyalty.automations import Auto, Hits, Idle, Schedule
from loyalty.campaigns import Campaign, CampaignState, RecipientState
from loyalty.messages import MessageClass
from texts import automation_standing, automations
from texts.automation_defaults import defaults
from texts.campaign import campaign_screen
from texts.screen import Screen
from texts.words import Words

LONG, NAMED = "W" * 40, "Ж" * 64
# The scores of the one that is left out are shown among the answers.
SAID = tuple(kind for kind in Auto if kind not in (Auto.CUSTOM, Auto.NPS))
NO_CATEGORY = Setting("category", Unit.CATEGORY, "")
CATEGORIES = tuple((f"c{number}", "Щ" * 30) for number in range(12))
MOST = 99_999
NOTHING: dict[str, str | int] = {}
VALUES: dict[str, str | int] = {
    "name": NAMED,
    "last_item": NAMED,
    "date": "2026-12-31",
    "missing": 99_999_999,
    "next_tier": "Щ" * 30,
    "gift": NAMED,
    "gift_until": "2026-12-31",
    "holiday": "12-31",
}


def screens(words: Words) -> list[Screen]:
    """All of them."""
    every = [_campaign(kind, number) for number, kind in enumerate(Auto)]
    lines = tuple(AutomationLine(one, MOST, Idle.NO_TIERS if one.id % 2 else None) for one in every)
    off = tuple(AutomationLine(_campaign(kind, 1, CampaignState.DRAFT), 0) for kind in Auto)
    said = dict.fromkeys(("birthday", "burning", "active", "tier", "rate"), True)
    return [
        automations.automations_screen(words, AutomationList(lines, said)),
        automations.automations_screen(words, AutomationList(off, dict.fromkeys(said, False))),
        automation_standing.standing_screen(words, AutomationList((), said, (365, 364))),
        automation_standing.standing_screen(words, AutomationList((), dict.fromkeys(said, False))),
        *(automations.automation_screen(words, _view(one)) for one in every),
        *(automations.automation_screen(words, replace(_view(one), before_days=365)) for one in every),
        *(automations.automation_screen(words, one) for one in _states()),
        *(
            automations.setting_screen(words, _view(one), setting)
            for one in every
            for setting in SETTINGS[one.kind]
        ),
        automations.setting_screen(words, AutomationView(every[0], (), {}), NO_CATEGORY),
        *_people(words, every[-1]),
        automations.ask_title(words),
        automations.typed_please(words),
        automations.ask_delete(words, _view(every[-1])),
        *(_message(words, kind, values) for kind in SAID for values in (VALUES, NOTHING)),
    ]


def _campaign(kind: str, number: int, state: CampaignState = CampaignState.RUNNING) -> Campaign:
    title = LONG if kind == Auto.CUSTOM else ""
    return Campaign(999_990 + number, kind, title, state, 999, MessageClass.NEWS)


def _view(one: Campaign) -> AutomationView:
    longest = tuple((setting, _longest(setting)) for setting in SETTINGS[one.kind])
    counts = dict.fromkeys((state.value for state in RecipientState), MOST)
    return AutomationView(one, longest, counts, CATEGORIES, hits=Hits(5_000, 10_000))


def _longest(setting: Setting) -> int | str:
    match setting.unit:
        case Unit.CATEGORY:
            return CATEGORIES[0][0]
        case Unit.DATES:
            return " ".join(f"09-{day:02}" for day in range(1, 21))
        case Unit.DATE:
            return "2026-09-30"
        case Unit.SCHEDULE:
            return Schedule.FIRST_PURCHASE
        case Unit.TENTHS:
            return 15
    return setting.most


def _states() -> list[AutomationView]:
    draft = _campaign(Auto.CUSTOM, 1, CampaignState.DRAFT)
    broken = Campaign(1, Auto.NEXT, "", CampaignState.PAUSED, 1, MessageClass.NEWS, reason="broken")
    return [
        AutomationView(draft, (), {}, says_something=False),
        AutomationView(broken, (), {}, hits=Hits(1, 2)),
        *(AutomationView(draft, (), {}, idle=idle) for idle in Idle),
    ]


def _people(words: Words, one: Campaign) -> list[Screen]:
    many = WhoToday(one, MOST_COUNTED, (NAMED,) * 5, MOST_COUNTED)
    return [
        automations.who_screen(words, many, asking=True),
        automations.who_screen(words, WhoToday(one, 1, (NAMED,) * 5, 1)),
        automations.who_screen(words, WhoToday(one, 0, (), 0)),
        automations.who_screen(words, WhoToday(one, 0, (), 0, after_purchase=True), asking=True),
    ]


def _message(words: Words, kind: str, values: dict[str, str | int]) -> Screen:
    said = defaults(words)[kind][0]
    buttons = [asdict(knob) for knob in said.buttons]
    plain = {"media": "", "file_id": "", "marketing": True, "buttons": buttons}
    return campaign_screen(words, {"recipient": 9_999_999, "body": said.body, "values": values, **plain})
