"""What follows a refund: codes, stamps, limits and certificates are as if those goods had not been bought."""

from dataclasses import replace

import pytest

from actions.confirm_sale import confirm_sale
from actions.refund_sale import refund_sale
from actions.sell_certificate import ask_nominal, issue_certificate
from actions.show_refund import price_refund
from actions.undo_sale import undo_sale
from loyalty.benefits import Effect
from loyalty.codes import Campaign, fold_code
from loyalty.ledger import Kind
from loyalty.programme import Event, StampCard
from loyalty.refusals import Refused
from loyalty.views import RefundFigures, RefundState, RefundView, SaleView
from storage import certificates, codes, sales, uses
from storage.database import Connection
from storage.schema import entries, stamps
from tests.actions import refunding
from tests.actions.buying import bought, left, ruled
from tests.actions.people import Actor, Cast
from tests.actions.refunding import about, sound


@pytest.fixture
async def anna(cast: Cast) -> Actor:
    return await cast.joined("Анна")


async def returned(cast: Cast, purchase_id: int, goods_minor: int | None = None) -> RefundFigures:
    who = (cast.lena.member_id, cast.lena.account_id)
    view = await price_refund(cast.shop, *who, purchase_id, goods_minor)
    assert isinstance(view, RefundView), view
    shown = await about(cast.shop, cast.lena)
    done = await refund_sale(cast.shop, *who, shown, purchase_id, view.code)
    assert isinstance(done, RefundView), done
    assert done.state is RefundState.DONE
    assert done.figures is not None
    await sound(cast)
    return done.figures


async def sold_with(cast: Cast, member: Actor, amount_minor: int, **on_draft: int) -> int:
    """A purchase with a code or a certificate on its draft."""
    lena = cast.lena
    preview = await cast.preview(lena, member, amount_minor)

    def put(tx: Connection) -> None:
        draft = sales.draft(tx, preview.draft_id)
        assert draft is not None
        sales.show(tx, replace(draft, **on_draft))  # type: ignore[arg-type]  # the test names them

    await cast.shop.db.write(put)
    view: SaleView | Refused = preview
    for _ in range(2):  # the first tap shows the figures with what is on the draft now
        assert isinstance(view, SaleView), view
        who = (lena.member_id, lena.account_id)
        view = await confirm_sale(cast.shop, *who, view.draft_id, view.revision)
    assert isinstance(view, SaleView), view
    assert view.purchase_id
    return view.purchase_id


async def a_code(cast: Cast, effect: Effect) -> int:
    def write(tx: Connection) -> int:
        campaign_id = codes.add_campaign(
            tx, Campaign(0, "MAY", effect), cast.owner.member_id, cast.shop.now()
        )
        codes.add_codes(tx, campaign_id, [fold_code("MAY")], cast.shop.now())
        found = codes.find(tx, fold_code("MAY"))
        assert found is not None
        return found.id

    return await cast.shop.db.write(write)


async def counted(cast: Cast, what: str, which: int | str) -> int:
    return await cast.shop.db.read(lambda tx: uses.count(tx, what, which))


async def test_rule_30_and_49_a_whole_refund_frees_the_code_and_takes_its_points(
    cast: Cast, anna: Actor
) -> None:
    code_id = await a_code(cast, Effect(points=60, off_minor=100_00, minimum_minor=500_00))
    sold = await sold_with(cast, anna, 1_000_00, promo_code_id=code_id)
    assert await left(cast.shop, anna) == 45 + 60
    first = await returned(cast, sold, 400_00)
    assert (first.money_minor, first.taken_points, first.available) == (360_00, 18, 87)
    assert await counted(cast, uses.CODE, code_id) == 1
    second = await returned(cast, sold, 200_00)
    assert (second.taken_points, second.available) == (9 + 60, 18)
    await returned(cast, sold)
    assert await counted(cast, uses.CODE, code_id) == 0
    assert await left(cast.shop, anna) == 0


async def test_rule_49_spent_points_of_a_code_become_debt_and_the_books_stay_sound(
    cast: Cast, anna: Actor
) -> None:
    code_id = await a_code(cast, Effect(points=60, off_minor=100_00))
    sold = await sold_with(cast, anna, 1_000_00, promo_code_id=code_id)
    paid = await refunding.bought(cast, anna, 1_000_00, paying=True)
    figures = await returned(cast, sold)
    assert (figures.taken_points, figures.debt) == (105, 105 - 44)
    await returned(cast, paid)
    assert await left(cast.shop, anna) == 0
    rows = [row for row in await cast.stand.rows(entries) if row.kind == Kind.PROMO]
    assert sum(row.points for row in rows) == 0


async def test_rule_49_a_stamp_goes_with_the_purchase(cast: Cast, anna: Actor) -> None:
    await ruled(cast.shop, stamps=(StampCard("coffee", "Кофе", 5, "Кофе"),))
    sold = await bought(cast, anna, 1_000_00)
    assert [row.taken_back_at for row in await cast.stand.rows(stamps)] == [None]
    await returned(cast, sold, 999_00)
    assert [row.taken_back_at for row in await cast.stand.rows(stamps)] == [None]
    await returned(cast, sold)
    assert [row.taken_back_at is None for row in await cast.stand.rows(stamps)] == [False]


async def test_rule_30_a_purchase_that_came_back_does_not_count_against_an_event(
    cast: Cast, anna: Actor
) -> None:
    today = cast.shop.now().date()
    await ruled(cast.shop, events=(Event("double", "Дважды", today, today, 20_000, per_member=1),))
    sold = await bought(cast, anna, 1_000_00)
    assert await left(cast.shop, anna) == 100
    assert (await returned(cast, sold)).taken_points == 100
    await bought(cast, anna, 1_000_00)
    assert await left(cast.shop, anna) == 100


async def certificate(cast: Cast, nominal_minor: int) -> int:
    owner = cast.owner
    await ask_nominal(cast.shop, owner.member_id, owner.account_id, nominal_minor)
    view = await issue_certificate(cast.shop, owner.member_id, owner.account_id)
    assert not isinstance(view, Refused)
    return view.certificate.id


async def balance(cast: Cast, certificate_id: int) -> int:
    found = await cast.shop.db.read(lambda tx: certificates.by_id(tx, certificate_id))
    assert found is not None
    return found.balance_minor


async def test_rule_42_a_certificates_part_returns_to_the_certificate(cast: Cast, anna: Actor) -> None:
    given = await certificate(cast, 500_00)
    sold = await sold_with(cast, anna, 1_000_00, certificate_id=given)
    assert await balance(cast, given) == 0
    first = await returned(cast, sold, 333_33)
    assert (first.certificate_minor, first.money_minor) == (166_66, 166_66)
    assert await balance(cast, given) == 166_66
    await returned(cast, sold)
    assert await balance(cast, given) == 500_00
    assert (await cast.told(anna))[-1][1]["certificate_minor"] == 333_34


async def test_rule_52_an_undo_gives_the_certificate_back_too(cast: Cast, anna: Actor) -> None:
    given = await certificate(cast, 500_00)
    sold = await sold_with(cast, anna, 1_000_00, certificate_id=given)
    assert not isinstance(await undo_sale(cast.shop, cast.lena.member_id, sold), Refused)
    assert await balance(cast, given) == 500_00
    await sound(cast)


async def test_rule_54_the_customer_is_told_also_when_no_points_move(cast: Cast, anna: Actor) -> None:
    sold = await bought(cast, anna, 10_00)
    await returned(cast, sold)
    kind, told = (await cast.told(anna))[-1]
    assert (kind, told["points"], told["seq"]) == ("refunded", 0, 0)
