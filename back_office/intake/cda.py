"""Reads a CDA R2 document, bare or presented by its own stylesheet, which is never run."""

from dossier.documents import incoming, narrative
from dossier.identity import ins

from . import attachments, header
from .narrative_reader import read_plain_text, read_sections
from .refusals import BodyMissing, NotCda, SeveralDocuments, WrongEncoding
from .tags import CDA, PREFIXES, text_of
from .xml import Element

MEDIA_TYPE = "application/xml"
_STYLESHEETS = frozenset({f"{{http://www.w3.org/1999/XSL/Transform}}{name}" for name in ("stylesheet", "transform")})


def read_cda(root: Element, content: bytes) -> incoming.IncomingDocument:
    """Return what the document says, with the received bytes. Refuses by the names in `refusals`."""
    document = _find_document(root)
    role = header.patient_role(document)
    number, ins_oid = header.read_ins(role)
    traits, author = header.read_traits(role), header.read_author(document)
    title = header.words_at(document, "v:title")
    confidentiality = header.read_confidentiality(document)
    type_code = header.read_type_code(document)
    document_on = header.read_document_day(document)
    text, carried = _read_body(document, title)
    odd = _oddities(number, traits, confidentiality, type_code)
    return incoming.IncomingDocument(
        ins=number,
        ins_oid=ins_oid,
        traits=traits,
        document_on=document_on,
        type_code=type_code,
        title=title,
        author=author.name,
        organization=author.organization,
        specialty=author.specialty,
        confidentiality=confidentiality,
        language=header.read_language(document),
        narrative=text,
        attachments=carried.attachments,
        media_type=MEDIA_TYPE,
        content=content,
        warnings=tuple(dict.fromkeys([*odd, *carried.warnings])),
    )


def _find_document(root: Element) -> Element:
    """Return the ClinicalDocument. Refuses: NotCda, SeveralDocuments."""
    if root.tag == f"{CDA}ClinicalDocument":
        return root
    inside = list(root.iter(f"{CDA}ClinicalDocument")) if root.tag in _STYLESHEETS else []
    if not inside:
        raise NotCda
    if len(inside) > 1:
        raise SeveralDocuments(found=len(inside))
    return inside[0]


def _read_body(document: Element, title: str) -> tuple[narrative.Narrative, attachments.Carried]:
    """Return the readable text and the carried files. Refuses: BodyMissing when there is neither."""
    body = document.find("v:component", PREFIXES)
    if body is None:
        raise BodyMissing
    plain = _plain_text(body)
    if plain is not None:
        text, carried = read_plain_text(plain), attachments.Carried((), {}, ())
    else:
        carried = attachments.collect(body, title)
        text = read_sections(body, carried.numbers)
    if not text.parts and not carried.attachments:
        raise BodyMissing
    return text, carried


def _plain_text(body: Element) -> str | None:
    """Return the text of a body that is nothing but plain text, else None. Refuses: WrongEncoding."""
    whole = body.find("v:nonXMLBody/v:text", PREFIXES)
    if whole is None or (whole.get("mediaType") or "text/plain").lower().partition(";")[0] != "text/plain":
        return None
    if whole.get("representation") != "B64":
        return text_of(whole)
    try:
        return attachments.decode(whole).decode(whole.get("charset") or "utf-8")
    except (UnicodeError, LookupError) as fault:
        raise WrongEncoding from fault


def _oddities(number: str, traits: incoming.Traits, confidentiality: frozenset[str], type_code: str) -> list[str]:
    """Return the warning codes of a header that can be taken in and yet isn't as it should be."""
    seen = {
        "ins-key-wrong": not ins.ins_key_is_right(number),
        "birth-name-missing": not traits.birth_name,
        "birth-date-partial": traits.birth_on is None,
        "type-missing": not type_code,
        "confidentiality-missing": not confidentiality,
        "confidentiality-unknown": not confidentiality <= header.CONFIDENTIALITIES,
    }
    return [code for code, is_so in seen.items() if is_so]
