"""What came of a campaign, in the order of trust: the effect, what was sent, what only came after it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from math import ceil, log10

from babel.numbers import get_currency_precision

from analytics.effect import FEWEST, FEWEST_BUYERS, Arm, Effect, EffectView, Interval, Verdict
from loyalty.broadcasts import BLOCKED, UNSUBSCRIBED
from texts.automation_words import kind_title
from texts.screen import Button, Screen, act
from texts.words import Html, Words, escaped

PERS = (1_000, 10_000, 100_000)
VARIANTS = "ABCD"
MOST_REASONS = 6


def effect(words: Words, view: EffectView) -> Screen:
    """The report of one campaign."""
    parts = [
        words.t("<b>{title}</b>", title=_title(words, view)),
        _headline(words, view),
        _money(words, view.effect),
        _variants(words, view),
        _sent(words, view),
        _after(words, view),
    ]
    buttons = (
        (Button(words.t("List of people"), act("eff.list", view.campaign_id)),),
        (Button(words.t("How it's reckoned"), act("eff.how", view.campaign_id)),),
        (Button(words.t("‹ Back"), act("auto.show" if view.automation else "camp.show", view.campaign_id)),),
    )
    return Screen(Html("\n\n".join(part for part in parts if part)), buttons)


def how(words: Words, campaign_id: int) -> Screen:
    """Every figure explained."""
    text = words.t(
        "<b>How it's reckoned</b>\n\n"
        "Before sending, a part of the people is drawn by lot and gets nothing: the control group. What the "
        "others buy more often is the effect. Everybody drawn for the message counts, also those it didn't "
        "reach, or the comparison would flatter.\n\n"
        "The figures in brackets are the 95 % confidence interval: the truth most likely lies between them. "
        "When it holds zero, chance alone could have done it.\n\n"
        "Everybody counts once: his purchases of the 30 days from when his first message was due, less what "
        "he gave back. Of the orders after the message the first three of each person count; some of these "
        "people would have come anyway, so that is no effect.\n\n"
        "Points that came with the message are shown as given. What codes and personal offers took off the "
        "price is in the receipts already; the points and gifts they brought are not counted."
    )
    clicks = words.t(
        "Taps on buttons are always counted; links to websites when the shop has a public address "
        "(PUBLIC_URL) at the time of sending. Links within Telegram and addresses written out in the text "
        "open directly and are not counted."
    )
    back = Button(words.t("‹ Back"), act("eff.show", campaign_id))
    return Screen(Html(f"{text}\n\n{clicks}"), ((back,),))


def _title(words: Words, view: EffectView) -> str:
    if view.title:
        return view.title
    return kind_title(words, view.automation) if view.automation else words.t("Effect")


def _headline(words: Words, view: EffectView) -> Html:
    found = view.effect
    said = _VERDICTS[found.verdict](words, view)
    if found.conversion is None:
        return said
    per = _per(found.conversion)
    compared = words.t(
        "Of {people} people {treated} bought, without the message {control}. Difference: {difference}.",
        people=words.number(per),
        treated=words.number(round(view.treated.conversion * per)),
        control=words.number(round(view.control.conversion * per)),
        difference=_interval(words, found.conversion, per),
    )
    return Html("\n".join(part for part in (_early(words, view), said, compared) if part))


def _early(words: Words, view: EffectView) -> Html | str:
    if not view.is_early:
        return ""
    if view.automation:
        return words.t("It still goes on, the figures will change. So far:")
    return words.t("Early to judge: the {days} days are not over yet. So far:", days=view.days)


def _more(words: Words, _: EffectView) -> Html:
    return words.t("✅ It worked: people bought more often than those without the message.")


def _less(words: Words, _: EffectView) -> Html:
    return words.t("❗ It did harm: people bought less often than those without the message.")


def _not_proven(words: Words, view: EffectView) -> Html:
    needed = rounded_up(view.effect.needed)
    return words.n(
        "❔ Not proven yet: chance could have done it. About {count} more person is needed.",
        "❔ Not proven yet: chance could have done it. About {count} more people are needed.",
        needed,
    )


def _no_difference(words: Words, _: EffectView) -> Html:
    return words.t("➖ No difference seen. If there is one, it lies between the numbers in brackets.")


def _too_few(words: Words, view: EffectView) -> Html:
    return words.t(
        "❔ Too few people to speak of an effect: {treated} with the message and {control} without; "
        "{fewest} of each are the least.",
        treated=words.number(view.treated.people),
        control=words.number(view.control.people),
        fewest=FEWEST,
    )


def _no_control(words: Words, _: EffectView) -> Html:
    return words.t(
        "❔ There was no control group, so the effect can't be told: nobody knows who would have come "
        "anyway. Leave one next time, 10 % of the people are enough."
    )


def _broken(words: Words, _: EffectView) -> Html:
    return words.t("❗ The groups are not of the sizes that were set: this comparison proves nothing.")


_VERDICTS = {
    Verdict.MORE: _more,
    Verdict.LESS: _less,
    Verdict.NOT_PROVEN: _not_proven,
    Verdict.NO_DIFFERENCE: _no_difference,
    Verdict.TOO_FEW: _too_few,
    Verdict.NO_CONTROL: _no_control,
    Verdict.BROKEN: _broken,
}


def rounded_up(people: int) -> int:
    """To two leading digits: nobody needs 1,609 people."""
    step = 10 ** max(0, int(log10(people)) - 1) if people > 0 else 1
    return ceil(people / step) * step


def _money(words: Words, found: Effect) -> Html | str:
    if found.conversion is None:
        return ""
    if found.revenue_minor is None:
        return words.t(
            "Extra revenue: —. It is reckoned from {fewest} buyers on in each group.", fewest=FEWEST_BUYERS
        )
    extra = found.revenue_minor
    step = _step(extra.high - extra.low, 10 ** get_currency_precision(words.currency))
    value, low, high = (words.money(round(one / step) * step) for one in (extra.value, extra.low, extra.high))
    return words.t("Extra revenue: {money} (from {low} to {high}).", money=value, low=low, high=high)


def _step(width: float, whole: int) -> int:
    """What money is rounded to, no finer than whole units: two digits of an interval so wide are known."""
    return int(max(whole, 10 ** (int(log10(width)) - 1))) if width >= 1 else whole


def _variants(words: Words, view: EffectView) -> Html | str:
    if len(view.arms) < 2:
        return ""
    lines = [_variant(words, number, arm) for number, arm in sorted(view.arms.items())]
    if view.best is None:
        lines.append(words.t("None of them is proven to be better."))
    else:
        lines.append(words.t("{letter} is better, and that is proven.", letter=VARIANTS[view.best]))
    return Html("\n".join(lines))


def _variant(words: Words, number: int, arm: Arm) -> Html:
    return words.t(
        "{letter}: {buyers} of {people} bought, {money}",
        letter=VARIANTS[number],
        buyers=words.number(arm.buyers),
        people=words.number(arm.people),
        money=words.money(arm.revenue_minor),
    )


def _sent(words: Words, view: EffectView) -> Html:
    ends = view.ends
    lines = [words.t("Delivered: {number}", number=words.number(ends.get("sent", 0)))]
    lines += _left_out(words, ends)
    for label, number in (
        (words.t("Waiting"), ends.get("waiting", 0) + ends.get("handed", 0)),
        (words.t("Control group"), view.control.people),
        (words.t("Not known"), ends.get("unknown", 0)),
        (
            words.t("Pressed a button or link"),
            sum(n for what, n in view.did.items() if what.startswith("clicked")),
        ),
        (words.t("Unsubscribed"), view.did.get("unsubscribed", 0)),
        (words.t("Blocked the bot"), view.did.get("blocked", 0)),
    ):
        if number:
            lines.append(Html(f"{label}: {words.number(number)}"))
    if not view.clicks_known:
        lines.append(words.t("Clicks on links: —"))
    return Html("\n".join(lines))


def _left_out(words: Words, ends: Mapping[str, int]) -> Iterator[Html]:
    """Whom it did not reach, and why."""
    for state, label in (("skipped", words.t("Not sent")), ("failed", words.t("Not delivered"))):
        if not ends.get(state):
            continue
        by_words: Counter[Html] = Counter()
        for key, number in ends.items():
            if key.startswith(f"{state}:"):
                by_words[_known(words, key.partition(":")[2]) or words.t("another reason")] += number
        said = ", ".join(f"{why} {words.number(n)}" for why, n in by_words.most_common(MOST_REASONS))
        line = f"{label}: {words.number(ends[state])}"
        yield Html(f"{line} ({said})" if said else line)


def reason_in_words(words: Words, reason: str) -> Html:
    """Why a message did not go or did not arrive; as the messenger said it when that is nothing we know."""
    return _known(words, reason) or escaped(reason)


def _known(words: Words, reason: str) -> Html | None:
    known = {
        "no consent": words.t("no consent to news"),
        "unreachable": words.t("the bot is blocked"),
        BLOCKED: words.t("the bot is blocked"),
        UNSUBSCRIBED: words.t("unsubscribed"),
        "withdrawn": words.t("taken back"),
        "too late": words.t("its days were over"),
        "cancelled": words.t("the sending was stopped"),
        "muted": words.t("doesn't want this topic"),
        "complaint": words.t("a complaint is open"),
        "not wanted any more": words.t("not meant any more"),
        "nothing to say any more": words.t("not meant any more"),
        "no account": words.t("the bot is blocked"),
        "nothing to say": words.t("no text for them"),
        "not a member": words.t("no member any more"),
        "erased": words.t("no member any more"),
    }
    return known.get(reason.partition(": ")[0])


def _after(words: Words, view: EffectView) -> Html:
    money = words.money(view.attributed_minor)
    if view.attributed_first_minor != view.attributed_minor:
        first = words.money(view.attributed_first_minor)
        money = words.t("{money} ({first} of it by their first orders)", money=money, first=first)
    lines = [
        words.t(
            "After the message, within {days} days: {people} bought {orders} times for {money}. "
            "This is no effect: some would have come anyway.",
            days=view.days,
            people=words.n("{count} person", "{count} people", view.attributed_people),
            orders=words.number(view.attributed_orders),
            money=money,
        )
    ]
    if view.points:
        lines.append(
            words.t(
                "Given with it: {points}, worth {money}.",
                points=words.points(view.points),
                money=words.money(view.points_cost_minor),
            )
        )
    return Html("\n".join(lines))


def _interval(words: Words, found: Interval, scale: int) -> Html:
    return words.t(
        "{value} (from {low} to {high})",
        value=_signed(words, found.value * scale),
        low=_signed(words, found.low * scale),
        high=_signed(words, found.high * scale),
    )


def _signed(words: Words, number: float) -> str:
    whole = round(number)
    return f"+{words.number(whole)}" if whole > 0 else words.number(whole)


def _per(difference: Interval) -> int:
    """Of how many people is told: of so many that the interval is more than one number, and no proven
    difference looks like none."""
    for per in PERS:
        ends = {round(difference.low * per), round(difference.high * per)}
        if len(ends) > 1 and not (difference.is_proven and 0 in ends):
            return per
    return PERS[-1]


def making(words: Words) -> Html:
    """Said at once: a long list takes its time."""
    return words.t("One moment, I'm drawing up the list.")


def counting(words: Words) -> Html:
    """Of many people it takes a while."""
    return words.t("One moment, I'm counting.")


def drawn_up(words: Words, done: int, total: int) -> Screen:
    """How far a long list is."""
    return Screen(words.t("The list: {done} of {total}", done=words.number(done), total=words.number(total)))


def not_made(words: Words) -> Screen:
    """The file could not be made."""
    return Screen(words.t("The list couldn't be made just now. Please try again in a few minutes."))
