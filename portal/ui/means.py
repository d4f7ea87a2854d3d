"""The means of signing in, as addresses and buttons call them; their sentences are in `components/means.html`."""

from dossier.identity import LIMITS, FactorKind

SLUGS = {
    "carte": FactorKind.CARD,
    "sms": FactorKind.SMS,
    "appel": FactorKind.VOICE,
    "lettre": FactorKind.LETTER,
    "application": FactorKind.TOTP,
}
SLUG_OF = {kind: slug for slug, kind in SLUGS.items()}
_DIGITS = {FactorKind.CARD: 8, FactorKind.TOTP: 6}


def digits_of(kind: FactorKind) -> int:
    """Return how many digits a code of these means has."""
    return _DIGITS.get(kind) or LIMITS.code_digits[kind]
