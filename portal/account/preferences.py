"""What she prefers: the size of the text, and the way by which notices reach her."""

from dossier.identity import NoticeChannel, Preferences, person_of, preferences_of, set_preferences
from portal.ui import TEXT_SIZES, Answer, Ask, Guard, Shown, TextSizeChosen, Work, error_page, text_size_of

from .pages import PreferencesPage
from .views import own_session, room

_PATH = "/mon-compte/preferences"


@room.page(_PATH, guard=Guard.SIGNED_IN, menu="account")
def ask_preferences(ask: Ask) -> Answer:
    """Show what is chosen: the text size of this browser, the way for notices on file."""
    chosen = preferences_of(ask.unit, own_session(ask).patient_id).notice_channel
    channels = _channels(ask)
    channel = chosen if chosen in channels else next(iter(channels), chosen)
    kept = ask.request.args.get("fait") == "1"
    return Shown("account/preferences.html", PreferencesPage(text_size_of(ask.request), channel, channels, kept))


@room.page(_PATH, "POST", guard=Guard.SIGNED_IN, work=Work.WRITES)
def take_preferences(ask: Ask) -> Answer:
    """Keep them; the text size is shown at once."""
    size = next((size for size in TEXT_SIZES if str(size) == ask.typed("size")), None)
    channels = _channels(ask)
    channel = next((channel for channel in channels if channel == ask.typed("channel")), None)
    if size is None or (channels and channel is None):
        return error_page(422)
    now_kept = preferences_of(ask.unit, own_session(ask).patient_id)
    set_preferences(ask.unit, ask.acting, Preferences(size, channel or now_kept.notice_channel))
    return TextSizeChosen(size, f"{_PATH}?fait=1")


def _channels(ask: Ask) -> tuple[NoticeChannel, ...]:
    """Return the ways on file by which notices may go."""
    session = own_session(ask)
    person = person_of(ask.unit, session.patient_id, session.witness)
    ways: tuple[tuple[NoticeChannel, object], ...] = (
        ("letter", person.address),
        ("email", person.email),
        ("sms", person.mobile),
    )
    return tuple(way for way, on_file in ways if on_file)
