"""Faults found by playing against the bot from outside."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from actions.verify import verify_ledger
from sandbox.faults import Fault
from tests.cast import Stage, play
from tests.journeys.team import hired

TAMPERINGS = (
    "UPDATE entries SET kind = 'manual'",
    "DELETE FROM purchases",
    "UPDATE purchases SET earned_points = 1",
    "UPDATE entries SET points = 23",
    "UPDATE heads SET points = 220",
    "DELETE FROM heads WHERE points > 0",
)


@pytest.mark.parametrize("tampering", TAMPERINGS)
async def test_whatever_was_done_to_the_books_by_hand_is_named(tmp_path: Path, tampering: str) -> None:
    async with play(tmp_path) as stage:
        await _sold(stage)
        assert (await verify_ledger(stage.app.shop)).fault_count == 0

        # As with any tool for SQLite files: triggers can be dropped, references are not looked after.
        with closing(sqlite3.connect(stage.app.shop.db.path)) as tool:
            for verb in ("update", "delete"):
                tool.execute(f"DROP TRIGGER entries_refuse_{verb}")
            tool.execute(tampering)
            tool.commit()
        assert (await verify_ledger(stage.app.shop)).fault_count > 0
        await stage.owner.say("/verify")
        assert "Всё сходится" not in stage.owner.sees


async def test_a_booked_sale_is_told_even_when_its_message_cannot_be_edited(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        lena, anna = await hired(stage, "Лена"), await stage.joined("Анна")
        await lena.scan(anna)
        await lena.say("450")
        stage.telegram.faults.waiting = [Fault(method="editMessageText", kind="5xx", times=9)]
        await lena.press("Начислить +22")
        assert "+22 балла, теперь 22" in lena.sees
        assert await stage.balance(anna) == 22


async def test_what_telegram_notes_by_itself_is_not_answered(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        anna = await stage.joined("Анна")
        before = len(anna.heard)
        user, chat = anna.person.as_user(), anna.person.as_chat()
        card = {"message_id": anna.screen.id, "date": 1, "chat": chat, "text": "card"}
        for noted in (
            {"pinned_message": card},
            {"message_auto_delete_timer_changed": {"message_auto_delete_time": 9}},
        ):
            message = {"message_id": 9_000, "from": user, "chat": chat, "date": 1_790_000_000, **noted}
            stage.telegram.enqueue("message", message)
            await stage.settle()
        assert len(anna.heard) == before


async def _sold(stage: Stage) -> None:
    await stage.owner.start()
    lena, anna = await hired(stage, "Лена"), await stage.joined("Анна")
    await lena.sell(anna, "450")
