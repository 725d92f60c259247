"""Pictures the messenger already keeps: its file id by the picture's content and the bot that sent it."""

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from storage.schema import files


def file_id(tx: Connection, content_key: str, bot_id: int) -> str | None:
    """The file id this bot may send the picture by, if it has sent it before."""
    return tx.scalar(
        select(files.c.file_id).where(files.c.content_key == content_key, files.c.bot_id == bot_id)
    )


def remember(tx: Connection, content_key: str, bot_id: int, file_id: str) -> None:
    """Keep a file id, in place of the former one."""
    row = upsert(files).values(content_key=content_key, bot_id=bot_id, file_id=file_id)
    tx.execute(row.on_conflict_do_update(index_elements=["content_key", "bot_id"], set_={"file_id": file_id}))


def forget(tx: Connection, content_key: str, bot_id: int) -> None:
    """The messenger refused the file id."""
    tx.execute(delete(files).where(files.c.content_key == content_key, files.c.bot_id == bot_id))
