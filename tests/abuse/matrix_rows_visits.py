"""The table of the desk, under a mandate: its own advisor may, in the states that are named, and nobody else."""

from dossier.policy import Scope
from tests.kit.matrix import Outcome, Row, State
from tests.kit.matrix_people import BESIDE

NO_VISIT, VISIT, PROOF = ">/visite?inconnu=1$", ">/visite/{id}$", ">/visite/{id}/preuve?acte="
CONSENT = ">/visite/{id}/accord"
_OVER = (State.EXPIRED, State.REVOKED, State.ENDED)
_GIVEN = (State.ACTIVE, State.STALE, State.PAPER, State.OTHER_SCOPE, State.OTHERS)
_DRAFTS = (State.DRAFT, State.NOBODYS)
_HERS = (*_DRAFTS, *_GIVEN, *_OVER)


def _of(**told: tuple[State, ...]) -> dict[State, Outcome]:
    """Return outcomes by state, from the states of each."""
    words = {"ok": "ok", "visit": VISIT, "proof": PROOF, "consent": CONSENT}
    return {state: words[word] for word, states in told.items() for state in states}


ACT = _of(
    ok=(State.ACTIVE, State.OTHERS),
    proof=(State.STALE,),
    visit=(*_DRAFTS, State.PAPER, State.OTHER_SCOPE, *_OVER),
)
"""An act: alive, this scope, a proof of ten minutes at most. Under another's mandate it is done in her own record."""
WEAK_ACT = {**ACT, State.PAPER: "ok"}
"""An act of which a signed paper opens the page."""
STRONG_ACT = {**ACT, State.PAPER: ">/visite/{id}/dire-non$"}
"""An act of which a signed paper opens the page before it."""
READ = _of(ok=_HERS)
DRAFT_ONLY = _of(ok=_DRAFTS, visit=(*_GIVEN, *_OVER))
GIVEN_ONLY = _of(ok=(*_GIVEN, *_OVER), visit=_DRAFTS)

_OTHERS_LETTER = "/dire-non/lettre-d-un-autre"
_ONE = "/visite/<reference>"


def _under(method: str, place: str, states: dict[State, Outcome], scope: Scope | None = None, **more: object) -> Row:
    """Return a row of an address under a mandate: its own advisor's, and nobody else's."""
    return Row(method, _ONE + place, "advisors", states=states, scope=scope, unknown=NO_VISIT, **more)


ACTS = (
    _under("GET", "/dire-non", WEAK_ACT, Scope.OPT_OUT, over="announced"),
    _under(
        "POST",
        "/dire-non",
        STRONG_ACT,
        Scope.OPT_OUT,
        over="announced",
        fields={"dire-non": ""},
        does="record_space receipt journal_entry mandate_use outbox_message",
    ),
    _under("GET", "/dire-non/recepisse", STRONG_ACT, Scope.OPT_OUT, over="opposed"),
    _under("GET", "/dire-non/recepisse/papier", STRONG_ACT, Scope.OPT_OUT, over="opposed"),
    _under("GET", _OTHERS_LETTER, STRONG_ACT, Scope.OPT_OUT, over="announced"),
    _under(
        "POST",
        _OTHERS_LETTER,
        STRONG_ACT,
        Scope.OPT_OUT,
        over="announced",
        fields={"code": "$letter to addressee"},
        concerns="addressee",
        does="record_space receipt journal_entry mandate_use",
    ),
    _under("GET", f"{_OTHERS_LETTER}/recepisse", STRONG_ACT, Scope.OPT_OUT, over="announced", before="a letter told"),
    _under(
        "GET", f"{_OTHERS_LETTER}/recepisse/papier", STRONG_ACT, Scope.OPT_OUT, over="announced", before="a letter told"
    ),
    _under("GET", "/activer", ACT, Scope.ACTIVATION, over="opened"),
    _under(
        "POST",
        "/activer",
        ACT,
        Scope.ACTIVATION,
        over="opened",
        does="letter_code journal_entry mandate_use outbox_message",
    ),
    _under("GET", "/acces", ACT, Scope.RECOVERY),
    _under(
        "POST",
        "/acces",
        ACT,
        Scope.RECOVERY,
        fields={"lost": "password"},
        does="recovery_case journal_entry mandate_use outbox_message",
    ),
    _under(
        "POST",
        "/acces/code",
        ACT,
        Scope.RECOVERY,
        over="helped",
        fields={"proof": "sms"},
        does="recovery_case journal_entry mandate_use outbox_message",
    ),
    _under("GET", "/contact", ACT, Scope.CONTACT_CHANGE, query="?sorte=mobile"),
    _under(
        "POST",
        "/contact",
        ACT,
        Scope.CONTACT_CHANGE,
        fields={"sorte": "mobile", "value": "06 39 98 01 99"},
        does="contact_request journal_entry mandate_use",
    ),
    _under("GET", "/papier", ACT, Scope.PAPER_IN),
    _under(
        "POST",
        "/papier",
        ACT,
        Scope.PAPER_IN,
        fields={"pages": "$photograph"},
        does="document journal_entry mandate_use",
    ),
    _under("GET", "/resume", WEAK_ACT, Scope.PRINT_SUMMARY),
    _under(
        "POST",
        "/resume/lettre",
        WEAK_ACT,
        Scope.PRINT_SUMMARY,
        does="journal_entry mandate_use outbox_message",
    ),
    _under(
        "POST",
        "/resume/tour",
        {**ACT, State.PAPER: ">/visite/{id}/resume$"},
        Scope.PRINT_SUMMARY,
        does="desk_turn staff_session journal_entry mandate_use",
    ),
    _under("GET", "/fermer", ACT, Scope.CLOSURE),
    _under(
        "POST",
        "/fermer",
        ACT,
        Scope.CLOSURE,
        does="record_space receipt journal_entry mandate_use outbox_message",
    ),
    _under("GET", "/fermer/recepisse", ACT, Scope.CLOSURE, over="closed"),
    _under("GET", "/fermer/recepisse/papier", ACT, Scope.CLOSURE, over="closed"),
)

VISITS = (
    _under("GET", "", {**GIVEN_ONLY, **_of(consent=_DRAFTS)}),
    _under("GET", "/a-vous", {**_of(ok=_DRAFTS, visit=(*_GIVEN, *_OVER))}, over="announced"),
    _under(
        "POST",
        "/a-vous",
        {**_of(ok=(State.DRAFT,), visit=(*_GIVEN, *_OVER)), State.NOBODYS: "422"},
        over="announced",
        fields={"code": "$consent code of announced"},
        counts={State.NOBODYS: "mandate"},
        does="mandate journal_entry outbox_message",
    ),
    _under("GET", "/accord", DRAFT_ONLY),
    _under("POST", "/accord", _of(ok=_DRAFTS), fields={"way": "card"}, does="mandate"),
    _under("POST", "/accord/tour", DRAFT_ONLY, does="desk_turn staff_session"),
    _under("POST", "/appel", _of(visit=_HERS), fields={"mobile": ""}, walk="a visit at a distance"),
    _under("GET", "/acte", GIVEN_ONLY),
    _under("GET", "/fiche", GIVEN_ONLY),
    _under("POST", "/fin", {**_of(ok=(*_DRAFTS, *_GIVEN), visit=_OVER)}, does="mandate"),
    _under("GET", "/papier-signe", DRAFT_ONLY),
    _under(
        "POST",
        "/papier-signe",
        DRAFT_ONLY,
        fields={"seen": "1", "signed": "1", "scan": "$photograph"},
        does="mandate",
    ),
    _under(
        "GET",
        "/preuve",
        {
            **_of(ok=(State.STALE,), visit=(*_DRAFTS, State.PAPER, State.OTHER_SCOPE, *_OVER)),
            State.ACTIVE: ">/visite/{id}/fermer$",
            State.OTHERS: ">/visite/{id}/fermer$",
        },
        Scope.CLOSURE,
        query="?acte=closure",
    ),
    _under(
        "POST",
        "/preuve",
        _of(ok=(State.ACTIVE, State.STALE, State.OTHERS)),
        Scope.CLOSURE,
        fields={"acte": "closure", "way": "sms"},
        does="mandate outbox_message",
    ),
    _under("GET", "/projet", DRAFT_ONLY),
    _under("POST", "/refus", DRAFT_ONLY, does="mandate"),
    _under("GET", "/renouveler", _of(ok=(*_GIVEN, State.EXPIRED), visit=(*_DRAFTS, State.REVOKED, State.ENDED))),
    _under(
        "POST",
        "/renouveler",
        _of(ok=(*_GIVEN, State.EXPIRED), visit=(*_DRAFTS, State.REVOKED, State.ENDED)),
        fields={"scope": "opt-out", "duration": "visit", "language": "fr"},
        does="mandate",
    ),
    _under("GET", "/texte", READ),
)

_DONE = {State.ACTIVE: ">/visite/{id}/dire-non$"}
DONE_BESIDE = (
    _under("GET", "/dire-non/recepisse", _DONE, Scope.OPT_OUT, over=BESIDE),
    _under("GET", "/dire-non/recepisse/papier", _DONE, Scope.OPT_OUT, over=BESIDE),
)
"""Addresses of which her own active mandate isn't enough: the receipt is of what another advisor did."""
