"""The stand-in for Telegram: everything people, bot, page and tests share, without HTTP around it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sandbox.hands import Hands
from sandbox.html import to_html
from sandbox.state import Json, Person


@dataclass(frozen=True, slots=True)
class Bubble:
    """A message as it looks on the screen. `photo`, `video` and `document` are file ids, `buttons` Bot API
    inline buttons."""

    id: int
    from_bot: bool
    date: datetime
    text: str
    entities: tuple[Json, ...]
    photo: str
    video: str
    document: str
    buttons: tuple[tuple[Json, ...], ...]
    edited: bool
    service: str

    @property
    def html(self) -> str:
        """Safe HTML of text and entities."""
        return to_html(self.text, list(self.entities))

    def find(self, label: str) -> tuple[int, int] | None:
        """Row and column of the inline button with this label."""
        for row, buttons in enumerate(self.buttons):
            for column, button in enumerate(buttons):
                if button["text"] == label:
                    return row, column
        return None


class Telegram(Hands):
    """People with phones and one bot. `Telegram(now)` keeps all in memory; with `folder` a restart finds
    it again."""

    def chat(self, person: Person) -> list[Bubble]:
        """Everything on the person's screen, oldest first."""
        return [_bubble(message) for message in self.state.chats[person.id].messages.values()]

    def screen(self, person: Person) -> Bubble | None:
        """The bot's latest message to the person."""
        for message in reversed(self.state.chats[person.id].messages.values()):
            if message["from"]["is_bot"]:
                return _bubble(message)
        return None

    def tap(self, person: Person, label: str) -> str:
        """Tap the newest inline button with this label; the query id. Raises LookupError when no message
        has one."""
        for bubble in reversed(self.chat(person)):
            if place := bubble.find(label):
                return self.press(person, bubble.id, *place)
        raise LookupError(f"no inline button {label!r} in the chat of {person.first_name}")

    def reply_keyboard(self, person: Person) -> Json | None:
        """The keyboard under the input field, as the bot sent it."""
        return self.state.chats[person.id].keyboard

    def callback_answer(self, query_id: str) -> Json | None:
        """What the bot answered to a tap: {"text", "alert", "url"}, or None so far."""
        return self.state.queries[query_id].answer

    def typing(self, person: Person) -> bool:
        """Whether "typing…" or the like is shown now."""
        return self.monotonic() < self.state.chats[person.id].typing_until_seconds

    def commands(self, person: Person) -> list[Json]:
        """The commands in the person's menu: the narrowest scope wins, his language before none."""
        for scope in (f"chat:{person.id}", "all_private_chats", "default"):
            for language in (person.language, ""):
                if found := self.state.settings.get(f"commands|{scope}|{language}"):
                    return list(found)
        return []

    def newest_photo(self, person: Person) -> str:
        """The file id of the newest photo on the person's screen, or an empty text."""
        return next((bubble.photo for bubble in reversed(self.chat(person)) if bubble.photo), "")


def _bubble(message: Json) -> Bubble:
    rows: list[list[Json]] = message.get("reply_markup", {}).get("inline_keyboard", [])
    photo: list[Json] = message.get("photo", [])
    return Bubble(
        id=message["message_id"],
        from_bot=message["from"]["is_bot"],
        date=datetime.fromtimestamp(message["date"], UTC),
        text=message.get("text") or message.get("caption") or "",
        entities=tuple(message.get("entities") or message.get("caption_entities") or ()),
        photo=photo[-1]["file_id"] if photo else "",
        video=message.get("video", {}).get("file_id", ""),
        document=message.get("document", {}).get("file_id", ""),
        buttons=tuple(tuple(row) for row in rows),
        edited="edit_date" in message,
        service=_service(message),
    )


def _service(message: dict[str, Any]) -> str:
    if contact := message.get("contact"):
        return f"📱 {contact['first_name']} {contact['phone_number']}"
    if shared := message.get("users_shared"):
        return "👤 " + ", ".join(user.get("first_name", str(user["user_id"])) for user in shared["users"])
    if document := message.get("document"):
        return f"📎 {document.get('file_name', 'file')}"
    return ""
