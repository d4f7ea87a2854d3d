"""Every number of signing in, in one place: lives of codes, pauses, limits of guessing. Pure."""

from dataclasses import dataclass, field
from datetime import timedelta

_LIVES = {"sms": timedelta(minutes=10), "voice": timedelta(minutes=10), "letter": timedelta(days=21)}
_PAUSES = {"sms": timedelta(seconds=30), "voice": timedelta(seconds=30), "letter": timedelta(days=1)}
_PAUSES_BEFORE_PASSWORD = {"sms": timedelta(minutes=10), "voice": timedelta(minutes=10), "letter": timedelta(days=7)}


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers of SECURITY 1.3 and NIST 63B-4 (lives of codes, section 3.1.3)."""

    code_lives: dict[str, timedelta] = field(default_factory=lambda: dict(_LIVES))
    code_pauses: dict[str, timedelta] = field(default_factory=lambda: dict(_PAUSES))
    """Another code so soon would only cross the first."""
    stranger_pauses: dict[str, timedelta] = field(default_factory=lambda: dict(_PAUSES_BEFORE_PASSWORD))
    """Before the password anybody may ask: so her telephone and her letter box are spared."""
    asks_before_password: int = 10
    """How often in a day each way may be asked for before the password."""
    code_digits: dict[str, int] = field(default_factory=lambda: {"sms": 6, "voice": 6, "letter": 8})
    """A letter's code lives for weeks: it is longer."""
    expired_known: dict[str, timedelta] = field(
        default_factory=lambda: {
            "sms": timedelta(days=1),
            "voice": timedelta(days=1),
            "letter": timedelta(days=60),
        }
    )
    """How long a code typed too late is still told from a wrong one."""
    proof_life: timedelta = timedelta(minutes=10)
    """How long a fresh proof allows the one act it was given for."""
    sim_settled: timedelta = timedelta(days=7)
    """A telephone whose SIM card changed less long ago gets no code for a recovery or a mandate, and no call."""
    card_runs_out: int = 10
    """With so many lines left, the card asks for a new one."""

    free_tries: int = 4
    soft_limit: int = 50
    """Wrong passwords for one account, from anywhere, after which the code is asked before the password."""
    soft_window: timedelta = timedelta(hours=24)
    global_budget: int = 2_000
    """Wrong passwords in the whole house, after which every unknown computer is asked for the code first."""
    global_window: timedelta = timedelta(minutes=10)
    codes_anywhere: int = 50
    """Wrong codes after a right password, from anywhere, before every network but her own computers waits."""
    device_life: timedelta = timedelta(days=180)

    ticket_life: timedelta = timedelta(minutes=5)
    """How long the patient may begin her turn at a desk once the advisor has turned the screen."""
    turn_proof: timedelta = timedelta(minutes=15)
    """From there, how long she may take to prove who she is."""
    turn_idle: timedelta = timedelta(minutes=3)
    turn_total: timedelta = timedelta(minutes=10)
    """How long her summary may stand on a desk's screen: without a touch, and in all. A text to answer has all."""


LIMITS = Limits()
