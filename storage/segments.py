"""Audiences in the database: an expression's tree as one query."""

from array import array
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Connection,
    FromClause,
    Select,
    Table,
    and_,
    case,
    false,
    func,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.sql.visitors import iterate

from loyalty.audience_tree import And, Condition, Node, Not, Or
from loyalty.audience_views import Reach
from storage.living import LIVING
from storage.schema import accounts, heads, member_stats, members
from storage.segment_fields import FIELD_CLAUSES, consenting, reachable
from storage.segment_terms import Asker, Clause, Facts

MEMBER_ID = "q"
AT_ONCE = 10_000
_SECOND = 1 << 32
# Conditions that are a search of their own for each member.
_LOOKED_UP = ("reachable", "consent")


def count(tx: Connection, node: Node, facts: Facts) -> int:
    """How many living members fit."""
    return int(tx.scalar(_chosen(node, Asker(facts), func.count())) or 0)


def reach(tx: Connection, node: Node, facts: Facts) -> Reach:
    """How many fit and can be written to."""
    asked, told = Asker(facts), _told(node)
    near = told.get("reachable", reachable())
    wants = told.get("consent", consenting())
    # Two counts in one sum, so that each person is looked at once.
    both = case((near, 1 + case((wants, _SECOND), else_=0)), else_=0)
    people, sums = tx.execute(_chosen(node, asked, func.count(), func.sum(both))).one()
    wanting, reached = divmod(int(sums or 0), _SECOND)
    return Reach(int(people), reached, wanting)


def member_ids(tx: Connection, node: Node, facts: Facts) -> "array[int]":
    """Everybody who fits, those seen last first; who has no account comes at the end."""
    query = _chosen(node, Asker(facts), members.c.id, beside=(accounts,)).order_by(
        accounts.c.last_seen.desc()
    )
    # Of several accounts of one person the one used last comes first, and counts.
    taken = bytearray(1 + int(tx.scalar(select(func.max(members.c.id))) or 0))
    found = array(MEMBER_ID)
    for member_id in tx.scalars(query.execution_options(yield_per=AT_ONCE)):
        if not taken[member_id]:
            taken[member_id] = 1
            found.append(member_id)
    return found


def fits(tx: Connection, node: Node, facts: Facts, member_id: int) -> bool:
    """Whether this member is one of them."""
    query = _chosen(node, Asker(facts, member_id), members.c.id).where(members.c.id == member_id)
    return tx.scalar(query) is not None


def examples(tx: Connection, node: Node, facts: Facts, limit: int) -> list[tuple[int, str, str]]:
    """(member, name, card number) of those who joined last."""
    columns = (members.c.id, members.c.name, members.c.number)
    query = _chosen(node, Asker(facts), *columns).order_by(members.c.id.desc()).limit(limit)
    return [(row.id, row.name, row.number) for row in tx.execute(query)]


def _told(node: Node) -> Mapping[str, Clause]:
    """What the tree itself says of all who fit: it need not be looked up once more."""
    parts = node.parts if isinstance(node, And) else (node,)
    return {one.field: true() if one.value else false() for one in parts if isinstance(one, Condition)}


def _chosen(node: Node, asker: Asker, *columns: Any, beside: Sequence[Table] = ()) -> Select[Any]:
    """Only the tables some condition speaks of are joined: each costs a search for every member."""
    clause = _clause(node, asker)
    spoken_of = {getattr(part, "table", None) for part in iterate(clause)}
    chosen: FromClause = members
    for table in (*(one for one in (member_stats, heads) if one in spoken_of), *beside):
        chosen = chosen.outerjoin(table, table.c.member_id == members.c.id)
    return select(*columns).select_from(chosen).where(LIVING, clause)


def _clause(node: Node, asker: Asker) -> Clause:
    match node:
        case And(parts):
            return _all(parts, asker)
        case Or(parts):
            return or_(*(_clause(part, asker) for part in parts))
        case Not(part):
            return not_(_clause(part, asker))
    return FIELD_CLAUSES[node.field](asker, node)


def _all(parts: Sequence[Node], asker: Asker) -> Clause:
    """Every part; what has to be looked up is asked of those alone whom all the rest is true of."""
    looked_up = [one for one in parts if isinstance(one, Condition) and one.field in _LOOKED_UP]
    rest = and_(true(), *(_clause(one, asker) for one in parts if one not in looked_up))
    if not looked_up:
        return rest
    last = and_(*(_clause(one, asker) for one in looked_up))
    # Joined by a mere AND, SQLite would ask it before it came to the other tables.
    return and_(rest, case((rest, last), else_=false()))
