"""Who may take whose role away."""

import pytest

from loyalty.refusals import Refusal
from loyalty.staff import Role, StaffFacts, decide_removal

OWNER = StaffFacts(1, Role.OWNER, protected=False)
SEEDED = StaffFacts(2, Role.OWNER, protected=True)
CASHIER = StaffFacts(3, Role.CASHIER, protected=False)


@pytest.mark.parametrize(
    ("actor", "target", "why"),
    [
        (OWNER, CASHIER, None),
        (SEEDED, OWNER, None),
        (OWNER, SEEDED, Refusal.CANNOT_REMOVE_PROTECTED),
        (OWNER, OWNER, Refusal.CANNOT_REMOVE_SELF),
        (SEEDED, SEEDED, Refusal.CANNOT_REMOVE_SELF),
        (OWNER, None, Refusal.NOT_STAFF),
        (CASHIER, CASHIER, Refusal.NOT_OWNER),
        (CASHIER, None, Refusal.NOT_OWNER),
        (None, CASHIER, Refusal.NOT_OWNER),
    ],
)
def test_only_an_owner_removes_and_not_himself_nor_a_seeded_one(
    actor: StaffFacts | None, target: StaffFacts | None, why: Refusal | None
) -> None:
    refused = decide_removal(actor, target)
    assert (refused.reason if refused else None) is why
