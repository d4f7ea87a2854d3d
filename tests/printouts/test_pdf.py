"""The door to the PDF engine lets nothing in: no address, no file, no other font, no endless page."""

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest
from weasyprint.urls import URLFetcher

from printouts import PrintoutTooLarge, pdf
from printouts.coverage import font_files
from tests.kit.loopback import served
from tests.printouts.reading import opened, words

ROOT = Path(__file__).parents[2]
SECRET = "SECRET-OF-THE-MACHINE"
HOSTILE = """<!doctype html><html lang="fr"><head><title>Essai</title>
<link rel="stylesheet" href="{web}/link.css"><link rel="attachment" href="{file}" title="vol">
<link rel="attachment" href="{web}/stolen">
<style>@import url({web}/import.css); @font-face {{ font-family: vol; src: url({web}/font.ttf) }}
p {{ font-family: vol; background: url({web}/back.png) }} p::after {{ content: url({web}/after.png) }}
li {{ list-style-image: url({file}) }}</style></head>
<body><p>Texte gardé</p><ul><li>Point</li></ul><img src="{web}/i.png" alt="i"><img src="{file}" alt="f">
<object data="{web}/object.svg">objet</object><embed src="{web}/embed.svg">
<a rel="attachment" href="{file}">pièce</a>
<svg xmlns="http://www.w3.org/2000/svg"><title>s</title><image href="{web}/svg.png"/></svg></body></html>"""


@pytest.fixture
def web():
    """A site that remembers what it's asked for."""
    asked = []

    def site(environ, start_response):
        asked.append(environ["PATH_INFO"])
        start_response("200 OK", [("Content-Type", "text/css")])
        return [b""]

    with served(site) as address:
        yield address, asked


@pytest.fixture
def hostile(web, tmp_path):
    stolen = tmp_path / "stolen.txt"
    stolen.write_text(SECRET)
    return HOSTILE.format(web=web[0], file=stolen.as_uri())


def embedded_files(made):
    with opened(made) as file:
        return list(file.attachments)


def test_hostile_html_fetches_nothing_and_carries_no_file_away(hostile, web):
    made = pdf.render(hostile, f"@import url({web[0]}/sheet.css); body {{ background: url({web[0]}/b.png) }}")
    assert web[1] == []
    assert embedded_files(made) == []
    assert "Texte gardé" in words(made)


def test_the_same_html_would_fetch_and_steal_through_an_open_door(hostile, web, monkeypatch):
    """Proves that the test above can fail."""
    monkeypatch.setattr(pdf, "_FETCHER", URLFetcher(timeout=2))
    made = pdf.render(hostile)
    assert len(web[1]) >= 6
    assert embedded_files(made) == ["stolen", "stolen.txt"]


def test_rendering_opens_no_file_and_no_connection():
    html = HOSTILE.format(web="http://127.0.0.1:9", file="file:///etc/hostname")
    pdf.render(html)  # what is read once and for all, is read
    seen = []
    watching = True

    def watch(event, arguments):
        if watching and event in ("open", "socket.connect", "socket.getaddrinfo", "subprocess.Popen"):
            seen.append((event, arguments[0]))

    gc.collect()  # the engine's folders of earlier sheets go now, and none while this one is watched
    gc.disable()
    try:
        sys.addaudithook(watch)
        pdf.render(html)
    finally:
        watching = False
        gc.enable()
    assert seen == []


def test_only_the_listed_fonts_are_visible():
    environ = {"FONTCONFIG_FILE": str(pdf.FONTS_CONF), "PATH": os.defpath}
    listed = subprocess.run(["fc-list", ":", "file"], env=environ, capture_output=True, text=True, check=True)
    visible = {Path(line.rstrip(": ")) for line in listed.stdout.splitlines()}
    assert visible == set(font_files())
    assert len(visible) == 8


def test_a_home_that_cannot_be_written_is_no_obstacle_and_the_house_stays_clean(tmp_path):
    """No cache is written beside the code, whatever HOME and an earlier FONTCONFIG_FILE say."""
    before = sorted(ROOT.glob("printouts/fonts/**/*"))
    program = "from printouts import pdf; print(pdf.render('<html lang=fr><title>t</title><p>é'))"
    made = subprocess.run(
        [sys.executable, "-B", "-W", "error", "-c", program],
        env={"HOME": "/nonexistent", "FONTCONFIG_FILE": "/dev/null", "PATH": os.defpath},
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert made.stdout.startswith("b'%PDF-1.7")
    assert made.stderr == ""
    assert sorted(ROOT.glob("printouts/fonts/**/*")) == before


def test_many_sheets_in_one_file_may_be_larger_when_the_caller_says_so():
    html = '<html lang="fr"><title>t</title>' + "<p>x</p>" * 20
    assert pdf.render(html, bounds=pdf.Bounds(elements=30))
    with pytest.raises(PrintoutTooLarge) as refusal:
        pdf.render(html, bounds=pdf.Bounds(elements=10))
    assert refusal.value.facts == {"part": "elements", "limit": 10}


@pytest.mark.parametrize(
    ("html", "part"),
    [
        ("x" * 400_001, "characters"),
        ("<div>" * 300, "depth"),
        ("<table>" + ("<tr>" + "<td>1</td>" * 40 + "</tr>") * 300 + "</table>", "elements"),
    ],
)
def test_what_would_run_for_minutes_is_refused_at_once(html, part):
    with pytest.raises(PrintoutTooLarge) as refusal:
        pdf.render(html)
    assert refusal.value.facts["part"] == part
