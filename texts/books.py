"""The proof of the books, in words an owner can pass on."""

from loyalty.cards import group_number
from loyalty.codes import group_code
from loyalty.programme import Programme
from loyalty.views import Verification
from texts.admin import back
from texts.screen import Screen
from texts.words import Html, Words

FINGERPRINT_LENGTH = 12


def checking(words: Words) -> Screen:
    """The first line, while the books are read."""
    return Screen(words.t("Checking every entry…"))


def verified(words: Words, result: Verification, programme: Programme) -> Screen:
    """What the check found: the verdict, the figures, the fingerprint to compare later."""
    verdict = _faults(words, result) if result.fault_count else words.t("<b>All the books add up.</b>")
    lines = [
        verdict,
        words.t(
            "{members} and {entries} checked.",
            members=words.n("{count} member", "{count} members", result.members),
            entries=words.n("{count} entry", "{count} entries", result.entries),
        ),
        words.t(
            "Customers hold {points}, worth {money}.",
            points=words.points(result.liability_points),
            money=words.money(result.liability_points * programme.point_value_minor),
        ),
        words.t("Fingerprint: <code>{digest}</code>", digest=result.digest[:FINGERPRINT_LENGTH]),
    ]
    return Screen(Html("\n".join(lines)), (back(words),))


def _faults(words: Words, result: Verification) -> Html:
    """The cards concerned; what exactly is wrong with them is for the log and `python -m bot verify`."""
    numbers = dict.fromkeys(fault.partition(":")[0] for fault in result.faults)
    lines = [
        words.n(
            "<b>{count} thing does not add up.</b>",
            "<b>{count} things do not add up.</b>",
            result.fault_count,
        ),
        *(_book(words, number) for number in numbers),
        words.t(
            "Somebody changed the records behind the bot's back. "
            "Keep a copy of the database, then restore a backup."
        ),
    ]
    return Html("\n".join(lines))


def _book(words: Words, number: str) -> Html:
    """A card by its number, a certificate by its code."""
    if number.isdigit():
        return words.t("Card {number}", number=group_number(number))
    return words.t("Certificate {code}", code=group_code(number))
