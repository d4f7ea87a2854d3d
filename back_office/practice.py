"""The folder of practice: made ready, or thrown away. Nothing in it is touched that wasn't made for practice."""

from pathlib import Path

from dossier.base import Settings, StartRefused
from dossier.store import is_practice, make_engine, mark_as_practice
from dossier.vault import FileKeyHolder, HolderMissing

from .opening import holder_path


def database_path(settings: Settings) -> Path:
    """Return the file of a practice's database."""
    return settings.var_dir / "dossier.db"


def mark_database(settings: Settings) -> None:
    """Mark the database, when there is nothing in it yet."""
    engine = make_engine(settings.database_url)
    mark_as_practice(engine)
    engine.dispose()


def throw_away(settings: Settings) -> None:
    """Delete database, keys and list of the erased. Keys go last: killed in between, it can be done again.

    Raises `StartRefused`, with everything left as it was, unless all that is there was made for practice.
    """
    assert settings.practice
    if settings.var_dir.is_symlink() or not _is_ours(settings):
        raise StartRefused([f"{settings.var_dir}: something there wasn't made for practice; nothing was thrown away."])
    database = database_path(settings)
    files = (database, *(database.with_name(database.name + end) for end in ("-wal", "-shm")), settings.tombstones)
    for path in (*files, holder_path(settings)):
        path.unlink(missing_ok=True)


def _is_ours(settings: Settings) -> bool:
    keys, database = holder_path(settings), database_path(settings)
    try:
        if keys.exists() and not FileKeyHolder.read(keys).practice:
            return False
    except HolderMissing:
        return False
    if not database.exists() or database.stat().st_size == 0:
        return True
    engine = make_engine(settings.database_url)
    ours = is_practice(engine)
    engine.dispose()
    return ours
