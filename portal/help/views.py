"""The pages that help to find one's way, for everybody."""

from portal.ui import TEXT_SIZES, Answer, Ask, Guard, Room, Shown, TextSizeChosen, error_page

from .pages import AccessibilityPage, HelpPage, SiteMapPage, TextSizePage

room = Room("help")


@room.page("/aide", guard=Guard.PUBLIC, menu="help")
def help_page(ask: Ask) -> Answer:
    """Answer the first questions and give the telephone number."""
    return Shown("help/help.html", HelpPage())


@room.page("/plan-du-site", guard=Guard.PUBLIC)
def site_map(ask: Ask) -> Answer:
    """List every page."""
    return Shown("help/site_map.html", SiteMapPage())


@room.page("/accessibilite", guard=Guard.PUBLIC)
def accessibility(ask: Ask) -> Answer:
    """State what was checked of accessibility, and what wasn't."""
    return Shown("help/accessibility.html", AccessibilityPage())


@room.page("/taille", guard=Guard.PUBLIC)
def choose_size(ask: Ask) -> Answer:
    """Offer four sizes of text."""
    return Shown("help/text_size.html", TextSizePage(_local(ask.request.args.get("retour", "/"))))


@room.page("/taille", "POST", guard=Guard.PUBLIC)
def take_size(ask: Ask) -> Answer:
    """Remember the size and go back to where the reader was."""
    size = next((size for size in TEXT_SIZES if str(size) == ask.typed("size")), None)
    if size is None:
        return error_page(422)
    return TextSizeChosen(size, _local(ask.typed("retour")))


def _local(path: str) -> str:
    """Return a path of this site, whatever was asked: never another host, never a form that only answers POST."""
    safe = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if safe else "/"
