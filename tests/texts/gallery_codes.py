"""Every screen of codes, offers and certificates, with long and short figures."""

from dataclasses import replace
from datetime import date

from loyalty.benefits import Effect
from loyalty.certificates import Certificate
from loyalty.code_views import (
    CampaignView,
    CertificateView,
    CodeTaken,
    HeldLine,
    OfferLine,
    OfferMade,
    OffersView,
    PromoView,
    SketchView,
    Taken,
)
from loyalty.codes import Campaign
from loyalty.programme import Category, Programme, Tier
from loyalty.sketch import Asks, Gives, Sketch
from texts import certificates, codes, offers, promo, sketch
from texts.screen import Screen
from texts.words import Words

TODAY = date(2026, 5, 4)
RULES = Programme(
    7,
    "Кофейня «Маяк»",
    "RUB",
    "Europe/Moscow",
    categories=(Category("wine", "Белое вино"),),
    tiers=(Tier("gold", "Золотой", 1),),
)
ALL = Effect(percent_bp=2000, category="wine", minimum_minor=500_00, least_quantity=2, with_points=False)
CERTIFICATE = Certificate(7, "ABCDEFGHJKMN", 1, 2_000_00, 1_250_00)


def screens(words: Words) -> list[Screen]:
    """One of each."""
    return [*_members(words), *_offers(words), *_codes(words), *_questions(words), *_certificates(words)]


def _offers(words: Words) -> list[Screen]:
    lines = (
        OfferLine(1, ALL, None, None),
        OfferLine(2, Effect(points=5), date(2026, 6, 1), date(2026, 12, 31)),
    )
    view = OffersView(7, "W" * 64, lines, TODAY, RULES)
    none = OffersView(7, "", (), TODAY, RULES)
    return [
        offers.offers(words, view),
        offers.offers(words, none),
        *(offers.ask_withdraw(words, replace(view, offers=(one,))) for one in lines),
    ]


def _members(words: Words) -> list[Screen]:
    held = (HeldLine("КОФЕ10", ALL, TODAY), HeldLine("", Effect(gift="круассан"), None))
    taken = [
        CodeTaken(Taken.HELD, RULES, "КОФЕ10", effect, last_day)
        for effect, last_day in ((ALL, TODAY), (Effect(off_minor=100_00), None), (Effect(points=5), None))
    ]
    spent = Certificate(7, "ABCDEFGHJKMN", 1, 2_000_00, 0)
    kept = [CodeTaken(Taken.CERTIFICATE, RULES, certificate=one) for one in (CERTIFICATE, spent)]
    return [
        promo.promo(words, PromoView((), (), TODAY, RULES)),
        promo.promo(words, PromoView(held, (CERTIFICATE,), TODAY, RULES)),
        promo.ask_code(words),
        *(promo.code_taken(words, one) for one in (*taken, *kept)),
        promo.points_came(words, {"points": 50, "available": 170, "seq": 3, "title": "ПРИВЕТ"}),
        promo.offered(words, {"title": "20 %", "last_day": "2026-05-10"}),
        promo.offered(words, {"title": "20 %", "last_day": ""}),
    ]


def _codes(words: Words) -> list[Screen]:
    shared = Campaign(
        1,
        "КОФЕ10",
        ALL,
        total=100,
        last_day=TODAY,
        first_day=date(2026, 6, 1),
        tier="gold",
        newcomers_only=True,
    )
    unique = Campaign(2, "", ALL, unique_codes=True, per_member=0, active=False)
    views = [
        CampaignView(shared, 3, 1, "KOФE1O", "https://t.me/bot?start=p-KOfEIO", RULES),
        CampaignView(unique, 0, 500, "", "", RULES),
    ]
    many = [(shared, 3), (unique, 0)]
    return [
        codes.campaigns(words, [], 0, 8, RULES),
        codes.campaigns(words, many, 0, 8, RULES),
        codes.campaigns(words, many, 1, 1, RULES, sketch.offer_made(words, OfferMade("Анна", told=True))),
        codes.campaigns(words, [], 0, 8, RULES, sketch.offer_made(words, OfferMade("Анна", told=False))),
        *(codes.campaign(words, view, TODAY) for view in views),
        codes.ask_off(words, views[0]),
        codes.code_list(words, 2, 1, ["ABCDEFGHJ", "KMNPQRTUV"], 2),
    ]


def _questions(words: Words) -> list[Screen]:
    full = Sketch(
        gives=Gives.MONEY,
        value=200_00,
        shared=True,
        word="КОФЕ10",
        until="2026-12-31",
        since="2026-12-01",
        tier="gold",
        total=5,
        newcomers_only=True,
    )
    again = Sketch(
        gives=Gives.GIFT, gift="круассан", shared=False, count=500, until="-", per_member=0, with_points=False
    )
    offer = Sketch(
        personal=True, member_id=5, gives=Gives.POINTS, value=100, category="wine", pieces=2, until="-"
    )
    ready = [SketchView(one, Asks.READY, RULES, "Анна") for one in (full, again, offer)]
    values = [SketchView(Sketch(gives=one), Asks.VALUE, RULES) for one in Gives]
    others = [SketchView(Sketch(), one, RULES) for one in Asks if one not in (Asks.READY, Asks.VALUE)]
    return [sketch.question(words, view) for view in (*ready, *values, *others)]


def _certificates(words: Words) -> list[Screen]:
    view = CertificateView(CERTIFICATE, "https://t.me/bot?start=g-ABCDEFGHJKMN", RULES.brand, "RUB")
    blocked = CertificateView(
        Certificate(8, "A" * 12, None, 5_00, 5_00, blocked=True), view.link, RULES.brand, "RUB"
    )
    return [
        certificates.ask_nominal(words),
        certificates.left(words),
        certificates.moved(words, {"code": "ABCD2345EFGH", "balance_minor": 10_000_000}),
        certificates.confirm(words, 2_000_00),
        certificates.issued(words, view),
        certificates.certificates(words, [CERTIFICATE] * 2, 20, 5_000_00, 1, 1),
        certificates.certificates(words, [], 0, 0, 0, 8),
        certificates.certificate(words, view),
        certificates.certificate(words, blocked),
        certificates.ask_block(words, view),
        certificates.sold(words, {"name": "Лена", "nominal_minor": 500_00, "certificate": 7, "person": 3}),
    ]
