"""The settings of the process: the only reader of the environment and of `.env`.

What an owner decides (rate, name, currency, staff) is set in the chat and kept in the database, not here.
"""

import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

TELEGRAM_API_URL = "https://api.telegram.org"
TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{3,100}")
SECRET_KEY_MIN_LENGTH = 16
LOOPBACK = ("127.0.0.1", "localhost", "::1")
# Fifty years: still inside the calendar, whichever way the clock is moved.
LONGEST_OFFSET_SECONDS = 50 * 365 * 86_400


class SettingsError(Exception):
    """A setting is missing or wrong; the message is one line that names it and says what to put there."""


class Settings(BaseSettings):
    """Every setting, with its unit and default. The descriptions complete the sentence "put ..."."""

    model_config = SettingsConfigDict(
        env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    bot_token: SecretStr | None = Field(
        None, description="the token that @BotFather gave you, such as 123456789:AAE..."
    )
    owner_ids: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Telegram ids (whole numbers), separated by commas, such as 111111111,222222222"
    )
    data_dir: Path = Field(Path("data"), description="the folder for the database and the key")
    database_url: str = Field(
        default_factory=lambda data: f"sqlite:///{data['data_dir'] / 'kopilka.db'}",
        description="the address of an SQLite file, such as sqlite:///data/kopilka.db",
    )
    secret_key: SecretStr | None = Field(
        None, description=f"at least {SECRET_KEY_MIN_LENGTH} random characters, or leave it empty"
    )
    telegram_api_url: str = Field(
        TELEGRAM_API_URL, description="the address of a Bot API server, such as https://api.telegram.org"
    )
    default_language: Literal["ru", "en"] = Field("ru", description="ru or en")
    time_zone: str = Field("Europe/Moscow", description="the name of a time zone, such as Europe/Moscow")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="DEBUG, INFO, WARNING or ERROR"
    )
    log_format: Literal["text", "json"] = Field("text", description="text or json")
    backup_dir: Path | None = Field(None, description="a folder, or leave it empty for no backups")
    backup_keep: int = Field(14, ge=1, le=1000, description="how many copies to keep, from 1 to 1000")
    clock_offset: int = Field(
        0,
        ge=-LONGEST_OFFSET_SECONDS,
        le=LONGEST_OFFSET_SECONDS,
        description="whole seconds, fifty years at most, and only with TELEGRAM_API_URL set to a test server",
    )
    http_port: int | None = Field(
        None, ge=0, le=65535, description="a port number, from 0 (any free one) to 65535, or leave it empty"
    )
    http_host: str = Field(
        "127.0.0.1", min_length=1, description="an address of this machine, such as 127.0.0.1 or 0.0.0.0"
    )
    public_url: str = Field(
        "",
        description="the https address that leads to HTTP_PORT from outside, such as https://till.example.com",
    )
    metrics_key: SecretStr | None = Field(
        None, description=f"at least {SECRET_KEY_MIN_LENGTH} random characters, or leave it empty"
    )
    sandbox_port: int = Field(
        8085, ge=0, le=65535, description="a port number, from 0 (any free one) to 65535"
    )

    @field_validator("bot_token")
    @classmethod
    def _token_has_its_form(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None and not TOKEN.fullmatch(token.get_secret_value()):
            raise ValueError("not a token")
        return token

    @field_validator("secret_key", "metrics_key")
    @classmethod
    def _key_is_long_enough(cls, key: SecretStr | None) -> SecretStr | None:
        if key is not None and len(key.get_secret_value()) < SECRET_KEY_MIN_LENGTH:
            raise ValueError("too short")
        return key

    @field_validator("owner_ids", mode="before")
    @classmethod
    def _ids_are_numbers(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        ids = tuple(part.strip() for part in value.split(",") if part.strip())
        if not all(part.isascii() and part.isdigit() for part in ids):
            raise ValueError("not numbers")
        return ids

    @field_validator("telegram_api_url")
    @classmethod
    def _address_is_complete(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
            raise ValueError("not an address")
        if parts.hostname == "api.telegram.org" and parts.scheme != "https":
            raise ValueError("the token would travel in the open")
        return url.rstrip("/")

    @field_validator("public_url")
    @classmethod
    def _door_is_safe(cls, url: str) -> str:
        parts = urlsplit(url)
        if url and (not parts.hostname or parts.query or parts.fragment or parts.port == 0):
            raise ValueError("not an address")
        # Pages inside the messenger need https; this machine alone may do without.
        allowed = ("http", "https") if parts.hostname in LOOPBACK else ("https",)
        if url and parts.scheme not in allowed:
            raise ValueError("not https")
        return url.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _database_is_a_file(cls, url: str) -> str:
        if not re.fullmatch(r"sqlite:///[^?#]*[^?#/]", url) or url.endswith(":memory:"):
            raise ValueError("not a file")
        return url

    @field_validator("time_zone")
    @classmethod
    def _zone_exists(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, OSError, ValueError) as error:
            raise ValueError("no such zone") from error
        return name

    @field_validator("log_level", mode="before")
    @classmethod
    def _level_in_any_case(cls, level: object) -> object:
        return level.upper() if isinstance(level, str) else level

    @field_validator("default_language", "log_format", mode="before")
    @classmethod
    def _language_in_any_case(cls, language: object) -> object:
        return language.lower() if isinstance(language, str) else language

    @property
    def page_url(self) -> str:
        """PUBLIC_URL where Telegram opens pages: its apps take https alone; "" for nowhere."""
        opens = self.public_url.startswith("https:") or not self.speaks_to_telegram
        return self.public_url if opens else ""

    @property
    def speaks_to_telegram(self) -> bool:
        """True when the API is Telegram's own, not a sandbox or a server on this machine."""
        return urlsplit(self.telegram_api_url).hostname == "api.telegram.org"

    @property
    def token(self) -> str:
        """The bot's token; SettingsError when there is none."""
        if self.bot_token is None:
            raise SettingsError(
                f"BOT_TOKEN is missing: put {_meaning('bot_token')} there (in the environment or .env)."
            )
        return self.bot_token.get_secret_value()


def load_settings(env_file: str | Path | None = ".env", **overrides: object) -> Settings:
    """The settings from the environment and the file, the environment first; overrides win over both.

    SettingsError names the first setting that is wrong and says what to put there. Secrets are never shown.
    """
    try:
        settings = Settings(_env_file=env_file, _env_file_encoding="utf-8", **overrides)  # type: ignore[arg-type]  # checked by pydantic
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        raise SettingsError(f"{name.upper()} is wrong: put {_meaning(name)} there.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{env_file} cannot be read ({type(error).__name__}): save it as a UTF-8 text file."
        ) from None
    if settings.public_url and settings.http_port is None:
        raise SettingsError(f"HTTP_PORT is missing: put {_meaning('http_port')} there (PUBLIC_URL needs it).")
    if settings.clock_offset and settings.speaks_to_telegram:
        raise SettingsError(f"CLOCK_OFFSET is wrong: put {_meaning('clock_offset')} there.")
    return settings


def _meaning(name: str) -> str:
    return Settings.model_fields[name].description or "another value"
