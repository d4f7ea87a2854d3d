"""What was sent, as the demonstration shows it: e-mails in both parts, SMS counted, calls with keys, letters as PDF."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from back_office.demo_outbox import DemoOutbox
from back_office.post import septets
from dossier.base import Settings
from dossier.identity import CodePurpose, send_code
from dossier.outbox import hand_over, letters_waiting, message_named, queue, waiting_messages
from dossier.policy import Acting, Role
from portal import create_portal
from tests.kit.house import events_of, raw
from tests.kit.portal import House
from tests.kit.visitor import Visitor
from tests.printouts.reading import pages

ROUX = "roux.jeanne"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ENVELOPE = "JEANNE ROUX\n12 RUE DES TANNEURS\n43000 LE PUY-EN-VELAY"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def quiet(house: House) -> House:
    """A house where nothing was sent yet."""
    with house.store.writing() as unit:
        raw(unit, "DELETE FROM outbox_message")
    return house


def sent(house: House, kind: str, channel: str, parameters: dict[str, str]) -> str:
    """Queue a message for Mme Roux; return its key."""
    roux = house.patient_id(ROUX)
    with house.store.writing() as unit:
        before = {one.key for one in waiting_messages(unit, limit=99)}
        queue(
            unit,
            Acting(Role.OPERATOR, roux),
            NOON,
            kind=kind,
            channel=channel,
            language="fr",
            address={"letter": ENVELOPE, "email": "jeanne@example.net"}.get(channel, "+33639980103"),
            parameters=parameters,
            not_after=NOON + timedelta(days=30),
        )
        return next(one.key for one in waiting_messages(unit, limit=99) if one.key not in before)


def receipt(house: House, channel: str = "email", person: str = "JEANNE ROUX") -> str:
    told = {"kind": "closure", "person": person, "made_at": NOON.isoformat(), "number": "7KQM4HTX9DFR"}
    return sent(house, "receipt", channel, told | {"zone": "metropole", "sex": "F"})


def test_an_e_mail_is_shown_as_text_and_its_html_part_as_a_page(quiet: House) -> None:
    key, visitor = receipt(quiet), quiet.visitor()
    outbox = visitor.get("/demo/outbox")
    assert "Dossier Clair : c’est noté. Fermer le dossier, pour Jeanne Roux." in outbox.words
    assert outbox.link("Voir le courriel mis en page") == f"/demo/outbox/{key}/courriel"
    with visitor.client.get(f"/demo/outbox/{key}/courriel") as answer:
        assert answer.mimetype == "text/html"
        assert '<html lang="fr" dir="ltr">' in answer.text
        assert "Fermer le dossier, pour Jeanne Roux.<br>" in answer.text
        assert answer.headers["Content-Disposition"].startswith("inline")
        policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert policy.endswith("; sandbox")
    assert "script" not in policy


def test_what_somebody_is_called_runs_nowhere(quiet: House) -> None:
    key, visitor = receipt(quiet, person="<script>alert(1)</script>"), quiet.visitor()
    assert "<script" not in visitor.get("/demo/outbox").html.lower()
    with visitor.client.get(f"/demo/outbox/{key}/courriel") as answer:
        assert "<script" not in answer.text.lower()
        assert "&lt;script&gt;" in answer.text.lower()


def test_an_sms_has_its_length_in_signs(quiet: House) -> None:
    with quiet.store.writing() as unit:
        send_code(unit, quiet.patient_id(ROUX), "sms", CodePurpose.SIGN_IN, NOON)
    words = quiet.visitor().get("/demo/outbox").words
    text = re.search(r"(Dossier Clair : .*?) Longueur : (\d+) signes sur 160", words)
    assert text, words
    assert int(text[2]) == septets(text[1]) < 160


def test_a_call_is_shown_phrase_by_phrase_with_its_keys(quiet: House) -> None:
    sent(quiet, "recovery-notice", "voice", {"what": "opened", "dispute": "123456789012"})
    page = quiet.visitor().get("/demo/outbox")
    assert "Notez ce code d’arrêt.<br>1, 2. 3, 4. 5, 6. 7, 8. 9, 0. 1, 2.<br>Je répète" in re.sub(
        r"\s*\n", "", page.html
    )
    assert "Ce n’est pas vous ? Tapez 9. Pour écouter encore, tapez 1. Au revoir. Touches : 1, 9" in page.words


@pytest.mark.parametrize(
    ("kind", "parameters", "said"),
    [
        ("recovery-notice", {"what": "opened", "dispute": "123456789012"}, "1234 5678 9012"),
        ("code-card", {"codes": " ".join(["12345678"] * 50)}, "1234 5678"),
        ("appointment", {"number": "7KQM4HTX9DFR", "until": NOON.isoformat()}, "7KQM-4HTX-9DFR"),
        ("erasure-soon", {"erased_on": "2026-12-24", "number": "7KQM4HTX9DFR", "sex": "F"}, "24 décembre 2026"),
    ],
)
def test_a_letter_that_waits_is_shown_as_it_will_be_printed(
    quiet: House, kind: str, parameters: dict[str, str], said: str
) -> None:
    key = sent(quiet, kind, "letter", parameters)
    visitor = quiet.visitor()
    assert visitor.get("/demo/outbox").link("Voir la lettre en PDF") == f"/demo/outbox/{key}/lettre"
    text = printed(visitor, key)
    assert "JEANNE ROUX 12 RUE DES TANNEURS" in text
    assert said in text
    with quiet.store.reading() as unit:
        message = message_named(unit, key)
    assert message is not None
    assert message.waits, "looking at it doesn't send it"


def printed(visitor: Visitor, key: str) -> str:
    with visitor.client.get(f"/demo/outbox/{key}/lettre") as answer:
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
        return " ".join(" ".join(pages(answer.data)).split())


def test_the_announcement_of_a_record_is_shown_with_its_days(house: House) -> None:
    visitor = house.visitor()
    with house.store.reading() as unit:
        notice = next(one for one in waiting_messages(unit, limit=20) if one.kind == "opt-out-notice")
    text = printed(visitor, notice.key)
    assert notice.address.split("\n")[0] in text
    assert "Vous pouvez dire non jusqu’au" in text


def test_a_summary_is_gathered_to_be_shown_and_her_journal_tells_it(quiet: House) -> None:
    asked = {"advisor": "Paul Mercier", "site": "France Services du Puy", "asked_at": NOON.isoformat(), "sex": "F"}
    key = sent(quiet, "summary", "letter", asked)
    with quiet.store.reading() as unit:
        before = events_of(unit, quiet.patient_id(ROUX)).count("documents:summary:printed")
    text = printed(quiet.visitor(), key)
    assert "Paul Mercier" in text
    assert "Lévothyroxine" in text
    with quiet.store.reading() as unit:
        assert events_of(unit, quiet.patient_id(ROUX)).count("documents:summary:printed") == before + 1


def test_a_letter_that_left_is_shown_no_more(quiet: House) -> None:
    key, visitor = (
        sent(quiet, "recovery-notice", "letter", {"what": "opened", "dispute": "123456789012"}),
        quiet.visitor(),
    )
    with quiet.store.writing() as unit:
        hand_over(unit, letters_waiting(unit, ("recovery-notice",), 9, NOON), "261123-7KQM4", NOON)
    outbox = visitor.get("/demo/outbox")
    assert "1234 5678 9012" in outbox.words
    assert not any("/lettre" in link for link in outbox.links)
    assert visitor.get(f"/demo/outbox/{key}/lettre").status == 404


@pytest.mark.parametrize("key", ["0" * 32, "nothing", "ff", "é"])
@pytest.mark.parametrize("what", ["courriel", "lettre"])
def test_what_was_never_sent_has_no_page(house: House, key: str, what: str) -> None:
    assert house.visitor().get(f"/demo/outbox/{key}/{what}").status == 404


def test_an_e_mail_is_no_letter_and_a_letter_no_e_mail(quiet: House) -> None:
    mail, letter = receipt(quiet), receipt(quiet, "letter")
    assert quiet.visitor().get(f"/demo/outbox/{mail}/lettre").status == 404
    assert quiet.visitor().get(f"/demo/outbox/{letter}/courriel").status == 404


def test_outside_a_demonstration_there_is_nothing_to_see(quiet: House) -> None:
    key = receipt(quiet)
    told = {"DATABASE_URL": quiet.settings.database_url, "KEY_HOLDER": quiet.settings.key_holder}
    real = Settings.read({"STAGE": "development"} | told)
    client = create_portal(real, quiet.store, DemoOutbox(real, quiet.store)).test_client()
    for what in ("courriel", "lettre"):
        with client.get(f"/demo/outbox/{key}/{what}") as answer:
            assert answer.status_code == 404
