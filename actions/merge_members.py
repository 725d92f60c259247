"""Two cards of one person become one: the card the owner opened stays (rules.md 76)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from actions import merge_books, merge_people, statistics
from actions.join import ADVERTISING
from actions.operation import Operation, record
from actions.points import available
from actions.rights import may
from actions.shop import Shop
from actions.tier_changes import today_of
from loyalty.member_views import FoundMember
from loyalty.merging import CardSide, MergeView, Side, decide_merge, merged_tier
from loyalty.programme import Programme
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from loyalty.tiers import shown_name
from storage import freezes, ledger, merges, notices, people, search, staff, standings
from storage import shop as shop_rows
from storage.database import Connection
from storage.vault import Vault

QUESTION = "merge"


async def ask_other(shop: Shop, owner_id: int, account_id: int, kept_id: int) -> CardSide | Refused:
    """The owner's next text names the card that goes into this one. Refuses NOT_OWNER, MEMBER_UNKNOWN."""
    now = shop.now()

    def write(tx: Connection) -> CardSide | Refused:
        if refused := may(tx, owner_id, Right.RUN):
            return refused
        if side_of(tx, kept_id, now).joined_at is None:
            return Refused(Refusal.MEMBER_UNKNOWN)
        people.ask(tx, account_id, QUESTION, str(kept_id), now)
        return card_of(tx, kept_id, shop_rows.programme(tx))

    return await shop.db.write(write)


def others(found: tuple[FoundMember, ...], kept_id: int) -> tuple[FoundMember, ...]:
    """Of the people found, those this card may be merged with; only himself: the refusal is his."""
    return tuple(one for one in found if one.member_id != kept_id) or found


async def show_merge(shop: Shop, owner_id: int, kept_id: int, other_id: int) -> MergeView | Refused:
    """What merging would mean now.

    Refuses NOT_OWNER, MEMBER_UNKNOWN, MERGE_SAME, MERGE_STAFF, MERGE_FROZEN, MERGE_AT_TILL.
    """
    now = shop.now()
    return await shop.db.read(lambda tx: _looked(tx, owner_id, kept_id, other_id, now))


async def merge_members(
    shop: Shop, owner_id: int, kept_id: int, other_id: int, seqs: tuple[int, int]
) -> MergeView | Refused:
    """Merge them; seqs: where both books ended when the owner looked.

    Done before: the same answer again. The books moved meanwhile: the view as it is now, nothing done.
    Refuses as show_merge.
    """
    now = shop.now()
    view = await shop.db.write(lambda tx: _merge(tx, owner_id, kept_id, other_id, seqs, shop.vault, now))
    shop.wake()
    return view


def side_of(tx: Connection, member_id: int, now: datetime) -> Side:
    """What is asked of a card before it is merged."""
    if people.find_member(tx, "id", member_id) is None:
        return Side(member_id, None)
    return Side(
        member_id,
        search.facts(tx, member_id)[0],
        works=staff.facts(tx, member_id) is not None,
        frozen=any(one.until is None for one in freezes.of_member(tx, member_id)),
        at_till=merges.at_till(tx, member_id, now),
    )


def card_of(tx: Connection, member_id: int, programme: Programme) -> CardSide:
    """A card as the owner is shown it; LookupError when there is none."""
    member = people.member(tx, member_id)
    joined_at, _ = search.facts(tx, member_id)
    zone = ZoneInfo(programme.time_zone)
    return CardSide(
        member_id=member_id,
        name=member.name,
        number=member.number,
        tier_name=shown_name(programme, member.tier),
        points=ledger.head(tx, member_id).points,
        joined_on=joined_at.astimezone(zone).date() if joined_at else None,
    )


def done_view(tx: Connection, merge: merges.Merge, now: datetime) -> MergeView:
    """Both cards after the merge, or after its end."""
    programme = shop_rows.programme(tx)
    kept = card_of(tx, merge.kept_id, programme)
    return MergeView(
        kept=kept,
        other=card_of(tx, merge.other_id, programme),
        tier_name=kept.tier_name,
        stops_ads=merge.moved.get("ads", False),
        today=today_of(programme, now),
        merge_id=merge.id,
        undone=merge.undone_at is not None,
    )


def _looked(tx: Connection, owner_id: int, kept_id: int, other_id: int, now: datetime) -> MergeView | Refused:
    if refused := may(tx, owner_id, Right.RUN):
        return refused
    refused = decide_merge(side_of(tx, kept_id, now), side_of(tx, other_id, now))
    if refused is not None:
        return refused
    programme = shop_rows.programme(tx)
    tier = merged_tier(standings.held(tx, kept_id), standings.held(tx, other_id), programme)
    allowed = (people.consent(tx, kept_id, ADVERTISING), people.consent(tx, other_id, ADVERTISING))
    return MergeView(
        kept=card_of(tx, kept_id, programme),
        other=card_of(tx, other_id, programme),
        tier_name=shown_name(programme, tier.tier),
        stops_ads=any(allowed) and not all(allowed),
        today=today_of(programme, now),
        seqs=(ledger.head(tx, kept_id).seq, ledger.head(tx, other_id).seq),
    )


def _merge(
    tx: Connection,
    owner_id: int,
    kept_id: int,
    other_id: int,
    seqs: tuple[int, int],
    vault: Vault,
    now: datetime,
) -> MergeView | Refused:
    if refused := may(tx, owner_id, Right.RUN):
        return refused
    key = f"merge:{kept_id}:{other_id}:{seqs[0]}:{seqs[1]}:{merges.count(tx, other_id)}"
    before = merges.standing(tx, kept_id, other_id)
    if before is not None:
        return done_view(tx, before, now)
    view = _looked(tx, owner_id, kept_id, other_id, now)
    if isinstance(view, Refused) or view.seqs != seqs:
        return view
    operation = Operation(key, {"kept": kept_id, "other": other_id}, owner_id, now)
    operation_id = record(tx, operation, {"kept": kept_id, "other": other_id})
    merge_id = merges.add(tx, kept_id, other_id, operation_id, owner_id, now)
    accounts = [people.speaker_of(tx, who) for who in (kept_id, other_id)]
    copy, moved = merge_books.write_in(tx, other_id, kept_id)
    moved["debt"] = merge_books.close(tx, operation_id, other_id, merge_id, owner_id, now)
    moved["debt_then"] = ledger.head(tx, kept_id).debt
    moved |= merge_people.join_people(tx, merge_id, kept_id, other_id, copy, vault, now)
    merges.keep_moved(tx, merge_id, moved)
    statistics.recompute(tx, kept_id, other_id)
    left = available(tx, kept_id, shop_rows.programme(tx), now)
    for one in accounts:
        if one is not None:
            told = {"number": view.kept.number, "available": left}
            notices.queue(tx, kept_id, "merged", told, now, account_id=one.account_id)
    done = merges.find(tx, merge_id)
    return view if done is None else done_view(tx, done, now)
