"""The desk in front of a planted house, and colleagues who sit at it."""

import re
from dataclasses import dataclass

from flask import Flask

from assisted_desk import create_desk
from back_office.demo import STAFF, app_code_for
from dossier.base import now
from tests.kit.page_checker import DESK_PAGE
from tests.kit.portal import House
from tests.kit.visitor import Answer, Visitor

PAUL, LEILA, SARAH, INES = "mercier.paul", "benmoussa.leila", "dufour.sarah", "laurent.ines"
NADIA = "perrin.nadia"
"""She answers for the site where Inès stands."""
PASSWORDS = {one.identifier: one.password for one in STAFF}


@dataclass
class AtDesk(Visitor):
    """One browser at a desk."""

    def give_password(self, identifier: str) -> Answer:
        """Walk to the page that asks for the code; return it."""
        return self.send(self.get("/connexion"), identifier=identifier, password=PASSWORDS[identifier])

    def sign_in(self, identifier: str, **fields: str) -> Answer:
        """Open the desk; return its first page."""
        page = self.send(self.give_password(identifier), code=self.code_of(identifier), **fields)
        assert page.path == "/", page.words
        return page

    def leave_desk(self) -> Answer:
        """Press the button that stands on every page."""
        return self.send(self.page, to="/laisser-le-poste")


@dataclass(frozen=True)
class Desk:
    """The desk's application over a house."""

    house: House
    app: Flask

    def visitor(self) -> AtDesk:
        """Return a browser that has never been here."""
        return AtDesk(
            self.app.test_client(), self.code, self.house.settings.desk_url, scripts="/scripts/", weight=DESK_PAGE
        )

    def signed_in(self, identifier: str = PAUL) -> AtDesk:
        """Return a colleague whose desk is open."""
        colleague = self.visitor()
        colleague.sign_in(identifier)
        return colleague

    def code(self, identifier: str) -> str:
        """Return the next code of a colleague's app; it may be good from the next step on only."""
        with self.house.store.reading() as unit:
            found = app_code_for(unit, identifier, now())
        assert found is not None, f"{identifier} isn't at a desk"
        return found[0]


def desk_of(house: House) -> Desk:
    """Return the desk of a house."""
    return Desk(house, create_desk(house.settings, house.store))


def scripts_left_out(html: str) -> str:
    """Return a page as a browser without scripts, or a test that strips htmx, has it."""
    without = re.sub(r"<script[^>]*></script>|<meta name=\"htmx-config\"[^>]*>", "", html)
    return re.sub(r"\s(hx-[a-z-]+|data-question|data-key)=\"[^\"]*\"", "", without)
