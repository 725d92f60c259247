"""The owner's menu, and the way back to it."""

from texts.screen import Button, Screen, act
from texts.words import Html, Words


def menu(words: Words, *, runs: bool = True) -> Screen:
    """What an owner can look at and change; a manager's is shorter."""
    if not runs:
        return Screen(
            words.t("Your team and your customers. What shall we look at?"),
            (
                (Button(words.t("Members"), act("member.find")), Button(words.t("Staff"), act("staff"))),
                (Button(words.t("Cases"), act("cases", 0)), Button(words.t("Alerts"), act("alerts", 0))),
                (Button(words.t("Requests"), act("requests", 0)),),
            ),
        )
    return Screen(
        words.t("Your shop. What shall we look at?"),
        (
            (Button(words.t("Programme"), act("program")), Button(words.t("Staff"), act("staff"))),
            (Button(words.t("Members"), act("member.find")), Button(words.t("Friends"), act("friends"))),
            (Button(words.t("Rewards"), act("catalogue", 0)), Button(words.t("Promo codes"), act("codes"))),
            (Button(words.t("Cases"), act("cases", 0)), Button(words.t("Check the books"), act("verify"))),
            (Button(words.t("Stores"), act("stores")), Button(words.t("Import"), act("imports"))),
            (Button(words.t("Webhooks"), act("hooks")), Button(words.t("Alerts"), act("alerts", 0))),
            (Button(words.t("Broadcasts"), act("camp.list", 0)), Button(words.t("Automations"), act("auto"))),
            (Button(words.t("Tills"), act("tills")), Button(words.t("Audiences"), act("segs"))),
            (Button(words.t("Feedback"), act("feedback")), Button(words.t("Requests"), act("requests", 0))),
        ),
    )


def first_steps(words: Words) -> Html:
    """What an owner sets first, and how a sale begins."""
    return words.t(
        "You are the owner of this shop.\n"
        "First set the rules with /program, then invite cashiers with /staff.\n"
        "A sale begins with the customer's card: scan its QR code, or type the card number here."
    )


def back(words: Words, action: str = "admin") -> tuple[Button, ...]:
    """The last row of every screen of the owner."""
    return (Button(words.t("‹ Back"), act(action)),)
