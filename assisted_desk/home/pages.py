"""The first page of an open desk."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HomePage:
    """Template `home/home.html`, at `/`. `supervises`: a supervisor sits here, not a call agent."""

    name: str
    team: str
    supervises: bool
    phone: str
    hours: str
