"""The acts of a visit: where each is, the one way to begin it, and to note it. Each room of an act comes here first."""

from collections.abc import Callable
from dataclasses import dataclass

from assisted_desk.ui import DeskAsk
from dossier.identity import draft, drop_draft, keep_draft
from dossier.mandates import (
    MandateDead,
    MandateUse,
    ProofTooOld,
    UseDetail,
    act_on_paper,
    acting_under,
    mandate_of,
    note_use,
)
from dossier.policy import Acting, Scope
from i18n import gettext
from portal.ui import Answer, SeeOther

from .visit import PATH, Visit


@dataclass(frozen=True, slots=True)
class Act:
    """One act that a visit may hold: its place after the visit's address, what it is called, what it does."""

    scope: Scope
    place: str
    words: str
    second: str


ACTS = (
    Act(Scope.OPT_OUT, "dire-non", gettext("Dire non au dossier"), gettext("Calculer le délai, puis dire non.")),
    Act(Scope.ACTIVATION, "activer", gettext("Activer le dossier"), gettext("La personne le fait, à son tour.")),
    Act(Scope.RECOVERY, "acces", gettext("Retrouver un accès perdu"), gettext("Ouvrir une demande, envoyer un code.")),
    Act(
        Scope.CONTACT_CHANGE,
        "contact",
        gettext("Changer un numéro ou une adresse"),
        gettext("Avec l’accord d’une deuxième personne."),
    ),
    Act(Scope.PAPER_IN, "papier", gettext("Ajouter un papier"), gettext("Vous le scannez. Vous ne le revoyez pas.")),
    Act(Scope.PRINT_SUMMARY, "resume", gettext("Imprimer le résumé"), gettext("La personne l’imprime, ou le reçoit.")),
    Act(Scope.CLOSURE, "fermer", gettext("Fermer le dossier"), gettext("Il est gardé dix ans. Il peut rouvrir.")),
)
"""In the order of the visit's page. No other act exists."""
ACT_OF = {act.scope: act for act in ACTS}
_WORDS = {
    UseDetail.LETTER: gettext("Lettre demandée, sur un papier signé"),
    UseDetail.OTHERS_LETTER: gettext("Lettre reçue par erreur, signalée"),
}


def path_of_act(reference: str, scope: Scope) -> str:
    """Return the address of an act."""
    return f"{PATH}/{reference}/{ACT_OF[scope].place}"


def path_of_proof(reference: str, scope: Scope) -> str:
    """Return where she proves anew before an act; it leads back to the act."""
    return f"{PATH}/{reference}/preuve?acte={scope}"


def words_of_use(done: MandateUse) -> str:
    """Return what was done under a mandate, as the visit's page calls it."""
    return _WORDS[done.detail] if done.detail else ACT_OF[done.scope].words


def act_open(ask: DeskAsk, reference: str, scope: Scope, typed: dict[str, str] | None = None) -> Visit | Answer:
    """Return the visit, for a page that shows an act; or where to go first.

    A form that was sent hands `typed` over: it is kept, sealed, when she must prove anew first. Writes then.

    That is the visit's page when the mandate is over or without this scope, the fresh proof when the last one is too
    old. Raises `MandateDead` when it isn't hers.
    """
    visit = Visit.of(mandate_of(ask.unit, ask.staff, reference, ask.now), ask.now)
    if not visit.is_active or scope not in visit.scopes:
        return SeeOther(visit.path)
    if scope in visit.fresh:
        return visit
    if typed:
        keep_draft(ask.unit, ask.visit, _purpose(reference, scope), typed, ask.now)
    return SeeOther(path_of_proof(reference, scope))


def begin_act(ask: DeskAsk, reference: str, scope: Scope, typed: dict[str, str] | None = None) -> Acting | Answer:
    """Return the advisor acting for her patient, in the act's own writing unit; or where to go first.

    Called last, when everything typed is in order. `typed` is kept, sealed, while she proves anew (`typed_before`), and
    forgotten once the act begins. Once it is done, `end_act`: an act that was refused is no use of the mandate.
    """
    try:
        acting = acting_under(ask.unit, ask.staff, reference, scope, ask.now)
    except ProofTooOld:
        if typed:
            keep_draft(ask.unit, ask.visit, _purpose(reference, scope), typed, ask.now)
        return SeeOther(path_of_proof(reference, scope))
    except MandateDead:
        return SeeOther(f"{PATH}/{reference}")
    drop_draft(ask.unit, ask.visit, _purpose(reference, scope))
    return acting


def end_act(ask: DeskAsk, acting: Acting, detail: UseDetail | None = None) -> None:
    """Note the act that was just done, in the patient's journal and for the sheet of the visit.

    `detail`: what it was, where its scope alone would mislead.
    """
    note_use(ask.unit, acting, ask.now, detail)


def try_on_paper(ask: DeskAsk, reference: str, scope: Scope, act: Callable[[Acting], object]) -> Answer | None:
    """Do what a signed paper alone opens, if that is possible; return where to go first, else None for everybody."""
    try:
        act_on_paper(ask.unit, ask.staff, reference, scope, ask.now, act)
    except ProofTooOld:
        return SeeOther(path_of_proof(reference, scope))
    except MandateDead:
        return SeeOther(f"{PATH}/{reference}")
    return None


def typed_before(ask: DeskAsk, reference: str, scope: Scope) -> dict[str, str]:
    """Return what was typed for this act before she had to prove anew; nothing when nothing was."""
    return draft(ask.unit, ask.visit, _purpose(reference, scope), ask.now)


def _purpose(reference: str, scope: Scope) -> str:
    return f"{ACT_OF[scope].place[:7]}:{reference}"  # twenty signs, the most a draft's purpose may have
