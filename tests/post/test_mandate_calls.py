"""At a distance: she is really rung, takes the call with a key, and what she types in it reaches the house alone."""

import re
import secrets
from datetime import timedelta
from typing import get_args

import pytest

from back_office.post.providers.voice import script_of
from back_office.post.replies import NOTHING, Reply, Said, lines_of
from dossier.mandates import (
    Duration,
    MandateState,
    Wanted,
    call_back,
    draft_mandate,
    end_mandate,
    mandate_of,
    send_consent_code,
)
from dossier.outbox import queue, rule_of
from dossier.policy import Scope
from tests.kit.answering import SETTINGS, press, rung, type_in
from tests.kit.house import NOW, events_of, operator
from tests.kit.mandates import DOMAINS, LE_PUY, TEXT, WRONG, drafted, newest_code, nobody, somebody, staff

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
FAR = Wanted(frozenset({Scope.OPT_OUT}), Duration.VISIT, remote=True)


@pytest.fixture
def visit(empty):
    """An advisor who has somebody rung at home; her draft, and the call."""
    with empty.writing() as unit:
        paul, her = staff(unit), somebody(unit)
        reference = draft_mandate(unit, paul, her.typed, DOMAINS, FAR, TEXT, NOW).reference
        call_back(unit, paul, reference, "landline", NOW)
    [call] = rung(empty, NOW)
    return paul, her, reference, call


def asked(store, paul, reference, at):
    with store.writing() as unit:
        send_consent_code(unit, paul, reference, "sms", at)


def mandate(store, paul, reference, at=NOW):
    with store.reading() as unit:
        return mandate_of(unit, paul, reference, at)


def test_it_goes_as_codes_do_at_once_and_never_by_another_way():
    assert rule_of("mandate-call") == rule_of("consent-code")


def test_she_is_rung_told_who_calls_and_joined_to_that_site_once_she_pressed_1(empty, visit):
    paul, her, reference, call = visit
    assert (call.address, call.keypad, call.joins) == (her.person.landline, ("take",), LE_PUY)
    script = script_of(call)
    assert script["choices"] == [{"digit": "1", "answer": "take"}]
    assert (script["join"], script["on_machine"]) == (LE_PUY, "hang-up")
    assert any("Paul Mercier" in line and LE_PUY in line for line in script["lines"])
    assert "Pour lui parler, tapez 1. Vous n’avez rien demandé ? Raccrochez." in script["lines"]
    assert mandate(empty, paul, reference).call == "ringing"
    assert press(empty, call, "1", NOW + 20 * SECOND) == Reply("joined", "fr", joins=True)
    assert mandate(empty, paul, reference, NOW + 21 * SECOND).call == "taken"
    with empty.reading() as unit:
        assert events_of(unit, her.id).count("mandates:call:taken") == 1


def test_what_she_types_in_the_call_is_her_agreement(empty, visit):
    paul, her, reference, call = visit
    press(empty, call, "1", NOW + SECOND)
    asked(empty, paul, reference, NOW + MINUTE)
    with empty.reading() as unit:
        code = newest_code(unit, her.id)
    assert type_in(empty, call, WRONG, NOW + MINUTE).said == "wrong"
    assert type_in(empty, call, code, NOW + MINUTE) == Reply("right", "fr")
    assert mandate(empty, paul, reference, NOW + MINUTE).state is MandateState.ACTIVE


def test_nothing_joins_her_but_the_key_and_no_other_key_does(empty, visit):
    paul, _, reference, call = visit
    for digit in ("3", "5", "9", ""):
        assert press(empty, call, digit, NOW + SECOND) == Reply("no-key", "fr")
    assert mandate(empty, paul, reference).call == "ringing"


@pytest.mark.parametrize("why", ["late", "followed", "ended", "erased"])
def test_a_call_that_is_over_is_not_taken(empty, visit, why):
    paul, her, reference, call = visit
    at = NOW + SECOND
    with empty.writing() as unit:
        if why in ("late", "followed"):
            at = NOW + 91 * SECOND
        if why == "followed":
            call_back(unit, paul, reference, "mobile", at)
        if why == "ended":
            end_mandate(unit, paul, reference, at)
        if why == "erased":
            unit.forget(her.id)
    assert press(empty, call, "1", at) == (NOTHING if why == "erased" else Reply("missed", "fr"))
    assert mandate(empty, paul, reference, at).call != "taken"


def test_told_again_because_our_answer_was_lost_she_is_joined_all_the_same(empty, visit):
    _, her, _, call = visit
    event = secrets.token_hex(8)
    said = [press(empty, call, "1", NOW + SECOND, event=event) for _ in range(2)]
    assert said == [Reply("joined", "fr", joins=True)] * 2
    with empty.reading() as unit:
        assert events_of(unit, her.id).count("mandates:call:taken") == 1
    assert press(empty, call, "1", NOW + 2 * SECOND) == Reply("missed", "fr")


def test_five_wrong_codes_end_it_and_one_told_twice_counts_once(empty, visit):
    paul, _, reference, call = visit
    press(empty, call, "1", NOW + SECOND)
    asked(empty, paul, reference, NOW + MINUTE)
    events = [secrets.token_hex(8) for _ in range(5)]
    said = [type_in(empty, call, WRONG, NOW + MINUTE, event=event).said for event in events for _ in range(2)]
    assert said == ["wrong"] * 8 + ["locked"] * 2
    assert mandate(empty, paul, reference, NOW + MINUTE).state is MandateState.VOID


def test_what_is_typed_before_the_call_was_taken_or_in_an_older_one_is_nothing(empty, visit):
    paul, her, reference, call = visit
    assert type_in(empty, call, WRONG, NOW + SECOND).said == "stale"
    press(empty, call, "1", NOW + SECOND)
    with empty.writing() as unit:
        call_back(unit, paul, reference, "landline", NOW + 2 * MINUTE)
    [newer] = rung(empty, NOW + 2 * MINUTE)
    press(empty, newer, "1", NOW + 2 * MINUTE + SECOND)
    asked(empty, paul, reference, NOW + 3 * MINUTE)
    with empty.reading() as unit:
        code = newest_code(unit, her.id)
    assert type_in(empty, call, code, NOW + 3 * MINUTE).said == "stale"
    assert type_in(empty, newer, code, NOW + 3 * MINUTE).said == "right"


def test_digits_from_whoever_never_had_the_call_and_in_another_kind_of_call_are_nothing(empty, visit):
    paul, her, reference, call = visit
    press(empty, call, "1", NOW + SECOND)
    asked(empty, paul, reference, NOW + MINUTE)
    with empty.writing() as unit:
        code = newest_code(unit, her.id)
        send_consent_code(unit, paul, drafted(unit, paul, somebody(unit)).reference, "voice", NOW + MINUTE)
    [other] = rung(empty, NOW + MINUTE)
    assert type_in(empty, call, code, NOW + MINUTE, provider="voice-second") == NOTHING
    assert type_in(empty, other, code, NOW + MINUTE) == NOTHING
    assert type_in(empty, call, code, NOW + MINUTE).said == "right"


def test_for_somebody_who_is_not_here_nothing_rings(empty):
    with empty.writing() as unit:
        paul = staff(unit)
        reference = draft_mandate(unit, paul, nobody(), DOMAINS, FAR, TEXT, NOW).reference
        call_back(unit, paul, reference, "landline", NOW)
    assert rung(empty, NOW) == []


def test_the_call_that_a_letter_announced_joins_her_to_the_call_center_by_itself(empty):
    with empty.writing() as unit:
        her = somebody(unit)
        queue(
            unit, operator(her.id), NOW, kind="call-back", channel="voice", language="fr",
            address=her.person.landline, parameters={}, not_after=NOW + MINUTE,
        )  # fmt: skip
    [call] = rung(empty, NOW)
    script = script_of(call)
    assert (script["join"], script["choices"]) == ("call-center", [{"digit": "1", "answer": "repeat"}])


@pytest.mark.parametrize("said", [one for one in get_args(Said) if one])
def test_whatever_a_key_leads_to_is_told_in_one_short_sentence_or_two(said):
    [line] = lines_of(Reply(said), SETTINGS)
    assert line.endswith((".", "?"))
    assert "%" not in line
    assert max(len(sentence.split()) for sentence in re.split(r"[.?!:] ", line)) <= 15


def test_where_nobody_is_known_nothing_is_said():
    assert lines_of(NOTHING, SETTINGS) == []
