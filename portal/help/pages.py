"""Help, site map, accessibility statement and text size."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HelpPage:
    """Template `help/help.html`, at `/aide`."""


@dataclass(frozen=True, slots=True)
class SiteMapPage:
    """Template `help/site_map.html`, at `/plan-du-site`."""


@dataclass(frozen=True, slots=True)
class AccessibilityPage:
    """Template `help/accessibility.html`, at `/accessibilite`."""


@dataclass(frozen=True, slots=True)
class TextSizePage:
    """Template `help/text_size.html`, at `/taille`. Posts `size` (pixels) and `retour`, a local path."""

    return_path: str = "/"
