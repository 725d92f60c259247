"""Which jobs ran for which period: the whole memory of the timetable."""

from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as upsert

from storage.pruning import Stale
from storage.schema import job_runs


def has_run(tx: Connection, name: str, period: str) -> bool:
    """Whether the job was done for this period."""
    found = select(job_runs.c.at).where(job_runs.c.name == name, job_runs.c.period == period)
    return tx.execute(found).first() is not None


def add(tx: Connection, name: str, period: str, result: str, at: datetime) -> None:
    """The job is done for this period; a second word on it changes nothing."""
    row = upsert(job_runs).values(name=name, period=period, result=result, at=at)
    tx.execute(row.on_conflict_do_nothing(index_elements=["name", "period"]))


def stale(before: datetime) -> Stale:
    """Runs before this instant."""
    return Stale(job_runs, job_runs.c.at < before)
