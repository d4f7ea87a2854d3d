"""A document on its way in: what was read of it, beside the bytes exactly as they were received."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from .narrative import Narrative

Sex = Literal["M", "F", "U"]


@dataclass(frozen=True, slots=True)
class Traits:
    """Who the document says it is about: birth name and birth first names, never the names in use.

    `birth_on` is None when the document gives no whole date; nothing is made up for the missing part.
    """

    birth_name: str
    first_names: tuple[str, ...]
    birth_on: date | None
    sex: Sex


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file carried by a document. `media_type` is what its bytes are, not what the sender called them."""

    media_type: str
    content: bytes
    title: str


@dataclass(frozen=True, slots=True)
class IncomingDocument:
    """A document read but not yet filed. `content` is kept to be stored as it is, never written anew.

    `document_on` is the day of the act, as the sender's calendar had it. `confidentiality` holds the codes as
    received and is empty when the document gave none. `language` is a language tag or empty. `warnings` are
    codes: what was odd in the document and did not stop it.
    """

    ins: str
    ins_oid: str
    traits: Traits
    document_on: date
    type_code: str
    title: str
    author: str
    organization: str
    confidentiality: frozenset[str]
    language: str
    narrative: Narrative
    attachments: tuple[Attachment, ...]
    media_type: str
    content: bytes
    warnings: tuple[str, ...]
    specialty: str = ""
