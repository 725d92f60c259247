"""The control API: what the page sees and does."""

import asyncio
import io
import json
from typing import Any

import aiohttp
import pytest
import qrcode
from aiogram import Bot
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    KeyboardButtonRequestUsers,
    ReplyKeyboardMarkup,
)

from sandbox.state import Person
from sandbox.telegram import Telegram
from sandbox.views import Desk
from tests.sandbox.conftest import StillClock, Wire
from tests.sandbox.test_files import picture


async def get(wire: Wire, path: str, **headers: str) -> tuple[int, Any]:
    async with wire.session.get(wire.url + path, headers=headers) as answer:
        body = await answer.read()
        return answer.status, json.loads(body) if answer.content_type == "application/json" else body


async def post(wire: Wire, path: str, body: object = None, **headers: str) -> tuple[int, Any]:
    async with wire.session.post(wire.url + path, json=body or {}, headers=headers) as answer:
        return answer.status, await answer.json() if answer.content_type == "application/json" else None


def code(text: str) -> bytes:
    out = io.BytesIO()
    qrcode.make(text).save(out)
    return out.getvalue()


async def test_the_state_names_bot_people_phones_and_clock(
    wire: Wire, telegram: Telegram, anna: Person, desk: Desk
) -> None:
    desk.phones["customer"] = anna.id
    status, state = await get(wire, "/api/state")
    assert status == 200
    assert state["bot"] == {"id": 42, "username": "kopilka_sandbox_bot", "first_name": "Kopilka"}
    assert state["phones"] == [{"title": "customer", "person": anna.id}]
    assert (state["hint"], state["flood"], state["now"]) == (
        "Press START",
        False,
        "2026-05-03T12:00:00+00:00",
    )
    assert state["people"] == [
        {
            "id": anna.id,
            "first_name": "Анна",
            "last_name": "Иванова",
            "username": "anna",
            "language": "ru",
            "phone": anna.phone,
            "note": "",
            "role_hint": "",
            "blocked": False,
            "started": True,
        }
    ]
    status, person = await post(wire, "/api/people", {"first_name": "Пётр", "language": "en"})
    assert (status, person["started"], telegram.person(person["id"]).language) == (200, False, "en")


async def test_a_chat_shows_messages_buttons_keyboard_and_typing(wire: Wire, bot: Bot, anna: Person) -> None:
    buttons = [
        [InlineKeyboardButton(text="Да", callback_data="x", style="success")],
        [InlineKeyboardButton(text="Сайт", url="https://example.com")],
    ]
    users = KeyboardButtonRequestUsers(request_id=3)
    keys = [
        [KeyboardButton(text="Номер", request_contact=True), KeyboardButton(text="Кто", request_users=users)]
    ]
    await bot.send_message(
        anna.id,
        "<b>&lt;x&gt;</b>",
        parse_mode="HTML",
        reply_markup=InlineKeyboardMarkup(inline_keyboard=buttons),
    )
    await bot.send_message(
        anna.id, "меню", reply_markup=ReplyKeyboardMarkup(keyboard=keys, one_time_keyboard=True)
    )
    await bot.send_chat_action(anna.id, "typing")
    status, chat = await get(wire, f"/api/chats/{anna.id}")
    assert (status, chat["typing"]) == (200, True)
    start, first, _ = chat["messages"]
    assert (start["from"], start["html"]) == ("person", "/start")
    assert first | {"id": 0} == {
        "id": 0,
        "from": "bot",
        "date": "2026-05-03T12:00:00+00:00",
        "html": "<b>&lt;x&gt;</b>",
        "photo": None,
        "video": None,
        "edited": False,
        "inline": [
            [{"text": "Да", "style": "success", "kind": "callback", "url": "", "copy": ""}],
            [{"text": "Сайт", "style": "", "kind": "url", "url": "https://example.com", "copy": ""}],
        ],
        "service": None,
    }
    assert chat["reply_keyboard"] == {
        "rows": [
            [
                {"text": "Номер", "contact": True, "users_request": None},
                {"text": "Кто", "contact": False, "users_request": 3},
            ]
        ],
        "placeholder": "",
        "once": True,
    }


async def test_everything_a_person_does_reaches_the_bot(
    wire: Wire, bot: Bot, telegram: Telegram, anna: Person
) -> None:
    markup = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="x")]])
    sent = await bot.send_message(anna.id, "?", reply_markup=markup)
    base = f"/api/people/{anna.id}"
    deeds: list[tuple[str, dict[str, Any]]] = [
        ("/start", {"payload": "c-1"}),
        ("/text", {"text": "привет"}),
        ("/contact", {"foreign": False}),
        ("/contact", {"foreign": True}),
        ("/press", {"message_id": sent.message_id, "row": 0, "column": 0}),
        ("/open", {"url": "https://t.me/kopilka_sandbox_bot?start=s-2"}),
        ("/block", {}),
        ("/unblock", {}),
    ]
    before = telegram.updates_pending
    for number, (path, body) in enumerate(deeds, 1):
        assert (await post(wire, base + path, body))[0] == 200, path
        assert telegram.updates_pending == before + number
    form = aiohttp.FormData()
    form.add_field("photo", picture(), filename="x.jpg")
    async with wire.session.post(f"{wire.url}{base}/photo", data=form) as answer:
        assert answer.status == 200
    shown = (await get(wire, f"/api/chats/{anna.id}"))[1]["messages"][-1]["photo"]
    assert await get(wire, shown) == (200, picture())


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/text", {"text": " "}),
        ("/text", {}),
        ("/text", {"text": "x", "more": 1}),
        ("/start", {"payload": "а б"}),
        ("/press", {"message_id": 1, "row": 0, "column": 0}),
        ("/key", {"text": "нет такой"}),
        ("/open", {"url": "https://example.com"}),
        ("/photo", {}),
    ],
)
async def test_what_cannot_be_done_is_explained(
    wire: Wire, anna: Person, path: str, body: dict[str, Any]
) -> None:
    status, answer = await post(wire, f"/api/people/{anna.id}{path}", body)
    assert status == 400
    assert answer["error"]


async def test_people_files_and_pages_that_are_not_there_get_404(wire: Wire) -> None:
    assert (await get(wire, "/api/chats/1"))[0] == 404
    assert (await get(wire, "/api/chats/x"))[0] == 404
    assert (await get(wire, "/api/files/x"))[0] == 404
    assert (await get(wire, "/page/..%2Fserver.py"))[0] == 404
    assert (await get(wire, "/page/none.js"))[0] == 404
    assert (await post(wire, "/api/people/1/text", {"text": "x"}))[0] == 404


async def test_the_scan_reads_the_card_on_the_other_screen(
    wire: Wire, bot: Bot, telegram: Telegram, anna: Person
) -> None:
    cashier = telegram.add_person("Олег")
    path = f"/api/people/{cashier.id}/scan"
    assert (await post(wire, path, {"from": anna.id}))[0] == 404
    await bot.send_photo(anna.id, BufferedInputFile(picture(), "plain.jpg"))
    status, answer = await post(wire, path, {"from": anna.id})
    assert (status, "no code" in answer["error"]) == (404, True)
    await bot.send_photo(anna.id, BufferedInputFile(code("https://example.com/x"), "foreign.png"))
    assert await post(wire, path, {"from": anna.id}) == (
        200,
        {"text": "https://example.com/x", "opened": False},
    )
    link = "https://t.me/kopilka_sandbox_bot?start=c-AbCdEf"
    await bot.send_photo(anna.id, BufferedInputFile(code(link), "card.png"))
    assert await post(wire, path, {"from": anna.id}) == (200, {"text": link, "opened": True})
    assert [bubble.text for bubble in telegram.chat(cashier)] == ["/start c-AbCdEf"]


async def test_the_clock_moves_by_days_or_months_through_the_hook(wire: Wire, clock: StillClock) -> None:
    assert await post(wire, "/api/clock", {"days": 1}) == (200, {"now": "2026-05-04T12:00:00+00:00"})
    assert (await post(wire, "/api/clock", {"months": 1}))[0] == 200
    assert clock.moved == [(1, 0), (0, 1)]
    for body in ({}, {"days": -1}, {"days": 1, "months": 1}, {"days": "many"}):
        assert (await post(wire, "/api/clock", body))[0] == 400


async def test_faults_and_flood_limits_are_set_on_the_page(wire: Wire, telegram: Telegram) -> None:
    fault = {"method": "sendMessage", "kind": "drop", "seconds": 0, "times": 2, "before": True}
    status, answer = await post(wire, "/api/faults", {"flood": True, "faults": [fault]})
    assert (status, answer) == (200, {"flood": True, "faults": [fault]})
    assert telegram.flood.on
    assert (await post(wire, "/api/faults", {"faults": [{"kind": "fire"}]}))[0] == 400
    await post(wire, "/api/faults", {"flood": False, "faults": []})
    assert (telegram.flood.on, telegram.faults.waiting) == (False, [])


async def test_changes_stream_to_the_page(wire: Wire, bot: Bot, telegram: Telegram, anna: Person) -> None:
    async with wire.session.get(f"{wire.url}/api/events") as stream:
        assert stream.content_type == "text/event-stream"
        await stream.content.readuntil(b"\n\n")

        async def event() -> Any:
            line = await asyncio.wait_for(stream.content.readuntil(b"\n\n"), 2)
            return json.loads(line.removeprefix(b"data: "))

        sent = await bot.send_message(anna.id, "x")
        assert await event() == {"type": "chat", "person": anna.id}
        query_id = telegram.press_data(anna, "x", sent.message_id)
        await bot.answer_callback_query(query_id, "да")
        assert await event() == {"type": "answer", "person": anna.id, "text": "да", "alert": False}
        telegram.add_person("Пётр")
        assert await event() == {"type": "state"}


async def test_another_page_or_another_name_cannot_drive_the_phones(wire: Wire, anna: Person) -> None:
    path, body = f"/api/people/{anna.id}/text", {"text": "x"}
    assert (await post(wire, path, body, Origin="https://evil.example"))[0] == 403
    assert (await post(wire, path, body, Origin="null"))[0] == 403
    assert (await post(wire, path, body, Host="evil.example", Origin="http://evil.example"))[0] == 403
    assert (await get(wire, "/api/state", Host="evil.example"))[0] == 403
    assert (await get(wire, "/api/state", Host="["))[0] in (400, 403)
    assert (await post(wire, f"/bot{wire.token}/getMe", Origin="https://evil.example"))[0] == 403
    assert (await post(wire, path, body, Origin=wire.url))[0] == 200
    async with wire.session.get(f"{wire.url}/api/state") as answer:
        assert "default-src 'self'; img-src 'self' blob: data:" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
