"""Taking a summary away, on paper or as a sealed file: the same from one's own record and from a turn at a desk."""

from dossier.documents import SummaryWay
from portal.ui import Answer, Ask, File, SeeOther, Shown
from printouts import SIZES, Size, render_summary, sealed_pdf

from .gathering import summary_sheet
from .pages import PrintPage, SealedPage
from .sealing import in_fours, is_seal_code, new_seal_code

_PDF = "application/pdf"


class Prints:
    """The views behind one address, for the rooms that have such pages."""

    def __init__(self, path: str, back: str) -> None:
        """`path`: where a size is chosen; `back`: the page before."""
        self._path = path
        self._back = back

    def choose(self, _: Ask) -> Answer:
        """Ask for the size of the letters."""
        return Shown("summary/print.html", PrintPage(self._path, self._back))

    def take(self, ask: Ask) -> Answer:
        """Hand out the summary; or, for a sealed file, show its code first: nothing is made yet.

        Raises `NotPermitted`, `RecordNotOpen`.
        """
        size = _size(ask)
        if size is None:
            page = PrintPage(self._path, self._back, size=0, error="missing")
            return Shown("summary/print.html", page, 422)
        if ask.pressed("ferme"):
            code = new_seal_code()
            return Shown(
                "summary/sealed.html", SealedPage(f"{self._path}/fichier", self._path, size, code, in_fours(code))
            )
        return File(_made(ask, size, "paper"), _PDF, "mon-resume.pdf", shown=True)

    def take_sealed(self, ask: Ask) -> Answer:
        """Hand out the summary as a file that opens with the code of the page before, and with nothing else.

        Raises `NotPermitted`, `RecordNotOpen`.
        """
        size, code = _size(ask), ask.typed("code")
        if size is None or not is_seal_code(code):
            return SeeOther(self._path)
        return File(sealed_pdf(_made(ask, size, "sealed"), code), _PDF, "mon-resume-ferme.pdf")


def _size(ask: Ask) -> Size | None:
    return next((size for size in SIZES if str(size) == ask.typed("size")), None)


def _made(ask: Ask, size: Size, way: SummaryWay) -> bytes:
    """Gather in one short transaction, and lay out after it."""
    with ask.store.writing() as unit:
        sheet = summary_sheet(unit, ask.acting, ask.now, way)
    return render_summary(sheet, size)
