"""Every kind of message by every way it goes, with the longest that may stand in it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product

from back_office.post.wording import WORDS
from dossier.base import Settings
from dossier.mandates import Duration
from dossier.outbox import Message
from dossier.policy import Scope

AT = datetime(2026, 9, 30, 21, 59, tzinfo=UTC)
"""`30 septembre 2026 à 23 h 59` in Paris: no instant takes more signs."""
PLACE = "un-nom-aussi-long-qu-il-se.example"[:32]
"""With the longest address of a page after it: the 50 signs that a letter holds."""
PHONE = "+33 (0)9 70 00 00 00"
"""The 20 signs that a letter holds."""
ANSWERED = {
    "SMS_HTTP_URL": "https://gateway.example/sms",
    "SMS_HTTP_TOKEN": "a-token-for-tests",
    "SMS_HTTP_CALLBACK_KEY": "callback-key-0123",
    "SMS_HTTP_SENDER": "36000",
}
_SIGNS = "7KQM4HTX9DFR"
_WHO = {
    "advisor": "Marie-Antoinette Delaroche-Vernet-Sainte-Colombe",
    "site": "France Services de Saint-Julien-Chapteuil",
}
_SCOPES = " ".join(Scope)
_NOTICES = (
    "opened", "locked", "cooling", "granted", "done", "frozen", "reopened", "seen", "seen-refused",
    "contact-approved", "contact-changed", "contact-stopped", "contact-held",
)  # fmt: skip
_RECEIPTS = ("opt-out", "closure-request", "closure", "erasure", "reopening", "change-of-mind", "not-for-me")


def house(*, answered: bool = True) -> Settings:
    """Return the settings with the longest words of their own; `answered`: an SMS can be answered."""
    environ = {"STAGE": "development", "PORTAL_URL": f"https://{PLACE}", "HELP_PHONE": PHONE}
    return Settings.read(environ | (ANSWERED if answered else {}))


def messages(kind: str, channel: str, language: str = "fr") -> Iterator[Message]:
    """Return this kind by this way, once for each thing that it can say."""
    for parameters in _PARAMETERS[kind]:
        told = {name: text if isinstance(text, str) else text[channel] for name, text in parameters.items()}
        yield Message(b"p", kind, channel, language, "", told, AT, AT)


def all_messages(language: str = "fr") -> Iterator[Message]:
    """Return every kind by every way that it has words for."""
    for kind, ways in WORDS.items():
        for channel in ways:
            yield from messages(kind, channel, language)


def _each(**names):
    """Return the product of what each name may be: a text, or several."""
    several = [(told,) if isinstance(told, str | dict) else told for told in names.values()]
    return [dict(zip(names, told, strict=True)) for told in product(*several)]


_PARAMETERS = {
    "sign-in-code": _each(
        code={"sms": "123456", "voice": "123456", "letter": "12345678"},
        purpose=("sign-in", "factor-proof", "new-number"),
        until=AT.isoformat(),
    ),
    "factor-changed": _each(
        change=("added", "replaced", "removed"), factor=("card", "sms", "voice", "letter", "totp"), at=AT.isoformat()
    ),
    "letter-code": _each(code=_SIGNS, purpose=("opt-out", "activation"), until="2026-09-30"),
    "receipt": _each(kind=_RECEIPTS, person="MARGUERITE LE-GOFF", made_at=AT.isoformat(), number=_SIGNS),
    "erasure-soon": _each(erased_on="2026-09-30", number=_SIGNS),
    "code-card": _each(codes=" ".join(["12345678"] * 50)),
    "summary": _each(**_WHO),
    "appointment": _each(number=_SIGNS, until=AT.isoformat()),
    "call-back": [{}],
    "call-back-letter": _each(at=AT.isoformat()),
    "recovery-code": _each(
        code={"sms": "123456", "voice": "123456", "letter": "12345678", "email": "12345678"}, until=AT.isoformat()
    ),
    "contact-code": _each(code="12345678", until=AT.isoformat(), reference=_SIGNS),
    "recovery-notice": _each(
        what=_NOTICES, dispute="123456789012", contact=("mobile", "landline", "email", "address")
    ),
    "consent-code": _each(
        code="123456", until=AT.isoformat(), act=("", *Scope), scopes=(*Scope, _SCOPES), duration=tuple(Duration),
        remote=("", "1"), **_WHO,
    ),
    "mandate-call": _each(call="7KQM4HTX9DFR-0a", **_WHO),
    "mandate-given": _each(
        number=_SIGNS, stop="123456789012", scopes=(*Scope, _SCOPES), until=AT.isoformat(), remote=("", "1"), **_WHO
    ),
    "opt-out-notice": _each(
        code=_SIGNS, last_day=("", "2026-09-30"), sent_on="2026-09-01", addressee="LE GOFF",
        about=("", "ANNE-GAELLE LE-GOFF"), sex="F",
    ),
}  # fmt: skip
