"""Opening the house: settings, key holder, database, and everything a start must refuse."""

from pathlib import Path

from dossier.base import Settings, Stage, StartRefused
from dossier.identity import domains_in_use
from dossier.store import Store, answers, is_practice, make_engine
from dossier.vault import FileKeyHolder, HolderMissing
from migrations import is_current

from .tombstones import Fault, fault_of

_UNFIT: dict[Fault, str] = {
    "brought-back": (
        "The database brings back people who were erased (an old backup?): run `dossier tombstones replay`."
    ),
    "older": "The database is older than the list of those who were erased: run `dossier tombstones replay`.",
    "missing": (
        "TOMBSTONES: {path} isn't there, and people were erased: put it back, or run `dossier tombstones write`."
    ),
    "shorter": "TOMBSTONES: {path} lacks people who were erased: run `dossier tombstones write`.",
}

_MIXED_KEYS = {
    True: "KEY_HOLDER: these keys weren't made for practice; practice takes no others.",
    False: "KEY_HOLDER: these keys were made for practice; only `dossier practice` takes them.",
}
_MIXED_DATABASES = {
    True: "DATABASE_URL: this database wasn't made for practice; practice leaves it alone.",
    False: "DATABASE_URL: this database was made for practice; only `dossier practice` opens it.",
}
"""By whether the start is one of practice."""


def open_store(settings: Settings) -> Store:
    """Return the store.

    Raises `StartRefused` when the key holder is missing or made for a demonstration, the database is silent, or one
    of them is of practice and the other, or the start, isn't.
    """
    holder = _holder(settings)
    if holder.practice != settings.practice:
        raise StartRefused([_MIXED_KEYS[settings.practice]])
    if holder.demo and settings.stage is Stage.PRODUCTION:
        raise StartRefused(["KEY_HOLDER: these keys were made for a demonstration; production refuses them."])
    engine = make_engine(settings.database_url)
    if not answers(engine):
        raise StartRefused(["DATABASE_URL: the database doesn't answer, or doesn't let this program in."])
    if is_practice(engine) != settings.practice:
        raise StartRefused([_MIXED_DATABASES[settings.practice]])
    return Store(engine, holder)


def open_house(settings: Settings) -> Store:
    """Return the store of a database that is ready to serve.

    Raises `StartRefused` when it isn't migrated, or as `check_house` does.
    """
    store = open_current(settings)
    check_house(store, settings)
    return store


def check_house(store: Store, settings: Settings) -> None:
    """Look at who is in the database.

    Raises `StartRefused` when it holds people of an identity domain refused here, brings back somebody who was
    erased, or doesn't agree with the list of those who were.
    """
    with store.reading() as unit:
        foreign = sorted(set(domains_in_use(unit)) - settings.ins_domains)
    if foreign:
        told = ", ".join(f".{domain}" for domain in foreign)
        raise StartRefused(
            [f"The database holds people of identity domain {told}, refused at a {settings.stage} start."]
        )
    _refuse_the_erased(store, settings.tombstones)


def open_current(settings: Settings) -> Store:
    """Return the store of a database at the newest revision. Raises `StartRefused` when it isn't."""
    store = open_store(settings)
    if not is_current(store.engine):
        raise StartRefused(["The database isn't at the newest revision: run `dossier migrate`."])
    return store


def _refuse_the_erased(store: Store, path: Path) -> None:
    try:
        fault = fault_of(store, path)
    except OSError as error:
        raise StartRefused([f"TOMBSTONES: {path} can't be read ({error.strerror})."]) from None
    if fault:
        raise StartRefused([_UNFIT[fault].format(path=path)])


def holder_path(settings: Settings) -> Path:
    """Return the file that holds the root keys. Raises `StartRefused` for another kind of holder."""
    kind, _, path = settings.key_holder.partition(":")
    if kind != "file" or not path:
        raise StartRefused(["KEY_HOLDER must be file:PATH."])
    return Path(path)


def _holder(settings: Settings) -> FileKeyHolder:
    try:
        return FileKeyHolder.read(holder_path(settings))
    except HolderMissing:
        raise StartRefused(
            ["KEY_HOLDER: its file is missing or can't be read; `dossier keys make` writes one."]
        ) from None
