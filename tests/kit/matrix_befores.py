"""What somebody did in the same visit before the form of a cell can be sent, through the same browser."""

from dossier.identity import StaffAccount, find_session, keep_what_was_typed, link_staff
from dossier.lifecycle import Way, close
from dossier.store import Unit
from tests.kit.house import CODES, PASSWORD, herself, raw
from tests.kit.matrix import Cell, State, Who
from tests.kit.matrix_house import MatrixHouse
from tests.kit.matrix_people import NOON
from tests.kit.matrix_trying import Before, Browser
from tests.kit.proconnect import SIRET

_RECORD = {Who.PATIENT: "jeanne", Who.OTHER: "marcel", Who.REPRESENTATIVE: "leo"}
_ROUX = {"birth_name": "Blanchard", "first_name": "Jeanne", "day": "12", "month": "5", "year": "1942"}


def _posted(*forms: tuple[str, dict[str, str]]) -> Before:
    """Send these forms; each must be taken."""

    def before(house: MatrixHouse, browser: Browser, cell: Cell) -> None:
        for path, fields in forms:
            told = {name: house.told[value[1:]] if value.startswith("$") else value for name, value in fields.items()}
            sent = browser.send("POST", path, told)
            assert sent.status == 303 or not sent.body.count("error"), (
                f"{cell}: {path} answered {sent.status} before it"
            )

    return before


def _in_state(state: str) -> Before:
    """Put the record that is open in a state, as if no letter had a date."""

    def before(house: MatrixHouse, _: Browser, cell: Cell) -> None:
        with house.store.writing() as unit:
            told = "UPDATE record_space SET state = ?, sent_on = NULL, due_at = NULL WHERE patient_id = ?"
            raw(unit, told, state, _record(house, cell))

    return before


def _closed(house: MatrixHouse, _: Browser, cell: Cell) -> None:
    with house.store.writing() as unit:
        close(unit, herself(_record(house, cell)), Way.SIGNED_IN, NOON)


def _form_kept(house: MatrixHouse, browser: Browser, _: Cell) -> None:
    with house.store.writing() as unit:
        keep_what_was_typed(unit, _session(unit, browser), "/imprimer", [("size", "24")], NOON)


def _linked(house: MatrixHouse, _: Browser, cell: Cell) -> None:
    with house.store.writing() as unit:
        link_staff(unit, house.session(unit, cell.who), StaffAccount("proconnect", "sub", SIRET), NOON)


def _letter_told(house: MatrixHouse, browser: Browser, cell: Cell) -> None:
    reference = house.mandate(cell.row.over, State(cell.kind), cell.row.scope)
    path = f"/visite/{reference}/dire-non/lettre-d-un-autre"
    assert browser.send("POST", path, {"code": house.told["letter to addressee"]}).location == f"{path}/recepisse"


def _session(unit: Unit, browser: Browser) -> object:
    found = find_session(unit, browser.token)
    assert found is not None
    return found


def _record(house: MatrixHouse, cell: Cell) -> bytes:
    return house.people[_RECORD[cell.who]].id


AT_DESK: dict[str, Before] = {
    "linked": _linked,
    "a letter told": _letter_told,
    "rescue codes": _posted(("/codes-de-secours", {})),
    "invitation": _posted(
        ("/equipe/inviter", {"first_name": "Rose", "name": "Picot", "identifier": "picot.rose"}),
    ),
    "whose mandates end": _posted(("/revoquer", {**_ROUX, "ins": "$number of jeanne"})),
}
_MEANS = "/mon-compte/moyens"
_PROVED = ("/mon-compte/preuve", {"code": CODES[0]})
AT_PORTAL: dict[str, Before] = {
    "opened only": _in_state("opened"),
    "announced": _in_state("announced"),
    "closed": _closed,
    "a form kept": _form_kept,
    "password before erasing": _posted(("/effacer/mot-de-passe", {"password": PASSWORD})),
    "password before closing": _posted(("/fermer/mot-de-passe", {"password": PASSWORD})),
    "a code asked": _posted((f"{_MEANS}/carte", {"ajouter": ""})),
    "a code to add": _posted((f"{_MEANS}/carte", {"ajouter": ""}), _PROVED),
    "a code to remove": _posted((f"{_MEANS}/sms", {"retirer": ""}), _PROVED),
    "a new card": _posted((f"{_MEANS}/carte", {"ajouter": ""}), _PROVED, (f"{_MEANS}/carte/ajouter", {"imprimer": ""})),
}
