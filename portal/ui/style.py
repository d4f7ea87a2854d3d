"""Stylesheets, made small once at start-up, and their hash for the content security policy."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path


def minify(css: str) -> str:
    """Take out comments and idle spaces. Knows only what our sheets hold: no string."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,>]) ?|(?<=:) ", lambda found: found[1] or "", css)
    return css.replace(";}", "}").strip()


def hash_of(style: str) -> str:
    """Return the hash under which a content policy lets a style in."""
    return f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'"


STYLE = minify((Path(__file__).parent / "style.css").read_text(encoding="utf-8"))
