"""Versions of the database: up, down, up again, and the same as the tables in the code."""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event, inspect

from storage import migrate as migrate_module
from storage.database import Database, DatabaseUnusableError
from storage.migrate import alembic_config, known_versions, migrate, stored_version
from storage.migrations.__main__ import write_version
from storage.schema import metadata
from storage.writer import begin_immediate

VERSION = """
import sqlalchemy as sa
from alembic import op

revision = {revision!r}
down_revision = {before!r}

def upgrade():
    {up}

def downgrade():
    {down}
"""
PARENTS = (
    "op.create_table('parents', sa.Column('id', sa.Integer(), primary_key=True),"
    " sa.Column('name', sa.Text()))"
)
CHILDREN = (
    "op.create_table('children', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('parent',"
    " sa.Integer(), sa.ForeignKey('parents.id', ondelete='CASCADE', name='fk_children_parent')))"
)
REBUILD = (
    "with op.batch_alter_table('parents') as batch:"
    " batch.alter_column('name', type_=sa.String(40), nullable=False, server_default='?')"
)


@contextmanager
def opened(path: Path) -> Iterator[Connection]:
    engine = create_engine(f"sqlite:///{path}", connect_args={"isolation_level": None})
    event.listen(engine, "begin", begin_immediate)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def objects(connection: Connection, kind: str) -> dict[str, str]:
    """Triggers or indexes with their SQL, white space aside."""
    rows = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = ? AND sql IS NOT NULL", (kind,)
    )
    return {name: re.sub(r"\s+", " ", sql.replace('"', "")) for name, sql in rows}


def details(connection: Connection, table: str) -> tuple[object, ...]:
    """The checks of a table, and the defaults of its columns."""
    found = inspect(connection)
    checks = {check["name"]: check["sqltext"] for check in found.get_check_constraints(table)}
    return checks, {column["name"]: column["default"] for column in found.get_columns(table)}


def model_differences(connection: Connection) -> list[object]:
    """How a database differs from the tables in the code; Alembic overlooks triggers, checks and defaults."""
    found: list[object] = list(compare_metadata(MigrationContext.configure(connection), metadata))
    with create_engine("sqlite://").connect() as model:
        metadata.create_all(model)
        for kind in ("trigger", "index"):
            ours, theirs = objects(model, kind), objects(connection, kind)
            names = ours.keys() | theirs.keys()
            found += [(kind, name) for name in names if ours.get(name) != theirs.get(name)]
        for table in metadata.tables.keys() & set(inspect(connection).get_table_names()):
            if details(model, table) != details(connection, table):
                found.append(("details", table))
    return found


@pytest.fixture
def versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two made-up versions; the second rebuilds a table that another one refers to."""
    folder = tmp_path / "versions"
    folder.mkdir()
    monkeypatch.setattr(migrate_module, "VERSIONS", folder)
    up = f"{PARENTS}\n    {CHILDREN}"
    first = VERSION.format(
        revision="0001", before=None, up=up, down="op.drop_table('children')\n    op.drop_table('parents')"
    )
    (folder / "v0001_first.py").write_text(first)
    return folder


def add_second(versions: Path, up: str = REBUILD) -> None:
    down = REBUILD.replace("sa.String(40), nullable=False, server_default='?'", "sa.Text(), nullable=True")
    text = VERSION.format(revision="0002", before="0001", up=up, down=down)
    (versions / "v0002_second.py").write_text(text)


def walk_the_stairs(path: Path) -> None:
    for version in known_versions():
        for target in (version, "-1", version):
            with opened(path) as connection:
                go = command.downgrade if target == "-1" else command.upgrade
                go(alembic_config(connection), target)


def test_every_version_goes_up_down_and_up_again(tmp_path: Path) -> None:
    walk_the_stairs(tmp_path / "stairs.db")


@pytest.mark.usefixtures("versions")
def test_the_stairway_itself_walks_several_versions(tmp_path: Path, versions: Path) -> None:
    add_second(versions)
    walk_the_stairs(tmp_path / "stairs.db")
    assert stored_version(tmp_path / "stairs.db") == "0002"


def test_the_tables_in_the_code_equal_the_newest_version(tmp_path: Path) -> None:
    migrate(f"sqlite:///{tmp_path}/kopilka.db")
    with opened(tmp_path / "kopilka.db") as connection:
        assert model_differences(connection) == []


def test_a_version_written_from_the_code_makes_these_tables(tmp_path: Path, versions: Path) -> None:
    (versions / "v0001_first.py").unlink()
    write_version("the first tables")
    assert [file.name for file in versions.glob("*.py")] == ["v0001_the_first_tables.py"]
    walk_the_stairs(tmp_path / "kopilka.db")
    with opened(tmp_path / "kopilka.db") as connection:
        assert [each for each in model_differences(connection) if "trigger" not in repr(each)] == []


def test_a_difference_in_a_column_an_index_a_check_or_a_trigger_is_seen() -> None:
    with create_engine("sqlite://").connect() as connection:
        metadata.create_all(connection)
        assert model_differences(connection) == []
        connection.exec_driver_sql("CREATE TABLE extra (id INTEGER)")
        connection.exec_driver_sql("CREATE INDEX ix_more ON programmes (at)")
        connection.exec_driver_sql("CREATE TRIGGER stop BEFORE DELETE ON meta BEGIN SELECT 1; END")
        connection.exec_driver_sql("DROP TABLE lots")
        connection.exec_driver_sql("CREATE TABLE lots (id INTEGER PRIMARY KEY, CHECK (id > 7))")
        found = repr(model_differences(connection))
    for part in ("remove_table", "ix_more", "('trigger', 'stop')", "('details', 'lots')", "add_column"):
        assert part in found


def test_versions_are_numbered_in_their_order(tmp_path: Path) -> None:
    with opened(tmp_path / "x.db") as connection:
        script = ScriptDirectory.from_config(alembic_config(connection))
    chain = [each.revision for each in script.walk_revisions()][::-1]
    assert chain == known_versions() == [f"{n + 1:04}" for n in range(len(chain))]


def test_a_fresh_database_is_made_and_the_next_start_changes_nothing(tmp_path: Path, versions: Path) -> None:
    url = f"sqlite:///{tmp_path}/data/kopilka.db"
    migrate(url)
    assert stored_version(tmp_path / "data/kopilka.db") == "0001"
    before = (tmp_path / "data/kopilka.db").read_bytes()
    migrate(url)
    assert (tmp_path / "data/kopilka.db").read_bytes() == before
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["kopilka.db"]
    assert versions.is_dir()


def test_a_table_is_rebuilt_without_emptying_those_that_refer_to_it(tmp_path: Path, versions: Path) -> None:
    path = tmp_path / "kopilka.db"
    migrate(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO parents VALUES (1, 'Anna')")
        connection.execute("INSERT INTO children VALUES (1, 1)")
        connection.commit()
    add_second(versions)
    migrate(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM children").fetchone() == (1,)
        assert connection.execute("SELECT name FROM parents").fetchone() == ("Anna",)


@pytest.mark.parametrize(
    ("last", "message"),
    [
        ("raise LookupError('no')", "no"),
        ("op.execute('INSERT INTO children VALUES (1, 99)')", "1 broken reference"),
    ],
)
def test_a_version_that_fails_leaves_the_old_database(
    tmp_path: Path, versions: Path, last: str, message: str
) -> None:
    path = tmp_path / "kopilka.db"
    migrate(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as connection:
        before = list(connection.iterdump())
    add_second(versions, f"op.add_column('parents', sa.Column('more', sa.Text()))\n    {last}")
    with pytest.raises((LookupError, DatabaseUnusableError), match=message):
        migrate(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as connection:
        assert list(connection.iterdump()) == before


def test_a_database_of_a_newer_kopilka_is_refused(tmp_path: Path, versions: Path) -> None:
    add_second(versions)
    url = f"sqlite:///{tmp_path}/kopilka.db"
    migrate(url)
    (versions / "v0002_second.py").unlink()
    with pytest.raises(DatabaseUnusableError, match="0002 is unknown"):
        migrate(url)


def test_a_file_that_is_no_database_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "kopilka.db"
    path.write_text("not a database, only text " * 100)
    with pytest.raises(DatabaseUnusableError, match="not a database"):
        migrate(f"sqlite:///{path}")
    assert path.read_text().startswith("not a database")


async def test_a_migrated_database_opens(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/kopilka.db"
    migrate(url)
    database = Database.open(url)
    assert (
        await database.read(lambda connection: connection.exec_driver_sql("PRAGMA journal_mode").scalar())
        == "wal"
    )
    await database.close()


def test_a_start_with_nothing_to_do_does_not_load_alembic(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/kopilka.db"
    migrate(url)
    check = (
        "import sys; from storage.migrate import migrate;"
        f"migrate({url!r}); assert 'alembic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", check], timeout=60, check=True)
