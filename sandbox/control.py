"""The control API: what the page (and a test without Python) may do with the phones."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Literal, TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sandbox.camera import read_code
from sandbox.errors import ApiError
from sandbox.faults import Fault
from sandbox.formatting import typed
from sandbox.hands import NotPossibleError
from sandbox.html import is_page
from sandbox.pages import launch_url
from sandbox.state import Person
from sandbox.telegram import Telegram
from sandbox.till import PATHS
from sandbox.views import Desk, chat_view, person_view, state_view

PAGE = Path(__file__).parent / "page"
KEEP_ALIVE_SECONDS = 15.0
PHOTO_FIELD = "photo"
SHOWN = {("photo", "image"), ("video", "video")}


class NothingSeenError(Exception):
    """The camera found no code."""


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _NewPerson(_Body):
    first_name: str = Field(min_length=1, max_length=64)
    last_name: str = Field(default="", max_length=64)
    username: str = Field(default="", pattern=r"^\w{0,32}$")
    language: str = Field(default="ru", pattern=r"^[a-z]{2,3}(-[a-zA-Z]+)?$")
    phone: str | None = Field(default=None, max_length=20)


class _Start(_Body):
    payload: str = Field(default="", pattern=r"^[A-Za-z0-9_-]{0,64}$")


class _Text(_Body):
    text: str


class _Contact(_Body):
    foreign: bool = False


class _Press(_Body):
    message_id: int
    row: int
    column: int


class _Key(_Body):
    text: str
    users: list[int] = []


class _Open(_Body):
    url: str


class _Scan(_Body):
    from_person: int = Field(alias="from")


class _App(_Body):
    url: str
    theme: dict[str, str] = {}


class _Till(_Body):
    method: Literal["GET", "POST"]
    path: str = Field(max_length=60)
    body: dict[str, Any] = {}
    key: str = Field(default="", pattern=r"^[A-Za-z0-9-]{0,64}$")
    language: str = Field(default="ru", pattern="^(ru|en)$")


class _Clock(_Body):
    days: int = Field(default=0, ge=0, le=366)
    months: int = Field(default=0, ge=0, le=12)


class _Trouble(_Body):
    flood: bool | None = None
    faults: list[Fault] | None = None


BodyType = TypeVar("BodyType", bound=_Body)
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


def control_routes(telegram: Telegram, desk: Desk) -> list[web.RouteDef]:
    """Routes of the page and its API."""
    control = _Control(telegram, desk)
    posts: dict[str, Answer] = {
        "": control.add_person,
        "/{id}/start": control.start,
        "/{id}/text": control.text,
        "/{id}/contact": control.contact,
        "/{id}/photo": control.photo,
        "/{id}/press": control.press,
        "/{id}/key": control.key,
        "/{id}/block": control.block,
        "/{id}/unblock": control.unblock,
        "/{id}/open": control.open_link,
        "/{id}/scan": control.scan,
        "/{id}/read": control.read,
        "/{id}/app": control.app,
    }
    return [
        web.get("/", _page),
        web.get("/page/{name}", _page),
        web.get("/api/state", control.state),
        web.get("/api/chats/{id}", control.chat),
        web.get("/api/events", control.events),
        web.get("/api/files/{file_id}", control.file),
        web.post("/api/clock", _friendly(control.clock)),
        web.post("/api/till", _friendly(control.till)),
        web.post("/api/faults", _friendly(control.faults)),
        *(web.post(f"/api/people{path}", _friendly(answer)) for path, answer in posts.items()),
    ]


def _friendly(answer: Answer) -> Answer:
    async def answered(request: web.Request) -> web.StreamResponse:
        try:
            return await answer(request)
        except NothingSeenError:
            return _error(404, "There is no code on that screen; ask to show the card first")
        except NotPossibleError as error:
            return _error(400, str(error))
        except ApiError as error:
            return _error(400, error.description)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            return _error(400, f"{'.'.join(map(str, first['loc'])) or 'request'}: {first['msg']}")

    return answered


class _Control:
    def __init__(self, telegram: Telegram, desk: Desk) -> None:
        self.telegram = telegram
        self.desk = desk

    async def state(self, _request: web.Request) -> web.Response:
        return web.json_response(state_view(self.telegram, self.desk))

    async def chat(self, request: web.Request) -> web.Response:
        return web.json_response(chat_view(self.telegram, self._person(request)))

    async def add_person(self, request: web.Request) -> web.Response:
        new = await _body(request, _NewPerson)
        return web.json_response(person_view(self.telegram, self.telegram.add_person(**new.model_dump())))

    async def start(self, request: web.Request) -> web.Response:
        self.telegram.start(self._person(request), (await _body(request, _Start)).payload)
        return web.json_response({})

    async def text(self, request: web.Request) -> web.Response:
        self.telegram.say(self._person(request), *typed((await _body(request, _Text)).text))
        return web.json_response({})

    async def contact(self, request: web.Request) -> web.Response:
        person = self._person(request)
        if (await _body(request, _Contact)).foreign:
            others = (other for other in self.telegram.state.people.values() if other.id != person.id)
            other = next(others, None)
            phone, user_id = (other.phone, other.id) if other else ("+79990000000", 0)
            self.telegram.send_contact(person, phone, user_id)
        else:
            self.telegram.send_contact(person)
        return web.json_response({})

    async def photo(self, request: web.Request) -> web.Response:
        person = self._person(request)
        form = await request.post()
        field, caption = form.get(PHOTO_FIELD), str(form.get("caption", ""))
        if not isinstance(field, web.FileField):
            raise NotPossibleError("Choose a picture to send")
        if field.content_type.startswith("video/"):
            self.telegram.send_video(person, field.file.read(), caption, field.content_type)
        else:
            self.telegram.send_photo(person, field.file.read(), caption)
        return web.json_response({})

    async def press(self, request: web.Request) -> web.Response:
        tap = await _body(request, _Press)
        query_id = self.telegram.press(self._person(request), tap.message_id, tap.row, tap.column)
        return web.json_response({"query": query_id})

    async def key(self, request: web.Request) -> web.Response:
        key = await _body(request, _Key)
        self.telegram.press_key(self._person(request), key.text, key.users)
        return web.json_response({})

    async def block(self, request: web.Request) -> web.Response:
        self.telegram.block(self._person(request))
        return web.json_response({})

    async def unblock(self, request: web.Request) -> web.Response:
        self.telegram.unblock(self._person(request))
        return web.json_response({})

    async def open_link(self, request: web.Request) -> web.Response:
        self.telegram.open_link(self._person(request), (await _body(request, _Open)).url)
        return web.json_response({})

    async def scan(self, request: web.Request) -> web.Response:
        person, text = self._person(request), await self._seen(request)
        try:
            self.telegram.open_link(person, text)
        except NotPossibleError:
            return web.json_response({"text": text, "opened": False})
        return web.json_response({"text": text, "opened": True})

    async def read(self, request: web.Request) -> web.Response:
        self._person(request)
        return web.json_response({"text": await self._seen(request)})

    async def _seen(self, request: web.Request) -> str:
        other = self.telegram.state.people.get((await _body(request, _Scan)).from_person)
        photo_id = self.telegram.newest_photo(other) if other else ""
        text = await asyncio.to_thread(read_code, self.telegram.file_bytes(photo_id)) if photo_id else ""
        if not text:
            raise NothingSeenError
        return text

    async def app(self, request: web.Request) -> web.Response:
        asked = await _body(request, _App)
        if not is_page(asked.url):
            raise NotPossibleError("This address is no page a phone would open")
        return web.json_response(
            {"url": launch_url(self.telegram, self._person(request), asked.url, asked.theme)}
        )

    async def till(self, request: web.Request) -> web.Response:
        asked = await _body(request, _Till)
        if self.desk.till is None or not PATHS.fullmatch(asked.path):
            raise NotPossibleError("The program at the counter does not ask for that")
        return web.json_response(
            await self.desk.till.ask(asked.method, asked.path, asked.body, asked.key, asked.language)
        )

    async def clock(self, request: web.Request) -> web.Response:
        move = await _body(request, _Clock)
        if self.desk.move_clock is None or (move.days == 0) == (move.months == 0):
            raise NotPossibleError("Give either days or months to move the clock by")
        await self.desk.move_clock(days=move.days, months=move.months)
        self.telegram.changes.ring({"type": "state"})
        return web.json_response({"now": self.telegram.now().isoformat()})

    async def faults(self, request: web.Request) -> web.Response:
        trouble = await _body(request, _Trouble)
        if trouble.flood is not None:
            self.telegram.flood.on = trouble.flood
        if trouble.faults is not None:
            self.telegram.faults.waiting = trouble.faults
        self.telegram.changes.ring({"type": "state"})
        waiting = [fault.model_dump() for fault in self.telegram.faults.waiting]
        return web.json_response({"flood": self.telegram.flood.on, "faults": waiting})

    async def file(self, request: web.Request) -> web.Response:
        file = self.telegram.state.files.get(request.match_info["file_id"])
        if file is None:
            return _error(404, "There is no such file")
        content = self.telegram.file_bytes(file.file_id)
        if (file.kind, file.mime_type.partition("/")[0]) in SHOWN:
            keep = {"Cache-Control": "private, max-age=31536000, immutable"}
            return web.Response(body=content, content_type=file.mime_type, headers=keep)
        return web.Response(body=content, headers={"Content-Disposition": "attachment"})

    async def events(self, request: web.Request) -> web.StreamResponse:
        stream = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await stream.prepare(request)
        with self.telegram.changes.subscribed() as queue:
            try:
                await stream.write(b": hello\n\n")
                while not self.telegram.stopping:
                    await stream.write(await _next_event(queue))
            except ConnectionResetError:
                pass  # the page was closed
        return stream

    def _person(self, request: web.Request) -> Person:
        raw = request.match_info["id"]
        person = self.telegram.state.people.get(int(raw)) if raw.isdecimal() and len(raw) < 20 else None
        if person is None:
            raise web.HTTPNotFound(
                text='{"error": "There is no such person"}', content_type="application/json"
            )
        return person


async def _next_event(queue: asyncio.Queue[dict[str, Any]]) -> bytes:
    try:
        async with asyncio.timeout(KEEP_ALIVE_SECONDS):
            event = await queue.get()
    except TimeoutError:
        return b": still here\n\n"
    return f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode()


async def _body(request: web.Request, model: type[BodyType]) -> BodyType:
    return model.model_validate_json(await request.read() or b"{}")


async def _page(request: web.Request) -> web.StreamResponse:
    path = PAGE / request.match_info.get("name", "index.html")
    if path.parent != PAGE or not path.is_file():
        raise web.HTTPNotFound
    return web.FileResponse(path, headers={"Cache-Control": "no-cache"})


def _error(status: int, text: str) -> web.Response:
    return web.json_response({"error": text}, status=status)
