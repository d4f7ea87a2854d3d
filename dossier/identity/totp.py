"""Codes of an application (RFC 6238): the only door to pyotp. Thirty seconds a step, six digits."""

from datetime import datetime

import pyotp

STEP_SECONDS = 30
_WINDOW = (-1, 0, 1)
"""A clock may be off by one step either way."""
_ISSUER = "Dossier Clair"


def new_secret() -> str:
    """Return a fresh secret: 160 random bits, in base 32."""
    return pyotp.random_base32()


def step_of(secret: str, digits: str, now: datetime, after_step: int) -> int | None:
    """Return the step whose code this is, or None. One at or before `after_step` was used already, and isn't right."""
    current = int(now.timestamp()) // STEP_SECONDS
    steps = [current + shift for shift in _WINDOW]
    code = pyotp.TOTP(secret)
    # All three are compared, whichever is right: the work says nothing.
    right = [step for step in steps if pyotp.utils.strings_equal(code.generate_otp(step), digits)]
    return next((step for step in right if step > after_step), None)


def key_uri(secret: str, name: str) -> str:
    """Return the address by which an application takes the secret over."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=_ISSUER)


def code_at(secret: str, step: int) -> str:
    """Return the code of one step."""
    return pyotp.TOTP(secret).generate_otp(step)
