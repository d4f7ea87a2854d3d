"""A house that is the client of strict providers, and the way there and back."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from joserfc.jwk import ECKey

from tests.kit import portal
from tests.kit.franceconnect import Provider, running
from tests.kit.portal import House
from tests.kit.visitor import Answer, Visitor

Opening = Callable[..., House]


@pytest.fixture
def house_with(planted: Path, tmp_path: Path) -> Iterator[Opening]:
    """Open the demonstration's house as the client of these providers, which begin to answer."""
    with ExitStack() as stack:

        def opened(*providers: Provider, key: object = None, **environ: str) -> House:
            for provider in providers:
                stack.enter_context(running(provider))
                environ |= provider.environ
            if "franceconnect-plus" in [provider.name for provider in providers]:
                file = tmp_path / "fc.pem"
                file.write_bytes((key or ECKey.generate_key("P-256")).as_pem(private=True))
                environ["FRANCECONNECT_PLUS_KEY_FILE"] = str(file)
            house = stack.enter_context(portal.copy_of(planted, tmp_path / "var", **environ))
            for provider in providers:
                if provider.name == "franceconnect-plus":
                    provider.client_keys = lambda: house.visitor().get("/connexion/franceconnect/cles").content
            return house

        yield opened


def plus(**told: object) -> Provider:
    return Provider(name="franceconnect-plus", level=2, **told)


def at_provider(visitor: Visitor, provider: Provider) -> str:
    """Walk from the sign-in page to the provider; return the address asked for there."""
    button = "plus" if provider.name.endswith("plus") else "simple"
    page = visitor.send(visitor.get("/connexion"), to="/connexion/franceconnect", **{button: ""})
    assert page.heading == "Vous allez sur FranceConnect", page.words
    assert page.headers["Refresh"] == "0; url=/connexion/franceconnect/aller"
    return visitor.get(page.link("Aller sur FranceConnect")).location


def come_back(visitor: Visitor, provider: Provider) -> Answer:
    """Walk there and back; return the answer to the address that the provider sends to."""
    return visitor.get(provider.visit(at_provider(visitor, provider)))


def enter(visitor: Visitor, provider: Provider) -> Answer:
    return visitor.follow(come_back(visitor, provider))


def sessions(house: House) -> int:
    with house.store.reading() as unit:
        return unit.connection.exec_driver_sql("SELECT count(*) FROM web_session WHERE ended_at IS NULL").scalar()
