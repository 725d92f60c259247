"""What happened to the balance, in plain words, a page at a time."""

from typing import assert_never

from loyalty.ledger import Kind
from loyalty.views import HistoryLine, HistoryPage
from texts.screen import Button, Screen, act
from texts.words import Html, Words


def history(words: Words, page: HistoryPage) -> Screen:
    """One page, newest first, with the ways to the others."""
    if not page.lines:
        return Screen(words.t("Nothing has happened yet. Show your card when you pay, and points will come."))
    blocks = [_line(words, line) for line in page.lines]
    if page.pages > 1:
        blocks.append(
            words.t(
                "Page {page} of {pages}", page=words.number(page.page + 1), pages=words.number(page.pages)
            )
        )
    return Screen(Html("\n\n".join(blocks)), _ways(words, page))


def _line(words: Words, line: HistoryLine) -> Html:
    points = words.points(line.points)
    signed = Html(f"+{points}") if line.points > 0 else points
    why = _why(words, line)
    return Html(f"<b>{signed}</b> · {words.moment(line.at)}\n{why}")


def _why(words: Words, line: HistoryLine) -> Html:
    match line.kind:
        case Kind.EARNED:
            why = words.t("Purchase")
        case Kind.EARN_REVERSED:
            why = words.t("The till took a purchase back")
        case _:
            assert_never(line.kind)
    if line.amount_minor is None:
        return why
    receipt = words.t("receipt No. {number}", number=line.receipt) if line.receipt else ""
    return Html(", ".join(part for part in (f"{why}: {words.money(line.amount_minor)}", receipt) if part))


def _ways(words: Words, page: HistoryPage) -> tuple[tuple[Button, ...], ...]:
    newer = Button(words.t("‹ Newer"), act("history", page.page - 1))
    older = Button(words.t("Older ›"), act("history", page.page + 1))
    ways = (*((newer,) if page.page else ()), *((older,) if page.page + 1 < page.pages else ()))
    return (ways,) if ways else ()
