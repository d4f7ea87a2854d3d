"""Who speaks in a call, and what agents can do at their pages meanwhile. Each is one act."""

from datetime import timedelta

from dossier.base import in_groups
from dossier.policy import Role
from dossier.recovery import LIMITS
from tests.kit.activating import AURELIE
from tests.kit.calling import CALLER, number_on, send_code, take_call
from tests.kit.desk import LEILA, PAUL, AtDesk
from tests.kit.house import enrolled, with_credentials
from tests.kit.recovery import CONTACTS, identity_of
from tests.kit.vishing import Act, Line, Stage
from tests.kit.visitor import Answer

PAUSE = timedelta(seconds=31)
OTHER_INS = "269054958815879"
ANNE, MARC, NADIA = "petit.anne", "weber.marc", "klein.nadia"
_NEWCOMERS = {
    ANNE: (Role.CALL_AGENT, "Nord"),
    MARC: (Role.ADVISOR, "France Services de Mulhouse"),
    NADIA: (Role.SUPERVISOR, "Nuit"),
}
"""Colleagues whom the demonstration doesn't have: Paul's neighbor, a second advisor, a second supervisor."""
_LETTERS = "abcdefghij"
_OF_A_CASE = ("code", "rappel", "appeler", "rendez-vous", "contact")


# Who speaks


def thief(words: str, *acts: Act) -> Line:
    """Let the caller speak."""
    return Line("Le voleur", words, acts)


def agent(words: str, *acts: Act) -> Line:
    """Let the first agent speak."""
    return Line("L’agent", words, acts)


def colleague(words: str, *acts: Act) -> Line:
    """Let somebody else of the staff speak."""
    return Line("Un collègue", words, acts)


def aurelie(words: str, *acts: Act) -> Line:
    """Let her speak, whose access it is."""
    return Line("Aurélie", words, acts)


def meanwhile(words: str, *acts: Act) -> Line:
    """Tell what happens between two scenes."""
    return Line("", words, acts)


# At the telephone


def finds_the_line_closed(opens_at: str, by: str = PAUL) -> Act:
    """Outside the hours nothing can be opened, even by an agent who is there."""

    def act(stage: Stage) -> None:
        late = at(stage, by)
        token = late.get("/appels").form("/quitter").untouched["jeton"]
        for page in (late.get("/appels/nouveau"), late.post("/appels/nouveau", {"jeton": token, **CALLER})):
            assert (page.status, opens_at in plain(page)) == (403, True), page.words

    return act


def opens(by: str = PAUL, **typed: str) -> Act:
    """An agent types who calls, and a case is opened."""

    def act(stage: Stage) -> None:
        stage.number = number_on(take_call(at(stage, by), **typed))

    return act


def takes_up(by: str, **typed: str) -> Act:
    """Another agent goes on with the case, by its number and the identity."""

    def act(stage: Stage) -> None:
        page = take_call(at(stage, by), number=in_groups(stage.number), **typed)
        assert number_on(page) == stage.number

    return act


def cannot_open(because: str, by: str = PAUL, **typed: str) -> Act:
    """The page refuses, and says why."""

    def act(stage: Stage) -> None:
        page = take_call(at(stage, by), **{name: value.format(stage=stage) for name, value in typed.items()})
        assert (page.status in (403, 422, 429), because in plain(page)) == (True, True), page.words

    return act


def sends(proof: str, by: str = PAUL) -> Act:
    """The agent presses the button of a channel, and a code leaves."""

    def act(stage: Stage) -> None:
        stage.clock.shift(PAUSE)
        before = len(stage.sent("recovery-code", proof))
        page = send_code(at(stage, by), case_page(stage, by), proof)
        assert page.status == 200, page.words
        assert len(stage.sent("recovery-code", proof)) == before + 1
        holds_no_code(stage, page)

    return act


def sends_nothing(proof: str, because: str, by: str = PAUL) -> Act:
    """He tries, as no button offers it; nothing leaves, and the page says why."""

    def act(stage: Stage) -> None:
        stage.clock.shift(PAUSE)
        before = len(stage.sent("recovery-code"))
        page = posted(stage, by, "code", proof=proof)
        assert (page.status, because in plain(page)) == (422, True), page.words
        assert len(stage.sent("recovery-code")) == before

    return act


def has_lost_the_case(by: str = PAUL) -> Act:
    """The case isn't in this agent's calls any more, or never was."""

    def act(stage: Stage) -> None:
        assert at(stage, by).get(f"/appels/{stage.number}").location == "/appels?inconnu=1"

    return act


def has_no_way_to_let_him_in(by: str = PAUL) -> Act:
    """Nothing on the page of the case opens anything, and no address beside it exists."""

    def act(stage: Stage) -> None:
        page, path = case_page(stage, by), f"/appels/{stage.number}"
        acts = {form.action for form in page.forms} - {"/quitter", "/laisser-le-poste"}
        assert acts <= {f"{path}/{one}" for one in _OF_A_CASE}, acts
        asked = {name for form in page.forms if form.action in acts for name in form.offered}
        assert asked <= {"jeton", "proof"}, f"there is a box for {asked}"
        for invented in ("accorder", "preuve", "mot-de-passe", "identite", "code/voir", "debloquer"):
            assert posted(stage, by, invented, proof="desk", code="123456").status == 404, invented
        for proof in ("desk", "card", "password", "totp"):
            assert posted(stage, by, "code", proof=proof, code="12345678", visit="x").status == 422, proof

    return act


def shows_no_contact(by: str = PAUL) -> Act:
    """All that the agent could read aloud: two digits, two letters, a town."""

    def act(stage: Stage) -> None:
        page = case_page(stage, by)
        flat = page.content.decode().replace(" ", "").replace("\u00a0", "").casefold()
        for secret in ("98014", "09014", "jeanne.roux", "example.org", "tanneurs", "43000"):
            assert secret not in flat, secret
        assert "finit par 42" in page.words

    return act


def plans_a_call(by: str = PAUL, **slot: str) -> Act:
    """The agent plans a call-back, which a letter announces."""

    def act(stage: Stage) -> None:
        path = f"/appels/{stage.number}/rappel"
        page = at(stage, by).send(at(stage, by).get(path), to=path, **slot)
        assert "Nous l’appelons le" in plain(page), page.words
        assert stage.sent("call-back-letter")

    return act


def plans_no_call(because: str, by: str = PAUL, **slot: str) -> Act:
    """No such call can be planned."""

    def act(stage: Stage) -> None:
        assert because in plain(posted(stage, by, "rappel", **slot))
        assert not stage.sent("call-back-letter")

    return act


def rings(by: str = PAUL) -> Act:
    """She is rung, on the telephone on file; the page gives no more than before."""

    def act(stage: Stage) -> None:
        page = posted(stage, by, "appeler")
        assert page.status == 200, page.words
        assert {one.address for one in stage.sent("call-back")} == {"+33471090142"}
        assert "Aucune" in page.words, "a call proves nothing"

    return act


def rings_nobody(because: str, by: str = PAUL) -> Act:
    """The telephone doesn't ring, and the page says why."""

    def act(stage: Stage) -> None:
        assert because in plain(posted(stage, by, "appeler"))
        assert not stage.sent("call-back")

    return act


def opens_for_others(count: int, by: str = PAUL) -> Act:
    """All day long, other people call."""

    def act(stage: Stage) -> None:
        for number in range(count):
            if number and number % LIMITS.cases_an_hour == 0:
                stage.clock.shift(timedelta(minutes=61))
            assert (
                take_call(at(stage, by), birth_name=f"Durand {_LETTERS[number // 10]}{_LETTERS[number % 10]}").path
                != "/appels/nouveau"
            )

    return act


def answers_alike(by: str = PAUL) -> Act:
    """She, and two who are nearly her, get pages that say the same; only the drawn channels differ."""

    def act(stage: Stage) -> None:
        told = set()
        for typed in ({}, {"first_name": "Aurore"}, {"birth_name": "Dupond"}):
            page = take_call(at(stage, by), **typed)
            said = plain(page).replace(in_groups(number_on(page)), "NUMBER")
            said = said.replace("Application de codes ", "")  # drawn too: one in eight seems to have one
            told.add((page.status, said.partition("Envoyer un code")[0], said.rpartition("Sans envoi")[2]))
        assert len(told) == 1, told

    return act


def sits_down_at_a_locked_desk(by: str = PAUL) -> Act:
    """Somebody else touches the page that an agent left open a while ago: it asks for a code, whatever he presses."""

    def act(stage: Stage) -> None:
        left = at(stage, by)
        token = left.get(f"/appels/{stage.number}").form("/quitter").untouched["jeton"]
        stage.clock.shift(timedelta(minutes=16))
        for path in (f"/appels/{stage.number}", "/appels", "/changements"):
            assert left.get(path).location == "/reprise", path
        for path in (f"/appels/{stage.number}/code", f"/appels/{stage.number}/contact", "/appels/nouveau"):
            answer = left.post(path, {"jeton": token, "proof": "sms", **CALLER})
            assert answer.location == "/reprise" or answer.status == 400, path  # its token died with the old cookie
        assert not stage.sent("recovery-code")

    return act


def somebody_else_has(value: str, by: str = LEILA) -> Act:
    """The same new number is asked for another person, in another call."""

    def act(stage: Stage) -> None:
        with stage.house.store.writing() as unit:
            other = enrolled(
                unit, **{**CONTACTS, "birth_on": AURELIE.birth_on, "birth_name": "MOREL", "ins": OTHER_INS}
            )
            with_credentials(unit, other)
            typed = identity_of(unit, other)
        page = take_call(at(stage, by), birth_name=typed.birth_name, first_name=typed.first_name, ins=typed.ins)
        before, stage.number = stage.number, number_on(page)
        reference = stage.reference
        asks_a_change(by=by, value=value)(stage)
        stage.number, stage.reference = before, reference

    return act


# A change of contact


def asks_a_change(sort: str = "mobile", by: str = PAUL, **typed: str) -> Act:
    """The agent asks for a change of contact."""

    def act(stage: Stage) -> None:
        path = f"/appels/{stage.number}/contact"
        page = at(stage, by).send(at(stage, by).get(f"{path}?sorte={sort}"), to=path, **typed)
        assert page.heading == "Le changement est demandé", page.words
        stage.reference = page.words.partition("Référence du changement ")[2][:14].replace("-", "")

    return act


def agrees(by: str = LEILA) -> Act:
    """Somebody of another team agrees to it."""

    def act(stage: Stage) -> None:
        assert "Votre accord est noté." in agreement(stage, by).words

    return act


def cannot_agree(because: str, by: str) -> Act:
    """The page takes no agreement from this one."""

    def act(stage: Stage) -> None:
        assert because in plain(agreement(stage, by)), stage.at(by).page.words

    return act


# Workings


def at(stage: Stage, who: str) -> AtDesk:
    """Return a colleague at a desk; a newcomer is taken on first."""
    if who in _NEWCOMERS:
        stage.hire(who, *_NEWCOMERS[who])
    return stage.at(who)


def case_page(stage: Stage, by: str) -> Answer:
    """Return the page of the case, as its agent has it."""
    page = at(stage, by).get(f"/appels/{stage.number}")
    assert page.status == 200, f"{by} doesn't hold the case"
    return page


def posted(stage: Stage, by: str, act: str, **fields: str) -> Answer:
    """Post to an address of the case, whether or not a button offers it; return the page after it."""
    someone = at(stage, by)
    token = someone.get("/appels").form("/quitter").untouched["jeton"]
    return someone.follow(someone.post(f"/appels/{stage.number}/{act}", {"jeton": token, **fields}))


def agreement(stage: Stage, by: str) -> Answer:
    """Post an agreement to the change; return the page after it."""
    someone = at(stage, by)
    token = someone.get("/changements").form("/quitter").untouched["jeton"]
    return someone.follow(someone.post(f"/changements/{stage.reference}/accord", {"jeton": token}))


def holds_no_code(stage: Stage, page: Answer) -> None:
    """Hold that no code that was sent stands in what an agent received."""
    for message in (*stage.sent("recovery-code"), *stage.sent("recovery-notice")):
        for name in ("code", "dispute"):
            assert message.parameters.get(name, "no code") not in page.content.decode()


def plain(page: Answer) -> str:
    """Return a page's words with ordinary spaces."""
    return page.words.replace("\u00a0", " ") if page.html else ""
