"""A receipt on the screen and on paper: the same facts in both."""

from base64 import b32encode
from dataclasses import dataclass
from datetime import date

from dossier.base import Settings, in_groups
from dossier.lifecycle import PARIS, ActKind, Receipt, Status, Way, local_time
from printouts import SIZES, ReceiptSheet, Size, render_receipt

from .answers import File
from .people import as_written
from .receipt_words import ACCEPTED, HOLDER, RULES, WAYS, ZONES
from .words import day_of, moment_in_words, typeset

_GROUP = 4
_USUAL_SIZE: Size = 18


@dataclass(frozen=True, slots=True)
class ReceiptLines:
    """A receipt as pages show it. Days are None when the sending date isn't known.

    `made_at` is the local time, `made_in_paris` is empty when it is the same. `actor` is empty for the person herself;
    `number`, `head` and `signature` stand in groups.
    """

    number: str
    canonical_number: str
    kind: ActKind
    person: str
    actor: str
    made_at: str
    made_in_paris: str
    zone: str
    way: str
    rule: str
    sent_on: date | None
    displayed_on: date | None
    accepted_on: date | None
    head: str
    signature: str
    status: Status
    status_on: date


def receipt_lines(receipt: Receipt) -> ReceiptLines:
    """Return what a page shows of a receipt."""
    local = moment_in_words(receipt.made_at, local_time(receipt.zone))
    in_paris = moment_in_words(receipt.made_at)
    return ReceiptLines(
        number=in_groups(receipt.number),
        canonical_number=receipt.number,
        kind=receipt.kind,
        person=_person(receipt),
        actor=_actor(receipt),
        made_at=local,
        made_in_paris="" if local == in_paris else in_paris,
        zone=ZONES[receipt.zone],
        way=WAYS[receipt.way],
        rule=_rule(receipt),
        sent_on=receipt.sent_on,
        displayed_on=receipt.displayed_on,
        accepted_on=receipt.accepted_on,
        head=receipt.head,
        signature=_signature(receipt),
        status=receipt.status,
        status_on=day_of(receipt.status_at),
    )


def receipt_file(receipt: Receipt, settings: Settings, size: str) -> File:
    """Return the receipt as a PDF in one of the sizes of print, the usual one when none is named. Slow: 0.3 s."""
    points = next((one for one in SIZES if str(one) == size), _USUAL_SIZE)
    return File(render_receipt(_sheet(receipt, settings), points), "application/pdf", "recepisse.pdf", shown=True)


def _sheet(receipt: Receipt, settings: Settings) -> ReceiptSheet:
    return ReceiptSheet(
        number=receipt.number,
        kind=receipt.kind.value,
        person=_person(receipt),
        actor=_actor(receipt),
        local_at=receipt.made_at.astimezone(local_time(receipt.zone)),
        paris_at=receipt.made_at.astimezone(PARIS),
        zone=ZONES[receipt.zone],
        way=WAYS[receipt.way],
        sent_on=receipt.sent_on,
        displayed_on=receipt.displayed_on,
        accepted_on=receipt.accepted_on,
        rule=_rule(receipt),
        head=receipt.head,
        signature=_signature(receipt),
        # Capitals throughout: a QR code holds them in fewer, larger squares.
        address=f"{settings.portal_url.upper()}/R/{receipt.number}",
        phone=settings.help_phone,
        hours=settings.help_hours,
    )


def _person(receipt: Receipt) -> str:
    """Return whose record it is: initials alone where the code of the letter was all that was known of her."""
    name = as_written(receipt.person)
    if receipt.kind is not ActKind.NOT_FOR_ME:
        return name
    return " ".join(f"{part[0]}." for part in name.split())


def _actor(receipt: Receipt) -> str:
    """Return who acted, empty for the person herself; whoever holds a letter is known by that alone."""
    return HOLDER if receipt.way is Way.LETTER else as_written(receipt.actor)


def _rule(receipt: Receipt) -> str:
    """Return the rule that told the last day and, when it is another, the one by which it is accepted."""
    told, accepted = (RULES.get(regime, "") for regime in (receipt.regime_id, receipt.accepted_by))
    return told if told == accepted else typeset(f"{told} ; {ACCEPTED} {accepted}")


def _signature(receipt: Receipt) -> str:
    """Return the signature in base 32, in groups: it can be read out and typed."""
    text = b32encode(receipt.signature).decode().rstrip("=")
    return " ".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))
