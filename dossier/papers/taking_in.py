"""Taking a paper in: bound, sealed at once as a document of the patient, and gone."""

from dataclasses import dataclass
from datetime import date, datetime

from dossier.documents import PaperScan, deposit_paper
from dossier.policy import Acting
from dossier.store import Unit

from .pictures import Page, bound


@dataclass(frozen=True, slots=True)
class PaperWords:
    """What the face calls a paper, and what is read in the place of its pictures, in its language."""

    title: str
    lines: tuple[str, ...]
    language: str = "fr"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """How a paper was taken in: how many pages, and whether it was here already. Nothing by which to find it."""

    pages: int
    is_new: bool


def take_in(
    unit: Unit, acting: Acting, pages: tuple[Page, ...], words: PaperWords, today: date, now: datetime
) -> TakenIn:
    """Seal a paper in her record; told in her journal with who took it in and where. The same paper twice is one.

    Raises `NotPermitted`, `RecordNotOpen`.
    """
    scan = PaperScan(
        title=words.title,
        words=words.lines,
        place=acting.site,
        language=words.language,
        scanned_on=today,
        media_type="application/pdf",
        content=bound(pages),
    )
    return TakenIn(len(pages), deposit_paper(unit, acting, scan, now).created)
