"""Acts that take several pages, walked through with real forms; at each step everybody else sends the same form."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pyotp
import sqlalchemy as sa

from dossier.identity import Basis, add_staff, represent
from dossier.identity.tables import web_session
from dossier.mandates import call_back, draft_mandate
from dossier.outbox import waiting_messages
from dossier.policy import Acting, Role, Scope
from dossier.recovery import send_contact_code
from tests.kit.house import CODES, PASSWORD, raw, signed_in
from tests.kit.mandates import wanted
from tests.kit.matrix import Cell, Row, State, Who
from tests.kit.matrix_house import MatrixHouse
from tests.kit.matrix_mandates import text_for
from tests.kit.matrix_people import NOON
from tests.kit.matrix_trying import Matrix
from tests.kit.page_checker import DESK_PAGE
from tests.kit.security_key import SoftKey
from tests.kit.visitor import Answer, Visitor

NEW_PASSWORD = "tasse nuage guitare"
NAMED = {"birth_name": "Blanchard", "first_name": "Jeanne"}
BORN = {"day": "12", "month": "5", "year": "1942"}
Walk = Callable[["Walker"], None]


@dataclass
class Walker(Visitor):
    """One visit, with the steps it takes. Before each, everybody else tries the same form."""

    house: MatrixHouse = field(kw_only=True)
    at: Callable[["Walker", str, Mapping[str, str]], None] = field(kw_only=True)

    def post(self, path: str, fields: dict[str, str], **headers: str) -> Answer:
        """Send a form, after everybody else tried it."""
        self.at(self, path, fields)
        return super().post(path, fields, **headers)

    def has(self, token: str) -> "Walker":
        """Give this browser somebody's cookie."""
        name, site = ("poste", "localhost") if self.scripts else ("dossier", "127.0.0.1")
        self.client.set_cookie(name, token, domain=site)
        return self

    def sent(self, name: str, kind: str, parameter: str = "code") -> str:
        """Return what the newest message of a kind told somebody."""
        with self.house.store.reading() as unit:
            found = waiting_messages(unit, limit=200, patient_id=self.house.people[name].id)
        return next(one for one in found if one.kind == kind).parameters[parameter]


def _walk_of(house: MatrixHouse, name: str, at: Callable[[Walker, str, Mapping[str, str]], None]) -> Walker:
    app, site = (house.desk, house.settings.desk_url) if name == "desk" else (house.portal, house.settings.portal_url)
    walker = Walker(app.test_client(), lambda _: "", site, house=house, at=at)
    return replace(walker, scripts="/scripts/", weight=DESK_PAGE) if name == "desk" else walker


def walked(matrix: Matrix, rows: tuple[Row, ...], walk: Walk, audiences: Mapping[str, Mapping[Who, str]]) -> "Walked":
    """Take a walk, undo it, and return what was shown and what is wrong."""
    told = Walked(matrix, {row.name: row for row in rows}, audiences)
    with matrix.house.store.attempt():
        walk(_walk_of(matrix.house, matrix.name, told.everybody_else))
    return told


@dataclass
class Walked:
    """What a walk showed: which forms were taken, and what came when everybody else sent them."""

    matrix: Matrix
    rows: Mapping[str, Row]
    audiences: Mapping[str, Mapping[Who, str]]
    shown: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    cells: int = 0

    def everybody_else(self, walker: Walker, path: str, fields: Mapping[str, str]) -> None:
        """Have everybody else send this form, each in a visit of her own."""
        row, shown = self._row_of(path)
        self.shown.add(row.name)
        if not row.walk or row.begins:
            return
        mine = walker.cookie("poste" if walker.scripts else "dossier")
        sent = {name: value for name, value in fields.items() if name != "jeton"}
        for who in Who:
            if self.matrix.house.token_of(who) == mine:
                continue
            self.cells += 1
            cell = Cell(row, who, "", self._expected(row, who))
            tried = self.matrix.send(cell, path, sent, shown)
            self.faults += [
                f"{self.matrix.name}: {cell}, as another did: {one}" for one in self.matrix.faults(cell, tried)
            ]

    def _expected(self, row: Row, who: Who) -> str:
        if row.elsewhere:
            return row.elsewhere
        allowed = self.audiences[row.who][who]
        if "<reference>" in row.address and allowed == "ok":
            return row.unknown
        if (who, "") in row.but:
            return row.but[who, ""]
        return row.ok if allowed == "ok" else allowed

    def _row_of(self, path: str) -> tuple[Row, str]:
        adapter = self.matrix.face.app.url_map.bind("127.0.0.1")
        rule, places = adapter.match(path.partition("?")[0], method="POST", return_rule=True)
        return self.rows[f"POST {rule.rule}"], next((one for one in places.values() if isinstance(one, str)), "")


# At the desk


def a_desk_is_opened(nora: Walker) -> None:
    """A colleague gives her password and a code."""
    page = nora.send(nora.get("/connexion"), to="/connexion", identifier="blanc.nora", password=PASSWORD)
    page = nora.send(page, to="/connexion/code", code=pyotp.TOTP(nora.house.secrets["nora"]).at(NOON))
    assert page.path == "/", page.words


def a_clock_is_off(nora: Walker) -> None:
    """Her telephone is seven minutes late: two codes in a row."""
    app = pyotp.TOTP(nora.house.secrets["nora"])
    late = [app.at(NOON - timedelta(minutes=7, seconds=more)) for more in (30, 0)]
    nora.send(nora.get("/connexion"), to="/connexion", identifier="blanc.nora", password=PASSWORD)
    page = nora.send(nora.get("/connexion/deux-codes"), to="/connexion/deux-codes", code=late[0], next_code=late[1])
    assert page.path == "/", page.words


def a_first_time(rose: Walker) -> None:
    """Somebody who was invited makes her own means."""
    with rose.house.store.writing() as unit:
        code = add_staff(unit, "picot.rose", "Rose", "Picot", Role.CALL_AGENT, "Nord", NOON)
    page = rose.send(rose.get("/premiere-fois"), identifier="picot.rose", enrollment_code=code)
    page = rose.send(page, to="/premiere-fois/mot-de-passe", password=NEW_PASSWORD)
    secret = re.search(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", page.words)
    assert secret, page.words
    page = rose.send(page, to="/premiere-fois/application", code=pyotp.TOTP(secret[0].replace(" ", "")).at(NOON))
    assert page.path == "/", page.words


def a_key(ines: Walker) -> None:
    """An advisor adds a security key."""
    page = ines.has(ines.house.tokens[Who.ADVISOR]).get("/cles")
    question = next(one.get("data-question") for one in page.tree.iter() if one.get("data-question"))
    key = SoftKey(ines.house.settings.desk_url)
    page = ines.send(page, to="/cles", reponse=key.made(question))
    assert page.path == "/cles", page.words


def a_visit_at_a_distance(ines: Walker) -> None:
    """An advisor has somebody rung who is at the telephone."""
    told = {**NAMED, **BORN, "ins": ines.house.told["number of jeanne"]}
    page = ines.has(ines.house.tokens[Who.ADVISOR]).get("/visite")
    page = ines.send(page, to="/visite", **told, scope="opt-out", remote="")
    page = ines.send(page, to=page.path.replace("accord", "appel"), landline="")
    assert "Son téléphone sonne." in page.words, page.words


AT_DESK: dict[str, Walk] = {
    "a visit at a distance": a_visit_at_a_distance,
    "a desk is opened": a_desk_is_opened,
    "a clock is off": a_clock_is_off,
    "a first time": a_first_time,
    "a key": a_key,
}


# At the portal


def a_session_is_opened(her: Walker) -> None:
    """The patient signs in."""
    page = her.send(her.get("/connexion"), to="/connexion", identifier=her.house.told["identifier of jeanne"])
    page = her.send(page, password=PASSWORD)
    assert her.send(page, code=CODES[0]).path == "/mon-dossier"


def franceconnect(her: Walker) -> None:
    """She goes to FranceConnect."""
    page = her.send(her.get("/connexion"), to="/connexion/franceconnect", simple="")
    assert page.path == "/connexion/franceconnect", page.words


def a_dispute(her: Walker) -> None:
    """She says that it wasn't her."""
    page = her.send(her.get("/ce-n-est-pas-moi"), code=her.house.told["dispute code"])
    assert her.send(page, to="/ce-n-est-pas-moi/confirmer").path == "/ce-n-est-pas-moi/fait"


def a_contact(her: Walker) -> None:
    """She confirms the new contact that was asked for by telephone."""
    house, reference = her.house, her.house.told["held change"]
    with house.store.writing() as unit:
        agent = Acting(Role.CALL_AGENT, house.people["called"].id, house.staff[Who.AGENT], "Paul, Nord")
        send_contact_code(unit, agent, reference, NOON)
    page = her.send(her.get("/confirmer-un-contact"), number=reference, code=her.sent("called", "contact-code"))
    assert page.path == "/confirmer-un-contact/fait", page.words


def _says_who_she_is(her: Walker, lost: str) -> Answer:
    page = her.send(her.get("/acces-perdu"), lost=lost)
    page = her.send(her.send(page, **NAMED), **BORN)
    return her.send(page, number=her.house.told["number of jeanne"])


def _proves(her: Walker, page: Answer) -> Answer:
    page = her.send(her.send(page, proof="sms"), code=her.sent("jeanne", "recovery-code"))
    return her.send(her.send(page, proof="carte"), code=CODES[0])


def an_access_is_found_again(her: Walker) -> None:
    """She proves twice, and makes a new password and a new card."""
    page = _proves(her, _says_who_she_is(her, "password"))
    page = her.send(page, to="/acces-perdu/mot-de-passe", password=NEW_PASSWORD)
    page = her.send(page, factor="printed-card")
    assert her.post_form(page, to="/acces-perdu/fini", size="18").content.startswith(b"%PDF")
    assert her.send(page, to="/acces-perdu/fini/range").path == "/acces-perdu/fini"


def an_identifier_is_found_again(her: Walker) -> None:
    """One proof, and a new identifier."""
    page = her.send(_says_who_she_is(her, "identifier"), proof="sms")
    page = her.send(page, code=her.sent("jeanne", "recovery-code"))
    assert her.send(page, to="/acces-perdu/identifiant").path == "/acces-perdu/fini"


def a_telephone_is_lost(her: Walker) -> None:
    """Her password is a proof, where it isn't lost."""
    page = her.send(_says_who_she_is(her, "phone"), proof="mot-de-passe")
    assert her.send(page, to="/acces-perdu/mot-de-passe-actuel", password=PASSWORD).path == "/acces-perdu/preuve"


def a_screen_at_a_desk(her: Walker) -> None:
    """She shows the code of her screen."""
    _says_who_she_is(her, "everything")
    page = her.send(her.get("/acces-perdu/guichet"), to="/acces-perdu/guichet")
    assert page.path == "/acces-perdu/guichet/code", page.words


def a_case_is_followed(her: Walker) -> None:
    """She comes back to a case that an agent opened."""
    page = her.send(her.get("/acces-perdu/suivi"), number=her.house.ids["case", "called"], **BORN)
    assert page.path == "/acces-perdu/preuve", page.words


def _begins_to_activate(her: Walker) -> Answer:
    page = her.send(her.get("/activation/code"), code=her.house.told["letter to newcomer"])
    return her.send(her.send(page, card="4711"), **BORN)


def an_activation(her: Walker) -> None:
    """From the letter's code to the new card, put away."""
    page = her.send(her.send(_begins_to_activate(her)), password=NEW_PASSWORD)
    page = her.send(her.send(page, means="print"))
    page = her.send(page, to="/activation/verifier")
    assert page.path == "/activation/fini", page.words
    assert her.post_form(page, to="/activation/fini", size="18").content.startswith(b"%PDF")
    her.send(page, to="/activation/fini/range")


def a_code_tried_too_often(her: Walker) -> None:
    """The number is asked for as well."""
    _tried_too_often(her)
    page = her.send(_begins_to_activate(her), to="/activation/numero", number=her.house.told["number of newcomer"])
    assert page.path == "/activation/identifiant", page.words


def a_new_code_to_activate(her: Walker) -> None:
    """She has lost her letter."""
    page = her.send(her.get("/activation/sans-code"), birth_name="Garnier", first_name="Jeanne")
    page = her.send(her.send(page, **BORN), number=her.house.told["number of opened"])
    assert page.path == "/activation/sans-code/demande", page.words


def _with_her_letter(her: Walker) -> Answer:
    return her.send(her.send(her.get("/opposition/code"), code=her.house.told["letter to announced"]), **BORN)


def no_with_the_letter(her: Walker) -> None:
    """She says no, and changes her mind."""
    page = her.send(_with_her_letter(her), to="/opposition/verifier", **{"dire-non": ""})
    assert page.path == "/opposition/recepisse", page.words
    assert her.send(her.get("/opposition/changer-avis"), to="/opposition/changer-avis").path == page.path


def a_letter_tried_too_often(her: Walker) -> None:
    """The number is asked for as well."""
    _tried_too_often(her)
    page = her.send(_with_her_letter(her), to="/opposition/numero", number=her.house.told["number of announced"])
    assert page.path == "/opposition/verifier", page.words


def not_for_me(her: Walker) -> None:
    """The letter was somebody else's."""
    page = her.send(her.get("/opposition/pas-pour-moi"), code=her.house.told["letter to announced too"])
    assert her.send(page, to="/opposition/pas-pour-moi/confirmer").path == "/opposition/recepisse"


def a_new_code_to_say_no(her: Walker) -> None:
    """She has no letter."""
    page = her.send(her.get("/opposition/sans-code"), birth_name="Diallo", first_name="Jeanne")
    page = her.send(her.send(page, **BORN), number=her.house.told["number of announced"])
    assert page.path == "/opposition/sans-code/envoye", page.words


def no_for_an_adult(son: Walker) -> None:
    """Whoever represents an adult is asked what the judgment says."""
    house = son.house
    with house.store.writing() as unit:
        represent(unit, house.people["claire"].id, house.people["announced"].id, Basis.MEASURE, NOON)
        son.has(signed_in(unit, house.people["claire"].id, NOON))
    son.send(son.get("/dossiers"), to="/dossiers", record=house.people["announced"].id.hex())
    page = son.send(son.get("/opposition"), to="/opposition")
    page = son.send(page, to="/opposition/jugement", judgment="person")
    assert page.path == "/opposition/verifier", page.words


def a_code_for_a_mandate(her: Walker) -> None:
    """Her sign-in is old, so a code is asked before she agrees to a draft."""
    house = her.house.tokens[Who.PATIENT]
    reference = her.house.mandate("jeanne", State.DRAFT, None)
    with her.house.store.writing() as unit:
        hers = sa.and_(web_session.c.patient_id == her.house.people["jeanne"].id, web_session.c.turn.is_(None))
        unit.execute(sa.update(web_session).where(hers).values(started_at=NOON - timedelta(minutes=11)))
    path = f"/mandats/{reference}"
    page = her.has(house).send(her.get(path), to=f"{path}/accord")
    page = her.send(page, to=f"{path}/preuve", code=CODES[0])
    assert page.path == f"{path}?fait=accord", page.words


def a_call_is_taken(her: Walker) -> None:
    """She takes the call of a visit at a distance, as the demonstration's telephone does."""
    house, typed = her.house, her.house.people["jeanne"].typed
    asked = replace(wanted(Scope.OPT_OUT), remote=True)
    with house.store.writing() as unit:
        raw(unit, "DELETE FROM outbox_message")  # the page shows the newest ten, and all are of this instant
        advisor = house.session(unit, Who.ADVISOR)
        text = text_for(typed, advisor, asked)
        reference = draft_mandate(unit, advisor, typed, {10}, asked, text, NOON).reference
        call_back(unit, advisor, reference, "landline", NOON)
    her.weight = None
    page = her.get("/demo/outbox")
    page = her.send(page, to="/demo/telephone", call=her.sent("jeanne", "mandate-call", "call"), keys="1")
    assert page.path == "/demo/outbox?telephone=taken", page.path


def _tried_too_often(her: Walker) -> None:
    with her.house.store.writing() as unit:
        raw(unit, "UPDATE letter_code SET failures = 20")


AT_PORTAL: dict[str, Walk] = {
    "a call is taken": a_call_is_taken,
    "a session is opened": a_session_is_opened,
    "franceconnect": franceconnect,
    "a dispute": a_dispute,
    "a contact": a_contact,
    "an access is found again": an_access_is_found_again,
    "an identifier is found again": an_identifier_is_found_again,
    "a telephone is lost": a_telephone_is_lost,
    "a screen at a desk": a_screen_at_a_desk,
    "a case is followed": a_case_is_followed,
    "an activation": an_activation,
    "a code tried too often": a_code_tried_too_often,
    "a new code to activate": a_new_code_to_activate,
    "no with the letter": no_with_the_letter,
    "a letter tried too often": a_letter_tried_too_often,
    "not for me": not_for_me,
    "a new code to say no": a_new_code_to_say_no,
    "no for an adult": no_for_an_adult,
    "a code for a mandate": a_code_for_a_mandate,
}
