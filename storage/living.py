"""Who is a member in full: he has a card, which went into no other one, and did not have himself erased."""

from sqlalchemy import ColumnElement, and_, literal_column

from loyalty.joining import Step
from storage.schema import members

# Spelt out, not bound: SQLite takes a partial index only when it sees the index's own condition. A card that
# went into another one is at a step of its own.
LIVING: ColumnElement[bool] = and_(
    members.c.step == literal_column(f"'{Step.JOINED.value}'"), members.c.erased_at.is_(None)
)
