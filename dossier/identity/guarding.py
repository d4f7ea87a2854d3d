"""What guards one account against guesses: where they are counted, and when the code is asked before the password."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from dossier.journal import Event, append
from dossier.policy import Acting, Role
from dossier.store import Unit

from . import tables
from .known_devices import device_is_known
from .limits import LIMITS
from .throttling import count_in_window, counted, throttle_key

_SHARES = 16
"""The house's own count is kept in so many rows, so that failures don't wait for each other."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Where a sign-in comes from: a network, and the token of a computer that may be known."""

    network: str
    device: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an account's failures are counted: her own known computer, or a network like any other."""

    name: str
    is_known: bool


def place_of(unit: Unit, caller: Caller, patient_id: bytes | None, now: datetime) -> Place:
    """Return where failures of this account count when they come from this caller."""
    if device_is_known(unit, caller.device, patient_id, now):
        return Place(f"device:{sha256(caller.device.encode()).hexdigest()}", is_known=True)
    return Place(caller.network, is_known=False)


def code_comes_first(unit: Unit, account: bytes, now: datetime) -> bool:
    """Tell whether too many wrong passwords came for this account, or in the whole house, from wherever it was."""
    hers = counted(unit, [_anywhere(unit, account)], now)
    house = counted(unit, [_share(unit, number) for number in range(_SHARES)], now)
    return hers >= LIMITS.soft_limit or house >= LIMITS.global_budget


def count_anywhere(unit: Unit, account: bytes, now: datetime) -> None:
    """Count a wrong password for the account and for the house."""
    count_in_window(unit, _anywhere(unit, account), now, LIMITS.soft_window)
    count_in_window(unit, _share(unit, account[0] % _SHARES), now, LIMITS.global_window)


def tell_refused(unit: Unit, patient_id: bytes | None, step: str, now: datetime, *, held: bool = False) -> None:
    """Tell a person's journal of a refused sign-in; for nobody, send the database as many statements.

    `held`: the caller holds the chain, so that its head isn't looked for again.
    """
    if patient_id is not None:
        append(unit, Acting(Role.STRANGER, patient_id), Event.IDENTITY_SIGN_IN_REFUSED, now, {"step": step})
        return
    nobody = throttle_key(unit, "nobody", bytes(16), step)
    for _ in ("the key",) if held else ("the head", "the key"):
        counted(unit, [nobody], now)
    for _ in ("the entry", "the new head"):
        unit.put(tables.throttle, {"key": nobody, "failures": 0, "last_at": now, "until_at": now})


def _anywhere(unit: Unit, account: bytes) -> bytes:
    return throttle_key(unit, "password-anywhere", account, "")


def _share(unit: Unit, number: int) -> bytes:
    return throttle_key(unit, "password-house", bytes([number]), "")
