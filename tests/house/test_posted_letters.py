"""Receipts, coming erasures and cards of codes go out with `dossier letters batch`, and no clear code stays behind."""

import re
from datetime import timedelta

import pytest

from back_office.letters import printers
from back_office.letters.sheets import KINDS
from back_office.post import WORDED_KINDS, composer
from dossier.base import in_groups
from dossier.lifecycle import Way, ask_erasure, close, mail_card, reopen, tell_erasure
from dossier.mandates import acting_under
from dossier.outbox import queue, waiting_messages
from dossier.policy import Scope
from dossier.posting import ask_summary_letter
from dossier.profile import DeclaredItem, declare_list
from portal.since.words import LETTERS
from tests.house.test_letters_command import batches_of, manifest, printed, settings, text_of
from tests.kit.house import MARKER, NOW, deposited, enrolled, herself, raw
from tests.kit.mandates import given, staff
from tests.kit.turns import activated, told_in

ADDRESS = ("12 RUE DES TANNEURS", "43000 LE PUY-EN-VELAY")
MANDATE = {
    "code": "123456",
    "until": NOW.isoformat(),
    "scopes": " ".join(Scope),
    "duration": "visit",
    "advisor": "Marie-Antoinette Delaroche-Vernet",
    "site": "France Services de Saint-Julien-Chapteuil",
}
"""The longest that a mandate says."""
ENVELOPE = "JEANNE ROUX\n12 RUE DES TANNEURS\n43000 LE PUY-EN-VELAY"


@pytest.fixture(scope="module")
def running():
    """The two printing processes, started once."""
    with printers() as ready:
        yield ready


@pytest.fixture(autouse=True)
def nothing_waits(store):
    """Whatever other tests left in the outbox goes: a batch takes every letter there is."""
    with store.writing() as unit:
        raw(unit, "DELETE FROM outbox_message")


def told_of(store, patient, kind):
    with store.reading() as unit:
        found = [one for one in waiting_messages(unit, limit=9, patient_id=patient) if one.kind == kind]
    return found[0]


def test_a_receipt_goes_out_on_one_leaf_with_its_number_and_where_to_check_it(store, tmp_path, running):
    with store.writing() as unit:
        patient = enrolled(unit, address=ADDRESS)
        receipt = close(unit, herself(patient), Way.PHONE, NOW)
    letters = batches_of(store, tmp_path)
    [batch] = printed(running, letters)
    [row] = manifest(tmp_path, batch)
    assert (row["file"], row["first_page"], row["pages"], row["postal_code"]) == ("receipts-001.pdf", "1", "2", "43000")
    text = text_of(tmp_path, batch, row)
    for phrase in (
        "JEANNE ROUX 12 RUE DES TANNEURS", "Bonjour Madame Jeanne Roux,", "Quoi Fermer le dossier", "Pour Jeanne Roux",
        "Quand dimanche 29 mars 2026 à", "(France métropolitaine)", in_groups(receipt.number),
        "dossier-clair.example/recepisse", f"Référence {batch.name}-0001",
    ):  # fmt: skip
        assert phrase in text
    assert letters.waiting() == (0, {})


def test_a_card_goes_out_and_its_codes_stay_nowhere_but_on_paper(store, tmp_path, running):
    with store.writing() as unit:
        patient = enrolled(unit, address=ADDRESS)
        mail_card(unit, herself(patient), ENVELOPE, NOW)
    codes = told_of(store, patient, "code-card").parameters["codes"].split()
    [batch] = printed(running, batches_of(store, tmp_path))
    [row] = manifest(tmp_path, batch)
    assert (row["file"], row["pages"]) == ("cards-001.pdf", "2")
    found = re.findall(r"\b(\d{1,2}) (\d{4}) (\d{4})\b", text_of(tmp_path, batch, row))
    assert found == [(str(number), code[:4], code[4:]) for number, code in enumerate(codes, 1)]
    left = told_of(store, patient, "code-card")
    assert (left.address, left.parameters) == (ENVELOPE, {})
    assert not re.search(r"\d{4} \d{4}", composer(settings(tmp_path))(left))


def test_a_coming_erasure_is_told_unless_she_opened_the_record_again(store, tmp_path, running):
    later = NOW + timedelta(days=53)
    with store.writing() as unit:
        kept, back = enrolled(unit, address=ADDRESS), enrolled(unit, address=ADDRESS)
        for patient in (kept, back):
            ask_erasure(unit, herself(patient), Way.SIGNED_IN, NOW)
            assert tell_erasure(unit, patient, later)
        raw(unit, "DELETE FROM outbox_message WHERE kind = 'receipt'")
        reopen(unit, herself(back), Way.SIGNED_IN, later)
        raw(unit, "DELETE FROM outbox_message WHERE kind = 'receipt'")
    letters = batches_of(store, tmp_path)
    [batch] = printed(running, letters)
    [row] = manifest(tmp_path, batch)
    assert (row["file"], row["pages"], letters.dropped) == ("erasures-001.pdf", "1", 1)
    text = text_of(tmp_path, batch, row)
    assert "Bonjour Madame Jeanne Roux," in text
    assert "Il sera détruit le jeudi 28 mai 2026." in text
    assert "dossier-clair.example/rouvrir" in text
    assert in_groups(told_of(store, kept, "erasure-soon").parameters["number"]) in text


def summary_asked(unit, paul, **traits):
    """Have somebody's summary asked for at a desk; return her id."""
    her = activated(unit, **traits)
    reference = given(unit, paul, her, Scope.PRINT_SUMMARY)
    raw(unit, "DELETE FROM outbox_message WHERE kind <> 'summary'")
    ask_summary_letter(unit, acting_under(unit, paul, reference, Scope.PRINT_SUMMARY, NOW), NOW)
    return her.id


def test_a_summary_is_gathered_by_the_post_alone_under_an_entry_that_names_advisor_and_site(store, tmp_path, running):
    with store.writing() as unit:
        paul = staff(unit)
        patient = summary_asked(unit, paul)
        declare_list(unit, herself(patient), "allergies", (DeclaredItem("Pénicilline", "Gonflement", "1987"),), NOW)
        deposited(unit, patient)
        deposited(unit, patient, title="Secret du service", confidentiality=frozenset({"INVISIBLE_PATIENT"}))
    letters = batches_of(store, tmp_path)
    [batch] = printed(running, letters)
    [row] = manifest(tmp_path, batch)
    assert (row["file"], row["first_page"], row["postal_code"]) == ("summaries-001.pdf", "1", "43000")
    text = text_of(tmp_path, batch, row)
    for phrase in (
        "JEANNE ROUX 12 RUE DES TANNEURS", "Bonjour Madame Jeanne Roux,", "Demandé à Paul Mercier",
        f"Guichet {paul.site}", "Cette personne n’a pas vu ce résumé.", "Pénicilline", MARKER,
        "Depuis votre dernière visite", "La dernière feuille dit ce qui s’est passé",
        f"Page 1 sur {row['pages']}", f"Page {row['pages']} sur {row['pages']}",
    ):  # fmt: skip
        assert phrase in text, phrase
    assert int(row["pages"]) > 1
    assert "Secret du service" not in text
    with store.writing() as unit:
        [facts] = [facts for event, facts in told_in(unit, patient) if event == "documents:summary:printed"]
        [told] = [facts for event, facts in told_in(unit, patient) if event == "access:since:read"]
    assert (facts["actor"], facts["site"], facts["way"]) == ("Paul Mercier", paul.site, "letter")
    assert (told["actor"], told["site"], told["way"]) == ("Paul Mercier", paul.site, "letter")
    assert letters.waiting() == (0, {})


def test_summaries_share_no_file_and_nobody_gets_anothers(store, tmp_path, running):
    with store.writing() as unit:
        paul = staff(unit)
        for name in ("PREMIER", "SECOND"):
            patient = summary_asked(unit, paul, usual_name=name)
            deposited(unit, patient, title=f"Seulement pour {name.title()}")
    [batch] = printed(running, batches_of(store, tmp_path))
    rows = manifest(tmp_path, batch)
    assert [row["file"] for row in rows] == ["summaries-001.pdf", "summaries-002.pdf"]
    assert {row["first_page"] for row in rows} == {"1"}
    told = [text_of(tmp_path, batch, row) for row in rows]
    for name, other in (("Premier", "Second"), ("Second", "Premier")):
        [hers] = [one for one in told if f"Bonjour Madame Jeanne {name}" in one]
        assert f"Seulement pour {name}" in hers
        assert other not in hers


def test_a_summary_of_a_record_that_was_closed_meanwhile_is_not_printed(store, tmp_path, running):
    with store.writing() as unit:
        patient = summary_asked(unit, staff(unit))
        close(unit, herself(patient), Way.SIGNED_IN, NOW)
        raw(unit, "DELETE FROM outbox_message WHERE kind <> 'summary'")
    letters = batches_of(store, tmp_path)
    assert printed(running, letters) == []
    assert letters.dropped == 1
    with store.writing() as unit:
        assert "documents:summary:printed" not in [event for event, _ in told_in(unit, patient)]


def test_kinds_have_files_of_their_own_numbered_through_and_nothing_is_left(store, tmp_path, running):
    with store.writing() as unit:
        for _ in range(2):
            patient = enrolled(unit, address=ADDRESS)
            close(unit, herself(patient), Way.SIGNED_IN, NOW)
            mail_card(unit, herself(patient), ENVELOPE, NOW)
    letters = batches_of(store, tmp_path)
    [batch] = printed(running, letters)
    told = [(row["number"], row["file"], row["first_page"]) for row in manifest(tmp_path, batch)]
    assert told == [
        ("1", "receipts-001.pdf", "1"),
        ("2", "receipts-001.pdf", "3"),
        ("3", "cards-001.pdf", "1"),
        ("4", "cards-001.pdf", "3"),
    ]
    assert letters.waiting() == (0, {})
    with store.reading() as unit:
        assert {row[0] for row in raw(unit, "SELECT state FROM outbox_message").fetchall()} == {"handed"}


def test_every_kind_of_message_has_paper_to_go_out_on():
    assert set(KINDS) == set(WORDED_KINDS) - {"call-back", "mandate-call"}, "a call is no letter"


@pytest.mark.parametrize(
    ("kind", "parameters", "said"),
    [
        ("factor-changed", {"change": "removed", "factor": "totp", "at": NOW.isoformat()}, "29 mars 2026"),
        ("recovery-code", {"code": "12345678", "until": NOW.isoformat()}, "1234 5678"),
        (
            "contact-code",
            {"code": "87654321", "until": NOW.isoformat(), "reference": "7KQM4HTX9DFR"},
            "Votre référence est 7KQM-4HTX-9DFR.",
        ),
        ("call-back-letter", {"at": NOW.isoformat()}, "nous vous appelons le dimanche 29 mars 2026 à"),
        ("appointment", {"number": "7KQM4HTX9DFR", "until": NOW.isoformat()}, "7KQM-4HTX-9DFR"),
        ("recovery-notice", {"what": "opened", "dispute": "123456789012"}, "1234 5678 9012"),
        ("consent-code", {"act": "", **MANDATE}, "une heure"),
        (
            "consent-code",
            {"act": "closure", **MANDATE},
            "fermer le dossier",
        ),
        ("mandate-given", {"stop": "123456789012", **MANDATE}, "1234 5678 9012"),
    ],
)
def test_a_short_message_goes_out_on_one_page_with_all_it_says(store, tmp_path, running, kind, parameters, said):
    with store.writing() as unit:
        patient = enrolled(unit, address=ADDRESS)
        queue(
            unit,
            herself(patient),
            NOW,
            kind=kind,
            channel="letter",
            language="fr",
            address=ENVELOPE,
            parameters=parameters,
            not_after=NOW + timedelta(days=30),
        )
    letters = batches_of(store, tmp_path)
    [batch] = printed(running, letters)
    [row] = manifest(tmp_path, batch)
    assert (row["first_page"], row["pages"]) == ("1", "1")
    text = text_of(tmp_path, batch, row)
    for phrase in ("JEANNE ROUX 12 RUE DES TANNEURS", "Bonjour Jeanne Roux,", said, "Page 1 sur 1"):
        assert phrase in text
    assert letters.waiting() == (0, {})


def test_every_kind_of_letter_has_its_name_for_whoever_is_told_what_was_sent():
    assert set(KINDS) == set(LETTERS)
