"""Whether what somebody typed is exactly one person's identity: no list, no nearly. Pure."""

import unicodedata
from dataclasses import dataclass
from datetime import date

from .person import Person


@dataclass(frozen=True, slots=True)
class TypedIdentity:
    """An identity as it was typed. `ins` is canonical: fifteen signs with a right key."""

    birth_name: str
    first_name: str
    birth_on: date
    ins: str


def traits_are_hers(person: Person, typed: TypedIdentity) -> bool:
    """Tell whether the names and the day are this person's. Accents, case, hyphens and spaces don't count.

    The name may be the one of birth or the usual one; the first name any of hers.
    """
    names = {_plain(name) for name in (person.birth_name, person.usual_name) if name}
    first_names = {_plain(name) for name in person.first_names} | {_plain("".join(person.first_names))}
    return (
        person.ins == typed.ins
        and person.birth_on == typed.birth_on
        and _plain(typed.birth_name) in names
        and _plain(typed.first_name) in first_names
    )


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in letters if letter.isalpha())
