"""Calls at the call center: who calls, what an agent types of her, and the walk to her case."""

import re

from tests.kit.activating import AURELIE, BORN
from tests.kit.desk import AtDesk
from tests.kit.portal import House
from tests.kit.recovery import messages
from tests.kit.visitor import Answer

CALLER = {
    "birth_name": "Delmas",
    "first_name": "aurelie",
    **dict(zip(("day", "month", "year"), BORN, strict=True)),
    "ins": AURELIE.ins,
    "lost": "password",
    "call": "A-1207",
}
"""What an agent types of Aurélie (`tests.kit.recovering.known`)."""
NOBODY = {**CALLER, "birth_name": "Dupond"}
"""And of somebody who isn't known here."""


def take_call(agent: AtDesk, **typed: str) -> Answer:
    """Type who calls; return the page after it: the case, or what was wrong."""
    return agent.send(agent.get("/appels/nouveau"), to="/appels/nouveau", **{**CALLER, **typed})


def number_on(case: Answer) -> str:
    """Return the number of a case, as its address has it."""
    found = re.fullmatch(r"/appels/([0-9A-Z]{12})(/\w+)?", case.path)
    assert found, f"{case.path} is no case: {case.words}"
    return found[1]


def send_code(agent: AtDesk, case: Answer, proof: str) -> Answer:
    """Press the button of a channel; return the page after it."""
    form = next(one for one in case.forms if one.untouched.get("proof") == proof)
    return agent.follow(agent.post(form.action, form.untouched))


def sent(house: House, patient_id: bytes, kind: str, name: str = "code") -> str:
    """Return a parameter of the newest message of a kind."""
    with house.store.reading() as unit:
        return messages(unit, patient_id, kind)[0].parameters[name]
