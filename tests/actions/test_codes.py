"""Promo codes and offers: who may use them, what a purchase uses, what a refund frees, and fifty at once."""

from datetime import date
from typing import Any

from actions.confirm_sale import confirm_sale
from actions.edit_codes import (
    answer_sketch,
    begin_sketch,
    choose_customer,
    make_sketched,
    tap_sketch,
)
from actions.held_benefits import Applied, apply_code, benefits_of
from actions.join import ADVERTISING, Consent
from actions.list_codes import list_campaigns, list_codes, show_campaign, switch_off
from actions.recognise import recognise
from actions.settle import change_advertising
from actions.shop import Shop
from actions.undo_sale import undo_sale
from actions.use_code import show_promo, use_code
from loyalty.benefits import Effect
from loyalty.code_views import CampaignView, CodeTaken, OfferMade, SketchView, Taken
from loyalty.refusals import Refusal, Refused
from loyalty.sale import Draft
from loyalty.sketch import Asks
from loyalty.views import SaleState, SaleView
from storage import sales
from storage import shop as rows
from storage.database import Connection
from storage.schema import guesses, lots, promo_codes
from tests.actions.people import Actor, Cast
from tests.actions.promo import code
from tests.clockwork.stand import HandClock

Said = str | tuple[str, str]


async def said(cast: Cast, *steps: Said) -> SketchView:
    """The owner answers, by text or by button."""
    owner, view = cast.owner, None
    for step in steps:
        if isinstance(step, str):
            view = await answer_sketch(cast.shop, owner.member_id, owner.account_id, step)
        else:
            view = await tap_sketch(cast.shop, owner.member_id, owner.account_id, *step)
    assert isinstance(view, SketchView)
    return view


async def made(cast: Cast) -> Any:
    owner = cast.owner
    return await make_sketched(
        cast.shop, owner.member_id, owner.account_id, lambda effect, _: effect.gift or "−20 %"
    )


async def typed(cast: Cast, who: Actor, text: str) -> CodeTaken | Refused:
    return await use_code(cast.shop, who.member_id, who.account_id, text)


async def why(cast: Cast, who: Actor, text: str) -> Refusal:
    outcome = await typed(cast, who, text)
    assert isinstance(outcome, Refused)
    return outcome.reason


async def bought(cast: Cast, who: Actor, amount_minor: int) -> SaleView:
    lena = cast.lena
    preview = await cast.preview(lena, who, amount_minor)
    view = await confirm_sale(cast.shop, lena.member_id, lena.account_id, preview.draft_id, preview.revision)
    assert isinstance(view, SaleView)
    assert view.state is SaleState.BOOKED
    return view


async def due(cast: Cast, view: SaleView) -> int:
    """What the receipt cost after discounts."""
    quote = await cast.shop.db.read(lambda tx: sales.quote_of_purchase(tx, view.purchase_id or 0))
    return quote.due_minor


async def held(cast: Cast, who: Actor) -> list[str]:
    return [line.title for line in (await show_promo(cast.shop, who.member_id)).held]


async def test_points_come_at_once_and_once(cast: Cast) -> None:
    anna = await cast.joined("Анна")
    await code(cast, "ПРИВЕТ", Effect(points=50))
    taken = await typed(cast, anna, " привет ")
    assert isinstance(taken, CodeTaken)
    assert taken.taken is Taken.POINTS
    kind, told = (await cast.told(anna))[-1]
    assert (kind, told["points"], told["available"], told["title"]) == ("promo", 50, 0, "ПРИВЕТ")
    (lot,) = [row for row in await cast.stand.rows(lots) if row.member_id == anna.member_id]
    assert (lot.kind, lot.remaining) == ("promo", 50)
    assert await why(cast, anna, "ПРИВЕТ") is Refusal.CODE_USED
    await bought(cast, anna, 100_00)
    assert (await cast.told(anna))[-1][1]["available"] == 55


async def test_a_discount_waits_on_the_card_and_a_purchase_uses_it(cast: Cast) -> None:
    anna = await cast.joined("Анна")
    await code(cast, "КОФЕ10", Effect(percent_bp=1000))
    for _ in range(2):  # twice is once
        taken = await typed(cast, anna, "кофе10")
        assert isinstance(taken, CodeTaken)
        assert taken.taken is Taken.HELD
    assert await held(cast, anna) == ["КОФЕ10"]
    assert await due(cast, await bought(cast, anna, 200_00)) == 180_00
    assert await held(cast, anna) == []
    assert await due(cast, await bought(cast, anna, 200_00)) == 200_00
    assert await why(cast, anna, "КОФЕ10") is Refusal.CODE_USED


async def test_rule_30_an_undone_purchase_frees_the_code(cast: Cast) -> None:
    anna = await cast.joined("Анна")
    await code(cast, "КОФЕ10", Effect(percent_bp=1000), total=1)
    await typed(cast, anna, "КОФЕ10")
    view = await bought(cast, anna, 200_00)
    await undo_sale(cast.shop, cast.lena.member_id, view.purchase_id or 0)
    assert await held(cast, anna) == ["КОФЕ10"]
    assert await due(cast, await bought(cast, anna, 200_00)) == 180_00


async def test_rule_31_the_last_use_goes_to_one_whole_and_the_other_pays_in_full(cast: Cast) -> None:
    anna, vera = await cast.joined("Анна"), await cast.joined("Вера")
    await code(cast, "КОФЕ10", Effect(percent_bp=1000), total=1)
    await typed(cast, anna, "КОФЕ10")
    await typed(cast, vera, "КОФЕ10")
    assert await due(cast, await bought(cast, anna, 200_00)) == 180_00
    assert await held(cast, vera) == []
    assert await due(cast, await bought(cast, vera, 200_00)) == 200_00


async def test_a_code_that_ran_out_during_the_sale_shows_a_new_preview(cast: Cast) -> None:
    anna, vera, lena = await cast.joined("Анна"), await cast.joined("Вера"), cast.lena
    await code(cast, "КОФЕ10", Effect(percent_bp=1000), total=1)
    await typed(cast, anna, "КОФЕ10")
    await typed(cast, vera, "КОФЕ10")
    preview = await cast.preview(lena, vera, 200_00)
    await bought(cast, anna, 200_00)
    view = await confirm_sale(cast.shop, lena.member_id, lena.account_id, preview.draft_id, preview.revision)
    assert isinstance(view, SaleView)
    assert (view.state, view.changed) == (SaleState.PREVIEW, True)


async def test_a_newcomers_code_by_a_link_waits_for_his_first_purchase(cast: Cast) -> None:
    campaign_id = await code(cast, "НОВЫЙ", Effect(points=50), newcomers_only=True)
    view = await show_campaign(cast.shop, cast.owner.member_id, campaign_id)
    assert isinstance(view, CampaignView)
    payload = view.link.partition("start=")[2]
    arrival = await cast.start("777", "Игорь", payload)
    assert isinstance(arrival.outcome, CodeTaken)
    assert arrival.outcome.taken is Taken.HELD
    igor = await cast.actor("777")
    assert await held(cast, igor) == ["НОВЫЙ"]


async def test_decision_five_wrong_codes_pause_and_the_right_one_waits(cast: Cast, clock: HandClock) -> None:
    anna = await cast.joined("Анна")
    await code(cast, "КОФЕ10", Effect(percent_bp=1000))
    for text in ("КОФЕ11", "x" * 10_000, "🍰", "", "<b>"):
        assert await why(cast, anna, text) is Refusal.CODE_UNKNOWN
    assert await why(cast, anna, "КОФЕ10") is Refusal.TOO_MANY_CODES
    assert await why(cast, anna, "КОФЕ12") is Refusal.TOO_MANY_CODES
    assert len(await cast.stand.rows(guesses)) == 5
    clock.advance(15 * 60 + 1)
    assert isinstance(await typed(cast, anna, "КОФЕ10"), CodeTaken)


async def test_the_till_takes_a_code_for_the_customer_and_pauses_the_cashier(cast: Cast) -> None:
    anna, lena = await cast.joined("Анна"), cast.lena
    campaign_id = await code(cast, "КОФЕ10", Effect(percent_bp=1000))
    preview = await cast.preview(lena, anna, 200_00)

    def till(text: str) -> Any:
        def write(tx: Connection) -> Any:
            draft = sales.draft(tx, preview.draft_id)
            assert isinstance(draft, Draft)
            return apply_code(tx, draft, text, lena.member_id, rows.programme(tx), cast.clock.now())

        return cast.shop.db.write(write)

    (kept,) = [row for row in await cast.stand.rows(promo_codes) if row.campaign_id == campaign_id]
    assert await till("кофе 10") == Applied(promo_code_id=kept.id)
    found = await cast.shop.db.read(
        lambda tx: benefits_of(tx, anna.member_id, rows.programme(tx), cast.clock.now(), kept.id)
    )
    assert [(one.what, one.which, one.title) for one in found] == [("code", kept.id, "КОФЕ10")]
    for _ in range(5):
        assert await till("ЧАЙ10") == Refused(Refusal.CODE_UNKNOWN)
    paused = await till("КОФЕ10")
    assert isinstance(paused, Refused)
    assert paused.reason is Refusal.TOO_MANY_CODES


async def test_one_code_of_a_campaign_counts_in_one_receipt(cast: Cast) -> None:
    """Two unique codes of a list that is once a person: the second one waits in vain."""
    anna, owner = await cast.joined("Анна"), cast.owner
    await begin_sketch(cast.shop, owner.member_id, owner.account_id, personal=False)
    await said(cast, ("gives", "money"), "50", ("form", "list"), "2", ("until", "-"))
    campaign_id = await made(cast)
    found = await list_codes(cast.shop, owner.member_id, campaign_id, 0)
    assert isinstance(found, list)
    for one in found:
        await typed(cast, anna, one)
    assert await due(cast, await bought(cast, anna, 200_00)) == 150_00


async def test_the_owner_makes_a_list_of_five_hundred(cast: Cast) -> None:
    owner = cast.owner
    await begin_sketch(cast.shop, owner.member_id, owner.account_id, personal=False)
    view = await said(cast, ("gives", "percent"), "10", ("form", "list"), "500", ("until", "30"))
    assert view.asks is Asks.READY
    campaign_id = await made(cast)
    pages = [await list_codes(cast.shop, owner.member_id, campaign_id, page) for page in (0, 1, 2)]
    assert [len(page) for page in pages if isinstance(page, list)] == [250, 250, 0]
    assert await made(cast) == Refused(Refusal.SKETCH_GONE)


async def test_rule_32_a_code_is_unique_whatever_letters_it_is_typed_in(cast: Cast) -> None:
    owner = cast.owner
    await code(cast, "КОФЕ10", Effect(percent_bp=1000))
    await begin_sketch(cast.shop, owner.member_id, owner.account_id, personal=False)
    await said(cast, ("gives", "percent"), "10", ("form", "word"))
    taken = await answer_sketch(cast.shop, owner.member_id, owner.account_id, "KOФE1O")
    assert taken == Refused(Refusal.CODE_TAKEN)


async def test_a_half_made_code_survives_and_another_question_ends_it(cast: Cast) -> None:
    owner = cast.owner
    await begin_sketch(cast.shop, owner.member_id, owner.account_id, personal=False)
    view = await said(cast, ("gives", "percent"), "10")
    speaker, _ = await recognise(cast.shop, "telegram", owner.external_id)
    assert speaker is not None
    assert len(speaker.about) < 300
    assert view.asks is Asks.FORM
    await cast.preview(owner, await cast.joined("Анна"), 100_00)
    gone = await tap_sketch(cast.shop, owner.member_id, owner.account_id, "form", "word")
    assert gone == Refused(Refusal.SKETCH_GONE)


async def test_a_personal_offer_is_for_one_customer(cast: Cast) -> None:
    anna, vera, owner = await cast.joined("Анна"), await cast.joined("Вера"), cast.owner
    await begin_sketch(cast.shop, owner.member_id, owner.account_id, personal=True)
    for text in ("123", "79001112233", "x" * 10_000, "🍰"):
        wrong = await choose_customer(cast.shop, owner.member_id, owner.account_id, text)
        assert wrong == Refused(Refusal.CUSTOMER_UNKNOWN)
    view = await choose_customer(cast.shop, owner.member_id, owner.account_id, anna.number)
    assert isinstance(view, SketchView)
    assert view.customer == "Анна"
    await said(cast, ("gives", "percent"), "20", ("pieces", "1"), ("until", "7"))
    assert await made(cast) == OfferMade("Анна", told=True)
    assert (await cast.told(anna))[-1] == ("offer", {"title": "−20 %", "last_day": "2026-05-10", "offer": 1})
    assert await due(cast, await bought(cast, vera, 100_00)) == 100_00
    assert await due(cast, await bought(cast, anna, 100_00)) == 80_00
    assert await due(cast, await bought(cast, anna, 100_00)) == 100_00


async def test_an_offer_is_advertising_and_is_told_to_those_who_agreed(cast: Cast) -> None:
    anna, owner = await cast.joined("Анна"), cast.owner
    no = Consent(ADVERTISING, given=False, text_version="1", language="ru")
    await change_advertising(cast.shop, anna.member_id, no)
    before = len(await cast.told(anna))
    await begin_sketch(cast.shop, owner.member_id, owner.account_id, personal=True)
    await choose_customer(cast.shop, owner.member_id, owner.account_id, anna.number)
    await said(cast, ("gives", "gift"), "Круассан", ("pieces", "1"), ("until", "-"))
    assert await made(cast) == OfferMade("Анна", told=False)
    assert len(await cast.told(anna)) == before
    assert len((await show_promo(cast.shop, anna.member_id)).held) == 1


async def test_an_offer_ends_with_its_last_day_in_the_programmes_zone(cast: Cast, clock: HandClock) -> None:
    anna = await cast.joined("Анна")
    await code(cast, "КОФЕ10", Effect(percent_bp=1000), last_day=date(2026, 5, 3))
    assert isinstance(await typed(cast, anna, "КОФЕ10"), CodeTaken)
    clock.advance(8 * 3600)  # 23:00 in Moscow
    assert await held(cast, anna) == ["КОФЕ10"]
    clock.advance(3600)
    assert await held(cast, anna) == []
    assert await why(cast, anna, "КОФЕ10") is Refusal.CODE_OVER


async def test_a_code_switched_off_works_no_more(cast: Cast) -> None:
    anna, owner = await cast.joined("Анна"), cast.owner
    campaign_id = await code(cast, "КОФЕ10", Effect(percent_bp=1000))
    await typed(cast, anna, "КОФЕ10")
    view = await switch_off(cast.shop, owner.member_id, campaign_id)
    assert isinstance(view, CampaignView)
    assert not view.campaign.active
    assert await held(cast, anna) == []
    assert await list_campaigns(cast.shop, owner.member_id) == []


async def test_only_the_owner_makes_codes_and_reads_them(cast: Cast, shop: Shop) -> None:
    lena = cast.lena
    campaign_id = await code(cast, "КОФЕ10", Effect(percent_bp=1000))
    refused = Refused(Refusal.NOT_OWNER)
    assert await begin_sketch(shop, lena.member_id, lena.account_id, personal=False) == refused
    assert await tap_sketch(shop, lena.member_id, lena.account_id, "gives", "gift") == refused
    assert await list_campaigns(shop, lena.member_id) == refused
    assert await show_campaign(shop, lena.member_id, campaign_id) == refused
    assert await list_codes(shop, lena.member_id, campaign_id, 0) == refused
    assert await switch_off(shop, lena.member_id, campaign_id) == refused
    assert await make_sketched(shop, lena.member_id, lena.account_id, lambda *_: "") == refused
    assert await show_campaign(shop, cast.owner.member_id, 999) == Refused(Refusal.CODE_OVER)
