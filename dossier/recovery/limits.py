"""Every number of a recovery, in one place: limits, lives of codes, waits, thresholds of alarms. Pure."""

from dataclasses import dataclass, field
from datetime import timedelta

from .shapes import Proof

_LIVES = {
    Proof.SMS: timedelta(minutes=10),
    Proof.VOICE: timedelta(minutes=10),
    Proof.EMAIL: timedelta(hours=24),
    Proof.LETTER: timedelta(days=21),
}
_LIVES_OF_A_CHANGE = _LIVES | {Proof.SMS: timedelta(hours=24), Proof.VOICE: timedelta(hours=24)}


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers of SECURITY 2.2 and NIST 63B-4 (lives of codes, section 4.2)."""

    cases_an_hour: int = 12
    """Cases one agent may open in an hour."""
    cases_a_day: int = 40
    """And in twenty-four hours."""
    cases_a_patient: int = 3
    """Cases for one patient in `patient_window`, counted apart for the pages and for the telephone: whoever uses up
    the ones of the pages doesn't take the telephone from her."""
    patient_window: timedelta = timedelta(days=30)
    case_life: timedelta = timedelta(days=30)
    """A case that isn't granted by then is over."""
    appointment: timedelta = timedelta(days=7)
    """How long an appointment at a desk stays good."""
    letter_travel: timedelta = timedelta(days=5)
    """How long a letter may take; the appointment's days begin after it."""
    screen_code: timedelta = timedelta(minutes=30)
    """How long the code on the patient's screen says which visit is hers."""
    second_person: timedelta = timedelta(hours=24)
    """How long a paper that was seen waits for a second person."""
    unseen_an_advisor: int = 9
    """Numbers, identities and screen codes that don't go together, before an advisor has to wait."""
    unfound_an_agent: int = 9
    """And numbers and identities, before a call agent has to."""
    frozen_bars: timedelta = timedelta(days=30)
    """After a dispute nothing new is opened for so long, except by the desk with a second person."""

    code_lives: dict[Proof, timedelta] = field(default_factory=lambda: dict(_LIVES))
    code_pause: timedelta = timedelta(seconds=30)
    letter_pause: timedelta = timedelta(hours=24)
    """One letter a day and patient."""
    codes_a_case: int = 10
    unchanged: timedelta = timedelta(days=7)
    """A contact that changed less long ago is no proof."""

    failures: int = 5
    """Wrong answers that lock a case."""
    lock: timedelta = timedelta(hours=24)
    """The first lock; each one after it lasts twice as long."""
    longest_lock: timedelta = timedelta(days=7)
    cooling: timedelta = timedelta(hours=72)
    """When no live factor was among the proofs, so that a notice finds its reader."""
    cooling_notices: tuple[timedelta, ...] = (timedelta(days=1), timedelta(days=3))
    grant: timedelta = timedelta(hours=24)

    callback_first_day: int = 5
    """Open days from today to the first on which she may be called back: the letter that says so travels meanwhile."""
    callback_last_day: int = 10
    callback_slot: timedelta = timedelta(minutes=30)
    callback_around: timedelta = timedelta(minutes=30)
    """How long before and after the announced minute she may be rung."""
    callback_rings: int = 3

    approval: timedelta = timedelta(hours=24)
    """How long a change of contact waits for its second agent."""
    hold: timedelta = timedelta(days=7)
    confirmation: timedelta = timedelta(days=21)
    """How long after the hold a change may still be confirmed."""
    contact_code_lives: dict[Proof, timedelta] = field(default_factory=lambda: dict(_LIVES_OF_A_CHANGE))
    """A code that confirms a contact opens nothing, and comes when nobody waits for it: a day at least."""
    agents_barred: timedelta = timedelta(days=30)
    """How long the two agents of a change can't recover anything for that patient."""
    means_bar: timedelta = timedelta(days=30)
    """How long whoever handed a colleague her means isn't the second person of what that one saw."""
    dispute_life: timedelta = timedelta(days=60)
    """How long « this was not me » stays good on a notice."""
    disputes_a_network: int = 9
    """Wrong dispute codes from one network before it has to wait."""
    resumes_a_network: int = 9
    """And numbers of cases with a wrong birth date."""

    alarm_window: timedelta = timedelta(days=7)
    alarm_times_median: int = 3
    """An agent's day against the median of her own days before."""
    alarm_least_cases: int = 5
    """Below so many cases a day is no sign of anything."""
    alarm_one_dispute_in: int = 20


LIMITS = Limits()
