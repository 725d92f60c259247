"""What members are told unasked: by the kind of a notice and the figures that came with it."""

from collections.abc import Callable, Mapping
from typing import Any

from texts import (
    alerts,
    approvals,
    bonuses,
    broadcast_progress,
    campaign,
    campaign_replies,
    cases,
    certificates,
    exchange,
    expiry,
    freezing,
    gifts,
    importing,
    invite_owner,
    member_grants,
    merge,
    promo,
    receipt_claims,
    refund,
    requests,
    rewards,
    sale,
    shifts,
    spending,
    staff,
    tiers,
    tills,
    trust,
    webhooks,
)
from texts.purchase_notice import earned
from texts.screen import Screen
from texts.words import Words

Data = Mapping[str, Any]


def render(words: Words, kind: str, data: Data) -> Screen:
    """The message of a notice. KeyError for a kind that has none."""
    # What goes in the owner's own words.
    return campaign.campaign_screen(words, data["own"]) if "own" in data else _SCREENS[kind](words, data)


_SCREENS: Mapping[str, Callable[[Words, Data], Screen]] = {
    "earned": earned,
    **refund.NOTICES,
    **exchange.NOTICES,
    **alerts.NOTICES,
    **approvals.NOTICES,
    "edit.manager_silent": lambda words, data: sale.sale(words, data["view"]),
    **staff.NOTICES,
    **shifts.NOTICES,
    **tills.NOTICES,
    **bonuses.NOTICES,
    "campaign": campaign.campaign_screen,
    "edit.campaign": campaign.campaign_screen,
    **broadcast_progress.NOTICES,
    "friends_flagged": invite_owner.flagged,
    **member_grants.NOTICES,
    **merge.NOTICES,
    **promo.NOTICES,
    **cases.NOTICES,
    **requests.NOTICES,
    **campaign_replies.NOTICES,
    **trust.NOTICES,
    **certificates.NOTICES,
    **tiers.NOTICES,
    **expiry.NOTICES,
    **freezing.NOTICES,
    **rewards.NOTICES,
    **gifts.NOTICES,
    **receipt_claims.NOTICES,
    **importing.NOTICES,
    **webhooks.NOTICES,
    "spend_ask": spending.question,
    "edit.spend_over": spending.over,
    "edit.sale": lambda words, data: sale.sale(words, data["view"]),
    "edit.sale_ended": lambda words, _: sale.ended(words),
}
