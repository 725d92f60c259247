"""Writes the next version from the changes in the schema: python -m storage.migrations "add stores"."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from storage.migrate import alembic_config, known_versions, migrate


def write_version(message: str) -> None:
    """Compare the tables with a database at the newest version; triggers and data are added by hand."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'newest.db'}"
        migrate(url)
        with create_engine(url, poolclass=NullPool).connect() as connection:
            number = f"{len(known_versions()) + 1:04}"
            command.revision(alembic_config(connection), message, autogenerate=True, rev_id=number)


if __name__ == "__main__":
    write_version(" ".join(sys.argv[1:]) or sys.exit("say what the version changes"))
