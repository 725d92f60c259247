"""The list of erasures, beside the database and its backups: it tells a restored copy whom to forget."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from storage.durable import sync_to_disk
from storage.erasures import Trace

# Beside a database, and in the folder of its backups, under the database's own name.
SUFFIX = ".erased"


def list_of(database: Path, folder: Path | None = None) -> Path:
    """The list of this database, beside it or in another folder."""
    return (folder or database.parent).joinpath(database.name + SUFFIX)


def read_list(path: Path) -> list[Trace]:
    """The traces in a list; none when there is no such file. A line that can't be read is an error."""
    try:
        lines = path.read_text("ascii").splitlines()
    except FileNotFoundError:
        return []
    return [_trace(json.loads(line)) for line in lines]


def write_list(path: Path, traces: Sequence[Trace]) -> bool:
    """Put them in place of what stands there, whole or not at all; whether anything changed."""
    text = "".join(_line(one) for one in traces)
    if (path.read_text("ascii") if path.exists() else "") == text:
        return False
    fresh = path.with_name(path.name + ".new")
    fresh.touch(mode=0o600)
    fresh.write_text(text, "ascii")
    sync_to_disk(fresh)
    fresh.rename(path)
    sync_to_disk(path.parent)
    return True


def _line(one: Trace) -> str:
    row = {"token": one.token, "field": one.field, "hash": one.value_index.hex(), "day": one.day.isoformat()}
    return json.dumps(row) + "\n"


def _trace(row: dict[str, str]) -> Trace:
    return Trace(row["token"], row["field"], bytes.fromhex(row["hash"]), date.fromisoformat(row["day"]))
