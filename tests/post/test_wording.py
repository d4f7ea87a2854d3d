"""What messages say: each kind by each way, in one SMS, without a link or a medical word, dictated slowly and twice."""

import ast
import logging
import re
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from back_office.post import composer
from back_office.post.gsm import PART, plain, septets
from back_office.post.keypad import DIGITS, offered
from back_office.post.parcels import phrases
from back_office.post.providers.short_messages import coded
from back_office.post.replies import Reply, lines_of
from back_office.post.replies import Said as Answered
from back_office.post.said import dictated
from back_office.post.wording import FACTS, WORDS
from dossier.base import Settings
from dossier.identity import CHANNELS
from dossier.identity.addresses import NoticeWay
from dossier.lifecycle.notices import Channel as ReceiptWay
from dossier.outbox import KINDS
from dossier.recovery.channels import WAY_OF
from i18n import offered as languages
from tests.kit.longest_messages import all_messages, house, messages

_DOSSIER = Path(__file__).parents[2] / "dossier"
_CHOSEN = {
    "sign-in-code": set(CHANNELS),
    "consent-code": set(CHANNELS),
    "factor-changed": set(get_args(NoticeWay)),
    "mandate-given": set(get_args(NoticeWay)),
    "letter-code": {"sms", "letter"},
    "receipt": set(get_args(ReceiptWay)) - {"sms"},
    "erasure-soon": set(get_args(ReceiptWay)) - {"sms"},
    "opt-out-notice": {"email", "letter", "voice"},
    "recovery-code": set(WAY_OF.values()),
    "contact-code": set(WAY_OF.values()),
    "recovery-notice": set(WAY_OF.values()),
    "call-back": {"voice"},
    "call-back-letter": {"letter"},
    "appointment": {"letter"},
}
"""The ways of a kind where the program chooses one; where it names one, the program is read."""
_LINK = re.compile(r"https?|://|www\.|<|>|href|mailto|tel:", re.IGNORECASE)
_MEDICAL = re.compile(
    r"m[ée]d[ei]c|sant[ée]|soign|soin|malad|docteur|infirm|pharmac|ordonnance|vaccin|analyse|diagnos|traitement|allergi"
    r"|h[ôo]pita|clinique|patholog|canc[ée]r|diab[èe]t|grossess|psych|radio|examen|r[ée]sultat|patient|consultation"
    r"|chirurg|urgenc|sang\b|d[ée]pist|directives|c[ée]sarienne|virus",
    re.IGNORECASE,
)
_BY_LAW = "opt-out-notice"
"""The announcement of a record must say what it is (CSP R1111-28); it goes to somebody of whom nothing is known."""


@pytest.fixture(scope="module")
def compose():
    return composer(house())


@pytest.fixture
def practised(tmp_path):
    return composer(Settings.read({"PRACTICE": "1", "VAR_DIR": str(tmp_path)}))


def words_missing(language: str) -> list[tuple[str, str]]:
    """Return the kinds and ways that have no words in this language."""
    compose, missing = composer(house()), []
    for one in all_messages(language):
        tags = [said.tag for said in compose.said(one)]
        if language not in tags and one.channel != "sms":
            missing.append((one.kind, one.channel))
    return missing


def ways_named() -> set[tuple[str, str]]:
    """Return the kinds whose way is written out where they are queued."""
    found = set()
    for path in _DOSSIER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "queue":
                given = {one.arg: one.value for one in node.keywords}
                kind = given["kind"].value
                if isinstance(given["channel"], ast.Constant):
                    found.add((kind, given["channel"].value))
                else:
                    assert kind in _CHOSEN, f"{kind}: by which ways does it go?"
    return found


def test_every_kind_has_words_for_each_way_by_which_it_is_queued_or_goes_on() -> None:
    queued = ways_named() | {(kind, way) for kind, ways in _CHOSEN.items() for way in ways}
    following = {(kind, way) for kind, rule in KINDS.items() for way in rule.follows}
    assert queued | following <= {(kind, way) for kind, ways in WORDS.items() for way in ways}
    assert set(FACTS) == set(WORDS)


@pytest.mark.parametrize("language", [one.code for one in languages()])
def test_every_kind_has_words_in_every_language_that_is_offered(language: str) -> None:
    assert words_missing(language) == []


def test_a_language_without_a_word_would_be_found() -> None:
    assert ("receipt", "email") in words_missing("br")


@pytest.mark.parametrize("answered", [True, False], ids=["numbers", "names"])
def test_every_sms_leaves_as_one_part_with_the_longest_that_may_stand_in_it(answered: bool) -> None:
    compose, seen = composer(house(answered=answered)), set()
    for one in all_messages():
        if one.channel != "sms":
            continue
        text = compose(one)
        content, coding = coded(text)
        assert septets(text) == len(content) <= PART, (septets(text), text)
        assert (coding, plain(text)) == (0, text)
        assert "?" not in text.replace(" ?", ""), text
        seen.add(one.kind)
    assert seen == {kind for kind, ways in WORDS.items() if "sms" in ways}


def test_an_sms_says_as_much_as_fits(compose) -> None:
    alone = next(one for one in messages("mandate-given", "sms") if one.parameters["scopes"] == "closure")
    alone.parameters.update(advisor="Ana Roy", site="Mairie")
    assert "mandat donné à Ana Roy : fermer le dossier." in compose(alone)
    alone.parameters.update(scopes="opt-out activation closure")
    assert "mandat donné à Ana Roy : 3 actes." in compose(alone)
    assert "1234 5678 9012" in compose(alone)


def test_an_sms_that_fits_no_part_is_told_in_the_log_by_its_kind_alone(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    [message, *_] = messages("mandate-given", "sms")
    composer(house())(message)
    assert not caplog.records
    composer(replace(house(), help_phone="0" * 160))(message)
    [told] = [one.msg for one in caplog.records]
    assert (told["event"], told["kind"]) == ("sms-too-long", "mandate-given")
    assert message.parameters["stop"] not in caplog.text


def test_an_sms_says_that_one_can_answer_only_where_one_can(compose) -> None:
    for one in messages("mandate-given", "sms"):
        assert "répondez STOP" in compose(one)
        assert "STOP" not in composer(house(answered=False))(one)


def test_no_sms_has_an_address_that_a_telephone_makes_a_link_of(compose) -> None:
    told = [compose(one) for one in all_messages() if one.channel == "sms"]
    assert not [text for text in told if re.search(r"[\w-]\.[a-z]{2,}", text)]
    assert any("sur notre site (adresse sur votre lettre)" in text for text in told)


def test_no_message_has_a_link_and_none_but_the_announcement_a_medical_word(compose) -> None:
    for one in all_messages():
        text = compose(one)
        assert not _LINK.search(text), text
        if one.kind != _BY_LAW:
            assert not _MEDICAL.search(text), text


def test_no_answer_to_a_key_has_a_link_or_a_medical_word() -> None:
    told = [line for said in get_args(Answered) for line in lines_of(Reply(said), house())]
    assert len(told) >= 10
    assert [line for line in told if _LINK.search(line) or _MEDICAL.search(line)] == []


def test_the_word_list_finds_what_it_must() -> None:
    assert all(_MEDICAL.search(word) for word in ("votre santé", "Médecin", "ordonnance", "un soignant", "hôpital"))
    assert all(_LINK.search(link) for link in ("https://a.example", "www.a.example", '<a href="x">'))


def test_the_announcement_says_no_more_of_medicine_than_the_law_wants(compose) -> None:
    said = {found[0] for one in messages(_BY_LAW, "email") for found in _MEDICAL.finditer(compose(one))}
    assert said == {"santé", "médic", "soign", "pharmac"}


def test_codes_are_dictated_in_pairs_and_twice(compose) -> None:
    assert dictated("314159") == "3, 1. 4, 1. 5, 9."
    assert dictated("12345") == "1, 2. 3, 4. 5."
    for one in (one for one in all_messages() if one.channel == "voice"):
        text = compose(one)
        if one.kind == _BY_LAW:  # its key says no by itself, and its code is on paper alone
            continue
        for name in {"code", "stop", "dispute", "reference"} & one.parameters.keys():
            spoken = dictated(one.parameters[name])
            assert text.count(spoken) == 2, (one.kind, name)
            assert spoken in phrases(text), "a line of its own: the voice rests before and after"
            assert one.parameters[name] not in text


def test_a_call_offers_each_of_its_keys_and_no_other(compose) -> None:
    for one in (one for one in all_messages() if one.channel == "voice" and one.kind != "call-back"):
        told = re.findall(r"[Tt]apez (\d)\b", compose(one))
        assert sorted(told) == sorted(DIGITS[answer] for answer in offered(one.kind)), one.kind


def test_practice_says_so_in_every_message_of_every_way(practised) -> None:
    for one in all_messages():
        assert practised(one).replace("'", "’").startswith("EXERCICE. Rien n’est vrai dans ce message. "), one.kind
