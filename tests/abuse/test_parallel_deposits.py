"""A source that sends the same paper forty times at once leaves one document; other papers are all kept."""

import threading

from dossier.documents import RecordNotOpen, count_documents, deposit
from dossier.journal import verify_chain
from dossier.lifecycle import State, move_space
from tests.kit.house import NOW, enrolled, events_of, herself, laboratory, operator, paper, person, together


def all_at_once(store, patient, papers):
    """Deposit the papers from eight threads; return what each came to."""

    def send(mine):
        outcomes = []
        for report in mine:
            try:
                with store.writing() as unit:
                    outcomes.append(deposit(unit, laboratory(patient), person(), report, NOW))
            except RecordNotOpen as refused:
                outcomes.append(refused)
        return outcomes

    shares = together(*[lambda mine=papers[n::8]: send(mine) for n in range(8)])
    assert [share for share in shares if isinstance(share, Exception)] == []
    return [outcome for share in shares for outcome in share]


def test_forty_identical_papers_at_once_are_one_document(store):
    with store.writing() as unit:
        patient = enrolled(unit)
    outcomes = all_at_once(store, patient, [paper()] * 40)
    assert sum(outcome.created for outcome in outcomes) == 1
    assert len({outcome.document_id for outcome in outcomes}) == 1
    with store.reading() as unit:
        assert count_documents(unit, herself(patient)) == 1
        assert events_of(unit, patient).count("documents:document:deposited") == 1
        assert verify_chain(unit, patient) == []


def test_forty_different_papers_at_once_are_forty_documents(store):
    with store.writing() as unit:
        patient = enrolled(unit)
    all_at_once(store, patient, [paper() for _ in range(40)])
    with store.reading() as unit:
        assert count_documents(unit, herself(patient)) == 40
        assert verify_chain(unit, patient) == []


def test_no_paper_slips_in_after_the_closing(store):
    """The journal's order is the proof: no deposit stands after the move that closed the record."""
    with store.writing() as unit:
        patient = enrolled(unit)

    def close():
        with store.writing() as unit:
            move_space(unit, operator(patient), State.CLOSED, NOW)

    closing = threading.Timer(0.02, close)
    closing.start()
    all_at_once(store, patient, [paper() for _ in range(40)])
    closing.join()
    with store.reading() as unit:
        events = events_of(unit, patient)
    assert events[-1] == "lifecycle:space:moved"
    assert set(events[4:-1]) <= {"documents:document:deposited"}
