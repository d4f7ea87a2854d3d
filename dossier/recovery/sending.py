"""Sending a recovery code to a contact on file, chosen among them; and taking the answer."""

import secrets
from datetime import datetime

import sqlalchemy as sa

from dossier.identity import SimSignals, canonical_code, language_of, sim_changed_lately
from dossier.journal import Event, append
from dossier.outbox import queue
from dossier.policy import Acting, Action, Role, require
from dossier.store import Unit

from . import rules
from .channels import WAY_OF, Channel
from .keeping import Held, held, keep, owned, secret_digest, visit_digest
from .limits import LIMITS
from .queries import Standing, shown, shown_to
from .quotas import check_not_barred
from .shapes import NOWHERE, SENT, Case, ChannelRefused, CodeTooSoon, Outcome, Proof
from .steps import after_answer
from .tables import case as table

_SHORT, _LONG = 6, 8
_DIGITS = {Proof.SMS: _SHORT, Proof.VOICE: _SHORT, Proof.EMAIL: _LONG, Proof.LETTER: _LONG}
"""Codes that live for days are longer."""


def choose_channel(
    unit: Unit, acting: Acting, number: str, proof: Proof, now: datetime, *, sim: SimSignals | None = None
) -> Standing:
    """Send a code there; older codes of the case die, its failures stay.

    On the pages, before any proof, a channel that isn't there seems to work. Raises `NotPermitted`, `AgentBarred`,
    `CaseUnknown`, `CaseRefused`, `ChannelRefused`, `CodeTooSoon`.
    """
    require(acting, Action.RECOVERY_CODE_SEND)
    check_not_barred(unit, acting, now)
    return shown_to(unit, _send(unit, acting, owned(unit, acting, number, now), proof, now, sim), acting)


def choose_channel_online(
    unit: Unit, number: str, proof: Proof, now: datetime, *, sim: SimSignals | None = None
) -> Standing:
    """Do the same for the pages, where the number is all that is known. Raises the same."""
    found = held(unit, number, now)
    return shown(unit, _send(unit, found.acting, found, proof, now, sim), Role.STRANGER)


def give_code(unit: Unit, number: str, typed: str, now: datetime, *, visit: str = "") -> Outcome:
    """Take a code that the patient types herself, on a page (`visit`) or on the keypad of her telephone.

    Right, it counts as a proof, or, once granted, lets this visit finish. Raises `CaseUnknown`.
    """
    found = held(unit, number, now)
    digest = secret_digest(unit, found.digest, canonical_code(typed))
    outcome, case = rules.code_answered(found.case, digest, found.marks, visit_digest(unit, visit), now)
    after_answer(unit, found, outcome, case, now)
    return outcome


def _send(unit: Unit, acting: Acting, found: Held, proof: Proof, now: datetime, sim: SimSignals | None) -> Held:
    if proof not in SENT:
        raise ChannelRefused(why="absent")
    code = f"{secrets.randbelow(10 ** _DIGITS[proof]):0{_DIGITS[proof]}d}"
    digest = secret_digest(unit, found.digest, code)
    letter = {"letter_at": now} if proof is Proof.LETTER else {}
    try:
        if letter and letter_left_since(unit, found, now - LIMITS.letter_pause):
            raise CodeTooSoon(why="letter")
        channel = _channel(unit, found, proof, now, sim)
        mark, kept = (channel.mark, digest) if found.patient_id else (NOWHERE, NOWHERE)
        case = rules.code_sent(found.case, proof, mark, kept, now)
    except (ChannelRefused, CodeTooSoon) as refused:
        if not _must_seem(found, acting, refused):
            raise
        return keep(unit, found, rules.code_sent(found.case, proof, NOWHERE, NOWHERE, now))
    if found.patient_id is not None:
        append(unit, acting, Event.RECOVERY_CODE_SENT, now, {"channel": str(proof)})
        _queue(unit, acting, channel, proof, code, case, now)
    return keep(unit, found, case, **letter)


def _channel(unit: Unit, found: Held, proof: Proof, now: datetime, sim: SimSignals | None) -> Channel:
    channel = found.channel(proof)
    if channel is None:
        raise ChannelRefused(why="absent")
    if channel.why_not:
        raise ChannelRefused(why=channel.why_not)
    if proof is Proof.SMS and sim_changed_lately(unit, channel.address, now, sim):
        raise ChannelRefused(why="sim")
    return channel


def letter_left_since(unit: Unit, found: Held, since: datetime) -> bool:
    """Tell whether a letter of a recovery left for her since then; of a decoy, for whom it stands for."""
    hers = table.c.seed == found.seed if found.patient_id is None else table.c.patient_id == found.patient_id
    return unit.first(sa.select(table.c.letter_at).where(hers, table.c.letter_at > since).limit(1)) is not None


def _must_seem(found: Held, acting: Acting, refused: ChannelRefused | CodeTooSoon) -> bool:
    """Tell whether this refusal would say something of the person to somebody on the pages who has proved nothing.

    An agent is told why nothing goes there: of a decoy as of anybody.
    """
    if refused.facts["why"] in ("lost", "pause", "many"):
        return False  # depends only on what the caller said and did
    return acting.role is Role.STRANGER and (found.patient_id is None or not found.case.proofs)


def _queue(unit: Unit, acting: Acting, channel: Channel, proof: Proof, code: str, case: Case, now: datetime) -> None:
    until = case.code.expires_at if case.code else now
    queue(
        unit,
        acting,
        now,
        kind="recovery-code",
        channel=WAY_OF[proof],
        language=language_of(unit, acting.patient_id),
        address=channel.address,
        parameters={"code": code, "until": until.isoformat()},
        not_after=until,
    )
