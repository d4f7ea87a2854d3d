"""Writes invented French CDA R2 documents, for the demonstration and for tests."""

import base64
from dataclasses import dataclass, field
from datetime import date, datetime
from html import escape

from dossier.documents import narrative

from .narrative_writer import section_text

LOINC = "2.16.840.1.113883.6.1"
DEMO_INS_ROOT = "1.2.250.1.213.1.4.11"
INVENTED_ROOT = "1.2.250.1.213.1.1.9"
_CODE_SYSTEMS = {"N": "2.16.840.1.113883.5.25", "R": "2.16.840.1.113883.5.25", "V": "2.16.840.1.113883.5.25"}
_FRENCH_CONFIDENTIALITY = "1.2.250.1.213.1.1.4.13"


@dataclass(frozen=True, slots=True)
class PatientDraft:
    """The invented person of a document. `birth_on` may be a partial HL7 date, such as `1938`."""

    ins: str
    birth_name: str
    first_names: tuple[str, ...]
    birth_on: date | str
    sex: str
    usual_name: str = ""
    ins_root: str = DEMO_INS_ROOT


@dataclass(frozen=True, slots=True)
class AuthorDraft:
    """The invented professional."""

    first_name: str
    name: str
    specialty: str
    organization: str
    title: str = "DR"


@dataclass(frozen=True, slots=True)
class FileDraft:
    """A file to carry in base64. In a section, its text refers to it by `narrative.AttachmentReference`."""

    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class SectionDraft:
    """A section: title, text as narrative blocks, the files that it carries, and sections below it."""

    title: str
    blocks: tuple[narrative.Block, ...] = ()
    files: tuple[FileDraft, ...] = ()
    sections: tuple["SectionDraft", ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """A document. With `file` or `plain_text` its body is that alone (level 1), else its sections (level 3).

    `acted_on` is the day of the act; None leaves the act undated, so that the document's own date counts.
    """

    number: str
    type_code: str
    title: str
    patient: PatientDraft
    author: AuthorDraft
    written_at: datetime
    acted_on: date | None = None
    sections: tuple[SectionDraft, ...] = ()
    file: FileDraft | None = None
    plain_text: str = ""
    confidentiality: tuple[str, ...] = ("N",)
    language: str = "fr-FR"
    type_label: str = ""


def paragraph(text: str) -> narrative.Paragraph:
    """Return a plain paragraph."""
    return narrative.Paragraph((narrative.Text(text),))


def bullets(*items: str, ordered: bool = False) -> narrative.ListBlock:
    """Return a list of plain items."""
    return narrative.ListBlock(tuple((paragraph(item),) for item in items), ordered)


def table(head: tuple[str, ...], *rows: tuple[str, ...], caption: str = "") -> narrative.Table:
    """Return a table of plain cells; the first cell of each row names the row."""
    top = narrative.Row(tuple(_cell(text, is_header=True) for text in head))
    body = tuple(narrative.Row((_cell(row[0], is_header=True), *map(_cell, row[1:]))) for row in rows)
    return narrative.Table(body, (top,), (narrative.Text(caption),) if caption else ())


def write(draft: DocumentDraft) -> bytes:
    """Return the document in UTF-8. Files are numbered in reading order, as a reader will number them."""
    body = _Body(draft).written()
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<realmCode code="FR"/>
<typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>
<templateId root="2.16.840.1.113883.2.8.2.1"/>
<templateId root="1.2.250.1.213.1.1.1.1"/>
<id root="{INVENTED_ROOT}" extension={_quoted(draft.number)}/>
{_type(draft)}
<title>{escape(draft.title)}</title>
<effectiveTime value="{draft.written_at:%Y%m%d%H%M%S%z}"/>
{_confidentiality(draft.confidentiality)}
<languageCode code={_quoted(draft.language)}/>
{_patient(draft.patient)}
{_author(draft)}
<custodian><assignedCustodian><representedCustodianOrganization>
<id root="{INVENTED_ROOT}" extension="hebergeur"/>
<name>{escape(draft.author.organization)}</name>
</representedCustodianOrganization></assignedCustodian></custodian>
{_act(draft)}
<component>
{body}
</component>
</ClinicalDocument>
""".encode()


def _cell(text: str, is_header: bool = False) -> narrative.Cell:
    return narrative.Cell((paragraph(text),) if text else (), is_header and bool(text))


def _quoted(value: str) -> str:
    return f'"{escape(value)}"'


def _type(draft: DocumentDraft) -> str:
    label = _quoted(draft.type_label or draft.title)
    return f'<code code={_quoted(draft.type_code)} displayName={label} codeSystem="{LOINC}"/>'


def _hl7(day: date | str) -> str:
    return day if isinstance(day, str) else f"{day:%Y%m%d}"


def _confidentiality(codes: tuple[str, ...]) -> str:
    """Write the first code and, inside it, the others as translations."""

    def attributes(code: str) -> str:
        return f'code={_quoted(code)} codeSystem="{_CODE_SYSTEMS.get(code, _FRENCH_CONFIDENTIALITY)}"'

    if not codes:
        return '<confidentialityCode nullFlavor="UNK"/>'
    translations = "".join(f"<translation {attributes(code)}/>" for code in codes[1:])
    return f"<confidentialityCode {attributes(codes[0])}>{translations}</confidentialityCode>"


def _patient(patient: PatientDraft) -> str:
    usual = f'<family qualifier="SP">{escape(patient.usual_name)}</family>' if patient.usual_name else ""
    first = f'<given qualifier="BR">{escape(patient.first_names[0])}</given>' if patient.first_names else ""
    return f"""<recordTarget><patientRole>
<id root={_quoted(patient.ins_root)} extension={_quoted(patient.ins)}/>
<patient>
<name>{usual}<family qualifier="BR">{escape(patient.birth_name)}</family>
<given>{escape(" ".join(patient.first_names))}</given>{first}</name>
<administrativeGenderCode code={_quoted(patient.sex)} codeSystem="2.16.840.1.113883.5.1"/>
<birthTime value={_quoted(_hl7(patient.birth_on))}/>
</patient>
</patientRole></recordTarget>"""


def _author(draft: DocumentDraft) -> str:
    author = draft.author
    return f"""<author>
<time value="{draft.written_at:%Y%m%d%H%M%S%z}"/>
<assignedAuthor>
<id root="{INVENTED_ROOT}" extension="auteur"/>
<code code="G15_10" displayName={_quoted(author.specialty)} codeSystem="1.2.250.1.213.1.1.4.5"/>
<assignedPerson><name><given>{escape(author.first_name)}</given><family>{escape(author.name)}</family>
<suffix>{escape(author.title)}</suffix></name></assignedPerson>
<representedOrganization><name>{escape(author.organization)}</name></representedOrganization>
</assignedAuthor>
</author>"""


def _act(draft: DocumentDraft) -> str:
    if draft.acted_on is None:
        return ""
    low = f'<effectiveTime><low value="{_hl7(draft.acted_on)}"/></effectiveTime>'
    return f'<documentationOf><serviceEvent classCode="ACT">{low}</serviceEvent></documentationOf>'


@dataclass(slots=True)
class _Body:
    """Writes the body and counts the files met on the way."""

    draft: DocumentDraft
    _files: int = field(default=0)

    def written(self) -> str:
        if self.draft.file is not None:
            return f"<nonXMLBody>{_file('text', self.draft.file)}</nonXMLBody>"
        if self.draft.plain_text:
            text = escape(self.draft.plain_text)
            return f'<nonXMLBody><text mediaType="text/plain">{text}</text></nonXMLBody>'
        return f"<structuredBody>\n{self._sections(self.draft.sections)}</structuredBody>"

    def _sections(self, sections: tuple[SectionDraft, ...]) -> str:
        return "".join(f"<component>{self._section(section)}</component>\n" for section in sections)

    def _section(self, section: SectionDraft) -> str:
        media = "".join(self._media(file) for file in section.files)
        text = f"<text>{section_text(section.blocks)}</text>"
        below = self._sections(section.sections)
        return f"<section>\n<title>{escape(section.title)}</title>\n{text}\n{media}{below}</section>"

    def _media(self, file: FileDraft) -> str:
        self._files += 1
        media = f'<observationMedia classCode="OBS" moodCode="EVN" ID="piece-{self._files}">'
        return f"<entry>{media}{_file('value', file)}</observationMedia></entry>\n"


def _file(tag: str, file: FileDraft) -> str:
    content = base64.b64encode(file.content).decode()
    return f'<{tag} mediaType={_quoted(file.media_type)} representation="B64">{content}</{tag}>'
