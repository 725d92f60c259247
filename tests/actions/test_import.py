"""Members, balances and past purchases of another programme come in, and go out again (rules.md 80)."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from actions.expire_points import expire_points
from actions.import_members import begin_import, drop_import, look_at_import, resume_import, stop_import
from actions.import_work import AT_ONCE, run_import, run_imports
from actions.join import Consent, give_consent, share_phone, tell_birthday, tell_name
from actions.operation import Operation, record
from actions.profile import change_phone, show_settings
from actions.prune import prune
from actions.undo_import import undo_import
from actions.verify import verify_ledger
from loyalty.import_rows import Fault
from loyalty.importing import ImportState, ImportView, Mode
from loyalty.ledger import Kind, Posting
from loyalty.refusals import Refusal, Refused
from storage import ledger, people, sales, standings
from storage import shop as shop_rows
from storage.database import Connection
from storage.schema import entries, import_rows, imports, lots, members, notices, purchases
from tests.actions.buying import bought, ruled
from tests.actions.importing import imported, looked, now, table
from tests.actions.people import Actor, Cast
from tests.clockwork.stand import HandClock

ANNA = "+79001234567"
PAVEL = "+79001234568"


@pytest.fixture(autouse=True)
async def books(cast: Cast) -> AsyncIterator[None]:
    """Whatever happened, the books add up."""
    yield
    assert (await verify_ledger(cast.shop)).faults == ()


async def member_by(cast: Cast, phone: str) -> people.Member | None:
    index = cast.shop.vault.index("phone", phone)
    return await cast.shop.db.read(lambda tx: people.find_member(tx, "phone_index", index))


async def points(cast: Cast, member_id: int) -> int:
    return (await cast.shop.db.read(lambda tx: ledger.head(tx, member_id))).points


async def with_phone(cast: Cast, name: str, phone: str) -> Actor:
    """Somebody who joins and shares this phone."""
    someone = await cast.stranger(name)
    for kind in ("personal", "advertising"):
        given = Consent(kind, given=True, text_version="1", language="ru")
        await give_consent(cast.shop, someone.member_id, given)
    await tell_name(cast.shop, someone.member_id, name)
    await share_phone(cast.shop, someone.member_id, phone)
    someone = await cast.actor(someone.external_id)
    await tell_birthday(cast.shop, someone.member_id, None)
    return someone


async def burns_without_reminders(cast: Cast) -> None:
    programme = await cast.shop.db.read(shop_rows.programme)
    await ruled(cast.shop, terms=replace(programme.terms, remind_first=False))


async def told(cast: Cast) -> list[str]:
    return [row.kind for row in await cast.stand.rows(notices) if row.kind not in ("commands", "edit.import")]


async def test_rule_80_the_look_changes_nothing(cast: Cast) -> None:
    anna = await with_phone(cast, "Анна", ANNA)
    before = len(await cast.stand.rows(members))
    view = await looked(
        cast, table(f"{ANNA};Анна;250", f"{PAVEL};Павел;100", f"{PAVEL};Павел;100", "никто;Нина;5")
    )
    assert (view.fresh, view.known, view.points, view.total) == (1, 1, 350, 2)
    assert [(row.number, row.fault) for row in view.bad] == [(4, Fault.DOUBLE), (5, Fault.PHONE)]
    assert len(await cast.stand.rows(members)) == before
    assert await points(cast, anna.member_id) == 0


async def test_rule_80_points_are_added_and_nobody_is_told_or_given_a_gift(cast: Cast) -> None:
    anna = await with_phone(cast, "Анна", ANNA)
    before = await told(cast)
    view = await imported(cast, table(f"{ANNA};Анна;250", f"{PAVEL};=1+1;100"))
    assert view.state is ImportState.DONE
    assert view.figures == {"changed": 2, "raised": 350, "made": 1}
    assert await told(cast) == before
    pavel = await member_by(cast, PAVEL)
    assert pavel is not None
    assert (pavel.name, pavel.points, await points(cast, anna.member_id)) == ("=1+1", 100, 250)
    kinds = [row.kind for row in await cast.stand.rows(lots)]
    assert kinds == [Kind.IMPORTED, Kind.IMPORTED]


async def test_rule_80_set_takes_what_is_too_much_and_add_does_not(cast: Cast) -> None:
    anna = await with_phone(cast, "Анна", ANNA)
    await imported(cast, table(f"{ANNA};Анна;250"))
    view = await imported(cast, table(f"{ANNA};Анна;200", f"{PAVEL};Павел;"), Mode.SET)
    assert view.figures == {"changed": 1, "lowered": 50, "made": 1}
    assert await points(cast, anna.member_id) == 200
    await imported(cast, table(f"{ANNA};Анна;300"), Mode.SET)
    assert await points(cast, anna.member_id) == 300


async def test_rule_80_the_same_file_in_the_same_way_is_done_once(cast: Cast) -> None:
    content = table(f"{PAVEL};Павел;100")
    await imported(cast, content)
    again = await looked(cast, content)
    refused = await begin_import(cast.shop, cast.owner.member_id, again.import_id, Mode.ADD, "")
    assert isinstance(refused, Refused)
    assert refused.reason is Refusal.IMPORT_SAME
    assert isinstance(
        await begin_import(cast.shop, cast.owner.member_id, again.import_id, Mode.SET, ""), ImportView
    )
    await run_imports(cast.shop)
    pavel = await member_by(cast, PAVEL)
    assert pavel is not None
    assert pavel.points == 100


async def test_rule_80_the_file_says_when_points_burn(cast: Cast, clock: HandClock) -> None:
    await burns_without_reminders(cast)
    await imported(cast, f"phone;points;expires\n{PAVEL};100;04.05.2026".encode())
    pavel = await member_by(cast, PAVEL)
    assert pavel is not None
    clock.advance(86_400)
    await expire_points(cast.shop)
    assert await points(cast, pavel.id) == 100
    clock.advance(86_400)
    await expire_points(cast.shop)
    assert await points(cast, pavel.id) == 0


async def test_rule_80_an_import_is_undone_whole(cast: Cast) -> None:
    anna = await with_phone(cast, "Анна", ANNA)
    await imported(cast, table(f"{ANNA};Анна;500"))
    view = await imported(cast, table(f"{ANNA};Анна;200", f"{PAVEL};Павел;100"), Mode.SET)
    await undo_import(cast.shop, cast.owner.member_id, view.import_id, "78")
    await run_imports(cast.shop)
    undone = await now(cast, view)
    assert (undone.state, undone.figures["undone"]) == (ImportState.UNDONE, 2)
    assert await points(cast, anna.member_id) == 500
    assert await member_by(cast, PAVEL) is None
    assert "Павел" not in [row.name for row in await cast.stand.rows(members)]
    # What was undone may be imported again.
    await imported(cast, table(f"{ANNA};Анна;200", f"{PAVEL};Павел;100"), Mode.SET)
    assert await points(cast, anna.member_id) == 200


async def test_rule_80_an_import_stays_once_a_point_of_it_is_used(cast: Cast, clock: HandClock) -> None:
    await burns_without_reminders(cast)
    view = await imported(cast, f"phone;points;expires\n{PAVEL};100;03.05.2026\n{ANNA};5;".encode())
    clock.advance(2 * 86_400)
    await expire_points(cast.shop)
    refused = await undo_import(cast.shop, cast.owner.member_id, view.import_id, "78")
    assert refused == Refused(Refusal.IMPORT_USED, {"count": 1})


async def test_rule_80_what_is_used_while_it_is_undone_stays(cast: Cast, clock: HandClock) -> None:
    await burns_without_reminders(cast)
    view = await imported(cast, f"phone;points;expires\n{PAVEL};100;03.05.2026\n{ANNA};5;".encode())
    await undo_import(cast.shop, cast.owner.member_id, view.import_id, "78")
    clock.advance(2 * 86_400)
    await expire_points(cast.shop)
    await run_imports(cast.shop)
    figures = (await now(cast, view)).figures
    assert (figures["kept"], figures["undone"]) == (1, 1)


async def test_rule_80_a_debt_is_paid_by_the_import_and_owed_again_after_the_undoing(cast: Cast) -> None:
    anna = await with_phone(cast, "Анна", ANNA)

    def owe(tx: Connection) -> None:
        operation = record(tx, Operation("debt", {}, None, cast.clock.now()), {})
        posting = Posting(Kind.EARN_REVERSED, -50, None)
        ledger.post(tx, operation, anna.member_id, [posting], None, cast.clock.now())

    await cast.shop.db.write(owe)
    view = await imported(cast, table(f"{ANNA};Анна;200"), Mode.SET)
    head = await cast.shop.db.read(lambda tx: ledger.head(tx, anna.member_id))
    assert (head.points, head.debt) == (200, 0)
    await undo_import(cast.shop, cast.owner.member_id, view.import_id, "78")
    await run_imports(cast.shop)
    head = await cast.shop.db.read(lambda tx: ledger.head(tx, anna.member_id))
    assert (head.points, head.debt) == (-50, 50)


async def test_rule_80_an_import_stops_and_goes_on_after_a_restart(cast: Cast) -> None:
    rows = [f"+7900{number:07d};Имя {number};{number}" for number in range(1, 41)]
    view = await looked(cast, table(*rows))
    owner = cast.owner.member_id
    await begin_import(cast.shop, owner, view.import_id, Mode.ADD, "77")
    await run_import(cast.shop, view.import_id, most=8)
    stopped = await stop_import(cast.shop, owner, view.import_id)
    assert isinstance(stopped, ImportView)
    assert (stopped.state, stopped.done) == (ImportState.STOPPED, 8)
    assert await run_imports(cast.shop) == 0
    await resume_import(cast.shop, owner, view.import_id, "78")
    # A restarted process knows nothing but the database; two at once share the rows.
    other = replace(cast.shop)
    await run_imports(other)
    done = await now(cast, view)
    assert (done.state, done.done, done.figures["raised"]) == (ImportState.DONE, 40, sum(range(1, 41)))
    assert len(await cast.stand.rows(import_rows)) == 40
    assert [row.content for row in await cast.stand.rows(imports)] == [None]


async def test_rule_80_past_purchases_count_for_levels_and_bring_no_points(cast: Cast) -> None:
    await imported(cast, table(f"{PAVEL};Павел;100"))
    content = (
        f"Телефон;Дата;Сумма;Чек\n{PAVEL};30.04.2026;1 240,50;17\n"
        f"{PAVEL};29.04.2026;100;\n{ANNA};29.04.2026;5;"
    ).encode()
    view = await imported(cast, content)
    assert [row.fault for row in view.bad] == [Fault.STRANGER]
    pavel = await member_by(cast, PAVEL)
    assert pavel is not None
    since = cast.clock.now() - timedelta(days=365)
    programme = await cast.shop.db.read(shop_rows.programme)
    value = await cast.shop.db.read(lambda tx: standings.value(tx, pavel.id, programme.tier_metric, since))
    assert (value, pavel.points) == (1_340_50, 100)
    assert not await cast.shop.db.read(lambda tx: sales.has_paid(tx, pavel.id))
    await undo_import(cast.shop, cast.owner.member_id, view.import_id, "78")
    await run_imports(cast.shop)
    assert all(row.undone_at for row in await cast.stand.rows(purchases))


async def test_rule_80_only_an_owner_imports(cast: Cast) -> None:
    lena = cast.lena.member_id
    content = table(f"{PAVEL};Павел;100")
    assert await look_at_import(cast.shop, lena, "x", content) == Refused(Refusal.NOT_OWNER)
    view = await looked(cast, content)
    for refused in (
        await begin_import(cast.shop, lena, view.import_id, Mode.ADD, ""),
        await stop_import(cast.shop, lena, view.import_id),
        await drop_import(cast.shop, lena, view.import_id),
        await undo_import(cast.shop, lena, view.import_id, ""),
    ):
        assert refused == Refused(Refusal.NOT_OWNER)


async def test_a_step_out_of_order_is_refused(cast: Cast) -> None:
    owner = cast.owner.member_id
    view = await looked(cast, table(f"{PAVEL};Павел;100"))
    over = Refused(Refusal.IMPORT_OVER)
    assert await stop_import(cast.shop, owner, view.import_id) == over
    assert await undo_import(cast.shop, owner, view.import_id, "") == over
    assert await resume_import(cast.shop, owner, view.import_id, "") == over
    assert await begin_import(cast.shop, owner, 99, Mode.ADD, "") == over
    other = await looked(cast, table(f"{ANNA};Анна;100"))
    await begin_import(cast.shop, owner, other.import_id, Mode.ADD, "")
    busy = Refused(Refusal.IMPORT_BUSY)
    assert await begin_import(cast.shop, owner, view.import_id, Mode.ADD, "") == busy
    assert await drop_import(cast.shop, owner, view.import_id) is None
    assert await drop_import(cast.shop, owner, view.import_id) == over


async def test_a_file_nobody_decided_on_is_forgotten(cast: Cast, clock: HandClock) -> None:
    view = await looked(cast, table(f"{PAVEL};Павел;100"))
    clock.advance(25 * 3_600)
    await prune(cast.shop)
    assert (await now(cast, view)).state is ImportState.DROPPED
    assert [row.content for row in await cast.stand.rows(imports)] == [None]


async def test_phone_and_card_of_two_members_are_no_one_person(cast: Cast) -> None:
    await imported(cast, f"phone;card;points\n{PAVEL};17;5\n{ANNA};18;5".encode())
    view = await looked(cast, f"phone;card;points\n{PAVEL};18;5\n;17;6\n{PAVEL};;7".encode())
    assert [row.fault for row in view.bad] == [Fault.TWO_MEMBERS, Fault.DOUBLE]
    assert (view.known, view.points) == (1, 6)


async def test_rule_71_who_joins_with_the_phone_gets_what_waited_for_him(cast: Cast) -> None:
    await imported(cast, f"phone;name;points;birthday\n{PAVEL};Пётр;100;15.05.1990".encode())
    waiting = await member_by(cast, PAVEL)
    assert waiting is not None
    pavel = await with_phone(cast, "Павел", PAVEL)
    assert pavel.member_id == waiting.id
    assert await points(cast, pavel.member_id) == 100
    assert ("adopted", {"available": 100, "points": 100}) in await cast.told(pavel)
    settings = await show_settings(cast.shop, pavel.member_id)
    assert settings.phone_end == "4568"
    assert settings.birthday is not None
    assert await cast.shop.db.read(lambda tx: people.consent(tx, pavel.member_id, "advertising"))
    member = await cast.shop.db.read(lambda tx: people.member(tx, pavel.member_id))
    assert (member.name, member.step) == ("Павел", "joined")


async def test_rule_71_a_phone_told_later_brings_the_points_over(cast: Cast) -> None:
    anna = await cast.joined("Анна")
    view = await imported(cast, f"phone;name;points;birthday\n{ANNA};А.;100;15.05.1990".encode())
    assert await change_phone(cast.shop, anna.member_id, anna.account_id, ANNA) is None
    assert await points(cast, anna.member_id) == 100
    assert (await cast.told(anna))[-1] == ("adopted", {"available": 100, "points": 100})
    settings = await show_settings(cast.shop, anna.member_id)
    assert settings.birthday is not None
    refused = await undo_import(cast.shop, cast.owner.member_id, view.import_id, "")
    assert refused == Refused(Refusal.IMPORT_USED, {"count": 1})


async def test_rule_71_a_joined_members_phone_stays_his(cast: Cast) -> None:
    await with_phone(cast, "Анна", ANNA)
    other = await cast.joined("Павел")
    taken = Refused(Refusal.PHONE_TAKEN)
    assert await change_phone(cast.shop, other.member_id, other.account_id, ANNA) == taken


async def test_rule_71_an_owner_gets_his_points_on_the_card_he_works_with(cast: Cast) -> None:
    await imported(cast, table(f"{PAVEL};Ольга;100"))
    await cast.finish_joining(cast.owner, "Ольга")
    assert await change_phone(cast.shop, cast.owner.member_id, cast.owner.account_id, PAVEL) is None
    assert await points(cast, cast.owner.member_id) == 100


async def test_rule_71_an_adopted_member_buys_and_spends_like_any_other(cast: Cast) -> None:
    await imported(cast, table(f"{PAVEL};Павел;100"))
    pavel = await with_phone(cast, "Павел", PAVEL)
    await bought(cast, pavel, 1_000_00)
    assert await points(cast, pavel.member_id) == 150
    rows = await cast.shop.db.read(
        lambda tx: list(tx.scalars(select(entries.c.kind).where(entries.c.member_id == pavel.member_id)))
    )
    assert rows == [Kind.IMPORTED, Kind.EARNED]


async def test_two_thousand_rows_pass_in_short_turns(cast: Cast) -> None:
    rows = [f"+79{number:09d};Имя {number};{number}" for number in range(1, 2_001)]
    view = await looked(cast, table(*rows))
    await begin_import(cast.shop, cast.owner.member_id, view.import_id, Mode.ADD, "77")
    before = cast.shop.db.commits
    await run_import(cast.shop, view.import_id)
    assert cast.shop.db.commits - before >= len(rows) // AT_ONCE
    assert (await now(cast, view)).figures["made"] == len(rows)
