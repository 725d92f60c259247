"""What customers tell the shop: whose it is after a merge, what is left of it after erasure, who hears."""

from sqlalchemy import select

from actions.campaign_replies import interested, reply, subscribe_again, unsubscribe
from actions.click_campaign import show_card_pressed
from actions.complain import answer_request, ask_answer, close_request, complain, list_requests, show_request
from actions.undo_merge import undo_merge
from loyalty.campaigns import BROADCAST, Campaign, CampaignState, Content, Knob
from loyalty.feedback import LONGEST_WORDS, RequestKind, RequestList, RequestView
from loyalty.messages import MessageClass
from loyalty.refusals import Refusal
from loyalty.templates import utf16_length
from storage import campaigns, recipients, requests
from storage.database import Connection
from storage.schema import remarks
from tests.actions.buying import reason
from tests.actions.people import Actor, Cast
from tests.actions.test_erasure import erased
from tests.actions.test_merge import merged

KNOBS = (Knob("reply", "Да", "Да"), Knob("interested", "Хочу"), Knob("card", "Карта"))


async def complained(cast: Cast, who: Actor, text: str = "Остыл") -> int:
    """A complaint that is open; its id."""
    await complain(cast.shop, who.member_id, who.account_id, "nps", text)
    found = await cast.shop.db.read(lambda tx: requests.open_of(tx, RequestKind.COMPLAINT, who.member_id))
    assert found is not None
    return found.id


async def got(cast: Cast, who: Actor) -> tuple[int, int]:
    """He got a message: (campaign, recipient)."""
    now = cast.clock.now()

    def write(tx: Connection) -> tuple[int, int]:
        campaign = Campaign(0, BROADCAST, "Дегустация", CampaignState.RUNNING, 1, MessageClass.NEWS)
        campaign_id = campaigns.add(tx, campaign, now)
        campaigns.say(tx, campaign_id, Content(0, "", "Придёте?", buttons=KNOBS))
        recipients.add(tx, campaign_id, who.member_id, "", 0, now)
        (one,) = recipients.after_member(tx, campaign_id, 0, 5)
        return campaign_id, one.id

    return await cast.shop.db.write(write)


async def counted(cast: Cast, campaign_id: int) -> dict[str, int]:
    found = await cast.shop.db.read(lambda tx: campaigns.counts(tx, campaign_id))
    return {what: number for (_, what), number in found.items()}


async def test_a_complaint_goes_with_the_card_it_was_made_by_and_comes_back_with_it(cast: Cast) -> None:
    anna, twin = await cast.joined("Анна"), await cast.joined("Анна Вторая")
    case_id = await complained(cast, twin)
    done = await merged(cast, anna, twin)

    def whose(tx: Connection) -> int:
        found = requests.find(tx, case_id)
        assert found is not None
        return found.member_id

    assert await cast.shop.db.read(whose) == anna.member_id, "her news wait for it"
    owner = cast.owner
    view = await answer_request(cast.shop, owner.member_id, owner.account_id, case_id, "Простите!")
    assert isinstance(view, RequestView)
    assert (view.name, list(view.said)) == ("Анна", ["Остыл"])
    assert ("answered", {"remark": 2}) in await cast.told(anna)
    await undo_merge(cast.shop, owner.member_id, done.merge_id)
    assert await cast.shop.db.read(whose) == twin.member_id


async def test_nobody_writes_to_one_who_was_erased(cast: Cast) -> None:
    anna, owner = await cast.joined("Анна"), cast.owner
    case_id = await complained(cast, anna)
    assert isinstance(await ask_answer(cast.shop, owner.member_id, owner.account_id, case_id), RequestView)
    await erased(cast.shop, anna)
    late = await answer_request(cast.shop, owner.member_id, owner.account_id, case_id, "Анна, простите!")
    assert reason(late) is Refusal.CASE_CLOSED
    assert reason(await show_request(cast.shop, owner.member_id, case_id)) is Refusal.CASE_CLOSED
    assert await cast.shop.db.read(lambda tx: tx.execute(select(remarks)).all()) == []
    page = await list_requests(cast.shop, owner.member_id)
    assert isinstance(page, RequestList)
    assert page.lines == ()


async def test_two_who_close_at_once_close_it_once(cast: Cast) -> None:
    anna, owner = await cast.joined("Анна"), cast.owner.member_id
    case_id = await complained(cast, anna)
    for _ in range(2):
        view = await close_request(cast.shop, owner, case_id)
        assert isinstance(view, RequestView)
        assert not view.is_open
    again = await complained(cast, anna, "Снова")
    assert again != case_id, "what comes after that is another complaint"


async def test_words_of_any_length_fit_into_a_message(cast: Cast) -> None:
    anna = await cast.joined("Анна")
    case_id = await complained(cast, anna, "😡" * 2_048)
    view = await show_request(cast.shop, cast.owner.member_id, case_id)
    assert isinstance(view, RequestView)
    assert utf16_length(view.said[0]) <= LONGEST_WORDS
    assert view.said[0].endswith("😡…")


async def test_a_message_stays_its_readers_after_his_card_went_into_another(cast: Cast) -> None:
    anna, twin = await cast.joined("Анна"), await cast.joined("Анна Вторая")
    campaign_id, mine = await got(cast, twin)
    await merged(cast, anna, twin)
    assert await show_card_pressed(cast.shop, anna.member_id, mine) is None
    assert not isinstance(await reply(cast.shop, anna.member_id, anna.account_id, mine, 0), Refusal)
    assert reason(await interested(cast.shop, twin.member_id, mine)) is Refusal.CAMPAIGN_UNKNOWN
    assert await counted(cast, campaign_id) == {"clicked:2": 1}, "a message is clicked once"


async def test_turning_news_off_and_on_again_counts_once_a_message(cast: Cast) -> None:
    anna, boris = await cast.joined("Анна"), await cast.joined("Борис")
    campaign_id, mine = await got(cast, anna)
    for _ in range(3):
        assert await unsubscribe(cast.shop, anna.member_id, mine)
        await subscribe_again(cast.shop, anna.member_id)
    assert await unsubscribe(cast.shop, boris.member_id, mine), "his own news stop"
    assert await counted(cast, campaign_id) == {"unsubscribed": 1}
