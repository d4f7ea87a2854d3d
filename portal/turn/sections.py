"""From the summary's sheet to the sections of a screen."""

from printouts import Item, Section, SummarySheet, in_words

from .pages import SummaryLine, SummarySection

_SECTIONS = ("allergies", "problems", "treatments", "vaccinations", "results", "documents")


def sections_of(sheet: SummarySheet) -> tuple[SummarySection, ...]:
    """Return the sections of a sheet in its order."""
    return tuple(_section(name, getattr(sheet, name)) for name in _SECTIONS)


def _section(name: str, section: Section) -> SummarySection:
    none_on = in_words(section.none_on) if section.none_on else ""
    return SummarySection(name, section.state.value, tuple(_line(one) for one in section.items), none_on)


def _line(item: Item) -> SummaryLine:
    return SummaryLine(item.text, item.detail, in_words(item.on) if item.on else "", item.author)
