"""What happened to the points, in plain words: a page at a time, and each line opened."""

from datetime import date

from loyalty.bonuses import BIRTHDAY_FIELD, PHONE
from loyalty.cases import REASON as CASE
from loyalty.ledger import Kind
from loyalty.referrals import REASON as REFERRAL
from loyalty.views import HistoryDetail, HistoryLine, HistoryPage
from texts.explain import explain
from texts.receipt_claims import forgot_button
from texts.screen import Button, Screen, act
from texts.trust import not_me
from texts.words import Html, Words, escaped

BUTTONS_A_ROW = 3
_BACK = frozenset({Kind.REFUNDED, Kind.EARN_REVERSED, Kind.SPEND_REVERSED})
# Kinds of points that come; below zero they were taken back.
_BROUGHT = frozenset(
    {
        *(Kind.EARNED, Kind.WELCOME, Kind.PROFILE, Kind.BIRTHDAY, Kind.REFERRAL, Kind.REVIEW, Kind.PROMO),
        *(Kind.GIFT, Kind.TRANSFERRED_IN, Kind.IMPORTED),
    }
)


def history(words: Words, page: HistoryPage) -> Screen:
    """One page, newest first; a number opens its line, and there are ways to the other pages."""
    if not page.lines:
        text = words.t("Nothing has happened yet. Show your card when you pay, and points will come.")
        return Screen(text, ((forgot_button(words),),))
    blocks = [
        Html(f"{number}. {_line(words, line, page.today)}") for number, line in enumerate(page.lines, 1)
    ]
    if page.pages > 1:
        blocks.append(
            words.t(
                "Page {page} of {pages}", page=words.number(page.page + 1), pages=words.number(page.pages)
            )
        )
    return Screen(Html("\n\n".join(blocks)), (*_numbers(page), *_ways(words, page), (forgot_button(words),)))


def line(words: Words, detail: HistoryDetail) -> Screen:
    """A line of the history, opened."""
    rows = []
    if detail.quote is not None:
        rows.append((Button(words.t("How it was counted"), act("counted", *_reference(detail))),))
    if detail.contestable:
        rows.append((not_me(words, detail.line.seq),))
    rows.append((Button(words.t("‹ History"), act("history", detail.page)),))
    return Screen(_detail(words, detail), tuple(rows))


def counted(words: Words, detail: HistoryDetail) -> Screen:
    """The same with the calculation of the purchase."""
    blocks = [_detail(words, detail)]
    if detail.quote is not None:
        blocks.append(explain(words, detail.quote, detail.programme))
    back = Button(words.t("‹ Back"), act("line", *_reference(detail)))
    return Screen(Html("\n\n".join(blocks)), ((back,),))


def _line(words: Words, line: HistoryLine, today: date | None) -> Html:
    return Html(f"<b>{_figures(words, line)}</b> · {words.moment(line.at, today)}\n{_what(words, line)}")


def _figures(words: Words, line: HistoryLine) -> Html:
    """ "−300 баллов · +35 баллов": each kind by itself."""
    if not line.parts:
        return words.points(0)
    return Html(" · ".join(_signed(words, points) for _, points in line.parts))


def _signed(words: Words, points: int) -> Html:
    text = words.points(points)
    return Html(f"+{text}") if points > 0 else text


def _what(words: Words, line: HistoryLine) -> Html:
    """Why, and the receipt and the store when it was one."""
    why = _why(words, line)
    if line.amount_minor is None:
        return why
    amount = words.money(line.amount_minor)
    of_purchase = words.t("purchase of {amount}", amount=amount)
    bought = f"{why}, {of_purchase}" if line.reason == CASE else f"{why}: {amount}"
    receipt = words.t("receipt No. {number}", number=line.receipt) if line.receipt else ""
    parts = (bought, receipt, escaped(line.store))
    return Html(", ".join(part for part in parts if part))


def _why(words: Words, line: HistoryLine) -> Html:
    kinds = {kind for kind, _ in line.parts}
    if line.reason == CASE:
        return _decided(words, line)
    if line.undone:
        return words.t("The till took a purchase back")
    if line.purchase_id is not None:
        return words.t("Goods returned") if kinds & _BACK else words.t("Purchase")
    if not line.parts:
        return words.t("A debt was paid")
    kind, points = line.parts[0]
    return _by_reason(words, kind, line.reason) or _by_kind(words, kind, points)


def _decided(words: Words, line: HistoryLine) -> Html:
    """An owner reversed what was contested."""
    if all(points > 0 for _, points in line.parts):
        return words.t("Decision on a complaint: points given back")
    if all(points < 0 for _, points in line.parts):
        return words.t("Decision on a complaint: points taken back")
    return words.t("Decision on a complaint: points counted anew")


def _by_reason(words: Words, kind: Kind, reason: str) -> Html | None:
    """What the kind alone does not tell."""
    texts = {
        (Kind.PROFILE, PHONE): words.t("For your phone number"),
        (Kind.PROFILE, BIRTHDAY_FIELD): words.t("For telling your birthday"),
        (Kind.SPENT, "donation"): words.t("Donation"),
        (Kind.SPEND_REVERSED, "reward"): words.t("Points for a reward given back"),
        (Kind.EARN_REVERSED, REFERRAL): words.t("Taken back: the first purchase was returned"),
    }
    return texts.get((kind, reason))


def _by_kind(words: Words, kind: Kind, points: int) -> Html:
    if points < 0 and kind in _BROUGHT:
        return words.t("Points taken back")
    by_shop = words.t("The shop added points") if points > 0 else words.t("The shop took points off")
    texts = {
        Kind.EARNED: words.t("Points for a purchase"),
        Kind.WELCOME: words.t("Welcome gift"),
        Kind.PROFILE: words.t("For telling about yourself"),
        Kind.BIRTHDAY: words.t("Birthday gift"),
        Kind.REFERRAL: words.t("A friend's invitation"),
        Kind.REVIEW: words.t("For your review"),
        Kind.PROMO: words.t("Promo code or offer"),
        Kind.GIFT: words.t("Gift of the shop"),
        Kind.IMPORTED: words.t("From the shop's earlier programme"),
        Kind.TRANSFERRED_IN: words.t("Gift from a friend"),
        Kind.TRANSFERRED_OUT: words.t("Gift to a friend"),
        Kind.SPENT: words.t("Reward for points"),
        Kind.EXPIRED: words.t("Burned: their time was over"),
        Kind.REFUNDED: words.t("Points given back"),
        Kind.SPEND_REVERSED: words.t("Points given back"),
        Kind.EARN_REVERSED: words.t("Points taken back: the goods were returned"),
        Kind.FORGIVEN: words.t("The shop forgave a debt"),
    }
    return texts.get(kind, by_shop)


def _detail(words: Words, detail: HistoryDetail) -> Html:
    line = detail.line
    lines = [_line(words, line, detail.today)]
    if len(line.parts) > 1:
        lines += [Html(f"{_part(words, kind)}: {_signed(words, points)}") for kind, points in line.parts]
    if line.debt_paid > 0:
        lines.append(words.t("{points} of it paid a debt back.", points=words.points(line.debt_paid)))
    confirmed = {"tap": words.t("Confirmed by your tap."), "code": words.t("Confirmed by your code.")}
    if line.confirmed_by in confirmed:
        lines.append(confirmed[line.confirmed_by])
    if detail.usable_from is not None:
        lines.append(words.t("Usable from {day}.", day=words.day(detail.usable_from, detail.today)))
    lines += [
        words.n(
            "{count} point burns after {day}",
            "{count} points burn after {day}",
            batch.points,
            day=words.day(batch.day, detail.today),
        )
        for batch in detail.burning
    ]
    return Html("\n".join(lines))


def _part(words: Words, kind: Kind) -> Html:
    """What one of several figures was, in a word or two."""
    texts = {
        Kind.SPENT: words.t("Paid"),
        Kind.EARNED: words.t("Earned"),
        Kind.PROMO: words.t("By promo code or offer"),
        Kind.REFUNDED: words.t("Given back"),
        Kind.SPEND_REVERSED: words.t("Given back"),
        Kind.EARN_REVERSED: words.t("Taken back"),
    }
    return texts.get(kind) or words.t("Points")


def _reference(detail: HistoryDetail) -> tuple[int, int, int]:
    return detail.line.seq, detail.line.purchase_id or 0, detail.page


def _numbers(page: HistoryPage) -> tuple[tuple[Button, ...], ...]:
    buttons = [
        Button(str(number), act("line", line.seq, line.purchase_id or 0, page.page))
        for number, line in enumerate(page.lines, 1)
    ]
    return tuple(tuple(buttons[at : at + BUTTONS_A_ROW]) for at in range(0, len(buttons), BUTTONS_A_ROW))


def _ways(words: Words, page: HistoryPage) -> tuple[tuple[Button, ...], ...]:
    newer = Button(words.t("‹ Newer"), act("history", page.page - 1))
    older = Button(words.t("Earlier ›"), act("history", page.page + 1))
    ways = (*((newer,) if page.page else ()), *((older,) if page.page + 1 < page.pages else ()))
    return (ways,) if ways else ()
