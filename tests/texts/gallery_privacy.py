"""The screens of privacy at their longest."""

from datetime import UTC, datetime

from loyalty.birthdays import Birthday
from loyalty.privacy import ConsentLine, Farewell, MyData, PrivacyView
from loyalty.refusals import Refusal, Refused
from loyalty.views import HistoryPage
from loyalty.wallet import Wallet
from texts import my_data, privacy
from texts.refusals import refused
from texts.screen import Screen
from texts.words import Words

AT = datetime(2026, 9, 23, 11, 5, tzinfo=UTC)
LONG = "W" * 64
MOST = 99_999_999
KINDS = tuple(
    ConsentLine(kind, given, "2", AT)
    for kind in ("personal", "advertising", "another")
    for given in (True, False)
)
VIEW = PrivacyView(
    LONG, "482100457713", "2233", Birthday(29, 9, 2000), KINDS, 9_999, MOST, AT, advertising=True
)
BARE = PrivacyView("Ян", "482100457713", "", None, (), 0, 0, None, advertising=False)
COSTS = Farewell(
    9,
    Wallet(MOST, MOST, MOST, MOST, MOST),
    MOST,
    claims=tuple((LONG[:40], MOST) for _ in range(10)),
    certificates=tuple(("ABCDEFGHIJKL", MOST) for _ in range(10)),
)
TABLES = {
    "accounts": [{"messenger": "telegram", "external_id": "5000000001", "display_name": LONG}],
    "remarks": [{"text": "<b>" * 100}],
}
DATA = MyData(AT, LONG, VIEW, "+79001112233", HistoryPage((), 0, 1), COSTS, {"name": LONG}, TABLES)


def screens(words: Words) -> list[Screen]:
    """All of them."""
    return [
        privacy.privacy(words, VIEW),
        privacy.privacy(words, BARE),
        privacy.warning(words, COSTS),
        privacy.warning(words, COSTS, privacy.withdrawing(words)),
        privacy.warning(words, Farewell(0, Wallet()), privacy.changed(words)),
        privacy.last_question(words, COSTS),
        privacy.last_question(words, Farewell(0, Wallet())),
        privacy.erased(words),
        my_data.machine_file(words, DATA),
        my_data.readable_file(words, DATA),
        Screen(privacy.erased_before(words)),
        Screen(refused(words, Refused(Refusal.WORKS_HERE))),
    ]
