"""Known or not: the same pages, statuses, words and sizes until a proof is made; and what slows guessing down."""

from datetime import timedelta

import pytest
import time_machine

from dossier.outbox import waiting_messages
from dossier.recovery import Lost
from tests.kit.activating import NOON
from tests.kit.portal import House
from tests.kit.recovering import ask, case_on, known
from tests.kit.visitor import Answer, Visitor

Seen = tuple[str, int, str, int, str]


def seen(page: Answer, number: str) -> Seen:
    """Everything that a claimant could compare, but the number of his case."""
    words = page.all_words.replace(number, "NUMBER")
    return page.path, page.status, words, len(page.content), page.headers.get("Retry-After", "")


def walk(house: House, clock: time_machine.Traveller, lost: Lost, name: str, *, last_first: bool = False) -> list[Seen]:
    """Try the ways that are offered, wrongly, until the case is locked; come back to it; return all that was seen."""
    visitor = house.visitor()
    clock.move_to(NOON)
    start = ask(visitor, lost, name)
    number = case_on(start)
    pages = [start]
    for way in sorted(start.form().offered["proof"], reverse=last_first) * 2:
        clock.shift(timedelta(seconds=40))
        page = visitor.get("/acces-perdu/preuve")
        if page.status == 303:
            break
        page = visitor.send(page, proof=way)
        pages += [page, _answered_wrongly(visitor, page)]
        if way == "sms":
            pages.append(visitor.send(page, renvoyer=""))
    for path in ("preuve", "code/recu", "mot-de-passe", "identifiant", "second-code", "guichet", "etat", "fini"):
        pages.append(visitor.follow(visitor.get(f"/acces-perdu/{path}")))
    pages += [_follow(house.visitor(), number), _follow(house.visitor(), number, year="1970")]
    return [seen(page, number) for page in pages]


def _answered_wrongly(visitor: Visitor, page: Answer) -> Answer:
    if page.path == "/acces-perdu/mot-de-passe-actuel":
        return visitor.send(page, password="pas celui-là")
    return visitor.send(page, code="00000000")


def _follow(visitor: Visitor, number: str, year: str = "1969") -> Answer:
    return visitor.send(visitor.get("/acces-perdu/suivi"), number=number, day="28", month="5", year=year)


@pytest.mark.parametrize("lost", list(Lost))
def test_known_and_unknown_see_the_same_from_the_first_page_to_the_lock(house: House, lost: Lost) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        known(house)
        hers, nobodys = walk(house, clock, lost, "Delmas"), walk(house, clock, lost, "Dupond")
    assert hers == nobodys
    assert "Votre demande est en pause" in hers[-2][2]


def test_somebody_without_any_contact_sees_the_same_too(house: House) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        known(house, card=False, email="")
        hers = walk(house, clock, Lost.PASSWORD, "Delmas", last_first=True)
        assert hers == walk(house, clock, Lost.PASSWORD, "Dupond", last_first=True)


def test_an_unknown_person_is_never_written_to_and_a_known_one_is_on_every_channel(house: House) -> None:
    with time_machine.travel(NOON, tick=False):
        patient_id, _ = known(house)
        with house.store.reading() as unit:
            before = len(waiting_messages(unit, limit=500))
        ask(house.visitor(), Lost.PASSWORD, "Dupond")
        with house.store.reading() as unit:
            assert len(waiting_messages(unit, limit=500)) == before
        ask(house.visitor(), Lost.PASSWORD)
        with house.store.reading() as unit:
            told = [one.channel for one in waiting_messages(unit, limit=500, patient_id=patient_id)]
        assert sorted(told) == ["email", "letter", "sms", "voice"]


def test_many_openings_and_many_wrong_numbers_wait(house: House) -> None:
    with time_machine.travel(NOON, tick=False):
        pages = [ask(house.visitor(), Lost.PASSWORD, "Dupond") for _ in range(7)]
        assert (pages[0].path, pages[-1].heading) == ("/acces-perdu/preuve", "Accès perdu : faites une pause")
        assert int(pages[-1].headers["Retry-After"]) > 0
        number = case_on(pages[0])
        tries = [_follow(house.visitor(), number, year="1970") for _ in range(11)]
        assert "ne vont pas ensemble" in tries[0].words
        assert (tries[-1].status, tries[-1].heading) == (429, "Accès perdu : faites une pause")


def test_no_address_carries_anything_about_the_person(house: House) -> None:
    visitor = house.visitor()
    with time_machine.travel(NOON, tick=False):
        known(house)
        number = case_on(ask(visitor, Lost.PHONE))
    told = " ".join(visitor.trail).casefold()
    for part in ("delmas", "aur", "269054", "1969", number.casefold(), number.replace("-", "").casefold()):
        assert part not in told
