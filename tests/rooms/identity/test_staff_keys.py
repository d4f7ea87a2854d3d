"""Security keys of the staff: each answers one question, at one site, for one person, and no copy of it does."""

import json
from datetime import timedelta

import pytest

from dossier.identity import (
    MOST_KEYS,
    KeySite,
    StaffProof,
    add_key,
    find_staff_session,
    keys_of,
    open_staff_session,
    pass_staff_proof,
    prove_again,
    question_for_key,
    question_to_make_key,
    remove_key,
    reset_staff,
    staff_key_question,
)
from tests.kit.house import NOW
from tests.kit.security_key import SoftKey
from tests.kit.staff import NETWORK, colleague
from tests.rooms.identity.test_staff import VISIT, give_password

URL = "https://poste.dossier.example.fr"
SITE = KeySite.of(URL)


def by_key(answer, site=SITE):
    return StaffProof(VISIT, NETWORK, key_answer=answer, site=site)


@pytest.fixture
def paul(writing):
    return colleague(writing)


@pytest.fixture
def desk(writing, paul):
    return find_staff_session(writing, open_staff_session(writing, paul.staff_id, NOW))


@pytest.fixture
def key(writing, desk):
    key = SoftKey(URL)
    assert add_key(writing, desk, VISIT, key.made(question_to_make_key(writing, desk, VISIT, SITE, NOW)), SITE, NOW)
    return key


def asked(writing, paul):
    return question_for_key(writing, paul.staff_id, VISIT, SITE, NOW)


def test_a_key_signs_in_in_the_place_of_the_code(writing, paul, key):
    give_password(writing, paul.identifier)
    answer = key.given(staff_key_question(writing, VISIT, SITE, NOW))
    token = pass_staff_proof(writing, by_key(answer), NOW)
    assert find_staff_session(writing, token).staff_id == paul.staff_id


@pytest.mark.parametrize("counts", [True, False])
def test_a_question_is_good_for_one_answer(writing, paul, desk, key, counts):
    key.counts = counts
    answer = key.given(asked(writing, paul))
    assert prove_again(writing, desk, by_key(answer), NOW)
    assert not prove_again(writing, desk, by_key(answer), NOW)


def test_an_answer_that_waited_is_no_answer(writing, paul, desk, key):
    answer = key.given(asked(writing, paul))
    assert not prove_again(writing, desk, by_key(answer), NOW + timedelta(minutes=11))


def test_an_answer_to_another_question_is_wrong(writing, paul, desk, key):
    answer = key.given(asked(writing, paul))
    asked(writing, paul)
    assert not prove_again(writing, desk, by_key(answer), NOW)


def test_a_false_site_gets_nothing_out_of_a_key(writing, paul, desk, key):
    key.origin = "https://poste.dossier.example.com"
    assert not prove_again(writing, desk, by_key(key.given(asked(writing, paul))), NOW)


def test_the_key_of_a_colleague_opens_nothing(writing, desk, key):
    leila = colleague(writing, team="Sud")
    hers = find_staff_session(writing, open_staff_session(writing, leila.staff_id, NOW))
    own = SoftKey(URL)
    assert add_key(writing, hers, VISIT, own.made(question_to_make_key(writing, hers, VISIT, SITE, NOW)), SITE, NOW)
    question = question_for_key(writing, leila.staff_id, VISIT, SITE, NOW)
    assert not prove_again(writing, hers, by_key(key.given(question)), NOW)
    assert prove_again(
        writing, hers, by_key(own.given(question_for_key(writing, leila.staff_id, VISIT, SITE, NOW))), NOW
    )


def test_a_copy_betrays_itself_by_its_counter(writing, paul, desk, key):
    copy = SoftKey(URL, key.uses, credential_id=key.credential_id, _secret=key._secret)
    for _ in range(2):
        assert prove_again(writing, desk, by_key(key.given(asked(writing, paul))), NOW)
    assert not prove_again(writing, desk, by_key(copy.given(asked(writing, paul))), NOW)


@pytest.mark.parametrize("answer", ["", "{}", "[]", "null", "é", "x" * 9000, '{"rawId": 4}', '{"id":"a","rawId":"a"}'])
def test_a_broken_answer_is_a_wrong_one(writing, paul, desk, key, answer):
    asked(writing, paul)
    assert not prove_again(writing, desk, by_key(answer or " "), NOW)
    question_to_make_key(writing, desk, VISIT, SITE, NOW)
    assert not add_key(writing, desk, VISIT, answer, SITE, NOW)


def test_an_answer_with_one_changed_byte_is_wrong(writing, paul, desk, key):
    told = json.loads(key.given(asked(writing, paul)))
    signature = told["response"]["signature"]
    told["response"]["signature"] = signature[:20] + ("A" if signature[20] != "A" else "B") + signature[21:]
    assert not prove_again(writing, desk, by_key(json.dumps(told)), NOW)


def test_a_key_is_taken_away_by_its_owner_alone_and_by_a_reset(writing, paul, desk, key):
    (line,) = keys_of(writing, paul.staff_id)
    leila = colleague(writing)
    remove_key(writing, find_staff_session(writing, open_staff_session(writing, leila.staff_id, NOW)), line.key_id)
    assert keys_of(writing, paul.staff_id) == [line]
    remove_key(writing, desk, line.key_id)
    assert keys_of(writing, paul.staff_id) == []
    assert asked(writing, paul) == ""
    other = SoftKey(URL)
    add_key(writing, desk, VISIT, other.made(question_to_make_key(writing, desk, VISIT, SITE, NOW)), SITE, NOW)
    reset_staff(writing, paul.identifier, NOW)
    assert keys_of(writing, paul.staff_id) == []


def test_there_is_room_for_five_keys(writing, paul, desk, key):
    for number in range(2, MOST_KEYS + 2):
        question = question_to_make_key(writing, desk, VISIT, SITE, NOW)
        assert add_key(writing, desk, VISIT, SoftKey(URL).made(question), SITE, NOW) is (number <= MOST_KEYS)
    assert len(keys_of(writing, paul.staff_id)) == MOST_KEYS


def test_at_a_bare_address_no_key_is_asked_for(writing, paul, desk, key):
    for url in ("http://127.0.0.1:8001", "http://[::1]:8001"):
        assert KeySite.of(url) is None
    assert KeySite.of("http://localhost:8001") == KeySite("localhost", "http://localhost:8001")
    assert question_for_key(writing, paul.staff_id, VISIT, None, NOW) == ""
    assert not prove_again(writing, desk, by_key(key.given(asked(writing, paul)), site=None), NOW)
