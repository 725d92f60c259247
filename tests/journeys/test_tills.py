"""An owner adds a till in the chat, sees its key once, and revokes it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from actions.till_calls import known_till
from tests.cast import Stage, play


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        yield stage


async def added(stage: Stage) -> str:
    """A till, made in the chat; its key."""
    owner = stage.owner
    await owner.say("/tills")
    await owner.press("Новая касса")
    await owner.press("Начислять, списывать")
    await owner.say("Касса у входа")
    return next(word for word in owner.sees.split() if word.startswith("kp_"))


async def test_a_key_is_shown_once_and_taken_off_the_screen(stage: Stage) -> None:
    key = await added(stage)
    till = await known_till(stage.app.shop, key)
    assert till is not None
    assert (till.name, till.key_end) == ("Касса у входа", key[-4:])
    await stage.owner.press("Убрать ключ")
    assert all(key not in bubble.text for bubble in stage.owner.chat)
    await stage.owner.press("Касса у входа")
    assert key not in stage.owner.sees
    assert f"…{key[-4:]}" in stage.owner.sees


async def test_a_revoked_key_opens_nothing(stage: Stage) -> None:
    key = await added(stage)
    await stage.owner.press("Убрать ключ")
    await stage.owner.press("Касса у входа")
    await stage.owner.press("Отозвать ключ")
    await stage.owner.press("Да, отозвать")
    assert "Касса у входа" not in stage.owner.buttons
    assert await known_till(stage.app.shop, key) is None


async def test_a_cashier_finds_no_tills(stage: Stage) -> None:
    anna = await stage.joined("Анна")
    await anna.say("/tills")
    assert "касс" not in anna.sees.lower()
