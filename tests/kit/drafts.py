"""Drafts of invented CDA documents: one good draft, to be bent by each test."""

import struct
import zlib
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from back_office.demo import cda_writer
from back_office.demo.cda_writer import AuthorDraft, DocumentDraft, PatientDraft, SectionDraft
from back_office.intake import read_document
from dossier.documents import incoming, narrative

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

PATIENT = PatientDraft(
    ins="240014206318978",
    birth_name="BLANCHARD",
    first_names=("YVETTE", "MARIE-JEANNE"),
    birth_on=date(1940, 1, 9),
    sex="F",
    usual_name="ROUX",
)
AUTHOR = AuthorDraft("Hélène", "MARCHAND", "Médecin généraliste", "Maison de santé des Tilleuls")
DRAFT = DocumentDraft(
    number="lettre-1",
    type_code="11488-4",
    title="Compte rendu de consultation",
    patient=PATIENT,
    author=AUTHOR,
    written_at=datetime(2026, 3, 12, 17, 5, tzinfo=UTC),
    acted_on=date(2026, 3, 11),
    sections=(SectionDraft("Conclusion", (cda_writer.paragraph("Tension à surveiller."),)),),
)


def draft(**changes: Any) -> DocumentDraft:
    """Return the good draft with some of its fields changed."""
    return replace(DRAFT, **changes)


def read(**changes: Any) -> incoming.IncomingDocument:
    """Write the good draft with changes, and read it."""
    return read_document(cda_writer.write(draft(**changes)))


def with_text(inner: str) -> bytes:
    """Return the good document with this markup as the text of its only section."""
    whole = cda_writer.write(DRAFT).decode()
    start, end = whole.index("<text>"), whole.index("</text>")
    return f"{whole[:start]}<text>{inner}{whole[end:]}".encode()


def read_text(inner: str) -> narrative.Narrative:
    """Return what is read of this markup, without the section's title."""
    text = read_document(with_text(inner)).narrative
    return narrative.Narrative(text.parts[1:])


def png() -> bytes:
    """Return an image of one point."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
