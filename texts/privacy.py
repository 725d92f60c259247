"""What is known about a person, what he can do about it, and the way out with all it costs."""

from loyalty.cards import group_number
from loyalty.privacy import ConsentLine, Farewell, PrivacyView
from texts.joining import birthday_kept
from texts.screen import Button, Keyboard, Screen, act
from texts.words import Html, Words

# Claims and certificates named one by one in the warning; the rest is in the document with all data.
MOST_NAMED = 10


def privacy(words: Words, view: PrivacyView) -> Screen:
    """All that is kept, in plain words, and the four things that can be done."""
    lines = [words.t("<b>What is known about you</b>"), "", *about_person(words, view), ""]
    lines += [consent_line(words, one) for one in view.consents]
    lines += [
        "",
        words.t(
            "At the till only your first name and your level are seen. Your data is given to nobody else."
        ),
    ]
    news = (
        Button(words.t("Stop the news"), act("privacy.news", 0))
        if view.advertising
        else Button(words.t("Send me news"), act("privacy.news", 1))
    )
    rows = (
        (Button(words.t("Download my data"), act("privacy.download"), style="primary"),),
        (news, Button(words.t("What I get"), act("what"))),
        (Button(words.t("Withdraw consent"), act("privacy.withdraw")),),
        (Button(words.t("Delete me"), act("privacy.leave"), style="danger"),),
    )
    return Screen(Html("\n".join(lines)), rows)


def about_person(words: Words, view: PrivacyView) -> list[Html]:
    """Name, card, phone (its end), birthday, and what is counted."""
    phone = words.t("Phone: …{digits}", digits=view.phone_end)
    lines = [
        words.t("Name: {name}", name=view.name),
        words.t("Card: {number}", number=group_number(view.number)),
        phone if view.phone_end else words.t("Phone: not given"),
        birthday_kept(words, view.birthday),
        *([words.t("City: {city}", city=view.city)] if view.city else ()),
        words.t("Your Telegram account, so that I can write to you"),
        words.t("Purchases: {count}", count=words.number(view.purchases)),
        words.t("Points: {count}", count=words.number(view.points)),
    ]
    if view.joined_at is not None:
        lines.append(words.t("Member since {moment}", moment=words.moment(view.joined_at)))
    return lines


def consent_line(words: Words, one: ConsentLine) -> Html:
    """A word on one kind of consent: given or not, when, to which text."""
    texts = {
        ("personal", True): words.t("Personal data: agreed"),
        ("personal", False): words.t("Personal data: not agreed"),
        ("advertising", True): words.t("News and offers: agreed"),
        ("advertising", False): words.t("News and offers: not agreed"),
    }
    what = texts.get((one.kind, one.given)) or words.t("Another consent")
    return words.t(
        "{what}, {moment}, text version {version}",
        what=what,
        moment=words.moment(one.at),
        version=one.text_version,
    )


def warning(words: Words, costs: Farewell, lead: Html | None = None) -> Screen:
    """What going costs, to the point; nothing is done yet."""
    lines = [words.t("<b>Delete everything about you?</b>"), "", *_lost(words, costs)]
    lines += [
        words.t(
            "Name, phone, birthday, your Telegram account and everything you wrote are erased at once and "
            "for good. Receipts and points stay in the shop's books without a name."
        ),
        "",
        words.t(
            "For 12 months an encrypted mark of the phone and the account is kept, which nobody can read a "
            "number from: if you come back, you are welcome, but the gifts for newcomers don't come twice."
        ),
    ]
    if lead is not None:
        lines = [lead, "", *lines]
    rows = (
        (Button(words.t("Download my data"), act("privacy.download")),),
        (Button(words.t("Delete, go on"), act("privacy.sure", costs.seq), style="danger"),),
        (Button(words.t("Keep everything"), act("privacy"), style="success"),),
    )
    return Screen(Html("\n".join(lines)), rows)


def withdrawing(words: Words) -> Html:
    """Before the warning, for who takes back the consent the card stands on."""
    return words.t(
        "Without your consent to the processing of personal data the card can't be kept: to withdraw it is "
        "to delete everything."
    )


def changed(words: Words) -> Html:
    """Before the warning, when the balance moved since it was shown."""
    return words.t("Something changed meanwhile. Please look again.")


def last_question(words: Words, costs: Farewell) -> Screen:
    """The second step: after this it is done."""
    if costs.points:
        text = words.n(
            "The last question: delete everything, with {count} point? It can't be undone.",
            "The last question: delete everything, with {count} points? It can't be undone.",
            costs.points,
        )
    else:
        text = words.t("The last question: delete everything? It can't be undone.")
    yes = Button(words.t("Yes, delete"), act("privacy.erase", costs.seq), style="danger")
    return Screen(text, ((yes,), (Button(words.t("No, keep"), act("privacy"), style="success"),)))


def erased(words: Words) -> Screen:
    """It is done; the keys go, too."""
    text = words.t(
        "Done: nothing here says any more who you were. Thank you for having been with us.\n\n"
        "Backup copies are overwritten in turn; were one ever needed, you are erased from it at once. "
        "This chat is yours: delete it in Telegram if you like. To join again, send /start."
    )
    return Screen(text, keyboard=Keyboard(()))


def erased_before(words: Words) -> Html:
    """A second tap, when everything is gone already."""
    return words.t("Everything is deleted already. To join again, send /start.")


def _lost(words: Words, costs: Farewell) -> list[Html | str]:
    lines: list[Html | str] = []
    if costs.points:
        text = words.n(
            "<b>You lose {count} point</b>, it can't be given back:",
            "<b>You lose {count} points</b>, they can't be given back:",
            costs.points,
        )
        lines += [text, *_states(words, costs), ""]
    else:
        lines += [words.t("There are no points on your card, so none are lost."), ""]
    if costs.debt:
        debt = words.points(costs.debt)
        lines += [words.t("The {points} you owe are forgiven.", points=debt), ""]
    if costs.certificates:
        total = sum(left for _, left in costs.certificates)
        lines.append(
            words.t(
                "Certificates for {amount} stay valid, but only by their codes. Write them down:",
                amount=words.money(total),
            )
        )
        lines += [
            words.t("<code>{code}</code>: {amount}", code=group_number(code), amount=words.money(left))
            for code, left in costs.certificates[:MOST_NAMED]
        ]
        lines.append("")
    return lines


def _states(words: Words, costs: Farewell) -> list[Html]:
    one = costs.wallet
    states = (
        (one.available, words.t("usable now: {count}", count=words.number(one.available))),
        (one.locked, words.t("after the first purchase: {count}", count=words.number(one.locked))),
        (one.pending, words.t("not active yet: {count}", count=words.number(one.pending))),
        (one.reserved, words.t("set aside: {count}", count=words.number(one.reserved))),
        (one.blocked, words.t("under review: {count}", count=words.number(one.blocked))),
    )
    lines = [text for points, text in states if points]
    lines += [
        words.t("reward not fetched, {title}: {count}", title=title, count=words.number(points))
        for title, points in costs.claims[:MOST_NAMED]
    ]
    return [Html(f"• {line}") for line in lines]
