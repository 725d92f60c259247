"""The owner's automations: the list, one with its settings, who would get it today, on and off."""

from collections.abc import Callable, Mapping
from html import unescape

from loyalty.automation_settings import Setting, Unit
from loyalty.automation_views import MOST_COUNTED, AutomationLine, AutomationList, AutomationView, WhoToday
from loyalty.automations import STANDING, Auto, Hits, Schedule
from loyalty.campaigns import Campaign, CampaignState, RecipientState
from texts.admin import back
from texts.automation_standing import in_own_words, programme_row, told_itself
from texts.automation_words import about, idle, label, title, value, weekdays
from texts.automation_words import schedule as schedule_words
from texts.screen import Button, Screen, act, shortened
from texts.words import Html, Words, escaped

HOURS = range(9, 21)
ABREAST = 3


def automations_screen(words: Words, found: AutomationList) -> Screen:
    """All of them: what is on first, then what the programme says by itself."""
    lines = [
        words.t(
            "<b>Automations</b>: messages that go by themselves, once for each occasion, and only to those "
            "who agreed to get news."
        )
    ]
    if on := [line for line in found.lines if _is_on(line.campaign)]:
        lines.append(Html("\n".join(_line(words, line) for line in on)))
    else:
        lines.append(words.t("None is on yet. Birthday and “Come back” are a good beginning."))
    if told := told_itself(words, found):
        lines.append(words.t("The programme itself tells of: {what}.", what=told))
    buttons = [
        Button(_mark(words, line.campaign), act("auto.show", line.campaign.id)) for line in found.lines
    ]
    rows = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
    own = Button(words.t("Your own"), act("auto.new"), style="primary")
    itself = Button(words.t("By the programme"), act("auto.own"))
    return Screen(Html("\n\n".join(lines)), (*rows, (itself,), (own,), back(words)))


def automation_screen(words: Words, view: AutomationView) -> Screen:
    """One automation: what it does, how it is set, what came of it lately."""
    one = view.campaign
    lines = [Html(f"<b>{escaped(title(words, one))}</b>\n{about(words, one.kind)}"), _state(words, view)]
    if view.hits is not None:
        lines.append(_accuracy(words, view.hits))
    settings = [
        Html(f"{label(words, setting)}: {value(words, setting, said, view.categories)}")
        for setting, said in view.settings
    ]
    if settings:
        lines.append(Html("\n".join(settings)))
    if counted := _counts(words, view.counts):
        lines.append(words.t("In 30 days: {counts}", counts=counted))
    buttons = [
        Button(_setting_button(words, view, setting, said), act("auto.set", one.id, setting.key))
        for setting, said in view.settings
    ]
    rows = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
    return Screen(Html("\n\n".join(lines)), (*rows, *_parts(words, one)))


def who_screen(words: Words, found: WhoToday, *, asking: bool = False) -> Screen:
    """Who would get it today and who is left out; the last question before it is switched on."""
    one = found.campaign
    lines = [Html(f"<b>{escaped(title(words, one))}</b>")]
    if found.after_purchase:
        lines.append(words.t("It follows purchases: the next one is the first it speaks of."))
    else:
        lines.append(_people(words, found))
        if found.left_out:
            left_out = words.n(
                "{count} person had his day before today: nothing is sent about that. For them there is "
                "/broadcast.",
                "{count} people had their day before today: nothing is sent about that. For them there is "
                "/broadcast.",
                found.left_out,
            )
            lines.append(left_out)
    rows: list[tuple[Button, ...]] = []
    if asking:
        lines.append(words.t("Switch it on?"))
        rows.append((Button(words.t("Yes, switch on"), act("auto.go", one.id), style="success"),))
    rows.append((Button(words.t("‹ Back"), act("auto.show", one.id)),))
    return Screen(Html("\n\n".join(lines)), tuple(rows))


def setting_screen(words: Words, view: AutomationView, setting: Setting) -> Screen:
    """Another value for a setting: chosen with a button, or typed."""
    one = view.campaign
    head = Html(f"<b>{escaped(title(words, one))}</b>\n{label(words, setting)}")
    rows = _choices(words, view, setting)
    question = words.t("Choose, please.") if rows else _HOW_TYPED[setting.unit](words, setting)
    back_row = (Button(words.t("‹ Back"), act("auto.show", one.id)),)
    return Screen(Html(f"{head}\n\n{question}"), (*rows, back_row))


def ask_title(words: Words) -> Screen:
    """What the owner's own automation is called."""
    text = words.t("What is it called? Only you see the name. For example: “Wine tasting”, “A year with us”.")
    return Screen(text, ((Button(words.t("‹ Back"), act("auto")),),))


def typed_please(words: Words) -> Screen:
    """A picture in answer to a question."""
    return Screen(words.t("Type it as text, please."))


def ask_delete(words: Words, view: AutomationView) -> Screen:
    """Once more before it is gone."""
    one = view.campaign
    text = words.t("Delete “{title}”? What it has sent stays sent.", title=title(words, one))
    yes = Button(words.t("Yes, delete"), act("auto.drop", one.id), style="danger")
    return Screen(text, ((yes,), (Button(words.t("‹ Back"), act("auto.show", one.id)),)))


def _is_on(one: Campaign) -> bool:
    return one.state is CampaignState.RUNNING


def _mark(words: Words, one: Campaign) -> str:
    name = title(words, one)
    return shortened(f"✓ {name}" if _is_on(one) else name)


def _line(words: Words, line: AutomationLine) -> Html:
    sent = words.n("{count} message in 30 days", "{count} messages in 30 days", line.sent)
    name = escaped(title(words, line.campaign))
    if line.idle is not None:
        sent = words.t("rests")
    return Html(f"• {name}: {sent}")


def _state(words: Words, view: AutomationView) -> Html:
    one = view.campaign
    if view.idle is not None:
        return idle(words, view.idle)
    if one.kind in STANDING and not one.reason:
        return in_own_words(words, view)
    if one.state is CampaignState.RUNNING:
        return words.t("It is on.")
    if one.reason:
        return words.t("It stopped by itself: see what was wrong with the text, then switch it on again.")
    if not view.says_something:
        return words.t("It is off. Write its text first.")
    return words.t("It is off. The text is written already: look at it, change it, switch it on.")


def _accuracy(words: Words, hits: Hits) -> Html:
    rate = hits.rate_bp
    if rate is None:
        return words.t("How well it guesses will be known when there are more purchases to try it on.")
    return words.t(
        "Tried on your past purchases it would have been right in {rate} of {tried} cases. Below the least "
        "accuracy it sends nothing.",
        rate=words.rate(rate // 100 * 100),
        tried=words.number(hits.tried),
    )


def _counts(words: Words, counts: Mapping[str, int]) -> Html:
    said = [
        Html(f"{name(words)} {words.number(counts[state])}")
        for state, name in _ENDS.items()
        if counts.get(state)
    ]
    return Html(", ".join(said))


def _setting_button(words: Words, view: AutomationView, setting: Setting, said: int | str) -> str:
    """With what it is set to, where that fits; it stands in the text as well."""
    name = label(words, setting)
    both = unescape(f"{name}: {value(words, setting, said, view.categories)}")
    return both if both == shortened(both) else name


def _parts(words: Words, one: Campaign) -> list[tuple[Button, ...]]:
    """What else can be done with it; last, where the eye is, it is switched on and off."""
    show = Button(words.t("Show it to me"), act("camp.try", one.id, one.revision))
    rows = [
        *programme_row(words, one.kind),
        (Button(words.t("Text and buttons"), act("camp.msg", one.id, 0, "-")),),
        (
            Button(words.t("To whom"), act("seg.for", one.id)),
            Button(words.t("Gift"), act("camp.gift", one.id)),
        ),
        (Button(words.t("Test"), act("camp.arms", one.id)), show),
        (Button(words.t("Who today"), act("auto.who", one.id)),),
    ]
    if _is_on(one):
        rows.append((Button(words.t("Switch off"), act("auto.off", one.id)),))
    else:
        rows.append((Button(words.t("Switch on"), act("auto.on", one.id), style="success"),))
    if one.started_at is not None:
        rows[-1] = (*rows[-1], Button(words.t("What came of it"), act("eff.show", one.id)))
    if one.kind == Auto.CUSTOM:
        rows.append((Button(words.t("Delete"), act("auto.del", one.id)),))
    return [*rows, (Button(words.t("‹ Back"), act("auto")),)]


def _people(words: Words, found: WhoToday) -> Html:
    if not found.people:
        return words.t("Today it would go to nobody.")
    if found.people >= MOST_COUNTED:
        return words.t("Today it would go to more than {count} people.", count=words.number(MOST_COUNTED))
    count = words.n(
        "Today it would go to {count} person.", "Today it would go to {count} people.", found.people
    )
    names = ", ".join(escaped(name) for name in found.names if name)
    among = words.t("Among them: {names}", names=Html(names))
    return Html(f"{count}\n{among}") if names else count


def _choices(words: Words, view: AutomationView, setting: Setting) -> list[tuple[Button, ...]]:
    found: list[tuple[str, str | int]] = []
    match setting.unit:
        case Unit.CATEGORY:
            found = [(name, key) for key, name in view.categories]
            if view.campaign.kind == Auto.WEEKDAY:
                found.append((words.t("All goods"), "-"))
        case Unit.WEEKDAY:
            found = [(name, day) for day, name in enumerate(weekdays(words))]
        case Unit.HOUR:
            found = [(f"{hour}:00", hour) for hour in HOURS]
        case Unit.SCHEDULE:
            found = [(schedule_words(words, one), one) for one in Schedule]
    buttons = [
        Button(shortened(name), act("auto.put", view.campaign.id, setting.key, said)) for name, said in found
    ]
    abreast = ABREAST if setting.unit is Unit.HOUR else 2
    return [tuple(buttons[at : at + abreast]) for at in range(0, len(buttons), abreast)]


def _range(words: Words, setting: Setting) -> Html:
    return words.t("Type a number from {least} to {most}.", least=setting.least, most=setting.most)


_HOW_TYPED: Mapping[Unit, Callable[[Words, Setting], Html]] = {
    Unit.DAYS: _range,
    Unit.HOURS: _range,
    Unit.PURCHASES: _range,
    Unit.PERCENT: _range,
    Unit.MONTH_DAY: _range,
    Unit.CATEGORY: lambda w, _: w.t("There are no categories yet. Add some in /program."),
    Unit.TENTHS: lambda w, _: w.t(
        "After how many of his own intervals is a customer missed? For example 2 or 1.5; with 0 the fixed "
        "number of days counts for everybody."
    ),
    Unit.MONEY: lambda w, _: w.t("Type an amount, for example 500."),
    Unit.DATES: lambda w, _: w.t("Type the dates with commas between them, for example: 1 January, 8 March."),
    Unit.DATE: lambda w, _: w.t("Type the date, for example 24 December or 24.12.2027."),
    Unit.OFFSET: lambda w, s: w.t(
        "How many days after the date? From {least} (before it) to {most}; 0 is the day itself.",
        least=s.least,
        most=s.most,
    ),
}
_ENDS: Mapping[str, Callable[[Words], Html]] = {
    RecipientState.SENT: lambda w: w.t("sent"),
    RecipientState.WAITING: lambda w: w.t("waiting"),
    RecipientState.CONTROL: lambda w: w.t("in the control group"),
    RecipientState.SKIPPED: lambda w: w.t("not sent"),
    RecipientState.FAILED: lambda w: w.t("failed"),
    RecipientState.UNKNOWN: lambda w: w.t("perhaps arrived"),
}
