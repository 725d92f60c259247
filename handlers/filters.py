"""What a door asks of an update before it opens: which button, which question, which role."""

from collections.abc import Callable
from typing import Any

from aiogram import Bot
from aiogram.filters import Command, Filter
from aiogram.types import CallbackQuery, Message

from actions.join import QUESTION as JOINING_QUESTION
from actions.recognise import Speaker
from loyalty.joining import Step
from loyalty.stores import place_of


class Pressed(Filter):
    """A callback button by its name; what follows the name arrives as `args`."""

    def __init__(self, name: str) -> None:
        self.name = name

    async def __call__(self, callback: CallbackQuery) -> bool | dict[str, Any]:
        """Whether the button's data begins with the name; the arguments are forgeable like all input."""
        name, *args = (callback.data or "").split(":")
        return {"args": tuple(args)} if name == self.name else False


class Asked(Filter):
    """The person was asked this question last; what it was about arrives as `about`."""

    def __init__(self, question: str) -> None:
        self.question = question

    async def __call__(self, _: Message, me: Speaker | None) -> bool | dict[str, Any]:
        """Whether a text answers this question."""
        return {"about": me.about} if me is not None and me.question == self.question else False


class Typed(Filter):
    """A text; with a rule, one that fits it. A rule alone would be asked in a thread of its own."""

    def __init__(self, fits: Callable[[str], bool] | None = None) -> None:
        self.fits = fits

    async def __call__(self, message: Message) -> bool:
        """Whether it can be read, and fits."""
        return message.text is not None and (self.fits is None or self.fits(message.text))


class Wordless(Filter):
    """A picture, a sticker, a voice: neither words nor a person or contact shared with a key."""

    async def __call__(self, message: Message) -> bool:
        """Whether nothing in it can be an answer."""
        return message.text is None and message.users_shared is None and message.contact is None


class Photographed(Filter):
    """A photo, perhaps with words below it."""

    async def __call__(self, message: Message) -> bool:
        """Whether it came as a photo; one sent as a file is not looked at."""
        return bool(message.photo)


class Attached(Filter):
    """A file, whatever it holds."""

    async def __call__(self, message: Message) -> bool:
        """Whether it came as a file."""
        return message.document is not None


class Located(Filter):
    """A place on the map; it arrives as `place`."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        """Whether a place was sent, and one there is."""
        sent = message.location
        place = place_of(sent.latitude, sent.longitude) if sent else None
        return False if place is None else {"place": place}


class Chosen(Filter):
    """People were chosen with the key that asked for them with this request id."""

    def __init__(self, request_id: int) -> None:
        self.request_id = request_id

    async def __call__(self, message: Message) -> bool:
        """Whether the message carries the people of this request."""
        return message.users_shared is not None and message.users_shared.request_id == self.request_id


class Joining(Filter):
    """The person is answering the questions of joining; with a step, this very one."""

    def __init__(self, step: Step | None = None) -> None:
        self.step = step

    async def __call__(self, _: Message | CallbackQuery, me: Speaker | None) -> bool:
        """Customers who have not joined, and staff who asked for a card of their own."""
        if me is None or me.step == Step.JOINED or (me.role and me.question != JOINING_QUESTION):
            return False
        return self.step is None or me.step == self.step


class Works(Filter):
    """The person has one of these roles at this moment; any role when none is named."""

    def __init__(self, *roles: str) -> None:
        self.roles = roles

    async def __call__(self, _: Message | CallbackQuery, me: Speaker | None) -> bool:
        """Roles are read from the database for every update."""
        return me is not None and me.role != "" and (not self.roles or me.role in self.roles)


class Key(Filter):
    """A key of the reply keyboard, in whichever language it was shown."""

    def __init__(self, name: str, key_of: Callable[[str], str | None]) -> None:
        self.name = name
        self.key_of = key_of

    async def __call__(self, message: Message) -> bool:
        """Whether the text is this key's caption."""
        return bool(message.text) and self.key_of(message.text or "") == self.name


class Door(Filter):
    """A command, or the key of the reply keyboard that stands for it."""

    def __init__(self, name: str, key_of: Callable[[str], str | None]) -> None:
        self.command = Command(name)
        self.key = Key(name, key_of)

    async def __call__(self, message: Message, bot: Bot) -> bool:
        """Whether the text is one of the two."""
        return await self.key(message) or bool(await self.command(message, bot))


class Holder(Filter):
    """The person has a card."""

    async def __call__(self, _: Message | CallbackQuery, me: Speaker | None) -> bool:
        """Whether joining is finished."""
        return me is not None and me.step == Step.JOINED


class Stranger(Filter):
    """An account never seen before."""

    async def __call__(self, _: Message | CallbackQuery, me: Speaker | None) -> bool:
        """Also somebody known to a database that was lost."""
        return me is None
