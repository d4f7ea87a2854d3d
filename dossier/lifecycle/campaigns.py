"""Announcing records to many: people enrolled, their window, their code, their notice (CSP R1111-28; DOMAIN B1, B3).

Written for a gathering unit: one person costs no statement of her own.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

import sqlalchemy as sa

from dossier.identity import Person, enroll, person_of
from dossier.journal import Event, append_alike, hold, hold_free
from dossier.outbox import Posted, mark_bounced, messages_out, queue
from dossier.policy import Acting, Role
from dossier.store import Gathering, Unit
from dossier.vault import blind_index, keep_keys

from .actions import announce, announce_again, columns_anew, facts_of
from .cases import Case, Sending, SendingSource, accepted_until, displayed_on
from .deadlines import window
from .letter_codes import Purpose, lengthen_codes, make_letter_code
from .notices import Channel, letter_address, notice_address
from .queries import case_of, cases_of
from .regimes import REGIMES, Occasion, Regime, regime_named
from .rules import CODE_LIFE, GRACE, State
from .tables import space, tombstone

NOTICE = "opt-out-notice"


@dataclass(frozen=True, slots=True)
class Announcement:
    """One person to announce a record to. `addressee` is whom the letter names, when it isn't herself."""

    person: Person
    language: str
    sending: Sending
    told: Regime
    addressee: str = ""


def regime_told(occasion: Occasion, sent_on: date | None, preferred: str) -> Regime | None:
    """Return the rule whose day people are told: the deployment's own where it holds, else the first that does.

    None when a letter of that day obeyed no rule: none was there yet.
    """
    holding = [one for one in REGIMES if one.occasion is occasion and (sent_on is None or one.holds_from <= sent_on)]
    return next((one for one in holding if one.id == preferred), holding[0] if holding else None)


def erased_before(unit: Unit, numbers: Collection[str], domain: int) -> set[str]:
    """Return those of these INS whose owners were erased here: no file of the caisse brings them back."""
    by_digest = {blind_index(unit.holder, "ins", f"{domain}|{ins}"): ins for ins in numbers}
    found = sa.select(tombstone.c.ins_digest).where(unit.among(tombstone.c.ins_digest, list(by_digest)))
    return {by_digest[row.ins_digest] for row in unit.all(found)}


def announce_to(unit: Unit, told: Announcement, now: datetime) -> bool:
    """Enroll a person who isn't here yet, announce her record, and queue the notice with her code.

    Her days are kept and shown, but nothing opens by itself before `notices_sent` says that the notice left. False
    when she can be written to in no way: then no window runs at all.
    """
    where = _addressed(notice_address(told.person), told.addressee)
    if where is None:
        told = replace(told, sending=replace(told.sending, sent_on=None))
    acting = Acting(Role.OPERATOR, enroll(unit, told.person, told.language, now))
    announce(unit, acting, told.sending, told.told, now, waits=True)
    if where is not None:
        _write(unit, acting, told, where, now)
    return where is not None


def notice_came_back(
    unit: Unit, patient_id: bytes, email: str, now: datetime
) -> Literal["nothing", "moved", "written", "unreachable"]:
    """Take note that the notice e-mailed to this address came back: by post then (CSP R1111-28).

    `written`: a letter with a new code is queued. Until it leaves no window runs, and nothing opens by itself; the
    same while she is `unreachable`, without an address. `moved`: her record is no longer just announced. Done twice
    it changes `nothing`.
    """
    hold(unit, patient_id)
    sent = [one for one in messages_out(unit, patient_id, NOTICE, "email") if _same(one.message.address, email)]
    if not sent:
        return "nothing"
    mark_bounced(unit, sent, now)
    case = case_of(unit, patient_id)
    if case is None or case.state is not State.ANNOUNCED or case.regime_id is None:
        return "moved"
    announce_again(unit, Acting(Role.OPERATOR, patient_id), *_anew(case, None), now)
    return _write_by_post(unit, case, sent[0], now)


def notice_unheard(unit: Unit, patient_id: bytes, now: datetime) -> None:
    """Take note that the notice reached nobody, by letter or by telephone: no window runs any more.

    Nothing opens by itself: a call that follows isn't the information that the law wants (CSP R1111-28).
    Whoever has decided, or whose record was opened, is left as she is.
    """
    hold(unit, patient_id)
    case = case_of(unit, patient_id)
    if case is not None and case.state is State.ANNOUNCED and case.regime_id is not None:
        announce_again(unit, Acting(Role.OPERATOR, patient_id), *_anew(case, None), now)


def sent_as(case: Case, leaves_on: date) -> tuple[date, date | None]:
    """Return the sending day and the last day that a letter tells when the post takes it on a day.

    A window never begins before its letter left: the later of the day kept and of that day counts.
    """
    if case.regime_id is None or not _leaves_later(case, leaves_on):
        return case.sent_on or leaves_on, case.displayed_on
    return leaves_on, window(leaves_on, regime_named(case.regime_id), case.zone).displayed_on


def begin_windows(unit: Gathering, patient_ids: Collection[bytes], leaves_on: date, now: datetime) -> set[bytes]:
    """Begin the windows of these people on the day their letters leave, if they don't begin later; return who is done.

    Waits for nobody: whoever acts right now is left out, to be asked for once more. Their codes live as long. The
    clock acts on a window that began anew once `notices_sent` was called: a program killed in between opens nothing.
    """
    free = hold_free(unit, sorted(patient_ids))
    keep_keys(unit, sorted(free))
    alike = defaultdict(list)
    for case in cases_of(unit, free).values():
        if case.state is State.ANNOUNCED and case.regime_id and _leaves_later(case, leaves_on):
            alike[_anew(case, leaves_on)].append(case.patient_id)
    for (sending, told), ids in alike.items():
        hers = unit.among(space.c.patient_id, ids)
        unit.execute(space.update().where(hers).values(columns_anew(sending, told) | {"due_at": None}))
        append_alike(unit, Role.OPERATOR, ids, Event.LIFECYCLE_WINDOW_SET, now, facts_of(sending, told))
        lengthen_codes(unit, ids, accepted_until(sending, told))
    return free


def notices_sent(unit: Unit, patient_ids: Collection[bytes]) -> None:
    """Let the clock open the spaces of these people when their windows end: their notices, whatever the channel, left.

    Called in the transaction that hands the notices over, once their windows have begun. Nothing opens for whoever
    decided meanwhile, or whose letter reached somebody else.
    """
    ending = defaultdict(list)
    for case in cases_of(unit, patient_ids).values():
        if case.accepted_until is not None:
            ending[case.accepted_until].append(case.patient_id)
    for until, ids in ending.items():
        # Read anew as each row is locked: whoever acts right now comes first, and what she did stays.
        still = sa.and_(space.c.state == str(State.ANNOUNCED), space.c.blocked_at.is_(None))
        theirs = sa.and_(unit.among(space.c.patient_id, ids), space.c.accepted_until == until)
        unit.execute(space.update().where(theirs, still).values(due_at=until + GRACE))


def notice_left(unit: Unit, patient_id: bytes, leaves_on: date, now: datetime) -> None:
    """Take note that her e-mailed notice left on this day: her window begins, and the clock may act at its end.

    Called in the transaction that says so of the message. Whoever has decided, or was opened, is left as she is.
    """
    hold(unit, patient_id)
    case = case_of(unit, patient_id)
    if case is None or case.state is not State.ANNOUNCED or case.regime_id is None:
        return
    if _leaves_later(case, leaves_on):
        sending, told = _anew(case, leaves_on)
        announce_again(unit, Acting(Role.OPERATOR, patient_id), sending, told, now)
        lengthen_codes(unit, [patient_id], accepted_until(sending, told))
    notices_sent(unit, [patient_id])


def _leaves_later(case: Case, leaves_on: date) -> bool:
    return case.sent_on is None or case.sent_on < leaves_on


def _write_by_post(unit: Unit, case: Case, before: Posted, now: datetime) -> Literal["written", "unreachable"]:
    person, named = person_of(unit, case.patient_id, before.witness), before.message.parameters
    addressee = named["addressee"] if named["about"] else ""
    where = _addressed(letter_address(person), addressee)
    if where is None:
        return "unreachable"
    sending, told = _anew(case, None)
    acting = Acting(Role.OPERATOR, case.patient_id)
    _write(unit, acting, Announcement(person, before.message.language, sending, told, addressee), where, now)
    return "written"


def _anew(case: Case, sent_on: date | None) -> tuple[Sending, Regime]:
    """Return another sending to the same person, and the rule she was told, which stays hers."""
    sending = Sending(Occasion(case.occasion or ""), sent_on, SendingSource.CAISSE, case.zone)
    return sending, regime_named(case.regime_id or "")


def _addressed(where: tuple[Channel, str] | None, addressee: str) -> tuple[Channel, str] | None:
    """Return where a notice goes, with somebody else's name on the envelope when it is for her."""
    if where is None or where[0] == "email" or not addressee:
        return where
    return where[0], "\n".join((addressee, *where[1].split("\n")[1:]))


def _write(unit: Unit, acting: Acting, told: Announcement, where: tuple[Channel, str], now: datetime) -> None:
    person, sending = told.person, told.sending
    until = max(now + CODE_LIFE, accepted_until(sending, told.told) or now)
    last_day = displayed_on(sending, told.told)
    parameters = {
        "code": make_letter_code(unit, acting.patient_id, person, Purpose.OPT_OUT, now, until),
        "last_day": last_day.isoformat() if last_day else "",
        "sent_on": sending.sent_on.isoformat() if sending.sent_on else "",
        "addressee": told.addressee or person.name,
        "about": f"{person.first_names[0]} {person.name}" if told.addressee else "",
        "sex": person.sex,
    }
    channel, address = where
    queue(
        unit,
        acting,
        now,
        kind="opt-out-notice",
        channel=channel,
        language=told.language,
        address=address,
        parameters=parameters,
        not_after=until,
    )


def _same(address: str, other: str) -> bool:
    return address.casefold() == other.casefold()
