"""Two occasions of one automation wait for the same member: he is told one of them, not both at once."""

from loyalty.automations import Auto
from loyalty.campaigns import RecipientState
from tests.actions.people import Cast
from tests.actions.regulars import Regulars
from tests.clockwork.stand import claimed


async def test_two_holidays_that_waited_do_not_come_in_the_same_second(cast: Cast) -> None:
    shop = Regulars(cast)
    shop.go_to("2026-05-03", 1)
    auto = await shop.running(Auto.HOLIDAY, dates="05-03 05-04")
    anna = await shop.member()
    await shop.planned(auto)
    shop.go_to("2026-05-04", 13)
    mine = [one for one in await shop.planned(auto) if one.member_id == anna]
    assert [one.state for one in mine] == [RecipientState.WAITING] * 2
    sent = [one for one in await claimed(cast.stand, 50) if one.kind == "campaign" and one.member_id == anna]
    assert len(sent) == 1
