"""The visits of a person, listed and closed all at once; computers that are known."""

from datetime import timedelta

from dossier.identity import Caller, end_all_sessions, find_session, sessions_of
from dossier.identity.guarding import place_of
from dossier.identity.sessions import open_session
from tests.kit.house import NOW, enrolled, events_of, herself, signed_in

HOME = "203.0.113"


def test_the_visits_of_a_person_are_listed_the_last_used_first_and_nobody_elses(writing):
    hers, his = enrolled(writing), enrolled(writing)
    signed_in(writing, his)
    first = signed_in(writing, hers)
    second = open_session(writing, hers, at_home=True, now=NOW + timedelta(minutes=1)).token
    listed = sessions_of(writing, hers)
    assert [visit.token_digest for visit in listed] == [
        find_session(writing, token).token_digest for token in (second, first)
    ]
    assert [visit.at_home for visit in listed] == [True, False]


def test_closing_all_ends_each_and_is_told_once(writing):
    hers, his = enrolled(writing), enrolled(writing)
    tokens, other = [signed_in(writing, hers) for _ in range(3)], signed_in(writing, his)
    assert end_all_sessions(writing, herself(hers), NOW) == 3
    assert sessions_of(writing, hers) == ()
    assert all(find_session(writing, token).ended_at == NOW for token in tokens)
    assert find_session(writing, other).ended_at is None
    assert events_of(writing, hers).count("identity:sessions:closed") == 1


def test_a_computer_said_to_be_hers_is_known_for_her_alone_until_all_visits_are_closed(writing):
    hers, his = enrolled(writing), enrolled(writing)
    device = open_session(writing, hers, at_home=True, now=NOW).device
    assert open_session(writing, hers, at_home=False, now=NOW).device == ""
    caller = Caller(HOME, device)
    assert place_of(writing, caller, hers, NOW).is_known
    assert not place_of(writing, caller, his, NOW).is_known
    assert not place_of(writing, caller, None, NOW).is_known
    assert not place_of(writing, Caller(HOME), hers, NOW).is_known
    assert not place_of(writing, caller, hers, NOW + timedelta(days=181)).is_known
    end_all_sessions(writing, herself(hers), NOW)
    assert not place_of(writing, caller, hers, NOW).is_known
