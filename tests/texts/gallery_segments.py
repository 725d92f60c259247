"""Screens of audiences at their longest."""

from dataclasses import replace
from datetime import date

from loyalty.audience_ready import READY, ready
from loyalty.audience_tree import (
    EVERYBODY,
    FIELDS,
    FIXED,
    NOBODY,
    OF_AGES,
    OPS,
    And,
    Condition,
    Kind,
    Node,
    Not,
    Op,
    Or,
    Span,
    Value,
    Window,
)
from loyalty.audience_views import (
    AudienceChosen,
    AudienceDesk,
    AudienceDraft,
    AudienceExamples,
    AudienceList,
    Reach,
    Segment,
)
from loyalty.audience_words import FIELD_WORDS
from loyalty.campaigns import BROADCAST
from loyalty.price_bands import PriceBands, PriceBandsView
from loyalty.refusals import Refused
from texts import price_bands, segment_pickers, segments
from texts.screen import Screen
from texts.segment_words import audience_words
from texts.words import Words

TODAY = date(2026, 5, 3)
LONG = "W" * 40
NAMES = {
    "tier": {"plain": "базовый", "t1": LONG, "t2": "Чай & <кофе>"},
    "category": {f"c{n}": f"{LONG[:30]} {n}" for n in range(1, 12)},
    "store": {"1": LONG, "2": "Ленина 5"},
}
SAVED = Segment(999_999, LONG, "purchases >= 3")
DRAFT = AudienceDraft("purchases >= 3", 999_999, 999_999, 999_999)
BANDS = PriceBandsView(PriceBands(999_998_50, 999_999_50))
NO_BANDS = PriceBandsView(None, 29)
MANY = Reach(9_999_999, 8_888_888, 7_777_777)


def values(field: str, op: Op) -> list[Value]:
    """What a field can be compared with by this sign."""
    known = FIELDS[field]
    names = FIXED.get(known.names, ("Чай & <кофе>",))
    ages: list[Value] = [Span(21, "d"), Span(2, "w"), Span(5, "m"), Span(1, "y")] if op in OF_AGES else []
    said: dict[Kind, list[Value]] = {
        Kind.NUMBER: [1_000_000],
        Kind.MONEY: [999_999_50],
        Kind.MOMENT: [TODAY, *ages],
        Kind.NAME: [tuple(names)] if op is Op.IN else [names[0]],
        Kind.YES_NO: [0, 1],
        Kind.WINDOW: [Window(0, 0), Window(0, 31), Window(3, 21)],
    }
    return said[known.kind]


def every_condition() -> list[Condition]:
    """Each field with each sign and every kind of value."""
    return [
        Condition(field, op, value, FIXED.get(known.of, (LONG,))[0] if known.of else "")
        for field, known in FIELDS.items()
        for op in OPS[known.kind]
        for value in values(field, op)
    ]


def screens(words: Words) -> list[Screen]:
    """All of them."""
    return [*of_the_desk(words), *of_lists(words), *of_pickers(words)]


def of_the_desk(words: Words) -> list[Screen]:
    all_of_them = tuple(every_condition())
    calm = tuple(one for one in all_of_them if one.op is not Op.NE)  # "!=" is no shouting
    nodes: list[Node] = [EVERYBODY, NOBODY, *all_of_them, And(calm[:50]), Or(calm[50:100])]
    nodes += [Not(And(all_of_them[:2])), And((Or(all_of_them[:2]), Not(all_of_them[3])))]
    view = AudienceDesk(And(all_of_them[:9]), MANY, TODAY, DRAFT, NAMES, SAVED, True, BROADCAST)  # noqa: FBT003 (as the fields stand)
    return [
        *(segments.desk(words, AudienceDesk(node, MANY, TODAY, names=NAMES)) for node in nodes),
        *(Screen(audience_words(words, node)) for node in nodes if not isinstance(node, And | Or)),
        segments.desk(words, view),
        segments.desk(words, replace(view, changed=False, campaign_kind="", node=Or(all_of_them[:3]))),
        segments.desk(words, replace(view, saved=None, reach=Reach(0, 0, 0))),
        segments.desk(words, replace(view, reach=Reach(1, 1, 1))),
        *(segments.desk(words, replace(view, bands=bands)) for bands in (BANDS, NO_BANDS)),
        segments.chosen(words, AudienceChosen(view, 999_999, BROADCAST)),
        segments.chosen(words, AudienceChosen(view, 999_999, "birthday")),
        segments.part(words, view, 0),
        segments.part(words, replace(view, node=Not(all_of_them[0])), 0),
        segments.examples(words, AudienceExamples(9_999_999, ((LONG, "482100457713"), ("", "482100457713")))),
        segments.examples(words, AudienceExamples(9_999_999, ())),
        segments.ask_expression(words, view),
        segments.ask_expression(words, replace(view, node=EVERYBODY)),
        segments.ask_name(words),
        segments.ask_deleting(words, SAVED),
    ]


def of_lists(words: Words) -> list[Screen]:
    view = AudienceDesk(EVERYBODY, MANY, TODAY, names=NAMES)
    taken = [ready(key, ("c1", "c2")[: one.picks]) for key, one in READY.items()]
    return [
        segments.audiences(words, AudienceList((SAVED,) * 30, True, 999_999, BROADCAST)),  # noqa: FBT003 (as the fields stand)
        segments.audiences(words, AudienceList(())),
        segments.ready_made(words),
        segments.pick_goods(words, view, "fridays", ()),
        segments.pick_goods(words, view, "never", ("c1",)),
        segments.pick_goods(words, replace(view, names={}), "never", ()),
        *(Screen(audience_words(words, node, NAMES)) for node in taken if not isinstance(node, Refused)),
    ]


def of_pickers(words: Words) -> list[Screen]:
    view = AudienceDesk(EVERYBODY, MANY, TODAY, names=NAMES)
    empty = replace(view, names={})
    used = (LONG, "Нижний Новгород", "a:b")
    return [
        segment_pickers.groups(words),
        *(segment_pickers.fields(words, group) for group in range(len(segment_pickers.GROUPS))),
        *(
            segment_pickers.about(words, one, field)
            for field in FIELD_WORDS
            if FIELDS[field].of
            for one in (view, empty)
        ),
        *(
            segment_pickers.signs(words, field, "c1")
            for field in FIELDS
            if FIELDS[field].kind in segment_pickers.SIGNS
        ),
        *(
            segment_pickers.values(words, one, field, OPS[FIELDS[field].kind][0], "c11", used)
            for field in FIELDS
            for one in (view, empty)
        ),
        *(segment_pickers.ask_value(words, field) for field in FIELDS),
        *(price_bands.bands(words, bands) for bands in (BANDS, NO_BANDS)),
        *(price_bands.ask_bands(words, bands) for bands in (BANDS, NO_BANDS)),
    ]
