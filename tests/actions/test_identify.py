"""Naming a customer at the till: every way ends in one sale, and nobody is found by guessing."""

import pytest

from actions.identify import identify
from actions.name_goods import name_goods
from actions.open_sale import open_sale
from actions.pay_code import PayCode, new_pay_code
from actions.price_sale import price_sale
from actions.profile import change_phone
from actions.shop import Shop
from actions.verify import verify_ledger
from loyalty.cards import StartKind as Kind
from loyalty.cards import card_number, format_start, start_link
from loyalty.guessing import UNKNOWN_AT_MOST
from loyalty.hints import Hint, HintKind
from loyalty.programme import Category, StampCard
from loyalty.receipts import Line
from loyalty.refusals import Refusal, Refused
from loyalty.sale import Way
from loyalty.views import SaleState, SaleView
from storage.schema import purchases, sale_drafts
from tests.actions.buying import added, bought, reason, ruled
from tests.actions.people import Actor, Cast

BOT = "kopilka_bot"
PHONE = "+79001112233"
NOBODY = card_number("00000000017")


@pytest.fixture
async def anna(cast: Cast) -> Actor:
    anna = await cast.joined("Анна Каренина")
    assert await change_phone(cast.shop, anna.member_id, anna.account_id, PHONE) is None
    return anna


async def named(cast: Cast, text: str, way: Way = Way.TYPED, by: Actor | None = None) -> SaleView | Refused:
    who = by or cast.lena
    return await identify(cast.shop, who.member_id, who.account_id, text, way)


async def opened(cast: Cast, text: str, way: Way = Way.TYPED) -> SaleView:
    view = await named(cast, text, way)
    assert isinstance(view, SaleView), view
    return view


async def ways(cast: Cast) -> list[str]:
    return sorted(row.way for row in await cast.stand.rows(sale_drafts))


@pytest.mark.parametrize("way", [Way.PHOTO, Way.LINK, Way.PAGE, Way.API])
async def test_a_cards_link_opens_a_sale_at_every_door(cast: Cast, anna: Actor, way: Way) -> None:
    view = await opened(cast, start_link(BOT, format_start(Kind.CARD, anna.card_token)), way)
    assert (view.state, view.first_name) == (SaleState.AMOUNT, "Анна")
    assert await ways(cast) == [way.value]


async def test_a_card_number_and_every_form_of_a_phone_open_one_too(cast: Cast, anna: Actor) -> None:
    for text in (anna.number, PHONE, "8 900 111-22-33", "9001112233", "+7 (900) 111 22 33"):
        assert (await opened(cast, text)).first_name == "Анна"
    assert await ways(cast) == [*["phone"] * 4, "typed"]


async def test_a_pay_codes_picture_allows_points_in_its_sale(cast: Cast, shop: Shop, anna: Actor) -> None:
    await bought(cast, anna)
    code = await new_pay_code(shop, anna.member_id)
    assert isinstance(code, PayCode)
    view = await opened(cast, code.link, Way.PHOTO)
    assert view.approved
    assert await ways(cast) == ["code", "link"]
    assert reason(await named(cast, code.link, Way.PHOTO, by=cast.boris)) is Refusal.WRONG_PAY_CODE


async def test_the_way_is_kept_with_the_purchase(cast: Cast, anna: Actor) -> None:
    await bought(cast, anna)
    assert [row.way for row in await cast.stand.rows(purchases)] == ["link"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("https://example.com/menu", Refusal.NOT_A_CARD),
        ("WIFI:S:cafe;;", Refusal.NOT_A_CARD),
        (start_link("other_bot", "c-abc"), Refusal.NOT_A_CARD),
        (start_link(BOT, "p-coffee"), Refusal.NOT_A_CARD),
        (start_link(BOT, "c-" + "x" * 22), Refusal.CARD_UNKNOWN),
        (NOBODY, Refusal.CARD_UNKNOWN),
        (NOBODY[:-1] + str((int(NOBODY[-1]) + 1) % 10), Refusal.CARD_MISTYPED),
        ("+7 900 999-99-99", Refusal.PHONE_UNKNOWN),
        ("", Refusal.NOT_A_CARD),
    ],
)
async def test_what_names_nobody_is_refused_kindly(cast: Cast, text: str, why: Refusal) -> None:
    assert reason(await named(cast, text)) is why
    assert await ways(cast) == []


async def test_only_staff_may_ask_and_nobody_about_himself(cast: Cast, anna: Actor) -> None:
    assert reason(await named(cast, PHONE, by=anna)) is Refusal.NOT_STAFF
    assert reason(await named(cast, NOBODY, by=anna)) is Refusal.NOT_STAFF
    await cast.finish_joining(cast.lena, "Лена")
    assert await change_phone(cast.shop, cast.lena.member_id, cast.lena.account_id, "+79005550000") is None
    assert reason(await named(cast, cast.lena.number)) is Refusal.OWN_CARD


async def test_ten_unknown_customers_pause_a_cashier_but_not_the_camera(cast: Cast, anna: Actor) -> None:
    for number in range(UNKNOWN_AT_MOST):
        text = f"+7900999{number:04}" if number % 2 else card_number(f"1111111{number:04}")
        assert reason(await named(cast, text)) in (Refusal.PHONE_UNKNOWN, Refusal.CARD_UNKNOWN)
    assert reason(await named(cast, PHONE)) is Refusal.TOO_MANY_UNKNOWN
    assert reason(await named(cast, anna.number)) is Refusal.TOO_MANY_UNKNOWN
    link = start_link(BOT, format_start(Kind.CARD, anna.card_token))
    assert isinstance(await named(cast, link, Way.PHOTO), SaleView)
    assert isinstance(await named(cast, PHONE, by=cast.boris), SaleView)
    assert isinstance(await named(cast, PHONE, Way.API), SaleView)
    cast.clock.advance(15 * 60)
    assert isinstance(await named(cast, PHONE), SaleView)


@pytest.mark.usefixtures("anna")
async def test_open_sale_takes_a_phone_as_well(cast: Cast, shop: Shop) -> None:
    view = await open_sale(shop, cast.lena.member_id, cast.lena.account_id, phone=PHONE)
    assert isinstance(view, SaleView)
    assert await ways(cast) == ["phone"]


async def test_a_category_button_prices_the_receipt_anew(cast: Cast, shop: Shop, anna: Actor) -> None:
    await ruled(shop, categories=(Category("wine", "Вино", rate_bp=1000), Category("food", "Еда")))
    scan = await opened(cast, anna.number)
    lena = cast.lena.member_id
    assert reason(await name_goods(shop, lena, scan.draft_id, "wine")) is Refusal.NO_OPEN_SALE
    plain = await price_sale(shop, lena, scan.draft_id, [Line(450_00)], "17")
    assert isinstance(plain, SaleView)
    assert ([one.key for one in plain.categories], plain.category, plain.points) == (["wine", "food"], "", 22)
    wine = await name_goods(shop, lena, scan.draft_id, "wine")
    assert isinstance(wine, SaleView)
    assert (wine.category, wine.points, wine.receipt, wine.revision) == ("wine", 45, "17", 2)
    usual = await name_goods(shop, lena, scan.draft_id, "gone")
    assert isinstance(usual, SaleView)
    assert (usual.category, usual.points) == ("", 22)
    lines = await price_sale(shop, lena, scan.draft_id, [Line(100_00, "wine"), Line(50_00)])
    assert isinstance(lines, SaleView)
    assert lines.categories == ()
    assert reason(await name_goods(shop, lena, scan.draft_id, "wine")) is Refusal.LINES_TYPED
    assert (
        reason(await name_goods(shop, cast.boris.member_id, scan.draft_id, "wine")) is Refusal.NOT_YOUR_SALE
    )
    assert reason(await name_goods(shop, lena, "forged", "wine")) is Refusal.NO_OPEN_SALE


async def test_a_preview_tells_what_is_near_and_what_points_are_enough_for(
    cast: Cast, shop: Shop, anna: Actor
) -> None:
    await ruled(shop, stamps=(StampCard("coffee", "Кофе", 5, "Кофе", minimum_minor=150_00),))
    for name, price in (("Стикер", 50), ("Кофе", 150), ("Десерт", 200), ("Обед", 400), ("Ужин", 900)):
        await added(cast, name, price)
    scan = await opened(cast, anna.number)
    assert (scan.hint, scan.rewards) == (None, ())
    await bought(cast, anna)
    preview = await cast.preview(cast.lena, anna, 138_00)
    assert preview.hint == Hint(HintKind.STAMP, "Кофе", 12_00)
    assert [one.name for one in preview.rewards] == ["Обед", "Десерт", "Кофе"]
    assert (await verify_ledger(shop)).faults == ()
