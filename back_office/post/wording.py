"""What each kind of message says, by each way it goes. No link, and no medical word but the record's name.

A text takes the message's own parameters and what `FACTS` makes of them: codes in groups, days in words. An SMS has
versions, the fullest first: the first that fits in one part leaves.
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from dossier.lifecycle import NOTICE
from dossier.outbox import Channel

from . import acts, factors, mandates, notices, recovery
from .tongues import Tongue

Versions: TypeAlias = tuple[str, ...]
Facts: TypeAlias = Callable[[dict[str, str], Tongue, str], dict[str, str]]
"""From a message's parameters, the language, and the portal's address as one types it."""


def _read(text: str, *ways: Channel) -> dict[Channel, Versions]:
    """Return one text for several ways; e-mail and letter when none is named."""
    return dict.fromkeys(ways or ("email", "letter"), (text,))


WORDS: Mapping[str, Mapping[Channel, Versions]] = {
    "sign-in-code": {
        "sms": (factors.SMS_CODE,),
        "voice": (factors.VOICE_CODE,),
        "letter": (factors.LETTER_CODE,),
    },
    "factor-changed": {
        **_read(factors.CHANGED),
        "sms": (factors.CHANGED_SMS,),
        "voice": (factors.SPOKEN_CHANGED,),
    },
    "letter-code": {"sms": acts.CODE_SMS, "letter": (acts.CODE,)},
    "receipt": _read(acts.RECEIPT),
    "erasure-soon": _read(acts.ERASURE),
    "code-card": _read(acts.CARD, "letter"),
    "summary": _read(acts.SUMMARY, "letter"),
    "appointment": _read(recovery.APPOINTMENT, "letter"),
    "call-back": _read(recovery.CALLBACK, "voice"),
    "call-back-letter": _read(recovery.CALLBACK_LETTER, "letter"),
    "recovery-code": {
        **_read(recovery.CODE),
        "sms": (recovery.CODE_SMS,),
        "voice": (recovery.SPOKEN_CODE,),
    },
    "contact-code": {
        **_read(recovery.CONTACT_CODE),
        "sms": recovery.CONTACT_CODE_SMS,
        "voice": (recovery.SPOKEN_CONTACT_CODE,),
    },
    "recovery-notice": {
        **_read(recovery.NOTICE),
        "sms": recovery.NOTICE_SMS,
        "voice": (recovery.SPOKEN_NOTICE,),
    },
    "consent-code": {
        "sms": mandates.CONSENT_CODE_SMS,
        "voice": (mandates.SPOKEN_CONSENT_CODE,),
        "letter": (mandates.CONSENT_CODE,),
    },
    "mandate-call": _read(mandates.CALL, "voice"),
    "mandate-given": {
        **_read(mandates.GIVEN),
        "sms": mandates.GIVEN_SMS,
        "voice": (mandates.SPOKEN_GIVEN,),
    },
    NOTICE: {"email": (notices.EMAIL,), "letter": (notices.LETTER,), "voice": (notices.SPOKEN,)},
}
"""What has a sheet of its own on paper (a notice, an appointment, a summary): here for the demonstration's outbox."""
WORDED_KINDS = frozenset(WORDS)
"""The kinds that have words; a test holds the dossier's kinds against them."""


def _nothing(_told: dict[str, str], _tongue: Tongue, _portal: str) -> dict[str, str]:
    return {}


FACTS: Mapping[str, Facts] = {
    "sign-in-code": factors.code_facts,
    "factor-changed": factors.change_facts,
    "letter-code": acts.letter_code_facts,
    "receipt": acts.receipt_facts,
    "erasure-soon": acts.erasure_facts,
    "code-card": acts.card_facts,
    "summary": _nothing,
    "appointment": recovery.appointment_facts,
    "call-back": _nothing,
    "call-back-letter": recovery.callback_facts,
    "recovery-code": recovery.recovery_code_facts,
    "contact-code": recovery.contact_code_facts,
    "recovery-notice": recovery.recovery_notice_facts,
    "consent-code": mandates.consent_code_facts,
    "mandate-call": _nothing,
    "mandate-given": mandates.mandate_given_facts,
    NOTICE: notices.notice_facts,
}
