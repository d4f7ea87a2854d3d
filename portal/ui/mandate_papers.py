"""The text of a mandate, its deed and the sheet of a visit: one way for the desk, the portal and paper."""

from base64 import b32encode
from datetime import datetime

from dossier.base import Settings
from dossier.lifecycle import PARIS
from dossier.mandates import AgreedText, Duration, MandateLine, MandateUse
from dossier.policy import Scope
from printouts import (
    BINDING,
    LANGUAGES,
    MOST_MOMENTS,
    NEWEST,
    SIZES,
    MandateDeedSheet,
    MandateFacts,
    MandateText,
    Size,
    VisitAct,
    VisitSheet,
    digest_of,
    mandate_texts,
    render_mandate_deed,
    render_visit_sheet,
)

from .answers import File
from .mandates import ENDINGS, proof_in_words
from .words import day_of

__all__ = [
    "BINDING",
    "LANGUAGES",
    "MandateText",
    "all_texts_of",
    "deed_file",
    "in_base32",
    "read_text",
    "texts_of",
    "visit_file",
]
_USUAL_SIZE: Size = 14
_GROUP = 4


def read_text(
    person: str, advisor: str, site: str, scopes: frozenset[Scope], duration: Duration, beside: str
) -> AgreedText:
    """Return what will be read aloud for a new mandate: the French text and, `beside` it, another language."""
    languages = (BINDING,) if beside not in LANGUAGES or beside == BINDING else (BINDING, beside)
    told = tuple(str(scope) for scope in Scope if scope in scopes)
    facts = MandateFacts(person=person, advisor=advisor, site=site, scopes=told, duration=str(duration))
    return AgreedText(NEWEST, languages, digest_of(NEWEST, mandate_texts(NEWEST, languages, facts)))


def texts_of(line: MandateLine) -> tuple[MandateText, ...]:
    """Return the text that was read for a mandate, in each of its languages, word for word."""
    return mandate_texts(line.text.version, line.text.languages, _facts(line))


def all_texts_of(line: MandateLine) -> tuple[MandateText, ...]:
    """Return it in every language there is."""
    return mandate_texts(line.text.version, LANGUAGES, _facts(line))


def deed_file(line: MandateLine, settings: Settings, size: str) -> File:
    """Return the deed as a PDF, two copies; of a draft, the void one. Slow: half a second."""
    is_given = line.given_at is not None
    sheet = MandateDeedSheet(
        number=line.reference,
        person=line.person,
        advisor=line.advisor,
        site=line.site,
        texts=texts_of(line),
        text_version=line.text.version,
        text_digest=in_base32(line.text.digest),
        drafted_at=_local(line.drafted_at),
        given_at=_local(line.given_at) if line.given_at else None,
        until_at=_local(line.until_at) if is_given else None,
        proof=proof_in_words(line.proof, remote=line.remote),
        head=line.head,
        signature=in_base32(line.signature or b""),
        # Capitals throughout: a QR code holds them in fewer, larger squares.
        address=f"{settings.portal_url.upper()}/M/{line.reference}",
        phone=settings.help_phone,
        hours=settings.help_hours,
    )
    name = "mandat.pdf" if is_given else "projet-de-mandat.pdf"
    return File(render_mandate_deed(sheet, _points(size)), "application/pdf", name, shown=True)


def visit_file(
    line: MandateLine, given_at: datetime, uses: tuple[MandateUse, ...], settings: Settings, size: str, now: datetime
) -> File:
    """Return the sheet of the mandate's last visit as a PDF: what was done on the newest day. Slow: 0.3 s."""
    last = [one for one in uses if day_of(one.used_at) == day_of(uses[-1].used_at)][-MOST_MOMENTS:]
    sheet = VisitSheet(
        number=line.reference,
        person=line.person,
        advisor=line.advisor,
        site=line.site,
        given_at=_local(given_at),
        until_at=_local(line.until_at),
        proof=proof_in_words(line.proof, remote=line.remote),
        ending=ENDINGS.get(line.why, "") if line.ended_at else "",
        acts=tuple(VisitAct(str(one.detail or one.scope), _local(one.used_at)) for one in last),
        earlier=len(uses) - len(last),
        printed_at=_local(now),
        portal=settings.portal_url.partition("://")[2],
        phone=settings.help_phone,
        hours=settings.help_hours,
    )
    return File(render_visit_sheet(sheet, _points(size)), "application/pdf", "feuille-de-visite.pdf", shown=True)


def _facts(line: MandateLine) -> MandateFacts:
    return MandateFacts(
        person=line.person,
        advisor=line.advisor,
        site=line.site,
        scopes=tuple(str(scope) for scope in line.scopes),
        duration=str(line.duration),
    )


def _points(size: str) -> Size:
    return next((one for one in SIZES if str(one) == size), _USUAL_SIZE)


def _local(at: datetime) -> datetime:
    return at.astimezone(PARIS)


def in_base32(told: bytes) -> str:
    """Return bytes in base 32, in groups: they can be read out and typed."""
    text = b32encode(told).decode().rstrip("=")
    return " ".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))
