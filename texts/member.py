"""Members as owners see them: the search, the member's card, a tier given by hand."""

from collections.abc import Sequence

from loyalty.cards import group_number
from loyalty.member_views import FoundMember, MemberView
from loyalty.programme import BASIC, Programme, TierMetric
from loyalty.tiers import ladder, shown_name
from texts import freezing, merge
from texts.admin import back
from texts.screen import Button, Screen, act, shortened
from texts.tiers import button_name, named, progress_line, tier_name
from texts.words import Html, Words

MOST_LISTED = 9
TERMS_DAYS = (30, 90, 365)
TIERS_A_ROW = 2


def ask_member(words: Words) -> Screen:
    """Whom does the owner look for?"""
    return Screen(
        words.t("Whom shall I find? Type a card number, a phone number, or a part of the name."),
        (back(words),),
    )


def found(words: Words, people: Sequence[FoundMember]) -> Screen:
    """Several people fit: one button each."""
    text = words.t("Who is it?")
    if len(people) > MOST_LISTED:
        text = words.t("Here are the first ones. If it is somebody else, type more of the name.")
    rows = tuple((Button(_line(words, one), act("member", one.member_id)),) for one in people[:MOST_LISTED])
    return Screen(text, (*rows, back(words, "member.find")))


def _line(words: Words, one: FoundMember) -> str:
    """As much of the name as leaves room for the end of the card number."""
    tail = f" …{one.number[-4:]}"
    name = one.name or str(words.t("Without a name"))
    return shortened(name) if len(name) + len(tail) > 20 else name + tail


def member_card(words: Words, view: MemberView) -> Screen:
    """Everything the owner may know, and what he can do."""
    held = freezing.member_line(words, view)
    blocks = [_who(words, view), held, _level(words, view), _points(words, view), _buying(words, view)]
    rows = _owners_rows(words, view) if view.runs else ((_give(words, view), _tags(words, view)),)
    to_search = back(words, "member.find")
    text = Html("\n\n".join(block for block in blocks if block))
    return Screen(text, (*rows, to_search))


def _give(words: Words, view: MemberView) -> Button:
    return Button(words.t("Give points"), act("grant.new", view.member_id), style="primary")


def _tags(words: Words, view: MemberView) -> Button:
    return Button(words.t("Tags"), act("tags", view.member_id))


def _owners_rows(words: Words, view: MemberView) -> tuple[tuple[Button, ...], ...]:
    rows: list[tuple[Button, ...]] = [
        (
            _give(words, view),
            Button(words.t("Set the level"), act("member.tiers", view.member_id)),
        )
    ]
    rows.append((Button(words.t("Offers"), act("offers", view.member_id)), _tags(words, view)))
    if view.wallet.debt:
        rows.append((Button(words.t("Write off the debt"), act("debt.ask", view.member_id)),))
    rows.append(merge.member_buttons(words, view))
    hold = freezing.member_button(words, view)
    if hold is not None:
        rows.append((hold,))
    return tuple(rows)


def _who(words: Words, view: MemberView) -> Html:
    name = view.name or words.t("Without a name")
    lines = [
        words.t("<b>{name}</b>", name=name),
        words.t("Card {number}", number=group_number(view.number)),
    ]
    if view.joined_at is not None:
        lines.append(words.t("In the programme since {day}", day=_day_of(words, view)))
    if view.invited_by:
        lines.append(words.t("Invited by {name}", name=view.invited_by))
    if view.tags:
        lines.append(words.t("Tags: {tags}", tags=", ".join(view.tags)))
    return Html("\n".join(lines))


def _day_of(words: Words, view: MemberView) -> str:
    return words.moment(view.joined_at, view.today).partition(",")[0] if view.joined_at else ""


def _level(words: Words, view: MemberView) -> Html:
    standing = view.standing
    tier = named(words, standing.name)
    if standing.until is None:
        first = words.t("Level: {tier}", tier=tier)
    elif standing.manual:
        first = words.t(
            "Level: {tier}, set by hand until {day}", tier=tier, day=words.day(standing.until, view.today)
        )
    else:
        first = words.t(
            "Level: {tier}, at least until {day}", tier=tier, day=words.day(standing.until, view.today)
        )
    progress = progress_line(words, standing)
    return Html(f"{first}\n{progress}") if progress else first


def _points(words: Words, view: MemberView) -> Html:
    wallet = view.wallet
    lines = [words.t("Available: {points}", points=words.points(wallet.available))]
    if wallet.locked:
        lines.append(words.t("After the first purchase: {points}", points=words.points(wallet.locked)))
    if wallet.pending:
        lines.append(words.t("On the way: {points}", points=words.points(wallet.pending)))
    if wallet.reserved:
        lines.append(words.t("Set aside: {points}", points=words.points(wallet.reserved)))
    if wallet.blocked:
        lines.append(words.t("Blocked: {points}", points=words.points(wallet.blocked)))
    if wallet.debt:
        lines.append(words.t("Owes: {points}", points=words.points(wallet.debt)))
    return Html("\n".join(lines))


def _buying(words: Words, view: MemberView) -> Html:
    if view.last_visit is None:
        return words.t("Nothing bought yet.")
    bought = words.n(
        "{count} purchase of {amount} in twelve months",
        "{count} purchases of {amount} in twelve months",
        view.purchases,
        amount=words.money(view.bought_minor),
    )
    last = words.t("Last visit: {moment}", moment=words.moment(view.last_visit, view.today))
    lines = [bought, last]
    if view.standing.metric == TierMetric.FRIENDS:
        lines.append(words.t("Friends brought: {count}", count=words.number(view.standing.value)))
    return Html("\n".join(lines))


def choose_tier(words: Words, view: MemberView, programme: Programme) -> Screen:
    """Which level shall it be?"""
    keys = [BASIC, *(tier.key for tier in ladder(programme))]
    tiers = [
        Button(
            shortened(button_name(words, shown_name(programme, key))), act("member.tier", view.member_id, key)
        )
        for key in keys
    ]
    rows = [tuple(tiers[n : n + TIERS_A_ROW]) for n in range(0, len(tiers), TIERS_A_ROW)]
    if view.standing.manual:
        rows.append((Button(words.t("By purchases again"), act("member.tier.off", view.member_id)),))
    text = words.t(
        "Which level shall {name} have? It stays until the day you choose, whatever the purchases are.",
        name=view.name or words.t("Without a name"),
    )
    return Screen(text, (*rows, (Button(words.t("‹ Back"), act("member", view.member_id)),)))


def choose_term(words: Words, programme: Programme, member_id: int, key: str) -> Screen:
    """For how long?"""
    terms = tuple(
        Button(words.n("{count} day", "{count} days", days), act("member.tier.set", member_id, key, days))
        for days in TERMS_DAYS
    )
    other = (Button(words.t("Another day"), act("member.tier.day", member_id, key)),)
    text = words.t("For how long shall the level be {tier}?", tier=tier_name(words, programme, key))
    return Screen(text, (terms, other, _to_tiers(words, member_id)))


def ask_day(words: Words, member_id: int) -> Screen:
    """Which day is the last one?"""
    return Screen(
        words.t("Type the last day of this level, for example 31.12."), (_to_tiers(words, member_id),)
    )


def typed_text_please(words: Words) -> Screen:
    """A picture, a sticker: the question stays."""
    return Screen(words.t("Please type it as a text."))


def _to_tiers(words: Words, member_id: int) -> tuple[Button, ...]:
    return (Button(words.t("‹ Back"), act("member.tiers", member_id)),)
