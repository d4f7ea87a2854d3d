"""Entering by an identity provider: there, back, and out again. Nothing is opened before everything is checked.

The way there and the way out pass by a page of ours: browsers hold a form to this site, wherever it is sent on. No
page is shown at the address that a provider comes back to: it holds a code.

In a patient's turn at a desk the provider is left as soon as it has answered, before anything is shown: a desk's
computer keeps no way in. So only a provider that needs no code after it is asked there.
"""

from collections.abc import Mapping
from contextlib import suppress

from dossier.base import SUBSTANTIAL, IdentityProvider, Settings, logger
from dossier.identity import (
    OpenSession,
    TurnOver,
    WayOut,
    drop_way_out,
    enter_vouched,
    is_at_desk,
    keep_way_out,
    recognize,
    way_out_of,
)
from dossier.store import Unit
from federation import Asking, Cause, Door, FederationFailed, Heard, keep_question, kept_address, take_question
from portal.ui import Answer, Ask, File, Guard, OtherSite, Room, SeeOther, Shown, SignedIn, SignedOut, Work, error_page

from .pages import FailurePage, GoingPage, LeavingPage
from .traits import pivot_in

_LOG = logger("portal")
_PATH = "/connexion/franceconnect"
_BUTTONS = {"plus": "franceconnect-plus", "simple": "franceconnect"}
_CASES: dict[str, Cause] = {
    "arret": "stopped",
    "doute": "unsure",
    "inconnu": "unknown",
    "retard": "late",
    "silence": "silent",
}
_BACK = {
    "franceconnect": f"{_PATH}/retour",
    "franceconnect-plus": f"{_PATH}-plus/retour",
}
_LEFT = f"{_PATH}/sorti"
_SCOPE = "openid given_name family_name birthdate gender birthplace birthcountry"


def make_room(settings: Settings) -> Room:
    """Return the room. Its pages exist without a provider too, and then answer that they don't.

    Raises `StartRefused` when our private key can't be read.
    """
    doors = {told.name: Door(told, _asking(told, settings.portal_url)) for told in settings.identity_providers}
    pages, room = _Pages(doors), Room("federation")
    public, own, writes = Guard.PUBLIC, Work.OWN, Work.WRITES
    room.page(_PATH, "POST", guard=public, work=own)(pages.start)
    room.page(_PATH, guard=public)(pages.going)
    room.page(f"{_PATH}/aller", guard=public)(pages.go)
    room.page(_BACK["franceconnect"], guard=public, work=own, even=True)(pages.back)
    room.page(_BACK["franceconnect-plus"], guard=public, work=own, even=True)(pages.back_from_plus)
    room.page(f"{_PATH}/echec", guard=public)(pages.failure)
    room.page(f"{_PATH}/sortie", guard=public)(pages.leaving)
    room.page(f"{_PATH}/sortir", guard=public, work=writes)(pages.leave)
    room.page(_LEFT, guard=public)(pages.left)
    room.page(f"{_PATH}/cles", guard=public)(pages.keys)
    return room


class _Pages:
    """The views, over the doors that are configured."""

    def __init__(self, doors: Mapping[str, Door]) -> None:
        self._doors = doors

    def start(self, ask: Ask) -> Answer:
        """Prepare the question to the chosen provider, and keep it; the person goes there from the next page."""
        if ask.session is not None:
            return SeeOther("/mon-dossier")
        door = self._doors.get(_BUTTONS.get(ask.pressed(*_BUTTONS), ""))
        if door is None or (door.told.level < SUBSTANTIAL and _is_at_desk(ask)):
            return error_page(404)
        try:
            question = door.ask()
        except FederationFailed as failed:
            return _told(door.told.name, failed)
        with ask.store.writing() as unit:
            keep_question(unit, ask.visit, question, ask.now)
        return SeeOther(_PATH)

    def going(self, ask: Ask) -> Answer:
        """Say where she goes now."""
        if not kept_address(ask.unit, ask.visit, ask.now):
            return SeeOther("/connexion")
        return Shown("federation/going.html", GoingPage(), go_on=f"{_PATH}/aller")

    def go(self, ask: Ask) -> Answer:
        """Go to the provider."""
        address = kept_address(ask.unit, ask.visit, ask.now)
        return OtherSite(address) if address else SeeOther("/connexion")

    def back(self, ask: Ask) -> Answer:
        """Come back from FranceConnect: one factor, the code follows."""
        return self._back(ask, "franceconnect")

    def back_from_plus(self, ask: Ask) -> Answer:
        """Come back from FranceConnect+: the session opens."""
        return self._back(ask, "franceconnect-plus")

    def failure(self, ask: Ask) -> Answer:
        """Say why nothing was opened, and show the other ways in."""
        cause = _CASES.get(ask.request.args.get("cas", ""))
        return Shown("federation/failure.html", FailurePage(cause)) if cause else SeeOther("/connexion")

    def leaving(self, ask: Ask) -> Answer:
        """After leaving here, or in a turn at a desk before anything, say that the provider is left too."""
        if _way_out(ask) is None:
            return self.left(ask)
        at_desk = ask.session is not None or is_at_desk(ask.unit, ask.visit)
        return Shown("federation/leaving.html", LeavingPage(at_desk), go_on=f"{_PATH}/sortir")

    def leave(self, ask: Ask) -> Answer:
        """Go to the provider's own way out, once; in a turn at a desk it stays known, as her proof, until the end."""
        way_out = _way_out(ask)
        door = self._doors.get(way_out.provider) if way_out else None
        if way_out is None or door is None:
            return self.left(ask)
        if ask.session is None:
            drop_way_out(ask.unit, ask.visit)
        return OtherSite(door.leaving(way_out))

    def left(self, ask: Ask) -> Answer:
        """Come back from there: to her turn, or to its end when nothing was opened. Nothing else hangs on it."""
        if ask.session is not None and ask.session.is_at_desk:
            return SeeOther("/mon-dossier")
        over = is_at_desk(ask.unit, ask.visit)
        return SignedOut("/tour/fini?fait=rien") if over else SeeOther("/au-revoir")

    def keys(self, ask: Ask) -> Answer:
        """Give our public keys to the provider that seals its answers."""
        door = self._doors.get("franceconnect-plus")
        if door is None:
            return error_page(404)
        return File(door.public_keys, "application/json", "cles.json")

    def _back(self, ask: Ask, name: str) -> Answer:
        door = self._doors.get(name)
        if door is None:
            return error_page(404)
        if ask.session is not None:
            return SeeOther("/mon-dossier")
        try:
            sent = ask.request.args
            question = take_question(ask.store, ask.visit, name, sent.get("state", ""), ask.now)
            return _enter(ask, door, door.hear(question, door.code_in(sent)))
        except FederationFailed as failed:
            return _told(name, failed)


def _asking(told: IdentityProvider, portal_url: str) -> Asking:
    """Return how a provider of FranceConnect is asked (its version 2)."""
    portal = portal_url.rstrip("/")
    return Asking(f"{portal}{_BACK[told.name]}", f"{portal}{_LEFT}", _SCOPE, {"acr_values": f"eidas{told.level}"})


def _enter(ask: Ask, door: Door, heard: Heard) -> Answer:
    """Open what this provider's level opens. Raises `FederationFailed` for who can't be found."""
    told = door.told
    with ask.store.writing() as unit:
        keep_way_out(unit, ask.visit, heard.way_out, ask.now)  # also for who isn't found: she may want to leave
        patient_id = recognize(unit, told.name, heard.subject, pivot_in(heard.user_claims), ask.now)
        at_desk = is_at_desk(unit, ask.visit)
        if patient_id is not None and not at_desk:
            opened = _opened(ask, unit, told, patient_id)
    if at_desk:
        return _enter_turn(ask, told, patient_id)
    if patient_id is None:
        raise FederationFailed("unknown", "nobody here has exactly these traits")
    return SeeOther("/connexion/code") if opened is None else SignedIn(opened.token, opened.at_home, "/mon-dossier")


def _enter_turn(ask: Ask, told: IdentityProvider, patient_id: bytes | None) -> Answer:
    """Open the turn at a desk if it is hers; whose it is, the page after tells alike. The provider is left either way.

    In a unit of its own: a turn that isn't hers mustn't take back by which way the provider is left.
    """
    leaving, opened = f"{_PATH}/sortie", None
    if patient_id is not None:
        with suppress(TurnOver), ask.store.writing() as unit:
            opened = _opened(ask, unit, told, patient_id)
    return SeeOther(leaving) if opened is None else SignedIn(opened.token, at_home=False, path=leaving)


def _opened(ask: Ask, unit: Unit, told: IdentityProvider, patient_id: bytes) -> OpenSession | None:
    channels = ask.settings.code_channels
    return enter_vouched(unit, ask.visit, patient_id, told.name, told.level, channels=channels, now=ask.now)


def _is_at_desk(ask: Ask) -> bool:
    with ask.store.reading() as unit:
        return is_at_desk(unit, ask.visit)


def _way_out(ask: Ask) -> WayOut | None:
    """Return the way out of whoever has left here, or has her turn at a desk."""
    in_record = ask.session is not None and not ask.session.is_at_desk
    return None if in_record else way_out_of(ask.unit, ask.visit, ask.now)


def _told(name: str, failed: FederationFailed) -> Answer:
    """Tell the operator in one line, and send the person to the page that words it."""
    _LOG.warning("vouching-failed", provider=name, why=failed.fault)
    case = next(word for word, cause in _CASES.items() if cause == failed.cause)
    return SeeOther(f"{_PATH}/echec?cas={case}")
