"""Activating a record: its holder gets an identifier and a password, and may read it from now on (DOMAIN B3)."""

from datetime import datetime
from typing import ClassVar

from dossier.base import Refused
from dossier.identity import has_credentials, set_credentials
from dossier.policy import Acting, Action, require
from dossier.store import Unit

from .actions import step
from .acts import ActKind, Way
from .doing import done, held_case
from .rules import State
from .tables import space

_WAY: dict[State, tuple[State, ...]] = {
    State.ANNOUNCED: (State.OPENED, State.ACTIVATED),
    State.OPPOSED: (State.OPENED, State.ACTIVATED),
    State.OPENED: (State.ACTIVATED,),
    State.CLOSED: (State.OPENED, State.ACTIVATED),
    State.ACTIVATED: (),
}
"""She asks for her record herself: it is opened first where that hasn't been done, whatever she said before."""


_TAKES_BACK = {State.OPPOSED: ActKind.CHANGE_OF_MIND, State.CLOSED: ActKind.REOPENING}
"""What activating undoes is an act of its own: she gets its receipt, and the caisse is told."""


class AccountExists(Refused):
    """This person has an identifier and a password already: she signs in, or recovers them."""

    code: ClassVar[str] = "account-exists"


def activate(unit: Unit, acting: Acting, identifier: str, password_hash: str, now: datetime) -> None:
    """Give a proved person her credentials and activate her record; a pending erasure is cancelled (R1111-36).

    Raises `NotPermitted`, `SpaceUnknown`, `AccountExists`, `IdentifierUnfit`, `AlreadyKnown` (the identifier).
    """
    ground = require(acting, Action.SPACE_ACTIVATE)
    case = held_case(unit, acting)
    if has_credentials(unit, acting.patient_id):
        raise AccountExists
    set_credentials(unit, acting.patient_id, identifier, password_hash, now)
    unit.execute(space.update().where(space.c.patient_id == acting.patient_id).values(erasure_asked_at=None))
    before = case.state
    for state in _WAY[case.state]:
        step(unit, acting, before, state, now)
        before = state
    if case.state in _TAKES_BACK:
        done(unit, acting, _TAKES_BACK[case.state], Way.LETTER, case, ground, now)


def take_up(unit: Unit, acting: Acting, now: datetime) -> None:
    """Activate an open record for somebody who is signed in already: its holder, or who represents her by law.

    An activated one stays as it is. Raises `NotPermitted`, `SpaceUnknown`, `StateRefused`.
    """
    require(acting, Action.SPACE_TAKE_UP)
    case = held_case(unit, acting)
    if case.state is not State.ACTIVATED:
        step(unit, acting, case.state, State.ACTIVATED, now)
