"""A strict stand-in for ProConnect, and desks that open by it."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import pytest

from dossier.base import now
from tests.kit import portal
from tests.kit.desk import INES, AtDesk, Desk, desk_of
from tests.kit.franceconnect import BASICS, Provider, hold, running
from tests.kit.visitor import Answer

DESK = "http://127.0.0.1:8001"
SIRET = "13002526500013"
_WANTED = {"id_token": {"amr": {"essential": True}, "auth_time": {"essential": True}}}


@dataclass
class ProConnect(Provider):
    """ProConnect (its documentation for providers of services, May 2025): a word too many is refused."""

    SCOPES: ClassVar = frozenset({"openid", "siret"})
    ASKED: ClassVar = BASICS | {"prompt", "claims"}
    LEFT: ClassVar = "/connexion/proconnect/sorti"

    name: str = "proconnect"
    portal: str = DESK
    person: dict[str, Any] = field(default_factory=lambda: {"siret": SIRET})
    methods: Any = field(default_factory=lambda: ["pwd", "totp", "mfa"])
    seconds_ago: int = 0
    """How long before the answer she said who she is; a session still open there makes it long."""
    silent_about: str = ""
    """A claim that it leaves out of the identity token."""

    def hold_more(self, told: dict[str, str]) -> None:
        hold(told["prompt"] == "login", "prompt")
        hold(json.loads(told["claims"]) == _WANTED, "claims")

    def more_claims(self) -> dict[str, Any]:
        claims = {"amr": self.methods, "auth_time": int(now().timestamp()) - self.seconds_ago}
        return {name: value for name, value in claims.items() if name != self.silent_about}


Opening = Callable[..., Desk]


@pytest.fixture
def desk_with(planted: Path, tmp_path: Path) -> Iterator[Opening]:
    """Open the desk of the demonstration's house as the client of this provider, which begins to answer."""
    with ExitStack() as stack:

        def opened(provider: ProConnect, **environ: str) -> Desk:
            stack.enter_context(running(provider))
            told = {**provider.environ, **environ}
            return desk_of(stack.enter_context(portal.copy_of(planted, tmp_path / "var", **told)))

        yield opened


def at_provider(visitor: AtDesk, page: Answer, to: str = "/connexion/proconnect") -> str:
    """Walk from a page to the provider; return the address asked for there."""
    page = visitor.send(page, to=to)
    assert page.heading == "Vous allez sur ProConnect", page.words
    assert page.headers["Refresh"] == "0; url=/connexion/proconnect/aller"
    return visitor.get(page.link("Aller sur ProConnect")).location


def enter(visitor: AtDesk, provider: ProConnect) -> Answer:
    """Go from the sign-in page to the provider and back."""
    return visitor.follow(visitor.get(provider.visit(at_provider(visitor, visitor.get("/connexion")))))


def link(colleague: AtDesk, provider: ProConnect) -> Answer:
    """Link the account that the provider vouches for to a desk that is open."""
    return colleague.follow(
        colleague.get(provider.visit(at_provider(colleague, colleague.get("/proconnect"), to="/proconnect")))
    )


def linked(desk: Desk, provider: ProConnect, identifier: str = INES) -> AtDesk:
    """Return a colleague whose account is linked, and whose working day is over."""
    colleague = desk.signed_in(identifier)
    assert link(colleague, provider).path == "/proconnect?fait=1"
    colleague.send(colleague.page, to="/quitter")
    return desk.visitor()


def desks_open(desk: Desk) -> int:
    """Return how many desks are open in the house."""
    with desk.house.store.reading() as unit:
        return unit.connection.exec_driver_sql("SELECT count(*) FROM staff_session WHERE ended_at IS NULL").scalar()
