"""From a waiting letter to what its sheet says, and to its place in the order of the post."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal

from back_office.campaign import postal_code
from back_office.post import composer
from dossier.base import Refused, Settings
from dossier.lifecycle import NOTICE, Case, Zone, local_time, sent_as
from dossier.outbox import Message
from dossier.posting import SUMMARY
from portal.ui import ZONES, as_written, day_of
from printouts import (
    ADDRESS_LINES,
    ADDRESS_SIGNS,
    RECEIPTS,
    AppointmentSheet,
    CardLetter,
    CodeLetter,
    ErasureLetter,
    Letter,
    NoteLetter,
    NoticeLetter,
    ReceiptLetter,
    SinceSheet,
    SummaryLetter,
    SummarySheet,
)

CODE, SIGN_IN = "letter-code", "sign-in-code"
RECEIPT, ERASURE, CARD, APPOINTMENT = "receipt", "erasure-soon", "code-card", "appointment"
_NOTES = (
    "factor-changed",
    "recovery-notice",
    "recovery-code",
    "contact-code",
    "call-back-letter",
    "consent-code",
    "mandate-given",
)
"""Short messages, said on paper as on the other channels."""
KINDS = (NOTICE, CODE, SIGN_IN, RECEIPT, ERASURE, CARD, APPOINTMENT, SUMMARY, *_NOTES)
"""What can be put in an envelope: every kind that is ever queued as a letter; a test holds it."""
FILES = {
    NOTICE: "notices",
    CODE: "codes",
    SIGN_IN: "sign-in-codes",
    RECEIPT: "receipts",
    ERASURE: "erasures",
    CARD: "cards",
    APPOINTMENT: "appointments",
    SUMMARY: "summaries",
    **{kind: f"{kind}s" for kind in _NOTES},
}
_CIVILITY = {"F": "Madame", "M": "Monsieur"}
_PLACES = {
    "opt-out": "opposition",
    "activation": "activation",
    "sign-in": "connexion",
    "change": "connexion",
    RECEIPT: "recepisse",
    ERASURE: "rouvrir",
    APPOINTMENT: "acces-perdu/suivi",
}
_PURPOSES: dict[str, Literal["opt-out", "activation", "sign-in", "change"]] = {
    "opt-out": "opt-out",
    "activation": "activation",
    "sign-in": "sign-in",
    "factor-proof": "change",
}
_DAY = len("2026-11-22")
"""An instant begins with its day."""


class SheetUnfit(Refused):
    """What this installation wants its letters to say doesn't fit on them."""

    code: ClassVar[str] = "sheet-unfit"


@dataclass(frozen=True, slots=True)
class Sheets:
    """What this installation's letters say, and on which day the post takes them."""

    settings: Settings
    leaves_on: date

    def sheet(self, message: Message, case: Case | None, number: str) -> Letter:
        """Return what a letter says; a notice has its case, which tells its days. Raises `SheetUnfit`."""
        composers = {
            CODE: self._code,
            SIGN_IN: self._code,
            RECEIPT: self._receipt,
            ERASURE: self._erasure,
            CARD: self._card,
            APPOINTMENT: self._appointment,
            **dict.fromkeys(_NOTES, self._note),
        }
        try:
            return composers[message.kind](message, number) if case is None else self._notice(message, case, number)
        except ValueError as unfit:  # names the place, and nothing of what stands there
            raise SheetUnfit(reason=str(unfit)) from None

    def summary(self, message: Message, sheet: SummarySheet, since: SinceSheet, number: str) -> SummaryLetter:
        """Return the letter that a summary goes out in, and what happened since. Raises `SheetUnfit`."""
        told = message.parameters
        try:
            return SummaryLetter(
                address=_window(message.address),
                addressee=_addressee(message),
                phone=self.settings.help_phone,
                hours=self.settings.help_hours,
                number=number,
                sheet=sheet,
                since=since,
                advisor=told["advisor"],
                site=told["site"],
                asked_on=day_of(datetime.fromisoformat(told["asked_at"])),
            )
        except ValueError as unfit:  # as above
            raise SheetUnfit(reason=str(unfit)) from None

    def _notice(self, message: Message, case: Case, number: str) -> NoticeLetter:
        told = message.parameters
        sent_on, last_day = sent_as(case, self.leaves_on)
        return NoticeLetter(
            address=_window(message.address),
            addressee=as_written(told["addressee"]) if told["about"] else _greeted(told, told["addressee"], message),
            about=as_written(told["about"]),
            code=told["code"],
            portal=self._portal("opt-out"),
            phone=self.settings.help_phone,
            hours=self.settings.help_hours,
            number=number,
            sent_on=sent_on,
            last_day=last_day,
            paper_address=self.settings.paper_address,
        )

    def _code(self, message: Message, number: str) -> CodeLetter:
        told = message.parameters
        purpose = _PURPOSES[told["purpose"]]
        return CodeLetter(
            address=_window(message.address),
            addressee=_addressee(message),
            code=told["code"],
            portal=self._portal(purpose),
            phone=self.settings.help_phone,
            hours=self.settings.help_hours,
            number=number,
            purpose=purpose,
            valid_until=date.fromisoformat(told["until"][:_DAY]),
        )

    def _receipt(self, message: Message, number: str) -> ReceiptLetter:
        told = message.parameters
        zone = Zone(told["zone"])
        return ReceiptLetter(
            address=_window(message.address),
            addressee=_addressee(message),
            about=" ".join(as_written(name) for name in told["person"].split(" ")),
            portal=self._portal(RECEIPT),
            phone=self.settings.help_phone,
            hours=self.settings.help_hours,
            number=number,
            receipt=told["number"],
            kind=next(kind for kind in RECEIPTS if kind == told["kind"]),
            local_at=datetime.fromisoformat(told["made_at"]).astimezone(local_time(zone)),
            zone=ZONES[zone],
        )

    def _erasure(self, message: Message, number: str) -> ErasureLetter:
        told = message.parameters
        return ErasureLetter(
            address=_window(message.address),
            addressee=_addressee(message),
            portal=self._portal(ERASURE),
            phone=self.settings.help_phone,
            hours=self.settings.help_hours,
            number=number,
            receipt=told["number"],
            erased_on=date.fromisoformat(told["erased_on"]),
        )

    def _card(self, message: Message, number: str) -> CardLetter:
        return CardLetter(
            address=_window(message.address),
            addressee=_addressee(message),
            phone=self.settings.help_phone,
            hours=self.settings.help_hours,
            number=number,
            codes=tuple(message.parameters["codes"].split()),
        )

    def _appointment(self, message: Message, number: str) -> AppointmentSheet:
        told = message.parameters
        return AppointmentSheet(
            address=_window(message.address),
            addressee=_addressee(message),
            portal=self._portal(APPOINTMENT),
            phone=self.settings.help_phone,
            hours=self.settings.help_hours,
            number=number,
            case=told["number"],
            until=day_of(datetime.fromisoformat(told["until"])),
        )

    def _note(self, message: Message, number: str) -> NoteLetter:
        *hers, french = composer(self.settings).said(message)
        own = hers[0] if hers else None
        return NoteLetter(
            address=_window(message.address),
            addressee=_addressee(message),
            phone=self.settings.help_phone,
            hours=self.settings.help_hours,
            number=number,
            lines=_lines(french.text),
            own_lines=_lines(own.text) if own else (),
            own_language=own.tag if own else "",
            own_direction=own.direction if own else "",
        )

    def _portal(self, purpose: str) -> str:
        return f"{self.settings.portal_url.partition('://')[2].rstrip('/')}/{_PLACES[purpose]}"


def _lines(text: str) -> tuple[str, ...]:
    """Return the lines of a message; a letter says already whom it is from."""
    return tuple(text.removeprefix("Dossier Clair : ").split("\n"))


def order_of_post(message: Message) -> tuple[str, ...]:
    """Return what letters are sorted by: postal code, then the lines above it, the nearest first."""
    lines = message.address.split("\n")
    return (postal_code(tuple(lines)), *reversed(lines))


def _addressee(message: Message) -> str:
    return _greeted(message.parameters, message.address.split("\n")[0], message)


def _greeted(told: dict[str, str], name: str, message: Message) -> str:
    """Return how somebody is addressed; where the sex isn't known, by her whole name."""
    civility = _CIVILITY.get(told.get("sex", ""))
    return f"{civility} {as_written(name)}" if civility else as_written(message.address.split("\n")[0])


def _window(address: str) -> tuple[str, ...]:
    """Return the lines that the window of an envelope shows: the name, and of the others the last five."""
    name, *lines = (line[:ADDRESS_SIGNS] for line in address.split("\n"))
    return (name, *lines[1 - ADDRESS_LINES :])
