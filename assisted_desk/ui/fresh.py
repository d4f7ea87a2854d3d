"""A fresh code before a sensitive act: given at this desk less than ten minutes ago, or asked for first."""

import re

from portal.ui import Answer, SeeOther

from .ask import DeskAsk

_LOCAL = re.compile(r"/[A-Za-z0-9/_-]{0,150}")


def fresh_code_first(ask: DeskAsk, back: str) -> Answer | None:
    """Return where to give a code first, or None when one was given less than ten minutes ago.

    A view calls it before it shows or does something sensitive; `back` is the local address to come back to.
    """
    return None if ask.staff.is_fresh(ask.now) else SeeOther(f"/code?suite={back}")


def path_back(asked: str) -> str:
    """Return the local address to go back to; the first page when it is none of ours."""
    return asked if _LOCAL.fullmatch(asked) and not asked.startswith("//") else "/"
