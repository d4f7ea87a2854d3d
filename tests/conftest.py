"""What every test may ask for. The kit holds the workings; here are only the names."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.internal.conjecture import engine
from playwright.sync_api import Browser

from tests.kit import chromium, portal, postgres
from tests.kit.quick import open_houses_quickly

open_houses_quickly()
# A busy machine is no fault of the code. A fault is told soon, with what finds it again; its shortest way can wait.
settings.register_profile("house", deadline=None, print_blob=True)
engine.MAX_SHRINKING_SECONDS = 60
settings.load_profile("house")
_run = ExitStack()  # what lives as long as the run: on the controller, for all its workers


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--sqlite-only", action="store_true", help="leave out whatever needs PostgreSQL")


def pytest_configure(config: pytest.Config) -> None:
    """With workers, the controller starts the one PostgreSQL they share, and tells them where it is."""
    is_controller = bool(getattr(config.option, "numprocesses", None)) and not hasattr(config, "workerinput")
    if is_controller and not config.option.sqlite_only:
        config.option.postgres_address = _run.enter_context(postgres.running())


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    node.workerinput["postgres_address"] = getattr(node.config.option, "postgres_address", None)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the modules with journeys begin, and what is slow come next: no core is left idle at the end.

    Modules stay whole, so that what one plants for all its tests is planted once.
    """
    marked: dict[Path, set[str]] = {}
    for item in items:
        marked.setdefault(item.path, set()).update(one.name for one in item.iter_markers())
    items.sort(key=lambda item: ("journey" not in marked[item.path], "slow" not in marked[item.path]))


def pytest_unconfigure() -> None:
    _run.close()


@pytest.fixture(scope="session")
def postgres_address(request: pytest.FixtureRequest) -> Iterator[str]:
    """Where the PostgreSQL of this run listens: the shared one, or one started when first asked for."""
    if request.config.option.sqlite_only:
        pytest.skip("--sqlite-only: PostgreSQL is left out")
    if shared := getattr(request.config, "workerinput", {}).get("postgres_address"):
        yield shared
        return
    with postgres.running() as address:
        yield address


@pytest.fixture(scope="session")
def postgres_url(postgres_address: str, worker_id: str) -> str:
    """A fresh, empty database of this worker's own, as a SQLAlchemy URL; it lasts the whole session."""
    return postgres.new_database(postgres_address, f"dossier_{worker_id}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, one for the worker; `tests.kit.chromium.phone(browser)` gives a fresh phone."""
    with chromium.launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration's var folder, planted once for the worker: copy it before you write."""
    return portal.plant_in(tmp_path_factory.mktemp("planted"))


@pytest.fixture
def house(planted: Path, tmp_path: Path) -> Iterator[portal.House]:
    """A whole demonstration of the test's own, with its portal."""
    with portal.copy_of(planted, tmp_path / "var") as house:
        yield house
