"""Every reason why the intake turns a document away, each with the operator's sentence."""

# ruff: noqa: D101  (the reason of each class is its docstring)

from typing import ClassVar

from dossier.base import Refused


class DocumentRefused(Refused):
    """A received document can't be taken in. `reason` tells the operator why, and nothing of the content."""

    code = "document-refused"
    reason: ClassVar[str] = "the document was refused"


class FileTooLarge(DocumentRefused):
    code = "file-too-large"
    reason = "the file is larger than the intake accepts"


class NotXml(DocumentRefused):
    code = "not-xml"
    reason = "the file isn't XML: it doesn't begin with an element"


class XmlBroken(DocumentRefused):
    code = "xml-broken"
    reason = "the file breaks the rules of XML before its end"


class Truncated(DocumentRefused):
    code = "truncated"
    reason = "the file stops before its last element is closed: it was cut on the way"


class WrongEncoding(DocumentRefused):
    code = "wrong-encoding"
    reason = "the bytes aren't in the character encoding that the file announces"


class DoctypeForbidden(DocumentRefused):
    code = "doctype-forbidden"
    reason = "the file carries a document type declaration; none is needed, and it can carry an attack"


class TooDeep(DocumentRefused):
    code = "too-deep"
    reason = "elements are nested deeper than any clinical document needs"


class TooManyElements(DocumentRefused):
    code = "too-many-elements"
    reason = "the file has more elements or attributes than any clinical document needs"


class NotCda(DocumentRefused):
    code = "not-cda"
    reason = "the file is XML but holds no clinical document (CDA R2)"


class SeveralDocuments(DocumentRefused):
    code = "several-documents"
    reason = "the stylesheet holds more than one clinical document"


class SeveralPatients(DocumentRefused):
    code = "several-patients"
    reason = "the document is about more than one patient"


class InsMissing(DocumentRefused):
    code = "ins-missing"
    reason = "the document carries no national health identity (INS) of its patient"


class InsAmbiguous(DocumentRefused):
    code = "ins-ambiguous"
    reason = "the document carries several different national health identities for its patient"


class InsUnreadable(DocumentRefused):
    code = "ins-unreadable"
    reason = "the patient's national health identity doesn't have the shape of one"


class DateMissing(DocumentRefused):
    code = "date-missing"
    reason = "neither the act nor the document carries a whole date"


class BodyMissing(DocumentRefused):
    code = "body-missing"
    reason = "the document holds neither readable text nor an attached file"


class AttachmentBroken(DocumentRefused):
    code = "attachment-broken"
    reason = "an attached file is empty or isn't valid base64"


class AttachmentTooLarge(DocumentRefused):
    code = "attachment-too-large"
    reason = "an attached file is larger than the intake accepts"


class TooManyAttachments(DocumentRefused):
    code = "too-many-attachments"
    reason = "the document carries more attached files than the intake accepts"
