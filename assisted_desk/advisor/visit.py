"""A visit: what the band of its pages says, of a mandate of the advisor's own. Nothing but what she typed herself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from dossier.base import in_groups
from dossier.mandates import LIMITS, MandateLine, MandateState
from dossier.policy import Scope

PATH = "/visite"


@dataclass(frozen=True, slots=True)
class Visit:
    """What every page of a visit shows of its mandate. `number`: the reference in groups; `minutes`: until its end."""

    reference: str
    number: str
    path: str
    person: str
    state: MandateState
    scopes: tuple[Scope, ...]
    fresh: frozenset[Scope]
    """The acts that may be done now: her proof for each is ten minutes old at most."""
    is_weak: bool
    """Given on paper alone: the start of an opt-out, and a letter."""
    until: datetime
    minutes: int
    is_remote: bool = False
    """She is on the telephone: no screen is turned, and no paper is taken."""

    @classmethod
    def of(cls, line: MandateLine, now: datetime) -> Self:
        """Return the visit that a mandate makes."""
        is_alive = line.state in (MandateState.DRAFT, MandateState.ACTIVE)
        left = (line.until_at - now).total_seconds() if is_alive else 0
        return cls(
            reference=line.reference,
            number=in_groups(line.reference),
            path=f"{PATH}/{line.reference}",
            person=line.person,
            state=line.state,
            scopes=line.scopes,
            fresh=frozenset(scope for scope, at in line.proved if is_alive and now - at <= LIMITS.proof_life),
            is_weak=line.is_weak,
            until=line.until_at,
            minutes=-(-int(left) // 60),
            is_remote=line.remote,
        )

    @property
    def step(self) -> int:
        """Return where the visit is: her agreement, the acts, the papers (2 to 4); 0 when she didn't agree."""
        if self.state is MandateState.VOID:
            return 0
        return {MandateState.DRAFT: 2, MandateState.ACTIVE: 3}.get(self.state, 4)

    @property
    def is_active(self) -> bool:
        """Tell whether anything may be done under it."""
        return self.state is MandateState.ACTIVE
