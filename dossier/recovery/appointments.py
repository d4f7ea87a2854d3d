"""The appointment sheet: what to bring to a desk, and until when, by letter when her address may be used."""

from datetime import datetime

from dossier.identity import language_of
from dossier.journal import Event, append
from dossier.outbox import queue
from dossier.policy import Acting, Action, NotPermitted, Role, require
from dossier.store import Unit

from . import callback_rules
from .channels import WAY_OF, Channel
from .keeping import due_at, keep, owned
from .limits import LIMITS
from .queries import Standing, shown
from .quotas import check_not_barred
from .sending import letter_left_since
from .shapes import CodeTooSoon, Proof


def send_appointment(unit: Unit, acting: Acting, number: str, now: datetime) -> Standing:
    """Ask her to a desk with her paper: a letter leaves for the address on file, when it may be used.

    Asked for again the same day, the one that left stands. Raises `NotPermitted`, `AgentBarred`, `CaseUnknown`,
    `CaseRefused` unless only a desk helps, and `CodeTooSoon` (letter) when another letter left less than a day ago.
    """
    require(acting, Action.RECOVERY_CODE_SEND)
    if acting.role is not Role.CALL_AGENT:
        raise NotPermitted(action=Action.RECOVERY_CODE_SEND, role=acting.role)
    check_not_barred(unit, acting, now)
    found = owned(unit, acting, number, now)
    address = found.channel(Proof.LETTER)
    posted = address is not None and not address.why_not
    case = callback_rules.invited(found.case, now, posted=posted)
    if posted and letter_left_since(unit, found, now - LIMITS.letter_pause):
        if callback_rules.invites_alike(found.case, case):
            return shown(unit, found, acting.role)
        raise CodeTooSoon(why="letter")
    if found.patient_id is not None:
        append(unit, acting, Event.RECOVERY_APPOINTMENT_SENT, now)
        if posted and address is not None and case.appointment_until is not None:
            _post(unit, acting, found.number, address, case.appointment_until, now)
    columns = {"letter_at": now} if posted else {}
    return shown(unit, keep(unit, found, case, due_at=due_at(case), **columns), acting.role)


def _post(unit: Unit, acting: Acting, number: str, address: Channel, until: datetime, now: datetime) -> None:
    queue(
        unit,
        acting,
        now,
        kind="appointment",
        channel=WAY_OF[Proof.LETTER],
        language=language_of(unit, acting.patient_id),
        address=address.address,
        parameters={"number": number, "until": until.isoformat()},
        not_after=until,
    )
