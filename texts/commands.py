"""The commands a messenger offers while somebody types, by role."""

from texts.words import Words


def commands(words: Words, role: str) -> list[tuple[str, str]]:
    """Name and description of what this role ("" for a customer) is offered, in this order."""
    return [*_at_work(words, role), *_for_everybody(words)]


def _at_work(words: Words, role: str) -> list[tuple[str, str]]:
    sale: list[tuple[str, str]] = [("sale", words.t("Add points for a purchase"))] if role else []
    sale += [("refund", words.t("Take goods back"))] if role else []
    sale += [("certificate", words.t("Issue a gift certificate"))] if role else []
    sale += [("shift", words.t("My shift: open, close, totals"))] if role else []
    sale += [("today", words.t("Sales of today"))] if role else []
    if role == "manager":
        return [*sale, *_leading(words)]
    if role != "owner":
        return sale
    return [
        *sale,
        ("admin", words.t("Everything about the shop")),
        ("program", words.t("Rules of the programme")),
        *_leading(words),
        ("broadcast", words.t("Write to many at once")),
        ("feedback", words.t("What customers say, and who waits for a reply")),
        ("campaigns", words.t("Messages that go by themselves")),
        ("segments", words.t("Who is meant: groups of customers")),
        ("codes", words.t("Promo codes, offers, certificates")),
        ("import", words.t("Bring members from another programme")),
        ("tills", words.t("Programs that sell: till keys")),
        ("webhooks", words.t("Tell other programs at once")),
        ("verify", words.t("Check that every balance adds up")),
    ]


def _leading(words: Words) -> list[tuple[str, str]]:
    return [
        ("staff", words.t("Who works here")),
        ("member", words.t("Find a member, give points")),
        ("grant", words.t("Give points by hand")),
        ("cases", words.t("“That wasn't me”: look and decide")),
        ("receipts", words.t("Receipts customers sent in")),
        ("alerts", words.t("What looked odd at the tills")),
    ]


def _for_everybody(words: Words) -> list[tuple[str, str]]:
    return [
        ("card", words.t("My card")),
        ("balance", words.t("How many points I have")),
        ("history", words.t("Where my points came from")),
        ("receipt", words.t("Forgot the card? Send the receipt")),
        ("promo", words.t("My offers and promo codes")),
        ("rewards", words.t("What I can get for points")),
        ("invite", words.t("Bring a friend")),
        ("write", words.t("Write to us: a question, a complaint")),
        ("rules", words.t("How the card works")),
        ("stores", words.t("Where we are, when we are open")),
        ("settings", words.t("Language and news")),
        ("privacy", words.t("What is known about me")),
        ("help", words.t("What this bot can do")),
    ]
