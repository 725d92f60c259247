"""The owner's promo codes: the list, one of them, its codes."""

from collections.abc import Sequence
from datetime import date
from html import unescape

from loyalty.code_views import CampaignView
from loyalty.codes import Campaign, group_code
from loyalty.programme import Programme
from texts.admin import back
from texts.promo import effect_text
from texts.screen import Button, Screen, act
from texts.words import Html, Words, escaped

# Beside the number of uses, in a button of twenty signs.
LONGEST_TITLE = 14


def campaigns(
    words: Words,
    found: Sequence[tuple[Campaign, int]],
    page: int,
    page_size: int,
    programme: Programme,
    lead: Html | None = None,
) -> Screen:
    """Codes that are on, with their uses; found holds one more than a page when there are more."""
    shown = found[:page_size]
    if shown or page:
        text = words.t("<b>Promo codes</b> that work now. Tap one for its figures.")
    else:
        text = words.t("No promo codes yet. A code can give a discount, points or a gift.")
    rows: list[tuple[Button, ...]] = [
        (
            Button(
                f"{_button_title(words, one, programme)} · {uses}",
                act("codes.one", one.id),
            ),
        )
        for one, uses in shown
    ]
    turning = [Button("‹", act("codes", page - 1))] if page else []
    turning += [Button("›", act("codes", page + 1))] if len(found) > page_size else []
    rows += [tuple(turning)] if turning else []
    rows += [
        (Button(words.t("New code"), act("codes.new"), style="primary"),),
        (Button(words.t("Offer to a customer"), act("codes.offer")),),
        (Button(words.t("Certificates"), act("cert.list", 0)),),
        back(words),
    ]
    return Screen(text if lead is None else Html(f"{lead}\n\n{text}"), tuple(rows))


def campaign(words: Words, view: CampaignView, today: date) -> Screen:
    """One campaign: what it gives, until when, how often it was used."""
    one = view.campaign
    lines = [
        Html(f"<b>{_title(words, view)}</b>"),
        effect_text(words, one.effect, view.programme),
        *_terms(words, view, today),
        words.t("Used: {uses}", uses=words.number(view.uses)),
    ]
    if not one.active:
        lines.append(words.t("Switched off."))
    if view.link and one.active:
        lines.append(words.t("A link that puts it on the card: {link}", link=view.link))
    rows: list[tuple[Button, ...]] = []
    if one.unique_codes:
        rows.append((Button(words.t("Show the codes"), act("codes.list", one.id, 0), style="primary"),))
    elif one.active:
        rows.append((Button(words.t("Copy the link"), copy=view.link, style="primary"),))
    if one.active:
        rows.append((Button(words.t("Switch off"), act("codes.ask", one.id)),))
    return Screen(Html("\n".join(lines)), (*rows, back(words, "codes")))


def ask_off(words: Words, view: CampaignView) -> Screen:
    """Are you sure?"""
    text = words.t(
        "Switch off {title}? It stops working at once and can't be switched on again. What was given stays.",
        title=_title(words, view),
    )
    buttons = (
        Button(words.t("Yes, switch off"), act("codes.off", view.campaign.id), style="danger"),
        Button(words.t("No, keep"), act("codes.one", view.campaign.id)),
    )
    return Screen(text, (buttons,))


def code_list(words: Words, campaign_id: int, page: int, codes: Sequence[str], page_size: int) -> Screen:
    """A page of unique codes; a tap on the block copies it."""
    listed = Html("\n".join(group_code(code) for code in codes))
    text = words.t("One code for one use. A tap copies the list.\n<code>{codes}</code>", codes=listed)
    turning = [Button("‹", act("codes.list", campaign_id, page - 1))] if page else []
    turning += [Button("›", act("codes.list", campaign_id, page + 1))] if len(codes) == page_size else []
    rows = (tuple(turning),) if turning else ()
    return Screen(text, (*rows, (Button(words.t("‹ Back"), act("codes.one", campaign_id)),)))


def _button_title(words: Words, one: Campaign, programme: Programme) -> str:
    title = one.title or unescape(effect_text(words, one.effect, programme))
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"


def _title(words: Words, view: CampaignView) -> Html:
    if view.campaign.unique_codes:
        return words.n("A list of {count} code", "A list of {count} codes", view.codes)
    return escaped(view.campaign.title)


def _terms(words: Words, view: CampaignView, today: date) -> list[Html]:
    one, lines = view.campaign, []
    if one.last_day is not None:
        lines.append(words.t("Until {day} inclusive.", day=words.day(one.last_day, today)))
    if one.total:
        lines.append(words.n("At most {count} use in all.", "At most {count} uses in all.", one.total))
    if one.per_member:
        lines.append(words.n("{count} use a person.", "{count} uses a person.", one.per_member))
    if one.first_day is not None and today < one.first_day:
        lines.append(words.t("From {day} on.", day=words.day(one.first_day, today)))
    if tier := view.programme.tier(one.tier):
        lines.append(words.t("Only for the level {tier}.", tier=tier.name))
    if one.newcomers_only:
        lines.append(words.t("Only for those who have not bought yet."))
    return lines
