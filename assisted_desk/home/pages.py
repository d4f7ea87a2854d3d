"""The first page of an open desk."""

from dataclasses import dataclass

from assisted_desk.ui import MenuLine
from dossier.policy import Role


@dataclass(frozen=True, slots=True)
class HomePage:
    """Template `home/home.html`, at `/`: whose desk this is, and the pages of her role.

    `waiting`: what waits for her as the second person, for a supervisor.
    """

    name: str
    team: str
    role: Role
    pages: tuple[MenuLine, ...]
    phone: str
    hours: str
    waiting: int = 0
