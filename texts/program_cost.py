"""What a draft of the rules would have cost, kind by kind: how it is now, how it would be, the difference."""

from collections.abc import Sequence

from loyalty.outlay import Outlay
from loyalty.settings_diff import Difference
from loyalty.settings_views import Desk, Preview
from texts.preview import minus_points, plus_points
from texts.program_values import priced
from texts.words import Html, Words

BELOW = "\N{FIGURE SPACE}\N{FIGURE SPACE}"
# Which settings each kind of points hangs on; that of purchases is always told.
WELCOME, PROFILE, BIRTHDAYS, REVIEWS, FRIENDS, BURNING, STAMPS = (
    ("bonuses.welcome_points",),
    ("bonuses.phone_points", "bonuses.birthday_field_points"),
    ("bonuses.birthday_points",),
    ("bonuses.review_points",),
    ("referral.",),
    ("terms.expiry", "terms.lifetime_months"),
    ("stamps.",),
)


def cost(words: Words, desk: Desk, preview: Preview) -> Html:
    """Both rules on the last 90 days, who moves, and what else the owner should know."""
    words = priced(words, desk.present)
    parts = [_head(words, preview), *_kinds(words, desk, preview), *_total(words, preview)]
    parts += _beside(words, desk, preview)
    return Html("\n".join(parts))


def _head(words: Words, preview: Preview) -> Html:
    count = preview.before.bought.purchases
    if not count:
        return words.t("There were no purchases in the last 90 days to reckon with.")
    return words.n(
        "On {count} purchase of the last 90 days it would have been:",
        "On {count} purchases of the last 90 days it would have been:",
        count,
    )


def _kinds(words: Words, desk: Desk, preview: Preview) -> list[Html]:
    """A line for each kind of points that there was, or that the draft is about; money off beside them."""
    before, after = preview.before, preview.after
    lines = [_points(words, preview, words.t("Purchases"), before.bought.points, after.bought.points)]
    if before.bought.off_minor or after.bought.off_minor:
        lines.append(_discounts(words, before.bought.off_minor, after.bought.off_minor))
    kinds = (
        (words.t("Joining"), WELCOME, before.given.welcome, after.given.welcome),
        (words.t("About oneself"), PROFILE, before.given.profile, after.given.profile),
        (words.t("Birthdays"), BIRTHDAYS, before.given.birthdays, after.given.birthdays),
        (words.t("Reviews"), REVIEWS, before.given.reviews, after.given.reviews),
        (words.t("Friends"), FRIENDS, before.given.friends, after.given.friends),
        (words.t("Burnt"), BURNING, -before.burnt_points, -after.burnt_points),
    )
    for what, paths, was, would in kinds:
        if was or would:
            lines.append(_points(words, preview, what, was, would))
        elif _is_about(desk.differences, paths):
            lines.append(words.t("• {what}: there was nothing of the kind", what=what))
    return [line for line in lines if line]


def _points(words: Words, preview: Preview, what: Html, was: int, would: int) -> Html:
    """ "Purchases: 75 → 150 points", and below it "+75 points, +75 ₽". Below 0: points that burnt."""
    if not was and not would:
        return Html()
    more_minor = would * preview.after.point_value_minor - was * preview.before.point_value_minor
    if was == would:
        same = words.t("• {what}: {points}, as now", what=what, points=words.points(abs(would)))
        return _with(same, _signed_money(words, more_minor) if more_minor else Html())
    figures = {"before": words.number(abs(was)), "after": words.points(abs(would))}
    moved = would - was
    points = plus_points(words, moved) if moved > 0 else minus_points(words, -moved)
    more = Html(f"{points}, {_signed_money(words, more_minor)}")
    return _with(words.t("• {what}: {before} → {after}", what=what, **figures), more)


def _discounts(words: Words, was_minor: int, would_minor: int) -> Html:
    what, would = words.t("Discounts"), words.money(would_minor)
    if was_minor == would_minor:
        return words.t("• {what}: {points}, as now", what=what, points=would)
    line = words.t("• {what}: {before} → {after}", what=what, before=words.money(was_minor), after=would)
    return _with(line, _signed_money(words, would_minor - was_minor))


def _total(words: Words, preview: Preview) -> list[Html]:
    before, after = preview.before, preview.after
    money, more_minor = words.money(after.whole_minor), after.whole_minor - before.whole_minor
    if not before.bought.purchases and not before.whole_minor and not after.whole_minor:
        return []
    if more_minor:
        more = _signed_money(words, more_minor)
        lines = [words.t("<b>It would have cost {money} ({more})</b>", money=money, more=more)]
    else:
        lines = [words.t("<b>It would have cost {money}, as now</b>", money=money)]
    if before.bought.money_minor:
        shares = {
            "before": words.rate(_tenths(before.share_bp)),
            "after": words.rate(_tenths(after.share_bp)),
        }
        lines.append(words.t("Of your revenue: {before} → {after}", **shares))
    return lines


def _beside(words: Words, desk: Desk, preview: Preview) -> list[Html]:
    """What has no place in the sum: gifts in kind, points above the limit, members who move, waiting."""
    lines = [*_stamps(words, desk, preview.before, preview.after), *_above(words, preview)]
    if desk.present.terms.pending_days != desk.draft.terms.pending_days:
        lines.append(words.t("When points become usable changes nothing about what they cost."))
    if preview.moves is not None:
        up, down = (words.number(count) for count in preview.moves)
        lines.append(
            words.t(
                "Levels: {up} members would rise, {down} fall. Nobody falls at once, only at a review.",
                up=up,
                down=down,
            )
        )
    if preview.held_points is not None:
        lines.append(_liability(words, desk, preview.held_points))
    return [Html("\n" + lines[0]), *lines[1:]] if lines else []


def _stamps(words: Words, desk: Desk, before: Outlay, after: Outlay) -> list[Html]:
    was, would = before.bought.stamp_gifts, after.bought.stamp_gifts
    if not was and not would and not _is_about(desk.differences, STAMPS):
        return []
    figures = {"before": words.number(was), "after": words.number(would)}
    return [words.t("Gifts for stamps: {before} → {after}. Their price is not in the sum.", **figures)]


def _above(words: Words, preview: Preview) -> list[Html]:
    """Of the points really spent, those the rules would not have let pay."""
    was, would = preview.before.bought.above_points, preview.after.bought.above_points
    if not was and not would:
        return []
    figures = {
        "spent": words.points(preview.after.bought.spent_points),
        "before": words.number(was),
        "after": words.number(would),
        "money": words.money(would * preview.after.point_value_minor),
    }
    return [words.t("Paid with {spent}; above the limit: {before} → {after} ({money}).", **figures)]


def _liability(words: Words, desk: Desk, held_points: int) -> Html:
    return words.t(
        "Customers hold {points}: worth {before} now, {after} then.",
        points=words.points(held_points),
        before=words.money(held_points * desk.present.point_value_minor),
        after=words.money(held_points * desk.draft.point_value_minor),
    )


def _is_about(differences: Sequence[Difference], paths: Sequence[str]) -> bool:
    return any(one.path.startswith(path) for one in differences for path in paths)


def _with(line: Html, more: Html) -> Html:
    return Html(f"{line}\n{BELOW}{more}") if more else line


def _signed_money(words: Words, amount_minor: int) -> Html:
    """ "+75 ₽", "−75 ₽"."""
    return Html(f"+{words.money(amount_minor)}" if amount_minor >= 0 else words.money(amount_minor))


def _tenths(share_bp: int) -> int:
    """A share to a tenth of a percent."""
    return (share_bp + 5) // 10 * 10
