"""Whether what somebody typed is exactly one person's identity: no list, no nearly. Pure."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

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
    names = {plain_name(name) for name in (person.birth_name, person.usual_name) if name}
    first_names = {plain_name(name) for name in person.first_names} | {plain_name("".join(person.first_names))}
    return (
        person.ins == typed.ins
        and person.birth_on == typed.birth_on
        and plain_name(typed.birth_name) in names
        and plain_name(typed.first_name) in first_names
    )


@dataclass(frozen=True, slots=True)
class PivotIdentity:
    """The traits by which France tells people apart: what an identity provider vouches for."""

    birth_name: str
    first_names: str
    """All of them, in their order."""
    birth_on: date
    birth_place: str
    """INSEE code of the town, or of the country for who was born abroad."""
    sex: Literal["M", "F", "U"]

    @property
    def canonical(self) -> str:
        """Return one text for one identity, empty when a trait is missing: such a one is nobody's.

        Corsica was one department until 1976: its towns kept their numbers, so 2A004 and 20004 are the same.
        """
        place = self.birth_place.strip().upper()
        if place[:2] in ("2A", "2B"):
            place = f"20{place[2:]}"
        traits = (plain_name(self.birth_name), plain_name(self.first_names), self.birth_on.isoformat(), place)
        return "|".join((*traits, self.sex)) if all(traits) and self.sex != "U" else ""


def pivot_of(person: Person) -> PivotIdentity:
    """Return the pivot identity of a person on file."""
    return PivotIdentity(
        person.birth_name, " ".join(person.first_names), person.birth_on, person.birth_place, person.sex
    )


def plain_name(name: str) -> str:
    """Return a name as it is compared: small letters alone, without accents, hyphens or spaces."""
    letters = unicodedata.normalize("NFKD", name.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in letters if letter.isalpha())
