"""Known and unknown people at one form: what is answered, when, and how well the time tells one from the other."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter, sleep
from typing import Any

import pytest
from flask import Flask

from portal.ui import even
from tests.kit.visitor import Answer, Visitor

Walk = Callable[[Any, int, bool], tuple[Answer, dict[str, Any]] | tuple[Answer, dict[str, Any], str]]
"""Bring a visitor to the form, for the nth known or unknown person; return the form's page and what is typed.

A form that goes elsewhere than its page says where. Without anything typed (None) the page is asked for once more.
"""
_DRAWN = re.compile(
    r'(?<=name="jeton" value=")[\w-]+|\b[0-9A-Z]{4}(-?)[0-9A-Z]{4}\1[0-9A-Z]{4}\b'
    r"|(?<==)[0-9a-f]{32,}|(?<=poste=)[\w-]{32}|personne\.\d+"
)
"""What is another for each visitor: form tokens, numbers of cases, cookies, identifiers."""

_NAP = 0.02
_WARMING_UP = 2
"""What is made once is made for these."""


@dataclass(frozen=True)
class Heard:
    """One answer as whoever asks has it, without what was drawn or typed; and after how many seconds it came."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str
    after: float


def ask_each(
    walk: Walk, visitor: Callable[[], Visitor], held: Flask, tries: int, clock: Callable[[], float] = perf_counter
) -> tuple[list[Heard], list[Heard]]:
    """Send the form to `held` for known and unknown people in turn; return what each heard.

    The way to the form is walked in front of the visitor's own application. Each asks from a network of her own.
    `clock`: what tells the time, in seconds.
    """
    heard: dict[bool, list[Heard]] = {True: [], False: []}
    for n in range(tries + _WARMING_UP):
        for is_known in (n % 2 == 0, n % 2 == 1):
            asking = visitor()
            asking.client.environ_base["REMOTE_ADDR"] = f"198.{18 + is_known}.{n}.7"
            heard[is_known].append(_send(asking, held, clock, *walk(asking, n, is_known)))
    return heard[True][_WARMING_UP:], heard[False][_WARMING_UP:]


def clock_of_waits(monkeypatch: pytest.MonkeyPatch) -> Callable[[], float]:
    """Return a clock on which all but the end of what an even page waits goes by at once.

    Of the end it does wake up, as in life: without it one sees what is left of the work before it in the machine's
    caches.
    """
    gone_by: list[float] = []

    def nap(seconds: float) -> None:
        gone_by.append(max(seconds - _NAP, 0))
        sleep(min(seconds, _NAP))

    monkeypatch.setattr(even, "sleep", nap)
    return lambda: perf_counter() + sum(gone_by)


def told_apart(known: Sequence[Heard], unknown: Sequence[Heard]) -> float:
    """Return how far the times tell known from unknown (Mann and Whitney's U over all pairs): 0 not at all, 0.5 always.

    To a tenth of a millisecond: what comes over a line is no finer.
    """
    pairs = [(round(one.after, 4), round(other.after, 4)) for one in known for other in unknown]
    later = sum(1.0 if one > other else 0.5 if one == other else 0.0 for one, other in pairs)
    return abs(later / len(pairs) - 0.5)


def _send(
    visitor: Visitor, held: Flask, clock: Callable[[], float], page: Answer, typed: dict[str, Any] | None, to: str = ""
) -> Heard:
    to = to or page.path
    fields = {} if typed is None else page.form(to).filled_in(typed)
    asked = {"base_url": visitor.base_url} if typed is None else {"data": fields, "base_url": visitor.base_url}
    before, visitor.client.application = visitor.client.application, held
    began = clock()
    response = visitor.client.open(to, method="GET" if typed is None else "POST", **asked)
    body = response.get_data(as_text=True)
    after = clock() - began
    visitor.client.application = before
    words = [word for word in (*(typed or {}).values(), *fields.values()) if isinstance(word, str)]
    for word in sorted(words, key=len, reverse=True):
        body = body.replace(word, "…") if len(word) > 3 else body
    headers = tuple(sorted((name, _DRAWN.sub("…", value)) for name, value in response.headers))
    return Heard(response.status_code, headers, _DRAWN.sub("…", body), after)
