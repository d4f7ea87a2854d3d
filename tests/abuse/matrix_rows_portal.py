"""The table of the portal: every address and method, who may, and what whoever may not gets.

A walk is named where an act takes several pages: the visit that did the steps before may, and no other.
"""

from tests.abuse.matrix_rows import SIGN_IN
from tests.kit.matrix import Outcome, Row, State, Who

CHOOSE, HER_TURN, HER_ANSWER, HOME = ">/dossiers$", ">/tour/resume$", ">/tour/accord$", ">/mon-dossier$"
_READERS = (Who.PATIENT, Who.OTHER, Who.REPRESENTATIVE)
_SESSIONS = (*_READERS, Who.FORMER)
_TURNS_THERE = {Who.TURN: HER_TURN, Who.ANSWERING: HER_ANSWER}
_NOT_HERE = {**dict.fromkeys(Who, SIGN_IN), Who.FORMER: CHOOSE, **_TURNS_THERE}
"""Who reads no record in a session of her own: the whole staff is nobody here."""
AUDIENCES: dict[str, dict[Who, Outcome]] = {
    "anybody": dict.fromkeys(Who, "ok"),
    "readers": {**_NOT_HERE, **dict.fromkeys(_READERS, "ok")},
    "herself": {**_NOT_HERE, **dict.fromkeys(_READERS, "ok"), Who.REPRESENTATIVE: CHOOSE},
    "the holder": {**_NOT_HERE, **dict.fromkeys(_READERS, "ok"), Who.REPRESENTATIVE: "403"},
    "sessions": {**_NOT_HERE, **dict.fromkeys(_SESSIONS, "ok")},
    "turn": {**_NOT_HERE, **dict.fromkeys(_SESSIONS, CHOOSE), Who.TURN: "ok"},
    "answering": {**_NOT_HERE, **dict.fromkeys(_SESSIONS, CHOOSE), Who.ANSWERING: "ok"},
    "without a session": {**dict.fromkeys(Who, "ok"), **dict.fromkeys((*_SESSIONS, *_TURNS_THERE), HOME)},
    "out of a turn": {**dict.fromkeys(Who, "ok"), **dict.fromkeys(_TURNS_THERE, HOME)},
    "ended": {**dict.fromkeys(Who, ">/session-terminee$"), **dict.fromkeys((*_SESSIONS, *_TURNS_THERE), "ok")},
    "without a turn": {**dict.fromkeys(Who, "ok"), **dict.fromkeys(_TURNS_THERE, HER_TURN)},
}

_IN_A_SESSION = {(who, ""): "ok" for who in _READERS}
_WITHOUT_A_RECORD = {(who, ""): ">/opposition?recommencer=1$" for who in (Who.FORMER, *_TURNS_THERE)}
_LOST, _ACTIVATION, _OPT_OUT = "/acces-perdu", "/activation", "/opposition"
_LOST_BEGINS, _ACTIVATION_BEGINS = f">{_LOST}?debut=1$", f">{_ACTIVATION}?debut=1$"
_NO_CODE = f">{_OPT_OUT}/sans-code$"


def _document(place: str = "", **more: object) -> Row:
    return Row("GET", f"/documents/<key>{place}", "readers", ids="document", unknown="404", **more)


def _receipt(place: str = "", **more: object) -> Row:
    return Row("GET", f"/recepisses/<key>{place}", "readers", ids="receipt", unknown="404", **more)


def _mandate(method: str, place: str, states: dict[State, Outcome], **more: object) -> Row:
    return Row(method, f"/mandats/<reference>{place}", "readers", states=states, unknown="404", **more)


def _asked(method: str, ok: Outcome, **more: object) -> Row:
    """Return a row of the page that asks for a code: whatever the mandate, there is nothing before one was asked for.

    Her means are under her own key, so in her child's record a mother is led to her own.
    """
    return Row(
        method,
        "/mandats/<reference>/preuve",
        "herself",
        states=dict.fromkeys(State, ok),
        unknown=ok,
        **more,
    )


def _lost(method: str, place: str, ok: Outcome = _LOST_BEGINS, **more: object) -> Row:
    return Row(method, f"{_LOST}{place}", "anybody", ok=ok, **more)


def _activation(method: str, place: str, ok: Outcome = _ACTIVATION_BEGINS, **more: object) -> Row:
    return Row(method, f"{_ACTIVATION}{place}", "anybody", ok=ok, **more)


def _opposition(method: str, place: str, ok: Outcome, **more: object) -> Row:
    return Row(method, f"{_OPT_OUT}{place}", "anybody", ok=ok, **more)


_HERS = tuple(one for one in State if one not in (State.NONE, State.NOBODYS, State.OTHERS))
_HERE = ">/mandats/{id}$"

_PUBLIC = (
    Row("GET", "/", "without a session"),
    Row("GET", "/M/<number>", "anybody", ids="deed", unknown="404"),
    Row("GET", "/R/<number>", "anybody", ids="proof of receipt", unknown="404"),
    Row("GET", "/accessibilite", "anybody"),
    Row("GET", "/aide", "anybody"),
    Row("GET", "/arreter-un-mandat", "anybody"),
    Row(
        "POST",
        "/arreter-un-mandat",
        "anybody",
        fields={"code": "$stop code"},
        concerns="jeanne",
        does="mandate journal_entry",
    ),
    Row("GET", "/arreter-un-mandat/fait", "anybody"),
    Row("GET", "/au-revoir", "anybody"),
    Row("GET", "/ce-n-est-pas-moi", "anybody"),
    Row("POST", "/ce-n-est-pas-moi", "anybody", fields={"code": "$dispute code"}, does="draft"),
    Row("GET", "/ce-n-est-pas-moi/confirmer", "anybody", ok=">/ce-n-est-pas-moi$"),
    Row("POST", "/ce-n-est-pas-moi/confirmer", "anybody", ok=">/ce-n-est-pas-moi$", walk="a dispute"),
    Row("GET", "/ce-n-est-pas-moi/fait", "anybody", ok=">/ce-n-est-pas-moi$"),
    Row("GET", "/confirmer-un-contact", "anybody"),
    Row("POST", "/confirmer-un-contact", "anybody", ok="422", walk="a contact", begins=True),
    Row("GET", "/confirmer-un-contact/fait", "anybody", ok=">/confirmer-un-contact$"),
    Row("GET", "/connexion", "without a session"),
    Row("POST", "/connexion", "anybody", ok="422", walk="a session is opened", begins=True),
    Row("GET", "/connexion/code", "anybody", ok=SIGN_IN),
    Row("POST", "/connexion/code", "anybody", ok=SIGN_IN, walk="a session is opened"),
    Row("GET", "/connexion/mot-de-passe", "anybody", ok=SIGN_IN),
    Row("POST", "/connexion/mot-de-passe", "anybody", ok=SIGN_IN, walk="a session is opened"),
    Row("GET", "/connexion/franceconnect", "anybody", ok=SIGN_IN),
    Row("POST", "/connexion/franceconnect", "without a session", ok="404", walk="franceconnect", begins=True),
    Row("GET", "/connexion/franceconnect-plus/retour", "anybody", ok="404"),
    Row("GET", "/connexion/franceconnect/aller", "anybody", ok=SIGN_IN),
    Row("GET", "/connexion/franceconnect/cles", "anybody", ok="404"),
    Row("GET", "/connexion/franceconnect/echec", "anybody", query="?cas=retard"),
    Row(
        "GET", "/connexion/franceconnect/retour", "without a session", ok=">/connexion/franceconnect/echec?cas=retard$"
    ),
    Row("GET", "/connexion/franceconnect/sorti", "out of a turn", ok=">/au-revoir$"),
    Row("GET", "/connexion/franceconnect/sortie", "out of a turn", ok=">/au-revoir$"),
    Row("GET", "/connexion/franceconnect/sortir", "out of a turn", ok=">/au-revoir$"),
    Row("GET", "/demo/outbox", "anybody"),
    Row("GET", "/demo/outbox/<key>/courriel", "anybody", ids="mail", unknown="404"),
    Row("GET", "/demo/outbox/<key>/lettre", "anybody", ids="letter", unknown="404"),
    Row("POST", "/demo/telephone", "anybody", ok=">/demo/outbox?telephone=no$", walk="a call is taken", begins=True),
    Row("GET", "/plan-du-site", "anybody"),
    Row("POST", "/quitter", "anybody"),
    Row("GET", "/recepisse", "anybody"),
    Row("POST", "/recepisse", "anybody", fields={"number": "$receipt"}),
    Row("GET", "/recepisse/suivi", "anybody"),
    Row(
        "POST",
        "/recepisse/suivi",
        "anybody",
        fields={"number": "$receipt", "day": "12", "month": "5", "year": "1942"},
    ),
    Row("GET", "/session-terminee", "without a session"),
    Row("GET", "/taille", "anybody"),
    Row("POST", "/taille", "anybody", fields={"size": "24"}),
)

_LOSING = (
    _lost("GET", "", "ok"),
    _lost("POST", "", "ok", fields={"lost": "password"}),
    _lost("GET", "/code/<slug>", slug="sms"),
    _lost("POST", "/code/<slug>", slug="sms", walk="an access is found again"),
    _lost("GET", "/etat"),
    _lost("GET", "/fini"),
    _lost("POST", "/fini", walk="an access is found again"),
    _lost("POST", "/fini/range", walk="an access is found again"),
    _lost("GET", "/guichet", "ok"),
    _lost("POST", "/guichet", walk="a screen at a desk"),
    _lost("GET", "/guichet/attente"),
    _lost("GET", "/guichet/code"),
    _lost("GET", "/identifiant"),
    _lost("POST", "/identifiant", walk="an identifier is found again"),
    _lost("GET", "/mot-de-passe"),
    _lost("POST", "/mot-de-passe", walk="an access is found again"),
    _lost("GET", "/mot-de-passe-actuel"),
    _lost("POST", "/mot-de-passe-actuel", walk="a telephone is lost"),
    _lost("GET", "/naissance"),
    _lost("POST", "/naissance", walk="an access is found again"),
    _lost("GET", "/nom"),
    _lost("POST", "/nom", walk="an access is found again"),
    _lost("GET", "/numero"),
    _lost("POST", "/numero", walk="an access is found again"),
    _lost("GET", "/preuve"),
    _lost("POST", "/preuve", walk="an access is found again"),
    _lost("GET", "/second-code"),
    _lost("POST", "/second-code", walk="an access is found again"),
    _lost("GET", "/suivi", "ok"),
    _lost("POST", "/suivi", "422", walk="a case is followed", begins=True),
)

_ACTIVATING = (
    _activation("GET", "", "ok"),
    _activation("GET", "/carte"),
    _activation("POST", "/carte", walk="an activation"),
    _activation("GET", "/carte-perdue", "ok"),
    _activation("GET", "/code", "ok"),
    _activation("POST", "/code", "ok", fields={"code": "$letter to newcomer"}),
    _activation("GET", "/fini"),
    _activation("POST", "/fini", walk="an activation"),
    _activation("POST", "/fini/range", walk="an activation"),
    _activation("GET", "/identifiant"),
    _activation("POST", "/identifiant", walk="an activation"),
    _activation("GET", "/mot-de-passe"),
    _activation("POST", "/mot-de-passe", walk="an activation"),
    _activation("GET", "/naissance"),
    _activation("POST", "/naissance", walk="an activation"),
    _activation("GET", "/numero"),
    _activation("POST", "/numero", walk="a code tried too often"),
    _activation("GET", "/preferences"),
    _activation("POST", "/preferences", walk="an activation"),
    _activation("GET", "/sans-code", "ok"),
    _activation("POST", "/sans-code", "ok", fields={"birth_name": "Garnier", "first_name": "Jeanne"}),
    _activation("GET", "/sans-code/demande", "ok"),
    _activation("GET", "/sans-code/naissance", _ACTIVATION_BEGINS),
    _activation("POST", "/sans-code/naissance", _ACTIVATION_BEGINS, walk="a new code to activate"),
    _activation("GET", "/sans-code/numero", _ACTIVATION_BEGINS),
    _activation("POST", "/sans-code/numero", _ACTIVATION_BEGINS, walk="a new code to activate"),
    _activation("GET", "/second-code"),
    _activation("POST", "/second-code", walk="an activation"),
    _activation("GET", "/verifier"),
    _activation("POST", "/verifier", walk="an activation"),
)

_SAYING_NO = (
    _opposition("GET", "", "ok"),
    _opposition("POST", "", "ok"),
    _opposition("GET", "/changer-avis", f">{_OPT_OUT}"),
    Row(
        "POST",
        "/opposition/changer-avis",
        "ended",
        ok=">/opposition/",
        but=_WITHOUT_A_RECORD,
        walk="no with the letter",
        elsewhere=">/opposition",
    ),
    _opposition("GET", "/code", "ok"),
    _opposition("POST", "/code", "ok", fields={"code": "$letter to announced"}, does="draft"),
    _opposition("GET", "/deces", "ok"),
    _opposition("GET", "/jugement", f">{_OPT_OUT}", but=_IN_A_SESSION),
    _opposition(
        "POST",
        "/jugement",
        f">{_OPT_OUT}",
        but=dict.fromkeys(_IN_A_SESSION, "422"),
        walk="no for an adult",
        elsewhere=">/opposition",
    ),
    _opposition("GET", "/naissance", f">{_OPT_OUT}"),
    _opposition("POST", "/naissance", f">{_OPT_OUT}", walk="no with the letter"),
    _opposition("GET", "/numero", f">{_OPT_OUT}"),
    _opposition("POST", "/numero", f">{_OPT_OUT}", walk="a letter tried too often"),
    _opposition("GET", "/papier", "ok"),
    _opposition("GET", "/pas-pour-moi", "ok"),
    _opposition("POST", "/pas-pour-moi", "ok", fields={"code": "$letter to announced too"}),
    _opposition("GET", "/pas-pour-moi/confirmer", f">{_OPT_OUT}"),
    _opposition("POST", "/pas-pour-moi/confirmer", f">{_OPT_OUT}", walk="not for me"),
    _opposition("GET", "/recepisse", f">{_OPT_OUT}"),
    _opposition("GET", "/recepisse/papier", f">{_OPT_OUT}"),
    _opposition("GET", "/sans-code", "ok"),
    _opposition("POST", "/sans-code", "ok", fields={"birth_name": "Diallo", "first_name": "Jeanne"}),
    _opposition("GET", "/sans-code/envoye", "ok"),
    _opposition("GET", "/sans-code/naissance", _NO_CODE),
    _opposition("POST", "/sans-code/naissance", "422", walk="a new code to say no", elsewhere=">/opposition/sans-code"),
    _opposition("GET", "/sans-code/numero", _NO_CODE),
    _opposition("POST", "/sans-code/numero", _NO_CODE, walk="a new code to say no"),
    _opposition("GET", "/verifier", f">{_OPT_OUT}", but=_IN_A_SESSION),
    Row(
        "POST",
        "/opposition/verifier",
        "ended",
        before="announced",
        fields={"way": "signed-in", "dire-non": ""},
        does="record_space receipt journal_entry",
        but=_WITHOUT_A_RECORD,
        walk="no with the letter",
        elsewhere=">/opposition",
    ),
)

_READING = (
    Row("GET", "/documents", "readers"),
    Row("GET", "/documents/annee/<int:year>", "readers"),
    Row("GET", "/documents/categorie/<slug>", "readers", slug="biologie"),
    Row("GET", "/documents/categories", "readers"),
    _document(does="journal_entry"),
    _document("/original", does="journal_entry"),
    _document("/pieces/<int:number>", does="journal_entry"),
    Row("GET", "/depuis-ma-derniere-visite", "the holder", does="journal_entry"),
    Row("GET", "/depuis-ma-derniere-visite/papier", "the holder", does="journal_entry"),
    Row("GET", "/historique", "readers", does="journal_entry"),
    Row("GET", "/historique/autres", "readers", does="journal_entry"),
    Row("GET", "/imprimer", "readers"),
    Row("POST", "/imprimer", "readers", fields={"size": "18"}, does="journal_entry"),
    Row("POST", "/imprimer/fichier", "readers", fields={"size": "18", "code": "4" * 16}, does="journal_entry"),
    Row("GET", "/mon-dossier", "readers"),
    Row("POST", "/mon-dossier/activer", "readers", before="opened only", does="record_space journal_entry"),
    Row("GET", "/dossiers", "sessions"),
    Row(
        "POST",
        "/dossiers",
        "sessions",
        ids="record",
        unknown="403",
        fields={"record": "$id"},
        does="web_session journal_entry",
    ),
    Row("GET", "/recepisses", "readers"),
    _receipt(),
    _receipt("/papier"),
    Row("GET", "/reprendre", "readers", before="a form kept"),
    Row("POST", "/reprendre", "readers", before="a form kept", does="kept_form"),
)

_KEEPING = (
    Row("GET", "/effacer", "readers"),
    Row("GET", "/effacer/mot-de-passe", "the holder"),
    Row("POST", "/effacer/mot-de-passe", "the holder", fields={"password": "$password"}, does="draft"),
    Row("GET", "/effacer/verifier", "the holder", before="password before erasing"),
    Row(
        "POST",
        "/effacer/verifier",
        "the holder",
        before="password before erasing",
        does="record_space receipt journal_entry outbox_message",
    ),
    Row("GET", "/fermer", "readers"),
    Row("GET", "/fermer/mot-de-passe", "readers"),
    Row("POST", "/fermer/mot-de-passe", "readers", fields={"password": "$password"}, does="draft"),
    Row("GET", "/fermer/verifier", "readers", before="password before closing"),
    Row(
        "POST",
        "/fermer/verifier",
        "readers",
        before="password before closing",
        does="record_space receipt journal_entry outbox_message",
    ),
    Row("GET", "/rouvrir", "readers", before="closed"),
    Row("POST", "/rouvrir", "readers", before="closed", does="record_space receipt journal_entry"),
)

_MANDATES = (
    Row("GET", "/mandats", "readers"),
    _mandate("GET", "", dict.fromkeys(_HERS, "ok")),
    _mandate("GET", "/acte", dict.fromkeys(_HERS, "ok")),
    _mandate(
        "POST",
        "/accord",
        {**dict.fromkeys(_HERS, _HERE), State.DRAFT: "ok"},
        does="mandate journal_entry outbox_message",
    ),
    _mandate("POST", "/arret", {**dict.fromkeys(_HERS, "ok")}),
    _asked("GET", _HERE),
    _asked("POST", ">/mon-compte/moyens$", fields={"code": "$card code"}, walk="a code for a mandate"),
)

_ACCOUNT = (
    Row("GET", "/mon-compte", "herself"),
    Row("GET", "/mon-compte/carte", "herself", before="a new card"),
    Row("POST", "/mon-compte/carte", "herself", before="a new card", fields={"size": "18"}),
    Row("POST", "/mon-compte/carte/rangee", "herself", before="a new card", does="draft"),
    Row("GET", "/mon-compte/moyens", "herself"),
    Row("GET", "/mon-compte/moyens/<slug>", "herself", slug="carte"),
    Row("POST", "/mon-compte/moyens/<slug>", "herself", slug="carte", fields={"ajouter": ""}, does="draft"),
    Row("GET", "/mon-compte/moyens/<slug>/ajouter", "herself", slug="carte", before="a code to add"),
    Row(
        "POST",
        "/mon-compte/moyens/<slug>/ajouter",
        "herself",
        slug="carte",
        before="a code to add",
        fields={"imprimer": ""},
        does="code_card journal_entry",
    ),
    Row("GET", "/mon-compte/moyens/<slug>/retirer", "herself", slug="sms", before="a code to remove"),
    Row(
        "POST",
        "/mon-compte/moyens/<slug>/retirer",
        "herself",
        slug="sms",
        before="a code to remove",
        does="factor journal_entry outbox_message",
    ),
    Row("GET", "/mon-compte/preferences", "herself"),
    Row(
        "POST",
        "/mon-compte/preferences",
        "herself",
        fields={"size": "24", "channel": "letter"},
        does="preference",
    ),
    Row("GET", "/mon-compte/preuve", "herself", before="a code asked"),
    Row("POST", "/mon-compte/preuve", "herself", before="a code asked", fields={"code": "$card code"}),
    Row("GET", "/mon-compte/visites", "herself"),
    Row("POST", "/mon-compte/visites", "herself", does="web_session"),
)

_TURNS = (
    Row("GET", "/tour/<ticket>", "anybody", ids="ticket", unknown="410"),
    Row("POST", "/tour/<ticket>", "anybody", ids="ticket", unknown="410", concerns="marcel", does="desk_turn sign_in"),
    Row("GET", "/tour/accord", "answering"),
    Row(
        "POST",
        "/tour/accord",
        "answering",
        does="mandate journal_entry outbox_message web_session desk_turn",
    ),
    Row("GET", "/tour/fini", "without a turn"),
    Row("GET", "/tour/rendre", "without a turn", ok=">http://localhost:8001/reprise$"),
    Row("GET", "/tour/imprimer", "turn"),
    Row("POST", "/tour/imprimer", "turn", fields={"size": "18"}, does="journal_entry"),
    Row("POST", "/tour/imprimer/fichier", "turn", fields={"size": "18", "code": "4" * 16}, does="journal_entry"),
    Row("GET", "/tour/depuis", "turn", does="journal_entry"),
    Row("GET", "/tour/depuis/papier", "turn", does="journal_entry"),
    Row("GET", "/tour/resume", "turn", does="journal_entry"),
)

PORTAL = (
    *_PUBLIC,
    *_LOSING,
    *_ACTIVATING,
    *_SAYING_NO,
    *_READING,
    *_KEEPING,
    *_MANDATES,
    *_ACCOUNT,
    *_TURNS,
)
