"""Any request, however broken, gets an answer of Telegram's: a result or a refusal."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.errors import ApiError
from sandbox.methods import METHODS, Method, perform
from sandbox.requests import Upload
from sandbox.state import Person
from sandbox.telegram import Telegram
from tests.sandbox.conftest import Wire
from tests.sandbox.test_files import picture

CALLABLE = [method for method in METHODS.values() if method.perform is not None]
FIRST = 5_000_000_001
PLAUSIBLE = st.sampled_from(
    [
        FIRST,
        str(FIRST),
        102,
        "102",
        "HTML",
        "<b>x</b>",
        "attach://file",
        "typing",
        {"inline_keyboard": [[{"text": "x", "callback_data": "y"}]]},
        {"keyboard": [[{"text": "x"}]]},
        '{"type": "photo", "media": "attach://file"}',
        [{"command": "x", "description": "y"}],
        {"type": "chat", "chat_id": FIRST},
        [{"type": "bold", "offset": 0, "length": 5}],
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


@st.composite
def calls(draw: st.DrawFn) -> tuple[Method, dict[str, Any]]:
    method = draw(st.sampled_from(CALLABLE))
    fields = st.sampled_from([*method.model.model_fields, "unknown"])
    return method, draw(st.dictionaries(fields, PLAUSIBLE | JSON, max_size=6))


@settings(deadline=None)
@given(st.lists(calls(), max_size=4))
async def test_no_request_breaks_the_stand_in(requests: list[tuple[Method, dict[str, Any]]]) -> None:
    telegram = Telegram(lambda: datetime(2026, 5, 3, tzinfo=UTC))
    anna = telegram.add_person("Анна")
    telegram.start(anna)
    uploads = {"file": Upload("x.jpg", "image/jpeg", picture())}
    await perform(telegram, METHODS["sendmessage"], {"chat_id": anna.id, "text": "x"}, {})
    for method, params in requests:
        with suppress(ApiError):
            await perform(telegram, method, params, uploads)
    assert [bubble.html for bubble in telegram.chat(anna)]
    telegram.commands(anna)


async def test_bodies_that_are_not_what_they_say_are_refused(wire: Wire) -> None:
    address = f"{wire.url}/bot{wire.token}/sendMessage"
    for body in (b"{", b"[1]", b"\xff", b"[" * 100_000):
        headers = {"Content-Type": "application/json"}
        async with wire.session.post(address, data=body, headers=headers) as answer:
            assert answer.status == 400
    for body in (b"", b"--x\r\nbroken", b"--x--\r\n"):
        headers = {"Content-Type": "multipart/form-data; boundary=x"}
        async with wire.session.post(address, data=body, headers=headers) as answer:
            assert answer.status == 400


async def test_a_request_over_fifty_megabytes_is_refused_unread(wire: Wire) -> None:
    headers = {"Content-Length": str(51 * 1024 * 1024)}

    async def nothing() -> Any:
        yield b"x"

    address = f"{wire.url}/bot{wire.token}/sendDocument"
    async with wire.session.post(address, data=nothing(), headers=headers) as answer:
        assert (answer.status, (await answer.json())["description"]) == (413, "Request Entity Too Large")


async def test_numbers_and_texts_may_stand_for_each_other(
    wire: Wire, telegram: Telegram, anna: Person
) -> None:
    sent = await wire.result("sendMessage", chat_id=str(anna.id), text=15)
    assert sent["text"] == "15"
    query_id = telegram.press_data(anna, "x", sent["message_id"])
    assert (
        await wire.result("answerCallbackQuery", callback_query_id=int(query_id), show_alert="true") is True
    )
    assert (telegram.callback_answer(query_id) or {})["alert"] is True
