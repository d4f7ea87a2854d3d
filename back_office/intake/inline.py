"""Inline text: gathers runs as they are met, then tidies their white space as a browser would."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from dossier.documents import narrative

# White space of XML only: a no-break space is the author's.
_SPACE = re.compile(r"[ \t\r\n]+")


def squeezed(text: str) -> str:
    """Return the text with each stretch of white space made one space, none at the ends."""
    return _SPACE.sub(" ", text).strip(" ")


def tidied(runs: list[narrative.Inline]) -> tuple[narrative.Inline, ...]:
    """Return the runs with single spaces, none beside a line's ends, and neighbors of one style joined."""
    kept: list[narrative.Inline] = []
    for run in runs:
        if isinstance(run, narrative.Text):
            _add_text(kept, run)
        elif isinstance(run, narrative.LineBreak):
            _trim_end(kept)
            kept.append(run)
        else:
            kept.append(run)
    while kept and isinstance(kept[0], narrative.LineBreak):
        kept.pop(0)
    while kept and (isinstance(kept[-1], narrative.LineBreak) or _trim_end(kept)):
        kept.pop()
    return tuple(_joined(kept))


def _add_text(kept: list[narrative.Inline], run: narrative.Text) -> None:
    text = _SPACE.sub(" ", run.text)
    last = kept[-1] if kept else narrative.LineBreak()
    if isinstance(last, narrative.LineBreak) or (isinstance(last, narrative.Text) and last.text.endswith(" ")):
        text = text.removeprefix(" ")
    if text:
        kept.append(narrative.Text(text, run.style))


def _joined(runs: Iterable[narrative.Inline]) -> Iterator[narrative.Inline]:
    """Join neighbors of one style all at once: one by one, each would copy all the words before it."""
    for style, neighbors in groupby(runs, lambda run: run.style if isinstance(run, narrative.Text) else None):
        if style is None:
            yield from neighbors
        else:
            yield narrative.Text("".join(run.text for run in neighbors if isinstance(run, narrative.Text)), style)


def _trim_end(kept: list[narrative.Inline]) -> bool:
    """Take the space off the last text; drop it when it was only that. Tells whether a break is now last."""
    last = kept[-1] if kept else None
    if isinstance(last, narrative.Text) and last.text.endswith(" "):
        kept.pop()
        if trimmed := last.text.removesuffix(" "):
            kept.append(narrative.Text(trimmed, last.style))
    return bool(kept) and isinstance(kept[-1], narrative.LineBreak)
