"""The columns of a table from another programme, known by their headings in Russian and English."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum


class Column(StrEnum):
    """What a column of the file tells."""

    PHONE = "phone"
    CARD = "card"
    NAME = "name"
    POINTS = "points"
    BIRTHDAY = "birthday"
    JOINED = "joined"
    SPENT = "spent"
    BOUGHT = "bought"
    EXPIRES = "expires"
    AMOUNT = "amount"
    DATE = "date"
    RECEIPT = "receipt"


_HEADERS: Mapping[Column, str] = {
    Column.PHONE: "phone|phone number|mobile|tel|телефон|номер телефона|тел|моб телефон|мобильный",
    Column.CARD: "card|card number|card no|карта|номер карты|карта номер|код карты|№ карты",
    Column.NAME: "name|full name|customer|client|имя|фио|клиент|покупатель|имя клиента|гость",
    Column.POINTS: "points|balance|bonus|bonuses|баллы|баланс|бонусы|остаток|баллов|остаток баллов"
    "|баланс баллов",
    Column.BIRTHDAY: "birthday|birth date|date of birth|birthdate|день рождения|дата рождения|др|рождение",
    Column.JOINED: "joined|registered|registration date|created|дата регистрации|регистрация|дата вступления"
    "|вступил",
    Column.SPENT: "total spent|total|turnover|spent|сумма покупок|всего покупок|оборот|куплено на",
    Column.BOUGHT: "last purchase|last purchase date|last visit|последняя покупка|дата последней покупки"
    "|последний визит",
    Column.EXPIRES: "expires|expiry|expiry date|valid until|сгорают|действуют до|срок|сгорание"
    "|действительны до",
    Column.AMOUNT: "amount|sum|сумма|сумма чека|сумма покупки",
    Column.DATE: "date|purchase date|day|дата|дата покупки|дата чека",
    Column.RECEIPT: "receipt|receipt number|receipt no|чек|номер чека|№ чека",
}
_KNOWN = {header: column for column, headers in _HEADERS.items() for header in headers.split("|")}


def columns_of(headings: Sequence[str]) -> dict[int, Column]:
    """Which column stands where; a heading that comes twice counts the first time."""
    found: dict[int, Column] = {}
    for place, heading in enumerate(headings):
        column = _KNOWN.get(re.sub(r"[\W_]+", " ", heading.casefold().replace("№", "")).strip())
        column = column or _KNOWN.get(heading.casefold().strip(" .:*"))
        if column is not None and column not in found.values():
            found[place] = column
    return found
