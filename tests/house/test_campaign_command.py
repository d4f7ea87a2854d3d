"""`dossier campaign`: who is announced, what is turned away and why, and that a file done twice changes nothing."""

import csv
import re
import secrets
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from back_office.campaign import BeneficiariesFile, Bounces, CampaignImport, chunks_of, importing
from back_office.campaign.columns import ADDRESS_SIGNS, COLUMNS
from back_office.cli import dossier
from dossier.base import Settings
from dossier.base import now as clock
from dossier.identity import patient_by_ins, patients_by_email
from dossier.journal import verify_chain
from dossier.lifecycle import State, Zone, case_of
from dossier.outbox import waiting_messages
from printouts import ADDRESS_SIGNS as PRINTED_SIGNS
from tests.kit.command import dossier as dossier_command
from tests.kit.house import raw, rows_of
from tests.kit.portal import House

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
HEADER = "ins;birth_name;first_names;birth_on;sex;email;address_1;address_2;sent_on"
_ROOT = Path(__file__).parents[2]


def number():
    """An INS of its own, with a right key."""
    body = f"24205{secrets.randbelow(10**8):08d}"
    return f"{body}{97 - int(body) % 97:02d}"


def line(**changes):
    """A good line of Mme Roux."""
    told = {
        "ins": number(),
        "birth_name": "BLANCHARD",
        "first_names": "JEANNE MARIE",
        "birth_on": "1942-05-12",
        "sex": "F",
        "email": "",
        "address_1": "12 RUE DES TANNEURS",
        "address_2": "43000 LE PUY-EN-VELAY",
        "sent_on": "2026-03-02",
    }
    return ";".join((told | changes).values())


def written(folder, *lines, header=HEADER, encoding="utf-8", name="liste.csv"):
    path = folder / name
    path.write_bytes("\n".join((header, *lines, "")).encode(encoding))
    return path


def settings(folder):
    return Settings.read({"DEMO": "1", "VAR_DIR": str(folder)})


def taken(store, folder, path, now=NOW, sent_on=None):
    """Import a file into a store; return the import with its counts, and what it told."""
    running = CampaignImport(store, settings(folder), domain=10, sent_on=sent_on)
    told = [one for chunk in chunks_of(BeneficiariesFile(path)) for one in running.take(chunk, now)]
    return running, [(one.number, one.kind, one.reason) for one in told]


def only_patient(store, address):
    with store.reading() as unit:
        [patient] = patients_by_email(unit, address)
    return patient


def email():
    return f"roux.{secrets.token_hex(6)}@exemple.example"


def run(house, *arguments):
    return CliRunner().invoke(dossier, [str(one) for one in arguments], env=dict(house.environ))


def report(path):
    with path.open(newline="", encoding="utf-8") as file:
        return [(row["line"], row["what"], row["why"]) for row in csv.DictReader(file)]


def count(house, table):
    with house.store.reading() as unit:
        return raw(unit, f"SELECT count(*) FROM {table}").scalar_one()


def test_the_command_announces_everybody_and_the_same_file_twice_changes_nothing(house: House, tmp_path):
    path = written(tmp_path, line(), line(email=email()), line())
    before = count(house, "patient")
    told = run(house, "campaign", "import", path)
    assert (told.exit_code, told.stdout) == (0, "3 announced, 0 already there, 0 left out, 0 refused.\n")
    rows = [count(house, one) for one in ("patient", "journal_entry", "outbox_message", "letter_code")]
    assert rows[0] == before + 3
    told = run(house, "campaign", "import", path)
    assert (told.exit_code, told.stdout) == (0, "0 announced, 3 already there, 0 left out, 0 refused.\n")
    assert [count(house, one) for one in ("patient", "journal_entry", "outbox_message", "letter_code")] == rows
    assert report(path.with_name("liste.csv.refused.csv")) == []
    assert run(house, "journal", "verify").exit_code == 0


def test_a_refused_line_is_told_by_its_number_and_reason_and_nothing_of_it_is_repeated(house: House, tmp_path):
    twice = line()
    fields = line(ins="25505081416802", birth_name="SECRETNAME")
    path = written(tmp_path, line(), fields, twice, "", twice, line(birth_on="30/02/1942"))
    told = run(house, "campaign", "import", path, "--report", tmp_path / "rapport.csv")
    assert (told.exit_code, told.stdout) == (1, "2 announced, 0 already there, 0 left out, 3 refused.\n")
    assert report(tmp_path / "rapport.csv") == [
        ("3", "refused", "its ins isn't fifteen signs of an INS"),
        ("6", "refused", "its ins stands in this file before"),
        ("7", "refused", "its birth_on is in no calendar"),
    ]
    told_of_it = (tmp_path / "rapport.csv").read_text() + told.output
    assert "SECRETNAME" not in told_of_it
    assert "25505081416802" not in told_of_it


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"ins": ""}, "its ins isn't fifteen signs of an INS"),
        ({"birth_name": "  "}, "it has no birth_name"),
        ({"birth_name": "A" * 101}, "its birth_name is longer than 100 signs"),
        ({"first_names": "-"}, "it has no first_names"),
        ({"birth_on": "12/05/42"}, "its birth_on isn't written YYYY-MM-DD or DD/MM/YYYY"),
        ({"birth_on": "19420512"}, "its birth_on isn't written YYYY-MM-DD or DD/MM/YYYY"),
        ({"birth_on": "１９４２-05-12"}, "its birth_on isn't written YYYY-MM-DD or DD/MM/YYYY"),
        ({"birth_on": "2026-03-02"}, "its birth_on is no day on which somebody alive was born"),
        ({"birth_on": "1879-12-31"}, "its birth_on is no day on which somebody alive was born"),
        ({"sex": "X"}, "its sex is none of M, F, U"),
        ({"address_1": "1" * 39}, "a line of its address is longer than 38 signs"),
        ({"address_2": "98714 PAPEETE"}, "its postal code lies in no zone served here: name a zone"),
        ({"sent_on": "2026-02-30"}, "its sent_on is in no calendar"),
        ({"sent_on": "2019-03-02"}, "its sent_on lies before every rule for such a letter"),
        ({"sent_on": "2028-03-02"}, "its sent_on lies more than a year ahead"),
        ({"birth_name": "BLAN\ufffdCHARD"}, "it holds signs that can't be read"),
        ({"birth_name": "BLAN\x07CHARD"}, "it holds signs that can't be read"),
        ({"birth_name": "BLAN;CHARD"}, "it has 10 columns, the header 9"),
        ({"birth_name": 'BLAN"CHARD'}, ""),
        ({"birth_name": '"BLANCHARD'}, "a quotation mark is missing or one too many"),
        ({"birth_name": "A" * 5000}, "it is longer than 4000 signs"),
    ],
)
def test_what_cannot_be_true_is_refused(sqlite_store, tmp_path, changes, reason):
    running, told = taken(sqlite_store, tmp_path, written(tmp_path, line(**changes), line()))
    assert told == ([(2, "refused", reason)] if reason else [])
    assert (running.announced, running.refused) == ((1, 1) if reason else (2, 0))


def test_what_only_fails_to_help_is_left_out_with_a_warning(store, tmp_path):
    wrong_key = number()[:13] + "99"
    header = HEADER + ";mobile;birth_place;card_serial;language"
    path = written(tmp_path, line(ins=wrong_key, email="pas une adresse") + ";12;63;carte;breton", header=header)
    running, told = taken(store, tmp_path, path)
    assert running.announced == 1
    assert told == [
        (2, "warning", "the key of its ins is wrong"),
        (2, "warning", "its birth_place can't be one: left out"),
        (2, "warning", "its mobile can't be one: left out"),
        (2, "warning", "its email can't be one: left out"),
        (2, "warning", "its card_serial can't be one: left out"),
        (2, "warning", "its language isn't one of ours: fr instead"),
    ]


def test_every_column_reaches_the_case_and_the_notice(store, tmp_path):
    mine = email()
    header = ",".join(COLUMNS)
    values = {
        "ins": number(), "birth_name": "MARTIN", "first_names": '", LÉO, PAUL,"', "birth_on": "03/02/2026", "sex": "m",
        "usual_name": "", "birth_place": "97611", "email": mine, "mobile": "06 39 98 01 04", "landline": "",
        "address_1": "CHEZ MME MARTIN", "address_2": "", "address_3": '"12, RUE DU MANGUIER"', "address_4": "",
        "address_5": "97600 MAMOUDZOU", "language": "ar", "zone": "", "occasion": "birth", "sent_on": "27/03/2026",
        "card_serial": "80250 00002", "addressee": "MME CLAIRE MARTIN",
    }  # fmt: skip
    path = written(tmp_path, ",".join(values[name] for name in COLUMNS), header=header)
    running, told = taken(store, tmp_path, path)
    assert (running.announced, told) == (1, [])
    patient = only_patient(store, mine)
    with store.reading() as unit:
        case = case_of(unit, patient)
        [notice] = waiting_messages(unit, limit=5, patient_id=patient)
        assert rows_of(unit, "letter_code", patient)[0]["card_digest"] is not None
    assert (case.zone, case.occasion, case.sent_on, case.sent_source) == (
        Zone.MAYOTTE, "birth", date(2026, 3, 27), "caisse",
    )  # fmt: skip
    assert case.accepted_on == date(2026, 5, 11)  # six weeks end on 8 May, a holiday and a Friday
    assert (notice.channel, notice.language) == ("email", "ar")
    assert (notice.parameters["addressee"], notice.parameters["about"]) == ("MME CLAIRE MARTIN", "LÉO MARTIN")
    assert notice.parameters["sex"] == "M"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ","])
def test_both_encodings_and_both_separators_are_understood(sqlite_store, tmp_path, encoding, separator):
    mine = email()
    lines = [
        one.replace(";", separator)
        for one in (HEADER, line(birth_name="LEFÈVRE-ŒUF", email=mine, address_1="12 RUE DE L’ÉTÉ"))
    ]
    path = written(tmp_path, lines[1], header=lines[0], encoding=encoding)
    running, told = taken(sqlite_store, tmp_path, path)
    assert (running.announced, told) == (1, [])
    with sqlite_store.reading() as unit:
        [notice] = waiting_messages(unit, limit=5, patient_id=only_patient(sqlite_store, mine))
    assert notice.parameters["addressee"] == "LEFÈVRE-ŒUF"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the name in place 1 isn't known"),
        (line().encode(), "the name in place 1 isn't known"),
        (HEADER.replace("birth_on", "born").encode(), "the name in place 4 isn't known"),
        (HEADER.replace(";sex", "").encode(), "the column sex is missing"),
        ((HEADER + ";email").encode(), "a column is named twice"),
        (HEADER.encode("utf-16"), "neither UTF-8 nor Windows-1252"),
    ],
)
def test_a_file_that_is_no_list_is_refused_whole(house: House, tmp_path, content, said):
    path = tmp_path / "liste.csv"
    path.write_bytes(content)
    told = run(house, "campaign", "import", path)
    assert told.exit_code == 2
    assert said in told.stderr
    assert "BLANCHARD" not in told.output


def test_a_domain_that_is_not_taken_here_is_refused(house: House, tmp_path):
    told = run(house, "campaign", "import", written(tmp_path, line()), "--domain", "8")
    assert (told.exit_code, "--domain 8 isn't taken here" in told.stderr) == (2, True)


def test_the_day_of_the_whole_file_stands_where_a_line_names_none(store, tmp_path):
    mine, other, unknown = email(), email(), email()
    path = written(tmp_path, line(email=mine, sent_on=""), line(email=other, sent_on="2026-03-05"))
    taken(store, tmp_path, path, sent_on=date(2026, 3, 9))
    taken(store, tmp_path, written(tmp_path, line(email=unknown, sent_on="")))
    with store.reading() as unit:
        days = [case_of(unit, only_patient(store, one)).sent_on for one in (mine, other, unknown)]
        assert days == [date(2026, 3, 9), date(2026, 3, 5), None]
        assert case_of(unit, only_patient(store, unknown)).due_at is None


def test_the_clock_opens_nobody_whose_letter_was_never_printed(house: House, tmp_path):
    ins, sent_on = number(), clock().date() - timedelta(days=100)
    path = written(tmp_path, line(ins=ins, sent_on=""))
    assert run(house, "campaign", "import", path, "--sent-on", sent_on, "--domain", "10").exit_code == 0
    assert dossier_command(house.environ, "jobs").code == 0
    with house.store.reading() as unit:
        patient = patient_by_ins(unit, ins, 10)
        assert case_of(unit, patient).state is State.ANNOUNCED
    assert dossier_command(house.environ, "letters", "batch", "--out", tmp_path / "out").code == 0
    assert dossier_command(house.environ, "jobs").code == 0  # its window began today
    with house.store.reading() as unit:
        case = case_of(unit, patient)
        assert (case.state, case.due_at) == (State.ANNOUNCED, case.accepted_until + timedelta(minutes=10))
    later = case.due_at.isoformat()
    assert dossier_command(house.environ, "jobs", "--now", later).code == 0
    with house.store.reading() as unit:
        assert case_of(unit, patient).state is State.OPENED


def test_who_cannot_be_written_to_is_announced_and_told(store, tmp_path):
    running, told = taken(store, tmp_path, written(tmp_path, line(address_1="", address_2="")))
    assert (running.announced, running.refused) == (1, 0)
    [(place, kind, reason)] = told
    assert (place, kind) == (2, "unreachable")
    assert "nothing opens by itself" in reason


def test_who_was_erased_is_left_out(store, tmp_path):
    ins = number()
    with store.writing() as unit:
        from dossier.vault import blind_index

        digest = blind_index(unit.holder, "ins", f"10|{ins}")
        statement = "INSERT INTO tombstone (patient_id, ins_digest, reason, made_at, signature) VALUES (?, ?, ?, ?, ?)"
        raw(unit, statement, secrets.token_bytes(16), digest, "opposed", "2026-03-01 00:00:00.000000", bytes(64))
    running, told = taken(store, tmp_path, written(tmp_path, line(ins=ins), line()))
    assert (running.announced, running.left_out, running.refused) == (1, 1, 0)
    assert told == [(2, "left out", "erased here or opted out before: not announced again")]


def test_an_ins_that_comes_again_in_a_later_chunk_is_refused_too(store, tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "AT_ONCE", 2)
    twice = line()
    running, told = taken(store, tmp_path, written(tmp_path, twice, line(), line(), twice))
    assert (running.announced, running.known) == (3, 0)
    assert told == [(5, "refused", "its ins stands in this file before")]


def test_two_imports_of_the_same_people_at_once_announce_everybody_once(store, tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "AT_ONCE", 20)
    numbers = [number() for _ in range(200)]
    one = written(tmp_path, *(line(ins=ins) for ins in numbers), name="un.csv")
    other = written(tmp_path, *(line(ins=ins) for ins in numbers), name="deux.csv")
    results = []
    start = threading.Barrier(2)

    def run_one(path, now):
        start.wait()
        results.append(taken(store, tmp_path, path, now)[0])

    runs = ((one, NOW), (other, NOW + timedelta(seconds=1)))
    threads = [threading.Thread(target=run_one, args=each) for each in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(each.announced for each in results) == len(set(numbers))
    assert sum(each.refused for each in results) == 0
    with store.reading() as unit:
        from dossier.identity import known_since

        assert known_since(unit, numbers, 10).keys() == set(numbers)


def test_an_import_that_was_cut_goes_on_where_it_was(store, tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "AT_ONCE", 5)
    lines = [line() for _ in range(12)]
    path = written(tmp_path, *lines)
    running = CampaignImport(store, settings(tmp_path), domain=10, sent_on=None)
    chunks = chunks_of(BeneficiariesFile(path))
    running.take(next(chunks), NOW)
    again, told = taken(store, tmp_path, path, NOW + timedelta(hours=1))
    assert (running.announced, again.announced, again.known, told) == (5, 7, 5, [])


def test_emails_that_came_back_become_letters_once(store, tmp_path):
    mine, homeless = email(), email()
    path = written(tmp_path, line(email=mine), line(email=homeless, address_1="", address_2=""))
    taken(store, tmp_path, path)
    bounces = Bounces(store)
    for one in (mine, homeless, email()):
        bounces.take(one, NOW)
    assert bounces.counts == {"written": 1, "unreachable": 1, "nothing": 1}
    again = Bounces(store)
    again.take(mine, NOW)
    assert again.counts == {"nothing": 1}
    patient = only_patient(store, mine)
    with store.writing() as unit:
        assert case_of(unit, patient).state is State.ANNOUNCED
        assert verify_chain(unit, patient) == []


def test_the_command_tells_what_became_of_the_emails_that_came_back(house: House, tmp_path):
    mine = email()
    run(house, "campaign", "import", written(tmp_path, line(email=mine)))
    bounced = tmp_path / "revenus.txt"
    bounced.write_text(f"\ufeff{mine}\n\nautre@exemple.example\n")
    told = run(house, "campaign", "bounced", bounced)
    assert told.exit_code == 0
    assert told.stdout == ("1 letters queued, 0 without a postal address, 0 decided meanwhile, 1 with nothing to do.\n")
    assert mine not in told.output


def test_the_columns_are_those_of_the_paper_and_its_example_is_a_good_file(store, tmp_path):
    paper = (_ROOT / "docs/campaign.md").read_text("utf-8")
    assert tuple(re.findall(r"^\| `([a-z_0-9]+)` \|", paper, re.MULTILINE)) == COLUMNS
    example = re.search(r"```csv\n(.+?)```", paper, re.DOTALL)[1]
    path = tmp_path / "exemple.csv"
    path.write_text(example, encoding="utf-8")
    running, told = taken(store, tmp_path, path, datetime(2027, 1, 15, 9, tzinfo=UTC))
    assert (running.announced + running.known, running.refused) == (example.count("\n") - 1, 0)
    assert {kind for _, kind, _ in told} <= {"unreachable"}


def test_a_line_of_an_address_holds_what_a_window_shows():
    assert ADDRESS_SIGNS == PRINTED_SIGNS


def test_the_report_is_written_where_the_file_lies_or_refused_at_once(house: House, tmp_path):
    path = written(tmp_path, line(sex="X"))
    assert run(house, "campaign", "import", path).exit_code == 1
    assert report(tmp_path / "liste.csv.refused.csv") == [("2", "refused", "its sex is none of M, F, U")]
    before = count(house, "patient")
    told = run(house, "campaign", "import", path, "--report", tmp_path / "nulle-part" / "r.csv")
    assert (told.exit_code, "the report can't be written" in told.stderr) == (2, True)
    assert count(house, "patient") == before
