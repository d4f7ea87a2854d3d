"""What a list tells of many people: one statement for all of them, and never more than one for one."""

import sqlalchemy as sa

from dossier.identity import ContactKind, contact_dates, hold_contact, person_of, read_ahead
from dossier.journal import witness_of
from tests.kit.house import NOW, enrolled


def sent_by(unit, read):
    """Return how many statements the database is sent meanwhile."""
    sent = []

    def note(connection, cursor, statement, *_):
        sent.append(statement)

    sa.event.listen(unit.connection, "before_cursor_execute", note)
    try:
        read()
    finally:
        sa.event.remove(unit.connection, "before_cursor_execute", note)
    return len(sent)


def told(unit, patient_ids):
    return [
        (person_of(unit, one, witness_of(one, 1)).mobile, contact_dates(unit, one)[ContactKind.MOBILE].held_until)
        for one in patient_ids
    ]


def test_thirty_people_are_one_statement_and_tell_the_same(store):
    with store.writing() as unit:
        people = [enrolled(unit, mobile=f"+336399801{n:02d}") for n in range(30)]
        for one in people[::3]:
            hold_contact(unit, one, ContactKind.MOBILE, NOW)
            hold_contact(unit, one, ContactKind.EMAIL, NOW)
    with store.reading() as unit:
        one_by_one = told(unit, people)
    with store.reading() as unit:
        assert sent_by(unit, lambda: read_ahead(unit, people)) == 1
        assert sent_by(unit, lambda: told(unit, people)) == 0
        assert told(unit, people) == one_by_one
    assert one_by_one[3] == ("+33639980103", NOW)
    assert one_by_one[4] == ("+33639980104", None)


def test_who_only_reads_asks_once_and_who_writes_each_time(store):
    with store.writing() as unit:
        her = enrolled(unit)
    with store.reading() as unit:
        assert sent_by(unit, lambda: told(unit, [her, her, her])) == 3, "her key, her traits, her contacts"
    with store.writing() as unit:
        told(unit, [her])
        read_ahead(unit, [her, her])
        assert sent_by(unit, lambda: told(unit, [her])) == 2
        hold_contact(unit, her, ContactKind.MOBILE, NOW)
        assert told(unit, [her])[0][1] == NOW
