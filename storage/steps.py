"""What stands towards a member's next step of money, in programmes that count steps."""

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.sqlite import insert as upsert

from storage.schema import standings

_CARRY = select(standings.c.step_carry_minor).where(standings.c.member_id == bindparam("member"))


def carry(tx: Connection, member_id: int) -> int:
    """Minor units towards the next step; below zero when a refund took back what had counted already."""
    return tx.scalar(_CARRY, {"member": member_id}) or 0


def move_carry(tx: Connection, member_id: int, delta_minor: int) -> None:
    """Add to it, or take from it."""
    row = upsert(standings).values(member_id=member_id, step_carry_minor=delta_minor)
    more = {"step_carry_minor": standings.c.step_carry_minor + delta_minor}
    tx.execute(row.on_conflict_do_update(index_elements=["member_id"], set_=more))
