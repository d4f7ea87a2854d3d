"""The program is killed while it deposits: what was acknowledged is whole, what wasn't is not there at all."""

import secrets
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dossier.documents import list_documents, open_part
from dossier.journal import verify_chain, witness_of
from dossier.store import Store, make_engine
from dossier.vault import FileKeyHolder
from migrations import upgrade
from tests.kit.house import NOW, enrolled, events_of, herself, rows_of

KILLS = 5
DEPOSITOR = """
import sys
from pathlib import Path
from dossier.documents import incoming
from dossier.store import Store, make_engine
from dossier.vault import FileKeyHolder
from tests.kit.house import deposited
url, keys, patient = sys.argv[1:]
store = Store(make_engine(url), FileKeyHolder.read(Path(keys)))
scan = incoming.Attachment("application/pdf", b"%PDF" + bytes(60_000), "Scan")
while True:
    with store.writing() as unit:
        document = deposited(unit, bytes.fromhex(patient), attachments=(scan,))
    print(document.hex(), flush=True)
"""


@pytest.mark.slow
def test_killed_five_times_in_the_middle_of_deposits(tmp_path):
    url, keys = f"sqlite:///{tmp_path / 'dossier.db'}", tmp_path / "holder.json"
    FileKeyHolder.make(keys, demo=True)
    store = Store(make_engine(url), FileKeyHolder.read(keys))
    upgrade(store.engine)
    with store.writing() as unit:
        patient = enrolled(unit)
    acknowledged = set()
    for _ in range(KILLS):
        acknowledged |= killed_while_depositing(url, keys, patient)
        documents = whole_documents(store, patient)
        assert acknowledged <= documents, "an acknowledged document is lost"
        assert len(documents) <= len(acknowledged) + KILLS
    assert len(acknowledged) >= KILLS
    store.engine.dispose()


def killed_while_depositing(url, keys, patient):
    """Let a child deposit in a loop, kill it at a moment nobody chose; return the ids it acknowledged."""
    command = [sys.executable, "-c", DEPOSITOR, url, str(keys), patient.hex()]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
    first = child.stdout.readline()
    assert first, "the child deposited nothing"
    try:
        child.wait(timeout=0.05 + secrets.randbelow(300) / 1000)
    except subprocess.TimeoutExpired:
        child.send_signal(signal.SIGKILL)
    rest, _ = child.communicate()
    assert child.returncode == -signal.SIGKILL
    whole = [line for line in (first + rest).splitlines() if len(line) == 32]
    return {bytes.fromhex(line) for line in whole}


def whole_documents(store, patient):
    """Return the ids of all documents, once each was found whole: facts, parts, entry, and a chain without fault."""
    with store.writing() as unit:
        assert verify_chain(unit, patient) == []
        parts = [row["document_id"] for row in rows_of(unit, "document_part", patient)]
        shown = list_documents(unit, herself(patient), witness_of(patient, 1), limit=100_000).documents
        assert events_of(unit, patient).count("documents:document:deposited") == len(shown)
        assert sorted(parts) == sorted(summary.document_id for summary in shown for _ in range(3))
        newest = shown[0].document_id
        assert len(open_part(unit, herself(patient), newest, 1, NOW).content) == 60_004
    return {summary.document_id for summary in shown}
