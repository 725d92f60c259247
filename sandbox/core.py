"""The stand-in's core: state with its journal, ids, the queue of updates, files, and the bell that tells
of changes."""

import base64
import hashlib
import io
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from aiogram.types import Update
from PIL import Image, UnidentifiedImageError

from sandbox.changes import Changes
from sandbox.errors import ApiError, bad_request, forbidden
from sandbox.faults import Faults
from sandbox.journal import Journal
from sandbox.limits import FloodLimits
from sandbox.state import Chat, Json, Person, State, StoredFile, file_record

T = TypeVar("T")
PHOTO_LIMIT_BYTES = 10 * 1024 * 1024
PHOTO_LIMIT_SIDES = 10_000
PREFIXES = {"photo": "AgAC", "video": "BAAC", "document": "BQAC"}
VIDEO_SIDES = (640, 360)
# Telegram sends these only to bots that name them in allowed_updates.
UNLISTED_UPDATES = ("chat_member", "message_reaction", "message_reaction_count")


class Core:
    """State and plumbing shared by what people do (hands.py) and what the bot asks for (methods*.py)."""

    def __init__(
        self,
        now: Callable[[], datetime],
        *,
        token: str = "42:SANDBOX",  # noqa: S107 - opens nothing but this stand-in
        username: str = "kopilka_sandbox_bot",
        first_name: str = "Kopilka",
        folder: Path | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.now = now
        self.monotonic = monotonic
        self.token = token
        self.bot_user: Json = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": first_name,
            "username": username,
        }
        self.calls: Counter[str] = Counter()
        self.flood = FloodLimits(monotonic)
        self.faults = Faults()
        self.changes = Changes()
        self.arrivals = Changes()
        self.poller = 0
        self.stopping = False
        self.state = State()
        self.journal = Journal(folder)
        for record in self.journal.replay():
            self.state.apply(record)

    def close(self) -> None:
        """Close the journal."""
        self.journal.close()

    def stop_waiting(self) -> None:
        """End long polls and event streams, so that the server can stop."""
        self.stopping = True
        self.arrivals.ring()
        self.changes.ring({"type": "state"})

    def record(self, kind: str, **fields: Any) -> None:
        """Change the state and write the change down."""
        self.write({"kind": kind, **fields})

    def write(self, record: Json) -> None:
        """Change the state by a ready record and write it down."""
        self.state.apply(record)
        self.journal.write(record)

    def now_seconds(self) -> int:
        """Seconds since 1970, as message dates count."""
        return int(self.now().timestamp())

    def chat_changed(self, person: int) -> None:
        """Tell the page and waiting tests that this person's chat looks different."""
        self.changes.ring({"type": "chat", "person": person})

    async def wait_for(self, predicate: Callable[[], T], timeout: float = 5.0) -> T:
        """The first true value of `predicate`, tried at every change of a chat. Raises TimeoutError after
        `timeout` s."""
        return await self.changes.wait_for(predicate, timeout)

    # Updates

    @property
    def updates_pending(self) -> int:
        """How many updates the bot has not confirmed."""
        return len(self.state.updates)

    def enqueue(self, kind: str, payload: Json) -> None:
        """Queue an update for the bot, unless it asked not to get this kind."""
        allowed = self.state.settings.get("allowed_updates")
        if kind not in allowed if allowed else kind in UNLISTED_UPDATES:
            return
        update = {"update_id": self.state.last_update + 1, kind: payload}
        Update.model_validate(update)
        self.record("update", update=update)
        self.arrivals.ring()

    # Chats

    def open_chat(self, chat_id: int | str | None) -> Chat:
        """The chat the bot may write to. Raises ApiError: unknown, never started, or blocked."""
        chat = self.state.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None:
            raise bad_request("chat not found")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        return chat

    def put_message(self, person: int, sender: Json, content: Json) -> Json:
        """Add a message to a chat and return it as the Bot API shows it."""
        chat = self.state.chats[person]
        message: Json = {
            "message_id": self.state.last_message + 1,
            "from": sender,
            "chat": chat.chat,
            "date": self.now_seconds(),
            **content,
        }
        self.record("message", message=message)
        chat.typing_until_seconds = 0.0
        self.chat_changed(person)
        return message

    def chat_field(self, person: int, field: str, value: Any) -> None:
        """Set a field of a chat that survives a restart (started, blocked, keyboard, pinned)."""
        if getattr(self.state.chats[person], field) != value:
            self.record("chat", person=person, field=field, value=value)

    # Files

    def store_photo(self, content: bytes) -> StoredFile:
        """Keep a picture. Raises ApiError when it is none or too big."""
        if len(content) > PHOTO_LIMIT_BYTES:
            raise ApiError(413, "Request Entity Too Large")
        try:
            with Image.open(io.BytesIO(content)) as image:
                width, height = image.size
                mime_type = Image.MIME.get(image.format or "", "application/octet-stream")
        except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
            raise bad_request("IMAGE_PROCESS_FAILED") from error
        if width + height > PHOTO_LIMIT_SIDES:
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        return self._store("photo", content, name="", mime_type=mime_type, width=width, height=height)

    def store_video(self, content: bytes, mime_type: str) -> StoredFile:
        """Keep a video, unseen."""
        width, height = VIDEO_SIDES
        return self._store("video", content, name="", mime_type=mime_type, width=width, height=height)

    def store_document(self, content: bytes, name: str, mime_type: str) -> StoredFile:
        """Keep any file."""
        return self._store("document", content, name=name, mime_type=mime_type, width=0, height=0)

    def _store(
        self, kind: str, content: bytes, name: str, mime_type: str, width: int, height: int
    ) -> StoredFile:
        number = len(self.state.files) + 1
        unique_id = _digest(content)[:20]
        prefix = PREFIXES[kind]
        file = StoredFile(
            file_id=f"{prefix}{number}-{_digest(f'{number} {unique_id}'.encode())}",
            unique_id=unique_id,
            kind=kind,
            size=len(content),
            path=f"{kind}s/file_{number}",
            name=name,
            mime_type=mime_type,
            width=width,
            height=height,
        )
        self.journal.keep(unique_id, content)
        self.write(file_record(file))
        return file

    def file_bytes(self, file_id: str) -> bytes:
        """The bytes of a file sent by the bot or by a person. Raises KeyError for an unknown id."""
        return self.journal.bytes_of(self.state.files[file_id].unique_id)

    def person(self, person_id: int) -> Person:
        """The person with this id. Raises KeyError."""
        return self.state.people[person_id]


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
