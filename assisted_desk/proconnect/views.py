"""ProConnect at a desk: there, back, and out again; and one's own link to it, made at one's own open desk.

It takes the place of the password, and of the code as well when she gave two factors there just now. Both ways pass by
a page of ours, and none is shown at the address that it comes back to, as for FranceConnect.
"""

import json

from assisted_desk.ui import DeskAsk, DeskGuard, desk_opened, fresh_code_first
from dossier.base import Settings, logger
from dossier.identity import (
    StaffAccount,
    desk_is_open,
    drop_way_out,
    enter_vouched_staff,
    keep_way_out,
    link_staff,
    recognize_staff,
    staff_linked_since,
    unlink_staff,
    way_out_of,
)
from federation import Asking, Door, FederationFailed, Heard, keep_question, kept_address, take_question
from portal.ui import Answer, OtherSite, Room, SeeOther, Shown, Work, day_of, error_page

from .claims import account_in, has_second_factor, was_asked_anew
from .pages import FailurePage, GoingPage, LeavingPage, LinkPage, Trouble

_LOG = logger("assisted_desk")
_PATH, _LINK = "/connexion/proconnect", "/proconnect"
_BACK, _LEFT = f"{_PATH}/retour", f"{_PATH}/sorti"
_SIGN_IN_AIM, _LINK_AIM = "sign-in", "link"
_CASES: dict[str, Trouble] = {
    "arret": "stopped",
    "doute": "unsure",
    "inconnu": "unknown",
    "pris": "taken",
    "retard": "late",
    "silence": "silent",
}
_CLAIMS = {"id_token": {"amr": {"essential": True}, "auth_time": {"essential": True}}}


def make_room(settings: Settings) -> Room:
    """Return the room. Its pages exist without ProConnect too, and then answer that they don't."""
    told = settings.staff_provider
    pages, room = _Pages(Door(told, _asking(settings.desk_url)) if told else None), Room("proconnect")
    public, staff, own, writes = DeskGuard.PUBLIC, DeskGuard.STAFF, Work.OWN, Work.WRITES
    room.page(_PATH, "POST", guard=public, work=own)(pages.start)
    room.page(_PATH, guard=public)(pages.going)
    room.page(f"{_PATH}/aller", guard=public)(pages.go)
    room.page(_BACK, guard=public, work=own, even=True)(pages.back)
    room.page(f"{_PATH}/echec", guard=public)(pages.failure)
    room.page(f"{_PATH}/sortie", guard=public)(pages.leaving)
    room.page(f"{_PATH}/sortir", guard=public, work=writes)(pages.leave)
    room.page(_LEFT, guard=public)(pages.left)
    room.page(_LINK, guard=staff, menu="keys")(pages.show_link)
    room.page(_LINK, "POST", guard=staff, work=own, menu="keys")(pages.link)
    room.page(f"{_LINK}/retirer", "POST", guard=staff, work=writes, menu="keys")(pages.unlink)
    return room


class _Pages:
    """The views, over the door when there is one."""

    def __init__(self, door: Door | None) -> None:
        self._door = door

    def start(self, ask: DeskAsk) -> Answer:
        """Prepare the question that opens a desk; she goes to ProConnect from the next page."""
        return SeeOther("/") if _is_open(ask) else self._ask(ask, _SIGN_IN_AIM)

    def going(self, ask: DeskAsk) -> Answer:
        """Say where she goes now."""
        if not kept_address(ask.unit, ask.visit, ask.now):
            return SeeOther("/connexion")
        return Shown("proconnect/going.html", GoingPage(), go_on=f"{_PATH}/aller")

    def go(self, ask: DeskAsk) -> Answer:
        """Go to ProConnect."""
        address = kept_address(ask.unit, ask.visit, ask.now)
        return OtherSite(address) if address else SeeOther("/connexion")

    def back(self, ask: DeskAsk) -> Answer:
        """Come back from ProConnect: believe the answer or not, then do what was asked."""
        if self._door is None:
            return error_page(404)
        name, sent = self._door.told.name, ask.request.args
        try:
            question = take_question(ask.store, ask.visit, name, sent.get("state", ""), ask.now)
            heard = self._door.hear(question, self._door.code_in(sent))
            account, anew, twice = account_in(heard), was_asked_anew(heard, question.asked_at), has_second_factor(heard)
            if question.aim == _LINK_AIM:
                return _linked(ask, heard, account, anew=anew)
            return SeeOther("/") if _is_open(ask) else _entered(ask, heard, account, second_factor=anew and twice)
        except FederationFailed as failed:
            return _told(failed)

    def failure(self, ask: DeskAsk) -> Answer:
        """Say why nothing was opened or linked, and what else can be done."""
        trouble = _CASES.get(ask.asked("cas"))
        if trouble is None:
            return SeeOther("/connexion")
        return Shown("proconnect/failure.html", FailurePage(trouble, _is_open(ask)))

    def leaving(self, ask: DeskAsk) -> Answer:
        """After the day's end, say that ProConnect is left too."""
        if ask.session is not None or way_out_of(ask.unit, ask.visit, ask.now) is None:
            return SeeOther("/au-revoir")
        return Shown("proconnect/leaving.html", LeavingPage(), go_on=f"{_PATH}/sortir")

    def leave(self, ask: DeskAsk) -> Answer:
        """Go to ProConnect's own way out, once."""
        way_out = None if ask.session else way_out_of(ask.unit, ask.visit, ask.now)
        if way_out is None or self._door is None:
            return SeeOther("/au-revoir")
        drop_way_out(ask.unit, ask.visit)
        return OtherSite(self._door.leaving(way_out))

    def left(self, ask: DeskAsk) -> Answer:
        """Come back from there. Nothing hangs on it, so nothing is checked."""
        return SeeOther("/au-revoir")

    def show_link(self, ask: DeskAsk) -> Answer:
        """Tell whether her desk opens by ProConnect, and since when."""
        if self._door is None:
            return error_page(404)
        since = staff_linked_since(ask.unit, ask.staff.staff_id)
        page = LinkPage(day_of(since) if since else None, ask.asked("fait") == "1")
        return fresh_code_first(ask, _LINK) or Shown("proconnect/link.html", page)

    def link(self, ask: DeskAsk) -> Answer:
        """Prepare the question that links her account: her own code or key comes first."""
        return fresh_code_first(ask, _LINK) or self._ask(ask, _LINK_AIM)

    def unlink(self, ask: DeskAsk) -> Answer:
        """Forget her link."""
        if first := fresh_code_first(ask, _LINK):
            return first
        unlink_staff(ask.unit, ask.staff.staff_id, ask.now)
        return SeeOther(_LINK if self._door else "/")

    def _ask(self, ask: DeskAsk, aim: str) -> Answer:
        if self._door is None:
            return error_page(404)
        try:
            question = self._door.ask(aim)
        except FederationFailed as failed:
            return _told(failed)
        with ask.store.writing() as unit:
            keep_question(unit, ask.visit, question, ask.now)
        return SeeOther(_PATH)


def _asking(desk_url: str) -> Asking:
    """Return how ProConnect is asked: nothing of her but her establishment, and never by a session still open there."""
    desk = desk_url.rstrip("/")
    more = {"prompt": "login", "claims": json.dumps(_CLAIMS, separators=(",", ":"))}
    return Asking(f"{desk}{_BACK}", f"{desk}{_LEFT}", "openid siret", more)


def _is_open(ask: DeskAsk) -> bool:
    return ask.session is not None and not ask.is_locked


def _entered(ask: DeskAsk, heard: Heard, account: StaffAccount, *, second_factor: bool) -> Answer:
    """Open the desk of whoever linked this account, or ask for her code. Raises `FederationFailed` for nobody's."""
    answer: Answer = SeeOther("/connexion/code")
    with ask.store.writing() as unit:
        keep_way_out(unit, ask.visit, heard.way_out, ask.now)  # also for nobody's: she may want to leave
        staff_id = recognize_staff(unit, account)
        if staff_id is not None:
            token = enter_vouched_staff(unit, ask.visit, staff_id, ask.now, second_factor=second_factor)
            answer = answer if token is None else desk_opened(unit, ask, token)
    if staff_id is None:
        raise FederationFailed("unknown", "no desk of this account from this establishment")
    return answer


def _linked(ask: DeskAsk, heard: Heard, account: StaffAccount, *, anew: bool) -> Answer:
    """Link the account to the desk that asked, while it is open and its code fresh. Raises `FederationFailed`."""
    if not anew:
        raise FederationFailed("unsure", "she wasn't asked anew who she is")
    with ask.store.writing() as unit:
        if not _is_open(ask) or not ask.staff.is_fresh(ask.now) or not desk_is_open(unit, ask.staff):
            raise FederationFailed("late", "the desk that asked is open no more, or its code is old")
        keep_way_out(unit, ask.visit, heard.way_out, ask.now)
        became = link_staff(unit, ask.staff, account, ask.now)
    if became == "elsewhere":
        raise FederationFailed("unknown", "the account is of another establishment than the desk's site")
    return SeeOther(f"{_LINK}?fait=1" if became == "linked" else f"{_PATH}/echec?cas=pris")


def _told(failed: FederationFailed) -> Answer:
    """Tell the operator in one line, and send the person to the page that words it."""
    _LOG.warning("vouching-failed", provider="proconnect", why=failed.fault)
    case = next(word for word, trouble in _CASES.items() if trouble == failed.cause)
    return SeeOther(f"{_PATH}/echec?cas={case}")
