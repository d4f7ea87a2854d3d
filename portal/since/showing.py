"""What happened, on a screen and on paper: the same from one's own record and from a turn at a desk."""

from dossier.access import since_last_visit
from portal.ui import Answer, Ask, File, Shown
from printouts import SIZES, Size, render_since

from .gathering import since_sheet
from .pages import SinceGroup, SincePage
from .words import beginning_of, lines_of

_USUAL_SIZE: Size = 18


class SincePages:
    """The views behind one address, for the rooms that have such pages."""

    def __init__(self, path: str, back: str, history: str = "") -> None:
        """`back`: the page before; `history`: where all of it stands, where one can go there."""
        self.path = path
        self.paper = f"{path}/papier"
        self._back = back
        self._history = history

    def show(self, ask: Ask) -> Answer:
        """Show it; each look is in her history. Raises `NotPermitted`."""
        since = since_last_visit(ask.unit, ask.acting, ask.now, "screen")
        groups = tuple(SinceGroup(topic, tuple(lines)) for topic, lines in lines_of(since).items())
        page = SincePage(beginning_of(since), groups, self.paper, self._back, self._history, since.is_cut)
        return Shown("since/since.html", page)

    def hand_out(self, ask: Ask) -> Answer:
        """Hand it out as a PDF, laid out after one short transaction. Raises `NotPermitted`."""
        chosen = ask.request.args.get("taille", "")
        size = next((one for one in SIZES if str(one) == chosen), _USUAL_SIZE)
        with ask.store.writing() as unit:
            sheet = since_sheet(unit, ask.acting, ask.now, "paper", ask.settings)
        return File(render_since(sheet, size), "application/pdf", "depuis-ma-visite.pdf", shown=True)
