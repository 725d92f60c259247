"""What two cards have beside points becomes one person's, and is taken apart again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from actions.birthday_gifts import SEALED as SEALED_BIRTHDAY
from actions.join import ADVERTISING
from actions.merge_books import Copy
from actions.profile import SEALED_PHONE
from loyalty.joining import Step
from loyalty.merging import MERGED, Side, closed_tier, is_older, merged_tier
from loyalty.referrals import Because, FriendState
from loyalty.tiers import held_of, held_values
from storage import merges, people, preferences, referrals, search, standings, steps
from storage import shop as shop_rows
from storage.database import Connection
from storage.merges import Merge
from storage.referrals import Referral
from storage.vault import SealBrokenError, Vault

UNFINISHED = frozenset({FriendState.JOINED, FriendState.BOUGHT})


def join_people(
    tx: Connection, merge_id: int, kept_id: int, other_id: int, copy: Copy, vault: Vault, now: datetime
) -> dict[str, Any]:
    """Everything of the other card belongs to the kept one, and the other one leads there.

    Returns what stood before, for undoing it.
    """
    kept, other = (Side(one, search.facts(tx, one)[0]) for one in (kept_id, other_id))
    moved: dict[str, Any] = {"tier": _join_tiers(tx, kept_id, other_id, now)}
    moved["ads"] = _join_consents(tx, kept_id, other_id, now)
    moved["wishes"] = _join_wishes(tx, kept_id, other_id)
    cases = merges.contested(tx, other_id)
    for case_id, seq in cases:
        merges.move_case(tx, case_id, kept_id, copy.seqs.get(seq, seq))
    moved["cases"] = [list(one) for one in cases]
    account = people.speaker_of(tx, other_id)
    lots = {lot_id: fresh.id for lot_id, fresh in copy.lots.items()}
    merges.move_notices(tx, other_id, kept_id, account.account_id if account else None, copy.seqs, lots)
    moved["joined"] = [one.joined_at.isoformat() if one.joined_at else "" for one in (kept, other)]
    moved["invited"] = [search.facts(tx, one)[1] for one in (kept_id, other_id)]
    things = merges.hand_over(tx, other_id, kept_id)
    for account_id in things["accounts"]:
        people.stop_asking(tx, account_id)
    moved["things"], moved["stamps"] = things, merges.stamps_unused(tx, things["stamps"])
    moved["friends"] = _join_friends(tx, kept_id, other_id, swap=is_older(other, kept))
    inviter_id = moved["invited"][1 if is_older(other, kept) else 0]
    first = min(side.joined_at for side in (kept, other) if side.joined_at is not None)
    people.change_member(
        tx, kept_id, joined_at=first, invited_by=None if inviter_id in (kept_id, other_id) else inviter_id
    )
    people.change_member(tx, other_id, joined_at=None, step=MERGED, merged_into=kept_id)
    moved["filled"] = _fill(tx, merge_id, kept_id, other_id, vault)
    moved["city"] = _fill_city(tx, kept_id, other_id)
    return moved


def part_people(tx: Connection, merge: Merge, vault: Vault, now: datetime) -> None:
    """Both are again who they were; what happened since to things that moved stays as it is."""
    kept_id, other_id, moved = merge.kept_id, merge.other_id, merge.moved
    merges.hand_back(tx, moved["things"], kept_id, other_id)
    for account_id in moved["things"]["accounts"]:
        people.stop_asking(tx, account_id)
    for case_id, seq in moved["cases"]:
        merges.move_case(tx, case_id, other_id, seq)
    _part_friends(tx, kept_id, other_id, moved["friends"])
    kept_at, other_at = (datetime.fromisoformat(text) for text in moved["joined"])
    people.change_member(tx, kept_id, joined_at=kept_at, invited_by=moved["invited"][0])
    people.change_member(
        tx,
        other_id,
        joined_at=other_at,
        invited_by=moved["invited"][1],
        step=Step.JOINED.value,
        merged_into=None,
    )
    _empty(tx, merge, vault)
    if moved.get("city") and people.told(tx, kept_id).city == moved["city"]:
        people.change_member(tx, kept_id, city="")
    _part_tiers(tx, merge, now)
    _part_wishes(tx, kept_id, moved.get("wishes"))
    if moved["ads"] and not people.consent(tx, kept_id, ADVERTISING):
        people.consent_again(tx, kept_id, ADVERTISING, now, given=True)


# --- tiers and steps ---


def _join_tiers(tx: Connection, kept_id: int, other_id: int, now: datetime) -> dict[str, Any]:
    kept, other = standings.held(tx, kept_id), standings.held(tx, other_id)
    now_held = merged_tier(kept, other, shop_rows.programme(tx))
    since = [standings.since(tx, one) for one in (kept_id, other_id)]
    carry = steps.carry(tx, other_id)
    if now_held != kept:
        standings.keep(tx, kept_id, now_held, now)
    standings.keep(tx, other_id, closed_tier(), now)
    steps.move_carry(tx, kept_id, carry)
    steps.move_carry(tx, other_id, -carry)
    held = {"kept": held_values(kept), "other": held_values(other), "then": held_values(now_held)}
    return {**held, "carry": carry, "since": [one.isoformat() if one else "" for one in since]}


def _part_tiers(tx: Connection, merge: Merge, now: datetime) -> None:
    """A tier reached since by the kept card stays. Merges of an older version did not keep since when."""
    moved = merge.moved["tier"]
    if "since" in moved:
        since = [datetime.fromisoformat(text) if text else None for text in moved["since"]]
    else:
        since = [now, now]
    if held_values(standings.held(tx, merge.kept_id)) == moved["then"]:
        standings.keep(tx, merge.kept_id, held_of(moved["kept"]), since[0])
    standings.keep(tx, merge.other_id, held_of(moved["other"]), since[1])
    steps.move_carry(tx, merge.kept_id, -moved["carry"])
    steps.move_carry(tx, merge.other_id, moved["carry"])


# --- what a person said of himself ---


def _join_consents(tx: Connection, kept_id: int, other_id: int, now: datetime) -> bool:
    """Advertising is allowed when it was on both cards; whether the kept one lost it."""
    loses = people.consent(tx, kept_id, ADVERTISING) and not people.consent(tx, other_id, ADVERTISING)
    if loses:
        people.consent_again(tx, kept_id, ADVERTISING, now, given=False)
    return loses


def _join_wishes(tx: Connection, kept_id: int, other_id: int) -> dict[str, Any] | None:
    """What was muted on either card stays muted; hours and zone are the kept card's, if it has chosen any.

    Returns what the kept card had chosen before and has now; None when the other card had no wishes.
    """
    kept, other = preferences.chosen(tx, kept_id), preferences.chosen(tx, other_id)
    if other is None:
        return None
    joined = other if kept is None else replace(kept, muted=frozenset(kept.muted) | frozenset(other.muted))
    preferences.keep(tx, kept_id, joined)
    before = None if kept is None else preferences.values_of(kept)
    return {"before": before, "then": preferences.values_of(joined)}


def _part_wishes(tx: Connection, kept_id: int, moved: Mapping[str, Any] | None) -> None:
    """What the kept card has chosen since stays; the other card's wishes never left it."""
    present = preferences.chosen(tx, kept_id)
    if moved is None or present is None or preferences.values_of(present) != moved["then"]:
        return
    if moved["before"] is None:
        preferences.forget(tx, kept_id)
    else:
        preferences.put_back(tx, kept_id, moved["before"])


def _fill(tx: Connection, merge_id: int, kept_id: int, other_id: int, vault: Vault) -> list[str]:
    """Phone and birthday of the other card fill what the kept one lacks; which they were."""
    kept, sealed = people.told(tx, kept_id), merges.sealed_of(tx, other_id)
    merges.keep_sealed(tx, merge_id, sealed)
    _forget(tx, other_id)
    filled: dict[str, Any] = {}
    if kept.phone_index is None and (phone := _unsealed(vault, SEALED_PHONE, other_id, sealed.phone)):
        filled["phone"] = vault.seal(SEALED_PHONE, str(kept_id), phone)
        filled["phone_index"] = sealed.phone_index
    born = _unsealed(vault, SEALED_BIRTHDAY, other_id, sealed.birthday)
    if kept.birthday is None and born:
        filled["birthday"] = vault.seal(SEALED_BIRTHDAY, str(kept_id), born)
        filled |= {"birthday_index": sealed.birthday_index, "birthday_at": sealed.birthday_at}
    if filled:
        people.change_member(tx, kept_id, **filled)
    return sorted(filled)


def _fill_city(tx: Connection, kept_id: int, other_id: int) -> str:
    """The city of the other card, if the kept one has none; "" when nothing was filled."""
    city = people.told(tx, other_id).city
    if not city or people.told(tx, kept_id).city:
        return ""
    people.change_member(tx, kept_id, city=city)
    return city


def _empty(tx: Connection, merge: Merge, vault: Vault) -> None:
    """What came from the other card goes back, unless it was changed since."""
    sealed, present = merges.sealed(tx, merge.id), merges.sealed_of(tx, merge.kept_id)
    if "phone" in merge.moved["filled"] and present.phone_index == sealed.phone_index:
        people.change_member(tx, merge.kept_id, phone=None, phone_index=None)
    born = _unsealed(vault, SEALED_BIRTHDAY, merge.kept_id, present.birthday)
    if "birthday" in merge.moved["filled"] and born == _unsealed(
        vault, SEALED_BIRTHDAY, merge.other_id, sealed.birthday
    ):
        people.change_member(tx, merge.kept_id, birthday=None, birthday_index=None, birthday_at=None)
    merges.put_back_sealed(tx, merge.other_id, sealed)


def _forget(tx: Connection, member_id: int) -> None:
    empty = {"phone": None, "phone_index": None, "birthday": None, "birthday_index": None}
    people.change_member(tx, member_id, birthday_at=None, **empty)


def _unsealed(vault: Vault, field: str, member_id: int, sealed: bytes | None) -> str:
    """ "" for what was not told, or sealed with another key."""
    try:
        return vault.unseal(field, str(member_id), sealed) if sealed else ""
    except SealBrokenError:
        return ""


# --- friends ---


def _join_friends(tx: Connection, kept_id: int, other_id: int, *, swap: bool) -> dict[str, Any]:
    """The person came as the older card came; nobody is rewarded for bringing him a second time."""
    if swap:
        merges.swap_friends(tx, kept_id, other_id)
    ended = []
    for row in (referrals.of_friend(tx, kept_id), referrals.of_friend(tx, other_id)):
        if row is not None and row.state in UNFINISHED and _is_no_news(row, kept_id, other_id):
            ended.append([row.id, row.state.value, row.because.value])
            referrals.change(tx, row, FriendState.VOID, reason=Because.REJOINED.value)
    return {"swapped": swap, "ended": ended}


def _is_no_news(row: Referral, kept_id: int, other_id: int) -> bool:
    return row.friend_id == other_id or row.inviter_id in (kept_id, other_id)


def _part_friends(tx: Connection, kept_id: int, other_id: int, moved: dict[str, Any]) -> None:
    if moved["swapped"]:
        merges.swap_friends(tx, kept_id, other_id)
    ended = {one[0]: one for one in moved["ended"]}
    for row in (referrals.of_friend(tx, kept_id), referrals.of_friend(tx, other_id)):
        if row is not None and row.id in ended and row.state is FriendState.VOID:
            _, state, because = ended[row.id]
            referrals.change(tx, row, FriendState(state), reason=because)
