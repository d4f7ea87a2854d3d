"""The HTML part of an e-mail: the words of its text and nothing else, as plain elements that mail readers speak."""

from dataclasses import replace

import html5lib
import pytest

from back_office.post import composer
from back_office.post.composing import SUBJECT, Said, whole
from back_office.post.html_part import html_of
from back_office.post.parcels import parcel_of
from back_office.post.providers.mail import mail_of
from dossier.base import new_id
from dossier.outbox import Claim, Posted
from tests.kit.longest_messages import AT, all_messages, house

MAILS = [one for one in all_messages() if one.channel == "email"]
FRENCH = Said(
    "fr", "ltr", "Bonjour, ceci <b>n’est pas</b> & jamais du HTML.\n\nUn :\n- deux\n- trois\n1. quatre\n2. cinq\nfin"
)
ARABIC = Said("ar", "rtl", "صباح الخير\nمساء")


def read(html):
    return html5lib.parse(html, namespaceHTMLElements=False)


def text_of(html):
    """Return the page as the text it was made from: lists get their marks, paragraphs their empty line."""
    return "\n".join(line for element in read(html).find("body") for line in _lines(element))


def _lines(element):
    if element.tag in ("ul", "ol"):
        marks = ["-"] * len(element) if element.tag == "ul" else [f"{place}." for place in range(1, len(element) + 1)]
        return [f"{mark} {''.join(item.itertext())}" for mark, item in zip(marks, element, strict=True)]
    for line_end in element.findall("br"):
        line_end.text = "\n"
    return "".join(element.itertext()).split("\n")


def without_empty_lines(text):
    return "\n".join(line for line in text.split("\n") if line)


@pytest.mark.parametrize("said", [(FRENCH,), (ARABIC, FRENCH)], ids=["french", "both"])
def test_it_says_the_same_as_the_text_word_by_word(said):
    assert text_of(html_of(SUBJECT, said)) == without_empty_lines(whole(said, "email"))


def test_every_e_mail_says_the_same_in_both_parts_and_is_taken_by_the_mail_server():
    compose = composer(house())
    for one in MAILS:
        posted = replace(one, address="jeanne.roux@example.net")
        parcel = parcel_of(Claim(Posted(new_id(), None, posted), 1, "told", AT), compose)
        assert text_of(parcel.html) == without_empty_lines(parcel.text), one.kind
        mail = mail_of(parcel, "ne-pas-repondre@dossier-clair.example", "tag", AT)
        plain, html = mail.iter_parts()
        assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
        assert html.get_content().splitlines() == parcel.html.splitlines()


def test_it_has_a_language_a_direction_a_title_and_no_attribute_besides():
    page = read(html_of("Un & deux", (ARABIC, FRENCH)))
    assert page.attrib == {"lang": "ar", "dir": "rtl"}
    assert page.find("head/title").text == "Un & deux"
    marked = [element.attrib for element in page.find("body") if element.attrib]
    assert marked == [{"lang": "fr", "dir": "ltr"}] * len(marked)
    assert len(marked) == 5
    used = {element.tag for element in page.iter()}
    assert used <= {"html", "head", "meta", "title", "body", "p", "br", "ul", "ol", "li"}


def test_what_somebody_is_called_is_never_markup():
    html = html_of("<script>", (Said("fr", "ltr", '<img src="x">\n- <a href="y">z</a>'),))
    assert {element.tag for element in read(html).iter()} == {"html", "head", "meta", "title", "body", "p", "ul", "li"}


def test_the_text_and_the_page_differ_when_a_word_is_lost():
    html = html_of(SUBJECT, (FRENCH,)).replace("trois", "")
    assert text_of(html) != without_empty_lines(FRENCH.text)
