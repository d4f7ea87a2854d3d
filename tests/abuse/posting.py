"""One worker of the post, or one that makes batches of letters, to be killed. `python -m tests.abuse.posting ROLE …`"""

import secrets
import sys
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path

from back_office.post import composer
from back_office.post.worker import Worker
from dossier.base import Settings
from dossier.outbox import KINDS, LettersTaken, hand_over, letters_waiting
from dossier.store import Store, make_engine
from dossier.vault import FileKeyHolder
from tests.kit.faulty import FaultyProvider

FASTER = 20
"""The workers' clock runs so much faster: two minutes of a claim are six seconds."""


def clock(began: float, at: datetime) -> datetime:
    """Return the instant on the fast clock that began with `at` at the machine's second `began`."""
    return at + timedelta(seconds=(time.monotonic() - began) * FASTER)


def main(role: str, url: str, keys: str, port: str, began: str, at: str) -> None:
    """Work until killed."""
    store = Store(make_engine(url), FileKeyHolder.read(Path(keys)))
    start, first = float(began), datetime.fromisoformat(at)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    if role == "press":
        _press(store, start, first)
    providers = {
        "sms": (
            FaultyProvider("gate", "sms", int(port), keeps_keys=True),
            FaultyProvider("center", "sms", int(port), keeps_keys=False),
        ),
        "email": (
            FaultyProvider("mail", "email", int(port), keeps_keys=True),
            FaultyProvider("mail-2", "email", int(port), keeps_keys=True),
        ),
    }
    compose = composer(Settings.read({"DEMO": "1"}))
    Worker(store, compose, providers, threading.Event(), lambda: clock(start, first)).run()


def _press(store: Store, start: float, first: datetime) -> None:
    """Hand letters over in batches, as `dossier letters batch` does once their files are on the disk."""
    while True:
        with store.reading() as unit:
            letters = letters_waiting(unit, KINDS.keys(), 20, clock(start, first))
        time.sleep(0.05)  # the time that printing takes: a kill finds it here
        try:
            with store.writing() as unit:
                hand_over(unit, letters, secrets.token_hex(8), clock(start, first))
        except LettersTaken:
            continue


if __name__ == "__main__":
    main(*sys.argv[1:])
