"""The wiring: from settings to a running shop, everything opened in order and closed in the reverse order."""

import hmac
import logging
import os
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.types import User

from actions.after_restore import settle_restored
from actions.keep_erasures import reapply_erasures
from actions.open_shop import open_shop
from actions.shop import Shop, ShopSettings
from bot import commands
from bot.clock import Clock, new_code
from bot.config import Settings
from bot.courier import Courier
from bot.inbox import Inbox
from bot.lifespan import CannotStart, Tasks, aside, ask_telegram, greet, live, offer_ownership
from bot.middlewares import Apology, Doorman
from bot.session import Session
from bot.webhook_sender import WebhookSender
from handlers import routers
from scheduler.delivery import Pump
from scheduler.runner import Runner
from scheduler.timetable import timetable
from scheduler.webhooks import WebhookPump
from storage import notices, staff
from storage import shop as facts
from storage.database import Connection, Database, DatabaseUnusableError, database_path
from storage.health import KEY_CHECK
from storage.lock import AlreadyRunningError, ProcessLock
from storage.migrate import migrate
from storage.vault import Vault, load_key
from texts.notices import render

if TYPE_CHECKING:
    from web.serve import Server

# What the database remembers about who uses it.
BOT_ID = "bot_id"
COMMANDS = "commands"
# A thread that reckons lets go of the interpreter so soon: an answer at a till needs it dozens of times.
SWITCH_SECONDS = 0.0005

log = logging.getLogger(__name__)


class App:
    """One bot with its shop. `shop`, `pump` and `runner` are there once it has started."""

    shop: Shop
    pump: Pump
    webhooks: WebhookPump
    runner: Runner

    def __init__(self, settings: Settings, clock: Clock, bot: Bot, dispatcher: Dispatcher) -> None:
        self.settings = settings
        self.clock = clock
        self.bot = bot
        self.dispatcher = dispatcher
        self.tasks = Tasks()
        self._open = AsyncExitStack()

    async def run(self) -> bool:
        """Serve until SIGINT or SIGTERM (True) or until a part breaks (False, logged).

        CannotStart, also when Telegram takes the token back later.
        """
        return await live(self.start, self.tasks.broken, self.stop)

    async def start(self) -> None:
        """Open everything; when it returns, updates are being taken. CannotStart leaves nothing open."""
        sys.setswitchinterval(SWITCH_SECONDS)
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self.bot.session.close)
            async with aside(greet(self.bot)) as greeting:
                db, vault = await open_house(self.settings, stack)
                me, has_webhook = await greeting
            await db.write(lambda tx: belong(tx, me, vault))
            self.shop = self._shop(db, vault, me)
            await open_shop(self.shop, me.first_name)
            server = open_doors(self.shop, self.settings)
            await reapply_erasures(self.shop, self.settings.backup_dir)
            await settle_restored(self.shop)
            if has_webhook:
                log.warning("a webhook was set: it is taken away, updates are polled from now on")
                await ask_telegram("deleteWebhook", self.bot.delete_webhook)
            stack.push_async_callback(self.tasks.stop)
            self._start_parts(stack)
            if server is not None:
                stack.push_async_callback(self.tasks.part("the HTTP doors", server.listening(), server.stop))
            self.tasks.decorative("the list of commands", self._tell_commands())
            self.tasks.decorative("the owner link", offer_ownership(self.shop))
            self._open = stack.pop_all()
        log.info("@%s serves %s", me.username, database_path(self.settings.database_url))

    async def stop(self) -> None:
        """Take nothing new, finish what is under way, close. Nothing happens the second time."""
        await self._open.aclose()

    def _start_parts(self, stack: AsyncExitStack) -> None:
        self.dispatcher.update.outer_middleware(Doorman(self.shop))
        self.dispatcher.update.outer_middleware(Apology(self.shop))
        self.runner = Runner(self.shop, timetable(self.settings.backup_dir, self.settings.backup_keep))
        deliver = Courier(self.shop, self.bot, render).deliver
        self.pump = Pump(self.shop, deliver, on_queuing=self.runner.ring)
        sender = WebhookSender(local=self.shop.settings.local_webhooks)
        stack.push_async_callback(sender.close)
        self.webhooks = WebhookPump(self.shop, sender.post)
        inbox = Inbox(self.shop, self.bot, self.dispatcher)
        # The last one started stops first: no more updates, then no more jobs, then the last notices.
        for name, part in (
            ("the notice pump", self.pump),
            ("the webhook pump", self.webhooks),
            ("the timetable", self.runner),
            ("the inbox", inbox),
        ):
            stack.push_async_callback(self.tasks.part(name, part.run(), part.stop))

    def _shop(self, db: Database, vault: Vault, me: User) -> Shop:
        settings = ShopSettings(
            bot_id=me.id,
            bot_username=me.username or "",
            default_language=self.settings.default_language,
            default_time_zone=self.settings.time_zone,
            owner_ids=self.settings.owner_ids,
            local_webhooks=not self.settings.speaks_to_telegram,
            public_url=self.settings.page_url,
        )
        return Shop(db, self.clock.now, new_code, self._wake, settings, vault)

    def _wake(self) -> None:
        self.pump.wake()
        self.webhooks.wake()

    async def _tell_commands(self) -> None:
        """Once for each wording of them, not at each start: Telegram limits how often."""
        told = commands.fingerprint(self.settings.default_language, self.shop.settings.scanner_url)
        if await self.shop.db.read(lambda tx: facts.fact(tx, COMMANDS)) == told:
            return
        await commands.register(self.bot, self.settings.default_language)
        await self.shop.db.write(lambda tx: self._note_commands(tx, told))
        self.shop.wake()

    def _note_commands(self, tx: Connection, told: str) -> None:
        now = self.shop.now()
        facts.remember(tx, COMMANDS, told)
        for colleague in staff.colleagues(tx):
            notices.queue(tx, colleague.member_id, "commands", {}, now)


def build(settings: Settings, clock: Clock | None = None) -> App:
    """The bot as the settings want it, not started yet. Call it in a loop. SettingsError without a token."""
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.include_router(routers())
    return App(settings, clock or Clock(settings.clock_offset), bot_of(settings), dispatcher)


def bot_of(settings: Settings) -> Bot:
    """The bot at the address of the settings. SettingsError without a token."""
    session = Session(api=TelegramAPIServer.from_base(settings.telegram_api_url))
    return Bot(settings.token, session, DefaultBotProperties(parse_mode=ParseMode.HTML))


async def open_house(settings: Settings, stack: AsyncExitStack) -> tuple[Database, Vault]:
    """Lock, migrate and open the database, find the key; the stack closes them. CannotStart says why not."""
    try:
        path = database_path(settings.database_url)
        writable_folder("DATA_DIR", settings.data_dir)
        writable_folder("DATABASE_URL", path.parent)
        stack.enter_context(ProcessLock(path.with_name(path.name + ".lock")))
        migrate(settings.database_url)
        db = Database.open(settings.database_url)
        stack.push_async_callback(db.close)
        vault = Vault(await find_key(settings, db))
        if settings.backup_dir is not None:
            writable_folder("BACKUP_DIR", settings.backup_dir)
    except OSError as error:
        raise CannotStart(f"DATABASE_URL or DATA_DIR can't be used: {error}.") from error
    except (AlreadyRunningError, DatabaseUnusableError, ValueError) as error:
        raise CannotStart(str(error)) from error
    return db, vault


def open_doors(shop: Shop, settings: Settings) -> "Server | None":
    """The HTTP server, when a port is set; CannotStart when that can't be had."""
    if settings.http_port is None:
        return None
    # Loaded only where a door is open: FastAPI takes its time and its memory.
    from web.app import create_app
    from web.serve import Server, listen
    from web.settings import WebSettings

    metrics_key = settings.metrics_key.get_secret_value() if settings.metrics_key else ""
    init_data_key = hmac.digest(b"WebAppData", settings.token.encode(), "sha256")
    doors = create_app(shop, WebSettings(settings.public_url, init_data_key, metrics_key))
    try:
        server = Server(doors, listen(settings.http_host, settings.http_port))
    except OSError as error:
        raise CannotStart(f"HTTP_PORT or HTTP_HOST can't be used: {error}.") from error
    log.info("the HTTP doors are open on %s:%d", settings.http_host, server.port)
    return server


def writable_folder(name: str, folder: Path) -> None:
    """Make sure of a folder that a setting names; CannotStart names the setting."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(f"{folder} is not writable")
    except OSError as error:
        raise CannotStart(f"{name} is wrong: put a folder there that can be written to ({error}).") from error


async def find_key(settings: Settings, db: Database) -> bytes:
    """The key that seals phones and birthdays. A new one is made only for a database that has none."""
    secret, path = settings.secret_key, settings.data_dir / "secret.key"
    sealed = await db.read(lambda tx: facts.fact(tx, KEY_CHECK)) is not None
    if sealed and secret is None and not path.exists():
        raise CannotStart(f"{path} is missing: put it back from your backup, or set SECRET_KEY as it was.")
    return load_key(secret.get_secret_value() if secret else "", path)


def belong(tx: Connection, me: User, vault: Vault) -> None:
    """Bind the database to this bot and this key; CannotStart if it belongs to others."""
    bot_id, key_check = str(me.id), vault.check_value().hex()
    if facts.fact(tx, BOT_ID) not in (None, bot_id):
        raise CannotStart(
            f"this database belongs to another bot than @{me.username}: "
            "set DATABASE_URL to a file of its own, or BOT_TOKEN to the bot it belongs to."
        )
    if facts.fact(tx, KEY_CHECK) not in (None, key_check):
        raise CannotStart("SECRET_KEY is not the key of this database: set it (or secret.key) as it was.")
    facts.remember(tx, BOT_ID, bot_id)
    facts.remember(tx, KEY_CHECK, key_check)
