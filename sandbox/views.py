"""What the page is told: people, chats and messages as JSON."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from sandbox.pages import menu_button
from sandbox.state import Json, Person
from sandbox.telegram import Bubble, Telegram
from sandbox.till import Till


class MoveClock(Protocol):
    """Moves the bot's clock forward and returns when everything due by then has been done."""

    async def __call__(self, *, days: int, months: int) -> None: ...


@dataclass(slots=True)
class Desk:
    """What stands on the page beside the chats: who holds which phone, what to try next, how to move the
    clock, the program at the counter."""

    phones: dict[str, int] = field(default_factory=dict)
    hint: Callable[[], str] = str
    move_clock: MoveClock | None = None
    till: Till | None = None


def state_view(telegram: Telegram, desk: Desk) -> Json:
    """The whole desk but the chats."""
    return {
        "bot": {key: telegram.bot_user[key] for key in ("id", "username", "first_name")},
        "now": telegram.now().isoformat(),
        "people": [person_view(telegram, person) for person in telegram.state.people.values()],
        "phones": [{"title": title, "person": person} for title, person in desk.phones.items()],
        "hint": desk.hint(),
        "flood": telegram.flood.on,
        "till": desk.till is not None,
    }


def person_view(telegram: Telegram, person: Person) -> Json:
    """One person and how his chat with the bot stands."""
    chat = telegram.state.chats[person.id]
    shown = ("id", "first_name", "last_name", "username", "language", "phone", "note", "role_hint")
    return {name: getattr(person, name) for name in shown} | {
        "blocked": chat.blocked,
        "started": chat.started,
    }


def chat_view(telegram: Telegram, person: Person) -> Json:
    """Everything on one phone's screen."""
    return {
        "messages": [_message_view(bubble) for bubble in telegram.chat(person)],
        "reply_keyboard": _keyboard_view(telegram.reply_keyboard(person)),
        "commands": telegram.commands(person),
        "app_button": menu_button(telegram, person),
        "typing": telegram.typing(person),
    }


def _message_view(bubble: Bubble) -> Json:
    return {
        "id": bubble.id,
        "from": "bot" if bubble.from_bot else "person",
        "date": bubble.date.isoformat(),
        "html": "/start" if bubble.text.startswith("/start ") else bubble.html,
        "photo": f"/api/files/{bubble.photo}" if bubble.photo else None,
        "video": f"/api/files/{bubble.video}" if bubble.video else None,
        "edited": bubble.edited,
        "inline": [[_button_view(button) for button in row] for row in bubble.buttons],
        "service": bubble.service or None,
    }


def _button_view(button: Json) -> Json:
    kinds = {"url": "url", "copy_text": "copy", "web_app": "app"}
    kind = next((kinds[name] for name in kinds if name in button), "callback")
    return {
        "text": button["text"],
        "style": button.get("style", ""),
        "kind": kind,
        "url": button.get("url") or button.get("web_app", {}).get("url", ""),
        "copy": button.get("copy_text", {}).get("text", ""),
    }


def _keyboard_view(keyboard: Json | None) -> Json | None:
    if keyboard is None:
        return None
    return {
        "rows": [[_key_view(key) for key in row] for row in keyboard["keyboard"]],
        "placeholder": keyboard.get("input_field_placeholder", ""),
        "once": keyboard.get("one_time_keyboard", False),
    }


def _key_view(key: Json) -> Json:
    request = key.get("request_users")
    return {
        "text": key["text"],
        "contact": key.get("request_contact", False),
        "users_request": request["request_id"] if request else None,
    }
