"""What somebody who activates signs in with: her telephone's end is told, her new card's codes are seen once."""

import pytest

from dossier.identity import issue_card
from dossier.lifecycle import State, mail_card, make_card, reach_of
from dossier.outbox import waiting_messages
from dossier.policy import Acting, NotPermitted, Role
from dossier.store import Unit
from tests.kit.house import CODES, NOW, enrolled, events_of, herself, operator, raw_bytes, representing, rows_of

ADDRESS = ("12 RUE DES TANNEURS", "43000 LE PUY-EN-VELAY")
ENVELOPE = "JEANNE ROUX\n12 RUE DES TANNEURS\n43000 LE PUY-EN-VELAY"


def test_the_ways_to_reach_her_are_those_on_file_and_looking_is_told_in_the_journal(writing: Unit) -> None:
    traits = {"mobile": "+33639980142", "email": "j.roux@example.org", "address": ADDRESS}
    patient_id = enrolled(writing, state=State.OPENED, **traits)
    reach = reach_of(writing, herself(patient_id), NOW)
    assert (reach.name, reach.phone_end, reach.by_email, reach.letter_to) == ("JEANNE ROUX", "42", True, ENVELOPE)
    assert events_of(writing, patient_id)[-1] == "identity:person:proved"


def test_who_left_nothing_on_file_can_be_reached_by_no_way(writing: Unit) -> None:
    reach = reach_of(writing, herself(enrolled(writing, state=State.OPENED)), NOW)
    assert (reach.phone_end, reach.by_email, reach.letter_to) == ("", False, "")


def test_a_new_card_has_fifty_codes_kept_as_hashes_and_the_old_one_dies(writing: Unit) -> None:
    patient_id = enrolled(writing, state=State.OPENED)
    issue_card(writing, patient_id, CODES, NOW)
    codes = make_card(writing, herself(patient_id), NOW)
    assert len(codes) == 50
    assert len(set(codes)) > 45
    assert all(len(code) == 8 and code.isdigit() for code in codes)
    lines = rows_of(writing, "code_card_line", patient_id)
    assert len(lines) == 50
    assert not any(code.encode() in raw_bytes(lines) for code in codes)


def test_a_mailed_card_waits_sealed_for_the_envelope_on_file(writing: Unit) -> None:
    patient_id = enrolled(writing, state=State.OPENED, address=ADDRESS)
    mail_card(writing, herself(patient_id), ENVELOPE, NOW)
    (letter,) = waiting_messages(writing, limit=5, patient_id=patient_id)
    codes = letter.parameters["codes"].split()
    assert (letter.kind, letter.channel, letter.address, len(codes)) == ("code-card", "letter", ENVELOPE, 50)
    rows = raw_bytes(rows_of(writing, "outbox_message", patient_id))
    assert not any(code.encode() in rows for code in codes)
    assert b"TANNEURS" not in rows


@pytest.mark.parametrize("acting", [operator, representing, lambda patient_id: Acting(Role.STRANGER, patient_id)])
def test_nobody_else_gets_a_card_for_her(writing: Unit, acting: object) -> None:
    patient_id = enrolled(writing, state=State.OPENED)
    for act in (reach_of, make_card):
        with pytest.raises(NotPermitted):
            act(writing, acting(patient_id), NOW)
    assert rows_of(writing, "code_card_line", patient_id) == []
