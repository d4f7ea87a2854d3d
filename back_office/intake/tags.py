"""The vocabulary of CDA: its namespace and the names met in it."""

from .xml import Element

CDA = "{urn:hl7-org:v3}"
PREFIXES = {"v": "urn:hl7-org:v3"}


def local_name(element: Element) -> str:
    """Return the element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def text_of(element: Element) -> str:
    """Return all the text of a subtree, as it stands."""
    return "".join(str(text) for text in element.itertext())
