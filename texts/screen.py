"""What a person sees, as plain values: the doors and the courier turn them into messages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from texts.words import Html

CALLBACK_LIMIT_BYTES = 64
LONGEST_BUTTON = 20


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: does an action, opens an address or copies a text.

    app: the address of a page of ours, opened inside the messenger.
    """

    text: str
    action: str = ""
    url: str = ""
    copy: str = ""
    app: str = ""
    style: Literal["", "primary", "success", "danger"] = ""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the reply keyboard; `users_request` is the id of a request to choose a person, 0 for none."""

    text: str
    contact: bool = False
    location: bool = False
    users_request: int = 0


@dataclass(frozen=True, slots=True)
class Keyboard:
    """The reply keyboard; without rows it takes the present one away."""

    rows: tuple[tuple[Key, ...], ...]
    placeholder: str = ""
    once: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture drawn only when nobody has sent it yet.

    `key` is a hash of everything that is seen on it, "" for one that is never sent twice; `draw()` gives the
    JPEG bytes.
    """

    key: str
    draw: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Document:
    """A file to take along, with the name it is saved under."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Screen:
    """One message: its text, its buttons, and the keyboard, picture or document that goes with it.

    `photo_id` and `video_id` are files the messenger already keeps; `picture` is one of ours. A document is
    always sent anew.
    """

    text: Html
    buttons: tuple[tuple[Button, ...], ...] = ()
    keyboard: Keyboard | None = None
    picture: Picture | None = None
    photo_id: str = ""
    video_id: str = ""
    document: Document | None = None


def shortened(text: str) -> str:
    """Somebody's words as a button that stays in one line."""
    return text if len(text) <= LONGEST_BUTTON else f"{text[: LONGEST_BUTTON - 1]}…"


def act(name: str, *args: str | int) -> str:
    """The callback data of a button: `act("sale.ok", "AbC", 2)` is "sale.ok:AbC:2".

    Raises ValueError when a part holds a colon or the whole is over 64 bytes.
    """
    parts = [name, *(str(arg) for arg in args)]
    data = ":".join(parts)
    if any(":" in part for part in parts):
        raise ValueError(f"a colon inside a part of callback data: {parts!r}")
    if len(data.encode()) > CALLBACK_LIMIT_BYTES:
        raise ValueError(f"callback data over {CALLBACK_LIMIT_BYTES} bytes: {data!r}")
    return data
