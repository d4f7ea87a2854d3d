"""The appointment sheet: what to bring to a desk, and until when, by letter when her address may be used."""

from datetime import datetime

from dossier.identity import language_of
from dossier.journal import Event, append
from dossier.outbox import queue
from dossier.policy import Acting, Action, NotPermitted, Role, require
from dossier.store import Unit

from . import callback_rules
from .channels import WAY_OF
from .keeping import due_at, keep, owned
from .limits import LIMITS
from .queries import Standing, shown
from .quotas import check_not_barred
from .sending import letter_left_since
from .shapes import CodeTooSoon, Proof


def send_appointment(unit: Unit, acting: Acting, number: str, now: datetime) -> Standing:
    """Ask her to a desk with her paper: a letter leaves for the address on file, when it may be used.

    Raises `NotPermitted`, `AgentBarred`, `CaseUnknown`, `CaseRefused` unless only a desk helps, and `CodeTooSoon`
    (letter) when one left less than a day ago.
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
        raise CodeTooSoon(why="letter")
    until = case.appointment_until
    if found.patient_id is not None:
        append(unit, acting, Event.RECOVERY_APPOINTMENT_SENT, now)
    if found.patient_id is not None and posted and address is not None and until is not None:
        queue(
            unit,
            acting,
            now,
            kind="appointment",
            channel=WAY_OF[Proof.LETTER],
            language=language_of(unit, acting.patient_id),
            address=address.address,
            parameters={"number": found.number, "until": until.isoformat()},
            not_after=until,
        )
    columns = {"letter_at": now} if posted else {}
    return shown(unit, keep(unit, found, case, due_at=due_at(case), **columns), acting.role)
