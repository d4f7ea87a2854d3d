"""The desk, the portal and one screen: an advisor gives Mme Roux her turn, through the pages of both sites."""

from dataclasses import dataclass

from tests.kit.desk import AtDesk, Desk
from tests.kit.house import CODES, PASSWORD
from tests.kit.portal import House
from tests.kit.turns import open_record
from tests.kit.visit_acts import Visiting
from tests.kit.visitor import Answer, Visitor
from tests.kit.visits import advisor_at, agreed, in_front


@dataclass
class Screen:
    """The screen of a desk while the patient has it: one browser on the portal, another cookie on the desk."""

    visiting: Visiting
    browser: Visitor
    ticket: str

    @property
    def house(self) -> House:
        return self.visiting.desk.house

    @property
    def ines(self) -> AtDesk:
        return self.visiting.ines

    def begin(self) -> Answer:
        """Take the ticket; return the page that asks for her password."""
        return self.browser.send(self.browser.get(f"/tour/{self.ticket}"))

    def by_card(self, page: Answer) -> Answer:
        """Give the first line of her card, whatever the page asks for: any live code is understood."""
        return self.browser.send(page, code=CODES[0])

    def prove(self) -> Answer:
        """Take the ticket, give her password and a line of her card; return what she sees."""
        return self.by_card(self.browser.send(self.begin(), password=PASSWORD))


def visiting_to_print(desk: Desk, **traits: object) -> Visiting:
    """Begin a visit in which she lets her advisor have her summary printed; she has an account and a card."""
    her = in_front(desk.house, **traits)
    with desk.house.store.writing() as unit:
        open_record(unit, her.id)
    ines = advisor_at(desk)
    return Visiting(desk, ines, agreed(ines, desk.house, her, "print-summary"), her)


def turned(visiting: Visiting, browser: Visitor | None = None, place: str = "resume") -> Screen:
    """Have the advisor give her the screen, to read her summary or to answer (`accord`); return it."""
    ines = visiting.ines
    answer = ines.post_form(visiting.open(place), to=f"{visiting.path}/{place}/tour")
    assert (answer.status, answer.location) == (303, "/a-son-tour"), answer.words
    page = ines.get(answer.location)
    assert page.headers["Refresh"] == "0; url=/a-son-tour/aller"
    there = ines.get(page.link("Continuer"))
    site, _, ticket = there.location.rpartition("/tour/")
    assert site == visiting.desk.house.settings.portal_url.rstrip("/")
    return Screen(visiting, browser or visiting.desk.house.visitor(), ticket)
