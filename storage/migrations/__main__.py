"""Writes the next version from the changes in the schema: python -m storage.migrations "add stores"."""

import argparse
from collections.abc import Sequence
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


def main(arguments: Sequence[str] | None = None) -> None:
    """The version says what it changes."""
    top = argparse.ArgumentParser(
        prog="python -m storage.migrations",
        description="Write the next version of the schema from the changes in storage/schema.",
    )
    top.add_argument("change", nargs="+", help='what the version changes, for example "add stores"')
    message = " ".join(top.parse_args(arguments).change).strip()
    write_version(message or top.error("say what the version changes"))


if __name__ == "__main__":
    main()
