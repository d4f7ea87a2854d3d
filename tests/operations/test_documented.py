"""docs/operations.md lists what there is: addresses, parts of the health page, figures, events of the log."""

import re
from pathlib import Path

from dossier.base import Settings
from dossier.outbox import ProviderState, Queue
from dossier.store import Store
from dossier.upkeep import Round
from operations import create_operations
from operations.figures import count_request, figures
from operations.health import health_of
from operations.sight import Sight
from tests.kit.house import NOW

_ROOT = Path(__file__).parents[2]
_FLOORS = ("dossier", "printouts", "federation", "portal", "back_office", "assisted_desk", "operations")
_SAID = re.compile(
    r'\b(?:_LOG|_log|log|logger\("[a-z.]+"\))\.(?:debug|info|warning|error|critical|exception)\(\s*f?"([^"]+)"'
)
SIGHT = Sight(
    NOW,
    is_current=True,
    queues=[Queue("sms", 1, 0, 0, 0, NOW)],
    ended={("sms", "failed"): 1},
    providers={"smpp": ProviderState("smpp", "sms")},
    tries={("smpp", "accepted"): 1},
    clock=Round(NOW, NOW),
)


def rows(section: str) -> list[list[str]]:
    """What stands in code in the cells of a section's table, row by row: the first cell's names, then the second's."""
    text = (_ROOT / "docs/operations.md").read_text("utf-8").partition(f"## {section}\n")[2].partition("\n## ")[0]
    lines = [line.split(" | ") for line in text.splitlines() if line.startswith("| `")]
    return [[" ".join(re.findall(r"`([^`]+)`", cell)) for cell in cells] for cells in lines]


def named(section: str) -> set[str]:
    """Every name of a table's first column."""
    return {name for row in rows(section) for name in row[0].split()}


def test_the_addresses_are_those_of_the_face(sqlite_store: Store) -> None:
    app = create_operations(Settings.read({"DEMO": "1"}), sqlite_store)
    assert {rule.rule for rule in app.url_map.iter_rules()} == named("Addresses")


def test_the_parts_of_the_health_page_are_told() -> None:
    assert named("Health") | {"healthy"} == set(health_of(SIGHT, {"sms": ("smpp",)}))


def test_the_figures_and_their_labels_are_told() -> None:
    count_request("portal", "/aide", "GET", 200, 0.01)
    found: dict[str, set[str]] = {}
    for name, labels in re.findall(r"^(dossier_\w+?)(?:\{([^}]*)\})? \S+$", figures(SIGHT).decode(), re.MULTILINE):
        if not name.endswith("_created"):
            whole = re.sub(r"_(bucket|sum|count)$", "", name)
            found.setdefault(whole, set()).update(re.findall(r"(\w+)=", labels))
    told = {name: set(row[1].split()) for row in rows("Figures") for name in row[0].split()}
    assert {name: labels - {"le"} for name, labels in found.items()} == told


def test_the_events_of_the_log_are_told() -> None:
    sources = (path.read_text("utf-8") for floor in _FLOORS for path in (_ROOT / floor).rglob("*.py"))
    said = {event for source in sources for event in _SAID.findall(source)}
    assert said | {"library"} == named("The log")
    assert len(said) > 12


def test_a_proxy_opens_the_callbacks_to_the_world_and_nothing_else_of_this_face() -> None:
    places = (_ROOT / "deploy/nginx.conf").read_text("utf-8").split("location ")[1:]
    assert [place.split()[0] for place in places if "http://operations" in place] == ["/post/"]
