"""A no on paper, back with the code of its letter: bound to one act, taken once (CSP R1111-28; CRPA L112-1)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import sqlalchemy as sa

from dossier.base import canonical_sign_code
from dossier.policy import Acting, Role
from dossier.store import Unit

from .acts import ActKind, Receipt, Way
from .cases import Case
from .letter_codes import Purpose, code_digest, held_code
from .opting_out import opt_out
from .queries import case_of
from .receipts import latest_of
from .rules import State, StateRefused
from .tables import letter_code
from .zones import local_time

StubOutcome = Literal["done", "known", "unknown", "expired", "early", "overtaken", "activated"]
_CHANGES = (ActKind.CHANGE_OF_MIND, ActKind.REOPENING)


@dataclass(frozen=True, slots=True)
class Stub:
    """What became of one paper; the receipt is there when it is `done`, or when she had said no before.

    `early`: its postmark is older than its letter. `overtaken`: she changed her mind on that day or since.
    `activated`: she uses the record, and closes it herself. Somebody must look at these, and at an `expired` code:
    it says nothing any more, but for a record that opened meanwhile, which it closes as long as the code is kept.
    """

    outcome: StubOutcome
    receipt: Receipt | None = None


def opt_out_by_stub(unit: Unit, code: str, stamped_on: date, now: datetime) -> Stub:
    """Say no with a paper: the day of its postmark decides whether it is in time.

    The same paper again changes nothing; nor does one that is older than what its owner did since. The caller bounds
    the guesses. Raises `SignCodeMistyped`.
    """
    digest = code_digest(unit, Purpose.OPT_OUT, canonical_sign_code(code))
    row = held_code(unit, digest)
    case = None if row is None else case_of(unit, row.patient_id)
    if row is None or case is None:
        return Stub("unknown")
    stands = _standing(unit, row, case, stamped_on)
    if stands is not None:
        return Stub(stands)
    acting = Acting(Role.OPERATOR, row.patient_id)
    try:
        receipt = opt_out(unit, acting, Way.PAPER, now, stated_on=stamped_on)
    except StateRefused:
        return Stub("activated")
    unit.execute(letter_code.update().where(letter_code.c.digest == digest).values(stub_on=stamped_on))
    return Stub("done" if receipt.made_at == now else "known", receipt)


def _standing(unit: Unit, row: sa.Row[Any], case: Case, stamped_on: date) -> StubOutcome | None:
    """Return why a paper of this day does nothing; None when it does."""
    zone = local_time(case.zone)
    if row.stub_on is not None and stamped_on <= row.stub_on:
        return "known"
    if stamped_on < row.made_at.astimezone(zone).date():
        return "early"
    if stamped_on > row.expires_at.astimezone(zone).date() and case.state is not State.OPENED:
        return "expired"
    change = latest_of(unit, row.patient_id, *_CHANGES)
    return "overtaken" if change is not None and change.made_at.astimezone(zone).date() >= stamped_on else None
