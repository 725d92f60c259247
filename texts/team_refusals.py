"""Why something about staff, stores and shifts is not done."""

from collections.abc import Callable, Mapping

from loyalty.refusals import Refusal
from texts.words import Html, Words

Detail = Mapping[str, int | str]


TEAM_REFUSALS: Mapping[Refusal, Callable[[Words, Detail], Html]] = {
    Refusal.NOT_STAFF: lambda w, _: w.t("This is for those who work here. Your own card: /card"),
    Refusal.NOT_OWNER: lambda w, _: w.t("Only the owner can do this. Please ask them."),
    Refusal.NOT_ALLOWED: lambda w, _: w.t("Your role doesn't allow this. Please ask a manager."),
    Refusal.NOT_YOUR_STORE: lambda w, _: w.t("This belongs to a store you don't work in."),
    Refusal.LINK_DEAD: lambda w, _: w.t(
        "This link doesn't work any more. Ask whoever sent it for a new one."
    ),
    Refusal.STORE_GONE: lambda w, _: w.t("This store is closed for good. Please choose another one."),
    Refusal.STORE_LAST: lambda w, _: w.t("This is the last store: the shop needs one."),
    Refusal.STORE_STAFFED: lambda w, d: w.t(
        "These people work only there: {names}. First give them another store: /staff", names=d["names"]
    ),
    Refusal.STORE_NAME_TAKEN: lambda w, _: w.t("Another store is called that. Please type another name."),
    Refusal.STORE_NOT_CHOSEN: lambda w, _: w.t("Please choose at least one store."),
    Refusal.HOURS_UNCLEAR: lambda w, d: w.t(
        "I can't read this: “{piece}”. Type it like this: Mon-Fri 9-21, Sat-Sun 10-20", piece=d["piece"]
    ),
    Refusal.HOURS_IMPOSSIBLE: lambda w, d: w.t(
        "There are no such hours: “{piece}”. Type it like this: Mon-Fri 9-21, Sat-Sun 10-20",
        piece=d["piece"],
    ),
    Refusal.SHIFT_OVER: lambda w, _: w.t("This shift is closed already. The newest one: /shift"),
    Refusal.ALREADY_STAFF: lambda w, _: w.t("Already in the team, nothing more to do."),
    Refusal.CANNOT_REMOVE_SELF: lambda w, _: w.t("You can't remove yourself. Another owner can."),
    Refusal.CANNOT_REMOVE_PROTECTED: lambda w, _: w.t(
        "This owner is named in the server's settings (OWNER_IDS) and can only be removed there."
    ),
}
