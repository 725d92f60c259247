"""The columns of an imported file and the faults of its rows, in a word or two."""

from loyalty.import_columns import Column
from loyalty.import_rows import Fault
from texts.words import Html, Words


def column_name(words: Words, column: Column) -> Html:
    """What a column tells."""
    return {
        Column.PHONE: words.t("phone"),
        Column.CARD: words.t("card number"),
        Column.NAME: words.t("name"),
        Column.POINTS: words.t("points"),
        Column.BIRTHDAY: words.t("birthday"),
        Column.JOINED: words.t("member since"),
        Column.SPENT: words.t("total spent, as one purchase on the day of the last"),
        Column.BOUGHT: words.t("day of the last purchase"),
        Column.EXPIRES: words.t("last day of the points"),
        Column.AMOUNT: words.t("amount of the purchase"),
        Column.DATE: words.t("day of the purchase"),
        Column.RECEIPT: words.t("receipt number"),
    }[column]


def fault_name(words: Words, fault: Fault) -> Html:
    """Why a row is left out."""
    return {
        Fault.NOBODY: words.t("neither phone nor card"),
        Fault.PHONE: words.t("no phone number"),
        Fault.CARD: words.t("no card number"),
        Fault.NAME: words.t("the name is too long"),
        Fault.POINTS: words.t("no number of points"),
        Fault.BIRTHDAY: words.t("no birthday"),
        Fault.DATE: words.t("no date, or one that is yet to come"),
        Fault.OVER: words.t("the points have burned already"),
        Fault.AMOUNT: words.t("no amount"),
        Fault.RECEIPT: words.t("no receipt number"),
        Fault.DOUBLE: words.t("the same as a row above"),
        Fault.TWO_MEMBERS: words.t("phone and card belong to different members"),
        Fault.STRANGER: words.t("no such member"),
    }[fault]
