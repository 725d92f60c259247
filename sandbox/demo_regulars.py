"""Who has come to the demo shop before, and what each of them bought."""

from dataclasses import dataclass
from datetime import timedelta

from loyalty.birthdays import Birthday


@dataclass(frozen=True, slots=True)
class Visit:
    """A receipt in minor units, so many days after the shop opened and minutes after its opening hour.

    with_points: what can be paid with points is. returned_minor: of it, goods brought back at once.
    in_park: bought in the second store.
    """

    on_day: int
    amount_minor: int
    with_points: bool = False
    returned_minor: int = 0
    minute: int = 0
    in_park: bool = False

    @property
    def after_opening(self) -> timedelta:
        """When, counted from the moment the shop opened for the first time."""
        return timedelta(days=self.on_day, minutes=self.minute)


@dataclass(frozen=True, slots=True)
class Regular:
    """Somebody with a card. host: the first name of the regular who brought him; offered: has an offer."""

    first_name: str
    last_name: str
    birthday: Birthday | None
    visits: tuple[Visit, ...]
    host: str = ""
    offered: bool = False


def every(days: int, *receipts_minor: int) -> tuple[Visit, ...]:
    """A receipt every so many days, from the first day on."""
    return tuple(Visit(n * days, minor) for n, minor in enumerate(receipts_minor))


REGULARS = (
    # Comes every week, has reached silver and pays with points now and then.
    Regular(
        "Галина",
        "Орлова",
        Birthday(14, 3, 1988),
        (
            *every(8, 42_000, 38_000, 51_500, 44_000, 39_000, 62_000, 47_000, 35_500, 58_000),
            Visit(80, 64_000, with_points=True),
            Visit(95, 41_000),
            Visit(112, 53_000, with_points=True),
        ),
    ),
    # Took one thing back, and has not been seen for a while: he has an offer of his own.
    Regular(
        "Тимур",
        "Ахметов",
        Birthday(29, 2, 1996),
        (Visit(9, 27_000), Visit(18, 31_000), Visit(27, 85_000, returned_minor=58_000), Visit(36, 27_000)),
        offered=True,
    ),
    # Coffee for the whole office: gold, and a full stamp card waits at the till. Once he came back for cakes.
    Regular(
        "Лев",
        "Гринберг",
        Birthday(3, 11),
        (*(Visit(day, 240_000) for day in (12, 33, 55, 76, 103)), Visit(103, 64_000, minute=6)),
    ),
    Regular(
        "Maria",
        "Silva",
        None,
        (Visit(40, 54_000, in_park=True), Visit(61, 49_050, in_park=True), Visit(90, 38_000, in_park=True)),
    ),
    # Forgot the card yesterday and has sent in the receipt.
    Regular("Ольга", "Дан", Birthday(7, 8, 1990), (Visit(60, 42_000), Visit(88, 36_000)), host="Галина"),
)
