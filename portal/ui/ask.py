"""What a view is asked with: who asks, when, in which unit of work. Built by the gate."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Generic, TypeVar

from flask import Request

from dossier.base import Settings
from dossier.identity import Session
from dossier.policy import Acting, NotPermitted
from dossier.store import Store, Unit

_LONGEST = 200
S = TypeVar("S")


@dataclass(frozen=True)
class Asked(Generic[S]):
    """One request, as a view of any face needs it."""

    request: Request
    settings: Settings
    store: Store
    unit: Unit
    """The request's transaction; a room declared `unit=NONE` gets a reading one that is closed already."""
    now: datetime
    visit: str
    """The cookie's token: it names a visitor before she signs in, and her session after."""
    session: S | None
    """The live session, if any."""

    @property
    def network(self) -> str:
        """Return the caller's network: waits count for a neighborhood of addresses, not for one."""
        # An IPv4 caller of a socket open to both kinds: all of them would be one IPv6 network.
        address = (self.request.remote_addr or "").removeprefix("::ffff:")
        parts = address.split(":")[:3] if ":" in address else address.split(".")[:3]
        return ".".join(parts)

    def typed(self, name: str) -> str:
        """Return a field of the form as it was typed, without spaces around, or an empty text."""
        return self.request.form.get(name, "").strip()

    def written(self, name: str) -> str:
        """Return a field that is shown again: as it was typed, without signs that can't be seen, 200 at most."""
        return "".join(sign for sign in self.typed(name) if sign.isprintable())[:_LONGEST]

    def pressed(self, *names: str) -> str:
        """Return which of these buttons was pressed, or an empty text.

        A button is known by its name: text browsers print its value before its words.
        """
        return next((name for name in names if name in self.request.form), "")


class Ask(Asked[Session]):
    """One request to the portal."""

    @cached_property
    def acting(self) -> Acting:
        """Return who acts in which record. Raises `NotPermitted` when there is none."""
        if self.session is None or self.session.acting is None:
            raise NotPermitted
        return self.session.acting

    @property
    def signed(self) -> Session:
        """Return the live session. Raises `NotPermitted`; a page behind the signed-in guard always has one."""
        if self.session is None:
            raise NotPermitted
        return self.session
