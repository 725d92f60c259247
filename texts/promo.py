"""A member's offers, codes and certificates, and what a code he typed brought."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from loyalty.benefits import Effect
from loyalty.cards import group_number
from loyalty.certificates import Certificate
from loyalty.code_views import CodeTaken, HeldLine, PromoView, Taken
from loyalty.programme import Programme
from texts.screen import Button, Screen, act
from texts.trust import not_me
from texts.words import Html, Words


def effect_text(words: Words, effect: Effect, programme: Programme) -> Html:
    """ "20 % off “White wine”, from 2 pieces"."""
    parts = [_gain(words, effect)]
    if effect.category:
        known = programme.category(effect.category)
        name = known.name if known else effect.category
        parts = [words.t("{gain} on “{category}”", gain=parts[0], category=name)]
    if effect.least_quantity:
        pieces = words.n("from {count} piece", "from {count} pieces", effect.least_quantity)
        parts.append(pieces)
    if effect.minimum_minor:
        parts.append(words.t("from {amount}", amount=words.money(effect.minimum_minor)))
    if not effect.with_points:
        parts.append(words.t("not together with points"))
    return Html(", ".join(parts))


def line_example(words: Words, goods: str) -> Html:
    """An offer as an owner types it; goods: the name of a category, "" when there is none."""
    if goods:
        return words.t("20% on 2 {goods} until Friday", goods=goods.lower())
    return words.t("20% until Friday")


def offer_unclear(words: Words, detail: Mapping[str, int | str]) -> Html:
    """What was typed is no offer; with the goods nobody knows when that was the trouble."""
    how = words.t("For example: <code>{line}</code>", line=line_example(words, str(detail["example"])))
    if detail["word"]:
        what = words.t("I don't know the goods “{word}”.", word=detail["word"])
    else:
        what = words.t("I can't read an offer there.")
    return Html(f"{what} {how}")


def promo(words: Words, view: PromoView) -> Screen:
    """/promo: everything that waits on the card, and the way to type a code."""
    lines = [_held(words, one, view) for one in view.held]
    lines += [_certificate(words, one) for one in view.certificates]
    if lines:
        text = words.t("<b>On your card</b>\n{lines}", lines=Html("\n".join(lines)))
        if view.held:
            note = words.t("Offers and codes work by themselves at your next purchase: show your card.")
            text = Html(f"{text}\n\n{note}")
    else:
        text = words.t("There are no offers on your card now. Do you have a promo code or a certificate?")
    return Screen(text, ((Button(words.t("Type a code"), act("promo.ask"), style="primary"),),))


def ask_code(words: Words) -> Screen:
    """The next text is a code."""
    return Screen(words.t("Type the code as you see it. Capital or small letters don't matter."))


def code_taken(words: Words, taken: CodeTaken) -> Screen:
    """What the code brought; points tell of themselves in a message of their own."""
    if taken.certificate is not None:
        return Screen(_certificate_taken(words, taken.certificate))
    text = words.t(
        "Done! Your card holds <b>{effect}</b> now. It works by itself at your next purchase: show the card.",
        effect=effect_text(words, taken.effect, taken.programme),
    )
    if taken.last_day is not None:
        last = words.t("Until {day} inclusive.", day=words.day(taken.last_day))
        text = Html(f"{text}\n{last}")
    return Screen(text)


def says_itself(taken: CodeTaken) -> bool:
    """Whether a message of its own tells what the code brought."""
    return taken.taken is Taken.POINTS


def points_came(words: Words, data: Mapping[str, Any]) -> Screen:
    """The notice of points that a code brought."""
    figures = {
        "points": words.n("+{count} point", "+{count} points", data["points"]),
        "total": words.number(data["available"]),
        "title": data["title"],
    }
    if data.get("locked"):
        later = words.t("They can be spent after your first purchase.")
        text = words.t("{points} 🎁 {later}\nPromo code {title}", later=later, **figures)
    else:
        text = words.t("{points} 🎁 You have {total} now.\nPromo code {title}", **figures)
    return Screen(text, ((not_me(words, data["seq"]),),))


def offered(words: Words, data: Mapping[str, Any]) -> Screen:
    """The notice of a personal offer."""
    text = words.t("For you: <b>{title}</b>", title=data["title"])
    if data["last_day"]:
        last = words.t("Until {day} inclusive.", day=words.day(date.fromisoformat(data["last_day"])))
        text = Html(f"{text}\n{last}")
    note = words.t("It works by itself at your next purchase: show your card.")
    return Screen(Html(f"{text}\n{note}"), ((Button(words.t("My offers"), act("promo")),),))


def _gain(words: Words, effect: Effect) -> Html:
    if effect.percent_bp:
        return words.t("{rate} off", rate=words.rate(effect.percent_bp))
    if effect.off_minor:
        return words.t("{amount} off", amount=words.money(effect.off_minor))
    if effect.points:
        return words.n("+{count} point", "+{count} points", effect.points)
    return words.t("a gift: {gift}", gift=effect.gift)


def _held(words: Words, line: HeldLine, view: PromoView) -> Html:
    effect = effect_text(words, line.effect, view.programme)
    text = words.t("{title}: {effect}", title=line.title, effect=effect) if line.title else effect
    if line.last_day is None:
        return words.t("• {text}", text=text)
    return words.t("• {text}, until {day}", text=text, day=words.day(line.last_day, view.today))


def _certificate(words: Words, one: Certificate) -> Html:
    return words.t(
        "• Certificate for {nominal}, left <b>{left}</b>: <code>{code}</code>",
        nominal=words.money(one.nominal_minor),
        left=words.money(one.balance_minor),
        code=group_number(one.code),
    )


def _certificate_taken(words: Words, one: Certificate) -> Html:
    if one.blocked or not one.balance_minor:
        return words.t(
            "The certificate for {nominal} can't pay any more.", nominal=words.money(one.nominal_minor)
        )
    return words.t(
        "The certificate for {nominal} is on your card, left <b>{left}</b>.\n"
        "Tell the cashier its code when you pay: <code>{code}</code>\nYou find it again in /promo.",
        nominal=words.money(one.nominal_minor),
        left=words.money(one.balance_minor),
        code=group_number(one.code),
    )


NOTICES: Mapping[str, Callable[[Words, Mapping[str, Any]], Screen]] = {"promo": points_came, "offer": offered}
