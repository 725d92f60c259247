"""Everything an action needs, handed over by bot.app; the whole dependency injection."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from storage.database import Database
from storage.vault import Vault


@dataclass(frozen=True, slots=True)
class ShopSettings:
    """What the process was started with and actions must know. The rest is set in the chat.

    bot_id and bot_username are those of the messenger's bot; owner_ids are its external ids of people
    who are owners whatever the database says. local_webhooks: events may go to this machine (tests, sandbox).
    public_url: where people reach our pages, "" when nowhere.
    """

    bot_id: int
    bot_username: str
    default_language: str
    default_time_zone: str
    owner_ids: tuple[str, ...] = ()
    local_webhooks: bool = False
    public_url: str = ""

    @property
    def scanner_url(self) -> str:
        """Where the scanner page opens; "" when there is none."""
        return f"{self.public_url}/scan" if self.public_url else ""


@dataclass(frozen=True, slots=True)
class Shop:
    """One shop: its database, clock, randomness, the bell of the notice pump, settings, sealed fields."""

    db: Database
    now: Callable[[], datetime]
    new_code: Callable[[str, int], str]
    wake: Callable[[], None]
    settings: ShopSettings
    vault: Vault
