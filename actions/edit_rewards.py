"""The owner's catalogue: what can be had for points, at which price, how many pieces, how often for one."""

from dataclasses import asdict
from datetime import datetime

from actions.rights import may
from actions.shop import Shop
from loyalty.refusals import Refusal, Refused
from loyalty.rewards import MOST_REWARDS, Reward, RewardDraft, RewardField, reward_value
from loyalty.rights import Right
from storage import people, rewards
from storage.database import Connection
from storage.values import packed, unpacked

QUESTION = "reward"
# Fields that may be said to have no end: None pieces, 0 times.
ENDLESS = {RewardField.STOCK: None, RewardField.LIMIT: 0}
COLUMNS = {
    RewardField.NAME: "name",
    RewardField.PRICE: "price_points",
    RewardField.STOCK: "stock",
    RewardField.LIMIT: "per_member",
}


async def list_rewards(shop: Shop, actor_id: int) -> tuple[Reward, ...] | Refused:
    """The whole catalogue, what is switched off last. Refuses NOT_OWNER."""

    def read(tx: Connection) -> tuple[Reward, ...] | Refused:
        if refused := may(tx, actor_id, Right.RUN):
            return refused
        return tuple(rewards.catalogue(tx, active_only=False))

    return await shop.db.read(read)


async def show_reward(shop: Shop, actor_id: int, reward_id: int) -> Reward | Refused:
    """One reward with everything about it. Refuses NOT_OWNER, REWARD_GONE."""
    return await shop.db.read(lambda tx: _reward(tx, actor_id, reward_id))


async def ask_reward(
    shop: Shop, actor_id: int, account_id: int, field: RewardField, reward_id: int = 0
) -> RewardDraft | Refused:
    """The owner's next text says this about a reward; reward_id 0: about a new one.

    Refuses NOT_OWNER, REWARD_GONE, TOO_MANY_REWARDS.
    """
    now = shop.now()

    def write(tx: Connection) -> RewardDraft | Refused:
        found = _reward(tx, actor_id, reward_id) if reward_id else _room(tx, actor_id)
        if isinstance(found, Refused):
            return found
        draft = RewardDraft(field if reward_id else RewardField.NAME, reward_id)
        _ask(tx, account_id, draft, now)
        return draft

    return await shop.db.write(write)


async def answer_reward(
    shop: Shop, actor_id: int, account_id: int, text: str | None
) -> RewardDraft | Reward | Refused:
    """The answer as typed, or None for "no end"; the next question, or the reward when there is none.

    Refuses NOT_OWNER, REWARD_GONE, REWARD_NAME_UNCLEAR, COUNT_UNCLEAR, TOO_MANY_REWARDS.
    """
    now = shop.now()
    return await shop.db.write(lambda tx: _answer(tx, actor_id, account_id, text, now))


async def switch_reward(shop: Shop, actor_id: int, reward_id: int, *, active: bool) -> Reward | Refused:
    """Put a reward on the shelf or take it off; what was claimed stays. Refuses as `ask_reward`."""

    def write(tx: Connection) -> Reward | Refused:
        found = _reward(tx, actor_id, reward_id)
        if isinstance(found, Refused):
            return found
        full = _room(tx, actor_id) if active and not found.active else None
        if full is not None:
            return full
        rewards.change_reward(tx, reward_id, active=active)
        return _reward(tx, actor_id, reward_id)

    return await shop.db.write(write)


async def mark_donation(shop: Shop, actor_id: int, reward_id: int, *, donation: bool) -> Reward | Refused:
    """Say whether the points go to a good cause and nothing is handed over.

    Refuses NOT_OWNER, REWARD_GONE.
    """

    def write(tx: Connection) -> Reward | Refused:
        found = _reward(tx, actor_id, reward_id)
        if isinstance(found, Refused):
            return found
        rewards.change_reward(tx, reward_id, donation=donation)
        return _reward(tx, actor_id, reward_id)

    return await shop.db.write(write)


def _reward(tx: Connection, actor_id: int, reward_id: int) -> Reward | Refused:
    if refused := may(tx, actor_id, Right.RUN):
        return refused
    return rewards.reward(tx, reward_id) or Refused(Refusal.REWARD_GONE)


def _room(tx: Connection, actor_id: int) -> Refused | None:
    if refused := may(tx, actor_id, Right.RUN):
        return refused
    full = rewards.count_active(tx) >= MOST_REWARDS
    return Refused(Refusal.TOO_MANY_REWARDS, {"most": MOST_REWARDS}) if full else None


def _ask(tx: Connection, account_id: int, draft: RewardDraft, now: datetime) -> None:
    people.ask(tx, account_id, QUESTION, packed(asdict(draft)), now)


def _answer(
    tx: Connection, actor_id: int, account_id: int, text: str | None, now: datetime
) -> RewardDraft | Reward | Refused:
    speaker = people.speaker_of(tx, actor_id)
    if speaker is None or speaker.question != QUESTION:
        return Refused(Refusal.REWARD_GONE)
    kept = unpacked(speaker.about)
    draft = RewardDraft(**kept | {"field": RewardField(kept["field"])})
    found = _reward(tx, actor_id, draft.reward_id) if draft.reward_id else _room(tx, actor_id)
    if isinstance(found, Refused):
        return found
    endless = text is None and draft.field in ENDLESS
    value = ENDLESS[draft.field] if endless else reward_value(draft.field, text or "")
    if isinstance(value, Refused):
        return value
    if not draft.reward_id and draft.field is not RewardField.LIMIT:
        following = draft.after(value)
        _ask(tx, account_id, following, now)
        return following
    people.stop_asking(tx, account_id)
    if draft.reward_id:
        rewards.change_reward(tx, draft.reward_id, **{COLUMNS[draft.field]: value})
        return _reward(tx, actor_id, draft.reward_id)
    limit = int(value or 0)
    added = rewards.add_reward(tx, draft.name, draft.price_points, draft.stock, limit, actor_id, now)
    return _reward(tx, actor_id, added)
