"""What one person may be asked in a day, by all advisors together; the same for whoever isn't here."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dossier.identity import TooManyTries
from dossier.mandates import (
    Duration,
    MandateState,
    QuestionTooSoon,
    TooManyDrafts,
    ask_card_line,
    ask_fresh_proof,
    draft_mandate,
    give_consent,
    give_fresh_proof,
    mandate_of,
    send_consent_code,
)
from dossier.policy import Scope
from tests.kit.house import NOW
from tests.kit.mandates import DOMAINS, NETWORK, TEXT, WRONG, messages, newest_code, nobody, somebody, staff, wanted

SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def both(unit):
    """Mme Roux, and somebody who isn't here."""
    her = somebody(unit)
    return her, (her.typed, nobody())


def drafted(unit, typed, now=NOW, advisor=None, **more):
    advisor = advisor or staff(unit)
    return advisor, draft_mandate(unit, advisor, typed, DOMAINS, wanted(**more), TEXT, now).reference


def test_three_drafts_wait_for_one_person_whoever_asks(writing):
    for typed in both(writing)[1]:
        for _ in range(3):
            drafted(writing, typed)
        with pytest.raises(TooManyDrafts):
            drafted(writing, typed)
        with pytest.raises(TooManyDrafts):
            drafted(writing, replace(typed, first_name="LOUISE", birth_name="AUTRE"))
        drafted(writing, typed, NOW + HOUR)


def test_ten_codes_a_day_leave_for_one_person_whoever_asks(writing):
    her, people = both(writing)
    for typed in people:
        now = NOW
        for _ in range(2):
            advisor, number = drafted(writing, typed, now)
            for _ in range(5):
                now += MINUTE
                send_consent_code(writing, advisor, number, "sms", now)
        advisor, number = drafted(writing, typed, now)
        with pytest.raises(QuestionTooSoon) as refused:
            send_consent_code(writing, advisor, number, "voice", now)
        assert refused.value.facts == {"why": "many"}
        ask_card_line(writing, advisor, number, now)
        advisor, number = drafted(writing, typed, NOW + DAY + 2 * MINUTE)
        send_consent_code(writing, advisor, number, "sms", NOW + DAY + 2 * MINUTE)
    assert len(messages(writing, her.id)) == 11


def test_ten_wrong_answers_a_day_are_taken_and_then_not_even_a_right_one(writing):
    her, people = both(writing)
    for typed in people:
        for _ in range(2):
            advisor, number = drafted(writing, typed)
            send_consent_code(writing, advisor, number, "sms", NOW)
            outcomes = [give_consent(writing, number, WRONG, NETWORK, NOW) for _ in range(5)]
            assert outcomes == ["wrong"] * 4 + ["locked"]
        advisor, number = drafted(writing, typed)
        send_consent_code(writing, advisor, number, "sms", NOW)
        with pytest.raises(TooManyTries) as refused:
            give_consent(writing, number, WRONG, NETWORK, NOW)
        assert refused.value.facts["retry_after_seconds"] == 24 * 3600 + 1
        assert mandate_of(writing, advisor, number, NOW).tries_left == 5
    with pytest.raises(TooManyTries):
        give_consent(writing, number, newest_code(writing, her.id), NETWORK, NOW)


def test_the_bound_is_of_a_day_and_holds_for_fresh_proofs_too(writing):
    her = somebody(writing)
    advisor, number = drafted(writing, her.typed, duration=Duration.MONTH)
    send_consent_code(writing, advisor, number, "sms", NOW)
    assert give_consent(writing, number, newest_code(writing, her.id), NETWORK, NOW) == "right"
    later = NOW + HOUR
    for hour in range(3):
        at = later + hour * HOUR
        ask_fresh_proof(writing, advisor, number, Scope.OPT_OUT, "sms", at)
        for _ in range(min(4, 10 - 4 * hour)):
            assert give_fresh_proof(writing, number, WRONG, NETWORK, at) == "wrong"
        if hour < 2:
            assert give_fresh_proof(writing, number, newest_code(writing, her.id), NETWORK, at) == "right"
    with pytest.raises(TooManyTries):
        give_fresh_proof(writing, number, newest_code(writing, her.id), NETWORK, at)
    tomorrow = later + DAY + SECOND
    ask_fresh_proof(writing, advisor, number, Scope.OPT_OUT, "sms", tomorrow)
    assert give_fresh_proof(writing, number, newest_code(writing, her.id), NETWORK, tomorrow) == "right"
    assert mandate_of(writing, advisor, number, tomorrow).state is MandateState.ACTIVE
