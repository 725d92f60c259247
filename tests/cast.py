"""The stage of the journeys: the real bot on the stand-in for Telegram, and people with names and phones.

    async with play(tmp_path) as stage:
        anna = stage.person("Анна")
        await anna.start()
        await anna.press("Согласен")

Every doing returns when the bot has handled it and has sent what followed from it.
"""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from PIL import Image
from pydantic import SecretStr

from bot.app import App, build
from bot.clock import Clock
from bot.config import Settings
from sandbox.camera import read_code
from sandbox.server import served
from sandbox.state import Person
from sandbox.telegram import Bubble, Telegram
from storage.database import Connection
from tests.fresh import furnish

# Longer than anything takes on a busy machine.
PATIENCE_SECONDS = 10.0
TOKEN = "42:REHEARSAL"
DATABASE = "kopilka.db"
# What a customer who has joined finds under the input field.
MEMBER_KEYS = [
    *("Моя карта", "Оплатить баллами", "Баланс", "История"),
    *("Награды", "Пригласить друга", "Настройки", "Помощь"),
]


@dataclass
class Actor:
    """A person with a phone: what he does, and what he sees."""

    stage: "Stage"
    person: Person

    @property
    def id(self) -> int:
        return self.person.id

    # --- doing ---

    async def start(self, payload: str = "") -> None:
        self.stage.telegram.start(self.person, payload)
        await self.stage.settle()

    async def open(self, link: str) -> None:
        """Open one of the bot's links, as a camera or a tap on it does."""
        self.stage.telegram.open_link(self.person, link)
        await self.stage.settle()

    async def say(self, text: str, *entities: dict[str, Any]) -> None:
        """Write a text, formatted by Bot API entities if there are any."""
        self.stage.telegram.say(self.person, text, entities)
        await self.stage.settle()

    async def press(self, label: str) -> str:
        """Tap the newest inline button with this label; the words the bot answers it with, or ""."""
        query_id = self.stage.telegram.tap(self.person, label)
        await self.stage.settle()
        return str((self.stage.telegram.callback_answer(query_id) or {}).get("text") or "")

    async def tap_twice(self, label: str) -> None:
        """Two taps before the bot can answer the first one."""
        self.stage.telegram.tap(self.person, label)
        self.stage.telegram.tap(self.person, label)
        await self.stage.settle()

    async def forge(self, data: str) -> None:
        """A tap with data no button of ours ever had, on the newest message of the bot."""
        self.stage.telegram.press_data(self.person, data, self.screen.id)
        await self.stage.settle()

    async def press_again(self, bubble: Bubble, label: str) -> None:
        """Tap a button of a message as it looked before."""
        row, column = bubble.find(label) or (0, 0)
        data = bubble.buttons[row][column]["callback_data"]
        self.stage.telegram.press_data(self.person, data, bubble.id)
        await self.stage.settle()

    async def key(self, label: str, *chosen: "Actor") -> None:
        """Press a key of the reply keyboard; `chosen` are the people picked when it asks for some."""
        self.stage.telegram.press_key(self.person, label, [actor.id for actor in chosen])
        await self.stage.settle()

    async def contact(self, of: "Actor | None" = None, phone: str | None = None) -> None:
        """Share a contact: his own, somebody's, or any number with it."""
        self.stage.telegram.send_contact(self.person, phone, of.id if of else None)
        await self.stage.settle()

    async def photo(self, content: bytes | None = None, caption: str = "", album: str = "") -> None:
        """Send a picture, perhaps of an album; a grey one when it does not matter which."""
        self.stage.telegram.send_photo(self.person, content or grey_picture(), caption, album)
        await self.stage.settle()

    async def video(self, caption: str = "") -> None:
        """Send a video."""
        self.stage.telegram.send_video(self.person, b"\x00\x00\x00\x18ftypmp42", caption)
        await self.stage.settle()

    async def document(self, content: bytes, name: str) -> None:
        """Send a file."""
        self.stage.telegram.send_document(self.person, content, name)
        await self.stage.settle()

    async def block(self) -> None:
        self.stage.telegram.block(self.person)
        await self.stage.settle()

    async def unblock(self) -> None:
        self.stage.telegram.unblock(self.person)
        await self.stage.settle()

    async def join(self) -> None:
        """Everything from the first /start to the card, the short way, in Russian."""
        await self.start()
        await self.press("Согласен")
        await self.press("Не сейчас")
        await self.press(self.person.first_name)
        await self.key("Пропустить")
        await self.press("Пропустить")

    async def scan(self, holder: "Actor") -> None:
        """Point the camera at the card on somebody's screen and open what it says."""
        await self.open(holder.card_link)

    async def scan_card(self, holder: "Actor") -> None:
        """Type the number of somebody's card."""
        query = "SELECT number FROM members JOIN accounts ON member_id = members.id WHERE external_id = ?"
        await self.say(str(await self.stage.scalar(query, str(holder.id))))

    async def sell(self, holder: "Actor", amount: str) -> None:
        """At the till: scan, type the amount, confirm the preview by its first button."""
        await self.scan(holder)
        await self.say(amount)
        await self.press(self.buttons[0])

    # --- seeing ---

    @property
    def chat(self) -> list[Bubble]:
        return self.stage.telegram.chat(self.person)

    @property
    def screen(self) -> Bubble:
        """The bot's newest message."""
        bubble = self.stage.telegram.screen(self.person)
        assert bubble is not None, f"{self.person.first_name} has heard nothing"
        return bubble

    @property
    def sees(self) -> str:
        """The text of the newest message, every no-break space made an ordinary one."""
        return plain(self.screen.text)

    @property
    def heard(self) -> list[str]:
        """The texts of all messages of the bot, oldest first."""
        return [plain(bubble.text) for bubble in self.chat if bubble.from_bot]

    @property
    def buttons(self) -> list[str]:
        """The labels under the newest message."""
        return [button["text"] for row in self.screen.buttons for button in row]

    @property
    def keys(self) -> list[str]:
        """The labels of the reply keyboard."""
        keyboard = self.stage.telegram.reply_keyboard(self.person) or {}
        return [key["text"] for row in keyboard.get("keyboard", []) for key in row]

    @property
    def card_link(self) -> str:
        """What the code on the newest picture says."""
        file_id = self.stage.telegram.newest_photo(self.person)
        return read_code(self.stage.telegram.file_bytes(file_id)) if file_id else ""


@dataclass
class Stage:
    """Telegram, the bot, its clock, and whoever was put on."""

    telegram: Telegram
    clock: Clock
    settings: Settings
    app: App = field(init=False)
    owner: Actor = field(init=False)

    def person(self, first_name: str, **profile: Any) -> Actor:
        """Somebody new; `profile` as in Telegram.add_person (language, phone, birthdate, ...)."""
        return Actor(self, self.telegram.add_person(first_name, **profile))

    async def joined(self, first_name: str, **profile: Any) -> Actor:
        """Somebody who has a card."""
        actor = self.person(first_name, **profile)
        await actor.join()
        return actor

    async def raise_curtain(self) -> None:
        """Start the bot."""
        self.app = build(self.settings, self.clock)
        await self.app.start()

    async def restart(self) -> None:
        """Stop the bot and start it again on the same database."""
        await self.app.stop()
        await self.raise_curtain()

    async def settle(self) -> None:
        """Until every update is handled and every notice that is due has gone."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            await self.telegram.wait_for(lambda: not self.telegram.updates_pending, PATIENCE_SECONDS)
            while workers := [task for task in asyncio.all_tasks() if task.get_name() == "inbox-worker"]:
                await asyncio.wait(workers)
            for _ in count():  # the pump's marks ring no bell
                if not await self.app.shop.db.read(self._notices_due):
                    return
                await asyncio.sleep(0.005)

    async def balance(self, actor: Actor) -> int:
        """The points on somebody's card, from the database."""
        query = "SELECT points FROM heads JOIN accounts USING (member_id) WHERE external_id = ?"
        return int(await self.scalar(query, str(actor.id)))

    async def scalar(self, query: str, *values: Any) -> Any:
        """One figure from the database."""
        return await self.app.shop.db.read(lambda tx: tx.exec_driver_sql(query, values).scalar())

    def _notices_due(self, tx: Connection) -> bool:
        due = (
            "SELECT 1 FROM notices WHERE state = 'sending' "
            "OR (state = 'queued' AND due_at <= ? AND reason = '')"
        )
        now = int(self.clock.now().timestamp() * 1_000_000)
        return tx.exec_driver_sql(due, (now,)).first() is not None


@asynccontextmanager
async def play(
    folder: Path,
    *,
    owner: str = "Ольга",
    language: str = "ru",
    bot_name: str = "Маяк",
    public_url: str = "",
) -> AsyncIterator[Stage]:
    """A shop on a free port; its owner has not opened the bot yet. Everything ends with the block."""
    clock = Clock()
    clock.advance(_until_noon(clock.now()))
    telegram = Telegram(clock.now, token=TOKEN, username="mayak_bot", first_name=bot_name)
    person = telegram.add_person(owner, language=language)
    async with AsyncExitStack() as stack:
        stack.callback(telegram.close)
        url = await stack.enter_async_context(served(telegram))
        stage = Stage(telegram, clock, _settings(folder, url, person, public_url))
        furnish(folder / DATABASE)
        stage.owner = Actor(stage, person)
        await stage.raise_curtain()
        stack.push_async_callback(lambda: stage.app.stop())
        yield stage


def _until_noon(now: datetime) -> int:
    """Seconds to the shop's next noon: no story depends on the hour at which it is played."""
    here = now.astimezone(ZoneInfo("Europe/Moscow"))
    noon = here.replace(hour=12, minute=0, second=0, microsecond=0)
    return (noon - here) % timedelta(days=1) // timedelta(seconds=1)


def _settings(folder: Path, url: str, owner: Person, public_url: str) -> Settings:
    return Settings(
        bot_token=SecretStr(TOKEN),
        owner_ids=(str(owner.id),),
        data_dir=folder,
        database_url=f"sqlite:///{folder / DATABASE}",
        telegram_api_url=url,
        public_url=public_url,
        log_level="WARNING",
    )


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def grey_picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 64), "#888888").save(out, "JPEG")
    return out.getvalue()
