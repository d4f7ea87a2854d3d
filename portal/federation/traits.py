"""From a provider's claims to the traits of a person, as FranceConnect writes them (INTEROP of its version 2)."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from dossier.identity import PivotIdentity

_SEXES: dict[str, Literal["M", "F"]] = {"female": "F", "male": "M"}


def pivot_in(claims: Mapping[str, Any]) -> PivotIdentity | None:
    """Return the pivot identity, or None when a trait is missing or isn't one.

    `family_name` is the name of birth and `given_name` all first names. `birthplace` is empty for who was born
    abroad: her country stands in its place, as in the INS.
    """
    told = {name: str(claims.get(name) or "") for name in _NAMES}
    try:
        birth_on = date.fromisoformat(told["birthdate"])
    except ValueError:
        return None
    sex = _SEXES.get(told["gender"])
    if sex is None:
        return None
    place = told["birthplace"] or told["birthcountry"]
    return PivotIdentity(told["family_name"], told["given_name"], birth_on, place, sex)


_NAMES = ("family_name", "given_name", "birthdate", "gender", "birthplace", "birthcountry")
