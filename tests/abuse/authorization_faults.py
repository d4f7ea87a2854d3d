"""Faults planted one by one into who may do what, and the cells of the matrix that must come out wrong.

Some are planted twice: what the pages check first, the heart checks again, and either would hide the other's fault.
"""

from dataclasses import dataclass

from tests.kit.matrix import State, Who


@dataclass(frozen=True)
class AuthorizationFault:
    """What to plant, and where the matrix is to look: at whose requests, to which addresses, under which mandates."""

    name: str
    changes: tuple[tuple[str, str, str], ...]
    """Of a module, which words in the place of which."""
    face: str
    addresses: tuple[str, ...] = ()
    """How the names of rows end; all of them when there is none."""
    who: tuple[Who, ...] = ()
    kinds: tuple[str, ...] = ()
    walk: str = ""
    """The walk in which it shows."""


def _fault(name: str, *changes: str, face: str = "desk", **more: object) -> AuthorizationFault:
    """Return a fault: module, words, and what to put there, by threes."""
    by_three = tuple(zip(changes[::3], changes[1::3], changes[2::3], strict=True))
    return AuthorizationFault(name, by_three, face, **more)  # type: ignore[arg-type]


_FACE = "assisted_desk.ui.face"
_OPEN_TO = "return guard is DeskGuard.STAFF or "
_ACTS = "assisted_desk.advisor.acts"
_PAGE_CHECK = "if not visit.is_active or scope not in visit.scopes:"
_RULES = "dossier.mandates.rules"
_SETTLED = "    if mandate.state not in LIVING or now < mandate.until_at:\n        return mandate\n    over ="
_READING = "{Action.RECORD_READ, Action.DOCUMENT_OPEN, Action.HISTORY_READ, Action.SUMMARY_PRINT}"
_DECIDE = "dossier.policy.decide"
_KEEPING = "dossier.mandates.keeping"
_WHOSE = "(found.staff_id, found.site) != (staff.staff_id, staff.site)"


def _revived(state: str) -> str:
    """Return what takes a mandate in this state for a living one."""
    living = "replace(mandate, state=MandateState.ACTIVE)"
    return f"    if mandate.state is MandateState.{state}:\n        return {living}\n{_SETTLED}"


FAULTS = (
    # Doors.
    _fault(
        "the supervisor's pages are open to advisors",
        _FACE,
        _OPEN_TO,
        "return (guard is DeskGuard.SUPERVISOR and session.role is Role.ADVISOR) or guard is DeskGuard.STAFF or ",
        addresses=("/equipe/inviter",),  # elsewhere the heart stands in the way
    ),
    _fault(
        "the advisors' pages are open to agents",
        _FACE,
        _OPEN_TO,
        "return (guard is DeskGuard.ADVISOR and session.role is Role.CALL_AGENT) or guard is DeskGuard.STAFF or ",
        addresses=("POST /visite", "/guichet"),
    ),
    _fault(
        "a locked desk passes",
        "dossier.identity.staff_sessions",
        "return self.locked_at is not None or now",
        "return now",
        addresses=("/", "/dire-non"),
        who=(Who.LOCKED,),
    ),
    _fault(
        "a suspension is ignored",
        "dossier.identity.staff_sessions",
        "self.ended_at is None and self.suspended_at is None and",
        "self.ended_at is None and",
        addresses=("/", "/visite/<reference>"),
        who=(Who.SUSPENDED,),
    ),
    # Whose mandate.
    _fault("a colleague acts", _KEEPING, _WHOSE, "found.site != staff.site", addresses=("/dire-non", "/fiche")),
    _fault(
        "another site acts",
        _KEEPING,
        _WHOSE,
        "found.staff_id != staff.staff_id",
        addresses=("/dire-non", "POST /visite/<reference>/fin"),
        who=(Who.MOVED,),
    ),
    _fault(
        "another's mandate is refused, and an unknown one isn't there",
        _KEEPING,
        f"    if {_WHOSE}:\n        raise MandateDead\n",
        f'    if {_WHOSE}:\n        raise NotPermitted(action="mandates:mandate:read", role=staff.role)\n',
        addresses=("GET /visite/<reference>",),
        who=(Who.COLLEAGUE, Who.ELSEWHERE),
    ),
    # What state it is in.
    _fault(
        "a scope that isn't held acts",
        _ACTS,
        _PAGE_CHECK,
        "if not visit.is_active:",
        _ACTS,
        "if scope in visit.fresh:",
        "if scope in visit.fresh or scope not in visit.scopes:",
        _RULES,
        '    if scope not in mandate.scopes:\n        raise MandateDead(why="scope")\n',
        "",
        _RULES,
        "    at = dict(mandate.proved).get(scope)\n",
        "    at = max((one for _, one in mandate.proved), default=None)\n",
        kinds=(State.OTHER_SCOPE,),
        addresses=("POST /visite/<reference>/acces", "POST /visite/<reference>/fermer"),
    ),
    _fault(
        "a proof is good for ever",
        "assisted_desk.advisor.visit",
        "if is_alive and now - at <= LIMITS.proof_life",
        "if is_alive",
        _RULES,
        "at is None or now - at > limits.proof_life",
        "at is None",
        kinds=(State.STALE,),
        addresses=("/dire-non", "/contact", "/resume/tour"),
    ),
    _fault(
        "an expired mandate acts",
        _RULES,
        _SETTLED,
        _SETTLED.replace("now < mandate.until_at", "mandate.given_at is not None"),
        kinds=(State.EXPIRED,),
        addresses=("POST /visite/<reference>/acces", "/dire-non"),
    ),
    _fault(
        "a revoked mandate acts",
        _RULES,
        _SETTLED,
        _revived("REVOKED"),
        kinds=(State.REVOKED,),
        addresses=("POST /visite/<reference>/fermer", "/papier"),
    ),
    _fault(
        "an ended mandate acts",
        _RULES,
        _SETTLED,
        _revived("ENDED"),
        kinds=(State.ENDED,),
        addresses=("POST /visite/<reference>/resume/lettre", "/activer"),
    ),
    _fault(
        "a page shows where a case stands, whatever became of the mandate",
        _ACTS,
        _PAGE_CHECK,
        "if False:",
        _ACTS,
        "if scope in visit.fresh:",
        "if True:",
        "dossier.mandates.acting",
        "    rules.check_act(found.mandate, scope, now)\n    if found.patient_id",
        "    if found.patient_id",
        kinds=(State.REVOKED, State.EXPIRED, State.STALE),
        addresses=("GET /visite/<reference>/dire-non", "GET /visite/<reference>/fermer"),
    ),
    _fault(
        "a paper says no",
        "assisted_desk.advisor.saying_no",
        "    if visit.is_weak:\n        return _ask_letter(",
        "    if False:\n        return _ask_letter(",
        "dossier.mandates.acting",
        "if found.patient_id is None or found.mandate.is_weak:",
        "if found.patient_id is None:",
        _DECIDE,
        "if acting.is_weak and action in _BY_HER_OWN_PROOF:",
        "if False:",
        kinds=(State.PAPER,),
        addresses=("POST /visite/<reference>/dire-non",),
    ),
    _fault(
        "a receipt of another advisor is handed over",
        "assisted_desk.advisor.handing_over",
        "if one.mandate == visit.reference)",
        "if one.mandate)",
        kinds=(State.ACTIVE,),
        addresses=("/recepisse", "/recepisse/papier"),
    ),
    # Cases, changes, papers, people.
    _fault(
        "another team's agent sees a case",
        "dossier.recovery.keeping",
        "        return acting.actor_id == found.held_by\n    if acting.role is Role.ADVISOR and",
        "        return True\n    if acting.role is Role.ADVISOR and",
        addresses=("GET /appels/<number>", "POST /appels/<number>/code"),
    ),
    _fault(
        "a change is agreed to by the team that asked",
        "dossier.recovery.contact_rules",
        "if not team or team == change.asker_team:",
        "if False:",
        addresses=("/changements/<number>/accord",),
        who=(Who.AGENT, Who.OTHER_AGENT),
    ),
    _fault(
        "an advisor sees what became of a colleague's paper",
        "dossier.recovery.lists",
        "his = sa.and_(table.c.seen_by == staff_id, table",
        "his = sa.and_(table.c.seen_by.is_not(None), table",
        addresses=("/guichet/<number>",),
    ),
    _fault(
        "a supervisor changes another site's people",
        "dossier.identity.supervising",
        "here: sa.ColumnElement[bool] = table.c.site == session.site",
        "here: sa.ColumnElement[bool] = sa.true()",
        addresses=("/equipe/suspendre", "POST /equipe"),
    ),
    _fault(
        "a colleague's key is taken away",
        "dossier.identity.staff_keys",
        "staff_key.c.key_id == key_id, staff_key.c.staff_id == session.staff_id",
        "staff_key.c.key_id == key_id",
        addresses=("/cles/retirer",),
    ),
    # The portal.
    _fault(
        "a document of anybody is opened",
        "dossier.documents.openings",
        "wanted = sa.select(document).where(\n        document.c.patient_id == acting.patient_id,\n",
        "wanted = sa.select(document).where(\n",
        face="portal",
        addresses=("GET /documents/<key>",),
    ),
    _fault(
        "what a child keeps to himself is shown to his mother",
        "dossier.documents.rules",
        'return "hidden_from_patient" if role in _FOR_HERSELF else "hidden_from_representatives"',
        'return "hidden_from_patient"',
        face="portal",
        addresses=("GET /documents/<key>",),
        who=(Who.REPRESENTATIVE,),
    ),
    _fault(
        "a receipt of anybody is shown",
        "dossier.lifecycle.receipts",
        "wanted = wanted.where(tables.act.c.patient_id == patient_id, *conditions)",
        "wanted = wanted.where(*conditions)",
        face="portal",
        addresses=("/recepisses/<key>",),
    ),
    _fault(
        "a mandate of anybody is shown, and stopped",
        "dossier.mandates.queries",
        "hers = sa.or_(table.c.patient_id == acting.patient_id, table.c.giver_id == acting.patient_id)",
        "hers = sa.true()",
        face="portal",
        addresses=("GET /mandats/<reference>", "/arret"),
        who=(Who.OTHER, Who.REPRESENTATIVE),
    ),
    _fault(
        "a right to represent that is over still opens",
        "dossier.identity.sessions",
        "    if row.basis is None:\n",
        "    if False:\n",
        face="portal",
        addresses=("GET /documents", "GET /historique"),
        who=(Who.FORMER,),
    ),
    _fault(
        "who represents somebody has her record erased",
        "portal.closure.confirming",
        'if act == "erasure" and ask.acting.role is not Role.PATIENT:',
        "if False:",
        face="portal",
        addresses=("/effacer/mot-de-passe", "/effacer/verifier"),
        who=(Who.REPRESENTATIVE,),
    ),
    _fault(
        "a mother's account is open in her child's record",
        "portal.account.views",
        "if ask.signed.record_id != ask.signed.patient_id:",
        "if False:",
        face="portal",
        addresses=("GET /mon-compte", "/mon-compte/visites"),
        who=(Who.REPRESENTATIVE,),
    ),
    _fault(
        "a turn's session reads the list of documents",
        "portal.ui.patients",
        "return session is not None and session.acting is not None and not session.is_at_desk",
        "return session is not None and session.acting is not None",
        _DECIDE,
        "    if action not in actions:\n",
        "    if action not in actions and acting.role is not Role.PATIENT_AT_DESK:\n",
        face="portal",
        addresses=("GET /documents", "GET /documents/<key>"),
        who=(Who.TURN,),
    ),
    _fault(
        "a turn to answer reads her summary",
        "portal.ui.patients",
        "return session is not None and session.is_at_desk and not session.draft",
        "return session is not None and session.is_at_desk",
        "dossier.identity.turns",
        "told.advisor, mandate=told.draft, site=told.site)",
        "told.advisor, site=told.site)",
        face="portal",
        addresses=("GET /tour/resume", "GET /tour/accord"),
        who=(Who.ANSWERING,),
    ),
    _fault(
        "a ticket is good twice",
        "dossier.identity.turns",
        "table.c.taken_at.is_(None), table.c.ended_at.is_(None), table.c.until_at > now)\n\n\ndef _is",
        "table.c.ended_at.is_(None), table.c.until_at > now)\n\n\ndef _is",
        face="portal",
        addresses=("POST /tour/<ticket>",),
    ),
    _fault(
        "what one visit proved serves another",
        "dossier.identity.drafts",
        "return sha256(visit.encode()).digest()",
        'return sha256(b"").digest()',
        face="portal",
        walk="no with the letter",
    ),
    # Behind the pages.
    _fault(
        "an advisor may read",
        _DECIDE,
        "    if action not in actions:\n",
        f"    if action not in actions and not (acting.role is Role.ADVISOR and action in {_READING}):\n",
        face="heart",
    ),
    _fault(
        "a mandate may read",
        _DECIDE,
        "and action in _UNDER[acting.scope]",
        f"and action in _UNDER[acting.scope] | {_READING}",
        face="heart",
    ),
)
