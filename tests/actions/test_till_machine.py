"""The actions on a real database, played at random against a plain model: 2,000 moves."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings

from actions.confirm_sale import confirm_sale
from actions.end_drafts import end_drafts
from actions.leave_sale import leave_sale
from actions.open_sale import open_sale
from actions.price_sale import price_sale
from actions.set_programme import set_programme
from actions.undo_sale import undo_sale
from loyalty.ledger import faults
from loyalty.receipts import Line
from loyalty.refusals import Refused
from loyalty.views import SaleState, SaleView
from storage.database import Connection
from storage.ledger import books
from tests.actions.people import Actor, Cast, raised
from tests.clockwork.stand import HandClock
from tests.machine import Outcome, TillMachine

EVERYBODY = 100


class Till:
    """A shop on a file of its own: three cashiers (the owner is one), three customers."""

    def __init__(self) -> None:
        self.folder = TemporaryDirectory()
        self.runner = asyncio.Runner()
        self.raised = raised(Path(self.folder.name) / "shop.db", HandClock())
        self.drafts: list[str] = []
        self.found: list[str] = []
        self.runner.run(self._begin())

    async def _begin(self) -> None:
        self.cast: Cast = await self.raised.__aenter__()
        self.cashiers = [self.cast.owner, self.cast.lena, self.cast.boris]
        self.members: list[Actor] = [await self.cast.joined(name) for name in ("Анна", "Дима", "Егор")]

    def scan(self, cashier: int, member: int) -> None:
        who = self.cashiers[cashier]
        card = self.members[member].card_token
        view = self.runner.run(open_sale(self.cast.shop, who.member_id, who.account_id, card_token=card))
        assert isinstance(view, SaleView)
        self.drafts.append(view.draft_id)

    def price(self, draft: int, cashier: int, amount_minor: int, receipt: str) -> Outcome:
        who, lines = self.cashiers[cashier].member_id, [Line(amount_minor)]
        return outcome(self.runner.run(price_sale(self.cast.shop, who, self.drafts[draft], lines, receipt)))

    def confirm(self, draft: int, cashier: int, revision: int) -> Outcome:
        who = self.cashiers[cashier]
        tap = confirm_sale(self.cast.shop, who.member_id, who.account_id, self.drafts[draft], revision)
        return outcome(self.runner.run(tap))

    def leave(self, draft: int, cashier: int) -> Outcome:
        who = self.cashiers[cashier]
        tap = leave_sale(self.cast.shop, who.member_id, who.account_id, self.drafts[draft])
        return outcome(self.runner.run(tap))

    def undo(self, purchase: int, cashier: int) -> Outcome:
        who = self.cashiers[cashier].member_id
        return outcome(self.runner.run(undo_sale(self.cast.shop, who, purchase)))

    def set_rate(self, rate_bp: int) -> None:
        owner = self.cast.owner
        change = set_programme(self.cast.shop, owner.member_id, owner.account_id, rate_bp=rate_bp)
        assert not isinstance(self.runner.run(change), Refused)

    def end_overdue(self) -> int:
        return self.runner.run(end_drafts(self.cast.shop))

    def advance(self, seconds: int) -> None:
        self.cast.clock.advance(seconds)

    def balances(self) -> list[int]:
        return self.runner.run(self.cast.shop.db.read(self._balances))

    def _balances(self, tx: Connection) -> list[int]:
        kept, self.found = {}, []
        for page in books(tx, 0, EVERYBODY):
            assert page.head.points == sum(entry.points for entry in page.entries)
            assert page.head.points == sum(lot.remaining for lot in page.lots)
            assert all(lot.remaining >= 0 for lot in page.lots)
            kept[page.head.member_id] = page.head.points
            self.found += faults(page.head, page.entries, page.lots, page.flows, page.reserved)
        return [kept[member.member_id] for member in self.members]

    def faults(self) -> list[str]:
        """Found while the balances were read."""
        return self.found

    def close(self) -> None:
        self.runner.run(self.raised.__aexit__(None, None, None))
        self.runner.close()
        self.folder.cleanup()


def outcome(answer: SaleView | Refused) -> Outcome:
    """What the model says of the same."""
    if isinstance(answer, Refused):
        return str(answer.reason)
    if answer.state is SaleState.CANCELLED:
        return "cancelled"
    number = answer.revision if answer.state is SaleState.PREVIEW else answer.purchase_id
    assert number is not None
    return (str(answer.state), number, answer.points)


class ActionsMachine(TillMachine):
    """A real shop, fresh for every game."""

    def __init__(self) -> None:
        super().__init__(Till())


TestActions = ActionsMachine.TestCase
TestActions.settings = settings(
    max_examples=44,
    stateful_step_count=50,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
