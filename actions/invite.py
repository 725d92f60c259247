"""A member's own invitation: the link, and the story of the friends it brought."""

from actions.shop import Shop
from loyalty.cards import TOKEN_ALPHABET, TOKEN_LENGTH, StartKind, format_start, start_link
from loyalty.joining import Step
from loyalty.referrals import InviteView
from loyalty.refusals import Refusal, Refused
from storage import people, referrals, staff
from storage import shop as rows
from storage.database import Connection

NEWEST_FRIENDS = 10


async def show_invite(shop: Shop, member_id: int) -> InviteView | Refused:
    """The member's invitation; its token is drawn when he asks for the first time. Refuses NOT_JOINED."""
    view = await shop.db.read(lambda tx: _show(tx, shop, member_id))
    if view is not None:
        return view
    token = shop.new_code(TOKEN_ALPHABET, TOKEN_LENGTH)
    await shop.db.write(lambda tx: referrals.keep_invite_token(tx, member_id, token))
    return await show_invite(shop, member_id)


def _show(tx: Connection, shop: Shop, member_id: int) -> InviteView | Refused | None:
    if people.member(tx, member_id).step != Step.JOINED:
        return Refused(Refusal.NOT_JOINED)
    token = referrals.invite_token(tx, member_id)
    if not token:
        return None
    joined, rewarded, points = referrals.counts(tx, member_id)
    return InviteView(
        link=start_link(shop.settings.bot_username, format_start(StartKind.INVITATION, token)),
        friends=referrals.story(tx, member_id, NEWEST_FRIENDS),
        joined=joined,
        rewarded=rewarded,
        earned_points=points,
        works_here=staff.facts(tx, member_id) is not None,
        programme=rows.programme(tx),
    )
