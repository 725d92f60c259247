"""The crowd that big figures are measured on is one a shop could have."""

from datetime import date
from pathlib import Path

from actions.statistics import are_complete
from bench.crowd import FIRST_PERSON, crowd, quiet_shop
from loyalty.statistics import STORE, MemberStats, Tallies, month_bit, months_of, words_of
from storage import people, stats
from storage.database import Connection

Figures = dict[int, tuple[MemberStats | None, Tallies]]


async def crowded(folder: Path) -> tuple[Figures, list[str]]:
    """What forty people bought, and who they are."""
    folder.mkdir()
    async with quiet_shop(folder) as shop:
        ids = await crowd(shop, 40, seed=3)

        def read(tx: Connection) -> tuple[Figures, list[str]]:
            assert are_complete(tx)
            speakers = [people.speaker(tx, "telegram", str(FIRST_PERSON + number)) for number in range(40)]
            assert [one.member_id for one in speakers if one] == list(ids)
            figures: Figures = {one: (stats.of_member(tx, one), stats.tallies(tx, one)) for one in ids}
            return figures, [one.name for one in speakers if one]

        return await shop.db.read(read)


async def test_its_figures_agree_with_each_other_and_come_again(tmp_path: Path) -> None:
    figures, names = await crowded(tmp_path / "one")
    assert (await crowded(tmp_path / "two"))[1] == names
    assert len(set(names)) > 5
    buyers = [(one, tallies) for one, tallies in figures.values() if one is not None]
    assert 20 < len(buyers) < 40
    for one, tallies in buyers:
        assert sum(one.weekdays) == sum(one.parts) == one.orders == one.days
        assert one.recent_days[-1] == one.last_day >= one.first_day
        assert one.weekdays[date.fromordinal(one.last_day).weekday()]
        assert one.months & month_bit(one.first_day)
        assert one.months & month_bit(one.last_day)
        assert months_of(words_of(one.months)) == one.months
        assert [tally.orders for (what, _), tally in tallies.items() if what == STORE] == [one.orders]
