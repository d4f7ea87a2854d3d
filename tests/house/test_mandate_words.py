"""What a mandate's codes and notices say, by each way: to whom, for what, how long, and how to stop it."""

from dataclasses import replace

import pytest

from back_office.post import composer
from back_office.post.said import dictated
from dossier.access import history
from dossier.mandates import Duration, ask_fresh_proof, send_consent_code
from dossier.policy import Scope
from portal.ui import what_happened as what
from portal.ui import who_acted as who
from tests.house.test_letters_command import settings
from tests.kit.house import NOW, herself
from tests.kit.mandates import acted, drafted, given, messages, somebody, staff, stop_codes


def flat(text):
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


@pytest.fixture
def writing(store):
    with store.writing() as unit:
        yield unit


@pytest.fixture
def say(tmp_path):
    compose = composer(settings(tmp_path))
    return lambda message: flat(compose(message))


def test_a_code_says_what_one_agrees_to_and_to_whom(writing, say):
    paul, her = staff(writing), somebody(writing)
    number = drafted(writing, paul, her, Scope.OPT_OUT, Scope.RECOVERY, duration=Duration.MONTH).reference
    send_consent_code(writing, paul, number, "sms", NOW)
    [sent] = messages(writing, her.id)
    code = sent.parameters["code"]
    assert say(sent) == (
        f"Dossier Clair : votre code est {code[:3]} {code[3:]}, pour un mandat (31 jours) avec Paul Mercier : "
        "2 actes. Tapez-le vous-meme, sans le dire."
    )
    on_paper = say(replace(sent, channel="letter"))
    assert on_paper == (
        f"Dossier Clair : votre code est {code[:3]} {code[3:]}. "
        "Avec lui, vous acceptez un mandat : dire non au dossier, "
        "retrouver votre accès. À qui : Paul Mercier, France Services du Puy. Durée : 31 jours. "
        "Tapez ce code vous-même, sans le dire. Il sert une fois, jusqu’au 29 mars 2026 à 11 h 40."
    )


def test_a_code_before_an_act_names_the_act_alone_and_a_voice_says_it_twice(writing, say):
    paul, her = staff(writing), somebody(writing)
    number = given(writing, paul, her, Scope.OPT_OUT, Scope.CLOSURE)
    ask_fresh_proof(writing, paul, number, Scope.CLOSURE, "voice", NOW)
    spoken = messages(writing, her.id)[0]
    digits = dictated(spoken.parameters["code"])
    said = say(spoken)
    assert "vous acceptez un acte : fermer le dossier. Par : Paul Mercier, France Services du Puy." in said
    assert "dire non" not in said
    assert said.count(digits) == 2


def test_the_notice_tells_who_for_what_until_when_and_how_to_stop_it_by_every_way(writing, say):
    paul, her = staff(writing), somebody(writing)
    number = given(writing, paul, her)
    for told in messages(writing, her.id, "mandate-given"):
        said, stop = say(told), told.parameters["stop"]
        assert "Paul Mercier" in said
        assert number not in said
        if told.channel == "sms":
            assert f"code {stop[:4]} {stop[4:8]} {stop[8:]}" in said
            assert "1 acte" in said or "un acte" in said or "dire non au dossier" in said
            continue
        assert "Paul Mercier, France Services du Puy" in said
        assert "dire non au dossier" in said
        if told.channel == "voice":
            assert said.count(dictated(stop)) == 2
        else:
            assert f"Votre code d’arrêt est {stop[:4]} {stop[4:8]} {stop[8:]}." in said
            assert "dossier-clair.example/arreter-un-mandat" in said
            assert "Jusqu’au 29 mars 2026 à 12 h 30." in said
    assert len(stop_codes(writing, her.id)) == 4


def test_her_history_says_what_was_done_for_her_by_whom_and_where(writing):
    paul, her = staff(writing), somebody(writing)
    number = given(writing, paul, her, Scope.OPT_OUT, Scope.CLOSURE)
    acted(writing, paul, number, Scope.CLOSURE, NOW)
    entries = history(writing, herself(her.id), NOW).entries
    told = [(flat(what(one)), who(one, for_patient=True)) for one in entries if one.event.startswith("mandates:")]
    at_the_desk = "Paul Mercier, France Services du Puy"
    assert told == [
        ("Acte fait pour vous, avec votre mandat : fermer le dossier", at_the_desk),
        ("Mandat donné : dire non au dossier, fermer le dossier", "Vous"),
        ("Mandat préparé à un guichet, pas encore accepté : dire non au dossier, fermer le dossier", at_the_desk),
        ("Quelqu’un vous a cherché, à un guichet", at_the_desk),
    ]
