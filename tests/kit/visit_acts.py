"""Acts of a visit: Mme Roux in front of her advisor, her record in some state, a mandate, and pictures of papers."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw, ImageFilter

from dossier.base import now
from dossier.identity import Channel
from dossier.lifecycle import (
    Occasion,
    Sending,
    SendingSource,
    State,
    Zone,
    announce,
    found_space,
    move_space,
    regime_named,
)
from dossier.mandates import Duration
from dossier.policy import Scope
from dossier.store import Unit
from tests.kit.desk import INES, AtDesk, Desk
from tests.kit.house import operator, with_credentials
from tests.kit.mandates import Somebody, newest_code
from tests.kit.visitor import Answer
from tests.kit.visits import given_to, in_front, put_at

_STEPS = {
    State.ANNOUNCED: (),
    State.OPPOSED: (State.OPPOSED,),
    State.OPENED: (State.OPENED,),
    State.ACTIVATED: (State.OPENED, State.ACTIVATED),
    State.CLOSED: (State.OPENED, State.CLOSED),
}


@dataclass
class Visiting:
    """An advisor at her open desk, the mandate she holds, and who gave it."""

    desk: Desk
    ines: AtDesk
    reference: str
    her: Somebody

    @property
    def path(self) -> str:
        """The visit's address."""
        return f"/visite/{self.reference}"

    def open(self, place: str) -> Answer:
        """Ask for a page of the visit, and follow."""
        return self.ines.follow(self.ines.get(f"{self.path}/{place}"))

    def press(self, place: str, button: str = "", to: str = "", **fields: str) -> Answer:
        """Send the form of an act, by one of its buttons when it has several; follow."""
        page = self.open(place)
        form = page.form(f"{self.path}/{to or place}")
        buttons = {name for name in form.untouched if name in _BUTTONS}
        sent = {name: value for name, value in form.untouched.items() if name not in buttons}
        if button:
            assert button in form.offered, f"no button {button!r}: {sorted(form.offered)}"
            sent[button] = ""
        return self.ines.follow(self.ines.post(form.action, sent | fields))

    def prove_again_here(self, scope: Scope) -> None:
        """Have her prove anew before one act, through the page that asks for it."""
        page = self.ines.get(f"{self.path}/preuve?acte={scope}")
        by_sms = next(form for form in page.forms if form.untouched.get("way") == "sms")
        turn = self.ines.follow(self.ines.post(by_sms.action, by_sms.untouched))
        with self.desk.house.store.reading() as unit:
            code = newest_code(unit, self.her.id)
        self.ines.send(turn, to=f"{self.path}/a-vous", code=code)


_BOUNDARY = b"-----------------7KQM4HTX9DFR"
_BUTTONS = {"dire-non", "fermer", "changer-avis", "pas-pour-moi", "lettre", "garder"}


def begun(
    desk: Desk,
    *scopes: Scope,
    state: State | None = State.ANNOUNCED,
    sent_on: date | None = None,
    has_account: bool = False,
    duration: Duration = Duration.VISIT,
    agrees: Channel = "sms",
    **traits: object,
) -> Visiting:
    """Begin a visit: her record in this state, announced by a letter of `sent_on` when it is named."""
    her = in_front(desk.house, **traits)
    with desk.house.store.writing() as unit:
        if state is not None:
            space_of(unit, her.id, state, sent_on)
        if has_account:
            with_credentials(unit, her.id)
    put_at(desk)
    reference = given_to(desk, her, *scopes, duration=duration, by=agrees)
    return Visiting(desk, desk.signed_in(INES), reference, her)


def space_of(unit: Unit, patient_id: bytes, state: State, sent_on: date | None = None) -> None:
    """Bring somebody's record to a state, announced by a letter of this day when it is known."""
    acting, at = operator(patient_id), now() - timedelta(days=400)
    if sent_on is None:
        found_space(unit, acting, at)
    else:
        sending = Sending(Occasion.CAMPAIGN, sent_on, SendingSource.CAISSE, Zone.METROPOLE)
        announce(unit, acting, sending, regime_named("one-month-from-sending"), datetime.combine(sent_on, at.timetz()))
    for step in _STEPS[state]:
        move_space(unit, acting, step, now() - timedelta(days=1))


@cache
def photograph(
    words: str = "Prendre un comprimé matin et soir", *, blur: int = 0, light: float = 1, lines: int = 40,
    size: tuple[int, int] = (1240, 1754), kind: str = "JPEG", **said: object,
) -> bytes:  # fmt: skip
    """Draw a sheet as a telephone photographs it. `said`: what the file says beside the picture."""
    paper, ink = (tuple(int(part * light) for part in color) for color in ((236, 232, 224), (40, 40, 50)))
    sheet = Image.new("RGB", size, paper)
    pen = ImageDraw.Draw(sheet)
    for line in range(lines):
        pen.text((90, 90 + line * 38), f"{words} {line}", fill=ink, font_size=24)
    if blur:
        sheet = sheet.filter(ImageFilter.GaussianBlur(blur))
    out = BytesIO()
    sheet.save(out, kind, **said)
    return out.getvalue()


def form_with_files(fields: dict[str, str], *contents: bytes, box: str = "pages", name: str = "IMG") -> dict[str, Any]:
    """Return a form with photographs as a browser sends it: the arguments of a visitor's `post` after the address."""
    parts = [_part(f'name="{field}"', value.encode()) for field, value in fields.items()]
    for order, content in enumerate(contents):
        parts.append(_part(f'name="{box}"; filename="{name}_{order}.jpg"', content))
    body = b"".join((*parts, b"--", _BOUNDARY, b"--\r\n"))
    return {"fields": body, "Content_Type": f"multipart/form-data; boundary={_BOUNDARY.decode()}"}


def _part(told: str, content: bytes) -> bytes:
    return b"--" + _BOUNDARY + f"\r\nContent-Disposition: form-data; {told}\r\n\r\n".encode() + content + b"\r\n"
