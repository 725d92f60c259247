"""Certificates: issued once, spent to the last kopeck and never beyond, given back, blocked, proven."""

import asyncio
from typing import Any

import pytest

from actions.certificates import certificate_left, give_back, pay
from actions.confirm_sale import confirm_sale
from actions.held_benefits import Applied, apply_code
from actions.operation import Operation, record
from actions.sell_certificate import (
    ask_nominal,
    block_certificate,
    issue_certificate,
    list_certificates,
    show_certificate,
)
from actions.shop import Shop
from actions.use_code import show_promo, use_code
from loyalty.certificates import Certificate, faults
from loyalty.code_views import CertificateView, CodeTaken, Taken
from loyalty.refusals import Refusal, Refused
from loyalty.sale import Draft
from loyalty.views import SaleView
from storage import certificates, sales
from storage import shop as rows
from storage.database import Connection
from storage.schema import entries
from tests.actions.people import Actor, Cast


async def issued(cast: Cast, seller: Actor, nominal_minor: int = 2_000_00) -> Certificate:
    await ask_nominal(cast.shop, seller.member_id, seller.account_id, nominal_minor)
    view = await issue_certificate(cast.shop, seller.member_id, seller.account_id)
    assert isinstance(view, CertificateView)
    return view.certificate


async def purchase_id(cast: Cast) -> int:
    lena = cast.lena
    preview = await cast.preview(lena, await cast.joined("Анна"), 100_00)
    view = await confirm_sale(cast.shop, lena.member_id, lena.account_id, preview.draft_id, preview.revision)
    assert isinstance(view, SaleView)
    assert view.purchase_id is not None
    return view.purchase_id


async def moved(cast: Cast, key: str, what: Any) -> Any:
    """One operation that does something with a certificate."""

    def write(tx: Connection) -> Any:
        now = cast.clock.now()
        return what(tx, record(tx, Operation(key, {}, cast.lena.member_id, now), {}), now)

    return await cast.shop.db.write(write)


async def left(cast: Cast, certificate: Certificate) -> int:
    found = await cast.shop.db.read(lambda tx: certificates.by_id(tx, certificate.id))
    assert found is not None
    return found.balance_minor


async def proven(cast: Cast) -> list[str]:
    books = await cast.shop.db.read(lambda tx: list(certificates.books(tx)))
    return [fault for certificate, kept in books for fault in faults(certificate, kept)]


async def test_rule_12_a_certificate_sold_is_no_purchase_and_earns_nothing(cast: Cast) -> None:
    certificate = await issued(cast, cast.owner)
    assert (certificate.nominal_minor, certificate.balance_minor, certificate.seq) == (2_000_00, 2_000_00, 1)
    assert await cast.stand.rows(entries) == []
    assert await proven(cast) == []


async def test_two_taps_issue_one(cast: Cast) -> None:
    owner = cast.owner
    await ask_nominal(cast.shop, owner.member_id, owner.account_id, 500_00)
    outcomes = await asyncio.gather(
        *(issue_certificate(cast.shop, owner.member_id, owner.account_id) for _ in range(50))
    )
    assert len([one for one in outcomes if isinstance(one, CertificateView)]) == 1
    assert {one.reason for one in outcomes if isinstance(one, Refused)} == {Refusal.SKETCH_GONE}


async def test_the_owner_hears_of_a_certificate_a_cashier_issued(cast: Cast) -> None:
    certificate = await issued(cast, cast.lena, 500_00)
    told = {"person": cast.lena.member_id, "nominal_minor": 500_00, "certificate": certificate.id}
    assert (await cast.told(cast.owner))[-1] == ("certificate_sold", told)


async def test_fifty_sales_at_once_never_overdraw_it(cast: Cast) -> None:
    certificate, bought = await issued(cast, cast.owner, 1_000_00), await purchase_id(cast)

    def sale(tx: Connection, operation_id: int, now: Any) -> int:
        minor = min(130_00, certificate_left(tx, certificate.id))
        if minor:
            pay(tx, operation_id, certificate.id, minor, bought, cast.lena.member_id, now)
        return minor

    paid = await asyncio.gather(*(moved(cast, f"test:{n}", sale) for n in range(50)))
    assert sorted(paid, reverse=True)[:8] == [130_00] * 7 + [90_00]
    assert sum(paid) == 1_000_00
    assert await left(cast, certificate) == 0
    assert await proven(cast) == []


async def test_goods_that_come_back_put_it_back_and_never_more(cast: Cast) -> None:
    certificate, bought = await issued(cast, cast.owner, 1_000_00), await purchase_id(cast)
    lena = cast.lena.member_id
    await moved(cast, "pay", lambda tx, op, now: pay(tx, op, certificate.id, 300_00, bought, lena, now))
    back = await moved(cast, "back", lambda tx, op, now: give_back(tx, op, bought, 100_00, lena, now))
    assert back == 800_00
    with pytest.raises(ValueError, match="would hold"):
        await moved(cast, "more", lambda tx, op, now: give_back(tx, op, bought, 200_01, lena, now))
    with pytest.raises(ValueError, match="does not pay"):
        await moved(cast, "over", lambda tx, op, now: pay(tx, op, certificate.id, 900_00, bought, lena, now))
    with pytest.raises(LookupError):
        await moved(cast, "none", lambda tx, op, now: pay(tx, op, 999, 1, bought, lena, now))
    assert await left(cast, certificate) == 800_00
    assert await proven(cast) == []


async def test_a_purchase_without_a_certificate_gives_nothing_back(cast: Cast) -> None:
    bought = await purchase_id(cast)
    back = await moved(
        cast, "back", lambda tx, op, now: give_back(tx, op, bought, 1, cast.lena.member_id, now)
    )
    assert back is None
    assert await cast.shop.db.read(lambda tx: certificate_left(tx, None)) == 0


async def test_the_bearer_opens_the_link_and_it_is_on_his_card(cast: Cast) -> None:
    owner, anna, vera = cast.owner, await cast.joined("Анна"), await cast.joined("Вера")
    certificate = await issued(cast, owner)
    view = await show_certificate(cast.shop, owner.member_id, certificate.id)
    assert isinstance(view, CertificateView)
    arrival = await cast.start(anna.external_id, "Анна", view.link.partition("start=")[2])
    assert isinstance(arrival.outcome, CodeTaken)
    assert arrival.outcome.taken is Taken.CERTIFICATE
    promo = await show_promo(cast.shop, anna.member_id)
    assert [one.balance_minor for one in promo.certificates] == [2_000_00]
    typed = await use_code(cast.shop, vera.member_id, vera.account_id, certificate.code.lower())
    assert isinstance(typed, CodeTaken)
    assert (await show_promo(cast.shop, anna.member_id)).certificates == ()
    moved = {"code": certificate.code, "balance_minor": 2_000_00}
    assert (await cast.told(anna))[-1] == ("certificate_moved", moved)


async def test_the_till_takes_its_code_until_it_is_empty_or_blocked(cast: Cast) -> None:
    owner, lena, anna = cast.owner, cast.lena, await cast.joined("Анна")
    certificate = await issued(cast, owner)
    preview = await cast.preview(lena, anna, 200_00)

    def till(tx: Connection) -> Any:
        draft = sales.draft(tx, preview.draft_id)
        assert isinstance(draft, Draft)
        text = f"{certificate.code[:4]} {certificate.code[4:]}"
        return apply_code(tx, draft, text, lena.member_id, rows.programme(tx), cast.clock.now())

    assert await cast.shop.db.write(till) == Applied(certificate_id=certificate.id)
    await block_certificate(cast.shop, owner.member_id, certificate.id, blocked=True)
    assert await cast.shop.db.write(till) == Refused(Refusal.CERTIFICATE_BLOCKED)
    assert await cast.shop.db.read(lambda tx: certificate_left(tx, certificate.id)) == 0
    await block_certificate(cast.shop, owner.member_id, certificate.id, blocked=False)
    assert await cast.shop.db.write(till) == Applied(certificate_id=certificate.id)


async def test_roles_are_asked_where_it_happens(cast: Cast, shop: Shop) -> None:
    certificate, lena, anna = await issued(cast, cast.owner), cast.lena, await cast.joined("Анна")
    assert await ask_nominal(shop, anna.member_id, anna.account_id, 1) == Refused(Refusal.NOT_STAFF)
    assert await issue_certificate(shop, anna.member_id, anna.account_id) == Refused(Refusal.NOT_STAFF)
    refused = Refused(Refusal.NOT_OWNER)
    assert await list_certificates(shop, lena.member_id, 0) == refused
    assert await show_certificate(shop, lena.member_id, certificate.id) == refused
    assert await block_certificate(shop, lena.member_id, certificate.id, blocked=True) == refused
    assert await show_certificate(shop, cast.owner.member_id, 999) == Refused(Refusal.CODE_UNKNOWN)
    found = await list_certificates(shop, cast.owner.member_id, 0)
    assert isinstance(found, tuple)
    assert found[1:] == (1, 2_000_00)


async def test_a_change_past_the_bot_is_found(cast: Cast) -> None:
    certificate = await issued(cast, cast.owner)
    await cast.shop.db.write(lambda tx: certificates.change(tx, certificate.id, balance_minor=1_000_00))
    assert await proven(cast) == ["balance 100000 kept, entries add up to 200000"]
