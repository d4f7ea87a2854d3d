"""For anybody who holds a deed: is it genuine, does it still hold. No name, of anybody."""

from dossier.base import in_groups
from dossier.mandates import check_deed
from portal.ui import Answer, Ask, Guard, Shown, in_base32, read_code

from .pages import CheckPage
from .views import room


@room.page("/M/<number>", guard=Guard.PUBLIC)
def check(ask: Ask, number: str) -> Answer:
    """Say what stands under a deed's number. In capitals, for the QR code of the paper."""
    code = read_code(number).code
    deed = check_deed(ask.unit, code, ask.now) if code else None
    if deed is None:
        return Shown("mandates/check.html", CheckPage(in_groups(code)), 404)
    page = CheckPage(
        number=in_groups(code),
        genuine=deed.genuine,
        state=deed.state,
        scopes=deed.scopes,
        given_at=deed.given_at,
        until=deed.ended_at or deed.until_at,
        site=deed.site,
        remote=deed.remote,
        proof=deed.proof,
        version=deed.text.version,
        text=in_base32(deed.text.digest),
    )
    return Shown("mandates/check.html", page)
