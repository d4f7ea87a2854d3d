"""A visit at a desk: whom for, her agreement on the turned screen, what may be done, its papers, its end."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from io import BytesIO

import pytest
import time_machine

from dossier.base import in_groups, new_sign_code, now
from dossier.identity import Basis, next_line, represent, suspend_staff
from dossier.mandates import MandateState, check_deed, open_evidence
from dossier.mandates.keeping import held
from tests.kit.desk import INES, PAUL, SARAH, AtDesk, Desk, desk_of, scripts_left_out
from tests.kit.house import CODES, events_of
from tests.kit.mandates import messages, somebody
from tests.kit.portal import House
from tests.kit.samples_of_visits import visits_drawn
from tests.kit.turns import told_in
from tests.kit.visitor import Answer
from tests.kit.visits import (
    PATH,
    advisor_at,
    agreed,
    ask_for,
    code_for,
    drafted_by,
    in_front,
    number_of,
    reference_in,
    state_of,
    typed,
)
from tests.printouts.reading import pages as pages_of
from tests.printouts.reading import words as words_of

WRONG = "000000"
NOBODY = {
    "birth_name": "Durand", "first_name": "Claire", "day": "3", "month": "5", "year": "1954",
    "ins": number_of(2540343765499),
}  # fmt: skip


@pytest.fixture
def desk(house: House) -> Desk:
    return desk_of(house)


@pytest.fixture
def ines(desk: Desk) -> AtDesk:
    return advisor_at(desk)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now(), tick=False) as clock:
        yield clock


def bare(page: Answer) -> tuple[int, str]:
    """Return what an answer says, without names, numbers and tokens that always differ."""
    told = re.sub(r'value="[^"]*"', "", page.html)
    told = re.sub(r"\b[2-9A-Z]{4}-?[2-9A-Z]{4}-?[2-9A-Z]{4}\b|(Jeanne|Claire) (Blanchard|Durand)", "x", told)
    return page.status, told


def ask_way(ines: AtDesk, reference: str, way: str) -> Answer:
    """Have a code leave, or a line kept; return what came back, not followed."""
    page = ines.get(f"{PATH}/{reference}/accord")
    token = page.form("/laisser-le-poste").untouched["jeton"]
    return ines.post(f"{PATH}/{reference}/accord", {"jeton": token, "way": way})


def turn(ines: AtDesk, reference: str, **fields: str) -> Answer:
    """Have her answer on the turned screen; return what came back, not followed."""
    return ines.post_form(ines.get(f"{PATH}/{reference}/a-vous"), to=f"{PATH}/{reference}/a-vous", **fields)


# Beginning


def test_nothing_is_ticked_and_the_shortest_time_is_chosen(ines: AtDesk) -> None:
    page = ines.get(PATH)
    assert page.heading == "Une visite"
    assert not re.search(r'type="checkbox"[^>]*checked', page.html)
    assert page.form(PATH).untouched["duration"] == "visit"
    assert page.form(PATH).untouched["language"] == "fr"


def test_a_draft_leads_to_the_text_that_is_read_aloud(ines: AtDesk, desk: Desk, house: House) -> None:
    her = in_front(house)
    reference = drafted_by(ines, her, "opt-out", "closure")
    page = ines.get(f"{PATH}/{reference}")
    assert page.location == f"{PATH}/{reference}/accord"
    page = ines.follow(page)
    assert "Vous donnez un mandat à Inès Laurent, de France Services du Puy." in page.words
    assert "Ce mandat est pour le dossier de Jeanne Blanchard." in page.words
    assert "dire non au dossier, ou revenir sur ce non. Trop tard : demander sa fermeture" in page.words
    assert "demander sa fermeture fermer le dossier Rien d’autre." in page.words
    assert "Ce mandat dure une heure." in page.words
    assert "Visite : Jeanne Blanchard" in page.all_words
    assert "Pas encore d’accord" in page.all_words
    assert state_of(desk, reference) is MandateState.DRAFT


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"birth_name": ""}, "Le nom de naissance manque."),
        ({"first_name": ""}, "Le prénom manque."),
        ({"day": "31", "month": "2"}, "Ce jour n’existe pas."),
        ({"ins": ""}, "Le numéro de sécurité sociale manque."),
        ({"duration": "year"}, "C’est long. La personne doit l’avoir demandé."),
    ],
)
def test_each_mistake_is_told_and_all_the_rest_stays(ines: AtDesk, changes: dict[str, str], words: str) -> None:
    page = ask_for(ines, NOBODY, "opt-out", language="ar", **changes)
    assert (page.status, words in page.words) == (422, True)
    assert page.title.startswith("Erreur : Une visite")
    kept = page.form(PATH).untouched
    assert {name: kept[name] for name in NOBODY} == NOBODY | {k: v for k, v in changes.items() if k in NOBODY}
    assert (kept["scope"], kept["language"]) == ("opt-out", "ar")


def test_without_a_scope_there_is_no_mandate(ines: AtDesk) -> None:
    page = ask_for(ines, NOBODY)
    assert (page.status, "Cochez une case au moins." in page.words) == (422, True)


def test_a_year_wants_its_tick(ines: AtDesk, house: House) -> None:
    her = in_front(house)
    reference = drafted_by(ines, her, duration="year", express="on")
    assert "Ce mandat dure 365 jours." in ines.get(f"{PATH}/{reference}/accord").words


def test_too_many_drafts_are_a_pause_and_nothing_is_lost(ines: AtDesk) -> None:
    for _ in range(20):
        ask_for(ines, NOBODY, "opt-out")
    page = ask_for(ines, NOBODY, "opt-out")
    assert (page.status, "Vous avez commencé beaucoup de visites." in page.words) == (422, True)
    assert page.form(PATH).untouched["birth_name"] == "Durand"


def test_an_advisor_without_a_site_is_told_so(desk: Desk) -> None:
    page = advisor_at(desk, "").get(PATH)
    assert "Votre compte n’a pas de lieu." in page.words


# Known and unknown


def test_known_and_unknown_people_get_the_same_pages(ines: AtDesk, house: House) -> None:
    her = in_front(house)
    seen = []
    for fields in (typed(her), NOBODY):
        answer = ask_for(ines, fields, "opt-out")
        reference = reference_in(answer)
        ways = ines.get(f"{PATH}/{reference}/accord")
        asked = ask_way(ines, reference, "sms")
        assert asked.location == f"{PATH}/{reference}/a-vous"
        wrong = turn(ines, reference, code=WRONG)
        seen.append([ways, ines.get(f"{PATH}/{reference}/texte"), wrong])
        for _ in range(4):
            last = turn(ines, reference, code=WRONG)
        seen[-1] += [last, ines.get(f"{PATH}/{reference}")]
    assert [page.status for page in seen[0]] == [200, 200, 422, 200, 200]
    assert [bare(page) for page in seen[0]] == [bare(page) for page in seen[1]]


def test_nothing_ever_confirms_somebody_who_is_not_here(ines: AtDesk, desk: Desk) -> None:
    reference = reference_in(ask_for(ines, NOBODY, "opt-out"))
    for way in ("sms", "voice", "card"):
        ask_way(ines, reference, way)
    for code in (WRONG, "123456", "999999", "00000000", "1"):
        turn(ines, reference, code=code) if ines.get(f"{PATH}/{reference}/a-vous").status == 200 else None
    assert state_of(desk, reference) in (MandateState.DRAFT, MandateState.VOID)


# Her turn


def test_her_turn_is_another_screen_and_says_what_she_agrees_to(ines: AtDesk, house: House) -> None:
    her = in_front(house)
    reference = drafted_by(ines, her, "opt-out", "print-summary")
    page = ines.follow(ask_way(ines, reference, "sms"))
    assert page.all_words.startswith("Aller au contenu C’est à vous Dossier : Jeanne Blanchard")
    assert "Inès Laurent pourra, pour vous : dire non au dossier imprimer votre résumé" in page.words
    assert "Pendant : une heure Lieu : France Services du Puy" in page.words
    for gone in ("Laisser le poste", "Accueil", "Finir ma journée"):
        assert gone not in page.all_words
    assert re.search(r'<input type="password" id="code" name="code"[^>]*autocomplete="off"', page.html)


def test_her_code_gives_the_mandate_and_no_page_shows_it(ines: AtDesk, desk: Desk, house: House) -> None:
    her = in_front(house)
    reference = drafted_by(ines, her)
    ask_way(ines, reference, "sms")
    code = code_for(house, her)
    assert code not in turn(ines, reference, code=f"{code}9").html
    page = ines.follow(turn(ines, reference, code=f" {code[:3]} {code[3:]} "))
    assert page.path == f"{PATH}/{reference}"
    assert "L’accord est donné." in page.words
    assert "Encore 60 minutes" in page.all_words
    assert page.link("Dire non au dossier") == f"{PATH}/{reference}/dire-non"
    assert code not in page.html
    assert state_of(desk, reference) is MandateState.ACTIVE


def test_a_line_of_her_card_gives_it_as_well(ines: AtDesk, desk: Desk, house: House) -> None:
    her = in_front(house)
    reference = drafted_by(ines, her)
    page = ines.follow(ask_way(ines, reference, "card"))
    assert "Le prochain code de votre carte" in page.words
    assert "Le premier qui n’est pas barré." in page.words
    turn(ines, reference, code=CODES[0])
    assert state_of(desk, reference) is MandateState.ACTIVE
    with house.store.reading() as unit:
        assert next_line(unit, her.id) == 2


def test_she_says_no_and_it_is_void(ines: AtDesk, desk: Desk, house: House) -> None:
    her = in_front(house)
    reference = drafted_by(ines, her)
    ask_way(ines, reference, "sms")
    page = ines.follow(turn(ines, reference, non=""))
    assert "L’accord n’est pas donné." in page.words
    assert state_of(desk, reference) is MandateState.VOID
    with house.store.reading() as unit:
        assert "mandates:mandate:refused" in events_of(unit, her.id)


def test_an_empty_box_and_a_wrong_code_are_told_and_counted(ines: AtDesk, house: House) -> None:
    her = in_front(house)
    reference = drafted_by(ines, her)
    ask_way(ines, reference, "sms")
    empty = turn(ines, reference, code="")
    assert (empty.status, "La case est vide." in empty.words) == (422, True)
    wrong = turn(ines, reference, code=WRONG)
    assert "Ce n’est pas le bon code. Vérifiez chaque chiffre. Essais qui restent : 4." in wrong.words


def test_a_code_that_grew_old_leads_back_to_the_ways(ines: AtDesk, house: House, clock: time_machine.Traveller) -> None:
    her = in_front(house)
    reference = drafted_by(ines, her)
    ask_way(ines, reference, "sms")
    page = ines.get(f"{PATH}/{reference}/a-vous")
    clock.shift(timedelta(minutes=11))
    late = ines.follow(ines.post_form(page, to=f"{PATH}/{reference}/a-vous", code=code_for(house, her)))
    assert late.path == f"{PATH}/{reference}/accord?suite=trop-tard"
    assert "Ce code était trop vieux." in late.words


@pytest.mark.parametrize("traits", [{"measure": "tutelle"}, {"birth_on": date(2012, 3, 1)}])
def test_why_somebody_can_give_no_mandate_never_reaches_the_desks_screen(
    ines: AtDesk, desk: Desk, house: House, traits: dict[str, object]
) -> None:
    """A right code of hers, and the fifth wrong one of anybody: one page. Her own history tells why."""
    her = in_front(house, **traits)
    reference = drafted_by(ines, her)
    ask_way(ines, reference, "sms")
    page = turn(ines, reference, code=code_for(house, her))
    assert (page.status, page.heading) == (200, "Ce n’est pas possible ici")
    assert "juge" not in page.words
    assert "18 ans" not in page.words
    assert state_of(desk, reference) is MandateState.VOID
    other = drafted_by(ines, her)
    ask_way(ines, other, "card")
    wrong = [turn(ines, other, code=WRONG) for _ in range(5)]
    assert bare(wrong[-1]) == bare(page)
    unfit, refused = (ines.get(f"{PATH}/{one}") for one in (reference, other))
    assert bare(unfit) == bare(refused)
    with house.store.reading() as unit:
        facts = dict(told_in(unit, her.id))["mandates:mandate:refused"]
    assert facts["why"] in ("protected", "minor")


def test_codes_leave_one_after_the_other(ines: AtDesk, house: House) -> None:
    her = in_front(house)
    reference = drafted_by(ines, her)
    ask_way(ines, reference, "sms")
    again = ask_way(ines, reference, "sms")
    assert (again.status, "Un code vient de partir." in again.words) == (422, True)
    assert again.link("Tourner l’écran") == f"{PATH}/{reference}/a-vous"
    none = ask_way(ines, reference, "pigeon")
    assert (none.status, "Il manque un moyen." in none.words) == (422, True)


def test_without_a_telephone_and_a_card_the_same_ways_are_offered_and_nothing_leaves(
    ines: AtDesk, house: House
) -> None:
    her = in_front(house, mobile="", landline="", card=False)
    reference = drafted_by(ines, her)
    page = ines.get(f"{PATH}/{reference}/accord")
    for words in ("Un code par SMS", "Un code par appel", "Sa carte de codes", "si c’est possible"):
        assert words in page.words
    assert not re.search(r"finit par \d", page.words)
    for way in ("sms", "card"):
        assert ask_way(ines, reference, way).location == f"{PATH}/{reference}/a-vous"
    with house.store.reading() as unit:
        assert messages(unit, her.id) == []


# A child


def test_a_parent_agrees_for_a_child_and_for_the_opt_out_alone(ines: AtDesk, desk: Desk, house: House) -> None:
    her = in_front(house)
    with house.store.writing() as unit:
        traits = {"first_names": ("LÉO",), "birth_on": date(2015, 4, 2), "ins": number_of(1150443157012)}
        child = somebody(unit, card=False, mobile="", landline="", email="", **traits)
        represent(unit, her.id, child.id, Basis.PARENT, now())
    page = ines.get(f"{PATH}?enfant=1")
    assert page.form(PATH).offered["scope"] == {"opt-out"}
    answer = ask_for(ines, typed(child) | typed(her, "parent_"), "opt-out", path=f"{PATH}?enfant=1")
    reference = reference_in(answer)
    ask_way(ines, reference, "sms")
    turn(ines, reference, code=code_for(house, her))
    assert state_of(desk, reference) is MandateState.ACTIVE


# Fresh proofs


def test_an_act_ten_minutes_later_wants_a_fresh_proof_and_leads_back(
    ines: AtDesk, house: House, clock: time_machine.Traveller
) -> None:
    her = in_front(house)
    reference = agreed(ines, house, her)
    act, proof = f"{PATH}/{reference}/dire-non", f"{PATH}/{reference}/preuve?acte=opt-out"
    assert ines.get(act).status == 200
    clock.shift(timedelta(minutes=11))
    assert ines.get(act).location == proof
    page = ines.get(proof)
    assert page.heading == "Une preuve, avant cet acte : Dire non au dossier"
    page = ines.send(page, to=f"{PATH}/{reference}/preuve", way="sms")
    assert "Inès Laurent veut maintenant, pour vous : dire non au dossier" in page.words
    answer = turn(ines, reference, code=code_for(house, her))
    assert answer.location == act
    assert ines.get(proof).location == act


def test_a_proof_for_another_act_or_none_is_no_page(ines: AtDesk, house: House) -> None:
    reference = agreed(ines, house, in_front(house))
    assert ines.get(f"{PATH}/{reference}/preuve?acte=closure").location == f"{PATH}/{reference}"
    assert ines.get(f"{PATH}/{reference}/preuve?acte=lire").status == 404


def test_five_wrong_codes_end_a_mandate(ines: AtDesk, desk: Desk, house: House, clock: time_machine.Traveller) -> None:
    reference = agreed(ines, house, in_front(house))
    clock.shift(timedelta(minutes=11))
    ines.send(ines.get(f"{PATH}/{reference}/preuve?acte=opt-out"), to=f"{PATH}/{reference}/preuve", way="sms")
    for _ in range(5):
        answer = turn(ines, reference, code=WRONG)
    assert answer.heading == "Ce n’est pas possible ici"
    page = ines.get(f"{PATH}/{reference}")
    assert "Ce mandat est fini : cinq codes faux." in page.words
    assert state_of(desk, reference) is MandateState.ENDED


# On paper


def picture(name: str = "page") -> tuple[BytesIO, str]:
    """Return a photograph of a page full of words."""
    from PIL import Image, ImageDraw

    page = Image.new("L", (900, 1270), 235)
    pen = ImageDraw.Draw(page)
    for line in range(24):
        pen.text((60, 60 + 48 * line), f"{name} {line} " + "Vous donnez un mandat " * 4, fill=20)
    out = BytesIO()
    page.save(out, "JPEG", quality=80)
    return BytesIO(out.getvalue()), f"{name}.jpg"


def hand_in(ines: AtDesk, reference: str, *pictures: tuple[BytesIO, str], **ticks: str) -> Answer:
    """Send photographs of a signed paper; return what came back, not followed."""
    path = f"{PATH}/{reference}/papier-signe"
    token = ines.get(path).form(path).untouched["jeton"]
    return ines.post(path, {"jeton": token, **ticks, "scan": list(pictures)})


def test_a_signed_paper_gives_a_weak_mandate_and_its_pages_are_kept_for_a_dispute(
    ines: AtDesk, desk: Desk, house: House
) -> None:
    her = in_front(house)
    reference = drafted_by(ines, her)
    answer = hand_in(ines, reference, picture("une"), picture("deux"), seen="on", signed="on")
    page = ines.follow(answer)
    assert "L’accord est donné, sur papier." in page.words
    assert "un papier signé, pièce d’identité vue" in page.words
    with house.store.reading() as unit:
        kept = held(unit, reference, now())
    assert kept.mandate.is_weak
    with house.store.writing() as unit:
        paper = open_evidence(unit, reference, now())
        assert "mandates:evidence:opened" in events_of(unit, her.id)
    assert paper.startswith(b"%PDF")
    assert paper.count(b"/Subtype /Image") == 2
    assert kept.scan_digest == sha256(paper).digest()


@pytest.mark.parametrize(
    ("ticks", "files", "words"),
    [
        ({"signed": "on"}, 1, "Vous n’avez pas coché la pièce."),
        ({"seen": "on"}, 1, "Vous n’avez pas coché la signature."),
        ({"seen": "on", "signed": "on"}, 0, "Il manque l’image du papier."),
    ],
)
def test_what_is_missing_of_a_paper_is_told(
    ines: AtDesk, house: House, ticks: dict[str, str], files: int, words: str
) -> None:
    reference = drafted_by(ines, in_front(house))
    page = hand_in(ines, reference, *[picture() for _ in range(files)], **ticks)
    assert (page.status, words in page.words) == (422, True)
    assert ("checked" in page.html) == bool(ticks)


def test_a_file_that_is_no_picture_of_a_page_is_refused(ines: AtDesk, house: House) -> None:
    reference = drafted_by(ines, in_front(house))
    page = hand_in(ines, reference, (BytesIO(b"MZ\x90 not a picture"), "photo.jpg"), seen="on", signed="on")
    assert (page.status, "Une image ne se lit pas." in page.words) == (422, True)


def test_a_paper_for_too_much_is_refused_and_one_of_nobody_is_not(ines: AtDesk, house: House) -> None:
    nobody = reference_in(ask_for(ines, NOBODY, "opt-out"))
    assert hand_in(ines, nobody, picture(), seen="on", signed="on").location == f"{PATH}/{nobody}"
    much = drafted_by(ines, in_front(house), "closure")
    refused = hand_in(ines, much, picture(), seen="on", signed="on")
    assert "Un papier ne suffit pas pour cela." in refused.words
    assert "Un papier ne suffit pas pour ce qui est demandé." in ines.get(f"{PATH}/{much}/accord").words


# The visit


def test_the_advisor_ends_it_with_one_press_and_nothing_goes_on(ines: AtDesk, desk: Desk, house: House) -> None:
    reference = agreed(ines, house, in_front(house))
    page = ines.send(ines.get(f"{PATH}/{reference}"), to=f"{PATH}/{reference}/fin")
    assert "Ce mandat est fini : arrêté par le conseiller." in page.words
    assert state_of(desk, reference) is MandateState.ENDED
    assert ines.get(f"{PATH}/{reference}/dire-non").location == f"{PATH}/{reference}"
    assert "Que faire maintenant ?" not in page.words


def test_the_minutes_run_down_and_it_ends_by_itself(
    ines: AtDesk, desk: Desk, house: House, clock: time_machine.Traveller
) -> None:
    reference = agreed(ines, house, in_front(house))
    path = f"{PATH}/{reference}"
    for words in ("Encore 50 minutes", "Encore 40 minutes", "Encore 30 minutes", "Encore 20 minutes"):
        clock.shift(timedelta(minutes=10))
        assert words in ines.get(path).all_words
    clock.shift(timedelta(minutes=10))
    ines.get(path)
    clock.shift(timedelta(minutes=9, seconds=30))
    assert "Moins d’une minute" in ines.get(path).all_words
    clock.shift(timedelta(minutes=1))
    page = ines.get(path)
    assert "Mandat fini" in page.all_words
    assert "Ce mandat est fini : son temps est passé." in page.words
    assert state_of(desk, reference) is MandateState.EXPIRED


def test_a_visit_of_another_or_an_unknown_one_leads_to_a_new_one(desk: Desk, ines: AtDesk, house: House) -> None:
    reference = agreed(ines, house, in_front(house))
    elsewhere = advisor_at(desk, "France Services de Brioude")
    for path in (reference, f"{reference}/accord", f"{reference}/a-vous", f"{reference}/texte", f"{reference}/acte"):
        answer = elsewhere.get(f"{PATH}/{path}")
        assert answer.location == f"{PATH}?inconnu=1"
    assert elsewhere.get(f"{PATH}/{new_sign_code()}").location == f"{PATH}?inconnu=1"
    page = elsewhere.get(f"{PATH}?inconnu=1")
    assert "Cette visite n’est pas à vous" in page.words
    assert "Blanchard" not in page.html


@pytest.mark.parametrize("identifier", [PAUL, SARAH])
def test_visits_are_the_advisors_alone(desk: Desk, identifier: str) -> None:
    other = desk.signed_in(identifier)
    for path in (PATH, "/visites", "/revoquer", f"{PATH}/{new_sign_code()}"):
        assert other.get(path).status == 403
    assert "Visite" not in other.get("/").all_words


def test_a_suspended_advisor_is_out_with_her_next_click(desk: Desk, ines: AtDesk, house: House) -> None:
    reference = agreed(ines, house, in_front(house))
    page = ines.get(f"{PATH}/{reference}")
    with house.store.writing() as unit:
        suspend_staff(unit, INES, now())
    assert ines.post_form(page, to=f"{PATH}/{reference}/fin").location == "/session-terminee"


def test_my_visits_are_listed_and_named_as_they_were_typed(ines: AtDesk, house: House) -> None:
    reference = agreed(ines, house, in_front(house))
    void = reference_in(ask_for(ines, NOBODY, "opt-out"))
    for path in (PATH, "/visites"):
        page = ines.get(path)
        assert page.link("Jeanne Blanchard") == f"{PATH}/{reference}"
        assert page.link("Claire Durand") == f"{PATH}/{void}"


def test_a_renewal_wants_her_agreement_and_never_widens(ines: AtDesk, desk: Desk, house: House) -> None:
    her = in_front(house)
    before = agreed(ines, house, her, "opt-out", "closure")
    path = f"{PATH}/{before}/renouveler"
    page = ines.get(path)
    token = page.form(path).untouched["jeton"]
    assert page.form(path).offered["scope"] == {"opt-out", "closure"}
    for scopes in ([], ["opt-out", "recovery"]):
        wider = ines.post(path, {"jeton": token, "scope": scopes, "duration": "day"})
        assert (wider.status, "Cochez une case au moins." in wider.words) == (422, True)
    answer = ines.post(path, {"jeton": token, "scope": ["opt-out"], "duration": "day", "language": "fr"})
    after = reference_in(answer)
    assert state_of(desk, before) is MandateState.ACTIVE
    ask_way(ines, after, "card")
    turn(ines, after, code=CODES[0])
    assert (state_of(desk, before), state_of(desk, after)) == (MandateState.ENDED, MandateState.ACTIVE)


# Papers


def test_the_draft_on_paper_says_on_each_page_that_it_is_void(ines: AtDesk, house: House) -> None:
    reference = drafted_by(ines, in_front(house), language="ar")
    paper = ines.get(f"{PATH}/{reference}/projet?taille=18")
    assert paper.headers["Content-Type"] == "application/pdf"
    pages = pages_of(paper.content)
    assert all("Projet sans valeur" in page for page in pages)
    assert "Exemplaire" not in words_of(paper.content)
    assert ines.get(f"{PATH}/{reference}/acte").location == f"{PATH}/{reference}"


def test_the_deed_has_two_copies_and_the_text_that_was_agreed_to(ines: AtDesk, house: House) -> None:
    reference = agreed(ines, house, in_front(house), language="en")
    paper = words_of(ines.get(f"{PATH}/{reference}/acte").content)
    assert "Exemplaire de la personne" in paper
    assert "Exemplaire du guichet" in paper
    assert paper.count("You give a mandate to Inès Laurent, of France Services du Puy.") == 2
    assert in_groups(reference) in paper
    assert "Preuve donnée un code reçu par SMS" in paper
    assert ines.get(f"{PATH}/{reference}/projet").location == f"{PATH}/{reference}"


def test_what_is_signed_is_exactly_what_was_read(ines: AtDesk, house: House) -> None:
    her = in_front(house)
    reference = agreed(ines, house, her, "opt-out", "recovery", language="fr@falc", duration="day")
    with house.store.reading() as unit:
        deed = check_deed(unit, reference, now())
    assert deed is not None
    assert deed.genuine
    assert deed.text.languages == ("fr", "fr@falc")
    folder = house_of_texts(deed.text.version)
    lines = [deed.text.version]
    for language in deed.text.languages:
        told = folder[language]
        names = {"person": "Jeanne Blanchard", "advisor": "Inès Laurent", "site": "France Services du Puy"}
        names["duration"] = told["durations"]["day"]
        scopes = [told["scopes"][one] for one in ("opt-out", "recovery")]
        said = [told["title"], *told["opening"], told["may"], *scopes, *told["after"]]
        lines += [language, *(line.format(**names) for line in said)]
    assert deed.text.digest == sha256("\n".join(lines).encode()).digest()


def house_of_texts(version: str) -> dict[str, dict]:
    """Return the legal texts as they stand in their files."""
    import tomllib
    from pathlib import Path

    folder = Path(__file__).parents[2] / "printouts" / "legal" / f"mandate-{version}"
    return {path.stem: tomllib.loads(path.read_text("utf-8")) for path in folder.glob("*.toml")}


def test_the_sheet_of_a_visit_without_acts_says_so(ines: AtDesk, house: House) -> None:
    reference = agreed(ines, house, in_front(house))
    sheet = words_of(ines.get(f"{PATH}/{reference}/fiche").content)
    assert "Rien n’a été fait dans le dossier." in sheet
    assert "Fait par Inès Laurent Lieu France Services du Puy" in sheet


# Ended at any desk


def test_any_desk_ends_her_mandates_with_a_line_of_her_card(ines: AtDesk, desk: Desk, house: House) -> None:
    her = in_front(house)
    reference = agreed(ines, house, her)
    elsewhere = advisor_at(desk, "France Services de Brioude")
    page = elsewhere.send(elsewhere.get("/revoquer"), to="/revoquer", **typed(her))
    assert page.all_words.startswith("Aller au contenu C’est à vous Dossier : Jeanne Blanchard")
    wrong = elsewhere.post_form(page, to="/revoquer/a-vous", code="12345678")
    assert (wrong.status, "Rien n’est arrêté." in wrong.words) == (422, True)
    done = elsewhere.send(wrong, to="/revoquer/a-vous", code=CODES[0])
    assert done.heading == "Tous ses mandats sont finis"
    with house.store.reading() as unit:
        deed = check_deed(unit, reference, now())
    assert deed is not None
    assert deed.state is MandateState.REVOKED
    assert elsewhere.get("/revoquer/a-vous").location == "/revoquer"


def test_nobody_and_a_wrong_code_are_one_answer_at_any_desk(ines: AtDesk, house: House) -> None:
    her = in_front(house)
    answers = []
    for fields in (typed(her), NOBODY):
        page = ines.send(ines.get("/revoquer"), to="/revoquer", **fields)
        answers.append(ines.post_form(page, to="/revoquer/a-vous", code="12345678"))
    assert bare(answers[0]) == bare(answers[1])


# Everywhere


def test_no_address_and_no_page_after_the_first_carries_what_identifies_her(ines: AtDesk, house: House) -> None:
    her = in_front(house)
    reference = agreed(ines, house, her)
    for place in ("", "/acte", "/fiche", "/texte", "/renouveler"):
        page = ines.get(f"{PATH}/{reference}{place}")
        told = page.content.decode("latin-1")
        assert her.person.ins not in told
        assert her.person.email not in told
        assert "0639980142" not in told.replace(" ", "")
    assert not re.search(r"blanchard|jeanne|\d{13}", " ".join(ines.trail), re.IGNORECASE)


def test_everything_is_the_same_without_scripts(ines: AtDesk, house: House) -> None:
    reference = drafted_by(ines, in_front(house))
    page = ines.get(f"{PATH}/{reference}/accord")
    assert 'id="veille-accord" hx-get=' in page.html
    assert 'id="veille-temps" hx-get=' in page.html
    plain = scripts_left_out(page.html)
    assert "hx-" not in plain
    assert f'<a href="{PATH}/{reference}/accord">Actualiser</a>' in plain


def test_her_notice_of_the_mandate_names_the_site_and_carries_a_stop_code(ines: AtDesk, house: House) -> None:
    her = in_front(house)
    reference = agreed(ines, house, her)
    with house.store.reading() as unit:
        told = messages(unit, her.id, "mandate-given")
    assert {one.parameters["number"] for one in told} == {reference}
    assert all(len(one.parameters["stop"]) == 12 for one in told)


def test_every_page_in_every_state_can_be_drawn() -> None:
    names = [name for name, _ in visits_drawn()]
    assert len(names) == len(set(names)) > 60
