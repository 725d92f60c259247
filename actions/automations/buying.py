"""After purchases: thanks with a question how it was, the next tier within reach, a word about friends."""

from dataclasses import replace
from datetime import date, timedelta

from actions.automations.base import Automation, Found, Look, Values, found
from actions.tier_changes import standing_of
from loyalty.automations import Auto, Candidate, Idle
from loyalty.campaigns import Campaign
from loyalty.messages import MessageClass
from loyalty.programme import Programme, TierMetric
from storage import automation_recipients, automations, stats
from storage.database import Connection

ONCE = "once"


def _thanked(tx: Connection, look: Look) -> Found:
    """Some hours after a purchase. The page is one of purchases: each is looked at as it is booked."""
    wait, rest = timedelta(hours=look.number("hours")), timedelta(days=look.number("rest_days"))
    some = automations.sold_after(tx, look.page.after, look.page.limit)
    due: dict[int, Candidate] = {}
    for one in some:
        at, occasion = one.at + wait, str(one.id)
        last = automation_recipients.last_occasion(tx, look.campaign.id, one.member_id, occasion)
        before = automations.sold(tx, int(last)) if last is not None else None
        rested = before is None or before.undone or before.at + wait + rest <= at
        if not one.undone and rested and one.member_id not in due:
            due[one.member_id] = Candidate(one.member_id, occasion, look.local_day(at), at)
    return found(look, [one.id for one in some], list(due.values()))


def _thanked_again(tx: Connection, look: Look, member_id: int, occasion: str) -> Candidate | None:
    one = automations.sold(tx, int(occasion))
    if one is None or one.undone or one.member_id != member_id:
        return None
    at = one.at + timedelta(hours=look.number("hours"))
    return Candidate(member_id, occasion, look.local_day(at), at)


def _asked_to_recommend(tx: Connection, look: Look) -> Found:
    """As thanks are said, but only to those who know the shop well enough to tell."""
    page = _thanked(tx, look)
    least = look.number("purchases")
    known = [one for one in page.candidates if _orders(tx, one.member_id) >= least]
    return replace(page, candidates=known)


def _orders(tx: Connection, member_id: int) -> int:
    bought = stats.of_member(tx, member_id)
    return 0 if bought is None else bought.orders


def _asked_already(programme: Programme, _: Campaign) -> Idle | None:
    """Where a word about a purchase brings points, the receipt itself asks for it."""
    return Idle.SAID_ALREADY if programme.bonuses.review_points else None


def _bought(tx: Connection, look: Look, orders: int) -> tuple[list[int], list[tuple[int, date]]]:
    days = look.number("days")
    first, last = look.first.toordinal(), look.last.toordinal()
    rows = automations.quiet_since(tx, first, last, days, orders, look.page)
    return [row[0] for row in rows], [(who, date.fromordinal(day + days)) for who, day in rows]


def _near(tx: Connection, look: Look) -> Found:
    """Somebody who lacks little to the next tier; once a year for each tier."""
    seen, some = _bought(tx, look, 1)
    most, due = look.number("missing"), []
    for who, day in some:
        standing = standing_of(tx, who, look.programme, look.now)
        if standing.next_tier and 0 < standing.missing <= most:
            due.append(Candidate(who, f"{standing.next_tier}:{day.year}", day))
    return found(look, seen, due)


def _near_again(tx: Connection, look: Look, member_id: int, occasion: str) -> Candidate | None:
    """He may have bought more meanwhile: what counts is whether little is missing now."""
    standing = standing_of(tx, member_id, look.programme, look.now)
    near = occasion.startswith(f"{standing.next_tier}:") and 0 < standing.missing <= look.number("missing")
    return Candidate(member_id, occasion, look.today) if near else None


def _missing(tx: Connection, look: Look, candidate: Candidate) -> Values:
    standing = standing_of(tx, candidate.member_id, look.programme, look.now)
    return {"missing": standing.missing, "next_tier": standing.next_name}


def _no_tiers(programme: Programme, _: Campaign) -> Idle | None:
    by_money = programme.tiers and programme.tier_metric is TierMetric.MONEY
    return None if by_money else Idle.NO_TIERS


def _alone(tx: Connection, look: Look) -> Found:
    """Somebody who likes it here and has never brought anybody; once."""
    seen, some = _bought(tx, look, look.number("purchases"))
    due = [Candidate(who, ONCE, day) for who, day in some if not automations.has_invited(tx, who)]
    return found(look, seen, due)


def _alone_again(tx: Connection, look: Look, member_id: int, occasion: str) -> Candidate | None:
    """Who bought again meanwhile likes it no less."""
    liked = _orders(tx, member_id) >= look.number("purchases") and not automations.has_invited(tx, member_id)
    return Candidate(member_id, occasion, look.today) if liked else None


def _no_friends(programme: Programme, _: Campaign) -> Idle | None:
    referral = programme.referral
    return None if referral.inviter_points or referral.friend_points else Idle.NO_FRIENDS


THANKS = Automation(
    Auto.THANKS,
    MessageClass.NEWS,
    _thanked,
    2,
    _thanked_again,
    idle=_asked_already,
    by_purchase=True,
)
NPS = Automation(Auto.NPS, MessageClass.NEWS, _asked_to_recommend, 2, _thanked_again, by_purchase=True)
TIER_NEAR = Automation(
    Auto.TIER_NEAR, MessageClass.NEWS, _near, 7, _near_again, values=_missing, idle=_no_tiers
)
FRIENDS = Automation(
    Auto.FRIENDS, MessageClass.NEWS, _alone, 7, _alone_again, idle=_no_friends, past_days=36_500
)
