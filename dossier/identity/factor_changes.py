"""Removing a means of signing in, replacing the card: a fresh proof each time, and a notice by every way on file."""

from collections.abc import Collection
from datetime import datetime
from typing import ClassVar

from dossier.base import Refused
from dossier.outbox import queue
from dossier.store import Unit

from .addresses import Channel, channel_named, envelope_of
from .cards import drop_card, new_card_codes, next_line
from .codes import drop_sent_codes
from .enrollment import issue_card
from .factor_notices import SENT_WITHIN, Change, act_of, decide, herself_in, notify, told
from .factor_proof import use_proof
from .factors import FactorKind, factors_of
from .queries import language_of, person_of
from .sessions import Session


class LastFactor(Refused):
    """Without this means there would be none left: nobody is shut out of her own record."""

    code: ClassVar[str] = "last-factor"


def remove_factor(
    unit: Unit, session: Session, visit: str, kind: FactorKind, channels: Collection[Channel], now: datetime
) -> None:
    """Take a means out; codes on their way by it die. Raises `FactorProofMissing`, `LastFactor`."""
    acting = herself_in(session)
    use_proof(unit, session, visit, act_of("remove", kind), now)
    hers = [one.kind for one in factors_of(unit, session.patient_id, session.witness, channels)]
    if set(hers) <= {kind}:
        raise LastFactor(kind=kind)
    witness = told(unit, acting, "removed", kind, now)
    if kind is FactorKind.CARD:
        drop_card(unit, session.patient_id)
    else:
        decide(unit, session.patient_id, kind, witness, now, is_on=False)
    if channel := channel_named(kind):
        drop_sent_codes(unit, session.patient_id, channel)
    notify(unit, acting, "removed", kind, person_of(unit, session.patient_id, witness), now)


def replace_card(unit: Unit, session: Session, visit: str, now: datetime, *, by_letter: bool) -> tuple[str, ...]:
    """Give her a card of fifty new codes; an older card dies. Return the codes, or send them by letter.

    The caller is the only one who ever sees them: hashes alone are kept. Raises `FactorProofMissing`.
    """
    acting, herself = herself_in(session), session.patient_id
    use_proof(unit, session, visit, act_of("set", FactorKind.CARD), now)
    change: Change = "replaced" if next_line(unit, herself) is not None else "added"
    codes = new_card_codes()
    issue_card(unit, herself, list(codes), now)
    witness = told(unit, acting, change, FactorKind.CARD, now)
    person = person_of(unit, herself, witness)
    notify(unit, acting, change, FactorKind.CARD, person, now)
    if not by_letter:
        return codes
    queue(
        unit,
        acting,
        now,
        kind="code-card",
        channel="letter",
        language=language_of(unit, herself),
        address=envelope_of(person),
        parameters={"codes": " ".join(codes)},
        not_after=now + SENT_WITHIN,
    )
    return ()


def use_address(unit: Unit, session: Session, visit: str, kind: FactorKind, now: datetime) -> None:
    """Let codes go again to the telephone or the address on file. Raises `FactorProofMissing`."""
    acting = herself_in(session)
    use_proof(unit, session, visit, act_of("set", kind), now)
    witness = told(unit, acting, "added", kind, now)
    decide(unit, session.patient_id, kind, witness, now, is_on=True)
    notify(unit, acting, "added", kind, person_of(unit, session.patient_id, witness), now)
