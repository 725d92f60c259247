"""Telling the year of a birthday that was known put that birthday off and used up the change of a year."""

from actions.profile import birthday_of, change_birthday
from loyalty.birthdays import Birthday
from storage import people
from storage.database import Connection
from storage.people import Told
from tests.actions.people import Cast

DAY = 86_400.0


async def test_the_year_of_a_known_birthday_is_no_change_of_it(cast: Cast) -> None:
    anna = await cast.joined("Анна")

    async def told() -> Told:
        def read(tx: Connection) -> Told:
            return people.told(tx, anna.member_id)

        return await cast.shop.db.read(read)

    async def tells(birthday: Birthday) -> bool:
        return await change_birthday(cast.shop, anna.member_id, anna.account_id, birthday) is None

    assert await tells(Birthday(15, 8))
    first = (await told()).birthday_at
    cast.clock.advance(90 * DAY)
    assert await tells(Birthday(15, 8, 1990))
    assert (await told()).birthday_at == first
    assert birthday_of(cast.shop, anna.member_id, await told()) == Birthday(15, 8, 1990)
    cast.clock.advance(280 * DAY)
    assert await tells(Birthday(16, 8, 1990)), "the change of this year is still his"
