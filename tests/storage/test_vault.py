"""Sealed fields and the key they need."""

import subprocess
import sys
from pathlib import Path
from stat import S_IMODE

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from storage.vault import SealBrokenError, Vault, derive, load_key

KEY = bytes(range(32))
PHONE = "members.phone"
texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(plain=texts, row=texts)
def test_what_is_sealed_opens_at_its_place(plain: str, row: str) -> None:
    vault = Vault(KEY)
    assert vault.unseal(PHONE, row, vault.seal(PHONE, row, plain)) == plain


def test_a_sealed_value_shows_nothing_and_is_never_the_same() -> None:
    vault = Vault(KEY)
    sealed = {vault.seal(PHONE, "1", "+79161234567") for _ in range(100)}
    assert len(sealed) == 100
    assert all(b"7916" not in value for value in sealed)


def test_a_value_moved_to_another_row_or_column_does_not_open() -> None:
    vault = Vault(KEY)
    sealed = vault.seal(PHONE, "1", "+79161234567")
    for field, row in ((PHONE, "2"), ("members.birthday", "1")):
        with pytest.raises(SealBrokenError, match=f"{field} of {row}"):
            vault.unseal(field, row, sealed)


@given(data=st.data())
def test_a_changed_or_shortened_value_does_not_open(data: st.DataObject) -> None:
    vault = Vault(KEY)
    sealed = bytearray(vault.seal(PHONE, "1", "+79161234567"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(SealBrokenError):
        vault.unseal(PHONE, "1", bytes(sealed))
    with pytest.raises(SealBrokenError):
        vault.unseal(PHONE, "1", bytes(sealed[: data.draw(st.integers(0, len(sealed) - 1))]))


def test_another_key_opens_nothing_and_finds_nothing() -> None:
    vault, other = Vault(KEY), Vault(bytes(32))
    with pytest.raises(SealBrokenError):
        other.unseal(PHONE, "1", vault.seal(PHONE, "1", "+79161234567"))
    assert vault.index(PHONE, "+79161234567") != other.index(PHONE, "+79161234567")
    assert vault.check_value() != other.check_value()


def test_the_index_is_equal_for_equal_values_of_one_field_only() -> None:
    vault = Vault(KEY)
    assert vault.index(PHONE, "+79161234567") == Vault(KEY).index(PHONE, "+79161234567")
    assert vault.index(PHONE, "+79161234567") != vault.index(PHONE, "+79161234568")
    assert vault.index(PHONE, "+79161234567") != vault.index("members.birthday", "+79161234567")


@given(key=st.binary(min_size=32, max_size=32), purpose=st.binary(max_size=40))
def test_keys_are_derived_by_the_standard(key: bytes, purpose: bytes) -> None:
    assert derive(key, purpose) == HKDF(SHA256(), 32, salt=None, info=purpose).derive(key)


def test_a_key_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Vault(b"short")


def test_the_first_start_writes_a_key_file_and_the_next_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "data" / "secret.key"
    key = load_key("", path)
    assert len(key) == 32
    assert load_key("", path) == key
    assert S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["secret.key"]


def test_a_start_that_broke_off_while_writing_does_not_stop_the_next(tmp_path: Path) -> None:
    (tmp_path / "secret.key.new").write_text("half a k")
    assert load_key("", tmp_path / "secret.key") == load_key("", tmp_path / "secret.key")


def test_a_key_file_others_may_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    load_key("", path)
    for mode in (0o604, 0o640, 0o660):
        path.chmod(mode)
        with pytest.raises(ValueError, match="chmod 600"):
            load_key("", path)


@pytest.mark.parametrize("content", ["", "deadbeef", "no key at all", "ключ"])
def test_a_damaged_key_file_is_refused_and_kept(tmp_path: Path, content: str) -> None:
    path = tmp_path / "secret.key"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(ValueError, match="holds no key"):
        load_key("", path)
    assert path.read_text() == content


def test_a_secret_in_the_settings_needs_no_file(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    key = load_key("correct horse battery", path)
    assert key == load_key("correct horse battery", path)
    assert key != load_key("correct horse battery.", path)
    assert len(key) == 32
    assert not path.exists()


def test_a_short_secret_is_refused_without_showing_it(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="SECRET_KEY needs at least 16") as caught:
        load_key("fifteen letters", tmp_path / "secret.key")
    assert "fifteen letters" not in str(caught.value)


def test_a_start_does_not_load_the_cipher(tmp_path: Path) -> None:
    check = (
        "import sys; from pathlib import Path; from storage.vault import Vault, load_key;"
        f"Vault(load_key('', Path('{tmp_path}/k'))).check_value(); assert 'cryptography' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", check], timeout=60, check=True)
