"""Two import rules of the house that import-linter does not bring along; pyproject.toml names them."""

from abc import abstractmethod

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class _DirectImportsRule(Contract):
    """A rule that any single import either keeps or breaks."""

    @abstractmethod
    def faults(self, graph: ImportGraph) -> list[tuple[str, str]]:
        """The (importer, imported) pairs that break the rule."""

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        faults = sorted(self.faults(graph))
        return ContractCheck(kept=not faults, metadata={"faults": faults})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["faults"]:
            output.print_error(f"- {importer} imports {imported}")


class FrontDoors(_DirectImportsRule):
    """A room is entered by its own name (`dossier.documents`), never by one of its modules.

    `houses`: the packages whose direct children are rooms.
    `open_modules`: pure modules that a room offers whole.
    """

    type_name = "front_doors"
    houses = fields.ListField(subfield=fields.StringField())
    open_modules = fields.ListField(subfield=fields.StringField())

    def faults(self, graph: ImportGraph) -> list[tuple[str, str]]:
        return [
            (importer, inner)
            for house in self.houses
            for room in graph.find_children(house)
            for inner in graph.find_descendants(room)
            for importer in graph.find_modules_that_directly_import(inner)
            if not _within(importer, room) and inner not in self.open_modules
        ]


class OneDoor(_DirectImportsRule):
    """A dangerous library is imported behind its door only; a library nobody imports breaks nothing.

    `danger`: the library. `door`: the modules or packages that may import it.
    """

    type_name = "one_door"
    danger = fields.StringField()
    door = fields.ListField(subfield=fields.StringField())

    def faults(self, graph: ImportGraph) -> list[tuple[str, str]]:
        if self.danger not in graph.modules:
            return []
        return [
            (importer, str(self.danger))
            for importer in graph.find_modules_that_directly_import(str(self.danger))
            if not any(_within(importer, door) for door in self.door)
        ]


def _within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")
