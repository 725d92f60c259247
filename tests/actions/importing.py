"""Files from another programme, and how an owner imports them."""

import io

from openpyxl import Workbook

from actions.import_members import begin_import, look_at_import
from actions.import_view import show_import
from actions.import_work import run_import
from loyalty.importing import ImportView, Mode
from tests.actions.people import Cast


def table(*rows: str) -> bytes:
    """A CSV file with a usual heading."""
    return "\n".join(("Телефон;Имя;Баллы", *rows)).encode()


def workbook(*rows: tuple[object, ...]) -> bytes:
    """An XLSX file."""
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr, arg-type]  # a new workbook has a sheet
    book.save(out)
    return out.getvalue()


async def looked(cast: Cast, content: bytes, name: str = "база.csv") -> ImportView:
    view = await look_at_import(cast.shop, cast.owner.member_id, name, content)
    assert isinstance(view, ImportView), view
    return view


async def imported(cast: Cast, content: bytes, mode: Mode = Mode.ADD) -> ImportView:
    """The file all the way."""
    view = await looked(cast, content)
    begun = await begin_import(cast.shop, cast.owner.member_id, view.import_id, mode, "77")
    assert isinstance(begun, ImportView), begun
    await run_import(cast.shop, view.import_id)
    return await now(cast, view)


async def now(cast: Cast, view: ImportView) -> ImportView:
    again = await show_import(cast.shop, cast.owner.member_id, view.import_id)
    assert isinstance(again, ImportView)
    return again
