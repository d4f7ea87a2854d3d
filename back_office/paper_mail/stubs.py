"""Stubs that came back by post, typed or scanned: each code is bound to one act, done once on the day of its postmark.

A letter that announces a record brings a no; a notice of a mandate or of a recovery, its end. What the mail room reads
of each line says nothing of anybody, and nothing that helps to guess: an unknown code and a dead one read the same.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from dossier.base import SignCodeMistyped, new_id
from dossier.identity import TooManyTries
from dossier.lifecycle import PARIS, opt_out_by_stub
from dossier.mandates import STOP_DIGITS
from dossier.recovery import stop_by_code, was_stopped_by
from dossier.store import Store, Unit
from dossier.vault import SealBroken
from i18n import gettext

from .lines import day_typed, lines_of

COLUMNS = ("code", "day")
HEADINGS = (gettext("Ligne"), gettext("Fait"), gettext("À savoir"))
MOST_WRONG = 10
"""Codes of a file that nobody has, before the rest of it isn't tried: they are guesses, or another house's."""
_WORDS = {"yes": gettext("oui"), "before": gettext("déjà"), "no": gettext("non")}
_NO_DAY = gettext("Le jour du cachet est mal tapé. Tapez-le ainsi : 23/11/2026.")
_NO_LINE = gettext("Il faut deux colonnes : le code, et le jour du cachet.")
_NOT_TRIED = gettext("Trop de codes faux avant cette ligne. Vérifiez-les, puis recommencez.")
_DEAD = gettext("Ce code ne sert pas, ou ne sert plus. Montrez cette feuille à un responsable.")
_SAID = {
    "opt-out": gettext("Le non est noté, à temps. Un reçu part."),
    "closure-request": gettext("La lettre est partie trop tard. Le dossier est fermé. Un reçu part."),
    "revoked": gettext("Le mandat est arrêté."),
    "frozen": gettext("La demande pour retrouver l’accès est bloquée."),
    "stopped": gettext("Le changement de téléphone, de courriel ou d’adresse est arrêté."),
    "held": gettext("Le changement est déjà fait. Montrez cette feuille à un responsable."),
    "known": gettext("C’était déjà fait. Rien ne change."),
    "unknown": _DEAD,
    "expired": _DEAD,
    "early": gettext("Ce cachet est plus vieux que la lettre. Regardez l’enveloppe."),
    "overtaken": gettext("Cette personne a changé d’avis depuis. Montrez cette feuille à un responsable."),
    "activated": gettext("Cette personne se sert de son dossier. Montrez cette feuille à un responsable."),
    "mistyped": gettext("Ce code est mal tapé. Regardez la feuille, et tapez-le à nouveau."),
    "not-tried": _NOT_TRIED,
    "sealed": gettext("Montrez cette feuille à un responsable."),
}
_DONE = {**dict.fromkeys(("opt-out", "closure-request", "revoked", "frozen", "stopped"), "yes"), "known": "before"}


class Line(NamedTuple):
    """What became of one line."""

    number: int
    done: str
    """`yes`, `before` or `no`."""
    said: str

    @property
    def cells(self) -> tuple[str, str, str]:
        """Return the line of the results."""
        return str(self.number), _WORDS[self.done], self.said


class Stubs:
    """Takes the lines of a file one by one, each in a transaction of its own; the same file twice changes nothing."""

    def __init__(self, store: Store) -> None:
        """Begin with nothing counted: `yes`, `before`, `no`."""
        self._store = store
        self._network = new_id().hex()
        """Wrong codes count for this file alone: no file makes another one wait."""
        self._wrong = 0
        self.counted: Counter[str] = Counter()

    def take(self, path: Path, now: datetime) -> Iterator[Line]:
        """Do what each line asks for; yield what became of it. Raises `OSError`."""
        for number, fields in lines_of(path, COLUMNS):
            done, said = self._line(fields, now)
            self.counted[done] += 1
            yield Line(number, done, said)

    def _line(self, fields: list[str], now: datetime) -> tuple[str, str]:
        if len(fields) != len(COLUMNS):
            return "no", _NO_LINE
        stamped_on = day_typed(fields[1])
        if stamped_on is None or stamped_on > now.astimezone(PARIS).date():
            return "no", _NO_DAY
        if self._wrong >= MOST_WRONG:
            return "no", _NOT_TRIED
        outcome = self._act(fields[0], stamped_on, now)
        self._wrong += outcome == "unknown"
        return _DONE.get(outcome, "no"), _SAID[outcome]

    def _act(self, code: str, stamped_on: date, now: datetime) -> str:
        """Do what one code asks for, in a transaction of its own; return what it came to."""
        try:
            with self._store.writing() as unit:
                said = _say_no(unit, code, stamped_on, now)
                return self._stop(unit, code, now) if said == "unknown" and _is_number(code) else said
        except SignCodeMistyped:
            return "mistyped"
        except TooManyTries:
            return "not-tried"
        except SealBroken:
            return "sealed"

    def _stop(self, unit: Unit, code: str, now: datetime) -> str:
        if was_stopped_by(unit, code, now):
            return "known"
        stopped = stop_by_code(unit, code, "letter", now, network=self._network)
        return "known" if stopped == "over" else stopped


def _say_no(unit: Unit, code: str, stamped_on: date, now: datetime) -> str:
    """Try the code of a letter; twelve digits may be one of a notice as well. Raises `SignCodeMistyped`."""
    try:
        stub = opt_out_by_stub(unit, code, stamped_on, now)
    except SignCodeMistyped:
        if _is_number(code):
            return "unknown"
        raise
    return str(stub.receipt.kind) if stub.outcome == "done" and stub.receipt else stub.outcome


def _is_number(code: str) -> bool:
    signs = [sign for sign in unicodedata.normalize("NFKC", code) if sign.isalnum()]
    return len(signs) == STOP_DIGITS and all(sign.isdigit() for sign in signs)
