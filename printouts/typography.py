"""French line-end manners: which spaces may not end a line. Pure."""

import re

NO_BREAK = "\u00a0"

_UNITS = (
    "mg", "g", "kg", "µg", "µmol", "mcg", "ng", "UI", "ml", "mL", "cl", "dl", "l", "L", "mm", "cm", "m",
    "mmol", "kcal", "mmHg", "bpm", "h", "min", "s", "ans?", "mois", "jours?", "semaines?", "fois", "prises?",
    "comprimés?", "gélules?", "gouttes?", "sachets?", "bouffées?", "injections?", "doses?", "unités?",
)  # fmt: skip
_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_BOUND = re.compile(
    "|".join(
        (
            r" (?=[:;!?»%€°])",
            r"(?<=«) ",
            r"(?<=\d) (?=\d{3}(?!\d))",
            rf"(?<=\d) (?=(?:{'|'.join(_UNITS)})(?!\w))",
            r"(?<=\d[ \u00a0]h) (?=\d\d(?!\d))",
            rf"(?:(?<=\b\d)|(?<=\b\d\d)|(?<=\b1er)) (?=(?:{_MONTHS})\b)",
            rf"(?:{'|'.join(f'(?<={month})' for month in _MONTHS.split('|'))}) (?=\d{{4}}\b)",
            r"(?:(?<=\bM\.)|(?<=\bMme)|(?<=\bDr)|(?<=\bPr)|(?<=\bL\.)) (?=\S)",
        )
    )
)


def bind(text: str) -> str:
    """Return `text` with no-break spaces before « : ; ! ? » », inside « 850 mg », dates, amounts and titles.

    Only plain spaces that are already there change: a sheet may not alter what a document says.
    """
    return _BOUND.sub(NO_BREAK, text)
