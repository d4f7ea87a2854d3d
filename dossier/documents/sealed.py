"""What is sealed of a document beside its bytes: title, kind, author, and what its parts are."""

import json
from dataclasses import dataclass

from dossier.vault import Place

_READER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class PartFacts:
    """One part to take away: what it is called, its media type and weight in bytes."""

    title: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What a list shows of a document, and what a page needs to offer its parts."""

    title: str
    category: str
    type_code: str
    author: str
    organization: str
    language: str
    original: PartFacts
    attachments: tuple[PartFacts, ...]

    def to_bytes(self) -> bytes:
        """Return the facts as bytes to seal: a plain list, quick to read twenty times a page."""
        parts = [[part.title, part.media_type, part.size] for part in (self.original, *self.attachments)]
        fields = [
            self.title,
            self.category,
            self.type_code,
            self.author,
            self.organization,
            self.language,
            parts,
        ]
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, told: bytes) -> "DocumentFacts":
        """Return the facts that `to_bytes` wrote."""
        title, category, type_code, author, organization, language, parts = json.loads(told)
        original, *attachments = (PartFacts(*part) for part in parts)
        return cls(title, category, type_code, author, organization, language, original, tuple(attachments))


def told_in_a_list(told: bytes) -> tuple[str, str, str]:
    """Return title, category, and author or else organization: twenty times a page, so nothing more is made of them."""
    (title, category, _, author, organization, _, _), _ = _READER.raw_decode(told.decode())
    return title, category, author or organization


def facts_place(document_id: bytes) -> Place:
    """Return the place a document's facts are bound to."""
    return Place("document", document_id)


def part_place(document_id: bytes, part: int) -> Place:
    """Return the place one part is bound to."""
    return Place("document-part", document_id, part + 1)
