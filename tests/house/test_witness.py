"""Only the journal makes a witness, and envelopes open at the vault's front door alone."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
FLOORS = ("dossier", "portal", "federation", "printouts", "back_office", "i18n", "assisted_desk", "migrations")


def sources() -> dict[str, ast.Module]:
    files = [path for floor in FLOORS for path in (ROOT / floor).rglob("*.py")] + [ROOT / "wsgi.py"]
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text()) for path in files}


def makers_of_witnesses(trees: dict[str, ast.Module]) -> set[str]:
    """The files that call `Witness`, by whatever name they took it in; the journal may."""
    return {file for file, tree in trees.items() if any(_called(tree, "Witness"))}


def unsealers(trees: dict[str, ast.Module]) -> set[str]:
    """The files that take in or call the vault's inner `unseal`."""
    return {file for file, tree in trees.items() for node in ast.walk(tree) if "unseal" in _names_taken(node)}


def _called(tree: ast.Module, name: str) -> Iterator[ast.AST]:
    known = {name} | {
        alias.asname
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name == name and alias.asname
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            last = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if last in known or (last in ("replace", "partial", "__new__") and known & set(_inner_names(node))):
                yield node


def _inner_names(node: ast.AST) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name):
            yield inner.id


def _names_taken(node: ast.AST) -> set[str]:
    if isinstance(node, ast.ImportFrom):
        return {alias.name for alias in node.names}
    return {node.attr} if isinstance(node, ast.Attribute) else set()


def test_only_the_journal_makes_a_witness():
    assert makers_of_witnesses(sources()) == {"dossier/journal/actions.py"}


def test_only_the_vault_unseals():
    assert unsealers(sources()) == {"dossier/vault/keys.py", "dossier/vault/file_holder.py"}


def test_a_witness_made_elsewhere_would_be_seen():
    planted = {
        "plain.py": "from dossier.vault import Witness\nw = Witness(p, 1)",
        "renamed.py": "from dossier.vault import Witness as W\nw = W(p, 1)",
        "dotted.py": "import dossier.vault as v\nw = v.Witness(p, 1)",
        "typed.py": "from dossier.vault import Witness\ndef f(w: Witness) -> None: ...",
    }
    trees = {file: ast.parse(code) for file, code in planted.items()}
    assert makers_of_witnesses(trees) == {"plain.py", "renamed.py", "dotted.py"}


def test_an_unsealing_elsewhere_would_be_seen():
    planted = {"one.py": "from dossier.vault.envelope import unseal", "two.py": "envelope.unseal(c, s, b)"}
    assert unsealers({file: ast.parse(code) for file, code in planted.items()}) == set(planted)
