"""The screens of merged cards at their longest."""

from dataclasses import replace
from datetime import date

from loyalty.member_views import FoundMember
from loyalty.merging import CardSide, MergeView
from texts import merge
from texts.screen import Screen
from texts.words import Words

LONG = "W" * 64
MOST = 99_999_999
KEPT = CardSide(999_999, LONG, "482100457713", "Щ" * 20, MOST, date(2024, 5, 3))
OTHER = CardSide(999_998, "", "582100457713", "plain", -MOST, None)
VIEW = MergeView(KEPT, OTHER, "gold", stops_ads=True, today=date(2026, 5, 3), seqs=(999_999, 999_999))
DONE = replace(VIEW, merge_id=999_999)
TOLD = {"number": KEPT.number, "available": MOST}


def screens(words: Words) -> list[Screen]:
    """All of them, for owners and for both accounts."""
    people = tuple(FoundMember(999_999 - n, LONG if n % 2 else "", KEPT.number) for n in range(10))
    return [
        merge.ask_other(words, KEPT),
        merge.found(words, KEPT.member_id, people),
        merge.found(words, KEPT.member_id, people[:2]),
        merge.ask(words, VIEW),
        merge.ask(words, replace(VIEW, stops_ads=False)),
        merge.done(words, DONE),
        merge.done(words, replace(DONE, undone=True)),
        merge.ask_undo(words, DONE),
        merge.merged(words, TOLD),
        merge.unmerged(words, TOLD),
    ]
