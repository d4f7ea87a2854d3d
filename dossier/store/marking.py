"""The mark of a practice database, in its file's own head: it is there before any table, and in every copy."""

import sqlalchemy as sa

_MARK = 0x45584552
"""« EXER », as SQLite's application id. Practice is always kept in SQLite."""


def is_practice(engine: sa.Engine) -> bool:
    """Tell whether this database was made for practice."""
    if engine.dialect.name != "sqlite":
        return False
    try:
        with engine.connect() as connection:
            return bool(connection.exec_driver_sql("PRAGMA application_id").scalar_one() == _MARK)
    except sa.exc.DatabaseError:  # a file that is no database
        return False


def mark_as_practice(engine: sa.Engine) -> None:
    """Mark a database in which there is nothing yet; leave any other as it is."""
    with engine.execution_options(writes=True).begin() as connection:
        if not sa.inspect(connection).get_table_names():
            connection.exec_driver_sql(f"PRAGMA application_id = {_MARK}")
