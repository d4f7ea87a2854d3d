"""Saying no with the letter's code and the birth date, without an account: in time, late, twice, and back again."""

from dataclasses import dataclass

import pytest

from back_office.demo.cast import BY_IDENTIFIER
from dossier.base import in_groups, new_sign_code, now
from dossier.lifecycle import State, Way, Zone, opt_out, receipts_of, state_of
from dossier.policy import Acting, Role
from portal.ui import day_in_words
from portal.ui.words import MONTHS
from tests.kit.letters import days_ago, letter_to, put_in_state
from tests.kit.portal import House
from tests.kit.visitor import Answer, Visitor
from tests.printouts.reading import words

AMINA, GARNIER, ROUX = "diallo.amina", "garnier.paul", "roux.jeanne"
FIVE = (
    "Ne pas activer le dossier, ce n’est pas dire non. Ne rien faire, c’est dire oui.",
    "Dire non, fermer et effacer sont trois choses différentes.",
    "Dire non : le dossier n’est pas créé.",
    "Fermer : le dossier n’est plus lu. Il est gardé dix ans.",
    "Effacer : le dossier est détruit, en trois mois au plus.",
    "Vous pouvez changer d’avis, quand vous voulez.",
    "Personne n’a le droit de vous demander ce choix, ni ce papier.",
    "Votre dossier pharmaceutique est à part. Ce choix n’y touche pas.",
)


@dataclass
class Walk:
    """Somebody with a letter, at the page of the code."""

    house: House
    visitor: Visitor
    identifier: str
    code: str

    def birth(self) -> dict[str, str]:
        born = BY_IDENTIFIER[self.identifier].person.birth_on
        return {"day": str(born.day), "month": MONTHS[born.month - 1], "year": str(born.year)}

    def to_check(self) -> Answer:
        page = self.visitor.send(self.visitor.get("/opposition/code"), code=in_groups(self.code).lower())
        assert page.path == "/opposition/naissance", page.words
        return self.visitor.send(page, **self.birth())

    def state(self) -> State | None:
        with self.house.store.reading() as unit:
            return state_of(unit, self.house.patient_id(self.identifier))

    def receipts(self) -> list[str]:
        with self.house.store.reading() as unit:
            return [str(one.kind) for one in receipts_of(unit, self.house.patient_id(self.identifier))]


def walk_of(house: House, identifier: str = AMINA, **letter: object) -> Walk:
    return Walk(house, house.visitor(), identifier, letter_to(house, identifier, **letter))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_madame_diallo_says_no_from_the_front_door_to_her_receipt(house: House) -> None:
    walk = walk_of(house, sent_on=days_ago(3))
    visitor = walk.visitor
    page = visitor.get(visitor.get("/").link("Je ne veux pas de dossier"))
    page = visitor.get(page.link("J’ai la lettre"))
    page = visitor.send(page, code=walk.code)
    page = visitor.send(page, **walk.birth())
    assert page.heading == "Vérifiez, puis dites non"
    assert in_groups(walk.code) in page.words
    assert "5 mai 1995" in plain(page.words)
    assert "Vous pouvez dire non jusqu’au" in page.words
    assert "Vous pourrez changer d’avis ensuite." in page.words
    assert walk.state() is State.ANNOUNCED
    page = visitor.send(page, to="/opposition/verifier", **{"dire-non": ""})
    assert (page.path, page.heading) == ("/opposition/recepisse", "C’est noté : vous avez dit non")
    assert walk.state() is State.OPPOSED
    with house.store.reading() as unit:
        receipt = receipts_of(unit, house.patient_id(AMINA))[0]
    for told in (
        in_groups(receipt.number), "Amina Diallo", "Dire non au dossier", "avec le code de la lettre",
        "un mois après l’envoi", "R1111-28", plain(day_in_words(days_ago(3))), receipt.head, "Vous n’avez plus rien",
    ):  # fmt: skip
        assert told in plain(page.words), told
    assert page.link("J’ai changé d’avis") == "/opposition/changer-avis"


def test_every_page_of_the_way_says_the_five_messages(house: House) -> None:
    walk = walk_of(house)
    visitor = walk.visitor
    pages = [visitor.get(path) for path in (
        "/opposition", "/opposition/code", "/opposition/sans-code", "/opposition/pas-pour-moi", "/opposition/deces",
        "/opposition/papier", "/opposition/sans-code/envoye",
    )]  # fmt: skip
    pages.append(walk.to_check())
    pages.append(visitor.get("/opposition/naissance"))
    pages.append(visitor.send(pages[-2], to="/opposition/verifier", **{"dire-non": ""}))
    pages.append(visitor.get("/opposition/changer-avis"))
    for page in pages:
        assert page.status == 200
        assert [told for told in FIVE if told not in plain(page.words)] == [], page.path


@pytest.mark.parametrize(
    "written",
    ["{0}", "{1}", " {2} ", "{3}", "{4}"],
    ids=["as printed", "without dashes", "small letters", "spaces and dashes", "wide signs"],
)
def test_the_code_is_understood_however_it_is_typed(house: House, written: str) -> None:
    walk = walk_of(house)
    spaced = " - ".join(in_groups(walk.code).split("-"))
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in walk.code)
    typed = written.format(in_groups(walk.code), walk.code, walk.code.lower(), spaced, wide)
    page = walk.visitor.send(walk.visitor.get("/opposition/code"), code=typed)
    assert page.path == "/opposition/naissance"
    assert in_groups(walk.code) in page.words


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "La case est vide."),
        (" -- ", "La case est vide."),
        ("7KQM-4HTX-9D", "Il faut 12 signes. Il en manque 2."),
        ("7KQM-4HTX-9DFR-2", "Il faut 12 signes. Il y en a 1 de trop."),
        ("7KQM-4HTX-9DFO", "Un des signes n’est pas le bon."),
    ],
)
def test_a_mistyped_code_is_told_kindly_and_stays_in_its_box(house: House, typed: str, told: str) -> None:
    visitor = house.visitor()
    page = visitor.post_form(visitor.get("/opposition/code"), code=typed)
    assert page.status == 422
    assert told in page.words
    assert page.title.startswith("Erreur : ")
    assert page.form("/opposition/code").untouched["code"] == typed.strip()


@pytest.mark.parametrize("typed", ["mistaken code", "mistaken date"])
def test_an_unknown_code_and_a_wrong_date_have_the_same_words(house: House, typed: str) -> None:
    walk = walk_of(house)
    code = new_sign_code() if typed == "mistaken code" else walk.code
    page = walk.visitor.send(walk.visitor.get("/opposition/code"), code=code)
    fields = walk.birth() | ({} if typed == "mistaken code" else {"day": "6"})
    page = walk.visitor.post_form(page, **fields)
    assert page.status == 422
    assert "Le code et la date ne vont pas ensemble. Vérifiez la date, puis le code." in page.words
    assert page.form("/opposition/naissance").untouched["year"] == "1995"
    assert walk.state() is State.ANNOUNCED


def test_an_expired_code_says_so_and_offers_another(house: House) -> None:
    walk = walk_of(house)
    with house.store.writing() as unit:
        unit.connection.exec_driver_sql("UPDATE letter_code SET expires_at = '2026-01-01 00:00:00.000000'")
    page = walk.to_check()
    assert (page.status, page.heading) == (410, "Ce code a plus de six semaines")
    assert page.link("Demander un autre code") == "/opposition/sans-code"
    assert "/opposition/papier" in page.links


def test_a_code_tried_too_often_asks_for_the_number_and_its_holder_still_gets_through(house: House) -> None:
    walk = walk_of(house)
    with house.store.writing() as unit:
        unit.connection.exec_driver_sql("UPDATE letter_code SET failures = 20")
    page = walk.to_check()
    assert page.path == "/opposition/numero"
    assert walk.visitor.get("/opposition/verifier").location == "/opposition/numero"
    ins = BY_IDENTIFIER[AMINA].person.ins
    page = walk.visitor.post_form(page, number=BY_IDENTIFIER[ROUX].person.ins)
    assert (page.status, "ne vont pas ensemble" in page.words) == (422, True)
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in ins[:7]) + " " + ins[7:]
    page = walk.visitor.send(page, number=wide)
    assert page.heading == "Vérifiez, puis dites non"


def test_too_many_tries_make_the_device_wait_and_name_the_other_ways(house: House) -> None:
    walk = walk_of(house)
    page = walk.visitor.send(walk.visitor.get("/opposition/code"), code=walk.code)
    for _ in range(30):
        page = walk.visitor.post_form(page, **walk.birth() | {"year": "1994"})
        if page.status == 429:
            break
    assert page.status == 429
    assert page.headers["Retry-After"]
    assert "Cet appareil attend. Ses voisins sur internet peuvent attendre aussi." in page.words
    assert "/opposition/papier" in page.links


def test_without_a_sending_date_there_is_no_countdown(house: House) -> None:
    page = walk_of(house).to_check()
    assert "Faites-le aujourd’hui." in page.words
    assert "jusqu’au" not in page.words


def test_after_the_day_that_was_told_a_no_is_still_taken_without_naming_a_past_day(house: House) -> None:
    walk = walk_of(house, sent_on=days_ago(35))
    page = walk.to_check()
    assert page.heading == "Vérifiez, puis dites non"
    assert "jusqu’au" not in page.words
    walk.visitor.send(page, to="/opposition/verifier", **{"dire-non": ""})
    assert walk.receipts() == ["opt-out"]


@pytest.mark.parametrize("identifier", [AMINA, GARNIER])
def test_after_the_last_day_the_same_form_asks_for_the_closure_and_says_the_difference(
    house: House, identifier: str
) -> None:
    walk = walk_of(house, identifier, sent_on=days_ago(60))
    page = walk.to_check()
    assert page.heading == "Le dossier existe déjà : vous pouvez le fermer"
    assert "Dire non à temps Le dossier n’est pas créé." in page.words
    assert "Il est gardé dix ans." in page.words
    assert "dire-non" not in page.form("/opposition/verifier").offered
    page = walk.visitor.send(page, to="/opposition/verifier", fermer="")
    assert page.heading == "C’est noté : vous demandez la fermeture"
    assert (walk.state(), walk.receipts()) == (State.CLOSED, ["closure-request"])
    page = walk.visitor.get("/opposition/changer-avis")
    assert "Le code de la lettre ne suffit pas pour le rouvrir." in page.words


def test_a_record_that_exists_without_a_sending_date_can_be_closed(house: House) -> None:
    put_in_state(house, GARNIER, State.OPENED)
    walk = walk_of(house, GARNIER)
    walk.visitor.send(walk.to_check(), to="/opposition/verifier", fermer="")
    assert walk.receipts() == ["closure-request"]


def test_a_button_of_a_page_that_is_out_of_date_does_nothing(house: House) -> None:
    walk = walk_of(house, sent_on=days_ago(3))
    page = walk.to_check()
    letter_to(house, AMINA, sent_on=days_ago(60))
    answer = walk.visitor.post_form(page, to="/opposition/verifier", **{"dire-non": ""})
    assert answer.location == "/opposition/verifier"
    assert walk.receipts() == []
    assert walk.visitor.follow(answer).heading == "Le dossier existe déjà : vous pouvez le fermer"


def test_the_receipt_of_a_form_sent_twice_is_the_same(house: House) -> None:
    walk = walk_of(house)
    page = walk.to_check()
    first = walk.visitor.send(page, to="/opposition/verifier", **{"dire-non": ""})
    second = walk.visitor.send(page, to="/opposition/verifier", **{"dire-non": ""})
    assert first.words == second.words
    assert walk.receipts() == ["opt-out"]


def test_she_changes_her_mind_and_says_no_again(house: House) -> None:
    walk = walk_of(house, sent_on=days_ago(3))
    visitor = walk.visitor
    page = visitor.send(walk.to_check(), to="/opposition/verifier", **{"dire-non": ""})
    page = visitor.get(page.link("J’ai changé d’avis"))
    assert page.heading == "Voulez-vous le dossier, finalement ?"
    page = visitor.send(page, to="/opposition/changer-avis")
    assert page.heading == "C’est noté : vous avez changé d’avis"
    assert walk.state() is State.ANNOUNCED
    page = visitor.get(page.link("Dire non au dossier"))
    page = visitor.send(page, to="/opposition/verifier", **{"dire-non": ""})
    assert page.heading == "C’est noté : vous avez dit non"
    assert walk.receipts() == ["opt-out", "change-of-mind", "opt-out"]


def test_who_said_no_already_reads_since_when_and_finds_her_receipt(house: House) -> None:
    walk = walk_of(house)
    first = walk.visitor.send(walk.to_check(), to="/opposition/verifier", **{"dire-non": ""})
    other = Walk(house, house.visitor(), AMINA, walk.code)
    page = other.to_check()
    assert page.heading == "Vous avez déjà dit non"
    page = other.visitor.send(page, to="/opposition/verifier", recepisse="")
    assert page.words == first.words
    assert walk.receipts() == ["opt-out"]


def test_an_activated_record_is_not_touched_by_a_letter(house: House) -> None:
    walk = walk_of(house, ROUX)
    page = walk.to_check()
    assert page.heading == "Ce dossier est déjà activé"
    assert {"/fermer", "/opposition/papier"} <= set(page.links)
    assert [form.action for form in page.forms] == ["/quitter"]
    token = page.form("/quitter").untouched
    answer = walk.visitor.post("/opposition/verifier", {**token, "way": "letter", "fermer": "", "dire-non": ""})
    assert answer.location == "/opposition/verifier"
    assert walk.state() is State.ACTIVATED


@pytest.mark.parametrize("size", ["14", "18", "24", "", "huge"])
def test_the_receipt_comes_on_paper_in_each_size(house: House, size: str) -> None:
    walk = walk_of(house)
    page = walk.visitor.send(walk.to_check(), to="/opposition/verifier", **{"dire-non": ""})
    answer = walk.visitor.get(f"/opposition/recepisse/papier?taille={size}")
    assert answer.headers["Content-Type"] == "application/pdf"
    number = next(part for part in page.words.split() if part.count("-") == 2 and len(part) == 14)
    assert number in words(answer.content)


def test_what_was_typed_is_still_there_when_one_comes_back(house: House) -> None:
    walk = walk_of(house)
    walk.to_check()
    page = walk.visitor.get(walk.visitor.page.link("Changer la date"))
    assert page.form("/opposition/naissance").untouched["year"] == "1995"
    page = walk.visitor.get(page.link("Changer le code"))
    assert page.form("/opposition/code").untouched["code"] == in_groups(walk.code)


@pytest.mark.parametrize(
    "path", ["/opposition/naissance", "/opposition/numero", "/opposition/verifier", "/opposition/recepisse",
             "/opposition/recepisse/papier", "/opposition/changer-avis", "/opposition/jugement",
             "/opposition/pas-pour-moi/confirmer"],
)  # fmt: skip
def test_a_step_without_the_steps_before_begins_again_kindly(house: House, path: str) -> None:
    visitor = house.visitor()
    page = visitor.follow(visitor.get(path))
    assert (page.path, page.status) == ("/opposition?recommencer=1", 200)
    assert "Reprenons au début." in page.words


def test_after_leaving_nobody_finds_the_receipt_on_this_computer(house: House) -> None:
    walk = walk_of(house)
    page = walk.visitor.send(walk.to_check(), to="/opposition/verifier", **{"dire-non": ""})
    walk.visitor.send(page, to="/quitter")
    for path in ("/opposition/recepisse", "/opposition/recepisse/papier", "/opposition/verifier"):
        assert walk.visitor.get(path).location == "/opposition?recommencer=1"


def test_no_address_of_the_whole_way_carries_anything_personal(house: House) -> None:
    walk = walk_of(house)
    walk.visitor.send(walk.to_check(), to="/opposition/verifier", **{"dire-non": ""})
    trail = " ".join(walk.visitor.trail)
    for secret in (walk.code, in_groups(walk.code), "1995", "mai", "iallo", BY_IDENTIFIER[AMINA].person.ins):
        assert secret not in trail


def test_a_receipt_given_overseas_says_both_hours(house: House) -> None:
    walk = walk_of(house, sent_on=days_ago(3), zone=Zone.MARTINIQUE)
    page = walk.visitor.send(walk.to_check(), to="/opposition/verifier", **{"dire-non": ""})
    assert "Martinique" in page.words
    assert "À l’heure de Paris" in page.words


def test_where_the_request_stands_is_told_in_words(house: House) -> None:
    walk = walk_of(house)
    page = walk.visitor.send(walk.to_check(), to="/opposition/verifier", **{"dire-non": ""})
    told = {
        "deposited": "Elle va partir à l’Assurance Maladie.",
        "transmitted": "Votre demande est à l’Assurance Maladie.",
        "acknowledged": "L’Assurance Maladie a bien reçu votre demande.",
        "rejected": "L’Assurance Maladie n’a pas accepté la demande.",
    }
    for status, sentence in told.items():
        with house.store.writing() as unit:
            unit.connection.exec_driver_sql("UPDATE space_act SET status = ?", (status,))
        page = walk.visitor.get("/opposition/recepisse")
        assert [one for one in told.values() if one in page.words] == [sentence]


def test_a_record_that_is_closed_already_says_so(house: House) -> None:
    put_in_state(house, AMINA, State.CLOSED)
    assert walk_of(house).to_check().heading == "Ce dossier est déjà fermé"


def test_a_letter_shows_nothing_of_what_was_done_signed_in(house: House) -> None:
    """The receipt of such an act names who did it: the other parent, perhaps."""
    walk = walk_of(house, sent_on=days_ago(3))
    patient_id = house.patient_id(AMINA)
    mother = Acting(Role.LEGAL_REPRESENTATIVE, patient_id, b"r" * 16, "CLAIRE MARTIN")
    announced_page = walk.to_check()
    with house.store.writing() as unit:
        opt_out(unit, mother, Way.SIGNED_IN, now())
    for button in ("dire-non", "recepisse"):
        form = announced_page.form("/opposition/verifier")
        page = walk.visitor.follow(walk.visitor.post(form.action, form.untouched | {button: ""}))
        assert (page.path, page.heading) == ("/opposition/verifier", "Vous avez déjà dit non")
        assert "récépissé" not in " ".join(one.words for one in page.forms)
        assert "Claire" not in page.html
    assert walk.receipts() == ["opt-out"]


def test_after_leaving_a_copy_of_the_cookie_finds_nothing_of_what_was_typed(house: House) -> None:
    walk = walk_of(house, sent_on=days_ago(3))
    walk.visitor.send(walk.to_check(), to="/opposition/verifier", **{"dire-non": ""})
    copied = walk.visitor.cookie()
    walk.visitor.leave()
    other = house.visitor()
    host = other.base_url.partition("://")[2].partition(":")[0]
    other.client.set_cookie("dossier", copied, domain=host)
    assert other.get("/opposition/recepisse").location == "/opposition?recommencer=1"
    assert other.get("/opposition/naissance").location == "/opposition?recommencer=1"
