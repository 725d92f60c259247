"""Encrypted fields (phone, birth date): sealed with AES-256-GCM, found again through a keyed hash."""

import hashlib
import hmac
import os
from functools import cached_property
from pathlib import Path
from stat import S_IMODE
from typing import TYPE_CHECKING

from storage.durable import sync_to_disk

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"  # stands before every sealed value: which key and recipe made it
KEY_BYTES = 32
NONCE_BYTES = 12
SECRET_MIN_CHARACTERS = 16


class SealBrokenError(ValueError):
    """A sealed value does not open: another key, a changed value, or one moved from another row or column."""


class Vault:
    """Seals and opens single fields with keys derived from one 32-byte key."""

    def __init__(self, key: bytes) -> None:
        """ValueError unless the key has 32 bytes."""
        if len(key) != KEY_BYTES:
            raise ValueError(f"a key has {KEY_BYTES} bytes, not {len(key)}")
        self._seal_key = derive(key, b"kopilka field")
        self._index_key = derive(key, b"kopilka index")
        self._check_value = derive(key, b"kopilka check")

    def seal(self, field: str, row: str, plain: str) -> bytes:
        """Encrypt `plain` for this field ("members.phone") of this row only; never twice the same bytes."""
        nonce = os.urandom(NONCE_BYTES)
        return VERSION + nonce + self._cipher.encrypt(nonce, plain.encode(), place(field, row))

    def unseal(self, field: str, row: str, sealed: bytes) -> str:
        """The text sealed for this field and row, or SealBrokenError."""
        from cryptography.exceptions import InvalidTag  # here, for a quick start

        nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        try:
            if sealed[:1] != VERSION:
                raise ValueError("unknown version")
            return self._cipher.decrypt(nonce, body, place(field, row)).decode()
        except (InvalidTag, ValueError):
            raise SealBrokenError(f"{field} of {row} does not open with this key") from None

    def index(self, field: str, plain: str) -> bytes:
        """What to look a value up by: equal for equal values of a field, telling nothing without the key."""
        return hmac.digest(self._index_key, place(field, plain), "sha256")

    def check_value(self) -> bytes:
        """Kept in the database to recognise its key by; the key cannot be computed from it."""
        return self._check_value

    @cached_property
    def _cipher(self) -> "AESGCM":
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # here, for a quick start

        return AESGCM(self._seal_key)


def load_key(secret: str, path: Path) -> bytes:
    """The 32-byte key: derived from SECRET_KEY if set, else read from `path`, which the first start writes.

    ValueError, in one line, for a secret that is too short, a file that others may read or that holds no key.
    """
    if secret:
        return key_from_secret(secret)
    try:
        mode = S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return write_new_key(path)
    if mode & 0o077:
        raise ValueError(f"{path} can be read by other users: run `chmod 600 {path}`")
    try:
        key = bytes.fromhex(path.read_text("ascii"))
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError(
            f"{path} holds no key of {KEY_BYTES} bytes: put the file of your backup in its place"
        )
    return key


def key_from_secret(secret: str) -> bytes:
    """A key from any text of 16 characters or more; slow on purpose (scrypt), as people choose weak ones."""
    if len(secret) < SECRET_MIN_CHARACTERS:
        raise ValueError(f"SECRET_KEY needs at least {SECRET_MIN_CHARACTERS} characters")
    return hashlib.scrypt(secret.encode(), salt=b"kopilka", n=2**14, r=8, p=1, dklen=KEY_BYTES)


def write_new_key(path: Path) -> bytes:
    """Make a key and keep it in a file that is there whole or not at all, also after a power cut."""
    key = os.urandom(KEY_BYTES)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600, exist_ok=False)
    fresh.write_text(key.hex() + "\n", "ascii")
    sync_to_disk(fresh)
    fresh.rename(path)
    sync_to_disk(path.parent)
    return key


def derive(key: bytes, purpose: bytes) -> bytes:
    """A 32-byte key for one purpose: HKDF with SHA-256, no salt, one block (RFC 5869)."""
    extracted = hmac.digest(bytes(32), key, "sha256")
    return hmac.digest(extracted, purpose + b"\x01", "sha256")


def place(field: str, rest: str) -> bytes:
    """Where a value belongs, bound into what is computed from it; field names hold no colon."""
    return f"{field}:{rest}".encode()
