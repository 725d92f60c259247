"""Where events may go, how they are signed, when they are tried again."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest

from loyalty.refusals import Refusal, Refused
from loyalty.webhooks import (
    PATIENCE,
    WAITS,
    Answer,
    Webhook,
    check_url,
    gives_up,
    is_public,
    next_try,
    signature,
)

NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "https://pos.example.com/kopilka",
        " https://pos.example.com:8443/a?key=b ",
        "https://93.184.216.34/x",
        "https://[2606:2800:220:1:248:1893:25c8:1946]/x",
    ],
)
def test_an_https_address_of_the_open_internet_is_taken(text: str) -> None:
    assert check_url(text, local=False) == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "450",
        "pos.example.com",
        "http://pos.example.com/",
        "ftp://pos.example.com/",
        "https://",
        "https://user:word@pos.example.com/",
        "https://pos.example.com/#part",
        "https://pos.example.com:99999/",
        "https://[::1/",
        "https://pos.example.com/a b",
        "https://pos.example.com/\r\nhost: x",
        "https://пример.рф/",
        "https://pos.example.com/" + "a" * 500,
    ],
)
def test_what_is_no_https_address_is_refused(text: str) -> None:
    assert check_url(text, local=False) == Refused(Refusal.WEBHOOK_UNCLEAR)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "10.0.0.7",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 (an address that must be refused)
        "0",
        "127.1",
        "2130706433",
        "224.0.0.1",
        "[::1]",
        "[fd00::1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[::127.0.0.1]",
        "localhost",
        "localhost.",
        "a.localhost",
        "pos",
        "pos.local",
        "db.internal",
        "1.2.3.0x7f.1",
    ],
)
def test_an_address_inside_a_private_network_is_refused(host: str) -> None:
    assert check_url(f"https://{host}/x", local=False) == Refused(Refusal.WEBHOOK_PRIVATE)


def test_this_machine_is_allowed_where_nobody_else_is_reached() -> None:
    assert check_url("http://127.0.0.1:8000/x", local=True) == "http://127.0.0.1:8000/x"
    assert check_url("http://localhost:8000/x", local=True) == "http://localhost:8000/x"
    assert check_url("http://10.0.0.1/x", local=True) == Refused(Refusal.WEBHOOK_UNCLEAR)


def test_what_a_name_leads_to_is_looked_at() -> None:
    assert is_public("93.184.216.34")
    assert is_public("::ffff:93.184.216.34")
    assert not is_public("fe80::1%eth0")
    assert not is_public("no address")


def test_the_signature_is_the_one_of_standard_webhooks() -> None:
    key = b"0123456789abcdefghijklmn"
    secret = "whsec_" + base64.b64encode(key).decode()
    expected = hmac.new(key, b'purchase-7.1700000000.{"a":1}', hashlib.sha256).digest()
    assert signature(secret, "purchase-7", 1_700_000_000, b'{"a":1}') == (
        "v1," + base64.b64encode(expected).decode()
    )


def test_the_signature_of_the_specifications_own_example() -> None:
    # github.com/standard-webhooks: the test vector every library has
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    told = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert told == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_eight_tries_with_growing_pauses_and_then_none() -> None:
    seconds = [5, 30, 120, 600, 3600, 6 * 3600, 24 * 3600]
    assert [next_try(tries, NOW) for tries in range(1, 8)] == [NOW + timedelta(seconds=s) for s in seconds]
    assert next_try(len(WAITS) + 1, NOW) is None


def test_a_receiver_that_fails_for_a_day_is_given_up() -> None:
    assert not gives_up(NOW - PATIENCE + timedelta(seconds=1), NOW)
    assert gives_up(NOW - PATIENCE, NOW)


def test_only_an_answer_of_the_two_hundreds_is_a_yes() -> None:
    assert [status for status in (0, 199, 200, 204, 299, 302, 410, 500) if Answer(status).taken] == [
        200,
        204,
        299,
    ]


def test_a_webhook_is_called_by_its_host() -> None:
    assert Webhook(1, "https://pos.example.com/x", (), None).host == "pos.example.com"
    assert Webhook(1, "", (), None).host == ""
