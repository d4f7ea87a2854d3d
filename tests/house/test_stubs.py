"""`dossier stubs`: each code is bound to one act, done once; what the mail room reads names nobody."""

import csv
import secrets
from datetime import timedelta

import pytest

from back_office.paper_mail import Stubs
from back_office.paper_mail.stubs import MOST_WRONG
from dossier.base import in_groups, new_sign_code
from dossier.lifecycle import State, state_of
from dossier.mandates import MandateState, check_deed
from dossier.recovery import CaseState, standing_online
from tests.kit.batches import written
from tests.kit.command import dossier
from tests.kit.house import NOW, announced, events_of, raw
from tests.kit.mandates import given, somebody, staff, stop_codes
from tests.kit.recovery import changed, dispute_codes, opened, roux

AT = NOW + timedelta(minutes=10)
NO, FIRST, STOP = "Le non est noté, à temps.", "C’était déjà fait.", "Le mandat est arrêté."
DEAD = "Ce code ne sert pas, ou ne sert plus. Montrez cette feuille à un responsable."


def taken(store, tmp_path, *lines, at=AT):
    """Take a file of these lines; return what became of each: its number, whether it was done, what is said."""
    return [tuple(one) for one in Stubs(store).take(written(tmp_path / "stubs.csv", *lines), at)]


def parted(code):
    return " ".join(code[start : start + 4] for start in (0, 4, 8))


def test_each_code_does_its_own_act_once_and_the_same_file_again_does_nothing(store, tmp_path):
    with store.writing() as unit:
        patient, code = announced(unit)
        paul, her = staff(unit), somebody(unit)
        number = given(unit, paul, her)
        stop = stop_codes(unit, her.id, number)[0]
        robbed = roux(unit)
        case = opened(unit, robbed).number
        dispute = dispute_codes(unit, robbed)[0]
    file = (
        "code,day",
        f"{in_groups(code).lower()};29/03/2026",
        f"{parted(stop)},2026-03-29",
        "",
        f"{dispute}\t29/03/2026",
    )
    told = taken(store, tmp_path, *file)
    assert [(line, done) for line, done, _ in told] == [(2, "yes"), (3, "yes"), (5, "yes")]
    assert [said.partition(" Un reçu")[0] for _, _, said in told] == [
        NO, STOP, "La demande pour retrouver l’accès est bloquée."
    ]  # fmt: skip
    with store.reading() as unit:
        assert state_of(unit, patient) is State.OPPOSED
        assert check_deed(unit, number, AT).state is MandateState.REVOKED
        before = [events_of(unit, one) for one in (patient, her.id, robbed)]
    with store.writing() as unit:
        assert standing_online(unit, case, AT).state is CaseState.FROZEN
    for kept, event in zip(
        before, ("lifecycle:act:done", "mandates:mandate:revoked", "recovery:case:disputed"), strict=True
    ):
        assert kept.count(event) == 1
    again = taken(store, tmp_path, *file, at=AT + timedelta(hours=1))
    assert [(done, said.startswith(FIRST)) for _, done, said in again] == [("before", True)] * 3
    with store.reading() as unit:
        assert [events_of(unit, one) for one in (patient, her.id, robbed)] == before


def test_lines_that_cannot_be_done_say_why_and_the_others_are_done(store, tmp_path):
    with store.writing() as unit:
        patient, code = announced(unit)
    swapped = code[1] + code[0] + code[2:] if code[0] != code[1] else code[:-1]
    told = taken(
        store,
        tmp_path,
        f"{swapped},2026-03-29",
        f"{code},29 mars",
        f"{code},2026-04-01",
        f"{code}",
        f"{code},2026-02-27",
        f"{code},2026-03-29",
    )
    assert [done for _, done, _ in told] == ["no"] * 5 + ["yes"]
    for (_, _, said), word in zip(
        told, ("mal tapé", "jour du cachet", "jour du cachet", "deux colonnes", "plus vieux", NO), strict=True
    ):
        assert word in said
    with store.reading() as unit:
        assert events_of(unit, patient).count("lifecycle:act:done") == 1


def test_an_unknown_code_and_a_dead_one_read_the_same(store, tmp_path):
    with store.writing() as unit:
        _, code = announced(unit)
    told = taken(
        store,
        tmp_path,
        f"{code},2026-05-20",
        f"{new_sign_code()},2026-05-20",
        f"{secrets.randbelow(10**12):012d},2026-05-20",
        at=AT + timedelta(days=60),
    )
    assert [(done, said) for _, done, said in told] == [("no", DEAD)] * 3


@pytest.mark.parametrize("guess", [new_sign_code, lambda: f"{secrets.randbelow(10**12):012d}"], ids=["letter", "stop"])
def test_after_ten_wrong_codes_the_rest_of_a_file_is_not_tried_and_another_file_is(store, tmp_path, guess):
    with store.writing() as unit:
        _, code = announced(unit)
    lines = [f"{guess()},2026-03-29" for _ in range(MOST_WRONG + 1)]
    told = taken(store, tmp_path, *lines, f"{code},2026-03-29")
    assert [said for _, _, said in told[:MOST_WRONG]] == [DEAD] * MOST_WRONG
    assert all(said.startswith("Trop de codes faux") for _, _, said in told[MOST_WRONG:])
    assert len(told) == MOST_WRONG + 2
    assert taken(store, tmp_path, f"{code},2026-03-29")[0][1] == "yes"


def test_a_broken_key_stops_nobody_elses_line(store, tmp_path):
    with store.writing() as unit:
        broken, first = announced(unit)
        _, second = announced(unit)
        raw(unit, "UPDATE patient_key SET wrapped = ? WHERE patient_id = ?", b"no key", broken)
    told = taken(store, tmp_path, f"{first},2026-03-29", f"{second},2026-03-29")
    with store.writing() as unit:
        unit.forget(broken)  # else the clock of other tests meets her
    assert [done for _, done, _ in told] == ["no", "yes"]


def test_the_results_say_by_line_what_was_done_and_hold_no_code_and_nobodys_name(house, tmp_path):
    with house.store.writing() as unit:
        _, code = announced(unit)
    file = written(tmp_path / "lundi.csv", f"{code},{NOW:%d/%m/%Y}", f"{new_sign_code()},{NOW:%d/%m/%Y}")
    told = dossier(house.environ, "stubs", file)
    assert told.code == 1, told.err
    assert told.out.strip() == "1 done, 0 before, 1 to look at: lundi.csv.results.csv says why."
    results = (tmp_path / "lundi.csv.results.csv").read_text(encoding="utf-8")
    heads, *lines = csv.reader(results.splitlines())
    assert heads == ["Ligne", "Fait", "À savoir"]
    assert [line[:2] for line in lines] == [["1", "oui"], ["2", "non"]]
    for word in (code, in_groups(code), "ROUX", "Roux"):
        assert word not in results + told.out + told.err
    again = dossier(house.environ, "stubs", file, "--results", tmp_path / "encore.csv")
    assert again.out.startswith("0 done, 1 before, 1 to look at")


def test_a_contact_that_has_changed_already_is_for_somebody_to_look_at(store, tmp_path):
    with store.writing() as unit:
        her = roux(unit)
        at = changed(unit, her)
        code = dispute_codes(unit, her, "contact-changed")[0]
    [(_, done, said)] = taken(store, tmp_path, "code,day", f"{code};{at:%d/%m/%Y}", at=at)
    assert (done, said) == ("no", "Le changement est déjà fait. Montrez cette feuille à un responsable.")
