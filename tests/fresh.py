"""A fresh database in a moment: the tables are made once a run and copied; the way there is tested apart."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from storage.migrate import migrate


def furnish(path: Path) -> None:
    """An empty database at the newest version, unless there is one."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_tables())


@cache
def _tables() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "fresh.db"
        migrate(f"sqlite:///{path}")
        return path.read_bytes()
