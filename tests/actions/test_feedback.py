"""Questions to customers: who is asked and when, and what their answers add up to."""

from datetime import datetime

import pytest

from actions.preferences import change_topic
from actions.show_feedback import show_feedback
from loyalty.automations import Auto
from loyalty.campaigns import RecipientState
from loyalty.feedback import FeedbackView, Score
from loyalty.messages import Topic
from storage import recipients, replies
from storage.database import Connection
from storage.recipients import Recipient
from tests.actions.people import Cast
from tests.actions.regulars import Regulars, at


@pytest.fixture
def shop(cast: Cast) -> Regulars:
    regulars = Regulars(cast)
    regulars.go_to("2026-05-03")
    return regulars


async def answered(shop: Regulars, one: Recipient, question: str, said: str, when: datetime) -> None:
    """The message went, and this was the answer."""

    def write(tx: Connection) -> None:
        recipients.end(tx, one, RecipientState.SENT, when, message_id="7")
        replies.add(tx, one, question, said, when)

    await shop.shop.db.write(write)


async def figures(shop: Regulars) -> FeedbackView:
    view = await show_feedback(shop.shop, shop.cast.owner.member_id)
    assert isinstance(view, FeedbackView), view
    return view


async def test_the_question_goes_to_who_knows_the_shop_and_once_a_quarter(shop: Regulars) -> None:
    anna, new = await shop.member(), await shop.member()
    await shop.bought(anna, "2026-04-01", "2026-04-20")
    await shop.bought(new, "2026-05-02")
    auto = await shop.running(Auto.NPS)
    (third,) = await shop.bought(anna, "2026-05-03")
    await shop.bought(new, "2026-05-03")
    (planned,) = await shop.planned(auto)
    assert (planned.member_id, planned.occasion, planned.due_at) == (anna, str(third), at("2026-05-04"))
    shop.go_to("2026-07-31")
    await shop.bought(anna, "2026-07-31")
    assert len(await shop.planned(auto)) == 1, "89 days later"
    shop.go_to("2026-08-02")
    (late,) = await shop.bought(anna, "2026-08-02")
    assert await shop.occasions(auto) == [(anna, str(third)), (anna, str(late))]


@pytest.mark.parametrize("kind", [Auto.NPS, Auto.THANKS])
async def test_who_wants_no_questions_is_asked_none(shop: Regulars, kind: Auto) -> None:
    auto = await shop.running(kind)
    anna = await shop.member()
    await shop.bought(anna, "2026-05-01", "2026-05-02", "2026-05-03")
    planned = (await shop.planned(auto))[-1]
    assert await shop.wanted(planned) == ""
    await change_topic(shop.shop, anna, Topic.QUESTIONS, wanted=False)
    assert await shop.wanted(planned) == "muted"


async def test_reasons_are_told_by_month_of_the_shops_own_zone(shop: Regulars) -> None:
    auto = await shop.running(Auto.WHY, days=10, tenths=0, purchases=1)
    for _ in range(4):
        await shop.bought(await shop.member(), "2026-04-24")
    shop.go_to("2026-05-04")
    some = await shop.planned(auto)
    # Moscow is three hours ahead: the second of these is in June there, the last one too old.
    moments = ("2026-07-05 12:00", "2026-05-31 21:00", "2026-05-31 20:59", "2026-04-30 20:59")
    for one, moment, said in zip(some, moments, ("Дорого", "Далеко", "Дорого", "Дорого"), strict=True):
        await answered(shop, one, Auto.WHY, said, datetime.fromisoformat(f"{moment}+00:00"))
    shop.go_to("2026-07-20")
    found = [(one.month.month, dict(one.answers)) for one in (await figures(shop)).reasons]
    assert found == [(7, {"Дорого": 1}), (6, {"Далеко": 1}), (5, {"Дорого": 1})]


async def test_the_score_takes_the_newest_answer_of_each_and_says_how_many_were_asked(shop: Regulars) -> None:
    auto = await shop.running(Auto.NPS, purchases=1)
    for _ in range(31):
        await shop.bought(await shop.member(), "2026-05-03")
    planned = await shop.planned(auto)
    now = shop.shop.now()
    for one in planned[:30]:
        await answered(shop, one, Auto.NPS, "10", now)
    await shop.shop.db.write(lambda tx: recipients.end(tx, planned[30], RecipientState.SENT, now))
    view = await figures(shop)
    assert (view.score, view.asked) == (Score(30, 100, 0), 31)
    shop.go_to("2026-08-02")
    assert (await figures(shop)).score == Score(0), "ninety days later"
