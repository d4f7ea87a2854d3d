"""The two scripts of the desk, each under an address that changes with its content. No page needs either.

htmx is taken from the package registry at set-up and checked again here: another content than the known one isn't
served.
"""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from dossier.base import logger
from portal.ui import Answer, Asset, Room, error_page

from .ask import DeskAsk
from .guards import DeskGuard

HTMX_FILE = Path(__file__).parents[2] / "var" / "htmx" / "htmx-4.0.1.min.js"
HTMX_SHA256 = "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"
_LOG = logger("assisted_desk")
room = Room("scripts")


@dataclass(frozen=True, slots=True)
class Script:
    """A script, and the name it is served under."""

    name: str
    content: bytes

    @property
    def path(self) -> str:
        """Return its address."""
        return f"/scripts/{self.name}"

    @classmethod
    def of(cls, stem: str, content: bytes) -> "Script":
        """Return a script named after its content."""
        return cls(f"{stem}-{sha256(content).hexdigest()[:12]}.js", content)


def read_htmx(path: Path) -> Script | None:
    """Return htmx as it was set up; None when it isn't there, or isn't what it should be."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    if sha256(content).hexdigest() != HTMX_SHA256:
        _LOG.error("htmx-unknown")  # the desk goes without
        return None
    return Script.of("htmx", content)


HTMX = read_htmx(HTMX_FILE)
KEY = Script.of("cle", (Path(__file__).parent / "key.js").read_bytes())


@room.page("/scripts/<name>", guard=DeskGuard.PUBLIC)
def script(ask: DeskAsk, name: str) -> Answer:
    """Serve a script; browsers keep it for a year."""
    found = next((one for one in (HTMX, KEY) if one is not None and one.name == name), None)
    return Asset(found.content, "text/javascript") if found else error_page(404)
