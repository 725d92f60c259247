"""What the stand-in remembers. Every change is a record (a JSON object) applied here, so that a journal
can replay it."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a phone. `birthdate` is (day, month) or (day, month, year), as Telegram shows it."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language: str = "ru"
    phone: str = ""
    birthdate: tuple[int, ...] = ()
    photo_id: str = ""
    note: str = ""
    role_hint: str = ""

    def as_user(self) -> Json:
        """The person as a Bot API User."""
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        if self.last_name:
            user["last_name"] = self.last_name
        if self.username:
            user["username"] = self.username
        if self.language:
            user["language_code"] = self.language
        return user

    def as_chat(self) -> Json:
        """The person's private chat with the bot as a Bot API Chat."""
        chat: Json = {"id": self.id, "type": "private", "first_name": self.first_name}
        if self.last_name:
            chat["last_name"] = self.last_name
        if self.username:
            chat["username"] = self.username
        return chat


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file the server keeps; its bytes lie beside the journal or in memory under `unique_id`."""

    file_id: str
    unique_id: str
    kind: str  # "photo", "video" or "document"
    size: int
    path: str
    name: str = ""
    mime_type: str = ""
    width: int = 0
    height: int = 0

    def as_photo(self) -> Json:
        """The file as a Bot API PhotoSize."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "width": self.width,
            "height": self.height,
            "file_size": self.size,
        }

    def as_video(self) -> Json:
        """The file as a Bot API Video; how long it is the stand-in does not know."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "width": self.width,
            "height": self.height,
            "duration": 0,
            "mime_type": self.mime_type,
            "file_size": self.size,
        }

    def as_document(self) -> Json:
        """The file as a Bot API Document."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_name": self.name,
            "mime_type": self.mime_type,
            "file_size": self.size,
        }


@dataclass(slots=True)
class Chat:
    """A person's chat with the bot; `messages` hold Bot API Messages in order, replaced and never changed
    in place."""

    user: Json
    chat: Json
    started: bool = False
    blocked: bool = False
    messages: dict[int, Json] = field(default_factory=dict)
    keyboard: Json | None = None
    pinned: int = 0
    typing_until_seconds: float = 0.0


@dataclass(slots=True)
class Query:
    """A tap on an inline button; `answer` is None until the bot answers."""

    person: int
    tapped_at_seconds: float
    answer: Json | None = None


@dataclass(slots=True)
class State:
    """Everything that survives a restart. `settings` are what the bot told about itself: commands, names,
    menu."""

    people: dict[int, Person] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    updates: dict[int, Json] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    last_message: int = 100
    last_update: int = 1000
    last_query: int = 4_000_000_000_000_000

    def apply(self, record: Json) -> None:
        """Change the state as the record says."""
        APPLY[record["kind"]](self, record)


def person_record(person: Person) -> Json:
    """The record that adds a person."""
    return {"kind": "person", "person": asdict(person)}


def file_record(file: StoredFile) -> Json:
    """The record that adds a file."""
    return {"kind": "file", "file": asdict(file)}


def _person(state: State, record: Json) -> None:
    person = Person(**{**record["person"], "birthdate": tuple(record["person"]["birthdate"])})
    state.people[person.id] = person
    state.chats[person.id] = Chat(user=person.as_user(), chat=person.as_chat())


def _file(state: State, record: Json) -> None:
    file = StoredFile(**record["file"])
    state.files[file.file_id] = file


def _message(state: State, record: Json) -> None:
    message = record["message"]
    state.chats[message["chat"]["id"]].messages[message["message_id"]] = message
    state.last_message = max(state.last_message, message["message_id"])


def _deleted(state: State, record: Json) -> None:
    state.chats[record["person"]].messages.pop(record["message_id"], None)


def _chat(state: State, record: Json) -> None:
    setattr(state.chats[record["person"]], record["field"], record["value"])


def _update(state: State, record: Json) -> None:
    update = record["update"]
    state.updates[update["update_id"]] = update
    state.last_update = update["update_id"]


def _confirmed(state: State, record: Json) -> None:
    for update_id in list(state.updates):
        if update_id >= record["offset"]:
            break
        del state.updates[update_id]


def _query(state: State, record: Json) -> None:
    state.last_query = int(record["id"])
    state.queries[record["id"]] = Query(person=record["person"], tapped_at_seconds=record["at"])


def _answer(state: State, record: Json) -> None:
    state.queries[record["id"]].answer = record["answer"]


def _setting(state: State, record: Json) -> None:
    if record["value"] is None:
        state.settings.pop(record["key"], None)
    else:
        state.settings[record["key"]] = record["value"]


APPLY: dict[str, Callable[[State, Json], None]] = {
    "person": _person,
    "file": _file,
    "message": _message,
    "deleted": _deleted,
    "chat": _chat,
    "update": _update,
    "confirmed": _confirmed,
    "query": _query,
    "answer": _answer,
    "setting": _setting,
}
