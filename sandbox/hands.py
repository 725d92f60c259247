"""What people do on their phones: write, tap, share a contact, send a photo, open a link, block the bot."""

import io
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from PIL import Image

from sandbox.core import Core
from sandbox.formatting import TEXT_LIMIT, has_surrogates, with_found
from sandbox.html import utf16_length
from sandbox.state import Json, Person, person_record

FIRST_PERSON = 5_000_000_001  # more than 32 bits, as real ids are


class NotPossibleError(ValueError):
    """A thing a person cannot do on a phone; the message says why in plain words."""


class Hands(Core):
    """The people and their doings; each method queues the update Telegram would queue."""

    def add_person(
        self,
        first_name: str,
        last_name: str = "",
        username: str = "",
        language: str = "ru",
        phone: str | None = None,
        birthdate: tuple[int, ...] | None = None,
        *,
        photo: bool = False,
        note: str = "",
        role_hint: str = "",
    ) -> Person:
        """Somebody new, who has not opened the bot yet. `birthdate` is (day, month[, year]) when his
        profile shows it."""
        number = len(self.state.people)
        person = Person(
            id=FIRST_PERSON + number,
            first_name=first_name,
            last_name=last_name,
            username=username,
            language=language,
            phone=f"+7900{1234567 + number:07d}" if phone is None else phone,
            birthdate=birthdate or (),
            photo_id=self.store_photo(_portrait(number)).file_id if photo else "",
            note=note,
            role_hint=role_hint,
        )
        self.write(person_record(person))
        self.changes.ring({"type": "state"})
        return person

    def say(self, person: Person, text: str, entities: Sequence[Json] = ()) -> Json:
        """Write a text to the bot, formatted by `entities`. Raises NotPossibleError when it is empty, too
        long, or the bot is blocked."""
        text, entities = with_found(text.strip(), list(entities))
        if not text or utf16_length(text) > TEXT_LIMIT or has_surrogates(text):
            raise NotPossibleError(f"A message has 1 to {TEXT_LIMIT} characters")
        return self._send(person, {"text": text, **({"entities": entities} if entities else {})})

    def start(self, person: Person, payload: str = "") -> Json:
        """Press START, as after opening t.me/<bot>?start=<payload>."""
        return self.say(person, f"/start {payload}".strip())

    def open_link(self, person: Person, url: str) -> Json:
        """Open a t.me link to this bot. Raises NotPossibleError for any other address."""
        address = url.strip()
        try:
            parts = urlsplit(address if "://" in address else f"https://{address}")
            target = f"{parts.hostname}/{parts.path.strip('/')}".lower()
        except ValueError:
            target = ""
        bot = self.bot_user["username"].lower()
        if target not in (f"t.me/{bot}", f"telegram.me/{bot}"):
            raise NotPossibleError("This link does not lead to the bot, so nothing was opened")
        payload = parse_qs(parts.query).get("start", [""])[0]
        # Telegram itself opens the chat without a payload when the payload is not one.
        sound = (
            len(payload) <= 64 and payload.isascii() and payload.replace("_", "").replace("-", "").isalnum()
        )
        return self.start(person, payload if sound else "")

    def send_location(self, person: Person, latitude: float, longitude: float) -> Json:
        """Share a place on the map."""
        return self._send(person, {"location": {"latitude": latitude, "longitude": longitude}})

    def send_contact(self, person: Person, phone: str | None = None, user_id: int | None = None) -> Json:
        """Share a contact: the person's own, or any other when `phone` and `user_id` say so (0: nobody on
        Telegram)."""
        owner = person if user_id is None else self.state.people.get(user_id)
        contact: Json = {"phone_number": person.phone if phone is None else phone, "first_name": "Contact"}
        if owner is not None:
            contact["first_name"] = owner.first_name
            contact["user_id"] = owner.id
            if owner.last_name:
                contact["last_name"] = owner.last_name
        elif user_id:
            contact["user_id"] = user_id
        return self._send(person, {"contact": contact})

    def send_photo(self, person: Person, content: bytes, caption: str = "", album: str = "") -> Json:
        """Send a picture, perhaps as one of an album. Raises ApiError when the bytes are none."""
        photo: Json = {"photo": [self.store_photo(content).as_photo()]}
        return self._send(person, photo | _captioned(caption, album))

    def send_video(self, person: Person, content: bytes, caption: str = "", mime: str = "video/mp4") -> Json:
        """Send a video."""
        video: Json = {"video": self.store_video(content, mime).as_video()}
        return self._send(person, video | _captioned(caption))

    def send_document(self, person: Person, content: bytes, name: str, mime_type: str = "") -> Json:
        """Send a file as it is."""
        return self._send(person, {"document": self.store_document(content, name, mime_type).as_document()})

    def share_users(self, person: Person, request: Json, users: Sequence[int]) -> Json:
        """Choose people in the list a request_users key opens; names are shared when the key asks for them.
        Raises NotPossibleError for a stranger to this sandbox or too many of them."""
        if not users or len(users) > request.get("max_quantity", 1):
            raise NotPossibleError(f"Choose up to {request.get('max_quantity', 1)}")
        shared = []
        for user_id in users:
            chosen = self.state.people.get(user_id)
            if chosen is None:
                raise NotPossibleError("There is no such person here")
            user: Json = {"user_id": user_id}
            if request.get("request_name"):
                user |= {"first_name": chosen.first_name}
                user |= {"last_name": chosen.last_name} if chosen.last_name else {}
            if request.get("request_username") and chosen.username:
                user["username"] = chosen.username
            shared.append(user)
        content = {"request_id": request["request_id"], "users": shared, "user_ids": list(users)}
        return self._send(person, {"users_shared": content})

    def press_key(self, person: Person, text: str, users: Sequence[int] = ()) -> Json:
        """Press a key of the reply keyboard: it sends its text, the person's own contact, or the chosen
        `users`.
        Raises NotPossibleError when there is no such key."""
        keyboard = self.state.chats[person.id].keyboard or {}
        for row in keyboard.get("keyboard", []):
            for key in row:
                if key["text"] != text:
                    continue
                if key.get("request_contact"):
                    return self.send_contact(person)
                if request := key.get("request_users"):
                    return self.share_users(person, request, users)
                return self.say(person, text)
        raise NotPossibleError("There is no such key on the keyboard")

    def press(self, person: Person, message_id: int, row: int, column: int) -> str:
        """Tap an inline button; the id of the query the bot must answer. Raises NotPossibleError when
        there is none to tap."""
        message = self.state.chats[person.id].messages.get(message_id, {})
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        if not (0 <= row < len(rows) and 0 <= column < len(rows[row])):
            raise NotPossibleError("The button is no longer there")
        data = rows[row][column].get("callback_data")
        if data is None:
            raise NotPossibleError("This button does not go to the bot")
        return self.press_data(person, data, message_id)

    def press_data(self, person: Person, data: str, message_id: int) -> str:
        """A tap with any data, as a forged client can send it; the query id. Raises NotPossibleError when
        the message is gone."""
        self._may_write(person)
        message = self.state.chats[person.id].messages.get(message_id)
        if message is None:
            raise NotPossibleError("The message is no longer there")
        query_id = str(self.state.last_query + 1)
        self.record("query", id=query_id, person=person.id, at=self.now().timestamp())
        query: Json = {
            "id": query_id,
            "from": person.as_user(),
            "message": message,
            "chat_instance": str(-person.id),
            "data": data,
        }
        self.enqueue("callback_query", query)
        return query_id

    def block(self, person: Person) -> None:
        """Stop the bot: it gets my_chat_member and 403 from now on."""
        self._membership(person, blocked=True)

    def unblock(self, person: Person) -> None:
        """Let the bot write again."""
        self._membership(person, blocked=False)

    def _membership(self, person: Person, *, blocked: bool) -> None:
        if self.state.chats[person.id].blocked == blocked:
            return
        self.chat_field(person.id, "blocked", blocked)
        member: Json = {"status": "member", "user": self.bot_user}
        kicked: Json = {"status": "kicked", "user": self.bot_user, "until_date": 0}
        self.enqueue(
            "my_chat_member",
            {
                "chat": person.as_chat(),
                "from": person.as_user(),
                "date": self.now_seconds(),
                "old_chat_member": member if blocked else kicked,
                "new_chat_member": kicked if blocked else member,
            },
        )
        self.chat_changed(person.id)
        self.changes.ring({"type": "state"})

    def _may_write(self, person: Person) -> None:
        if self.state.chats[person.id].blocked:
            raise NotPossibleError("The bot is blocked on this phone; unblock it first")

    def _send(self, person: Person, content: dict[str, Any]) -> Json:
        self._may_write(person)
        if not self.state.chats[person.id].started:
            self.chat_field(person.id, "started", True)  # noqa: FBT003 - a value, not a switch
            self.changes.ring({"type": "state"})
        message = self.put_message(person.id, person.as_user(), content)
        self.enqueue("message", message)
        return message


def _captioned(caption: str, album: str = "") -> Json:
    text, entities = with_found(caption.strip(), [])
    fields: Json = {"caption": text} if text else {}
    fields |= {"caption_entities": entities} if entities else {}
    return fields | ({"media_group_id": album} if album else {})


def _portrait(number: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (160, 160), ((number * 67) % 200, (number * 31) % 200, 120)).save(out, "JPEG")
    return out.getvalue()
