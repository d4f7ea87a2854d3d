"""The table of the desk: every address and method, who may, under which mandate, and what whoever may not gets.

Written by hand, and held against the program: an address without its row fails. What is under a mandate stands in
`matrix_rows_visits`, the other face in `matrix_rows_portal`.
"""

from assisted_desk.ui import scripts
from tests.abuse.matrix_rows_visits import ACTS, VISITS
from tests.kit.matrix import Outcome, Row, Who
from tests.kit.matrix_people import BESIDE

BEGINS = ">/connexion?debut=1$"
SIGN_IN, LOCK, ENDED, NO = ">/connexion$", ">/reprise$", ">/session-terminee", "403"
_STRANGERS = {
    **dict.fromkeys((Who.PATIENT, Who.OTHER, Who.REPRESENTATIVE, Who.FORMER, Who.NOBODY), SIGN_IN),
    **dict.fromkeys((Who.TURN, Who.ANSWERING), SIGN_IN),
    Who.SUSPENDED: ENDED,
}
"""Who has no desk here."""
_ADVISORS = (Who.ADVISOR, Who.MOVED, Who.COLLEAGUE, Who.ELSEWHERE)
_AGENTS = (Who.AGENT, Who.OTHER_AGENT)
_SUPERVISORS = (Who.SUPERVISOR, Who.OTHER_SUPERVISOR)
_AT_WORK = (*_ADVISORS, *_AGENTS, *_SUPERVISORS)
_NOT_AT_WORK = {**_STRANGERS, Who.LOCKED: LOCK}
AUDIENCES: dict[str, dict[Who, Outcome]] = {
    "anybody": dict.fromkeys(Who, "ok"),
    "strangers": {**dict.fromkeys(Who, "ok"), **dict.fromkeys((*_AT_WORK, Who.LOCKED), ">/$")},
    "staff": {**_NOT_AT_WORK, **dict.fromkeys(_AT_WORK, "ok")},
    "locked": {**_STRANGERS, **dict.fromkeys(_AT_WORK, ">/$"), Who.LOCKED: "ok"},
    "desks": {**_STRANGERS, **dict.fromkeys((*_AT_WORK, Who.LOCKED), "ok")},
    "advisors": {**_NOT_AT_WORK, **dict.fromkeys(_AT_WORK, NO), **dict.fromkeys(_ADVISORS, "ok")},
    "agents": {**_NOT_AT_WORK, **dict.fromkeys(_AT_WORK, NO), **dict.fromkeys(_AGENTS, "ok")},
    "supervisors": {**_NOT_AT_WORK, **dict.fromkeys(_AT_WORK, NO), **dict.fromkeys(_SUPERVISORS, "ok")},
    "agreeing": {**_NOT_AT_WORK, **dict.fromkeys(_ADVISORS, NO), **dict.fromkeys((*_AGENTS, *_SUPERVISORS), "ok")},
}
"""What each gets of the pages that are for some: `ok`, or where one is led, or that one may not."""

_ROUX = {"birth_name": "Blanchard", "first_name": "Jeanne", "day": "12", "month": "5", "year": "1942"}
_CASE, _NO_CASE = "/appels/<number>", ">/appels?inconnu=1$"
_SEEN = "/a-confirmer/<number>"


def _case(method: str, place: str, **more: object) -> Row:
    """Return a row of an address about a case: its own agent's, and nobody else's. Both are rung at this hour."""
    return Row(method, _CASE + place, "agents", ids="case", unknown=_NO_CASE, concerns="called|marcel", **more)


DESK = (
    # Anybody's
    Row("GET", "/au-revoir", "strangers"),
    Row("GET", "/connexion", "strangers", but={(Who.LOCKED, ""): "ok"}),
    Row("POST", "/connexion", "anybody", ok="422", walk="a desk is opened", begins=True),
    Row("GET", "/connexion/code", "anybody", ok=BEGINS),
    Row("POST", "/connexion/code", "anybody", ok=BEGINS, walk="a desk is opened"),
    Row("GET", "/connexion/deux-codes", "anybody", ok=BEGINS),
    Row("POST", "/connexion/deux-codes", "anybody", ok=BEGINS, walk="a clock is off"),
    Row("GET", "/connexion/proconnect", "anybody", ok=">/connexion$"),
    Row("POST", "/connexion/proconnect", "strangers", but={(Who.LOCKED, ""): "ok"}),
    Row("GET", "/connexion/proconnect/aller", "anybody", ok=">/connexion$"),
    Row("GET", "/connexion/proconnect/echec", "anybody", ok=">/connexion$"),
    Row("GET", "/connexion/proconnect/retour", "anybody", ok=">/connexion/proconnect/echec?cas=retard$"),
    Row("GET", "/connexion/proconnect/sorti", "anybody", ok=">/au-revoir$"),
    Row("GET", "/connexion/proconnect/sortie", "anybody", ok=">/au-revoir$"),
    Row("GET", "/connexion/proconnect/sortir", "anybody", ok=">/au-revoir$"),
    Row("GET", "/premiere-fois", "strangers"),
    Row("POST", "/premiere-fois", "anybody", ok="422", walk="a first time", begins=True),
    Row("GET", "/premiere-fois/application", "anybody", ok=BEGINS),
    Row("POST", "/premiere-fois/application", "anybody", ok=BEGINS, walk="a first time"),
    Row("GET", "/premiere-fois/mot-de-passe", "anybody", ok=BEGINS),
    Row("POST", "/premiere-fois/mot-de-passe", "anybody", ok=BEGINS, walk="a first time"),
    Row("POST", "/quitter", "anybody"),
    Row("GET", "/scripts/<name>", "anybody", slug=scripts.KEY.path.rpartition("/")[2]),
    Row("GET", "/session-terminee", "strangers"),
    # Whoever has a desk
    Row("GET", "/reprise", "locked"),
    Row("POST", "/reprise", "desks", fields={"code": "$app code"}, does="staff_member"),
    Row("GET", "/a-son-tour", "desks", ok=">/reprise$"),
    Row("GET", "/a-son-tour/aller", "desks", ok=">/reprise$"),
    Row("GET", "/", "staff"),
    Row("GET", "/calcul-du-delai", "staff"),
    Row("GET", "/cles", "staff"),
    Row("POST", "/cles", "staff", ok="422", walk="a key"),
    Row("POST", "/cles/retirer", "staff", ids="key", unknown=">/cles$", fields={"key": "$id"}, does="staff_key"),
    Row("GET", "/code", "staff"),
    Row("POST", "/code", "staff", fields={"code": "$app code"}, does="staff_member"),
    Row("GET", "/codes-de-secours", "staff"),
    Row("POST", "/codes-de-secours", "staff", does="staff_rescue_code draft"),
    Row("POST", "/codes-de-secours/feuille", "staff", before="rescue codes"),
    Row("POST", "/codes-de-secours/rangee", "staff", before="rescue codes", does="draft"),
    Row("POST", "/laisser-le-poste", "staff", does="staff_session"),
    Row("GET", "/proconnect", "staff"),
    Row("POST", "/proconnect", "staff"),
    Row("POST", "/proconnect/retirer", "staff", before="linked", does="staff_link"),
    # Changes of contact
    Row("GET", "/changements", "agreeing"),
    Row(
        "POST",
        "/changements/<number>/accord",
        "agreeing",
        ids="change",
        unknown=">/changements?inconnu=1$",
        concerns="frozen|moving|closed",
        does="contact_request journal_entry outbox_message",
        but={(Who.AGENT, "Nora's"): "422"},
    ),
    # The call center
    Row("GET", "/appels", "agents"),
    Row("GET", "/appels/phrases", "agents"),
    Row("GET", "/appels/arret", "agents"),
    Row(
        "POST",
        "/appels/arret",
        "agents",
        fields={"code": "$dispute code", "way": "phone"},
        concerns="called",
        does="recovery_case dispute_code",
    ),
    Row("GET", "/appels/nouveau", "agents"),
    Row(
        "POST",
        "/appels/nouveau",
        "agents",
        fields={**_ROUX, "ins": "$number of jeanne", "lost": "password", "call": "A-1207"},
        concerns="jeanne",
        does="recovery_case journal_entry outbox_message",
    ),
    _case("GET", ""),
    _case(
        "POST",
        "/appeler",
        does="recovery_case outbox_message",
        but={(Who.AGENT, "marcel"): "ok"},  # the other one took part in a change of hers, and is barred
    ),
    _case("POST", "/code", fields={"proof": "sms"}, does="recovery_case outbox_message"),
    _case("GET", "/contact"),
    _case("POST", "/contact", fields={"sorte": "mobile", "value": "06 39 98 01 99"}, does="contact_request"),
    _case(
        "POST",
        "/contact/code",
        fields={"reference": "$held change"},
        does="contact_request outbox_message",
        but={(Who.OTHER_AGENT, "marcel"): "422"},
    ),
    _case("GET", "/rappel"),
    _case(
        "POST",
        "/rappel",
        fields={"day": "$slot day", "hour": "$slot hour"},
        does="recovery_case outbox_message",
    ),
    Row(
        "POST",
        f"{_CASE}/rendez-vous",
        "agents",
        ids="desk case",
        unknown=_NO_CASE,
        concerns="invited",
        does="recovery_case outbox_message",
    ),
    # The supervisor
    Row("GET", "/alarmes", "supervisors"),
    Row("GET", "/a-confirmer", "supervisors"),
    Row("GET", _SEEN, "supervisors", ids="seen paper", unknown="410"),
    Row(
        "POST",
        f"{_SEEN}/oui",
        "supervisors",
        ids="seen paper",
        unknown="410",
        fields={"seen_at": "$seen at"},
        concerns="seen",
        does="recovery_case journal_entry",
    ),
    Row(
        "POST",
        f"{_SEEN}/non",
        "supervisors",
        ids="seen paper",
        unknown="410",
        fields={"seen_at": "$seen at"},
        concerns="seen",
        does="recovery_case journal_entry",
    ),
    Row("GET", "/equipe", "supervisors"),
    Row("POST", "/equipe", "supervisors", ids="member", unknown="422", fields={"member": "$id", "suspendre": ""}),
    Row(
        "POST",
        "/equipe/suspendre",
        "supervisors",
        ids="member",
        unknown="422",
        fields={"member": "$id"},
        concerns=BESIDE,
        does="staff_member staff_session",
    ),
    Row(
        "POST",
        "/equipe/reinitialiser",
        "supervisors",
        ids="member",
        unknown="422",
        fields={"member": "$id"},
        concerns=BESIDE,
        does="staff_member staff_session draft",
    ),
    Row("GET", "/equipe/inviter", "supervisors"),
    Row(
        "POST",
        "/equipe/inviter",
        "supervisors",
        fields={"first_name": "Rose", "name": "Picot", "identifier": "picot.rose"},
        does="staff_member draft",
    ),
    Row("GET", "/equipe/invitation", "supervisors", before="invitation"),
    Row("POST", "/equipe/invitation", "supervisors", before="invitation"),
    Row("POST", "/equipe/invitation/remise", "supervisors", before="invitation", does="draft"),
    Row("GET", "/site", "supervisors"),
    Row("GET", "/journal-des-actes", "supervisors"),
    Row("GET", "/journal-des-actes/export", "supervisors"),
    # The advisor
    Row("GET", "/guichet", "advisors"),
    Row(
        "POST",
        "/guichet",
        "advisors",
        fields={
            **_ROUX,
            "birth_name": "Aubert",
            "ins": "$number of shown",
            "number": "$case of shown",
            "screen_code": "$screen of shown",
        },
        concerns="shown",
        does="recovery_case outbox_message",
    ),
    Row("GET", "/guichet/<number>", "advisors", ids="own seen paper", unknown="404"),
    Row("GET", "/revoquer", "advisors"),
    Row("POST", "/revoquer", "advisors", fields={**_ROUX, "ins": "$number of jeanne"}, does="draft"),
    Row("GET", "/revoquer/a-vous", "advisors", before="whose mandates end"),
    Row(
        "POST",
        "/revoquer/a-vous",
        "advisors",
        before="whose mandates end",
        fields={"code": "$card code"},
        concerns="jeanne",
        does="mandate journal_entry",
    ),
    Row("GET", "/revoquer/fait", "advisors"),
    Row("GET", "/visite", "advisors"),
    Row(
        "POST",
        "/visite",
        "advisors",
        fields={**_ROUX, "ins": "$number of jeanne", "scope": "opt-out", "duration": "visit", "language": "fr"},
        concerns="jeanne",
        does="mandate journal_entry",
    ),
    Row("GET", "/visites", "advisors"),
    *VISITS,
    *ACTS,
)
