"""Means of signing in: each added, replaced or taken out after a fresh proof, and every way on file is told."""

from datetime import timedelta

import pytest

from dossier.identity import (
    CHANNELS,
    CodePurpose,
    FactorKind,
    FactorProofMissing,
    LastFactor,
    PhoneUnfit,
    TooManyTries,
    act_of,
    ask_proof,
    ask_proof_by,
    factors_of,
    give_proof,
    make_code,
    person_of,
    proof_is_fresh,
    remove_factor,
    replace_card,
    take_number,
    take_secret,
    try_number,
    use_address,
    use_totp,
)
from dossier.identity.codes import use_code
from tests.kit.factors import NETWORK, Reader, app_code
from tests.kit.house import CODES, NOW, events_of, raw_bytes, rows_of

CARD, SMS, VOICE, LETTER, TOTP = FactorKind
MOBILE, LANDLINE, EMAIL = "+33639980142", "+33261910142", "j.roux@example.org"
LATER = timedelta(minutes=2)


@pytest.fixture
def roux(store):
    return Reader(store)


@pytest.fixture
def reached(store):
    """Mme Roux with everything on file."""
    return Reader(store, mobile=MOBILE, landline=LANDLINE, email=EMAIL)


def test_what_is_on_file_is_a_means_with_no_more_shown_than_its_end_or_its_town(reached):
    with reached.store.reading() as unit:
        found = factors_of(unit, reached.id, reached.session(unit).witness)
    assert [(one.kind, one.hint, one.lines_left) for one in found] == [
        (CARD, "", 50), (SMS, "42", 0), (VOICE, "42", 0), (LETTER, "LE PUY-EN-VELAY", 0),
    ]  # fmt: skip


def test_what_the_house_cannot_send_is_no_means(reached):
    with reached.store.reading() as unit:
        found = factors_of(unit, reached.id, reached.session(unit).witness, ("letter",))
    assert [one.kind for one in found] == [CARD, LETTER]


def test_a_means_is_taken_out_after_a_fresh_code_and_every_way_is_told(reached):
    assert reached.prove(act_of("remove", SMS))
    reached.do(remove_factor, SMS, CHANNELS)
    assert reached.kinds() == [CARD, VOICE, LETTER]
    told = reached.sent("factor-changed")
    assert sorted((one.channel, one.address.split("\n")[0]) for one in told) == [
        ("email", EMAIL), ("letter", "JEANNE ROUX"), ("sms", MOBILE), ("voice", LANDLINE),
    ]  # fmt: skip
    assert {(one.parameters["change"], one.parameters["factor"]) for one in told} == {("removed", "sms")}
    with reached.store.reading() as unit:
        assert events_of(unit, reached.id).count("identity:factor:removed") == 1


def test_without_a_fresh_proof_nothing_changes(reached):
    acts = [
        lambda: reached.do(remove_factor, SMS, CHANNELS),
        lambda: reached.do(replace_card, by_letter=False),
        lambda: reached.do(try_number, SMS, MOBILE),
        lambda: reached.do(take_secret, "000000", NETWORK),
        lambda: reached.do(use_address, LETTER),
    ]
    for act in acts:
        with pytest.raises(FactorProofMissing):
            act()
    assert reached.sent("factor-changed") == []


def test_a_proof_is_good_for_ten_minutes_for_one_act_and_for_that_act_alone(reached):
    reached.prove(act_of("remove", SMS))
    with pytest.raises(FactorProofMissing):
        reached.do(remove_factor, VOICE, CHANNELS)
    with pytest.raises(FactorProofMissing):
        reached.do(remove_factor, SMS, CHANNELS, now=NOW + timedelta(minutes=10, seconds=1))
    reached.do(remove_factor, SMS, CHANNELS, now=NOW + timedelta(minutes=10))
    with pytest.raises(FactorProofMissing):
        reached.do(remove_factor, SMS, CHANNELS, now=NOW + timedelta(minutes=10))


def test_the_proof_of_one_person_is_none_for_another(roux, store):
    other = Reader(store)
    roux.prove(act_of("remove", LETTER))
    with store.reading() as unit:
        assert proof_is_fresh(unit, roux.session(unit), roux.visit, act_of("remove", LETTER), NOW)
        assert not proof_is_fresh(unit, other.session(unit), roux.visit, act_of("remove", LETTER), NOW)
        assert not proof_is_fresh(unit, other.session(unit), other.visit, act_of("remove", LETTER), NOW)


def test_the_last_means_stays(store):
    bare = Reader(store, address=())
    bare.prove(act_of("remove", CARD))
    with pytest.raises(LastFactor):
        bare.do(remove_factor, CARD, CHANNELS)
    assert bare.kinds() == [CARD]


def test_a_code_on_its_way_dies_with_its_means(reached):
    with reached.store.writing() as unit:
        code = make_code(unit, reached.id, "sms", CodePurpose.SIGN_IN, NOW)
    reached.prove(act_of("remove", SMS))
    reached.do(remove_factor, SMS, CHANNELS)
    with reached.store.writing() as unit:
        assert use_code(unit, reached.id, CodePurpose.SIGN_IN, code, NOW) is None


def test_a_means_taken_out_may_come_back(reached):
    reached.prove(act_of("remove", LETTER))
    reached.do(remove_factor, LETTER, CHANNELS)
    assert LETTER not in reached.kinds()
    reached.prove(act_of("set", LETTER))
    reached.do(use_address, LETTER)
    assert LETTER in reached.kinds()


def test_a_new_card_kills_the_old_one(roux):
    roux.prove(act_of("set", CARD))
    codes = roux.do(replace_card, by_letter=False)
    assert len(set(codes)) == 50
    assert not roux.prove(act_of("set", CARD), NOW, CODES[1])
    assert roux.prove(act_of("set", CARD), NOW + LATER, codes[0])


def test_a_card_by_letter_is_seen_by_nobody_but_the_letter(roux):
    roux.prove(act_of("set", CARD))
    assert roux.do(replace_card, by_letter=True) == ()
    (letter,) = roux.sent("code-card")
    assert (letter.channel, letter.address.split("\n")[-1]) == ("letter", "43000 LE PUY-EN-VELAY")
    assert len(letter.parameters["codes"].split()) == 50


def test_a_new_number_counts_once_the_code_sent_to_it_came_back_and_both_numbers_are_told(reached):
    reached.prove(act_of("set", SMS))
    assert reached.do(try_number, SMS, "06 39 98 01 77") == "+33639980177"
    message = reached.sent()[0]
    assert (message.address, message.parameters["purpose"]) == ("+33639980177", "new-number")
    assert not reached.do(take_number, SMS, "000000", NETWORK)
    assert reached.do(take_number, SMS, message.parameters["code"], NETWORK)
    with reached.store.reading() as unit:
        assert person_of(unit, reached.id, reached.session(unit).witness).mobile == "+33639980177"
    told = {one.address for one in reached.sent("factor-changed") if one.channel == "sms"}
    assert told == {MOBILE, "+33639980177"}


def test_a_code_sent_to_one_number_does_not_confirm_another(reached):
    reached.prove(act_of("set", SMS))
    reached.do(try_number, SMS, "06 39 98 01 77")
    code = reached.sent()[0].parameters["code"]
    reached.do(try_number, SMS, "06 39 98 01 88", now=NOW + LATER)
    assert not reached.do(take_number, SMS, code, NETWORK, now=NOW + LATER)


@pytest.mark.parametrize(
    ("kind", "typed", "why"),
    [(SMS, " ", "missing"), (SMS, "06 39", "digits"), (SMS, "02 61 91 01 42", "mobile"), (VOICE, "12", "digits")],
)
def test_a_number_that_no_code_can_go_to_is_told_why(reached, kind, typed, why):
    reached.prove(act_of("set", kind))
    with pytest.raises(PhoneUnfit) as refused:
        reached.do(try_number, kind, typed)
    assert refused.value.facts == {"why": why}


def test_an_application_is_linked_once_it_shows_the_right_code_and_its_secret_is_sealed(roux):
    secret = roux.link_application()
    assert roux.kinds() == [CARD, LETTER, TOTP]
    with roux.store.reading() as unit:
        assert secret.encode() not in raw_bytes(rows_of(unit, "factor", roux.id))


@pytest.mark.parametrize(("steps", "right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_of_an_application_may_be_one_step_early_or_late(roux, steps, right):
    secret = roux.link_application()
    then = NOW + timedelta(minutes=10)
    with roux.store.writing() as unit:
        assert use_totp(unit, roux.id, app_code(secret, then, steps), then) is right


def test_a_step_of_an_application_is_never_used_twice_nor_an_earlier_one_after_it(roux):
    secret = roux.link_application()
    then = NOW + timedelta(minutes=10)
    with roux.store.writing() as unit:
        assert not use_totp(unit, roux.id, app_code(secret, NOW), NOW), "the one that linked it"
        assert use_totp(unit, roux.id, app_code(secret, then), then)
        assert not use_totp(unit, roux.id, app_code(secret, then), then)
        assert not use_totp(unit, roux.id, app_code(secret, then, -1), then)
        assert use_totp(unit, roux.id, app_code(secret, then, 1), then)


def test_an_application_taken_out_opens_nothing(roux):
    secret = roux.link_application()
    roux.prove(act_of("remove", TOTP))
    roux.do(remove_factor, TOTP, CHANNELS)
    then = NOW + timedelta(minutes=10)
    with roux.store.writing() as unit:
        assert not use_totp(unit, roux.id, app_code(secret, then), then)


def test_a_proof_may_be_asked_by_another_means_and_a_sign_in_code_is_none(reached):
    act = act_of("remove", VOICE)
    with reached.store.writing() as unit:
        session = reached.session(unit)
        ask_proof(unit, session, reached.visit, act, CHANNELS, NOW)
        sign_in = make_code(unit, reached.id, "sms", CodePurpose.SIGN_IN, NOW)
        assert ask_proof_by(unit, session, reached.visit, "voice", CHANNELS, NOW)
        assert not give_proof(unit, session, reached.visit, sign_in, NETWORK, NOW)
    code = reached.sent()[0].parameters["code"]
    assert reached.sent()[0].channel == "voice"
    with reached.store.writing() as unit:
        assert give_proof(unit, reached.session(unit), reached.visit, code, NETWORK, NOW)


def test_wrong_proofs_make_wait(roux):
    act = act_of("set", CARD)
    for _ in range(5):
        assert not roux.prove(act, NOW, "00000000")
    with pytest.raises(TooManyTries):
        roux.prove(act)
