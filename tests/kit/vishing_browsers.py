"""What the thief and Aurélie do in their browsers; and her own ways back in, once the call is over."""

from collections.abc import Callable

from dossier.base import now
from dossier.recovery import Lost, dispute, give_code
from tests.kit.activating import BORN, identifier_on
from tests.kit.desk import LEILA
from tests.kit.house import PASSWORD
from tests.kit.recovering import NEW_PASSWORD, ask, case_on
from tests.kit.vishing import HIS_PASSWORD, Act, Door, Stage, browser_of, she_was_told, sign_in
from tests.kit.vishing_acts import (
    MARC,
    NADIA,
    PAUSE,
    opens,
)
from tests.kit.vishing_desks import desk_code, paper, says
from tests.kit.visitor import Answer, Visitor

SLUGS = {"sms": "sms", "voice": "appel", "letter": "lettre", "email": "mail"}
_BIRTH = dict(zip(("day", "month", "year"), BORN, strict=True))


# The thief


def begins_online(lost: str = "password", who: str = "thief") -> Act:
    """Somebody opens a case on the pages, with her whole identity."""

    def act(stage: Stage) -> None:
        stage.number = case_on(ask(browser_of(stage, who), Lost(lost))).replace("-", "")

    return act


def follows(who: str = "thief", year: str = "1969") -> Act:
    """Somebody goes to the pages with the number of the case and her birth date."""

    def act(stage: Stage) -> None:
        browser = browser_of(stage, who)
        page = browser.send(browser.get("/acces-perdu/suivi"), number=stage.number, **{**_BIRTH, "year": year})
        assert page.path != "/acces-perdu/suivi", page.words

    return act


def has_a_code_sent(way: str, who: str = "thief") -> Act:
    """Somebody asks for a code on the pages."""

    def act(stage: Stage) -> None:
        stage.clock.shift(PAUSE)
        browser = browser_of(stage, who)
        page = browser.send(browser.follow(browser.get("/acces-perdu/preuve")), proof=SLUGS[way])
        assert page.path.startswith("/acces-perdu/code"), page.words

    return act


def types_what_he_reads(way: str, ends_at: str = "/acces-perdu/preuve") -> Act:
    """The thief types the code that came where he can read it; it leads there."""

    def act(stage: Stage) -> None:
        assert way in stage.call.reads, f"he doesn't read her {way}"
        assert typed(stage.thief, SLUGS[way], stage.code_by(way)).path == ends_at

    return act


def types_what_she_told(way: str, ends_at: str = "/acces-perdu/preuve") -> Act:
    """The thief types a code that she read out to him."""

    def act(stage: Stage) -> None:
        assert typed(stage.thief, SLUGS[way], stage.code_by(way)).path == ends_at

    return act


def gives_her_card(ends_at: str = "/acces-perdu/preuve") -> Act:
    """The thief types a line of her card."""

    def act(stage: Stage) -> None:
        assert "card" in stage.call.reads, "he doesn't have her card"
        assert typed(stage.thief, "carte", stage.card_code()).path == ends_at

    return act


def gives_her_password(ends_at: str = "/acces-perdu/preuve") -> Act:
    """The thief types her password."""

    def act(stage: Stage) -> None:
        assert "password" in stage.call.reads, "he doesn't know her password"
        page = stage.thief.get("/acces-perdu/mot-de-passe-actuel")
        assert stage.thief.send(page, password=PASSWORD).path == ends_at

    return act


def guesses(times: int = 1, way: str = "sms") -> Act:
    """The thief makes up codes; none is right."""

    def act(stage: Stage) -> None:
        right = {one.parameters["code"] for one in stage.sent("recovery-code")}
        wrong = next(code for code in ("000000", "111111", "222222") if code not in right)
        for _ in range(times):
            page = typed(stage.thief, SLUGS.get(way, way), wrong)
            assert page.path not in ("/acces-perdu/mot-de-passe", "/acces-perdu/identifiant")

    return act


def types_an_old_code() -> Act:
    """The thief types a code that he wrote down earlier."""

    def act(stage: Stage) -> None:
        page = typed(stage.thief, "recu", stage.found["old code"])
        assert "Ce n’est pas le bon code." in page.words, page.words

    return act


def writes_down(what: str, found: Callable[[Stage], str]) -> Act:
    """Somebody keeps something for later."""

    def act(stage: Stage) -> None:
        stage.found[what] = found(stage)

    return act


def stands_at(path: str, heading: str = "", who: str = "thief") -> Act:
    """Somebody looks where the case stands."""

    def act(stage: Stage) -> None:
        page = browser_of(stage, who).follow(browser_of(stage, who).get("/acces-perdu/etat"))
        assert (page.path, heading in page.heading) == (path, True), (page.path, page.heading)

    return act


def takes_a_new_identifier() -> Act:
    """The thief ends a case of a lost identifier: he knows how she is called now."""

    def act(stage: Stage) -> None:
        page = stage.thief.send(stage.thief.follow(stage.thief.get("/acces-perdu/etat")))
        assert page.path == "/acces-perdu/fini"
        stage.identifier = identifier_on(page)

    return act


def confirms_the_contact(code: str = "", right: bool = True) -> Act:
    """The thief types the code that came to the new contact."""

    def act(stage: Stage) -> None:
        sent = stage.sent("contact-code")
        digits = code or sent[0].parameters["code"]
        page = stage.thief.send(stage.thief.get("/confirmer-un-contact"), number=stage.reference, code=digits)
        assert (page.path == "/confirmer-un-contact/fait") == right, page.words

    return act


# Aurélie


def proves(way: str, ends_at: str = "/acces-perdu/preuve") -> Act:
    """She has a code sent on her own page, and types it; or a line of her card."""

    def act(stage: Stage) -> None:
        if way == "card":
            assert typed(stage.her, "carte", stage.card_code()).path == ends_at
            return
        has_a_code_sent(way, "her")(stage)
        assert typed(stage.her, SLUGS[way], stage.code_by(way)).path == ends_at

    return act


def keys_in(way: str) -> Act:
    """She types the code on the keypad of her telephone."""

    def act(stage: Stage) -> None:
        with stage.house.store.writing() as unit:
            assert give_code(unit, stage.number, stage.code_by(way), now()) == "right"

    return act


def types_the_code_sent_to(end: str, ends_at: str = "/acces-perdu/preuve") -> Act:
    """The thief types the code that came to a number of his own."""

    def act(stage: Stage) -> None:
        newest = stage.sent("recovery-code")[0]
        digits = "".join(sign for sign in newest.address if sign.isdigit())
        assert digits.endswith(end), "the code came to her"
        assert typed(stage.thief, "recu", newest.parameters["code"]).path == ends_at

    return act


def reaches_the_end() -> Act:
    """The thief chooses an identifier, a password and a card, and opens a session with them."""

    def act(stage: Stage) -> None:
        page = stage.thief.follow(stage.thief.get("/acces-perdu/etat"))
        page = stage.thief.send(page) if page.path == "/acces-perdu/identifiant" else page
        page = stage.thief.send(stage.thief.send(page, password=HIS_PASSWORD), factor="printed-card")
        assert page.path == "/acces-perdu/fini", page.words
        stage.identifier = identifier_on(page) if "identifiant" in page.words.casefold() else stage.identifier
        page = sign_in(stage, stage.thief, HIS_PASSWORD)
        assert page.path == "/connexion/code", page.words

    return act


def is_told(what: str) -> Act:
    """A notice is on its way to her, by every contact."""
    return lambda stage: she_was_told(stage, what)


def stops_it(what: str, way: str = "sms", outcome: str = "tout est arrêté") -> Act:
    """She types the code of a notice that the thief doesn't read: « this was not me »."""

    def act(stage: Stage) -> None:
        assert way not in stage.call.reads, f"he would have taken the notice by {way}"
        code = stage.sent("recovery-notice", way, what)[0].parameters["dispute"]
        page = stage.her.send(stage.her.send(stage.her.get("/ce-n-est-pas-moi"), code=code))
        assert outcome in page.heading, page.words

    return act


def stops_it_by_keypad(what: str) -> Act:
    """She keys the code of a spoken notice in."""

    def act(stage: Stage) -> None:
        code = stage.sent("recovery-notice", "voice", what)[0].parameters["dispute"]
        with stage.house.store.writing() as unit:
            assert dispute(unit, code, "keypad", now()) in ("frozen", "stopped")

    return act


def waits(**time: float) -> Act:
    """Time passes, and the clock of the house makes its round."""
    return lambda stage: stage.wait(**time)


# Her way back


def she_gets_back_in(stage: Stage) -> None:
    """Have her recover her password by the door of this call, and sign in with the new one."""
    if stage.call.door != "second person":
        stage.her = stage.house.visitor()
    _DOORS[stage.call.door](stage)
    page = stage.her.follow(stage.her.get("/acces-perdu/etat"))
    assert page.path == "/acces-perdu/mot-de-passe", f"she can't go on: {page.path} {page.words}"
    page = stage.her.send(stage.her.send(page, password=NEW_PASSWORD), factor="printed-card")
    assert page.path == "/acces-perdu/fini", page.words
    assert sign_in(stage, stage.house.visitor(), NEW_PASSWORD).path == "/connexion/code"


def _by_the_pages(stage: Stage) -> None:
    begins_online("password", "her")(stage)
    _prove_with_what_is_left(stage)


def _by_telephone(stage: Stage) -> None:
    opens(LEILA)(stage)
    follows("her")(stage)
    _prove_with_what_is_left(stage)


def _at_a_desk(stage: Stage) -> None:
    """She takes a number from the pages, shows her screen, and two colleagues who know nothing of it look at her."""
    begins_online("password", "her")(stage)
    seen = paper(stage, MARC, desk_code(stage, "her"))
    assert seen.status == 303, f"the desk can't help her: {seen.words}"
    _before_the_second_person(stage)


def _before_the_second_person(stage: Stage) -> None:
    page = stage.her.follow(stage.her.get("/acces-perdu/etat"))
    if page.heading == "Une deuxième personne vérifie":
        says("oui", NADIA)(stage)
        page = stage.her.follow(stage.her.get("/acces-perdu/etat"))
    if page.path == "/acces-perdu/preuve":
        proves("sms" if stage.call.poor else "card", "/acces-perdu/mot-de-passe")(stage)


def _prove_with_what_is_left(stage: Stage) -> None:
    """One code by a way that is still hers, and a line of her card; without it, another way and three days."""
    ways = [way for way in stage.ways if way not in stage.call.reads]
    proves(ways[0])(stage)
    if "card" not in stage.call.reads and not stage.call.poor:
        proves("card", "/acces-perdu/mot-de-passe")(stage)
        return
    proves(ways[-1], "/acces-perdu/etat")(stage)
    stage.wait(hours=73)
    follows("her")(stage)
    proves(ways[0], "/acces-perdu/mot-de-passe")(stage)


_DOORS: dict[Door, Act] = {
    "pages": _by_the_pages,
    "telephone": _by_telephone,
    "desk": _at_a_desk,
    "second person": _before_the_second_person,
}


def typed(browser: Visitor, slug: str, code: str) -> Answer:
    """Type a code where it is asked for; return the page after it, or the one that is there instead."""
    page = browser.follow(browser.get(f"/acces-perdu/code/{slug}"))
    return browser.send(page, code=code) if page.path.startswith("/acces-perdu/code") else page
