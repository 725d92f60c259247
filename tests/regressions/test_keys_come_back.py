"""A question with keys of its own that is left by another way gives the usual keys back."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.cast import MEMBER_KEYS, Stage, play


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        yield stage


async def picking(stage: Stage) -> list[str]:
    """The owner has the contacts before him; the keys he had."""
    usual = stage.owner.keys
    await stage.owner.say("/staff")
    await stage.owner.press("Выбрать из контактов")
    await stage.owner.press("Кассира")
    assert stage.owner.keys == ["Выбрать кассира", "Не выбирать"]
    return usual


@pytest.mark.parametrize("way", ["used", "refused", "key", "command", "back"])
async def test_after_the_contacts_the_owner_has_his_keys_again(stage: Stage, way: str) -> None:
    dima = stage.person("Дима")
    usual = await picking(stage)
    match way:
        case "used":
            await stage.owner.key("Выбрать кассира", dima)
        case "refused":
            await stage.owner.key("Выбрать кассира", stage.owner)
        case "key":
            await stage.owner.key("Не выбирать")
        case "command":
            await stage.owner.say("/staff")
        case _:
            await stage.owner.press("‹ Назад")
    assert stage.owner.keys == usual


async def test_the_contacts_are_left_once(stage: Stage) -> None:
    await picking(stage)
    await stage.owner.say("/staff")
    await stage.owner.say("/staff")
    assert stage.owner.heard.count("Хорошо, никого не пригласили.") == 1


async def test_after_the_phone_a_member_has_his_keys_again(stage: Stage) -> None:
    anna = await stage.joined("Анна", phone="+7 900 111-22-33")
    await anna.key("Настройки")
    settings = anna.screen
    await anna.press("Телефон")
    assert anna.keys == ["Отправить мой номер", "Пропустить"]
    await anna.press_again(settings, "День рождения")
    await anna.press("‹ К настройкам")
    assert anna.keys == MEMBER_KEYS
    assert "Хорошо, телефон остаётся как был." in anna.heard
