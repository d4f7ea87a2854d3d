"""Signing in: identifier, password, code; the same answers whether or not the person is known."""

import time
from datetime import timedelta

import pytest

from dossier.identity import (
    CHANNELS,
    Caller,
    CodePurpose,
    CodeQuestion,
    CodeSentJustNow,
    FactorKind,
    SignInExpired,
    TooManyTries,
    begin_sign_in,
    change_means,
    code_question,
    codes,
    end_session,
    find_session,
    identifier_typed,
    issue_card,
    make_code,
    next_line,
    note_password,
    pass_code,
    password_facts,
    password_is_right,
    send_again,
)
from dossier.outbox import waiting_messages
from tests.kit.house import CODES, NOW, PASSWORD, enrolled, raw, raw_bytes, rows_of, together, with_credentials

HOME = "203.0.113.0/24"
CARD, SMS = FactorKind.CARD, FactorKind.SMS
AFTER = timedelta(minutes=1)


class Visit:
    """One visitor at the sign-in pages: the same calls as the portal's, in the same units."""

    def __init__(self, store, identifier, *, now=NOW, network=HOME, name="visit"):
        self.store, self.network, self.name, self.now = store, network, f"{name} {identifier}", now
        with store.writing() as unit:
            begin_sign_in(unit, self.name, identifier, now)

    @property
    def caller(self):
        return Caller(self.network)

    def password(self, typed=PASSWORD, *, channels=CHANNELS, now=None):
        now = now or self.now
        with self.store.reading() as unit:
            facts = password_facts(unit, self.name, self.caller, now)
        right = password_is_right(self.store.holder, facts.password_hash, typed)
        with self.store.writing() as unit:
            note_password(unit, self.name, facts, right=right, channels=channels, now=now)
        return right

    def question(self, now=None):
        with self.store.reading() as unit:
            return code_question(unit, self.name, now or self.now)

    def code(self, typed, now=None):
        with self.store.writing() as unit:
            return pass_code(unit, self.name, typed, self.caller, at_home=False, now=now or self.now)


@pytest.fixture
def roux(store):
    """Mme Roux: a card, no telephone. Her patient id and identifier."""
    with store.writing() as unit:
        patient = enrolled(unit)
        return patient, with_credentials(unit, patient)


@pytest.fixture
def martin(store):
    """Claire Martin: a mobile telephone and a card."""
    with store.writing() as unit:
        patient = enrolled(unit, mobile="+33639980104")
        return patient, with_credentials(unit, patient)


def sent_code(store, patient):
    with store.reading() as unit:
        return waiting_messages(unit, limit=1, patient_id=patient)[0].parameters["code"]


def test_the_three_steps_open_her_own_record(store, roux):
    patient, identifier = roux
    visit = Visit(store, f" {identifier.upper()} ")
    assert visit.password()
    assert visit.question() == CodeQuestion(means=CARD, line=1, hint="", others=())
    opened = visit.code(CODES[0])
    with store.reading() as unit:
        session = find_session(unit, opened.token)
    assert (session.patient_id, session.record_id) == (patient, patient)
    assert session.ended_at is None
    events = [row["event"] for row in rows(store, patient)]
    assert events[-3:] == ["identity:password:accepted", "identity:session:opened", "access:record:opened"]


def rows(store, patient, table="journal_entry"):
    with store.reading() as unit:
        return rows_of(unit, table, patient)


def test_nothing_tells_a_known_identifier_from_an_unknown_one(store, roux):
    _, identifier = roux
    kept = []
    for typed in (identifier, "nobody.at.all"):
        visit = Visit(store, typed)
        with store.reading() as unit:
            facts = password_facts(unit, visit.name, visit.caller, NOW)
            assert identifier_typed(unit, visit.name, visit.caller, NOW) == typed
        assert not visit.password("not the password")
        with pytest.raises(SignInExpired):
            visit.question()
        with pytest.raises(SignInExpired):
            visit.code("00000000")
        kept.append((facts.identifier == typed, len(facts.throttle)))
    assert kept[0] == kept[1]


def test_unknown_people_wait_as_long_as_known_ones(store, roux):
    _, identifier = roux
    waits = []
    for typed in (identifier, "nobody.here.either"):
        visit = Visit(store, typed)
        for _ in range(5):
            visit.password("not the password")
        with pytest.raises(TooManyTries) as refusal:
            visit.password()
        waits.append(refusal.value.facts)
    assert waits[0] == waits[1] == {"retry_after_seconds": 31}


def test_the_right_password_is_the_one_that_was_set(store, roux):
    visit = Visit(store, roux[1])
    assert not visit.password(PASSWORD.upper())
    assert not visit.password("")
    assert visit.password(PASSWORD)


def test_the_code_step_is_shut_before_the_password(store, roux):
    visit = Visit(store, roux[1])
    with pytest.raises(SignInExpired):
        visit.question()
    with pytest.raises(SignInExpired):
        visit.code(CODES[0])


def test_another_visitor_does_not_share_the_steps_done(store, roux):
    Visit(store, roux[1], name="hers").password()
    stranger = Visit(store, roux[1], name="stranger's")
    with pytest.raises(SignInExpired):
        stranger.code(CODES[0])


def test_typing_another_identifier_takes_the_password_step_back(store, roux, martin):
    visit = Visit(store, roux[1])
    visit.password()
    with store.writing() as unit:
        begin_sign_in(unit, visit.name, martin[1], NOW)
    with pytest.raises(SignInExpired):
        visit.code(CODES[0])


def test_a_sign_in_left_for_twenty_minutes_begins_again(store, roux):
    visit = Visit(store, roux[1])
    visit.password()
    with pytest.raises(SignInExpired):
        visit.code(CODES[0], NOW + timedelta(minutes=20, seconds=1))
    assert visit.code(CODES[0], NOW + timedelta(minutes=20))


def test_an_identifier_under_way_is_not_readable_in_the_database(store):
    Visit(store, "jeanne.roux.1942")
    with store.reading() as unit:
        held = unit.connection.exec_driver_sql("SELECT * FROM sign_in").mappings()
        assert b"jeanne" not in raw_bytes([dict(row) for row in held])


@pytest.mark.parametrize(
    "typed", ["0131 4159", "01-31-41-59", "Ol314I59", "０１３１４１５９", "٠١٣١٤١٥٩", " o1.3l.4159\n"]
)
def test_a_card_code_is_understood_however_it_is_typed(store, roux, typed):
    visit = Visit(store, roux[1])
    visit.password()
    assert visit.code(typed)


def test_a_card_line_opens_once_and_the_next_one_is_asked(store, roux):
    _, identifier = roux
    for line in (1, 2):
        visit = Visit(store, identifier)
        visit.password()
        assert visit.question().line == line
        assert visit.code(CODES[line - 1])
    again = Visit(store, identifier)
    again.password()
    assert again.code(CODES[0]) is None
    assert again.code(CODES[3]) is None, "a later line than the one asked for"
    assert again.code(CODES[2])


def test_one_line_typed_twice_at_the_same_moment_opens_one_session(store, roux):
    visits = [Visit(store, roux[1], name=f"window {n}") for n in range(4)]
    for visit in visits:
        visit.password()
    opened = together(*[lambda visit=visit: visit.code(CODES[0]) for visit in visits])
    assert opened.count(None) == 3
    assert [one.patient_id for one in opened if one] == [roux[0]]


def test_somebody_elses_card_opens_nothing(store, roux):
    with store.writing() as unit:
        other = enrolled(unit)
        identifier = with_credentials(unit, other, card=False)
        issue_card(unit, other, [code[::-1] for code in CODES], NOW)
    visit = Visit(store, identifier)
    visit.password()
    assert visit.code(CODES[0]) is None


def test_a_code_comes_by_sms_and_opens_once(store, martin):
    patient, identifier = martin
    visit = Visit(store, identifier)
    visit.password()
    assert visit.question() == CodeQuestion(means=SMS, line=1, hint="04", others=(CARD,))
    code = sent_code(store, patient)
    assert visit.code(f"{code[:3]} {code[3:]}")
    again = Visit(store, identifier, now=NOW + AFTER)
    again.password()
    assert again.code(code) is None


@pytest.mark.parametrize(("age", "opens"), [(timedelta(minutes=10), False), (timedelta(minutes=9, seconds=59), True)])
def test_a_code_by_sms_lives_ten_minutes(store, martin, age, opens):
    patient, identifier = martin
    visit = Visit(store, identifier)
    visit.password()
    code = sent_code(store, patient)
    assert (visit.code(code, NOW + age) is not None) is opens


def test_a_card_line_is_understood_where_a_code_by_sms_was_asked(store, martin):
    visit = Visit(store, martin[1])
    visit.password()
    assert visit.code(CODES[0])


def test_a_code_made_for_one_person_opens_nobody_else(store, martin, roux):
    with store.writing() as unit:
        code = make_code(unit, martin[0], "sms", CodePurpose.SIGN_IN, NOW)
    visit = Visit(store, roux[1])
    visit.password()
    assert visit.code(code) is None


def test_she_may_change_to_her_card_and_have_another_code_sent_after_thirty_seconds(store, martin):
    patient, identifier = martin
    visit = Visit(store, identifier)
    visit.password()
    with store.writing() as unit:
        change_means(unit, visit.name, "card", NOW)
    assert visit.question().means == "card"
    with pytest.raises(CodeSentJustNow), store.writing() as unit:
        change_means(unit, visit.name, "sms", NOW + timedelta(seconds=29))
    with store.writing() as unit:
        change_means(unit, visit.name, "sms", NOW + timedelta(seconds=30))
    assert visit.question().means == "sms"
    assert len(rows(store, patient, "outbox_message")) == 2
    assert visit.code(sent_code(store, patient), NOW + AFTER)


def test_two_passwords_at_the_same_moment_send_one_code(store, martin):
    patient, identifier = martin
    visits = [Visit(store, identifier, name=f"window {n}") for n in range(3)]
    assert together(*[visit.password for visit in visits]) == [True] * 3
    assert len(rows(store, patient, "outbox_message")) == 1


def test_another_code_asked_for_twice_at_the_same_moment_is_sent_once(store, martin, monkeypatch):
    patient, identifier = martin
    visit = Visit(store, identifier)
    visit.password()
    make = codes.make_code

    def make_slowly(*asked, **more):
        time.sleep(0.1)  # so that the others ask meanwhile
        return make(*asked, **more)

    monkeypatch.setattr(codes, "make_code", make_slowly)

    def ask():
        with store.writing() as unit:
            send_again(unit, visit.name, NOW + AFTER)

    outcomes = together(ask, ask, ask)
    assert outcomes.count(None) == 1
    assert [type(outcome) for outcome in outcomes].count(CodeSentJustNow) == 2
    assert len(rows(store, patient, "outbox_message")) == 2


def test_without_telephone_sms_cannot_be_asked_for(store, roux):
    patient, identifier = roux
    visit = Visit(store, identifier)
    visit.password()
    with store.writing() as unit:
        change_means(unit, visit.name, "sms", NOW)
    assert visit.question().means == "card"
    assert rows(store, patient, "outbox_message") == []


def test_without_card_the_card_cannot_be_asked_for(store):
    with store.writing() as unit:
        identifier = with_credentials(unit, enrolled(unit, mobile="+33639980109"), card=False)
    visit = Visit(store, identifier)
    visit.password()
    with store.writing() as unit:
        change_means(unit, visit.name, "card", NOW)
        change_means(unit, visit.name, "pigeon", NOW)
    assert visit.question() == CodeQuestion(means=SMS, line=None, hint="09", others=())


def test_a_house_that_sends_no_sms_asks_for_the_card_or_says_there_is_nothing(store, martin):
    visit = Visit(store, martin[1])
    visit.password(channels=())
    assert visit.question().means == "card"
    with store.writing() as unit:
        identifier = with_credentials(unit, enrolled(unit), card=False)
    bare = Visit(store, identifier)
    bare.password()
    assert bare.question() == CodeQuestion(means=None, line=None, hint="", others=())
    assert bare.code("00000000") is None


def test_a_card_used_up_asks_for_nothing_more(store, roux):
    patient, identifier = roux
    with store.writing() as unit:
        raw(unit, "UPDATE code_card_line SET used_at = '2026-01-01 00:00:00' WHERE patient_id = ?", patient)
        assert next_line(unit, patient) is None
    visit = Visit(store, identifier)
    visit.password()
    assert visit.code(CODES[0]) is None


def test_identifiers_sent_twice_at_the_same_moment_are_no_fault(store, roux):
    def begin():
        with store.writing() as unit:
            begin_sign_in(unit, "double click", roux[1], NOW)

    assert together(*[begin] * 4) == [None] * 4


def test_a_session_ended_is_known_as_ended(store, roux):
    visit = Visit(store, roux[1])
    visit.password()
    token = visit.code(CODES[0]).token
    with store.writing() as unit:
        end_session(unit, find_session(unit, token), NOW + AFTER)
    with store.reading() as unit:
        assert find_session(unit, token).ended_at == NOW + AFTER
        assert find_session(unit, f"{token}x") is None


def test_guesses_sent_at_the_same_moment_are_counted_one_by_one(store, roux):
    visit = Visit(store, roux[1])
    visit.password()
    answers = together(*(lambda guess=f"{n:08d}": visit.code(guess) for n in range(12)))
    assert answers.count(None) == 5
    assert [type(answer) for answer in answers if answer is not None] == [TooManyTries] * 7


def test_codes_long_expired_are_swept_when_another_is_made(store, martin):
    patient = martin[0]
    with store.writing() as unit:
        make_code(unit, patient, "sms", CodePurpose.SIGN_IN, NOW)
        make_code(unit, patient, "sms", CodePurpose.SIGN_IN, NOW + timedelta(hours=1))
        assert len(rows_of(unit, "one_time_code", patient)) == 2
        make_code(unit, patient, "sms", CodePurpose.SIGN_IN, NOW + timedelta(days=2))
        assert len(rows_of(unit, "one_time_code", patient)) == 1
