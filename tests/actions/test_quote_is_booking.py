"""What the preview showed is what is booked, told, kept and given back: whole programmes at random."""

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select

from actions.answer_spend import Answer, Answered, answer_spend
from actions.ask_spend import offer_points, take_points
from actions.confirm_sale import confirm_sale
from actions.enter_code import enter_code
from actions.expire_points import expire_points
from actions.open_sale import open_sale
from actions.pay_code import PayCode, new_pay_code, show_code
from actions.price_sale import price_sale
from actions.sell_certificate import ask_nominal, issue_certificate
from actions.set_programme import set_programme
from actions.show_card import show_card
from actions.show_history import show_history, show_line
from actions.use_code import use_code
from actions.wake_points import wake_points
from loyalty.code_views import CertificateView
from loyalty.earning import Quote
from loyalty.ledger import Kind
from loyalty.programme import DebtPolicy, Programme
from loyalty.refusals import Refused
from loyalty.views import CardView, SaleState, SaleView
from storage import ledger, sales, steps
from storage.database import Connection
from storage.schema import certificates, entries, lots
from tests.actions.people import Actor, Cast, raised
from tests.actions.promo import code
from tests.actions.random_programmes import Buying, Story, stories
from tests.actions.refunding import confirmed, previewed, purchase, sound, wallet
from tests.clockwork.stand import HandClock, opened

STORIES = 40
NOMINAL_MINOR = 500_00


@dataclass(frozen=True)
class Template:
    """A shop with its people, before anything was sold: a file to copy, who is who in it, a certificate."""

    path: Path
    cast: Cast
    certificate: str


@pytest.fixture(scope="module")
def template() -> Iterator[Template]:
    async def build(path: Path) -> Template:
        async with raised(path, HandClock()) as cast:
            who = (cast.owner.member_id, cast.owner.account_id)
            await ask_nominal(cast.shop, *who, NOMINAL_MINOR)
            issued = await issue_certificate(cast.shop, *who)
            assert isinstance(issued, CertificateView)
            return Template(path, cast, issued.certificate.code)

    with TemporaryDirectory() as folder:
        yield asyncio.run(build(Path(folder) / "shop.db"))


@given(story=stories())
@settings(max_examples=STORIES, suppress_health_check=list(HealthCheck))
def test_decision_quote_and_booking_are_one_for_every_programme(template: Template, story: Story) -> None:
    async def play() -> None:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "shop.db"
            shutil.copy(template.path, path)
            async with opened(path, clock := HandClock()) as stand:
                cast = replace(template.cast, stand=stand, clock=clock)
                await played(cast, story, template.certificate)

    asyncio.run(play())


async def played(cast: Cast, story: Story, certificate: str) -> None:
    await ruled(cast, story.rules[0])
    anna = await cast.joined("Анна")
    for number, effect in enumerate(story.effects):
        await code(cast, f"КОД{number}", effect)
        assert not isinstance(await use_code(cast.shop, anna.member_id, 0, f"КОД{number}"), Refused)
    before = await standing(cast, anna)
    bought: list[int] = []
    for number, buying in enumerate(story.buyings):
        if number == story.change and len(story.rules) > 1:
            await ruled(cast, story.rules[1])
        bought.append(await buys(cast, anna, buying, certificate))
    for number, portions in story.returns:
        await returns(cast, anna, bought[number], portions)
    await as_before(cast, anna, before)
    await sound(cast)


async def ruled(cast: Cast, rules: Programme) -> None:
    owner = cast.owner
    saved = await set_programme(cast.shop, owner.member_id, owner.account_id, rules=rules)
    assert isinstance(saved, Programme), saved


async def buys(cast: Cast, anna: Actor, buying: Buying, certificate: str) -> int:
    """One receipt from the scan to the history."""
    cast.clock.advance(buying.wait_seconds)
    await expire_points(cast.shop)
    await wake_points(cast.shop)
    had, points_had = await wallet(cast, anna), (await standing(cast, anna))[0]
    shown, pays = await shown_to(cast, anna, buying, certificate)
    promised = shown.paying if pays else shown.quote
    assert promised is not None
    assert promised.spent_points == (shown.offered_points if pays else 0)
    number = await booked(cast, anna, shown, pays)
    assert await kept(cast, number) == promised
    done = await purchase(cast, number)
    assert done.certificate_minor == promised.certificate_minor
    assert done.money_minor + done.certificate_minor == promised.money_minor
    assert (done.spent_points, done.earned_points) == (promised.spent_points, promised.earned_points)
    change = promised.points - promised.spent_points
    assert (await standing(cast, anna))[0] == points_had + change
    has = await wallet(cast, anna)
    assert whole(has) == whole(had) + change
    assert has.pending - had.pending in (0, promised.points)
    told = [data for kind, data in await cast.told(anna) if kind == "earned"][-1]
    expected = (promised.points, promised.spent_points, promised.due_minor, has.pending - had.pending)
    assert (told["points"], told["spent"], told["due_minor"], told["pending"]) == expected
    assert told["available"] == has.available
    await on_the_card(cast, anna, number, promised)
    return number


async def shown_to(cast: Cast, anna: Actor, buying: Buying, certificate: str) -> tuple[SaleView, str]:
    """The preview the cashier and the customer saw last, and how the points are paid ("" with money)."""
    lena = cast.lena
    scanned = await open_sale(cast.shop, lena.member_id, lena.account_id, card_token=anna.card_token)
    assert isinstance(scanned, SaleView)
    if buying.certificate:
        # Refused when nothing is left on it.
        await enter_code(cast.shop, lena.member_id, lena.account_id, scanned.draft_id, certificate)
    shown = await price_sale(cast.shop, lena.member_id, scanned.draft_id, buying.lines)
    assert isinstance(shown, SaleView)
    assert (shown.state, shown.changed) == (SaleState.PREVIEW, False)
    pays = buying.paying if shown.offered_points and buying.paying != "money" else ""
    if pays == "some":
        some = await offer_points(
            cast.shop, lena.member_id, lena.account_id, shown.draft_id, shown.offered_points // 2
        )
        shown = some if isinstance(some, SaleView) else shown
    return shown, pays


async def booked(cast: Cast, anna: Actor, shown: SaleView, pays: str) -> int:
    """Confirm what is shown; the purchase's number."""
    who = (cast.lena.member_id, cast.lena.account_id, shown.draft_id)
    if pays == "code":
        digits = await new_pay_code(cast.shop, anna.member_id)
        assert isinstance(digits, PayCode)
        assert not isinstance(await show_code(cast.shop, *who, digits.digits), Refused)
    view = await (take_points if pays else confirm_sale)(cast.shop, *who, shown.revision)
    assert isinstance(view, SaleView), view
    if view.state is SaleState.WAITING:
        assert view.paying == shown.paying
        asked = [data for kind, data in await cast.told(anna) if kind == "spend_ask"][-1]
        assert asked["spend"] == shown.offered_points
        answered = await answer_spend(cast.shop, anna.member_id, asked["hold_id"], yes=True)
        assert answered == Answered(Answer.PAID, shown.offered_points)
        view = await confirm_sale(cast.shop, *who, view.revision)
        assert isinstance(view, SaleView), view
    assert view.state is SaleState.BOOKED, view
    assert view.purchase_id is not None
    return view.purchase_id


async def on_the_card(cast: Cast, anna: Actor, number: int, promised: Quote) -> None:
    """The card and the history say the same."""
    card, has = await show_card(cast.shop, anna.member_id), await wallet(cast, anna)
    assert isinstance(card, CardView)
    assert (card.available, card.locked, card.debt) == (has.available, has.locked, has.debt)
    assert sum(batch.points for batch in card.waking) == has.pending
    line = next(
        one for one in (await show_history(cast.shop, anna.member_id)).lines if one.purchase_id == number
    )
    assert line.points == promised.points - promised.spent_points
    parts = dict(line.parts)
    assert -parts.get(Kind.SPENT, 0) == promised.spent_points
    assert parts.get(Kind.PROMO, 0) == promised.bonus_points
    opened_line = await show_line(cast.shop, anna.member_id, line.seq, number)
    assert opened_line is not None
    assert opened_line.quote == promised


async def returns(cast: Cast, anna: Actor, number: int, portions: int) -> None:
    """Everything comes back in so many portions; each does what its preview showed."""
    for left in range(portions, 0, -1):
        done = await purchase(cast, number)
        rest = done.amount_minor - done.refunded_minor
        goods = rest if left == 1 else rest // left
        if not goods:
            continue
        had = await standing(cast, anna)
        shown = await previewed(cast, number, goods, cast.owner)
        after = await confirmed(cast, shown, cast.owner)
        assert not isinstance(after, Refused), after
        figures, has = shown.figures, await wallet(cast, anna)
        assert figures is not None
        assert (after.figures, after.changed) == (figures, False)
        moved = (await standing(cast, anna))[0] - had[0]
        assert moved == figures.returned_points - figures.taken_points
        assert (figures.available, figures.debt) == (has.available, has.debt)
        told = [data for kind, data in await cast.told(anna) if kind == "refunded"][-1]
        assert (told["points"], told["money_minor"]) == (moved, figures.money_minor)
        assert (told["available"], told["debt"]) == (has.available, has.debt)
    done = await purchase(cast, number)
    assert (done.refunded_minor, done.money_back_minor) == (done.amount_minor, done.money_minor)
    assert done.returned_points == done.spent_points


async def as_before(cast: Cast, anna: Actor, before: tuple[int, int]) -> None:
    """As if nothing had been bought, save what burnt of other points, and what the policy spared."""

    def read(tx: Connection) -> int:
        gone = (entries.c.kind == Kind.EXPIRED, lots.c.purchase_id.is_(None))
        burnt = select(entries.c.points).join(lots, lots.c.id == entries.c.lot_id).where(*gone)
        return sum(tx.scalars(burnt))

    points, carry = await standing(cast, anna)
    expected = before[0] + await cast.shop.db.read(read)
    policy = (await card_of(cast, anna)).programme.debt_policy
    assert points == expected if policy is DebtPolicy.NEGATIVE_ALLOWED else points >= expected
    assert carry == before[1] == 0
    [kept_certificate] = await cast.stand.rows(certificates)
    assert kept_certificate.balance_minor == NOMINAL_MINOR


async def card_of(cast: Cast, anna: Actor) -> CardView:
    card = await show_card(cast.shop, anna.member_id)
    assert isinstance(card, CardView)
    return card


async def standing(cast: Cast, anna: Actor) -> tuple[int, int]:
    """Points by the books, and what stands towards the next step."""

    def read(tx: Connection) -> tuple[int, int]:
        return ledger.head(tx, anna.member_id).points, steps.carry(tx, anna.member_id)

    return await cast.shop.db.read(read)


async def kept(cast: Cast, number: int) -> Quote:
    return await cast.shop.db.read(lambda tx: sales.quote_of_purchase(tx, number))


def whole(has: Any) -> int:
    """All the points in a wallet."""
    return int(has.available + has.locked + has.pending + has.reserved + has.blocked - has.debt)
