"""The first time at a desk: the operator's code, a password of one's own, the app."""

from assisted_desk.ui import CODE_FIELD, DeskAsk, DeskGuard
from dossier.identity import (
    PasswordUnfit,
    begin_staff_enrollment,
    check_new_password,
    enrollment_is_under_way,
    finish_staff_enrollment,
    hash_password,
    keep_first_password,
    new_app,
)
from portal.ui import Answer, SeeOther, Shown, SignedIn, Work

from .pages import FirstPasswordPage, FirstTimePage, NewAppPage
from .views import room

_PATH = "/premiere-fois"


@room.page(_PATH, guard=DeskGuard.PUBLIC)
def ask_enrollment_code(ask: DeskAsk) -> Answer:
    """Ask for the identifier and the code that the operator gave."""
    return SeeOther("/") if ask.session else Shown("sign_in/first_time.html", FirstTimePage())


@room.page(_PATH, "POST", guard=DeskGuard.PUBLIC, work=Work.WRITES, even=True)
def take_enrollment_code(ask: DeskAsk) -> Answer:
    """Check both together; unknown, wrong and late are told alike."""
    identifier, code = ask.written("identifier"), ask.written("enrollment_code")
    if not identifier or not code:
        return Shown("sign_in/first_time.html", FirstTimePage(identifier, "missing"), 422)
    if begin_staff_enrollment(ask.unit, ask.visit, identifier, code, ask.network, ask.now):
        return SeeOther(f"{_PATH}/mot-de-passe")
    return Shown("sign_in/first_time.html", FirstTimePage(identifier, "wrong"), 422)


@room.page(f"{_PATH}/mot-de-passe", guard=DeskGuard.PUBLIC)
def ask_first_password(ask: DeskAsk) -> Answer:
    """Ask for a password of her own."""
    enrollment_is_under_way(ask.unit, ask.visit, ask.now)
    return Shown("sign_in/first_password.html", FirstPasswordPage())


@room.page(f"{_PATH}/mot-de-passe", "POST", guard=DeskGuard.PUBLIC, work=Work.OWN)
def take_first_password(ask: DeskAsk) -> Answer:
    """Keep its hash until the app is set up too."""
    with ask.store.reading() as unit:
        enrollment_is_under_way(unit, ask.visit, ask.now)
    typed = ask.request.form.get("password", "")[:200]
    if not typed:
        return Shown("sign_in/first_password.html", FirstPasswordPage("missing"), 422)
    try:
        password = check_new_password(typed)
    except PasswordUnfit as unfit:
        return Shown("sign_in/first_password.html", FirstPasswordPage(unfit.facts["why"]), 422)  # type: ignore[arg-type]
    password_hash = hash_password(ask.store.holder, password)
    with ask.store.writing() as unit:
        keep_first_password(unit, ask.visit, password_hash, ask.now)
    return SeeOther(f"{_PATH}/application")


@room.page(f"{_PATH}/application", guard=DeskGuard.PUBLIC)
def show_new_app(ask: DeskAsk) -> Answer:
    """Show the secret of her app, and ask for its first code."""
    return _app_page(ask)


@room.page(f"{_PATH}/application", "POST", guard=DeskGuard.PUBLIC, work=Work.WRITES)
def take_first_code(ask: DeskAsk) -> Answer:
    """Keep it all when the first code is right, and open the desk."""
    code = ask.written(CODE_FIELD)
    token = finish_staff_enrollment(ask.unit, ask.visit, code, ask.now) if code else None
    if token is not None:
        return SignedIn(token, at_home=False, path="/")
    return _app_page(ask, error="wrong" if code else "missing")


def _app_page(ask: DeskAsk, error: str = "") -> Answer:
    app = new_app(ask.unit, ask.visit, ask.now)
    groups = " ".join(app.secret[start : start + 4] for start in range(0, len(app.secret), 4))
    page = NewAppPage(groups, app.address, error or None)  # type: ignore[arg-type]
    return Shown("sign_in/new_app.html", page, 422 if error else 200)
