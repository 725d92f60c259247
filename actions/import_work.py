"""Imports under way: worked off some rows at a time, so that sales pass between them, restart or not."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from actions import statistics
from actions.import_members import ROWS, SEALED
from actions.import_view import PROGRESS
from actions.operation import Operation, record
from actions.points import Term, give, purse, take
from actions.shop import Shop
from actions.undo_import import undo_some
from loyalty.birthdays import Birthday
from loyalty.bonuses import birthday_key
from loyalty.cards import DIGIT_ALPHABET, RANDOM_DIGITS, TOKEN_ALPHABET, TOKEN_LENGTH, card_number
from loyalty.earning import Quote
from loyalty.expiry import day_start
from loyalty.import_rows import ImportRow
from loyalty.importing import ImportState, Mode, What
from loyalty.joining import Step
from loyalty.ledger import Kind
from loyalty.programme import BASIC, Programme
from loyalty.wallet import spending_order
from storage import imports, ledger, notices, people
from storage import shop as rows
from storage.database import Connection
from storage.imports import Import, RowDone

# So many rows a transaction: about twenty milliseconds.
AT_ONCE = 8
# The message that shows how far it is changes every so many rows.
TOLD_EVERY = 400
TRIES = 3
SOURCE = "import"
REASON = "import"


@dataclass(frozen=True, slots=True)
class _Fresh:
    """Codes drawn for one new card; the first number that is free is taken."""

    token: str
    numbers: tuple[str, ...]


@dataclass(slots=True)
class _Turn:
    """One transaction's work: on which import, by which rules, and what it has come to so far."""

    tx: Connection
    shop: Shop
    job: Import
    programme: Programme
    now: datetime
    figures: dict[str, int]

    def count(self, name: str, more: int = 1) -> None:
        self.figures[name] = self.figures.get(name, 0) + more


async def run_imports(shop: Shop) -> int:
    """Work off everything that was begun, imports and their undoing; how many rows."""
    return sum([await run_import(shop, one.id) for one in await shop.db.read(imports.at_work)])


async def run_import(shop: Shop, import_id: int, most: int | None = None) -> int:
    """Work off one of them, at most about `most` rows for now; how many rows it was."""
    content = await _content(shop, import_id)
    done = 0
    while most is None or done < most:
        some = await _step(shop, import_id, content)
        if not some:
            break
        done += some
        shop.wake()
    return done


async def _content(shop: Shop, import_id: int) -> tuple[ImportRow, ...]:
    """The rows, opened once; none when they are worked off."""
    sealed = await shop.db.read(lambda tx: imports.content(tx, import_id))
    if sealed is None:
        return ()
    return await asyncio.to_thread(
        lambda: ROWS.validate_json(shop.vault.unseal(SEALED, str(import_id), sealed))
    )


async def _step(shop: Shop, import_id: int, content: Sequence[ImportRow]) -> int:
    if not content:
        return await shop.db.write(partial(undo_some, import_id=import_id, now=shop.now()))
    work = partial(_work_some, shop=shop, import_id=import_id, content=content, codes=_codes(shop))
    return await shop.db.write(work)


def _codes(shop: Shop) -> tuple[_Fresh, ...]:
    """Drawn outside the transaction, which must be a plain function of its inputs."""
    return tuple(
        _Fresh(
            shop.new_code(TOKEN_ALPHABET, TOKEN_LENGTH),
            tuple(card_number(shop.new_code(DIGIT_ALPHABET, RANDOM_DIGITS)) for _ in range(TRIES)),
        )
        for _ in range(AT_ONCE)
    )


def _work_some(
    tx: Connection, shop: Shop, import_id: int, content: Sequence[ImportRow], codes: Sequence[_Fresh]
) -> int:
    """The next rows, whole or not at all; how many. What was done before is known by the job's own count."""
    job = imports.find(tx, import_id)
    if job is None or job.state is not ImportState.RUNNING:
        return 0
    part = content[job.done : job.done + AT_ONCE]
    turn = _Turn(tx, shop, job, rows.programme(tx), shop.now(), dict(job.figures))
    for row, fresh in zip(part, codes, strict=False):
        _do(turn, row, fresh)
    done = job.done + len(part)
    ended = {"state": ImportState.DONE.value, "content": None, "ended_at": turn.now}
    finished = done >= len(content)
    imports.change(
        tx, import_id, ImportState.RUNNING, done=done, figures=turn.figures, **(ended if finished else {})
    )
    if finished or done // TOLD_EVERY != job.done // TOLD_EVERY:
        told = {"import": import_id, "message_id": job.message_id}
        notices.queue(tx, job.author_id, PROGRESS, told, turn.now)
    return len(part)


def _do(turn: _Turn, row: ImportRow, fresh: _Fresh) -> None:
    """One row: its member found or made, his points, his purchase of the past."""
    index = turn.shop.vault.index("phone", row.phone) if row.phone else None
    found = imports.whose(turn.tx, index, row.card)
    if len(found) > 1 or (turn.job.what == What.PURCHASES and not found):
        turn.count("left")
        return
    created = not found
    member_id = found.pop() if found else _create(turn, row, index, fresh)
    operation_id = _move(turn, member_id, row)
    purchase_id = _buy(turn, member_id, row)
    if created or operation_id or purchase_id:
        imports.add_row(
            turn.tx, turn.job.id, RowDone(row.number, member_id, created, operation_id, purchase_id)
        )


def _create(turn: _Turn, row: ImportRow, index: bytes | None, fresh: _Fresh) -> int:
    """A member who waits for his person; no account, so nothing can be sent to him."""
    number = next(n for n in fresh.numbers if people.find_member(turn.tx, "number", n) is None)
    member_id = people.add_member(turn.tx, number, fresh.token, Step.CONSENT, SOURCE, None, turn.now)
    vault, key = turn.shop.vault, str(member_id)
    told: dict[str, object] = {"name": row.name, "old_card": row.card or None, "member_since": row.joined}
    if row.phone:
        told |= {"phone": vault.seal("members:phone", key, row.phone), "phone_index": index}
    if row.birthday:
        day, month, year = row.birthday
        told |= {
            "birthday": vault.seal("members:birthday", key, f"{day}.{month}.{year or ''}"),
            "birthday_index": vault.index("birthday", birthday_key(Birthday(day, month))),
            "birthday_at": turn.now,
        }
    people.change_member(turn.tx, member_id, **told)
    turn.count("made")
    return member_id


def _move(turn: _Turn, member_id: int, row: ImportRow) -> int | None:
    """Bring the balance to where the row wants it; the operation that did, None when nothing moved."""
    tx, now = turn.tx, turn.now
    if row.points is None:
        return None
    there = ledger.head(tx, member_id).points if turn.job.mode == Mode.SET else 0
    points = row.points - there
    mine = purse(tx, member_id, turn.programme, now)
    if points < -sum(lot.free for lot in mine.lots):
        turn.count("left")  # an open sale has set some aside
        return None
    if not points:
        return None
    operation = Operation(f"import:{turn.job.id}:{row.number}", {"points": points}, turn.job.author_id, now)
    operation_id = record(tx, operation, {"points": points})
    by = turn.job.author_id
    if points > 0:
        term = _term(row, turn.programme)
        give(
            tx,
            operation_id,
            member_id,
            Kind.IMPORTED,
            points,
            turn.programme,
            now,
            actor_id=by,
            term=term,
            reason=REASON,
        )
    else:
        lots = spending_order(mine.lots)
        take(tx, operation_id, member_id, Kind.IMPORTED, -points, lots, now, actor_id=by, reason=REASON)
    turn.count("changed")
    turn.count("raised" if points > 0 else "lowered", abs(points))
    return operation_id


def _term(row: ImportRow, programme: Programme) -> Term | None:
    """The file's own last day, inclusive; None: the programme's terms."""
    if row.ends is None:
        return None
    return Term(day_start(row.ends + timedelta(days=1), ZoneInfo(programme.time_zone)))


def _buy(turn: _Turn, member_id: int, row: ImportRow) -> int | None:
    """A purchase of the past: for levels and reports, no points come of it."""
    if not row.amount_minor or row.day is None:
        return None
    at = min(datetime.combine(row.day, time(12), ZoneInfo(turn.programme.time_zone)), turn.now)
    amount = row.amount_minor
    quote = Quote(
        amount_minor=amount,
        due_minor=amount,
        spent_points=0,
        points_minor=0,
        money_minor=amount,
        base_minor=0,
        rate_bp=0,
        point_value_minor=turn.programme.point_value_minor,
        rule_version=turn.programme.version,
        tier=BASIC,
        points=0,
        percent_points=0,
    )
    turn.count("bought")
    store_id = rows.first_store(turn.tx)
    purchase_id = imports.add_purchase(
        turn.tx,
        member_id,
        turn.job.author_id,
        store_id,
        quote,
        row.receipt,
        row.day,
        at,
        f"{SOURCE}-{turn.job.id}",
    )
    statistics.after_import(turn.tx, member_id, store_id, amount, row.day, at)
    return purchase_id
