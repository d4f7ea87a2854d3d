"""Pages of a supervisor's people, of figures, of acts, and of one's own means, in every state: name, template, page."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import get_args

from assisted_desk.keys.pages import RescuePage
from assisted_desk.sign_in.pages import TwoCodesPage
from assisted_desk.supervisor import people_pages as people
from assisted_desk.supervisor.act_words import ACT_WORDS
from assisted_desk.ui import PAGES, Badge, CodeAsked, DeskFrame, Leaf, ProofMistake, menu_of
from dossier.policy import Role

_AT = datetime(2026, 11, 25, 13, 5, tzinfo=UTC)
_PLACE = "France Services de Schiltigheim"
_INES = people.MemberLine("1" * 32, "Inès Laurent", "laurent.ines", "Guichet", "at-work")
_HERSELF = people.MemberLine("2" * 32, "Nadia Perrin", "perrin.nadia", "Responsable", "at-work", is_herself=True)


def team_pages() -> list[tuple[str, str, object]]:
    """All of them, in the order in which one meets them."""
    return [*_team(), *_change(), *_invite(), *_site(), *_acts(), *_means()]


def drawn_teams() -> Iterator[tuple[str, object, str]]:
    """Each of them as HTML, by its name."""
    badge = Badge("Nadia Perrin", "Responsable", _PLACE, "8 h 30", "18 h 30")
    pages = menu_of(Role.SUPERVISOR)
    frame = DeskFrame("jeton", badge, pages=pages, htmx="/scripts/htmx.js", key_script="/scripts/cle.js")
    for name, template, page in team_pages():
        yield name, page, PAGES.render(f"{template}.html", page, frame)


def _team() -> Iterator[tuple[str, str, object]]:
    states = tuple(replace(_INES, key=state, state=state) for state in get_args(people.State))
    page = people.TeamPage(_PLACE, (*states, _HERSELF), Leaf("/equipe"))
    for told in get_args(people.TeamTold):
        yield f"team-{told}", "supervisor/team", replace(page, told=told)
    full = tuple(replace(_INES, key=f"{number:032x}") for number in range(20))
    yield "team-full", "supervisor/team", replace(page, members=full, leaf=Leaf("/equipe", 20, 2, 3))


def _change() -> Iterator[tuple[str, str, object]]:
    for change in get_args(people.Change):
        yield f"change-{change}", "supervisor/change", people.ChangePage(change, _INES)
    for error in get_args(ProofMistake):
        yield f"change-{error}", "supervisor/change", people.ChangePage("suspendre", _INES, CodeAsked("", error))
    yield "change-key", "supervisor/change", people.ChangePage("reinitialiser", _INES, CodeAsked("{}", "missing"))


def _invite() -> Iterator[tuple[str, str, object]]:
    page = people.InvitePage(_PLACE, "Guichet", "Chloé", "Petit", "petit.chloe")
    yield "invite", "supervisor/invite", people.InvitePage(_PLACE, "Guichet")
    for error in get_args(people.InviteMistake):
        yield f"invite-{error}", "supervisor/invite", replace(page, error=error)
    for empty in ("first_name", "name", "identifier"):
        yield f"invite-no-{empty}", "supervisor/invite", replace(page, error="missing", **{empty: ""})
    yield "invite-code", "supervisor/invite", replace(page, code=CodeAsked("{}", "wrong"))
    day = date(2026, 11, 28)
    address = "poste.dossier-clair.example/premiere-fois"
    told = people.InvitationPage("Chloé Petit", "petit.chloe", "7KQM-4HTX-9DFR", day, address)
    yield "invitation", "supervisor/invitation", told


def _site() -> Iterator[tuple[str, str, object]]:
    facts = people.SiteFacts(
        address="1 place de la Mairie, 67300 Schiltigheim",
        drafts=50,
        refused=2,
        by_errors=1,
        remote=3,
        minutes_to_agree=4,
        by_scope=(("dire non", 12), ("résumé imprimé", 3)),
        by_proof=(("un code reçu par SMS", 30),),
        by_duration=(("60 minutes", 29),),
        by_advisor=(("Inès Laurent", 15),),
    )
    counts = tuple(people.CountLine(words, place, place % 3) for place, words in enumerate(ACT_WORDS.values()))
    yield "site", "supervisor/site", people.SitePage(_PLACE, 7, facts, counts)
    yield "site-quick", "supervisor/site", people.SitePage(_PLACE, 31, replace(facts, minutes_to_agree=1), ())
    bare = people.SiteFacts("", 0, 0, 0, 0, None, (), (), (), ())
    yield "site-nothing", "supervisor/site", people.SitePage(_PLACE, 365, bare, ())
    yield "site-none", "supervisor/site", people.SitePage("Direction", 7, None, counts[:3])


def _acts() -> Iterator[tuple[str, str, object]]:
    lines = tuple(people.ActLine(_AT, "Inès Laurent", words, "", True) for words in ACT_WORDS.values())
    odd = (people.ActLine(_AT, "Exploitant", "Suspension", "Inès Laurent", False),)
    path = "/journal-des-actes?mois=2026-11"
    page = people.ActsPage(_PLACE, "2026-11", "novembre 2026", (*lines, *odd), month_before=path)
    yield "acts", "supervisor/acts", page
    between = replace(page, newer=f"{path}&page=1", older=f"{path}&page=3", month_after=path)
    yield "acts-between", "supervisor/acts", between
    yield "acts-none", "supervisor/acts", replace(page, lines=())


def _means() -> Iterator[tuple[str, str, object]]:
    for left in (0, 1, 9):
        yield f"rescue-{left}", "keys/rescue", RescuePage(left)
    yield "rescue-new", "keys/rescue", RescuePage(10, ("01234 56789",) * 10)
    for error in (None, "missing", "wrong"):
        yield f"two-codes-{error}", "sign_in/two_codes", TwoCodesPage(error)
