"""A Bot API server that knows only the methods a conversation needs: everything decorative fails quietly."""

from pathlib import Path

import pytest

from sandbox.methods import METHODS
from tests.cast import play
from tests.journeys.team import hired

DECORATIVE = (
    "setMyCommands",
    "deleteMyCommands",
    "getWebhookInfo",
    "getUserProfilePhotos",
    "getChat",
    "sendChatAction",
)


async def test_commands_that_cannot_be_registered_stop_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for method in DECORATIVE:
        monkeypatch.delitem(METHODS, method.lower())
    async with play(tmp_path) as stage:
        await stage.owner.start()
        lena, anna = await hired(stage, "Лена"), await stage.joined("Анна")
        await lena.sell(anna, "450")
        assert await stage.balance(anna) == 22
        await stage.owner.say("/verify")
        assert "Всё сходится" in stage.owner.sees
