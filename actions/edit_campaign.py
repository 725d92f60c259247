"""An owner writes a campaign: what he taps and types becomes its draft, a revision for each change.

Whoever acts on a revision that is past is shown the present state, and nothing changes.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from actions.held_benefits import day_of
from actions.rights import may
from actions.shop import Shop
from loyalty.benefits import Effect
from loyalty.campaign_edits import (
    Draft,
    Question,
    Sent,
    answered,
    copied,
    has_place,
    is_open,
    packed_question,
    read_question,
    turned,
    with_code,
)
from loyalty.campaign_views import CampaignDesk
from loyalty.campaigns import BROADCAST, DEFAULT_CONTROL_BP, Campaign, CampaignState
from loyalty.messages import MessageClass
from loyalty.programme import Programme
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from storage import campaigns, codes, people
from storage import shop as rows
from storage.database import Connection

QUESTION = "campaign"
Edit = Callable[[Connection, Draft, Programme], Draft | Refused]
TitleOf = Callable[[Effect, Programme], str]


async def show_campaign(shop: Shop, actor_id: int, campaign_id: int) -> CampaignDesk | Refused:
    """The campaign as it stands. Refuses NOT_OWNER, CAMPAIGN_UNKNOWN."""
    now = shop.now()
    return await shop.db.read(
        lambda tx: may(tx, actor_id, Right.RUN) or desk_of(tx, campaign_id, now) or _unknown()
    )


async def new_broadcast(shop: Shop, actor_id: int, account_id: int) -> CampaignDesk | Refused:
    """An empty draft, and the question for its words. Refuses NOT_OWNER."""
    now = shop.now()

    def write(tx: Connection) -> CampaignDesk | Refused:
        if refused := may(tx, actor_id, Right.RUN):
            return refused
        new = Campaign(
            id=0,
            kind=BROADCAST,
            title="",
            state=CampaignState.DRAFT,
            revision=0,
            message_class=MessageClass.NEWS,
            control_bp=DEFAULT_CONTROL_BP,
        )
        return _asked(tx, account_id, Question(_add(tx, new, actor_id, account_id, now), 0, "body"), now)

    return await shop.db.write(write)


async def copy_broadcast(
    shop: Shop, actor_id: int, account_id: int, campaign_id: int
) -> CampaignDesk | Refused:
    """A new draft that says what an earlier broadcast said. Refuses NOT_OWNER, CAMPAIGN_UNKNOWN."""
    now = shop.now()

    def write(tx: Connection) -> CampaignDesk | Refused:
        if refused := may(tx, actor_id, Right.RUN):
            return refused
        old = desk_of(tx, campaign_id, now)
        if old is None or old.campaign.kind != BROADCAST:
            return _unknown()
        new_id = _add(tx, copied(old.draft).campaign, actor_id, account_id, now)
        for content in old.draft.contents:
            campaigns.say(tx, new_id, content)
        return desk_of(tx, new_id, now) or _unknown()

    return await shop.db.write(write)


async def delete_draft(
    shop: Shop, actor_id: int, campaign_id: int, revision: int
) -> CampaignDesk | Refused | None:
    """The draft is gone: None. One that was changed or started meanwhile stays and is shown.

    Refuses NOT_OWNER, CAMPAIGN_UNKNOWN.
    """
    now = shop.now()

    def write(tx: Connection) -> CampaignDesk | Refused | None:
        desk = may(tx, actor_id, Right.RUN) or desk_of(tx, campaign_id, now) or _unknown()
        if isinstance(desk, Refused):
            return desk
        one = desk.campaign
        if one.kind != BROADCAST or one.state is not CampaignState.DRAFT or one.revision != revision:
            return replace(desk, moved=True)
        campaigns.drop(tx, campaign_id)
        return None

    return await shop.db.write(write)


async def turn_campaign(
    shop: Shop, actor_id: int, campaign_id: int, revision: int, said: tuple[str, ...]
) -> CampaignDesk | Refused:
    """A button of the draft. Refuses NOT_OWNER, CAMPAIGN_UNKNOWN, CAMPAIGN_MOVED."""
    now = shop.now()

    def edit(_: Connection, draft: Draft, programme: Programme) -> Draft | Refused:
        return turned(draft, said, now, ZoneInfo(programme.time_zone))

    return await shop.db.write(lambda tx: _edited(tx, actor_id, campaign_id, revision, edit, now))


async def choose_code(
    shop: Shop, actor_id: int, campaign_id: int, revision: int, code_campaign_id: int, title_of: TitleOf
) -> CampaignDesk | Refused:
    """A promo code that exists goes with it; title_of: what it gives, in words.

    Refuses NOT_OWNER, CAMPAIGN_UNKNOWN, CODE_OVER.
    """
    now = shop.now()

    def edit(tx: Connection, draft: Draft, programme: Programme) -> Draft | Refused:
        found = codes.campaign(tx, code_campaign_id)
        today = day_of(programme, now)
        if found is None or not found.active or (found.last_day is not None and found.last_day < today):
            return Refused(Refusal.CODE_OVER)
        return with_code(draft, found.id, title_of(found.effect, programme))

    return await shop.db.write(lambda tx: _edited(tx, actor_id, campaign_id, revision, edit, now))


async def ask_campaign(
    shop: Shop, actor_id: int, account_id: int, question: Question
) -> CampaignDesk | Refused:
    """What the owner sends next is the answer. Refuses NOT_OWNER, CAMPAIGN_UNKNOWN."""
    now = shop.now()

    def write(tx: Connection) -> CampaignDesk | Refused:
        desk = may(tx, actor_id, Right.RUN) or desk_of(tx, question.campaign_id, now) or _unknown()
        if isinstance(desk, Refused):
            return desk
        ready = _may_be_fixed if question.what == "fix" else _is_present
        if not ready(desk, question.revision) or not _fits(desk, question):
            return replace(desk, moved=True)
        return _asked(tx, account_id, question, now)

    return await shop.db.write(write)


async def answer_campaign(
    shop: Shop, actor_id: int, account_id: int, sent: Sent, title_of: TitleOf
) -> CampaignDesk | Refused:
    """The owner sent an answer; a slip leaves the question open. title_of: what an offer is called.

    Refuses NOT_OWNER, CAMPAIGN_UNKNOWN, and as loyalty.campaign_edits.answered.
    """
    now = shop.now()

    def write(tx: Connection) -> CampaignDesk | Refused:
        asked = asked_of(tx, actor_id)
        if asked is None:
            return may(tx, actor_id, Right.RUN) or _unknown()

        def edit(_: Connection, draft: Draft, programme: Programme) -> Draft | Refused:
            after = answered(draft, asked, sent, programme, now)
            return after if isinstance(after, Refused) else _titled(after, programme, title_of)

        if sent.album:
            return album_refused(tx, account_id, asked, sent, now)
        desk = _edited(tx, actor_id, asked.campaign_id, asked.revision, edit, now)
        if isinstance(desk, Refused):
            return desk
        if not desk.moved:
            people.stop_asking(tx, account_id)
        elif is_open(desk.campaign) and _fits(desk, asked):
            # What he wrote is not put over what somebody else did meanwhile unless he sends it again.
            again = replace(asked, revision=desk.campaign.revision)
            people.ask(tx, account_id, QUESTION, packed_question(again), now)
        return replace(desk, question=asked)

    return await shop.db.write(write)


async def record_preview(
    shop: Shop, actor_id: int, account_id: int, campaign_id: int, revision: int
) -> CampaignDesk | Refused:
    """The owner has got this revision as messages; he is the one who is told how it goes.

    Refuses NOT_OWNER, CAMPAIGN_UNKNOWN.
    """
    now = shop.now()

    def write(tx: Connection) -> CampaignDesk | Refused:
        desk = may(tx, actor_id, Right.RUN) or desk_of(tx, campaign_id, now) or _unknown()
        if isinstance(desk, Refused):
            return desk
        if desk.campaign.revision != revision:
            return replace(desk, moved=True)
        author = {"author_id": actor_id, "author_account_id": account_id}
        campaigns.change(tx, campaign_id, previewed=revision, **author)
        return desk_of(tx, campaign_id, now) or _unknown()

    return await shop.db.write(write)


def desk_of(tx: Connection, campaign_id: int, now: datetime) -> CampaignDesk | None:
    """The campaign as it stands; None when there is none."""
    found = campaigns.find(tx, campaign_id)
    if found is None:
        return None
    draft = Draft(found, tuple(campaigns.contents_of(tx, campaign_id)))
    return CampaignDesk(draft, rows.programme(tx), now)


def asked_of(tx: Connection, actor_id: int) -> Question | None:
    """What this owner was asked about a campaign, if that was his last question."""
    speaker = people.speaker_of(tx, actor_id)
    return read_question(speaker.about) if speaker and speaker.question == QUESTION else None


def album_refused(tx: Connection, account_id: int, asked: Question, sent: Sent, now: datetime) -> Refused:
    """Several pictures are too many: said once, the others of the same album are refused as "again"."""
    people.ask(tx, account_id, QUESTION, packed_question(replace(asked, album=sent.album)), now)
    return Refused(Refusal.MEDIA_ODD, {"what": "again" if sent.album == asked.album else sent.odd})


def _unknown() -> Refused:
    return Refused(Refusal.CAMPAIGN_UNKNOWN)


def _is_present(desk: CampaignDesk, revision: int) -> bool:
    return desk.campaign.revision == revision and is_open(desk.campaign)


def _may_be_fixed(desk: CampaignDesk, revision: int) -> bool:
    """Whether what was sent can say something else."""
    one = desk.campaign
    return one.revision == revision and one.kind == BROADCAST and one.state is not CampaignState.DRAFT


def _fits(desk: CampaignDesk, question: Question) -> bool:
    return has_place(desk.draft, question.variant, question.language)


def _add(tx: Connection, new: Campaign, actor_id: int, account_id: int, now: datetime) -> int:
    return campaigns.add(tx, replace(new, author_id=actor_id, author_account_id=account_id), now)


def _asked(tx: Connection, account_id: int, question: Question, now: datetime) -> CampaignDesk | Refused:
    people.ask(tx, account_id, QUESTION, packed_question(question), now)
    desk = desk_of(tx, question.campaign_id, now)
    return _unknown() if desk is None else replace(desk, question=question)


def _titled(draft: Draft, programme: Programme, title_of: TitleOf) -> Draft:
    """An offer is called by what it gives."""
    gift = draft.campaign.gift
    if gift.kind != "offer" or gift.title:
        return draft
    gift = replace(gift, title=title_of(gift.effect, programme))
    return replace(draft, campaign=replace(draft.campaign, gift=gift))


def _edited(
    tx: Connection, actor_id: int, campaign_id: int, revision: int, edit: Edit, now: datetime
) -> CampaignDesk | Refused:
    desk = may(tx, actor_id, Right.RUN) or desk_of(tx, campaign_id, now) or _unknown()
    if isinstance(desk, Refused):
        return desk
    if not _is_present(desk, revision):
        return replace(desk, moved=True)
    after = edit(tx, desk.draft, desk.programme)
    if isinstance(after, Refused):
        return after
    if after != desk.draft:
        _keep(tx, desk.draft, after)
    return desk_of(tx, campaign_id, now) or _unknown()


def _keep(tx: Connection, before: Draft, after: Draft) -> None:
    one = before.campaign
    revision, previewed = one.revision + 1, one.previewed
    if previewed == one.revision and (before.contents, one.gift) == (after.contents, after.campaign.gift):
        previewed = revision  # the message he has seen is still the one that goes
    campaigns.keep(tx, replace(after.campaign, id=one.id, revision=revision, previewed=previewed))
    places = {(content.variant, content.language) for content in after.contents}
    for content in before.contents:
        if (content.variant, content.language) not in places:
            campaigns.unsay(tx, one.id, content.variant, content.language)
    for content in after.contents:
        if content not in before.contents:
            campaigns.say(tx, one.id, content)
