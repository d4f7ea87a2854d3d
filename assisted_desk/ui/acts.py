"""Which pages of the desk are acts, for the journal of the staff: told by address, so that no page can forget it."""

import re

from dossier.identity import StaffAct
from portal.ui import Answer, PageSpec, SeeOther, Shown

_POSTS = {
    "/laisser-le-poste": StaffAct.DESK_LOCKED,
    "/reprise": StaffAct.DESK_REOPENED,
    "/quitter": StaffAct.DESK_CLOSED,
    "/code": StaffAct.CODE_GIVEN,
    "/cles": StaffAct.KEY_ADDED,
    "/cles/retirer": StaffAct.KEY_REMOVED,
    "/appels/nouveau": StaffAct.CALL_TAKEN,
    "/appels/arret": StaffAct.REQUEST_STOPPED,
    "/appels/*/appeler": StaffAct.CALLED_BACK,
    "/appels/*/code": StaffAct.CODE_SENT,
    "/appels/*/contact": StaffAct.CONTACT_ASKED,
    "/appels/*/rappel": StaffAct.CALLBACK_PLANNED,
    "/appels/*/rendez-vous": StaffAct.APPOINTMENT_SENT,
    "/changements": StaffAct.CONTACT_AGREED,
    "/guichet": StaffAct.PAPER_SEEN,
    "/a-confirmer/*/oui": StaffAct.PAPER_CONFIRMED,
    "/a-confirmer/*/non": StaffAct.PAPER_REFUSED,
    "/visite": StaffAct.MANDATE_DRAFTED,
    "/visite/*": StaffAct.VISIT_STEP,
    "/visite/*/accord": StaffAct.CONSENT_ASKED,
    "/visite/*/appel": StaffAct.CALLED_BACK,
    "/visite/*/a-vous": StaffAct.CONSENT_ANSWERED,
    "/visite/*/fin": StaffAct.MANDATE_ENDED,
    "/visite/*/papier-signe": StaffAct.CONSENT_ANSWERED,
    "/visite/*/refus": StaffAct.CONSENT_ANSWERED,
    "/visite/*/renouveler": StaffAct.MANDATE_DRAFTED,
    "/visite/*/preuve": StaffAct.PROOF_ASKED,
    "/visite/*/dire-non": StaffAct.OPT_OUT,
    "/visite/*/activer": StaffAct.ACTIVATION,
    "/visite/*/acces": StaffAct.ACCESS,
    "/visite/*/contact": StaffAct.CONTACT_ASKED,
    "/visite/*/papier": StaffAct.PAPER_TAKEN,
    "/visite/*/resume": StaffAct.SUMMARY,
    "/visite/*/fermer": StaffAct.CLOSURE,
    "/revoquer": StaffAct.MANDATE_REVOKED,
}
"""What is below an address, and has none of its own, counts as the same. `*`: a number."""
_BY_THEMSELVES = ("/connexion", "/premiere-fois", "/equipe", "/codes-de-secours", "/proconnect")
"""Their acts are written where they are done: before anybody is known, or with the colleague whom they are about."""
_READINGS = {"/journal-des-actes/export": StaffAct.JOURNAL_EXPORTED}
_PLACE = re.compile(r"<[^>]*>")
_FIRST_A_PROOF = re.compile(r"/code\?|/visite/[^/]+/preuve\?")


def act_of(spec: PageSpec, answer: Answer) -> StaffAct | None:
    """Return which act a page and its answer are, None for none. A fresh proof asked for first is none yet."""
    if is_refusal(answer):
        return StaffAct.PAGE_REFUSED
    if isinstance(answer, SeeOther) and _FIRST_A_PROOF.match(answer.path):
        return None
    return _READINGS.get(spec.path) if spec.method == "GET" else act_at(spec.path)


def act_at(path: str) -> StaffAct | None:
    """Return which act a form at this address is, None when it is written elsewhere."""
    here = _PLACE.sub("*", path)
    while here:
        if here in _POSTS:
            return _POSTS[here]
        here = here.rpartition("/")[0]
    return None


def is_written_elsewhere(path: str) -> bool:
    """Tell whether the acts of an address are written by what does them."""
    return path.startswith(_BY_THEMSELVES)


def is_refusal(answer: Answer) -> bool:
    """Tell whether a page was refused to whoever asked."""
    return isinstance(answer, Shown) and answer.status == 403


def was_done(answer: Answer) -> bool:
    """Tell whether what was asked for was done."""
    return not isinstance(answer, Shown) or answer.status < 400
