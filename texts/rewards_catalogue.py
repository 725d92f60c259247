"""The catalogue of rewards as its owner edits it."""

from collections.abc import Sequence

from loyalty.rewards import NAME_LONGEST, Reward, RewardDraft, RewardField
from texts.admin import back
from texts.screen import Button, Screen, act, shortened
from texts.words import Html, Words

PAGE_SIZE = 10


def catalogue(words: Words, rewards: Sequence[Reward], page: int) -> Screen:
    """A page of all rewards, and the way to a new one."""
    pages = max(1, -(-len(rewards) // PAGE_SIZE))
    page = min(page, pages - 1)
    shown = rewards[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    lines = [words.t("<b>What customers get for points</b>"), *(_line(words, one) for one in shown)]
    if not rewards:
        lines.append(words.t("Nothing yet. Something small is a good beginning: a coffee, a dessert."))
    buttons = [Button(shortened(one.name), act("catalogue.one", one.id)) for one in shown]
    rows = [tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]
    ways = []
    if page:
        ways.append(Button(words.t("‹ Earlier"), act("catalogue", page - 1)))
    if page + 1 < pages:
        ways.append(Button(words.t("Further ›"), act("catalogue", page + 1)))
    if ways:
        rows.append(tuple(ways))
    new = Button(words.t("New reward"), act("catalogue.new"), style="primary")
    return Screen(Html("\n".join(lines)), (*rows, (new,), back(words)))


def reward(words: Words, one: Reward) -> Screen:
    """One reward, and what can be changed about it."""
    lines = [
        words.t("<b>{name}</b>: {points}", name=one.name, points=words.points(one.price_points)),
        words.t("In stock: {stock}", stock=_stock(words, one.stock)),
        words.t("For one person: {limit}", limit=_limit(words, one.per_member)),
    ]
    if one.donation:
        lines.append(words.t("A donation: nothing is handed out."))
    if not one.active:
        lines.append(words.t("Switched off: customers don't see it."))
    fields = (
        (_ask(words.t("Name"), RewardField.NAME, one), _ask(words.t("Price"), RewardField.PRICE, one)),
        (_ask(words.t("Stock"), RewardField.STOCK, one), _ask(words.t("Per person"), RewardField.LIMIT, one)),
    )
    label = words.t("Not a donation") if one.donation else words.t("It is a donation")
    kind = Button(label, act("catalogue.kind", one.id, 0 if one.donation else 1))
    switch = (
        Button(words.t("Switch off"), act("catalogue.off", one.id))
        if one.active
        else Button(words.t("Switch on"), act("catalogue.on", one.id))
    )
    return Screen(Html("\n".join(lines)), (*fields, (kind,), (switch,), _back(words, act("catalogue", 0))))


def ask_field(words: Words, draft: RewardDraft) -> Screen:
    """The question whose answer is typed."""
    questions = {
        RewardField.NAME: words.t(
            "What is the reward called? Up to {longest} characters.", longest=words.number(NAME_LONGEST)
        ),
        RewardField.PRICE: words.t("How many points does it cost? Type a number."),
        RewardField.STOCK: words.t("How many are there? Type a number, or press the button."),
        RewardField.LIMIT: words.t("How often may one person have it? Type a number, or press the button."),
    }
    way = act("catalogue.one", draft.reward_id) if draft.reward_id else act("catalogue", 0)
    rows = [_back(words, way)]
    if draft.field in (RewardField.STOCK, RewardField.LIMIT):
        rows.insert(0, (Button(words.t("No limit"), act("catalogue.endless")),))
    return Screen(questions[draft.field], tuple(rows))


def ask_off(words: Words, one: Reward) -> Screen:
    """Customers lose sight of it, so it is asked about first."""
    text = words.t("Switch off {name}? Whoever has taken it already will still get it.", name=one.name)
    yes = Button(words.t("Yes, switch off"), act("catalogue.gone", one.id), style="danger")
    return Screen(text, ((yes,), _back(words, act("catalogue.one", one.id))))


def typed_please(words: Words) -> Screen:
    """A picture or the like came where a text was asked for."""
    return Screen(words.t("Please type it as text."))


def _back(words: Words, action: str) -> tuple[Button, ...]:
    return (Button(words.t("‹ Back"), action),)


def _ask(label: str, field: RewardField, one: Reward) -> Button:
    return Button(label, act("catalogue.ask", field.value, one.id))


def _line(words: Words, one: Reward) -> Html:
    text = words.t("{name}: {points}", name=one.name, points=words.points(one.price_points))
    notes = []
    if one.stock is not None:
        notes.append(
            words.t("{count} left", count=words.number(one.stock)) if one.stock else words.t("all gone")
        )
    if not one.active:
        notes.append(words.t("switched off"))
    return Html(", ".join([text, *notes]))


def _stock(words: Words, stock: int | None) -> str:
    return words.t("no limit") if stock is None else words.number(stock)


def _limit(words: Words, per_member: int) -> str:
    return words.n("{count} time", "{count} times", per_member) if per_member else words.t("no limit")
