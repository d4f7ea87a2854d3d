"""Messages in the language of their reader, then in French: a made-up catalog stands in for a translator's."""

from dataclasses import replace
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from back_office.post import composer
from back_office.post.composing import whole
from back_office.post.gsm import fits
from back_office.post.parcels import parcel_of, phrases
from back_office.post.providers.voice import script_of
from dossier.base import new_id
from dossier.outbox import Claim, Posted
from i18n import LOCALES, check, locales, texts
from tests.kit.longest_messages import all_messages, house, messages

_SIGNS = {"ltr": "Zz", "rtl": "\u0647"}


@pytest.fixture
def speak(tmp_path, monkeypatch):
    """Return what has the product speak a language, in which each French text begins with a sign of its own."""

    def begin(code, *, but=(), said=lambda text, sign: f"{sign} {text}", fuzzy=()):
        locale = next(one for one in LOCALES if one.code == code)
        catalog = Catalog(charset="utf-8")
        for one in read_po(BytesIO(check._CATALOG.read_bytes())):
            if one.id and one.id not in but:
                flags = ["fuzzy"] if one.id in fuzzy else []
                catalog.add(one.id, said(one.id, _SIGNS[locale.direction]), flags=flags)
        with (tmp_path / f"{code}.po").open("wb") as file:
            write_po(file, catalog)
        texts._texts.cache_clear()
        monkeypatch.setattr(texts, "CATALOGS", tmp_path)
        monkeypatch.setattr(locales, "LOCALES", (locales.SOURCE, replace(locale, complete=True)))

    return begin


@pytest.fixture
def compose():
    return composer(house())


def one_of(kind, channel, language):
    return next(messages(kind, channel, language))


def test_each_kind_is_said_in_her_language_first_and_in_french_after(speak, compose):
    speak("en")
    for one in all_messages("en"):
        if one.channel == "sms":
            continue
        hers, french = compose.said(one)
        assert (hers.tag, hers.direction, french.tag) == ("en", "ltr", "fr")
        assert hers.text.startswith("Zz ")
        assert french.text == whole(compose.said(replace(one, language="fr")), one.channel)
        assert "Zz" not in french.text
        assert compose(one).index(hers.text) < compose(one).index(french.text)


def test_its_days_are_said_in_her_language(speak, compose):
    speak("en")
    hers, french = compose.said(one_of("erasure-soon", "email", "en"))
    assert "September 30, 2026" in hers.text
    assert "30 septembre 2026" in french.text.replace("\u00a0", " ")


def test_an_sms_has_both_languages_only_where_they_fit_in_one_part(speak, compose):
    speak(
        "en",
        said=lambda text, sign: "Your code: %(code)s." if "%(code)s. Il sert une fois" in text else f"{sign} {text}",
    )
    [hers, french] = compose.said(one_of("sign-in-code", "sms", "en"))
    assert (hers.text, french.tag) == ("Your code: 123456.", "fr")
    assert fits(whole((hers, french), "sms"))
    [alone] = compose.said(one_of("factor-changed", "sms", "en"))
    assert alone.tag == "en"
    assert fits(alone.text)


def test_an_sms_that_the_alphabet_or_one_part_cannot_hold_is_in_french(speak, compose):
    speak("ar")
    [said] = compose.said(one_of("sign-in-code", "sms", "ar"))
    assert (said.tag, "?" in said.text) == ("fr", False)
    speak("en", said=lambda text, sign: f"{sign} {text} {'more and more ' * 20}")
    [said] = compose.said(one_of("sign-in-code", "sms", "en"))
    assert said.tag == "fr"


def test_half_a_message_is_never_sent(speak, compose):
    speak("en", but=("application de codes",), fuzzy=("lettre",))
    told = {one.parameters["factor"]: compose.said(one) for one in messages("factor-changed", "email", "en")}
    assert {factor: [said.tag for said in every] for factor, every in told.items()} == {
        "card": ["en", "fr"], "sms": ["en", "fr"], "voice": ["en", "fr"], "letter": ["fr"], "totp": ["fr"],
    }  # fmt: skip


@pytest.mark.parametrize("language", ["de", "ar", ""])
def test_whoever_reads_a_language_that_is_not_offered_is_written_to_in_french(compose, language):
    assert [one.tag for one in compose.said(one_of("receipt", "email", language))] == ["fr"]


def test_easy_french_stands_for_french(speak, compose):
    speak("fr@falc")
    [said] = compose.said(one_of("receipt", "email", "fr@falc"))
    assert (said.tag, said.text[:3]) == ("fr", "Zz ")


def claimed(message):
    return Claim(Posted(new_id(), None, message), 1, "told", message.not_after)


def test_a_voice_speaks_her_language_and_then_french(speak, compose):
    speak("en")
    message = one_of("sign-in-code", "voice", "en")
    parcel = parcel_of(claimed(message), compose)
    hers, french = compose.said(message)
    assert (parcel.language, parcel.spoken, parcel.spoken_in_french) == ("en", phrases(hers.text), phrases(french.text))
    script = script_of(parcel)
    assert (script["lines"], script["lines_in_french"]) == (list(parcel.spoken), list(parcel.spoken_in_french))
    alone = script_of(parcel_of(claimed(replace(message, language="fr")), compose))
    assert "lines_in_french" not in alone
    assert alone["lines"] == list(parcel.spoken_in_french)


def test_the_subject_of_an_e_mail_is_in_her_language(speak, compose):
    speak("en")
    message = one_of("receipt", "email", "en")
    assert parcel_of(claimed(message), compose).subject == "Zz Dossier Clair : un message pour vous"
    speak("en", but=("Dossier Clair : un message pour vous",))
    assert parcel_of(claimed(message), compose).subject == "Dossier Clair : un message pour vous"
