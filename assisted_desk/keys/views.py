"""One's own security keys: listed, added with the browser's help, taken away. Each change asks for a fresh code."""

from assisted_desk.ui import KEY_FIELD, DeskAsk, DeskGuard, fresh_code_first
from dossier.base import from_text, to_text
from dossier.identity import MOST_KEYS, add_key, keys_of, question_to_make_key, remove_key
from portal.ui import Answer, Room, SeeOther, Shown, Work, day_of

from .pages import KeyLine, KeysPage

room = Room("keys")
_PATH = "/cles"
_LONGEST_ANSWER = 8000


@room.page(_PATH, guard=DeskGuard.STAFF, work=Work.WRITES, menu="keys")
def show_keys(ask: DeskAsk) -> Answer:
    """List the keys; the question put to a new one is kept."""
    return fresh_code_first(ask, _PATH) or _page(ask)


@room.page(_PATH, "POST", guard=DeskGuard.STAFF, work=Work.WRITES, menu="keys")
def take_key(ask: DeskAsk) -> Answer:
    """Keep the key that answered."""
    if first := fresh_code_first(ask, _PATH):
        return first
    answer = ask.typed(KEY_FIELD)[:_LONGEST_ANSWER]
    if answer and ask.key_site and add_key(ask.unit, ask.staff, ask.visit, answer, ask.key_site, ask.now):
        return SeeOther(_PATH)
    return _page(ask, refused=True)


@room.page(f"{_PATH}/retirer", "POST", guard=DeskGuard.STAFF, work=Work.WRITES, menu="keys")
def take_away(ask: DeskAsk) -> Answer:
    """Take one of her own keys away."""
    if first := fresh_code_first(ask, _PATH):
        return first
    key_id = from_text(ask.typed("key"))
    if key_id is not None:
        remove_key(ask.unit, ask.staff, key_id)
    return SeeOther(_PATH)


def _page(ask: DeskAsk, *, refused: bool = False) -> Answer:
    lines = tuple(KeyLine(to_text(key.key_id), day_of(key.added_at)) for key in keys_of(ask.unit, ask.staff.staff_id))
    room_left = len(lines) < MOST_KEYS
    site = ask.key_site if room_left else None
    question = question_to_make_key(ask.unit, ask.staff, ask.visit, site, ask.now) if site else ""
    proconnect = ask.settings.staff_provider is not None
    page = KeysPage(lines, question, room_left, refused, proconnect)
    return Shown("keys/keys.html", page, 422 if refused else 200)
