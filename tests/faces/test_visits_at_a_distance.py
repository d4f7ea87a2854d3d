"""A visit by telephone, through the pages of the desk, of the portal and of the demonstration's telephone."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from back_office.demo.cast import BY_IDENTIFIER
from dossier.base import now
from dossier.mandates import MandateState, take_call
from tests.kit.desk import SARAH, AtDesk, Desk, desk_of
from tests.kit.house import events_of
from tests.kit.mandates import CONTACTS, Somebody, messages
from tests.kit.portal import House
from tests.kit.visitor import Answer
from tests.kit.visits import (
    PATH,
    advisor_at,
    ask_for,
    code_for,
    drafted_by,
    in_front,
    number_of,
    put_at,
    reference_in,
    state_of,
    typed,
)
from tests.printouts.reading import words as words_of

WAITS = "La personne doit d’abord être rappelée."


@pytest.fixture
def desk(house: House) -> Desk:
    return desk_of(house)


@pytest.fixture
def ines(desk: Desk) -> AtDesk:
    return advisor_at(desk)


@pytest.fixture
def her(house: House) -> Somebody:
    return in_front(house)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now(), tick=False) as clock:
        yield clock


def far(ines: AtDesk, her: Somebody, *scopes: str, **more: str) -> str:
    return drafted_by(ines, her, *scopes, remote="on", **more)


def form(ines: AtDesk, reference: str, place: str, **fields: str) -> Answer:
    """Post a form of the visit whether its page shows it or not; return what came back, not followed."""
    token = ines.get(PATH).form("/laisser-le-poste").untouched["jeton"]
    return ines.post(f"{PATH}/{reference}/{place}", {"jeton": token} | fields)


def rung(ines: AtDesk, reference: str, line: str = "landline", **fields: str) -> Answer:
    return ines.follow(form(ines, reference, "appel", **{line: ""}, **fields))


def mark_of(house: House, her: Somebody) -> str:
    with house.store.reading() as unit:
        return messages(unit, her.id, "mandate-call")[0].parameters["call"]


def on_her_telephone(house: House, her: Somebody, keys: str) -> Answer:
    """Press keys in the newest call, as the demonstration lets one do."""
    visitor, mark = house.visitor(), mark_of(house, her)
    visitor.weight = None  # as heavy as what was sent
    page = visitor.get("/demo/outbox")
    return visitor.follow(visitor.post_form(page, to="/demo/telephone", call=mark, keys=keys))


def agreed_far(ines: AtDesk, house: House, her: Somebody, *scopes: str, **more: str) -> str:
    reference = far(ines, her, *scopes, **more)
    rung(ines, reference)
    on_her_telephone(house, her, "1")
    form(ines, reference, "accord", way="sms")
    assert "Le code est bon." in on_her_telephone(house, her, code_for(house, her)).words
    return reference


def test_a_whole_visit_by_telephone(desk: Desk, ines: AtDesk, house: House, her: Somebody) -> None:
    reference = far(ines, her, "opt-out")
    page = ines.get(f"{PATH}/{reference}/accord")
    assert "Au téléphone" in page.all_words
    for told in (
        "D’abord, faites rappeler la personne",
        "Faire rappeler le fixe",
        "Faire rappeler le mobile",
        "Raccrochez.",
    ):
        assert told in page.words, told
    assert {one.action for one in page.forms} >= {f"{PATH}/{reference}/appel"}
    assert f"{PATH}/{reference}/accord" not in {one.action for one in page.forms}
    assert not any(CONTACTS[kind][3:] in page.html for kind in ("mobile", "landline"))
    page = ines.send(page, to=f"{PATH}/{reference}/appel", landline="")
    assert (page.path, "Son téléphone sonne." in page.words) == (f"{PATH}/{reference}/accord", True)
    assert "Vous avez répondu." in on_her_telephone(house, her, "1").words
    page = ines.get(f"{PATH}/{reference}/accord")
    assert ("La personne a répondu." in page.words, "Sa carte de codes" in page.words) == (True, True)
    assert "Un code par appel" not in page.words, "she is on that telephone"
    page = ines.follow(form(ines, reference, "accord", way="sms"))
    assert (page.path, "La personne le tape sur son téléphone." in page.words) == (f"{PATH}/{reference}/accord", True)
    assert "Tourner l’écran" not in page.words
    assert "Rien n’a changé." in on_her_telephone(house, her, "000000").words
    assert "Le code est bon." in on_her_telephone(house, her, code_for(house, her)).words
    page = ines.follow(ines.get(f"{PATH}/{reference}/accord"))
    assert (page.path, "un code reçu par SMS, au téléphone" in page.words) == (f"{PATH}/{reference}", True)
    assert state_of(desk, reference) is MandateState.ACTIVE
    page = ines.get(f"{PATH}/{reference}/dire-non")
    assert page.status == 200
    for paper in ("acte", "fiche"):
        said = words_of(ines.get(f"{PATH}/{reference}/{paper}").content)
        assert "un code reçu par SMS, à distance, après avoir rappelé la personne" in said, paper
    checked = house.visitor().get(f"/M/{reference}")
    assert "France Services du Puy, à distance, par téléphone" in checked.words


def test_the_line_of_her_card_is_told_to_her_and_never_typed_here(ines: AtDesk, house: House, her: Somebody) -> None:
    reference = far(ines, her)
    rung(ines, reference)
    on_her_telephone(house, her, "1")
    page = ines.follow(form(ines, reference, "accord", way="card"))
    assert "Tapez le prochain code de votre carte : le premier non barré." in page.words
    for answer in (ines.get(f"{PATH}/{reference}/a-vous"), form(ines, reference, "a-vous", code="00000000")):
        assert answer.location == f"{PATH}/{reference}"
    assert 'type="password"' not in page.html


def test_before_the_call_nothing_is_asked_of_her(ines: AtDesk, house: House, her: Somebody) -> None:
    reference = far(ines, her)
    for way in ("sms", "voice", "card"):
        answer = form(ines, reference, "accord", way=way)
        assert (answer.status, WAITS in answer.words) == (422, True)
    rung(ines, reference)
    assert WAITS in form(ines, reference, "accord", way="sms").words
    with house.store.reading() as unit:
        assert messages(unit, her.id) == []


def test_who_answers_too_late_is_missed_and_may_be_rung_again_three_times(
    ines: AtDesk, house: House, her: Somebody, clock: time_machine.Traveller
) -> None:
    reference = far(ines, her)
    for _ in range(3):
        rung(ines, reference)
        assert "Un appel vient de partir." in rung(ines, reference, "mobile").words
        clock.shift(timedelta(seconds=95))
        assert "Pas de réponse." in ines.get(f"{PATH}/{reference}/accord").words
    assert "Rien n’a changé." in on_her_telephone(house, her, "1").words
    page = rung(ines, reference)
    assert "Trois appels sont restés sans réponse." in page.words


def test_somebody_unknown_or_without_a_telephone_is_rung_and_missed_like_anybody(
    ines: AtDesk, house: House, her: Somebody, clock: time_machine.Traveller
) -> None:
    without = in_front(house, mobile="", landline="", ins=number_of(2540343765432), first_names=("CLAIRE",))
    unknown = ask_for(ines, typed(her) | {"ins": number_of(2540343765499)}, "opt-out", remote="on")
    told = []
    for reference in (far(ines, her), far(ines, without), reference_in(unknown)):
        pages = [ines.get(f"{PATH}/{reference}/accord"), rung(ines, reference, "mobile")]
        clock.shift(timedelta(seconds=95))
        pages.append(ines.get(f"{PATH}/{reference}/accord"))
        pages.append(ines.follow(form(ines, reference, "accord", way="sms")))
        told.append([(one.status, _bare(one.words)) for one in pages])
    assert told[0] == told[1] == told[2]
    assert "Pas de réponse." in told[0][2][1]
    with house.store.reading() as unit:
        assert messages(unit, without.id, "mandate-call") == []


def _bare(words: str) -> str:
    told = words.replace("Claire", "Jeanne")
    return " ".join("x" if any(sign.isdigit() for sign in one) else one for one in told.split())


@pytest.mark.parametrize(("scopes", "more"), [(("opt-out",), {"duration": "month"}), (("paper-in",), {})])
def test_what_the_telephone_does_not_allow_is_told_and_what_was_typed_stays(
    ines: AtDesk, her: Somebody, scopes: tuple[str, ...], more: dict[str, str]
) -> None:
    page = ask_for(ines, typed(her), *scopes, remote="on", **more)
    assert (page.status, "Au téléphone : un jour au plus, et aucun papier à ajouter." in page.words) == (422, True)
    assert 'name="remote" checked' in page.html


def test_no_paper_and_no_turn_for_somebody_on_the_telephone(ines: AtDesk, house: House, her: Somebody) -> None:
    reference = far(ines, her, "print-summary")
    page = ines.get(f"{PATH}/{reference}/accord")
    assert "papier signé" not in page.words
    assert ines.get(f"{PATH}/{reference}/papier-signe").location == f"{PATH}/{reference}"
    reference = agreed_far(ines, house, her, "print-summary")
    page = ines.get(f"{PATH}/{reference}/resume")
    assert "Lui donner la place" not in page.words
    assert form(ines, reference, "resume/tour").location == f"{PATH}/{reference}/resume"


def test_each_act_after_ten_minutes_wants_a_proof_and_after_an_hour_another_call(
    desk: Desk, ines: AtDesk, house: House, her: Somebody, clock: time_machine.Traveller
) -> None:
    reference = agreed_far(ines, house, her, "opt-out", duration="day")

    def wait(minutes: int) -> None:
        for _ in range(minutes // 5):
            clock.shift(timedelta(minutes=5))
            ines.get(PATH)

    wait(15)
    page = ines.follow(ines.get(f"{PATH}/{reference}/dire-non"))
    assert page.path == f"{PATH}/{reference}/preuve?acte=opt-out"
    assert "La personne a répondu." in page.words, "she is on the telephone since"
    page = ines.follow(form(ines, reference, "preuve", acte="opt-out", way="sms"))
    assert "Un code est demandé." in page.words
    assert "Le code est bon." in on_her_telephone(house, her, code_for(house, her)).words
    assert ines.get(f"{PATH}/{reference}/dire-non").status == 200
    wait(50)
    page = ines.follow(ines.get(f"{PATH}/{reference}/dire-non"))
    assert "Faites rappeler la personne" in page.words
    assert WAITS in form(ines, reference, "preuve", acte="opt-out", way="sms").words
    page = rung(ines, reference, acte="opt-out")
    assert (page.path, "Son téléphone sonne." in page.words) == (f"{PATH}/{reference}/preuve?acte=opt-out", True)


def test_on_her_own_screen_too_the_call_comes_first(desk: Desk, ines: AtDesk, house: House) -> None:
    claire = Somebody(house.patient_id("martin.claire"), BY_IDENTIFIER["martin.claire"].person)
    visitor = house.signed_in("martin.claire")
    reference = far(ines, claire)
    page = visitor.send(visitor.get(f"/mandats/{reference}"), to=f"/mandats/{reference}/accord")
    assert "Le guichet doit d’abord vous appeler." in page.words
    assert state_of(desk, reference) is MandateState.DRAFT
    rung(ines, reference, "mobile")
    with house.store.writing() as unit:
        assert take_call(unit, mark_of(house, claire), now())
    page = visitor.send(visitor.get(f"/mandats/{reference}"), to=f"/mandats/{reference}/accord")
    assert "Votre accord est donné." in page.words
    assert "France Services du Puy, à distance, par téléphone" in visitor.get(f"/mandats/{reference}").words
    said = visitor.get("/historique").words
    for told in ("Mandat donné : dire non au dossier, à distance", "Vous avez répondu à cet appel"):
        assert told in said, told
    with house.store.reading() as unit:
        assert "mandates:call:taken" in events_of(unit, claire.id)


def test_the_figures_of_the_site_tell_how_many(desk: Desk, ines: AtDesk, house: House, her: Somebody) -> None:
    agreed_far(ines, house, her)
    put_at(desk, identifier=SARAH)
    page = desk.signed_in(SARAH).get("/site")
    assert "Accords donnés au téléphone 1" in page.words
