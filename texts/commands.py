"""The commands a messenger offers while somebody types, by role."""

from texts.words import Words


def commands(words: Words, role: str) -> list[tuple[str, str]]:
    """Name and description of what this role ("" for a customer) is offered, in this order."""
    return [*_at_work(words, role), *_for_everybody(words)]


def _at_work(words: Words, role: str) -> list[tuple[str, str]]:
    sale: list[tuple[str, str]] = [("sale", words.t("Add points for a purchase"))] if role else []
    if role != "owner":
        return sale
    return [
        *sale,
        ("admin", words.t("Everything about the shop")),
        ("program", words.t("Rate, name and currency")),
        ("staff", words.t("Who works here")),
        ("verify", words.t("Check that every balance adds up")),
    ]


def _for_everybody(words: Words) -> list[tuple[str, str]]:
    return [
        ("card", words.t("My card")),
        ("balance", words.t("How many points I have")),
        ("history", words.t("Where my points came from")),
        ("settings", words.t("Language and news")),
        ("help", words.t("What this bot can do")),
    ]
