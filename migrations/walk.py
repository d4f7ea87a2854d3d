"""Walking the revisions, over a connection that is handed in."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory


def _config(connection: sa.Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


HEAD: str = ScriptDirectory.from_config(_config()).get_current_head() or ""
"""The newest revision."""


def upgrade(engine: sa.Engine, revision: str = "head") -> None:
    """Bring the database up to a revision, in one transaction."""
    with engine.execution_options(writes=True).begin() as connection:
        command.upgrade(_config(connection), revision)


def downgrade(engine: sa.Engine, revision: str) -> None:
    """Bring the database back to an older revision (`base` for none)."""
    with engine.execution_options(writes=True).begin() as connection:
        command.downgrade(_config(connection), revision)


def is_current(engine: sa.Engine) -> bool:
    """Tell whether the database stands at the newest revision."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == HEAD
