"""What Alembic runs for every command: on the connection it was given, in that connection's transaction."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from storage.schema import metadata
from storage.types import Instant


def render_item(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """Versions name plain types only: they must not change when our own column types do."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.BigInteger().with_variant(sa.Integer(), 'sqlite')"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
