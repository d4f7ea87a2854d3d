"""The sheet « Mon dossier en résumé »: its bounds, and how it becomes a PDF, by itself or in a letter."""

import re
from collections.abc import Iterator, Sequence

from .coverage import has_holes
from .dates import day_in_france, in_words
from .letter_facts import SummaryLetter
from .letters import with_short_names
from .pages import page, style
from .pdf import PrintoutTooLarge, render
from .sheet import Identity, Section, SummarySheet
from .since_sheet import MOST_LINES, since_told
from .sizes import Size, check_size
from .typography import NO_BREAK
from .words import SECTIONS, SEXES

MAX_ITEMS = 200
MAX_TEXT = 1_000
MAX_TOTAL = 60_000
"""Items a section, characters a text, and all texts together: about 100 pages in giant print."""

_FOOTER_SIGNS = 24
_LETTER_POINTS: Size = 18
"""Whoever has it posted rarely sees well."""
_INS = re.compile(r"(\d)(\d\d)(\d\d)(\d[\dAB])(\d{3})(\d{3})(\d\d)")


def render_summary(sheet: SummarySheet, size: Size) -> bytes:
    """Return the sheet as a PDF/UA-1 file whose smallest text is `size` points (14, 18 or 24).

    Raises `PrintoutTooLarge` past the bounds above: the caller lists fewer items. Raises `ValueError` for
    another size, an instant without zone, or a number that isn't an INS.
    """
    check_size(size)
    return render(page("summary.html", **_told(sheet)), *style(size))


def render_summary_letters(letters: Sequence[SummaryLetter]) -> bytes:
    """Return one letter as a PDF/UA-1 file: a page for the window of the envelope, then the sheets in large print.

    Its length is its content's: so it shares its file with no other. Raises `ValueError` for more than one letter, and
    as `render_summary` does.
    """
    if len(letters) != 1:
        raise ValueError("a summary shares its file with nobody's")
    [letter] = letters
    since = since_told(letter.since, MOST_LINES[_LETTER_POINTS])
    html = page("summary_letter.html", letter=with_short_names(letter), **_told(letter.sheet), **since)
    return render(html, *style(_LETTER_POINTS, "letter.css", "summary_letter.css", "since.css"))


def _told(sheet: SummarySheet) -> dict[str, object]:
    sections = {name: getattr(sheet, name) for name in SECTIONS}
    _check_bounds(sheet.identity, sections)
    return {
        "language": sheet.language,
        "created": sheet.printed_at.isoformat(),
        "printed_on": in_words(day_in_france(sheet.printed_at)),
        "whose": _name(sheet.identity, with_first_name=True),
        "footer_name": _footer_name(sheet.identity),
        "facts": _facts(sheet.identity),
        "sections": [(SECTIONS[name], section) for name, section in sections.items()],
        "has_holes": any(map(has_holes, _texts(sheet.identity, sections))),
    }


def _check_bounds(who: Identity, sections: dict[str, Section]) -> None:
    for name, section in sections.items():
        _refuse_past(MAX_ITEMS, name, len(section.items))
    lengths = [len(text) for text in _texts(who, sections)]
    _refuse_past(MAX_TEXT, "text", max(lengths))
    _refuse_past(MAX_TOTAL, "total", sum(lengths))


def _refuse_past(limit: int, part: str, length: int) -> None:
    if length > limit:
        raise PrintoutTooLarge(part=part, limit=limit)


def _texts(who: Identity, sections: dict[str, Section]) -> Iterator[str]:
    yield from (who.civility, who.usual_name, who.birth_name, " ".join(who.first_names))
    for section in sections.values():
        for item in section.items:
            yield from (item.text, item.detail, item.author)


def _name(who: Identity, *, with_first_name: bool) -> str:
    first = who.first_names[0] if with_first_name and who.first_names else ""
    return " ".join(filter(None, (who.civility, first, who.usual_name or who.birth_name)))


def _footer_name(who: Identity) -> str:
    """Return as much of the name as one line of the footer holds in giant print; the surname comes first."""
    whole, short = _name(who, with_first_name=True), _name(who, with_first_name=False)
    if len(whole) <= _FOOTER_SIGNS:
        return whole
    return short if len(short) <= _FOOTER_SIGNS else f"{short[: _FOOTER_SIGNS - 1]}…"


def _facts(who: Identity) -> list[tuple[str, str]]:
    facts = [
        ("Nom d’usage", who.usual_name if who.usual_name != who.birth_name else ""),
        ("Nom de naissance", who.birth_name),
        ("Prénoms", ", ".join(who.first_names)),
        ("Date de naissance", in_words(who.birth_on) if who.birth_on else "inconnue"),
        ("Sexe", SEXES[who.sex]),
        ("Numéro de santé (INS)", _ins_in_groups(who.ins)),
    ]
    return [(name, value) for name, value in facts if value]


def _ins_in_groups(ins: str) -> str:
    if not ins:
        return ""
    parts = _INS.fullmatch(ins)
    if parts is None:
        # The number itself stays out of the message: messages reach the logs.
        raise ValueError("an INS is 13 characters and a key of 2 digits")
    *groups, key = parts.groups()
    return f"{NO_BREAK.join(groups)} clé{NO_BREAK}{key}"
