"""The pages around an identity provider: on the way there, on the way out, and when it didn't work."""

from dataclasses import dataclass

from federation import Cause


@dataclass(frozen=True, slots=True)
class GoingPage:
    """Template `federation/going.html`. Leads to the provider; browsers follow by themselves."""


@dataclass(frozen=True, slots=True)
class LeavingPage:
    """Template `federation/leaving.html`. Leads to the provider's own way out; browsers follow by themselves.

    `at_desk`: in a turn at a desk, before anything is shown.
    """

    at_desk: bool = False


@dataclass(frozen=True, slots=True)
class FailurePage:
    """Template `federation/failure.html`: why nothing was opened, and the other ways in."""

    cause: Cause
