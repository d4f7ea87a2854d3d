"""A paper of the patient's own, scanned: all that can be said of it without reading it. Pure."""

from dataclasses import dataclass
from datetime import date

from .incoming import IncomingDocument, Traits
from .narrative import Narrative, Paragraph, Text

_TYPE = "EXPPAT_2"
"""« Autre document du patient » (JDV_J66): what it is, nobody reads to tell."""


@dataclass(frozen=True, slots=True)
class PaperScan:
    """A scanned paper on its way in. `title` and `words` are the face's, `place` is where it was taken in."""

    title: str
    words: tuple[str, ...]
    """Read in the place of the picture, a paragraph each."""
    place: str
    language: str
    scanned_on: date
    media_type: str
    content: bytes

    def as_document(self) -> IncomingDocument:
        """Return it as a document like others; of traits, codes and author it has none."""
        return IncomingDocument(
            ins="",
            ins_oid="",
            traits=Traits("", (), None, "U"),
            document_on=self.scanned_on,
            type_code=_TYPE,
            title=self.title,
            author="",
            organization=self.place,
            confidentiality=frozenset(),
            language=self.language,
            narrative=Narrative(tuple(Paragraph((Text(line),)) for line in self.words)),
            attachments=(),
            media_type=self.media_type,
            content=self.content,
            warnings=(),
        )
