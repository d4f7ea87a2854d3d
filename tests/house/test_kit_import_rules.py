"""The import rules of the kit see a planted fault, and the contracts of pyproject.toml are all kept."""

import subprocess
import sys
from pathlib import Path

import grimp
import pytest

from tests.kit.import_rules import FrontDoors, OneDoor

SESSION = {"root_packages": ["house"]}


@pytest.fixture
def graph() -> grimp.ImportGraph:
    graph = grimp.ImportGraph()
    for module in ("house", "house.attic", "house.attic.rules", "house.cellar", "house.cellar.tables"):
        graph.add_module(module)
    graph.add_module("danger", is_squashed=True)
    graph.add_import(importer="house.attic", imported="house.cellar")
    graph.add_import(importer="house.cellar", imported="house.cellar.tables")
    graph.add_import(importer="house.cellar.tables", imported="danger")
    return graph


def broken(rule: type, graph: grimp.ImportGraph, **options: object) -> list[tuple[str, str]]:
    contract = rule(name="rule", session_options=SESSION, contract_options=options)
    return contract.check(graph, verbose=False).metadata["faults"]


def test_a_room_entered_by_a_window_is_seen(graph):
    doors = {"houses": ["house"], "open_modules": []}
    assert broken(FrontDoors, graph, **doors) == []
    graph.add_import(importer="house.attic.rules", imported="house.cellar.tables")
    assert broken(FrontDoors, graph, **doors) == [("house.attic.rules", "house.cellar.tables")]
    assert broken(FrontDoors, graph, **doors | {"open_modules": ["house.cellar.tables"]}) == []


def test_a_danger_taken_through_another_door_is_seen(graph):
    door = {"danger": "danger", "door": ["house.cellar"]}
    assert broken(OneDoor, graph, **door) == []
    graph.add_import(importer="house.attic", imported="danger")
    assert broken(OneDoor, graph, **door) == [("house.attic", "danger")]
    assert broken(OneDoor, graph, danger="unknown", door=["house.cellar"]) == []


@pytest.mark.slow
def test_every_import_contract_is_kept():
    run = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports"))], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout
