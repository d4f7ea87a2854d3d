"""From a French text of the source to the text to show."""


def gettext(text: str) -> str:
    """Return the text in the source language. It marks what a translator will have to translate."""
    return text
