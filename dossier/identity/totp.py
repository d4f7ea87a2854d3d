"""Codes of an application (RFC 6238): the only door to pyotp. Thirty seconds a step, six digits."""

from datetime import datetime
from itertools import pairwise

import pyotp

STEP_SECONDS = 30
_WINDOW = (-1, 0, 1)
"""A clock may be off by one step either way."""
_FAR = 130
"""Steps, for two codes in a row: a clock set by hand, or left an hour behind by a change of season."""
_ISSUER = "Dossier Clair"


def new_secret() -> str:
    """Return a fresh secret: 160 random bits, in base 32."""
    return pyotp.random_base32()


def step_of(secret: str, digits: str, now: datetime, after_step: int, drift: int = 0) -> int | None:
    """Return the step whose code this is, or None. One at or before `after_step` was used already, and isn't right.

    `drift`: by how many steps this application's clock is known to be off.
    """
    current = int(now.timestamp()) // STEP_SECONDS + drift
    steps = [current + shift for shift in _WINDOW]
    code = pyotp.TOTP(secret)
    # All three are compared, whichever is right: the work says nothing.
    right = [step for step in steps if pyotp.utils.strings_equal(code.generate_otp(step), digits)]
    return next((step for step in right if step > after_step), None)


def drift_of(secret: str, first: str, second: str, now: datetime, after_step: int) -> int | None:
    """Return by how many steps a clock is off that shows these two codes one after the other, or None.

    Two codes in a row are looked for further away than one: a guess among them is right once in four thousand million.
    """
    current = int(now.timestamp()) // STEP_SECONDS
    code = pyotp.TOTP(secret)
    shown = [code.generate_otp(current + shift) for shift in range(-_FAR, _FAR + 2)]
    right = [
        place - _FAR + 1
        for place, pair in enumerate(pairwise(shown))
        if pyotp.utils.strings_equal("".join(pair), first + second)
    ]
    return next((drift for drift in right if current + drift - 1 > after_step), None)


def key_uri(secret: str, name: str) -> str:
    """Return the address by which an application takes the secret over."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=_ISSUER)


def code_at(secret: str, step: int) -> str:
    """Return the code of one step."""
    return pyotp.TOTP(secret).generate_otp(step)
