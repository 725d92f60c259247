"""The actions on a real database, played at random against a plain model of points: 2,000 moves."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from actions.answer_spend import answer_spend
from actions.ask_spend import offer_points, take_points
from actions.confirm_sale import confirm_sale
from actions.end_drafts import end_drafts
from actions.enter_code import enter_code
from actions.expire_points import expire_points
from actions.forgive_debt import forgive_debt, show_debt
from actions.gift_points import answer_gift, cancel_gift, expire_gifts, offer_gift
from actions.open_sale import open_sale
from actions.operation import Operation, record
from actions.points import give, purse
from actions.price_sale import price_sale
from actions.refund_sale import refund_sale
from actions.remind_burning import remind_burning
from actions.review_tiers import review_tiers
from actions.sell_certificate import ask_nominal, issue_certificate
from actions.set_programme import set_programme
from actions.set_tier import set_tier_for
from actions.show_refund import price_refund
from actions.undo_sale import undo_sale
from actions.verify import verify_ledger
from bench.ledger_model.moves import PEOPLE, Game, Move
from bench.ledger_model.plain import Answer, Picture
from bench.ledger_model.plain_receipts import Goods
from bench.ledger_model.rules import Rules
from bench.ledger_model.translation import programme_from, seen
from loyalty.certificates import Certificate, faults
from loyalty.code_views import CertificateView
from loyalty.gifts import GiftState, GiftView
from loyalty.ledger import Kind
from loyalty.programme import BASIC
from loyalty.receipts import Line
from loyalty.refusals import Refused
from loyalty.views import DebtView, RefundView, SaleState, SaleView
from storage import certificates, holds, ledger, sales, standings, steps
from storage import shop as rows
from storage.database import Connection
from tests.actions.burning import pumped
from tests.actions.people import Actor, Cast, raised
from tests.actions.refunding import about
from tests.clockwork.stand import HandClock
from tests.ledger_moves import ANY_MOVE, RULES

T = TypeVar("T")


class Actions:
    """A shop on a file of its own: Lena sells, the owner refunds, three customers."""

    def __init__(self) -> None:
        self.folder = TemporaryDirectory()
        self.runner = asyncio.Runner()
        self.raised = raised(Path(self.folder.name) / "shop.db", HandClock())
        self.purchases: list[int] = []
        self.asked: dict[int, tuple[str, int]] = {}
        self.gifts: list[tuple[int, GiftView]] = []
        self.codes: list[str] = []
        self.gives = 0
        self.run(self._begin())

    async def _begin(self) -> None:
        self.cast: Cast = await self.raised.__aenter__()
        self.shop = self.cast.shop
        self.members: list[Actor] = [await self.cast.joined(name) for name in ("Анна", "Дима", "Егор")]
        self.till = (self.cast.lena.member_id, self.cast.lena.account_id)
        self.owner = (self.cast.owner.member_id, self.cast.owner.account_id)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    def close(self) -> None:
        self.run(self.raised.__aexit__(None, None, None))
        self.runner.close()
        self.folder.cleanup()

    # --- sales ---

    def sell(self, who: int, goods: Goods, certificate: int) -> Answer:
        return self.run(self._sell(who, goods, certificate))

    async def _sell(self, who: int, goods: Goods, certificate: int) -> Answer:
        view = await self._preview(who, goods, certificate)
        if isinstance(view, Refused):
            return refused(view)
        done = await confirm_sale(self.shop, *self.till, view.draft_id, view.revision)
        assert isinstance(done, SaleView)
        assert done.purchase_id
        return await self._booked(done.purchase_id)

    async def _preview(self, who: int, goods: Goods, certificate: int) -> SaleView | Refused:
        card, lines = self.members[who].card_token, [Line(minor, kind) for minor, kind in goods]
        view = await open_sale(self.shop, *self.till, card_token=card)
        assert isinstance(view, SaleView)
        priced = await price_sale(self.shop, self.till[0], view.draft_id, lines)
        if not certificate:
            return priced
        return await enter_code(self.shop, *self.till, view.draft_id, self.codes[certificate - 1])

    async def _booked(self, purchase_id: int) -> Answer:
        self.purchases.append(purchase_id)
        one = await self.shop.db.read(lambda tx: sales.purchase(tx, purchase_id))
        assert one is not None
        return ("booked", len(self.purchases), one.money_minor, one.certificate_minor, one.earned_points)

    def ask(self, who: int, goods: Goods, certificate: int, half: bool) -> Answer:
        return self.run(self._ask(who, goods, certificate, half))

    async def _ask(self, who: int, goods: Goods, certificate: int, half: bool) -> Answer:
        view = await self._preview(who, goods, certificate)
        if half and isinstance(view, SaleView):
            view = await offer_points(self.shop, *self.till, view.draft_id, view.offered_points // 2)
        if isinstance(view, Refused):
            return refused(view)
        draft_id = view.draft_id
        view = await take_points(self.shop, *self.till, draft_id, view.revision)
        if isinstance(view, Refused):
            return refused(view)
        if view.state is not SaleState.WAITING:
            return ("nothing",)
        hold = await self.shop.db.read(lambda tx: holds.open_sale_hold(tx, self.members[who].member_id))
        assert hold is not None
        self.asked[who] = (draft_id, hold.id)
        return ("asked", hold.points)

    def answer(self, who: int, yes: bool) -> Answer:
        return self.run(self._answer(who, yes))

    async def _answer(self, who: int, yes: bool) -> Answer:
        draft_id, hold_id = self.asked[who]
        said = await answer_spend(self.shop, self.members[who].member_id, hold_id, yes=yes)
        if isinstance(said, Refused):
            return refused(said)
        draft = await self.shop.db.read(lambda tx: sales.draft(tx, draft_id))
        assert draft is not None
        if draft.purchase_id and draft.purchase_id not in self.purchases:
            await self._booked(draft.purchase_id)
        return (said.answer.value, said.points)

    def end_holds(self) -> Answer:
        self.run(end_drafts(self.shop))
        return ("ended",)

    # --- goods that come back ---

    def refund(self, number: int, goods_minor: int) -> Answer:
        return self.run(self._refund(self.purchases[number - 1], goods_minor))

    async def _refund(self, purchase_id: int, goods_minor: int) -> Answer:
        view = await price_refund(self.shop, *self.owner, purchase_id, goods_minor)
        if isinstance(view, Refused):
            return refused(view)
        shown = await about(self.shop, self.cast.owner)
        done = await refund_sale(self.shop, *self.owner, shown, purchase_id, view.code)
        assert isinstance(done, RefundView)
        moved = done.figures
        assert moved is not None
        given = (moved.money_minor, moved.certificate_minor, moved.returned_points)
        return ("refunded", *given, moved.taken_points, moved.owed_points)

    def undo(self, number: int) -> Answer:
        view = self.run(undo_sale(self.shop, self.till[0], self.purchases[number - 1]))
        return refused(view) if isinstance(view, Refused) else (view.state.value,)

    # --- gifts ---

    def offer(self, who: int, points: int) -> Answer:
        member = self.members[who]
        view = self.run(offer_gift(self.shop, member.member_id, member.account_id, points))
        if isinstance(view, Refused):
            return refused(view)
        self.gifts.append((who, view))
        return ("offered", len(self.gifts))

    def take_gift(self, number: int, friend: int, accept: bool) -> Answer:
        return self.run(self._take_gift(self.gifts[number - 1][1], self.members[friend], accept))

    async def _take_gift(self, gift: GiftView, friend: Actor, accept: bool) -> Answer:
        arrival = await self.cast.start(friend.external_id, "Друг", gift.link.partition("start=")[2])
        if isinstance(arrival.outcome, Refused):
            return refused(arrival.outcome)
        view = await answer_gift(self.shop, friend.member_id, gift.id, accept=accept)
        return refused(view) if isinstance(view, Refused) else (view.state.value,)

    def cancel_gift(self, number: int) -> Answer:
        sender, gift = self.gifts[number - 1]
        view = self.run(cancel_gift(self.shop, self.members[sender].member_id, gift.id))
        return refused(view) if isinstance(view, Refused) else (view.state.value,)

    def expire_gifts(self) -> Answer:
        return (GiftState.EXPIRED.value, self.run(expire_gifts(self.shop)))

    # --- points, tiers, certificates, time ---

    def give(self, who: int, kind: str, points: int) -> Answer:
        self.gives += 1
        self.run(
            self.shop.db.write(lambda tx: self._give(tx, self.members[who].member_id, Kind(kind), points))
        )
        return ("given",)

    def _give(self, tx: Connection, member_id: int, kind: Kind, points: int) -> None:
        """The piece of a transaction that every bonus shares."""
        now = self.cast.clock.now()
        operation_id = record(tx, Operation(f"test:{self.gives}", {}, None, now), {})
        give(tx, operation_id, member_id, kind, points, rows.programme(tx), now)

    def forgive(self, who: int) -> Answer:
        return self.run(self._forgive(self.members[who].member_id))

    async def _forgive(self, member_id: int) -> Answer:
        debt = await show_debt(self.shop, self.owner[0], member_id)
        if isinstance(debt, DebtView):
            debt = await forgive_debt(self.shop, self.owner[0], member_id, debt.seq)
        return refused(debt) if isinstance(debt, Refused) else ("forgiven", debt.debt)

    def sweep(self) -> Answer:
        return ("swept", self.run(expire_points(self.shop)))

    def remind(self) -> Answer:
        return self.run(self._remind())

    async def _remind(self) -> Answer:
        told = await remind_burning(self.shop)
        await pumped(self.cast)
        return ("told", told)

    def hand(self, who: int, tier: int, days: int) -> Answer:
        key = f"t{tier}" if tier else BASIC
        view = self.run(set_tier_for(self.shop, self.owner[0], self.members[who].member_id, key, days))
        return refused(view) if isinstance(view, Refused) else ("by_hand",)

    def review(self) -> Answer:
        self.run(review_tiers(self.shop))
        return ("reviewed",)

    def issue(self, nominal_minor: int) -> Answer:
        return self.run(self._issue(nominal_minor))

    async def _issue(self, nominal_minor: int) -> Answer:
        assert await ask_nominal(self.shop, *self.owner, nominal_minor) is None
        view = await issue_certificate(self.shop, *self.owner)
        assert isinstance(view, CertificateView)
        self.codes.append(view.certificate.code)
        return ("issued", len(self.codes))

    def change_rules(self, rules: Rules) -> Answer:
        changed = self.run(set_programme(self.shop, *self.owner, rules=programme_from(rules)))
        return refused(changed) if isinstance(changed, Refused) else ("changed",)

    def wait(self, seconds: int) -> Answer:
        self.cast.clock.advance(seconds)
        return ("waited",)

    # --- what is seen ---

    def picture(self, who: int) -> Picture:
        return self.run(self.shop.db.read(lambda tx: self._picture(tx, self.members[who].member_id)))

    def _picture(self, tx: Connection, member_id: int) -> Picture:
        owned = purse(tx, member_id, rows.programme(tx), self.cast.clock.now())
        assert owned.head == ledger.head(tx, member_id)
        held = standings.held(tx, member_id)
        return seen(owned.head, owned.wallet, steps.carry(tx, member_id), held, owned.lots)

    def nominal_left(self) -> list[int]:
        return [certificate.balance_minor for certificate, _ in self._certificates()]

    def _certificates(self) -> list[tuple[Certificate, list[Any]]]:
        return self.run(self.shop.db.read(lambda tx: list(certificates.books(tx))))

    def flaws(self, who: int) -> list[str]:
        """The database itself refuses most of what could be wrong; the rest is found at the end of a game."""
        assert who < PEOPLE
        return []

    def faults(self) -> list[str]:
        wrong = [fault for certificate, kept in self._certificates() for fault in faults(certificate, kept)]
        return [*self.run(verify_ledger(self.shop)).faults, *wrong]


def refused(answer: Refused) -> Answer:
    return (str(answer.reason),)


class ActionsMachine(RuleBasedStateMachine):
    """A real shop, fresh for every game: every answer and every figure is the plain model's."""

    def __init__(self) -> None:
        """Open the shop."""
        super().__init__()
        self.real = Actions()
        self.game = Game(self.real)

    @initialize(move=RULES)
    def begin(self, move: Move) -> None:
        self.game.play(move)

    @rule(move=ANY_MOVE)
    def play(self, move: Move) -> None:
        self.game.play(move)

    def teardown(self) -> None:
        try:
            self.game.finish()
        finally:
            self.real.close()


TestActions = ActionsMachine.TestCase
TestActions.settings = settings(
    max_examples=44,
    stateful_step_count=50,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
