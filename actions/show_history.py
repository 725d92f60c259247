"""What happened to the points, newest first, a page at a time; a line of it opened."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from actions.points import purse
from actions.shop import Shop
from loyalty.cases import decide_contest
from loyalty.expiry import burning
from loyalty.ledger import Entry, Kind
from loyalty.programme import Programme
from loyalty.views import Batch, HistoryDetail, HistoryLine, HistoryPage
from storage import cases, history, ledger, sales
from storage import shop as rows
from storage.database import Connection
from storage.history import Bought, Event

PAGE_SIZE = 6
# More than anybody's card has seen: the whole history, to take along.
EVERYTHING = 1_000_000
UNBOUGHT = frozenset({Kind.EXPIRED, Kind.DEBT_PAID})


async def show_history(shop: Shop, member_id: int, page: int = 0) -> HistoryPage:
    """The page asked for, or the last one when there are fewer."""
    now = shop.now()
    return await shop.db.read(lambda tx: _page(tx, member_id, max(page, 0), now))


async def show_line(
    shop: Shop, member_id: int, seq: int, purchase_id: int, page: int = 0
) -> HistoryDetail | None:
    """The operation the member's entry belongs to, or with seq 0 his purchase; None when there is none."""
    now = shop.now()
    return await shop.db.read(lambda tx: _detail(tx, member_id, seq, purchase_id, page, now))


def whole_history(tx: Connection, member_id: int, now: datetime) -> HistoryPage:
    """All of it on one page."""
    return _page(tx, member_id, 0, now, EVERYTHING)


def _page(tx: Connection, member_id: int, page: int, now: datetime, size: int = PAGE_SIZE) -> HistoryPage:
    found, total = history.events(tx, member_id, page * size, size)
    pages = max(1, -(-total // size))
    if page >= pages:
        return _page(tx, member_id, pages - 1, now, size)
    named = history.has_stores(tx)
    lines = tuple(_line(tx, member_id, one, named=named) for one in found)
    return HistoryPage(lines, page, pages, _today(rows.programme(tx), now))


def _today(programme: Programme, now: datetime) -> date:
    return now.astimezone(ZoneInfo(programme.time_zone)).date()


def _line(tx: Connection, member_id: int, event: Event, *, named: bool) -> HistoryLine:
    written = ledger.entries_of_operation(tx, event.operation_id, member_id) if event.operation_id else []
    bought = _bought(tx, member_id, written, event.purchase_id)
    line = HistoryLine(
        seq=written[0].seq if written else 0,
        at=event.at,
        parts=_parts(written),
        debt_paid=sum(one.points for one in written if one.kind == Kind.DEBT_PAID and one.lot_id is None),
        confirmed_by=next((one.reason for one in written if one.kind == Kind.SPENT), ""),
        reason=next((one.reason for one in written if one.kind != Kind.DEBT_PAID), ""),
    )
    return line if bought is None else _with_purchase(tx, line, event, bought, named=named)


def _with_purchase(
    tx: Connection, line: HistoryLine, event: Event, bought: Bought, *, named: bool
) -> HistoryLine:
    goods_back_minor = history.goods_back_minor(tx, event.operation_id, bought.id)
    return replace(
        line,
        purchase_id=bought.id,
        amount_minor=goods_back_minor or bought.amount_minor,
        receipt=bought.receipt,
        store=(bought.store or rows.programme(tx).brand) if named else "",
        undone=bought.undone_at is not None and (bought.undone_at == line.at or not line.seq),
    )


def _parts(written: list[Entry]) -> tuple[tuple[Kind, int], ...]:
    """Signed points by kind, in the order they were written; two entries that pay a debt are no change."""
    sums: dict[Kind, int] = {}
    for one in written:
        if one.kind != Kind.DEBT_PAID:
            sums[Kind(one.kind)] = sums.get(Kind(one.kind), 0) + one.points
    return tuple(sums.items())


def _bought(tx: Connection, member_id: int, written: list[Entry], purchase_id: int) -> Bought | None:
    """The receipt behind it; that burned points once came from one is no matter any more."""
    of_entries = (one.purchase_id for one in written if one.kind not in UNBOUGHT)
    which = next((one for one in of_entries if one is not None), None) or purchase_id
    return history.bought(tx, member_id, which) if which else None


def _detail(
    tx: Connection, member_id: int, seq: int, purchase_id: int, page: int, now: datetime
) -> HistoryDetail | None:
    event = _event(tx, member_id, seq, purchase_id)
    if event is None:
        return None
    line, programme = _line(tx, member_id, event, named=history.has_stores(tx)), rows.programme(tx)
    detail = HistoryDetail(
        line=line,
        page=page,
        programme=programme,
        today=_today(programme, now),
    )
    return _explained(tx, _dated(tx, member_id, detail, event, now))


def _event(tx: Connection, member_id: int, seq: int, purchase_id: int) -> Event | None:
    if seq:
        entry = ledger.entry(tx, member_id, seq)
        return None if entry is None else Event(entry.operation_id, 0, entry.at)
    bought = history.bought(tx, member_id, purchase_id)
    return None if bought is None else Event(0, bought.id, bought.at)


def _is_contestable(tx: Connection, member_id: int, written: list[Entry], now: datetime) -> bool:
    contested = bool(written) and cases.of_entry(tx, member_id, written[0].seq) is not None
    return decide_contest(written, now, contested=contested, open_cases=0) is None


def _dated(
    tx: Connection, member_id: int, detail: HistoryDetail, event: Event, now: datetime
) -> HistoryDetail:
    """With the days of what is left of the points it brought, and whether it may be contested."""
    written = ledger.entries_of_operation(tx, event.operation_id, member_id) if event.operation_id else []
    brought = {one.lot_id for one in written if one.points > 0}
    mine = purse(tx, member_id, detail.programme, now)
    left = [lot for lot in mine.lots if lot.id in brought]
    waking = [lot.active_from for lot in left if lot.active_from > now]
    zone = ZoneInfo(detail.programme.time_zone)
    return replace(
        detail,
        contestable=_is_contestable(tx, member_id, written, now),
        usable_from=min(waking).astimezone(zone).date() if waking else None,
        burning=tuple(
            Batch(one.day, one.points) for one in burning(left, mine.holder, detail.programme, now)
        ),
    )


def _explained(tx: Connection, detail: HistoryDetail) -> HistoryDetail:
    """With the calculation of the purchase it was, and the rules of that day."""
    if detail.line.purchase_id is None:
        return detail
    quote = sales.quote_of_purchase(tx, detail.line.purchase_id)
    rules = rows.programme_version(tx, quote.rule_version)
    return replace(detail, quote=quote, programme=rules or detail.programme)
