"""A visit at a desk: an advisor at her site, somebody in front of her, and the pages between them."""

import sqlalchemy as sa

from dossier.base import now
from dossier.identity import Channel
from dossier.identity.staff_tables import staff_member
from dossier.mandates import Duration, MandateState, draft_mandate, give_consent, send_consent_code
from dossier.mandates.keeping import held
from dossier.policy import Scope
from tests.kit.desk import INES, AtDesk, Desk
from tests.kit.mandates import DOMAINS, LE_PUY, NETWORK, TEXT, Somebody, desk_of, newest_code, somebody, wanted
from tests.kit.oversight import staff_id_of
from tests.kit.portal import House
from tests.kit.visitor import Answer

PATH = "/visite"


def put_at(desk: Desk, site: str = LE_PUY, identifier: str = INES) -> None:
    """Put an advisor at a site."""
    with desk.house.store.writing() as unit:
        hers = staff_member.c.staff_id == staff_id_of(desk, identifier)
        unit.execute(sa.update(staff_member).where(hers).values(site=site))


def advisor_at(desk: Desk, site: str = LE_PUY, identifier: str = INES) -> AtDesk:
    """Put an advisor at a site, and return her at her open desk."""
    put_at(desk, site, identifier)
    return desk.signed_in(identifier)


def in_front(house: House, **traits: object) -> Somebody:
    """Enroll Mme Roux, with telephones, a card and a number that a desk takes."""
    with house.store.writing() as unit:
        return somebody(unit, **({"ins": number_of(2540343765431)} | traits))


def number_of(body: int) -> str:
    """Return a social security number: thirteen digits and the key over them."""
    return f"{body}{97 - body % 97:02d}"


def typed(her: Somebody, prefix: str = "") -> dict[str, str]:
    """Return what an advisor types of somebody."""
    who = her.typed
    born = who.birth_on
    told = {
        "birth_name": who.birth_name.title(),
        "first_name": who.first_name.title(),
        "day": str(born.day),
        "month": str(born.month),
        "year": str(born.year),
        "ins": who.ins,
    }
    return {prefix + name: value for name, value in told.items()}


def ask_for(ines: AtDesk, fields: dict[str, str], *scopes: str, path: str = PATH, **more: str) -> Answer:
    """Fill in the first page of a visit; return what came back, not followed. Several scopes are several ticks."""
    form = ines.get(path).form(PATH)
    sent = form.untouched | fields | more | {"scope": list(scopes)}
    return ines.post(PATH, sent)


def reference_in(answer: Answer) -> str:
    """Return the number in an address of a visit."""
    return (answer.location or answer.path).split("/")[2]


def drafted_by(ines: AtDesk, her: Somebody, *scopes: str, **more: str) -> str:
    """Draft a mandate through the pages; return its number."""
    answer = ask_for(ines, typed(her), *(scopes or ("opt-out",)), **more)
    assert answer.status == 303, answer.words
    return reference_in(answer)


def code_for(house: House, her: Somebody) -> str:
    """Return the code that left last for her."""
    with house.store.reading() as unit:
        return newest_code(unit, her.id)


def agreed(ines: AtDesk, house: House, her: Somebody, *scopes: str, **more: str) -> str:
    """Draft a mandate and have her agree by SMS, through the pages; return its number."""
    reference = drafted_by(ines, her, *scopes, **more)
    turn = ines.send(ines.get(f"{PATH}/{reference}/accord"), to=f"{PATH}/{reference}/accord", way="sms")
    page = ines.send(turn, to=f"{PATH}/{reference}/a-vous", code=code_for(house, her))
    assert page.path == f"{PATH}/{reference}", page.words
    return reference


def given_to(
    desk: Desk, her: Somebody, *scopes: Scope, duration: Duration = Duration.VISIT, by: Channel = "sms"
) -> str:
    """Have somebody agree without the pages; return the number. The advisor's open desk is another one then."""
    with desk.house.store.writing() as unit:
        advisor = desk_of(unit, INES, now())
        asked = wanted(*scopes, duration=duration)
        reference = draft_mandate(unit, advisor, her.typed, DOMAINS, asked, TEXT, now()).reference
        send_consent_code(unit, advisor, reference, by, now())
        assert give_consent(unit, reference, newest_code(unit, her.id), NETWORK, now()) == "right"
    return reference


def state_of(desk: Desk, reference: str) -> MandateState:
    """Return how far a mandate is; the advisor's desk stays as it is."""
    with desk.house.store.reading() as unit:
        return held(unit, reference, now()).mandate.state
