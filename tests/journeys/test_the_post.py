"""What the post carries arrives and works: a code by SMS, a letter after an e-mail that came back, a STOP."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from dossier.base import now
from dossier.identity import Person, patient_by_ins
from dossier.lifecycle import Announcement, Occasion, Sending, SendingSource, State, Zone, announce_to, regime_named
from dossier.lifecycle import state_of as state_on_file
from dossier.mandates import MandateDead, acting_under, give_consent
from dossier.outbox import letters_left
from dossier.policy import Scope
from dossier.store import Store
from tests.kit import terminal
from tests.kit.house import PASSWORD, person
from tests.printouts.reading import words

from .letters import in_groups_of_four
from .posting import Holder, PostedHouse, code_in, holder, house_with_a_post, mandate_asked_by_sms, until
from .saying_no import give_date_at_terminal

pytestmark = [pytest.mark.journey, pytest.mark.slow]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostedHouse]:
    with house_with_a_post(tmp_path_factory.mktemp("post")) as house:
        yield house


@pytest.fixture
def lynx(tmp_path: Path) -> Iterator[terminal.TextBrowser]:
    home = tmp_path / "home"
    home.mkdir()
    with terminal.person_at(terminal.Lynx, home) as person:
        yield person


def test_a_code_by_sms_arrives_and_works(house: PostedHouse, lynx: terminal.TextBrowser) -> None:
    her = holder(house)
    _sign_in(house, lynx, her)
    assert len(house.texts_to(her.person.mobile)) == 1


def test_an_email_comes_back_and_the_letter_lies_in_the_next_batch_with_a_code_that_works(
    house: PostedHouse, lynx: terminal.TextBrowser, tmp_path: Path
) -> None:
    her = person(email="plus.la@example.org", address=("12 RUE DES TANNEURS", "43000 LE PUY-EN-VELAY"))
    house.mail.bouncing[her.email] = "5.1.1"
    with house.records() as store, store.writing() as unit:
        told = regime_named("one-month-from-sending")
        sending = Sending(Occasion.CAMPAIGN, now().date() - timedelta(days=1), SendingSource.CAISSE, Zone.METROPOLE)
        announce_to(unit, Announcement(her, "fr", sending, told), now())
        patient_id = patient_by_ins(unit, her.ins, her.ins_domain)
    until(lambda: house.mail.tried[her.email], "no e-mail left")
    [mail] = [one for one in house.mail.mails() if one["To"] == her.email]
    dead = in_groups_of_four(mail.get_body(("plain",)).get_content())
    with house.records() as store:
        until(lambda: _letters_wait(store), "no letter waits")
    out = tmp_path / "letters"
    house.command("letters", "batch", "--out", str(out))
    [letter] = out.glob("*/*.pdf")
    read = words(letter.read_bytes())
    assert "12 RUE DES TANNEURS" in read
    code = in_groups_of_four(read)
    assert code != dead
    _say_no(house, lynx, code, her)
    with house.records() as store, store.reading() as unit:
        assert state_on_file(unit, patient_id) is State.OPPOSED


def test_stop_ends_a_mandate_and_she_sees_that_nobody_acts_for_her(
    house: PostedHouse, lynx: terminal.TextBrowser
) -> None:
    her = holder(house)
    number = her.person.mobile
    advisor, reference = mandate_asked_by_sms(house, her)
    code = code_in(house.next_text(number, 0))
    with house.records() as store, store.writing() as unit:
        assert give_consent(unit, reference, code, "desk", now()) == "right"
    assert "STOP" in house.next_text(number, 1)
    with house.records() as store:
        with store.writing() as unit:
            assert acting_under(unit, advisor, reference, Scope.OPT_OUT, now()).mandate == reference
        assert house.answers_by_sms(number, "Stop !") == house.answers_by_sms(number, "Stop !") == 200
        with store.writing() as unit, pytest.raises(MandateDead):
            acting_under(unit, advisor, reference, Scope.OPT_OUT, now())
    _sign_in(house, lynx, her)
    lynx.follow("Mon compte")
    lynx.wait_for("Au guichet, avec votre accord.")
    lynx.follow("Qui agit pour moi")
    lynx.wait_for("Personne n’agit pour vous.")
    lynx.wait_for("C’est fini")


def _sign_in(house: PostedHouse, lynx: terminal.TextBrowser, her: Holder) -> None:
    known = len(house.texts_to(her.person.mobile))
    lynx.open(f"{house.portal.url}/connexion")
    lynx.wait_for("Il est écrit sur la lettre")
    lynx.type_into("Votre identifiant", her.identifier)
    lynx.follow("Continuer")
    lynx.wait_for("Votre mot de passe")
    lynx.type_into("Votre mot de passe", PASSWORD)
    lynx.follow("Continuer")
    lynx.wait_for("Le code reçu par SMS")
    lynx.type_into("Le code reçu par SMS", code_in(house.next_text(her.person.mobile, known)))
    lynx.follow("Ouvrir mon dossier")
    lynx.wait_for("Bonjour Madame Roux")


def _letters_wait(store: Store) -> int:
    with store.reading() as unit:
        return letters_left(unit).get("opt-out-notice", 0)


def _say_no(house: PostedHouse, lynx: terminal.TextBrowser, code: str, her: Person) -> None:
    lynx.open(f"{house.portal.url}/opposition/code")
    lynx.wait_for("Le code de votre lettre")
    lynx.type_into("Le code de votre lettre", code)
    lynx.follow("Continuer")
    lynx.wait_for("Quand est née la personne de la lettre ?")
    give_date_at_terminal(lynx, her.birth_on)
    lynx.follow("Continuer")
    lynx.wait_for("Je dis non")
    lynx.follow("Je dis non")
    lynx.wait_for("C’est noté")
