"""A desk after a busy day: fifty mandates of one advisor, five hundred acts, fifty people who lost their access."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from back_office.demo.staff import SCHILTIGHEIM
from dossier.base import now
from dossier.identity import ContactKind, StaffAct, note_staff_act
from dossier.mandates import Duration, MandateState, end_mandate, mandates_of_advisor, refuse_at_desk
from dossier.policy import Acting, Role, Scope
from dossier.recovery import (
    Lost,
    Proof,
    Standing,
    ask_contact_change,
    callback_slots,
    choose_channel,
    dispute,
    plan_callback,
    see_identity,
    show_desk_code,
)
from dossier.store import Unit
from tests.kit.desk import INES, LEILA, PAUL, SARAH, Desk
from tests.kit.mandates import acted, desk_of, drafted, given, somebody
from tests.kit.oversight import staff_id_of
from tests.kit.recovery import CONTACTS, DOMAINS, dispute_codes, identity_of, opened, roux
from tests.kit.visits import put_at

MANDATES, STAFF_ACTS, CASES, CALLED = 50, 250, 50, 12
_USES_EACH = 7
_APART = timedelta(minutes=45)
"""No advisor drafts, and no agent opens, more than so often all day long."""
_ANNOUNCED = timedelta(days=9)
_BEFORE = timedelta(hours=2)


@dataclass
class Busy:
    """What stands there, to be looked at."""

    desk: Desk
    mandates: list[str] = field(default_factory=list)
    cases: dict[str, str] = field(default_factory=dict)
    """A number of a case by how far it is: sent, seen, frozen, called."""
    changes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Know who works there."""
        put_at(self.desk, SCHILTIGHEIM)
        self.ids = {one: staff_id_of(self.desk, one) for one in (PAUL, LEILA, SARAH, INES)}


def busy(desk: Desk) -> Busy:
    """Fill a house."""
    stands = Busy(desk)
    with desk.house.store.writing() as unit:
        _mandates(stands, unit)
        _acts(stands, unit)
        for number in reversed(range(CASES)):  # an agent's quota counts what lies ahead as well
            opens = _called if number >= CASES - CALLED else (_sent, _seen, _frozen)[number % 3]
            opens(stands, unit, now() - _BEFORE - number * _APART)
    return stands


def _mandates(stands: Busy, unit: Unit) -> None:
    """Fifty mandates of fifty people, living and over, with two hundred and fifty acts under them."""
    for number in reversed(range(MANDATES)):
        at = now() - _BEFORE - number * _APART
        ines = desk_of(unit, INES, at)
        if number % 5 == 4:
            reference = drafted(unit, ines, somebody(unit, card=False), now=at).reference
            refuse_at_desk(unit, ines, reference, at)
        else:
            reference = given(unit, ines, somebody(unit, card=False), *Scope, duration=Duration.MONTH, now=at)
        for _ in range(0 if number % 5 == 4 else _USES_EACH):
            acted(unit, ines, reference, Scope.OPT_OUT, at)
        if number % 5 == 3:
            end_mandate(unit, ines, reference, at)
        stands.mandates.append(reference)
    states = {one.state for one in mandates_of_advisor(unit, desk_of(unit, INES, now()), now())}
    assert states >= {MandateState.ACTIVE, MandateState.ENDED, MandateState.VOID}


def _acts(stands: Busy, unit: Unit) -> None:
    for number in range(STAFF_ACTS):
        at = now() - timedelta(seconds=number)
        who, about = stands.ids[(INES, SARAH)[number % 2]], stands.ids[INES]
        note_staff_act(unit, who, tuple(StaffAct)[number % len(StaffAct)], at, is_done=number % 5 > 0, about=about)


def _opened(
    stands: Busy, unit: Unit, at: datetime, lost: Lost = Lost.PASSWORD, **contacts: object
) -> tuple[bytes, Standing]:
    her = roux(unit, card=False, **contacts)
    return her, opened(unit, her, lost, at, stands.ids[PAUL])


def _sent(stands: Busy, unit: Unit, at: datetime) -> None:
    her, case = _opened(stands, unit, at)
    choose_channel(unit, _paul(stands, her), case.number, Proof.SMS, now())
    leila = Acting(Role.CALL_AGENT, her, stands.ids[LEILA], "Leïla, Sud")
    change = ask_contact_change(unit, leila, ContactKind.EMAIL, "autre@example.net", "Sud", now())
    stands.changes.append(change.reference)
    stands.cases["sent"] = case.number


def _seen(stands: Busy, unit: Unit, at: datetime) -> None:
    her, case = _opened(stands, unit, at, Lost.EVERYTHING, email=CONTACTS["email"])
    code = show_desk_code(unit, case.number, f"screen-{case.number}", now()).code
    ines = stands.ids[INES]
    see_identity(
        unit, case.number, identity_of(unit, her), DOMAINS, code, now(),
        lambda who: Acting(Role.ADVISOR, who, ines, "Inès Laurent"),
    )  # fmt: skip
    stands.cases["seen"] = case.number


def _frozen(stands: Busy, unit: Unit, at: datetime) -> None:
    her, case = _opened(stands, unit, at)
    dispute(unit, dispute_codes(unit, her)[0], "letter", now())
    stands.cases["frozen"] = case.number


def _called(stands: Busy, unit: Unit, at: datetime) -> None:
    """A letter announced a call for today."""
    at -= _ANNOUNCED
    her, case = _opened(stands, unit, at)
    today = [slot for slot in callback_slots(at) if slot.date() == now().date()]
    plan_callback(unit, _paul(stands, her), case.number, today[len(stands.cases) % len(today)], at)
    stands.cases["called"] = case.number


def _paul(stands: Busy, her: bytes) -> Acting:
    return Acting(Role.CALL_AGENT, her, stands.ids[PAUL], "Paul, Nord")
