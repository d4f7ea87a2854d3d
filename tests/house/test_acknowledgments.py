"""What the print shop tells of a batch: noted once, letter by letter; whatever is told wrongly changes nothing."""

from datetime import date, timedelta

import pytest

from back_office.paper_mail import Acknowledgments, acknowledgments, standings
from dossier.lifecycle import Way, case_of, close
from dossier.outbox import letters_handed, mark_listed, progress_of, unreached, unreached_left
from dossier.store import Store
from tests.kit.batches import MONDAY, NAME, SEAL, forget_the_post, left, told_of_a_record, written
from tests.kit.command import dossier
from tests.kit.house import enrolled, events_of, herself, raw, rows_of

LATER = MONDAY + timedelta(days=9)
ADDRESS = ("12 RUE DES TANNEURS", "43000 LE PUY-EN-VELAY")


@pytest.fixture(autouse=True)
def nothing_waits(request):
    if "store" in request.fixturenames:
        forget_the_post(request.getfixturevalue("store"))


def with_receipt(store: Store) -> bytes:
    """Return somebody for whom one letter waits: the receipt of a closure."""
    with store.writing() as unit:
        patient = enrolled(unit, address=ADDRESS)
        close(unit, herself(patient), Way.PHONE, MONDAY)
    return patient


def line(number="1", status="posted", day="2026-03-03", seal=SEAL, batch=NAME):
    return ",".join((batch, number, status, day, seal))


def taken(store, tmp_path, *lines, at=LATER):
    """Take a file of these lines; return what was noted, known, refused, and the words of the refusals."""
    acknowledging = Acknowledgments(store)
    said = [one for one in acknowledging.take(written(tmp_path / "told.csv", *lines), at) if one]
    return tuple(acknowledging.counted[name] for name in ("noted", "known", "refused")), said


def state(store, patient):
    with store.reading() as unit:
        [row] = rows_of(unit, "outbox_message", patient)
    return row["state"]


def counts(store, name=NAME):
    with store.reading() as unit:
        [one] = progress_of(unit, [name])
    return one.silent, one.printed, one.posted, one.returned


def test_letters_are_printed_then_posted_and_one_comes_back_and_the_same_file_twice_changes_nothing(store, tmp_path):
    first, second, third = people = [with_receipt(store) for _ in range(3)]
    left(store, people)
    assert counts(store) == (3, 0, 0, 0)
    file = (
        "batch,number,status,day,manifest",
        line("all", "printed"),
        line("1"),
        line(f"{NAME}-0002", day="03/03/2026").replace(",", ";"),
        line("2", "returned", "2026-03-09"),
    )
    assert taken(store, tmp_path, *file) == ((6, 0, 0), [])
    once = [state(store, one) for one in people]
    assert once == ["delivered", "unreached", "handed"]
    assert counts(store) == (0, 1, 1, 1)
    assert taken(store, tmp_path, *file) == ((0, 6, 0), [])
    assert [state(store, one) for one in people] == once
    with store.reading() as unit:
        assert events_of(unit, first).count("outbox:message:delivered") == 1
        assert events_of(unit, second)[-2:] == ["outbox:message:delivered", "outbox:message:undelivered"]
        assert "outbox:message:delivered" not in events_of(unit, third)
        assert letters_handed(unit, first, MONDAY) == [("receipt", 1, MONDAY)], "posted, and still told to her"


def test_a_letter_that_came_back_stays_so_though_its_posting_is_told_later(store, tmp_path):
    her = with_receipt(store)
    left(store, [her])
    assert taken(store, tmp_path, line(status="returned"))[0] == (1, 0, 0)
    assert taken(store, tmp_path, line(), line(status="printed"))[0] == (0, 2, 0)
    assert (state(store, her), counts(store)) == ("unreached", (0, 0, 0, 1))


def test_a_letter_that_came_back_and_has_no_other_way_stands_on_the_paper_list_once(store, tmp_path):
    her = with_receipt(store)
    left(store, [her])
    taken(store, tmp_path, line(status="returned"))
    with store.writing() as unit:
        [one] = unreached(unit, 9)
        assert (one.patient_id, one.kind, one.path) == (her, "receipt", ("letter",))
        mark_listed(unit, [one], "monday.csv")
        assert (unreached(unit, 9), unreached_left(unit)) == ([], 0)
    assert counts(store) == (0, 0, 0, 1)


def test_a_notice_that_comes_back_lets_nothing_open_by_itself(store, tmp_path):
    her = told_of_a_record(store)
    left(store, [her])
    assert taken(store, tmp_path, line(), line(status="returned", day="2026-03-10"))[0] == (2, 0, 0)
    with store.reading() as unit:
        case = case_of(unit, her)
        assert (case.sent_on, case.due_at) == (None, None)
    assert taken(store, tmp_path, line(day="2026-03-11"))[0] == (0, 1, 0)
    with store.reading() as unit:
        case = case_of(unit, her)
        assert (case.sent_on, case.due_at) == (None, None), "an old line begins no window again"


def test_a_batch_printed_from_another_manifest_is_refused_whole(store, tmp_path):
    people = [with_receipt(store) for _ in range(2)]
    left(store, people)
    counted, said = taken(store, tmp_path, line("1", seal=SEAL.upper()), line("2", seal="0" * 64))
    assert counted == (0, 0, 2)
    assert [one.partition(": ")[0] for one in said] == ["line 1", "line 2"]
    assert all("another manifest than ours was printed" in one for one in said)
    assert [state(store, one) for one in people] == ["handed"] * 2


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (line(batch="260302-ZZZZ9"), "no batch of this name"),
        (line("2"), "that of a letter of this batch"),
        (line("0"), "that of a letter of this batch"),
        (line("-1"), "that of a letter of this batch"),
        (line("9" * 12), "that of a letter of this batch"),
        (line("all", "returned"), "or all of what was printed or posted"),
        (line(status="lost"), "the status must be printed, posted, returned"),
        (line(day="2026-03-12"), "the day must be one between"),
        (line(day="2026-03-01"), "the day must be one between"),
        (line(day="le 3 mars"), "the day must be one between"),
        (f"{NAME},1,posted", "3 columns instead of 5"),
    ],
)
def test_a_line_that_says_nothing_of_ours_is_told_and_the_others_are_taken(store, tmp_path, told, why):
    her = with_receipt(store)
    left(store, [her])
    counted, said = taken(store, tmp_path, told, "", line())
    assert counted == (1, 0, 1)
    assert said[0].startswith("line 1: ")
    assert why in said[0]
    assert state(store, her) == "delivered"


def test_a_letter_whose_owner_was_erased_meanwhile_is_no_fault(store, tmp_path):
    gone, here = with_receipt(store), with_receipt(store)
    left(store, [gone, here])
    with store.writing() as unit:
        unit.forget(gone)
    assert taken(store, tmp_path, line("all"))[0] == (1, 1, 0)
    with store.reading() as unit:
        assert progress_of(unit) == [], "nobody waits for news of it any more"


def test_a_letter_with_a_broken_key_is_told_and_the_next_is_taken(store, tmp_path):
    broken, fine = with_receipt(store), with_receipt(store)
    left(store, [broken, fine])
    with store.writing() as unit:
        raw(unit, "UPDATE patient_key SET wrapped = ? WHERE patient_id = ?", b"no key", broken)
    counted, said = taken(store, tmp_path, line("1"), line("2"))
    assert (counted, said) == ((1, 0, 1), ["line 1: its owner's key is broken; a person must look at it"])


def windows(store, patient):
    with store.reading() as unit:
        case = case_of(unit, patient)
        return case.sent_on, case.displayed_on, None if case.due_at is None else case.due_at - case.accepted_until


def test_a_notice_posted_later_than_it_says_begins_its_window_on_that_day(store, tmp_path):
    late, on_time = told_of_a_record(store), told_of_a_record(store)
    left(store, [late, on_time])
    told = (line("1", day="2026-03-10"), line("2", day="2026-03-02"))
    assert taken(store, tmp_path, *told)[0] == (2, 0, 0)
    ten = timedelta(minutes=10)
    assert windows(store, late) == (date(2026, 3, 10), date(2026, 4, 10), ten)
    assert windows(store, on_time)[:2] == (date(2026, 3, 2), date(2026, 4, 2))
    with store.reading() as unit:
        assert events_of(unit, late).count("lifecycle:window:set") == 1
        assert "lifecycle:window:set" not in events_of(unit, on_time)
    assert taken(store, tmp_path, *told)[0] == (0, 2, 0)
    with store.reading() as unit:
        assert events_of(unit, late).count("lifecycle:window:set") == 1


def test_killed_between_the_window_and_the_note_the_clock_opens_nobody_until_it_is_taken_again(
    store, tmp_path, monkeypatch
):
    her = told_of_a_record(store)
    left(store, [her])

    def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(acknowledgments, "note_delivery", die)
        with pytest.raises(KeyboardInterrupt):
            taken(store, tmp_path, line(day="2026-03-10"))
    assert windows(store, her) == (date(2026, 3, 10), date(2026, 4, 10), None)
    assert taken(store, tmp_path, line(day="2026-03-10"))[0] == (1, 0, 0)
    assert windows(store, her)[2] == timedelta(minutes=10)


@pytest.mark.parametrize(
    ("leaves_on", "last_calm_day"),
    [
        (date(2026, 3, 2), date(2026, 3, 5)),  # Monday to Thursday
        (date(2026, 3, 5), date(2026, 3, 10)),  # over a weekend
        (date(2026, 4, 2), date(2026, 4, 8)),  # over Easter Monday
    ],
)
def test_a_batch_is_late_after_three_working_days_without_all_its_postings(store, leaves_on, last_calm_day):
    left(store, [with_receipt(store)], leaves_on=leaves_on)
    with store.reading() as unit:
        assert [one.is_late for one in standings(unit, last_calm_day)] == [False]
        assert [one.is_late for one in standings(unit, last_calm_day + timedelta(days=1))] == [True]


def test_the_commands_tell_what_is_late_until_everything_was_posted(house, tmp_path):
    forget_the_post(house.store)
    left(house.store, [with_receipt(house.store)])
    told = dossier(house.environ, "letters", "status")
    assert told.code == 1
    assert told.out.splitlines()[1].split() == [NAME, "2026-03-02", "1", "1", "0", "0", "0", "late"]
    assert f"{NAME}: 1 letters not posted yet, to leave on 2026-03-02" in dossier(house.environ, "outbox").out
    file = written(tmp_path / "told.csv", line("9"), line("all"))
    told = dossier(house.environ, "letters", "acknowledge", file)
    assert (told.code, told.out.strip()) == (1, "1 letters noted, 0 known before; 1 lines refused.")
    assert told.err.startswith("line 1: the number must be")
    told = dossier(house.environ, "letters", "status")
    assert (told.code, len(told.out.splitlines())) == (0, 1)
    assert NAME not in dossier(house.environ, "outbox").out
