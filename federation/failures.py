"""How entering by an identity provider can fail: what the person is told, and the one line for the operator."""

from typing import Literal

Cause = Literal["stopped", "late", "silent", "unsure", "unknown"]
"""She stopped, or the provider did; too late; no answer; an answer not to be trusted; nobody here has these traits."""


class FederationFailed(Exception):
    """Nothing is opened. `fault` is of our own words: never the provider's text, never a person's data."""

    def __init__(self, cause: Cause, fault: str) -> None:
        """Keep both."""
        super().__init__(fault)
        self.cause: Cause = cause
        self.fault = fault
