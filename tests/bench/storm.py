"""A login storm: how fast other pages are answered while a crowd signs in, against the same house at rest.

The house runs as people run it, several workers with threads. One reader asks for page after page over a kept
connection, calm and storm taking turns in one run. The crowd is a process of its own: everybody types an identifier
and a password, and begins again a second after the answer, whatever it was. Cores are shared: read the ratio.
"""

import http.client
import re
import statistics
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from urllib.parse import urlencode

from tests.journeys.running import running

from .figures import Figure, Ratio

_CROWD = 48
_BREATH = 1.0
"""Seconds after an answer: the page of a full house asks for five."""
_ROUNDS, _SECONDS = 6, 2.0
_MOST = 1 / 0.7
"""Times as slow as at rest: other pages keep at least 0.7 of their calm throughput."""
_PAGE = "/opposition"
_TOKEN = re.compile(rb'name="jeton" value="([\w-]+)"')
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def storm() -> list[Figure]:
    """Pages a second at rest and in the storm, and how many passwords the crowd typed meanwhile."""
    calm, stormy = [], []
    with TemporaryDirectory(prefix="dossier-storm-") as folder, running(Path(folder)) as portal:
        host = portal.url.removeprefix("http://")
        with _crowd_before(host) as (blowing, typed):
            _pages_a_second(host)
            for _ in range(_ROUNDS):
                calm.append(_pages_a_second(host))
                blowing.set()
                stormy.append(_pages_a_second(host))
                blowing.clear()
    at_rest, in_storm = statistics.median(calm), statistics.median(stormy)
    ratio = Ratio("slower than at rest", at_rest / in_storm, _MOST)
    return [
        Figure("a page over the wire, at rest", at_rest, "pages/s"),
        Figure(f"the same page while {_CROWD} people sign in", in_storm, "pages/s", ratio_to=ratio),
        Figure("passwords typed meanwhile", typed.value / (_ROUNDS * _SECONDS), "a second"),
    ]


def _pages_a_second(host: str) -> float:
    line = http.client.HTTPConnection(host, timeout=60)
    number, began = 0, perf_counter()
    while perf_counter() - began < _SECONDS:
        line.request("GET", _PAGE)
        answer = line.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        number += 1
    line.close()
    return number / (perf_counter() - began)


@contextmanager
def _crowd_before(host: str) -> Iterator[tuple[Event, "Synchronized[int]"]]:
    """Let the crowd gather in a process of its own; it types while the event is set, and counts the passwords."""
    aside = get_context("spawn")
    blowing, over, typed = aside.Event(), aside.Event(), aside.Value("i", 0)
    crowd = aside.Process(target=_gather, args=(host, blowing, over, typed))
    crowd.start()
    try:
        yield blowing, typed
    finally:
        over.set()
        blowing.set()
        crowd.join()


def _gather(host: str, blowing: Event, over: Event, typed: "Synchronized[int]") -> None:
    people = [threading.Thread(target=_sign_in, args=(host, n, blowing, over, typed)) for n in range(_CROWD)]
    for one in people:
        one.start()
    for one in people:
        one.join()


def _sign_in(host: str, number: int, blowing: Event, over: Event, typed: "Synchronized[int]") -> None:
    """Try one account after another, as long as the storm blows."""
    tries = 0
    while blowing.wait() and not over.wait(_BREATH):
        tries += 1
        line = http.client.HTTPConnection(host, timeout=60)
        line.request("GET", "/connexion")
        answer = line.getresponse()
        cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
        found = _TOKEN.search(answer.read())
        assert found, "a form without its token"
        token, headers = found[1].decode(), {**_FORM, "Cookie": cookie}
        for path, field in (("/connexion", "identifier"), ("/connexion/mot-de-passe", "password")):
            body = urlencode({"jeton": token, field: f"personne.{number}.{tries}"})
            line.request("POST", path, body, headers)
            line.getresponse().read()
        line.close()
        with typed.get_lock():
            typed.value += 1
