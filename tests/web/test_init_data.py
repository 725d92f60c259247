"""Who opened the page is believed only when this bot's messenger said so a moment ago."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.init_data import fields, init_data, key_of, query, signed
from web.init_data import read_init_data

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LENA = 5_000_000_002
SOUND = init_data(LENA, NOW)
FIELDS = fields(LENA, NOW)


def reads(raw: str, now: datetime = NOW) -> bool:
    return read_init_data(raw, key_of(), now) is not None


def with_user(user: object) -> str:
    return signed({**FIELDS, "user": json.dumps(user)})


def test_sound_data_names_the_person_and_his_language() -> None:
    opening = read_init_data(SOUND, key_of(), NOW)
    assert opening is not None
    assert (opening.external_id, opening.language, len(opening.digest)) == (str(LENA), "ru", 32)


def test_the_messengers_own_example_of_the_documentation_is_read() -> None:
    # The order of the fields and the way a space is written do not matter.
    turned = "&".join(reversed(init_data(LENA, NOW, first_name="Анна Мария").replace("%20", "+").split("&")))
    assert reads(turned)


def test_blank_fields_belong_to_what_is_signed() -> None:
    raw = signed({**FIELDS, "start_param": ""})
    assert reads(raw)
    assert not reads(raw.replace("start_param=&", ""))


AGES = {
    "just now": (timedelta(0), True),
    "five minutes old": (timedelta(minutes=5), True),
    "a second over five minutes old": (timedelta(minutes=5, seconds=1), False),
    "ten days old": (timedelta(days=10), False),
    "from 1970": (NOW - datetime(1970, 1, 1, tzinfo=UTC), False),
    "a minute ahead": (timedelta(seconds=-60), True),
    "a minute and a second ahead": (timedelta(seconds=-61), False),
    "a year ahead": (timedelta(days=-365), False),
}


@pytest.mark.parametrize("age", AGES)
def test_only_what_was_signed_within_five_minutes_counts(age: str) -> None:
    before, accepted = AGES[age]
    assert reads(init_data(LENA, NOW - before)) is accepted


REFUSED = {
    "nothing": "",
    "only signs": "&&==&",
    "no query string": "hello",
    "a forged name": SOUND.replace(str(LENA), str(LENA + 1)),
    "a forged date": SOUND.replace("auth_date=", "auth_date=1"),
    "a field more": SOUND + "&more=1",
    "a field less": "&".join(part for part in SOUND.split("&") if not part.startswith("query_id")),
    "another bot's": init_data(LENA, NOW, token="43:FOREIGN"),
    "no hash": query(FIELDS),
    "an empty hash": query({**FIELDS, "hash": ""}),
    "half a hash": SOUND[:-32],
    "a hash of zeros": query({**FIELDS, "hash": "0" * 64}),
    "a hash in Cyrillic": query({**FIELDS, "hash": "а" * 64}),
    "a hash in Arabic digits": query({**FIELDS, "hash": "٠" * 64}),
    "a hash that is no UTF-8": f"{query(FIELDS)}&hash=%ff%fe",
    "a raw hash that is not ASCII": f"{query(FIELDS)}&hash=é",
    "the hash twice": f"{SOUND}&hash={SOUND[-64:]}",
    "another hash first": f"hash={'0' * 64}&{SOUND}",
    "the user twice": f"{SOUND}&user={quote(FIELDS['user'])}",
    "the user twice, once spelt with escapes": f"{SOUND}&%75ser={quote(FIELDS['user'])}",
    "the date twice": f"auth_date=1&{SOUND}",
    "a value that is no UTF-8": f"{SOUND}&x=%c3%28",
    "a lone surrogate": SOUND + "&x=\ud800",
    "a name without a value": f"{SOUND}&x",
    "a value without a name": f"{SOUND}&=x",
    "a null character": SOUND + "\0",
    "far too long": signed({**FIELDS, "start_param": "x" * 9000}),
    "no date": signed({name: value for name, value in FIELDS.items() if name != "auth_date"}),
    "an empty date": signed({**FIELDS, "auth_date": ""}),
    "a date in words": signed({**FIELDS, "auth_date": "now"}),
    "a negative date": signed({**FIELDS, "auth_date": "-1"}),
    "a date with a point": signed({**FIELDS, "auth_date": f"{int(NOW.timestamp())}.0"}),
    "a date in Arabic digits": signed({**FIELDS, "auth_date": "١٧٩٥٣٤٨٨٠٠"}),
    "an endless date": signed({**FIELDS, "auth_date": "9" * 400}),
    "no user": signed({name: value for name, value in FIELDS.items() if name != "user"}),
    "an empty user": signed({**FIELDS, "user": ""}),
    "a user that is no JSON": signed({**FIELDS, "user": "{"}),
    "a user nested without end": signed({**FIELDS, "user": "[" * 4000}),
    "a user that is a list": with_user([LENA]),
    "a user that is null": with_user(None),
    "a user without an id": with_user({"first_name": "Лена"}),
    "an id that is a text": with_user({"id": str(LENA)}),
    "an id that is true": with_user({"id": True}),
    "an id that is a fraction": with_user({"id": 1.5}),
    "an id of zero": with_user({"id": 0}),
    "a negative id": with_user({"id": -LENA}),
    "an id beyond any": with_user({"id": 1 << 63}),
}


@pytest.mark.parametrize("vector", REFUSED)
def test_anything_else_is_refused_without_an_error(vector: str) -> None:
    assert not reads(REFUSED[vector])


def test_the_same_opening_has_the_same_digest_however_it_is_written() -> None:
    turned = "&".join(reversed(SOUND.split("&")))
    first, second = (read_init_data(raw, key_of(), NOW) for raw in (SOUND, turned))
    assert first == second


@given(st.text(max_size=200))
def test_no_text_raises_and_none_is_believed(raw: str) -> None:
    assert read_init_data(raw, key_of(), NOW) is None


@given(st.integers(0, len(SOUND) - 1), st.characters())
def test_one_character_changed_is_refused(place: int, character: str) -> None:
    changed = SOUND[:place] + character + SOUND[place + 1 :]
    sound = read_init_data(SOUND, key_of(), NOW)
    # The same text after decoding is the same data.
    assert read_init_data(changed, key_of(), NOW) in (None, sound)
