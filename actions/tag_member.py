"""Owners and managers tag members: words to find them by, and to write to them."""

from collections.abc import Callable

from actions.rights import may
from actions.shop import Shop
from loyalty.joining import Step
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from loyalty.tags import TagsView, clean_tag, decide_tag, key_of
from storage import people, tags
from storage.database import Connection

QUESTION = "tag"


async def show_tags(shop: Shop, actor_id: int, member_id: int) -> TagsView | Refused:
    """The tags of a member. Refuses NOT_STAFF, NOT_ALLOWED, MEMBER_UNKNOWN."""
    return await shop.db.read(lambda tx: _seen(tx, actor_id, member_id))


async def ask_tag(shop: Shop, actor_id: int, account_id: int, member_id: int) -> TagsView | Refused:
    """The next text is a tag for this member. Refuses as show_tags."""
    now = shop.now()
    return await _change(
        shop, actor_id, member_id, lambda tx, _: people.ask(tx, account_id, QUESTION, str(member_id), now)
    )


async def add_tag(
    shop: Shop, actor_id: int, account_id: int, member_id: int, text: str
) -> TagsView | Refused:
    """The member has this tag from now on. Refuses as show_tags, also LABEL_UNCLEAR, LIST_FULL."""
    now, tag = shop.now(), clean_tag(text)

    def add(tx: Connection, seen: TagsView) -> Refused | None:
        refused = tag if isinstance(tag, Refused) else decide_tag(seen.tags, tag)
        if isinstance(tag, Refused) or refused is not None:
            return refused
        tags.add(tx, member_id, tag, now)
        people.stop_asking_for(tx, account_id, QUESTION)
        return None

    return await _change(shop, actor_id, member_id, add)


async def remove_tag(shop: Shop, actor_id: int, member_id: int, key: str) -> TagsView | Refused:
    """The member loses the tag with this key, if he has it still. Refuses as show_tags."""

    def remove(tx: Connection, seen: TagsView) -> None:
        for tag in seen.tags:
            if key_of(tag) == key:
                tags.remove(tx, member_id, tag)

    return await _change(shop, actor_id, member_id, remove)


async def _change(
    shop: Shop, actor_id: int, member_id: int, work: Callable[[Connection, TagsView], Refused | None]
) -> TagsView | Refused:
    def write(tx: Connection) -> TagsView | Refused:
        seen = _seen(tx, actor_id, member_id)
        if isinstance(seen, Refused):
            return seen
        return work(tx, seen) or _seen(tx, actor_id, member_id)

    return await shop.db.write(write)


def _seen(tx: Connection, actor_id: int, member_id: int) -> TagsView | Refused:
    if refused := may(tx, actor_id, Right.SEE_MEMBERS):
        return refused
    member = people.find_member(tx, "id", member_id)
    if member is None or member.step != Step.JOINED:
        return Refused(Refusal.MEMBER_UNKNOWN)
    return TagsView(member_id, member.name, tags.of_member(tx, member_id))
