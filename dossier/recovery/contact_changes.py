"""Changing a contact by telephone: asked by one agent, approved by another of another team, held, confirmed."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa

from dossier.base import Refused, new_sign_code
from dossier.identity import (
    ContactKind,
    PhoneUnfit,
    canonical_code,
    canonical_phone,
    change_contact,
    contact_value,
    has_credentials,
    hold_contact,
    language_of,
    person_of,
    read_ahead,
)
from dossier.journal import Event, append, hold
from dossier.outbox import queue
from dossier.policy import Acting, Action, NotPermitted, Role, require
from dossier.store import Unit
from dossier.vault import canonical

from . import contact_rules
from .bodies import change_from, to_text
from .changing import (
    HeldChange,
    held_change,
    keep_change,
    opened_change,
    reference_digest,
    sealed_hint,
    sealed_value,
)
from .channels import PROOF_OF, WAY_OF, Channel, channels_of, hint_of, plain_contact
from .contact_rules import Change, ChangeRefused, ChangeState
from .decoys import decoy_channels
from .hours import is_daytime
from .keeping import secret_digest
from .limits import LIMITS
from .notices import tell_all
from .quotas import check_not_barred
from .shapes import Outcome
from .tables import change as table

_DIGITS = 8


class ContactUnfit(Refused):
    """This can't be such a contact: a number of nine digits at least, an e-mail with its @, an address with lines."""

    code: ClassVar[str] = "recovery-contact-unfit"


@dataclass(frozen=True, slots=True)
class ChangeStanding:
    """What may be seen of a change."""

    reference: str
    kind: ContactKind
    state: ChangeState
    old_hint: str
    new_hint: str
    asked_at: datetime
    held_until: datetime | None


def ask_contact_change(
    unit: Unit,
    acting: Acting,
    kind: ContactKind,
    value: str,
    team: str,
    now: datetime,
    *,
    call_reference: str = "",
    fiction: bool = True,
) -> ChangeStanding:
    """Ask that a contact be changed; nothing changes yet. An address has its lines parted by line ends.

    `fiction`: whether telephone numbers kept for fiction are taken.

    At the telephone only who has credentials is known; who gave a mandate proved that she is.
    Raises `NotPermitted`, `ContactUnfit`, `AgentBarred` (also by another change of hers), and `ChangeRefused` while a
    change of the same kind is under way.
    """
    require(acting, Action.RECOVERY_CONTACT_ASK)
    value = _fitting(kind, value.strip(), fiction=fiction)
    known = bool(acting.mandate) or has_credentials(unit, acting.patient_id)
    if known:
        hold(unit, acting.patient_id)
    if _living(unit, acting.patient_id, kind, now):
        raise ChangeRefused(why="one-already")
    check_not_barred(unit, acting, now)
    reference = new_sign_code()
    digest = reference_digest(unit, reference)
    if known:
        facts = {"contact": str(kind), "call": call_reference}
        sequence = append(unit, acting, Event.RECOVERY_CONTACT_ASKED, now, facts).sequence
        sealed = sealed_value(unit, digest, acting.patient_id, value)
    else:  # a decoy: it goes on as any other, and nothing comes of it
        sequence, sealed = 0, sealed_hint(unit, digest, hint_of(kind, value))
    change = Change(ChangeState.ASKED, _hex(acting), team, now)
    row = {
        "reference_digest": digest,
        "reference_sealed": unit.holder.wrap(reference.encode(), b"contact-change" + digest),
        "patient_id": acting.patient_id,
        "entry_sequence": sequence,
        "kind": str(kind),
        "state": str(change.state),
        "value_sealed": sealed,
        "value_digest": _value_digest(unit, kind, value),
        "asked_at": now,
        "due_at": None,
        "body": to_text(change),
    }
    unit.add(table, row)
    return _shown(unit, held_change(unit, digest, now))


def approve_contact_change(unit: Unit, acting: Acting, reference: str, team: str, now: datetime) -> ChangeStanding:
    """Approve another agent's asking: notices to the old contact, the new one and all others; the hold begins.

    Raises `NotPermitted`, `ChangeUnknown`, `ChangeRefused`, `SecondPersonMissing`.
    """
    require(acting, Action.RECOVERY_CONTACT_APPROVE)
    found = _owned(unit, acting, reference, now)
    change = contact_rules.approved(found.change, _hex(acting), team, now)
    if found.is_decoy:
        return _shown(unit, keep_change(unit, found, change, due_at=change.held_until))
    witness = append(unit, acting, Event.RECOVERY_CONTACT_APPROVED, now, {"contact": str(found.kind)})
    hold_contact(unit, found.patient_id, found.kind, change.held_until)
    told = (*channels_of(unit, found.patient_id, witness, now), _new_channel(unit, found))
    tell_all(unit, acting, told, "change", found.digest, "contact-approved", now, about=found.kind)
    return _shown(unit, keep_change(unit, found, change, due_at=change.held_until))


def send_contact_code(unit: Unit, acting: Acting, reference: str, now: datetime) -> ChangeStanding:
    """Send another code to the new contact, once the hold is over: the clock sent the first.

    Raises `NotPermitted`, `ChangeUnknown`, `ChangeRefused`.
    """
    require(acting, Action.RECOVERY_CODE_SEND)
    return _shown(unit, _send(unit, acting, _owned(unit, acting, reference, now), now))


def contacts_to_confirm(unit: Unit, now: datetime, limit: int, after: bytes = b"") -> list[bytes]:
    """Return up to `limit` changes whose hold is over, by the digest of their reference, past `after`.

    None at night: a telephone rings by day alone.
    """
    if not is_daytime(now):
        return []
    due = sa.select(table.c.reference_digest).where(table.c.due_at <= now, table.c.reference_digest > after)
    return [row.reference_digest for row in unit.all(due.order_by(table.c.reference_digest).limit(limit))]


def send_due_contact_code(unit: Unit, digest: bytes, now: datetime) -> bool:
    """Send the code that confirms a change whose hold is over; tell whether one left. For the clock alone.

    For a decoy none leaves, but wrong codes count from now on, as for anybody.
    """
    found = held_change(unit, digest, now)
    if found.change.state is not ChangeState.HELD or found.change.code_digest:  # stopped, or an agent was faster
        keep_change(unit, found, found.change, due_at=None)
        return False
    _send(unit, Acting(Role.OPERATOR, found.patient_id), found, now)
    return not found.is_decoy


def _send(unit: Unit, acting: Acting, found: HeldChange, now: datetime) -> HeldChange:
    if found.is_decoy:
        until = now + LIMITS.contact_code_lives[PROOF_OF[found.kind]]
        nobodys = secrets.token_hex(32)  # the digest of no code
        return keep_change(unit, found, contact_rules.code_sent(found.change, nobodys, until, now), due_at=None)
    channel = _new_channel(unit, found)
    code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}"
    until = now + LIMITS.contact_code_lives[channel.proof]
    change = contact_rules.code_sent(found.change, secret_digest(unit, found.digest, code), until, now)
    append(unit, acting, Event.RECOVERY_CODE_SENT, now, {"channel": str(channel.proof)})
    queue(
        unit,
        acting,
        now,
        kind="contact-code",
        channel=WAY_OF[channel.proof],
        language=language_of(unit, found.patient_id),
        address=channel.address,
        parameters={"code": code, "until": until.isoformat(), "reference": found.reference},
        not_after=until,
    )
    return keep_change(unit, found, change, due_at=None)


def confirm_contact_change(unit: Unit, reference: str, typed: str, now: datetime) -> Outcome:
    """Take the code that came to the new contact, from a page or a keypad; right, the contact changes.

    No recovery code goes there for seven more days. Raises `ChangeUnknown`.
    """
    found = held_change(unit, reference_digest(unit, reference), now)
    digest = secret_digest(unit, found.digest, canonical_code(typed))
    outcome, change = contact_rules.code_answered(found.change, digest, now)
    if outcome == "right":
        _apply(unit, found, now)
    keep_change(unit, found, change)
    return outcome


def changes_waiting(unit: Unit, acting: Acting, now: datetime) -> list[ChangeStanding]:
    """Return the changes that wait for a second agent: none that this agent asked for. Raises `NotPermitted`."""
    if acting.role not in (Role.CALL_AGENT, Role.SUPERVISOR) or acting.actor_id is None:
        raise NotPermitted(action=Action.RECOVERY_CONTACT_APPROVE, role=acting.role)
    asked = sa.select(table).where(table.c.state == str(ChangeState.ASKED)).order_by(table.c.asked_at)
    rows = unit.all(asked.limit(200))
    read_ahead(unit, [row.patient_id for row in rows if row.entry_sequence])  # of a decoy nothing is read
    found = [opened_change(unit, row, now) for row in rows]
    return [
        _shown(unit, one)
        for one in found
        if one.change.state is ChangeState.ASKED and one.change.asked_by != _hex(acting)
    ]


def changes_of(unit: Unit, acting: Acting, now: datetime) -> list[ChangeStanding]:
    """Return the changes of this patient's contacts, the newest first. Raises `NotPermitted`."""
    require(acting, Action.RECOVERY_CASE_READ)
    if acting.role is Role.STRANGER:
        raise NotPermitted(action=Action.RECOVERY_CASE_READ, role=acting.role)
    hers = sa.select(table).where(table.c.patient_id == acting.patient_id).order_by(table.c.asked_at.desc())
    return [_shown(unit, opened_change(unit, row, now)) for row in unit.all(hers.limit(20))]


def patient_of_change(unit: Unit, reference: str) -> bytes | None:
    """Return whose contact is to change, to act on it; None when the reference is nobody's."""
    wanted = sa.select(table.c.patient_id).where(table.c.reference_digest == reference_digest(unit, reference))
    found: bytes | None = unit.scalar(wanted)
    return found


def _apply(unit: Unit, found: HeldChange, now: datetime) -> None:
    acting = Acting(Role.OPERATOR, found.patient_id)
    witness = append(unit, acting, Event.RECOVERY_CONTACT_CONFIRMED, now, {"contact": str(found.kind)})
    before = channels_of(unit, found.patient_id, witness, now)
    change_contact(unit, acting, found.kind, found.value, now)
    told = (*before, _new_channel(unit, found))
    tell_all(unit, acting, told, "change", found.digest, "contact-changed", now, about=found.kind)


def _owned(unit: Unit, acting: Acting, reference: str, now: datetime) -> HeldChange:
    found = held_change(unit, reference_digest(unit, reference), now)
    if found.patient_id != acting.patient_id:
        raise ChangeRefused(why="another")
    return found


def _living(unit: Unit, patient_id: bytes, kind: ContactKind, now: datetime) -> bool:
    hers = sa.and_(table.c.patient_id == patient_id, table.c.kind == str(kind))
    bodies = (change_from(row.body) for row in unit.all(sa.select(table.c.body).where(hers)))
    return any(contact_rules.is_living(contact_rules.settled(one, now)) for one in bodies)


def _new_channel(unit: Unit, found: HeldChange) -> Channel:
    address = found.value
    if found.kind is ContactKind.ADDRESS:
        person = person_of(unit, found.patient_id, found.witness)
        address = "\n".join((f"{person.first_names[0]} {person.name}", *found.value.splitlines()))
    return Channel(PROOF_OF[found.kind], "", hint_of(found.kind, found.value), address, "")


def _shown(unit: Unit, found: HeldChange) -> ChangeStanding:
    old_hint, new_hint = _hints(unit, found)
    return ChangeStanding(
        reference=found.reference,
        kind=found.kind,
        state=found.change.state,
        old_hint=old_hint,
        new_hint=new_hint,
        asked_at=found.change.asked_at,
        held_until=found.change.held_until,
    )


def _hints(unit: Unit, found: HeldChange) -> tuple[str, str]:
    if found.is_decoy:
        return dict(decoy_channels(unit, found.patient_id)).get(PROOF_OF[found.kind], ""), found.value
    old = contact_value(person_of(unit, found.patient_id, found.witness), found.kind)
    return hint_of(found.kind, old) if old else "", hint_of(found.kind, found.value)


def _fitting(kind: ContactKind, value: str, *, fiction: bool) -> str:
    """Return the value as it is kept: a telephone number as E.164. Raises `ContactUnfit`."""
    try:
        if kind in (ContactKind.MOBILE, ContactKind.LANDLINE):
            return canonical_phone(value, mobile=kind is ContactKind.MOBILE, fiction=fiction)
    except PhoneUnfit:
        raise ContactUnfit(kind=kind) from None
    if not _is_fit(kind, value):
        raise ContactUnfit(kind=kind)
    return value


def _is_fit(kind: ContactKind, value: str) -> bool:
    if kind is ContactKind.EMAIL:
        name, at, house = value.partition("@")
        return bool(name and at and "." in house) and " " not in value and len(value) <= 200
    lines = value.splitlines()
    return 2 <= len(lines) <= 6 and all(0 < len(line.strip()) <= 38 for line in lines)


def _value_digest(unit: Unit, kind: ContactKind, value: str) -> bytes:
    return unit.holder.digest("contact-value", canonical(*(part.encode() for part in plain_contact(kind, value))))


def _hex(acting: Acting) -> str:
    return acting.actor_id.hex() if acting.actor_id else ""
