"""Pages of a visit in every state: name, template, page."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

from assisted_desk.advisor import acts, visit_pages
from assisted_desk.advisor.visit import Visit
from assisted_desk.ui import PAGES, Badge, DeskFrame, Leaf, PersonMistakes, TypedPerson, menu_of
from dossier.mandates import CallState, Duration, MandateState, ProofKind
from dossier.policy import Role, Scope
from portal.ui import ENDINGS, LANGUAGES, TypedDate
from printouts import NEWEST, MandateFacts, mandate_texts

_AT = datetime(2026, 11, 25, 13, 5, tzinfo=UTC)
_REFERENCE = "7KQM4HTX9DFR"
_PERSON = TypedPerson("Blanchard", "Jeanne", TypedDate("12", "mai", "1942"), "2 42 05 43 157 012 34")
_WRONG = PersonMistakes(birth_name=True, first_name=True, born="no-such-day", ins="key")
_WAYS = ("sms", "voice", "card")
_LINES = ("mobile", "landline")
_SITE = "dossier-clair.example/mandats"
EVERYTHING = tuple(Scope)
VISIT = Visit(
    reference=_REFERENCE,
    number="7KQM-4HTX-9DFR",
    path=f"/visite/{_REFERENCE}",
    person="Jeanne Blanchard",
    state=MandateState.ACTIVE,
    scopes=EVERYTHING,
    fresh=frozenset(EVERYTHING),
    is_weak=False,
    until=_AT + timedelta(minutes=42),
    minutes=42,
)
DRAFT = replace(VISIT, state=MandateState.DRAFT, fresh=frozenset())


def visit_samples() -> list[tuple[str, str, object]]:
    """All of them, in the order of a visit."""
    return [*_start(), *_consent(), *_turn(), *_visit(), *_revoke()]


def visits_drawn() -> Iterator[tuple[str, str]]:
    """Each of them as HTML, by its name."""
    badge = Badge("Inès Laurent", "Guichet", "France Services du Puy", "8 h 30", "18 h 30")
    frame = DeskFrame("jeton", badge, menu="visit", pages=menu_of(Role.ADVISOR), htmx="/scripts/htmx.js")
    for name, template, page in visit_samples():
        yield name, PAGES.render(f"visit/{template}.html", page, frame)


def _start() -> Iterator[tuple[str, str, object]]:
    page = visit_pages.StartPage(acts=acts.ACTS)
    lines = tuple(
        visit_pages.VisitLine(VISIT.path, VISIT.number, VISIT.person, state, VISIT.until) for state in MandateState
    )
    child = replace(page, child=True, acts=acts.ACTS[:1])
    yield "start", "start", page
    yield "start-visits", "start", replace(page, visits=lines)
    yield "start-unknown", "start", replace(page, unknown=True)
    yield "start-child", "start", child
    filled = replace(page, typed=_PERSON, scopes=("opt-out",), duration="year", language="ar")
    yield "start-wrong", "start", replace(filled, wrong=_WRONG, no_scope=True, not_express=True)
    yield "start-child-wrong", "start", replace(child, parent_wrong=_WRONG)
    yield "start-remote", "start", replace(filled, remote=True, too_far=True)
    for refusal in get_args(visit_pages.StartRefusal):
        yield f"start-{refusal}", "start", replace(filled, refusal=refusal)
    yield "visits", "visits", visit_pages.VisitsPage(lines)
    yield "visits-leaf", "visits", visit_pages.VisitsPage(lines, Leaf("/visites", 30, 2, 2))
    yield "visits-none", "visits", visit_pages.VisitsPage(())
    renew = visit_pages.RenewPage(VISIT, acts.ACTS)
    yield "renew", "renew", renew
    yield "renew-wrong", "renew", replace(renew, no_scope=True, not_express=True, refusal="many")


def _consent() -> Iterator[tuple[str, str, object]]:
    facts = MandateFacts(
        person="Jeanne Blanchard",
        advisor="Inès Laurent",
        site="France Services du Puy",
        scopes=tuple(str(scope) for scope in EVERYTHING),
        duration="visit",
    )
    texts = mandate_texts(NEWEST, LANGUAGES, facts)
    page = visit_pages.ConsentPage(DRAFT, texts[0], "fr", Duration.VISIT, _WAYS, _SITE, paper=False)
    yield "consent", "consent", page
    yield "consent-arabic", "consent", replace(page, beside="ar", paper=True)
    yield "consent-asked", "consent", replace(page, asked=True)
    yield "consent-no-ways", "consent", replace(page, ways=())
    for told in get_args(visit_pages.AskRefusal):
        yield f"consent-{told}", "consent", replace(page, told=told)
    far = replace(page, visit=replace(DRAFT, is_remote=True))
    for state in get_args(CallState):
        yield f"consent-far-{state}", "consent", replace(far, call=visit_pages.CallPart(state, _LINES))
    taken = visit_pages.CallPart("taken", _LINES, by_card=True)
    yield "consent-far-none", "consent", replace(far, call=visit_pages.CallPart("", ()))
    yield "consent-far-asked", "consent", replace(far, call=replace(taken, by_card=False), asked=True)
    yield "consent-far-card", "consent", replace(far, call=taken, asked=True)
    yield "consent-far-call", "consent", replace(far, call=visit_pages.CallPart("missed", _LINES), told="calls")
    for text in texts:
        yield f"text-{text.language}", "text", visit_pages.TextPage(DRAFT, text)
    proof = visit_pages.ProofPage(replace(VISIT, fresh=frozenset()), acts.ACTS[0], _WAYS, _SITE)
    for act in acts.ACTS:
        yield f"proof-{act.place}", "proof", replace(proof, act=act)
    distant = replace(proof, visit=replace(proof.visit, is_remote=True))
    for state in get_args(CallState):
        yield f"proof-far-{state}", "proof", replace(distant, call=visit_pages.CallPart(state, _LINES))
    yield "proof-far-asked", "proof", replace(distant, call=taken, asked=True)
    yield "proof-paper", "proof", replace(proof, visit=replace(proof.visit, is_weak=True), ways=())
    for told in get_args(visit_pages.AskRefusal):
        yield f"proof-{told}", "proof", replace(proof, told=told)
    for error in get_args(visit_pages.PaperMistake):
        yield f"paper-{error}", "paper", visit_pages.PaperPage(DRAFT, error=error)


def _turn() -> Iterator[tuple[str, str, object]]:
    page = visit_pages.TurnPage(
        DRAFT, "Inès Laurent", "France Services du Puy", Duration.VISIT, None, by_card=False, tries_left=4
    )  # fmt: skip
    for error in get_args(visit_pages.TurnMistake):
        yield f"turn-{error}", "turn", replace(page, error=error)
    yield "turn-card", "turn", replace(page, by_card=True)
    for scope in Scope:
        yield f"turn-{scope}", "turn", replace(page, visit=VISIT, act=scope)
    yield "unfit", "unfit", visit_pages.UnfitPage(DRAFT)


def _visit() -> Iterator[tuple[str, str, object]]:
    done = tuple(visit_pages.DoneLine(act.words, _AT) for act in acts.ACTS)
    page = visit_pages.VisitPage(VISIT, _AT, ProofKind.SMS, acts.ACTS, (), "", None, renewable=True)
    yield "visit", "visit", page
    yield "visit-done", "visit", replace(page, done=done)
    yield "visit-long", "visit", replace(page, visit=replace(VISIT, minutes=3000))
    yield "visit-last-minute", "visit", replace(page, visit=replace(VISIT, minutes=1))
    weak = replace(page, visit=replace(VISIT, is_weak=True), proof=ProofKind.PAPER, acts=acts.ACTS[:1])
    yield "visit-paper", "visit", weak
    yield "visit-far", "visit", replace(page, visit=replace(VISIT, is_remote=True))
    for why in ENDINGS:
        over = replace(VISIT, state=MandateState.ENDED, minutes=0)
        yield f"visit-{why}", "visit", replace(page, visit=over, acts=(), done=done[:1], why=why, ended_at=_AT)
    void = replace(VISIT, state=MandateState.VOID, minutes=0)
    never = visit_pages.VisitPage(void, None, None, (), (), "refused", _AT, renewable=False)
    yield "visit-void", "visit", never
    for proof in ProofKind:
        yield f"visit-by-{proof}", "visit", replace(page, proof=proof)


def _revoke() -> Iterator[tuple[str, str, object]]:
    yield "revoke", "revoke", visit_pages.RevokePage()
    yield "revoke-wrong", "revoke", visit_pages.RevokePage(_PERSON, _WRONG)
    page = visit_pages.RevokeTurnPage("Jeanne Blanchard")
    for error in get_args(visit_pages.RevokeMistake):
        yield f"revoke-turn-{error}", "revoke_turn", replace(page, error=error)
    yield "revoke-turn-wait", "revoke_turn", replace(page, error="wrong", wait_minutes=3)
    yield "revoked", "revoked", visit_pages.RevokedPage()
