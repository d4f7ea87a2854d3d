"""The call center: a caller is found by her exact identity alone, and an agent sees next to nothing of her."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from dossier.outbox import waiting_messages
from dossier.recovery import LIMITS, dispute
from tests.kit import portal
from tests.kit.activating import AURELIE, NOON
from tests.kit.calling import CALLER, NOBODY, number_on, send_code, sent, take_call
from tests.kit.desk import LEILA, PAUL, SARAH, AtDesk, Desk, desk_of, scripts_left_out
from tests.kit.house import CODES
from tests.kit.portal import House
from tests.kit.recovering import NEW_PASSWORD, known
from tests.kit.recovery import CONTACTS, dispute_codes
from tests.kit.visitor import Answer

NEW = "/appels/nouveau"
HINTS = re.compile(r"(finit par|à la commune\s:) [^<]+")
DRAWN = re.compile(r'(name="jeton" value=")[^"]+|[0-9A-Z]{4}(-?)[0-9A-Z]{4}\2[0-9A-Z]{4}')
LATER = timedelta(seconds=31)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def desk(house: House, clock: time_machine.Traveller) -> Desk:
    return desk_of(house)


@pytest.fixture
def paul(desk: Desk) -> AtDesk:
    return desk.signed_in(PAUL)


def bare(page: Answer, name: str) -> tuple[int, str]:
    """A page without the hints, what was typed, and what chance draws: tokens, numbers and references."""
    return page.status, HINTS.sub("HINT", DRAWN.sub("DRAWN", page.html.replace(name, "NAME")))


def like(agent: AtDesk, *ways: str) -> dict[str, str]:
    """Somebody unknown, for whom these channels are drawn."""
    for letter in "abcdefghijk":
        typed = {**NOBODY, "birth_name": f"Dupond {letter}"}
        page = take_call(agent, **typed)
        if tuple(form.untouched["proof"] for form in page.forms if "proof" in form.untouched) == ways:
            return typed
    raise AssertionError(f"nobody has {ways}")


def walk(paul: AtDesk, clock: time_machine.Traveller, typed: dict[str, str]) -> Iterator[Answer]:
    """All that an agent can do with a case, and all that he sees of it."""
    case = take_call(paul, **typed)
    path, token = case.path, case.form().untouched
    yield case
    for proof in ("sms", "sms", "letter", "email", "sms", "carrier-pigeon"):
        yield paul.follow(paul.post(f"{path}/code", {**token, "proof": proof}))
        clock.shift(timedelta(seconds=20))
    yield paul.get(f"{path}/rappel")
    yield paul.send(paul.page, to=f"{path}/rappel")
    yield paul.send(paul.page, to=f"{path}/rappel", day="2026-12-01", hour="930")
    yield paul.follow(paul.post(f"{path}/rappel", {**token, "day": "2027-01-01", "hour": "930"}))
    clock.shift(LIMITS.letter_pause)
    token = paul.sign_in(PAUL).forms[0].untouched
    yield paul.send(paul.get(f"{path}/rappel"), to=f"{path}/rappel", day="2026-12-02", hour="930")
    for act in ("appeler", "rendez-vous"):
        yield paul.follow(paul.post(f"{path}/{act}", token))
    yield paul.get(f"{path}/contact")
    for value in ("06 12", "06 39 98 01 99", "06 39 98 01 98"):
        yield paul.send(paul.get(f"{path}/contact?sorte=mobile"), to=f"{path}/contact", value=value)
    clock.shift(LATER)
    yield send_code(paul, paul.get(path), "sms")
    yield take_call(paul, **typed, number=number_on(case))
    yield take_call(paul, **typed)


def seen_of(planted: Path, var_dir: Path, typed: dict[str, str]) -> list[tuple[int, str]]:
    """What an agent sees of a caller, in a house of its own at one and the same hour."""
    with portal.copy_of(planted, var_dir) as house, time_machine.travel(NOON, tick=False) as clock:
        known(house, mobile=CONTACTS["mobile"], address=CONTACTS["address"])
        paul = desk_of(house).signed_in(PAUL)
        return [bare(page, typed["birth_name"]) for page in walk(paul, clock, typed)]


def test_known_and_unknown_callers_give_the_same_pages_to_the_last_byte(
    planted: Path, tmp_path: Path, paul: AtDesk
) -> None:
    """But for the hints, which are drawn for somebody unknown."""
    unknown = like(paul, "sms", "letter")
    hers, nobodys = seen_of(planted, tmp_path / "hers", CALLER), seen_of(planted, tmp_path / "nobodys", unknown)
    for number, (one, other) in enumerate(zip(hers, nobodys, strict=True)):
        assert one == other, f"page {number}: {set(one[1].split('>')) ^ set(other[1].split('>'))}"
    assert len({html for _, html in hers}) > 10, "the walk sees many pages"


def test_an_identity_that_is_nearly_right_is_nobodys(house: House, paul: AtDesk) -> None:
    patient_id, _ = known(house)
    with house.store.reading() as unit:
        before = len(waiting_messages(unit, limit=500, patient_id=patient_id))
    for wrong in ({"first_name": "Aurore"}, {"day": "27"}, {"birth_name": "Delmasse"}):
        assert take_call(paul, **wrong).path.startswith("/appels/")
    with house.store.reading() as unit:
        assert len(waiting_messages(unit, limit=500, patient_id=patient_id)) == before
        take_call(paul)
    with house.store.reading() as unit:
        assert len(waiting_messages(unit, limit=500, patient_id=patient_id)) == before + 4


def test_no_contact_no_code_and_nothing_of_a_record_is_in_any_byte_an_agent_receives(
    house: House, paul: AtDesk, clock: time_machine.Traveller
) -> None:
    patient_id, _ = known(house)
    pages = list(walk(paul, clock, CALLER))
    pages += [paul.get("/appels"), paul.get("/changements"), desk_of(house).signed_in(LEILA).get("/changements")]
    with house.store.reading() as unit:
        told = waiting_messages(unit, limit=500, patient_id=patient_id)
    secrets = {
        message.parameters[name] for message in told for name in ("code", "dispute") if name in message.parameters
    }
    secrets |= {CONTACTS["mobile"], CONTACTS["mobile"][3:], CONTACTS["landline"][3:], CONTACTS["email"]}
    secrets |= {"TANNEURS", "tanneurs", "43000", AURELIE.card_serial, "0639980142"}
    assert len(secrets) > 12
    for page in pages:
        content = page.content.decode() + " ".join(page.headers.values()) + page.path
        flat = content.replace(" ", "").replace("\u00a0", "")
        assert [one for one in secrets if one in content or one in flat] == [], page.path
    for word in ("document", "ordonnance"):
        said = [page.path for page in pages if word in page.words.casefold()]
        assert said == [], word


def test_no_address_and_no_log_carries_anything_of_the_person(
    house: House, paul: AtDesk, caplog: pytest.LogCaptureFixture
) -> None:
    known(house)
    case = take_call(paul)
    page = paul.get(f"{case.path}/contact?sorte=adresse")
    paul.send(page, to=f"{case.path}/contact", street="3 rue Neuve", town="69001 Lyon")
    told = " ".join([*paul.trail, caplog.text]).casefold()
    for part in ("delmas", "aurelie", "269054", "1969", "neuve", "lyon", "a-1207"):
        assert part not in told


def test_a_lost_password_by_telephone_from_the_first_word_to_the_last(
    house: House, paul: AtDesk, clock: time_machine.Traveller
) -> None:
    patient_id, identifier = known(house)
    case = take_call(paul)
    number = number_on(case)
    assert case.heading == f"Demande {number[:4]}-{number[4:8]}-{number[8:]}"
    assert "Rien n’est encore prouvé." in case.words
    assert "au numéro qui finit par 42" in case.words
    assert "à la commune : Le Puy-En-Velay" in case.words.replace("\u00a0", " ")
    page = send_code(paul, case, "sms")
    assert "Un code est parti. Par : SMS." in page.words.replace("\u00a0", " ")
    assert "127.0.0.1:8000/acces-perdu/suivi" in page.words
    her = house.visitor()
    born = dict(zip(("day", "month", "year"), ("28", "mai", "1969"), strict=True))
    page = her.send(her.get("/acces-perdu/suivi"), number=number, **born)
    assert page.path == "/acces-perdu/preuve"
    page = her.send(her.get("/acces-perdu/code/sms"), code=sent(house, patient_id, "recovery-code"))
    assert "Une preuve est faite, il en faut deux." in paul.get(case.path).words
    page = her.send(page, proof="carte")
    page = her.send(page, code=CODES[0])
    assert page.path == "/acces-perdu/mot-de-passe"
    page = paul.get(case.path)
    assert "Accordé : la personne finit seule." in page.words.replace("\u00a0", " ")
    assert "Preuves faites SMS Carte de codes" in page.words
    her.send(her.send(her.page, password=NEW_PASSWORD), factor="printed-card")
    page = paul.get(case.path)
    assert "Fini." in page.words
    assert not [form for form in page.forms if "proof" in form.untouched]
    assert "Fini" in paul.get("/appels").words
    visitor = house.visitor()
    page = visitor.send(visitor.send(visitor.get("/connexion"), identifier=identifier), password=NEW_PASSWORD)
    assert page.path == "/connexion/code"


@pytest.mark.parametrize(
    ("typed", "told", "box"),
    [
        ({"birth_name": ""}, "Le nom de naissance manque.", "birth_name"),
        ({"first_name": ""}, "Le prénom manque.", "first_name"),
        ({"day": "", "month": "", "year": ""}, "La date manque.", "day"),
        ({"day": "31", "month": "2"}, "Ce jour n’existe pas.", "day"),
        ({"ins": ""}, "Le numéro de sécurité sociale manque.", "ins"),
        ({"ins": "2 69 05"}, "Ce numéro de sécurité sociale n’est pas complet.", "ins"),
        ({"ins": "269054958815781"}, "Un des chiffres du numéro n’est pas le bon.", "ins"),
        ({"number": "7KQM"}, "Ce numéro de demande a une faute.", "number"),
        ({"number": "7KQM-4HTX-9DFR"}, "", "number"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    paul: AtDesk, typed: dict[str, str], told: str, box: str
) -> None:
    page = take_call(paul, **typed)
    assert (page.status, page.path) == (422, NEW)
    assert page.title.startswith("Erreur")
    assert told in page.words
    assert f"#{box}" in page.links
    kept = page.form(NEW).untouched
    assert {name: kept[name] for name in CALLER} == {
        **CALLER,
        **{name: typed[name] for name in typed if name in CALLER},
    }


def test_what_is_lost_must_be_said_unless_there_is_a_number_already(paul: AtDesk) -> None:
    page = paul.get(NEW)
    fields = {name: value for name, value in CALLER.items() if name != "lost"}
    page = paul.send(page, to=NEW, **fields)
    assert (page.status, "Il manque ce qui est perdu." in page.words) == (422, True)
    number = number_on(take_call(paul))
    page = paul.send(paul.get(NEW), to=NEW, **fields, number=number)
    assert number_on(page) == number


def test_a_fresh_code_comes_first_and_is_asked_in_the_form_when_it_grew_old_there(
    desk: Desk, paul: AtDesk, clock: time_machine.Traveller
) -> None:
    form = paul.get(NEW)
    clock.shift(timedelta(minutes=11))
    assert paul.get(NEW).location == f"/code?suite={NEW}"
    page = paul.send(form, to=NEW, **CALLER)
    assert (page.status, page.path) == (422, NEW)
    assert "Écrivez le code à 6 chiffres de votre application." in page.words
    page = paul.send(page, to=NEW, code="000000")
    assert "Ce n’est pas le bon code." in page.words
    page = paul.send(page, to=NEW, code=desk.code(PAUL))
    assert page.path.startswith("/appels/"), page.words
    assert "Demande" in page.heading


def test_a_case_is_its_agents_alone_until_another_knows_number_and_identity(
    house: House, desk: Desk, paul: AtDesk
) -> None:
    known(house)
    case, leila = take_call(paul), desk.signed_in(LEILA)
    number = number_on(case)
    nowhere = "/appels/7KQM4HTX9DFR"
    for path in (case.path, f"{case.path}/rappel", f"{case.path}/contact", nowhere, f"{nowhere}/contact"):
        assert leila.get(path).location == "/appels?inconnu=1", path
    assert leila.post(f"{case.path}/code", {**leila.get("/appels").forms[0].untouched, "proof": "sms"}).status == 303
    assert "Ce numéro n’est pas dans vos appels." in leila.get("/appels?inconnu=1").words
    assert "Aucune pour l’instant." in leila.get("/appels").words
    wrong = [take_call(leila, number=number, day="27"), take_call(leila, number="7KQM-4HTX-9DFX")]
    assert ["ne vont pas ensemble" in page.words or "a une faute" in page.words for page in wrong] == [True, True]
    assert take_call(leila, number=number).path == case.path
    assert paul.get(case.path).location == "/appels?inconnu=1"
    assert desk.signed_in(SARAH).get("/appels").status == 403


def test_wrong_numbers_make_an_agent_wait_and_nothing_is_lost(paul: AtDesk, house: House) -> None:
    known(house)
    number = number_on(take_call(paul))
    pages = [take_call(paul, number=number, day="27") for _ in range(LIMITS.unfound_an_agent + 2)]
    assert (pages[-1].status, int(pages[-1].headers["Retry-After"]) > 0) == (429, True)
    assert "Il y a eu trop de numéros faux." in pages[-1].words
    assert pages[-1].form(NEW).untouched["birth_name"] == "Delmas"


def test_the_agents_own_limits_are_told_with_what_to_do(paul: AtDesk, clock: time_machine.Traveller) -> None:
    for letter in "abcdefghijkl"[: LIMITS.cases_an_hour]:
        assert take_call(paul, first_name=f"Anne {letter}").path != NEW
    page = take_call(paul)
    assert page.status == 422
    assert "La limite est de 12 par heure et 40 par jour. Passez l’appel à un collègue." in page.words
    assert page.form(NEW).untouched["ins"] == AURELIE.ins


def test_the_persons_own_limits_are_told_alike_for_somebody_unknown(house: House, paul: AtDesk) -> None:
    known(house)
    for typed in (CALLER, NOBODY):
        for _ in range(LIMITS.cases_a_patient):
            assert take_call(paul, **typed).path != NEW
        assert "Trop de demandes au téléphone pour cette identité." in take_call(paul, **typed).words


def test_the_limits_of_codes_are_told(house: House, paul: AtDesk, clock: time_machine.Traveller) -> None:
    known(house)
    case = take_call(paul)
    send_code(paul, case, "sms")
    assert "Attendez 30 secondes, puis essayez encore." in send_code(paul, case, "sms").words
    clock.shift(LATER)
    assert "Par : Lettre." in send_code(paul, case, "letter").words.replace("\u00a0", " ")
    clock.shift(LATER)
    page = send_code(paul, case, "letter")
    assert (page.status, "Une lettre est déjà partie aujourd’hui." in page.words) == (422, True)
    for _ in range(LIMITS.codes_a_case - 2):
        clock.shift(LATER)
        assert send_code(paul, case, "sms").status == 200
    clock.shift(LATER)
    assert "Beaucoup de codes sont déjà partis." in send_code(paul, case, "sms").words


def test_a_case_that_was_stopped_says_so_and_takes_nothing_more(house: House, paul: AtDesk) -> None:
    patient_id, _ = known(house)
    case = take_call(paul)
    with house.store.writing() as unit:
        dispute(unit, dispute_codes(unit, patient_id)[0], "letter", NOON)
    page = paul.get(case.path)
    assert "Arrêté : « ce n’est pas moi »." in page.words.replace("\u00a0", " ")
    assert "Deux personnes vérifient." in page.words
    page = send_code(paul, case, "sms")
    assert (page.status, "Ce n’est plus possible à cette étape." in page.words) == (422, True)
    page = take_call(paul)
    assert "Une demande a été arrêtée" in page.words


def test_outside_the_hours_one_may_look_and_nothing_else(planted: Path, tmp_path: Path) -> None:
    with (
        portal.copy_of(planted, tmp_path / "var", CALL_CENTER_ALWAYS_OPEN="0") as house,
        time_machine.travel(NOON, tick=False) as clock,
    ):
        desk = desk_of(house)
        paul = desk.signed_in(PAUL)
        assert "La ligne est ouverte." in paul.get("/appels").words
        case = take_call(paul)
        clock.move_to(NOON.replace(day=27, hour=17))
        paul = desk.signed_in(PAUL)
        page = paul.get("/appels")
        assert "Elle ouvre lundi 30 novembre 2026 à 8 h 30." in page.words.replace("\u00a0", " ")
        assert NEW not in page.links
        token = page.forms[0].untouched
        for act in ("code", "rappel", "appeler", "rendez-vous", "contact"):
            page = paul.post(f"{case.path}/{act}", {**token, "proof": "sms"})
            assert (page.status, page.heading) == (403, "La ligne est fermée"), act
        for path in (NEW, f"{case.path}/rappel", f"{case.path}/contact"):
            assert paul.get(path).status == 403
        assert paul.post(NEW, {**token, **CALLER}).status == 403
        assert paul.post("/changements/7KQM4HTX9DFR/accord", token).status == 403
        assert paul.get(case.path).status == 200


def test_a_page_that_watches_by_itself_does_not_keep_a_desk_open(
    desk: Desk, paul: AtDesk, clock: time_machine.Traveller
) -> None:
    case = take_call(paul)
    for _ in range(20):
        clock.shift(timedelta(minutes=1))
        answer = paul.get(case.path, HX_Request="true", HX_Source="div#veille-demande")
    assert answer.location == "/reprise"


def test_without_scripts_the_same_page_has_a_link_to_look_again(paul: AtDesk) -> None:
    case = take_call(paul)
    assert f'hx-get="{case.path}" hx-trigger="every 5s"' in case.html
    plain = scripts_left_out(case.html)
    assert "hx-" not in plain
    assert f'<a href="{case.path}">Actualiser</a>' in plain
    assert 'hx-trigger="every 10s"' in paul.get("/appels").html


def test_there_are_words_against_pressure_one_link_away(paul: AtDesk) -> None:
    for page in (paul.get("/appels"), paul.get(NEW), take_call(paul)):
        assert "/appels/phrases" in page.links
    said = paul.get("/appels/phrases").words.replace("\u00a0", " ")
    for words in ("C’est urgent", "C’est ma mère", "Police", "Je suis un collègue", "Je raccroche et je préviens."):
        assert words in said
    assert "service relais" in paul.get("/appels").words
