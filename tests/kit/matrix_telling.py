"""Forms in which somebody is named: what is answered for who is here, and for who isn't, to the byte."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tests.kit.matrix import Who
from tests.kit.matrix_house import MatrixHouse
from tests.kit.matrix_trying import Answer, Browser, Matrix
from tests.kit.visits import number_of

_NOBODYS = number_of(2420543199999)
_ROUX = {"birth_name": "Blanchard", "first_name": "Jeanne", "day": "12", "month": "5", "year": "1942"}
_HERE = {**_ROUX, "ins": "$number of jeanne"}
_NOT_HERE = {**_ROUX, "ins": _NOBODYS}
_DRAWN = re.compile(r"[0-9A-Z]{4}(-?)[0-9A-Z]{4}\1[0-9A-Z]{4}")
"""Numbers of what was just made."""


@dataclass(frozen=True)
class Telling:
    """A form, and what is typed of somebody who is here and of somebody who isn't."""

    face: str
    who: Who
    path: str
    here: Mapping[str, str]
    not_here: Mapping[str, str]
    first: tuple[tuple[str, bool], ...] = ()
    """Forms that are sent before it; whether they name the person, or else the fields of the form itself."""
    after: tuple[str, ...] = ()
    """Pages to look at after it, below the address that one is led to."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """What is typed of both."""

    def __str__(self) -> str:
        """Return it as it is told."""
        return f"{self.face} {self.path}"


_MANDATE = {"scope": "opt-out", "duration": "visit", "language": "fr"}
TELLING = (
    Telling(
        "desk",
        Who.ADVISOR,
        "/visite",
        _HERE,
        _NOT_HERE,
        fields=_MANDATE,
        after=("", "/texte", "/projet", "/papier-signe", "/a-vous", "/fiche", "/dire-non"),
    ),
    Telling(
        "desk",
        Who.ADVISOR,
        "/revoquer/a-vous",
        _HERE,
        _NOT_HERE,
        first=(("/revoquer", True),),
        fields={"code": "00000000"},
    ),
    Telling(
        "desk",
        Who.ADVISOR,
        "/guichet",
        {**_HERE, "number": "$case of shown"},
        {**_NOT_HERE, "number": "$case of nobody"},
        fields={"screen_code": "000000"},
    ),
    Telling("desk", Who.AGENT, "/appels/nouveau", _HERE, _NOT_HERE, fields={"lost": "password", "call": "A-1"}),
    Telling(
        "desk",
        Who.NOBODY,
        "/connexion",
        {"identifier": "laurent.ines"},
        {"identifier": "personne.ici"},
        fields={"password": "ce n’est pas le bon"},
    ),
    Telling(
        "portal",
        Who.NOBODY,
        "/connexion/mot-de-passe",
        {"identifier": "$identifier of jeanne"},
        {"identifier": "roux.0123456789ab"},
        first=(("/connexion", True),),
        fields={"password": "ce n’est pas le bon"},
    ),
    Telling(
        "portal",
        Who.NOBODY,
        "/acces-perdu/suivi",
        {"number": "$case of shown"},
        {"number": "$case of nobody"},
        fields={"day": "1", "month": "1", "year": "1950"},
    ),
    Telling(
        "portal",
        Who.NOBODY,
        "/recepisse/suivi",
        {"number": "$receipt"},
        {"number": "$case of nobody"},
        fields={"day": "1", "month": "1", "year": "1950"},
    ),
)


def told_apart(house: MatrixHouse, matrix: Matrix, telling: Telling) -> list[str]:
    """Return the pages that tell who is here from who isn't."""
    here, not_here = (_heard(house, matrix, telling, told) for told in (telling.here, telling.not_here))
    return [path for path, answer in here.items() if answer != not_here[path]]


def _heard(house: MatrixHouse, matrix: Matrix, telling: Telling, told: Mapping[str, str]) -> dict[str, Answer]:
    typed = {name: house.told[value[1:]] if value.startswith("$") else value for name, value in told.items()}
    form = {**typed, **telling.fields}
    with house.store.attempt(), house.as_she_is(telling.who) as token:
        browser = Browser(matrix.face, house.store.holder, token)
        for path, _ in telling.first:
            assert browser.send("POST", path, form).status == 303
        answer = browser.send("POST", telling.path, form)
        heard = {telling.path: _masked(answer, form)}
        place = "/".join(answer.location.split("/")[:3])
        for below in telling.after:
            heard[below] = _masked(browser.send("GET", place + below), form)
    return heard


def _masked(answer: Answer, form: Mapping[str, str]) -> Answer:
    """Return it without what was typed, and without numbers that were drawn."""
    for value in sorted(form.values(), key=len, reverse=True):
        answer = answer.without(value) if len(value) > 6 else answer
    headers = tuple((name, _DRAWN.sub("…", value)) for name, value in answer.headers)
    return replace(
        answer, location=_DRAWN.sub("…", answer.location), headers=headers, body=_DRAWN.sub("…", answer.body)
    )
