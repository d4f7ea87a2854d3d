"""Mme Roux, 84, without mobile or e-mail, at a France Services house: the whole visit, for every kind of screen.

Inès reads her the mandate, she agrees with a line of her card. Her grandson's letter, which had come to her, is told to
be somebody else's. She takes her turn, reads her summary and takes it away, sealed. She goes home with a sheet, reads
in her history who did what, and ends it all by telephone.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import BytesIO
from itertools import count
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Browser, ConsoleMessage

from back_office.demo.staff import SCHILTIGHEIM
from dossier.lifecycle import State
from tests.kit.desk import INES, PAUL
from tests.kit.terminal import Lynx, W3m, person_at
from tests.printouts.reading import words as words_of

from .hands import AtTerminal, Hands, InChromium
from .letters import NOE, letter_to
from .running import Running
from .visiting import (
    ALLERGY,
    Roux,
    agree_by_card,
    end_her_turn,
    mme_roux,
    open_desk,
    prepare_visit,
    prove_in_her_turn,
    sign_in_at_home,
    stop_by_telephone,
    take_sealed_summary,
)

pytestmark = [pytest.mark.journey, pytest.mark.slow]
_TERMINALS = {"lynx": Lynx, "w3m": W3m}
Seat = Callable[[str], Hands]


@pytest.fixture(params=["lynx", "w3m", "no-scripts", "scripts"])
def seat(request: pytest.FixtureRequest, tmp_path: Path, browser: Browser) -> Iterator[Seat]:
    """Whoever sits down gets a browser of her own, of one kind for everybody; what it complains of ends the test."""
    complaints: list[str] = []
    numbers = count()

    def complain(told: ConsoleMessage) -> None:
        if "Content Security Policy" in told.text:
            complaints.append(told.text)

    with ExitStack() as seats:

        def sit_down(address: str) -> Hands:
            if request.param in _TERMINALS:
                home = tmp_path / f"home-{next(numbers)}"
                home.mkdir()
                person = seats.enter_context(person_at(_TERMINALS[request.param], home))
                person.open(address)
                return AtTerminal(person)
            context = browser.new_context(locale="fr-FR", java_script_enabled=request.param == "scripts")
            seats.callback(context.close)
            page = context.new_page()
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", complain)
            page.goto(address)
            return InChromium(page)

        yield sit_down
    assert complaints == []


def test_her_whole_visit_from_the_open_door_to_her_no_by_telephone(seat: Seat, portal: Running, tmp_path: Path) -> None:
    roux = mme_roux(portal)
    ines = seat(f"{portal.desk_url}/")
    open_desk(ines, portal, INES)
    prepare_visit(ines, roux, "Dire non au dossier", "Imprimer le résumé")
    _the_draft_is_worth_nothing(ines, tmp_path)
    agree_by_card(ines, roux)
    _her_grandsons_letter_is_told(ines, portal)
    ines.press("Revenir à la visite")
    ines.see("Lettre reçue par erreur, signalée")
    _she_takes_her_turn(ines, roux, portal, tmp_path)
    ines.press("Visite")
    ines.press("Jeanne Blanchard")
    ines.see("Ce qui a été fait")
    _the_sheet_says_what_was_done(ines, tmp_path)
    _she_reads_who_did_it_and_where(seat(f"{portal.url}/"), roux)
    ines.press("Imprimer le résumé")
    ines.see("Lui donner la place")
    paul = seat(f"{portal.desk_url}/")
    open_desk(paul, portal, PAUL)
    stop_by_telephone(paul, roux.stop_code(portal))
    ines.press("Lui donner la place")
    ines.see("Ce mandat est fini : arrêté avec un code.")


def _the_draft_is_worth_nothing(ines: Hands, folder: Path) -> None:
    ines.see("Inès Laurent")
    draft = words_of(ines.take_paper("Imprimer le projet, sans valeur", "/projet", folder / "draft.pdf"))
    assert "Projet sans valeur" in draft
    assert "Inès Laurent" in draft


def _her_grandsons_letter_is_told(ines: Hands, portal: Running) -> None:
    noe = letter_to(portal, NOE)
    ines.press("Dire non au dossier")
    ines.see("Ce dossier est déjà activé.")
    ines.press("Signaler une lettre reçue par erreur")
    ines.see("Une lettre pour une autre personne")
    ines.write("Le code de cette lettre", noe.code())
    ines.press("Signaler cette lettre")
    ines.see("C’est noté : la lettre n’est pas pour elle")
    assert "Noé" not in ines.words()
    case = noe.case()
    assert (case.state, case.due_at) == (State.ANNOUNCED, None)
    assert case.blocked_at is not None


def _she_takes_her_turn(screen: Hands, roux: Roux, portal: Running, folder: Path) -> None:
    screen.press("Imprimer le résumé")
    screen.see("Vous ne voyez jamais ce résumé.")
    screen.press("Lui donner la place")
    screen.goes_on("Continuer")
    prove_in_her_turn(screen, roux)
    screen.see(ALLERGY)
    sealed, digits = take_sealed_summary(screen, folder / "summary.pdf")
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(sealed))
    with pikepdf.open(BytesIO(sealed), password=digits) as summary:
        unsealed = BytesIO()
        summary.save(unsealed, encryption=False)
    assert ALLERGY in words_of(unsealed.getvalue())
    end_her_turn(screen, portal)


def _the_sheet_says_what_was_done(ines: Hands, folder: Path) -> None:
    sheet = words_of(ines.take_paper("La feuille de visite", "/fiche", folder / "sheet.pdf"))
    for told in ("Lettre reçue par erreur, signalée", "Résumé remis, ou envoyé", "Inès Laurent", SCHILTIGHEIM):
        assert told in sheet
    assert "Dire non" not in sheet


def _she_reads_who_did_it_and_where(her: Hands, roux: Roux) -> None:
    sign_in_at_home(her, roux)
    her.press("Voir qui a lu le dossier")
    her.see("Acte fait pour vous, avec votre mandat : une lettre pour une autre personne, reçue par erreur")
    her.see(f"Vous, à votre tour, au guichet de Inès Laurent, {SCHILTIGHEIM}")
    her.see(f"Inès Laurent, {SCHILTIGHEIM}")
