"""The stylesheet, made small once at start-up, and its hash for the content security policy."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path


def minify(css: str) -> str:
    """Take out comments and idle spaces. Knows only what `style.css` holds: no string."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,>]) ?|(?<=:) ", lambda found: found[1] or "", css)
    return css.replace(";}", "}").strip()


STYLE = minify((Path(__file__).parent / "style.css").read_text(encoding="utf-8"))
STYLE_HASH = f"'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'"
