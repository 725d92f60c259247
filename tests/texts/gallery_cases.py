"""The screens of contested changes at their longest."""

from dataclasses import replace
from datetime import UTC, datetime

from loyalty.case_views import CaseLine, CaseList, CaseView, ChangeLine, ContestView
from loyalty.cases import CaseState
from loyalty.ledger import Kind
from texts import cases, trust
from texts.screen import Screen
from texts.words import Words

AT = datetime(2026, 5, 3, 11, 5, tzinfo=UTC)
LONG = "W" * 64
MOST = 99_999_999
CHANGES = tuple(ChangeLine(kind, sign * MOST, AT) for kind in Kind for sign in (1, -1))
LIST = CaseList((CaseLine(999_999, LONG, -MOST, AT),) * 6, 1, 3)
CONTEST = ContestView(999_999, MOST, AT, sets_aside=True)
VIEW = CaseView(
    id=999_999,
    state=CaseState.OPEN,
    name=LONG,
    number="482100457713",
    parts=CHANGES[1::2],
    at=AT,
    opened_at=AT,
    undo_points=-MOST,
    is_gone=False,
    amount_minor=MOST,
    receipt="Z" * 32,
    store="Щ" * 40,
    actor=LONG,
    other=LONG,
    confirmed_by="tap",
    comments=("<b>" * 160,),
    history=CHANGES[:8],
)
BARE = CaseView(1, CaseState.OPEN, "", "482100457713", CHANGES[:1], AT, AT, 0, is_gone=True)
TOLD = {"points": MOST, "available": MOST, "debt": 0, "seq": 9, "set_aside": True, "name": LONG, "case": 9}


def screens(words: Words) -> list[Screen]:
    """All of them, for customers and owners."""
    views = [VIEW, replace(VIEW, confirmed_by="code"), BARE]
    views += [replace(VIEW, state=state) for state in CaseState]
    views += [replace(view, name="", number="erased:7", erased=True, other_erased=True) for view in views]
    return [
        trust.ask(words, CONTEST),
        trust.ask(words, replace(CONTEST, points=-MOST, sets_aside=False)),
        trust.contested(words, CONTEST),
        trust.contested(words, replace(CONTEST, sets_aside=False)),
        trust.never_mind(words),
        trust.comment_kept(words),
        trust.words_please(words),
        cases.case_list(words, LIST),
        cases.case_list(words, CaseList((), 0, 1)),
        *(cases.case(words, view) for view in views),
        cases.ask_accept(words, VIEW),
        *(
            tell(words, {**TOLD, "points": points, "debt": debt, "set_aside": not debt})
            for tell in (*cases.NOTICES.values(), *trust.NOTICES.values())
            for points, debt in ((MOST, 0), (-MOST, MOST), (0, 0))
        ),
    ]
