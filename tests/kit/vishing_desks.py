"""What is done in a call at a desk with an identity paper: advisors, supervisors, and the screens before them."""

from tests.kit.desk import INES, SARAH
from tests.kit.oversight import PAPER, give_paper
from tests.kit.vishing import Act, Stage, browser_of
from tests.kit.vishing_acts import PAUSE, at, plain
from tests.kit.visitor import Answer


def sees_a_paper(whose_screen: str, by: str = INES) -> Act:
    """The advisor types what stands on a paper, and the code of the screen before her."""

    def act(stage: Stage) -> None:
        stage.clock.shift(PAUSE)
        answer = paper(stage, by, desk_code(stage, whose_screen))
        assert answer.location == f"/guichet/{stage.number}", answer.words

    return act


def sees_no_paper(because: str, whose_screen: str, by: str = INES, **changes: str) -> Act:
    """What was typed is refused."""

    def act(stage: Stage) -> None:
        code = _codes_without_a_screen(stage).get(whose_screen) or desk_code(stage, whose_screen)
        page = paper(stage, by, code, **changes)
        assert (page.status, because in plain(page)) == (422, True), page.location

    return act


def says(answer: str, by: str = SARAH) -> Act:
    """The supervisor answers for the paper that was seen: oui or non."""

    def act(stage: Stage) -> None:
        path = f"/a-confirmer/{stage.number}"
        page = at(stage, by).send(at(stage, by).get(path), to=f"{path}/{answer}")
        assert ("C’est confirmé." if answer == "oui" else "C’est refusé.") in page.words, page.words

    return act


def cannot_say_yes(because: str, by: str = SARAH) -> Act:
    """There is nothing to say yes to, or not for this supervisor; she posts it whether or not a form offers it."""

    def act(stage: Stage) -> None:
        path = f"/a-confirmer/{stage.number}"
        boss, yes = at(stage, by), f"{path}/oui"
        shown = boss.get(path)
        offered = [form.untouched for form in shown.forms if form.action in (yes, "/quitter")]
        page = boss.post(yes, offered[0] if shown.status == 200 else offered[-1])
        assert (page.status in (410, 422), because in plain(page)) == (True, True), page.location or page.words

    return act


def shows_the_desk_code(who: str, *, keep: bool = True) -> Act:
    """Somebody has the pages show a code for a desk; hers is read there."""

    def act(stage: Stage) -> None:
        if keep:
            stage.found["screen code"] = desk_code(stage, who)
        else:
            browser = browser_of(stage, who)
            browser.send(browser.get("/acces-perdu/guichet"), to="/acces-perdu/guichet")

    return act


def desk_code(stage: Stage, whose: str) -> str:
    """Return the code for a desk that this browser shows."""
    page = browser_of(stage, whose).send(browser_of(stage, whose).get("/acces-perdu/guichet"))
    assert page.path == "/acces-perdu/guichet/code", page.words
    stage.number = next(word for word in page.words.split() if len(word) == 14).replace("-", "")
    return "".join(word for word in page.words.split() if len(word) == 3 and word.isdigit())


def _codes_without_a_screen(stage: Stage) -> dict[str, str]:
    return {"kept": stage.found.get("screen code", ""), "made up": "123456"}


def paper(stage: Stage, by: str, code: str, **changes: str) -> Answer:
    """Give the advisor's page a paper; return what came back."""
    return give_paper(at(stage, by), stage.number, code, **{**PAPER, **changes})
