"""How people are addressed."""

from dossier.identity import Person
from i18n import gettext

_CIVILITY = {"F": gettext("Madame"), "M": gettext("Monsieur")}


def greeting(person: Person) -> str:
    """Return how a person is addressed: `Madame Roux`; the whole name when the sex isn't known."""
    civility = _CIVILITY.get(person.sex)
    name = as_written(person.name)
    return f"{civility} {name}" if civility else f"{as_written(person.first_names[0])} {name}"


def as_written(name: str) -> str:
    """Return a name of identity, kept in capitals, as one writes it: `Le Goff`, `Pat-Trois`."""
    return "-".join(part.title() for part in name.split("-")) if name.isupper() else name
