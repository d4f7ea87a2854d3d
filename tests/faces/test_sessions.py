"""Sessions end, by themselves or at a touch; what was typed too late waits for its owner, and for her alone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.kit.portal import House
from tests.kit.visitor import Answer, Visitor

ROUX, LEGOFF, CLAIRE = "roux.jeanne", "legoff.marcel", "martin.claire"
SIGNED_IN_PAGES = ("/mon-dossier", "/documents", "/historique", "/imprimer", "/dossiers", "/reprendre")


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 11, 23, 12, 0, tzinfo=UTC), tick=False) as clock:
        yield clock


def _is_open(visitor: Visitor) -> bool:
    return visitor.get("/documents").status == 200


def test_on_a_shared_computer_ten_idle_minutes_close_the_record(house: House, clock: time_machine.Traveller) -> None:
    visitor = house.signed_in(ROUX)
    clock.shift(timedelta(minutes=10))
    assert _is_open(visitor)
    clock.shift(timedelta(minutes=10, seconds=1))
    old = visitor.cookie()
    answer = visitor.get("/documents")
    assert (answer.status, answer.location) == (303, "/session-terminee")
    assert visitor.cookie() not in ("", old)
    page = visitor.follow(answer)
    assert page.heading == "Votre visite est terminée"
    assert "Il n’y a eu aucun geste pendant plusieurs minutes." in page.words


def test_on_a_shared_computer_thirty_minutes_close_it_even_in_use(house: House, clock: time_machine.Traveller) -> None:
    visitor = house.signed_in(ROUX)
    for _ in range(6):
        clock.shift(timedelta(minutes=5))
        assert _is_open(visitor)
    clock.shift(timedelta(seconds=1))
    page = visitor.follow(visitor.get("/documents"))
    assert "Elle durait depuis longtemps." in page.words
    assert not _is_open(visitor)


def test_on_her_own_computer_it_stays_open_fifteen_idle_minutes_and_twelve_hours_in_all(
    house: House, clock: time_machine.Traveller
) -> None:
    visitor = house.visitor()
    visitor.sign_in(ROUX, own_computer="yes")
    for _ in range(48):
        clock.shift(timedelta(minutes=15))
        assert _is_open(visitor)
    clock.shift(timedelta(seconds=1))
    assert not _is_open(visitor)


def test_the_page_that_a_forgotten_screen_turns_to_changes_the_cookie(
    house: House, clock: time_machine.Traveller
) -> None:
    visitor = house.signed_in(ROUX)
    old = visitor.cookie()
    wait, _, target = visitor.page.headers["Refresh"].partition("; url=")
    clock.shift(timedelta(seconds=int(wait)))
    page = visitor.get(target)
    assert page.heading == "Votre visite est terminée"
    # A changed cookie is what keeps the Back button from showing the record again.
    assert visitor.cookie() not in ("", old)
    assert "Roux" not in page.html


def test_while_she_reads_elsewhere_a_forgotten_page_only_goes_back_to_her_record(house: House) -> None:
    visitor = house.signed_in(ROUX)
    assert visitor.follow(visitor.get("/session-terminee")).path == "/mon-dossier"


def test_pages_told_to_refresh_are_those_of_an_open_session_only(house: House) -> None:
    visitor = house.visitor()
    for path in ("/", "/connexion", "/aide"):
        assert "Refresh" not in visitor.get(path).headers
    visitor.sign_in(ROUX)
    for path in ("/mon-dossier", "/documents", "/aide"):
        assert visitor.get(path).headers["Refresh"] == "605; url=/session-terminee"


def test_a_form_sent_too_late_is_kept_and_sent_again_after_signing_in(
    house: House, clock: time_machine.Traveller
) -> None:
    visitor = house.signed_in(ROUX)
    page = _send_too_late(visitor, clock)
    assert "Ce que vous avez écrit est gardé." in page.words
    page = visitor.sign_in(ROUX)
    assert (page.path, page.heading) == ("/reprendre", "Reprenez où vous étiez")
    sheet = visitor.post_form(page, to="/imprimer")
    assert sheet.headers["Content-Type"] == "application/pdf"
    assert visitor.follow(visitor.get("/mon-dossier")).path == "/mon-dossier"


def test_what_was_kept_can_be_given_up(house: House, clock: time_machine.Traveller) -> None:
    visitor = house.signed_in(ROUX)
    _send_too_late(visitor, clock)
    page = visitor.sign_in(ROUX)
    assert visitor.send(page, to="/reprendre").path == "/mon-dossier"
    assert visitor.follow(visitor.get("/reprendre")).path == "/mon-dossier"


def test_another_patient_on_the_same_browser_does_not_see_what_was_kept(
    house: House, clock: time_machine.Traveller
) -> None:
    visitor = house.signed_in(ROUX)
    _send_too_late(visitor, clock)
    assert visitor.sign_in(LEGOFF).path == "/mon-dossier"
    assert visitor.follow(visitor.get("/reprendre")).path == "/mon-dossier"
    visitor.leave()
    assert house.signed_in(ROUX).page.path == "/reprendre"


def test_what_was_kept_is_sealed_and_waits_twenty_hours(house: House, clock: time_machine.Traveller) -> None:
    visitor = house.signed_in(ROUX)
    _send_too_late(visitor, clock)
    with house.store.reading() as unit:
        sealed = unit.connection.exec_driver_sql("SELECT sealed FROM kept_form").scalar_one()
    assert b"imprimer" not in sealed
    clock.shift(timedelta(hours=20, seconds=1))
    assert visitor.sign_in(ROUX).path == "/mon-dossier"


def test_only_her_next_reading_keeps_a_late_reading_request_from_being_kept(
    house: House, clock: time_machine.Traveller
) -> None:
    visitor = house.signed_in(ROUX)
    clock.shift(timedelta(minutes=11))
    assert visitor.get("/historique").location == "/session-terminee"
    assert visitor.sign_in(ROUX).path == "/mon-dossier"


def test_leaving_gives_a_fresh_cookie_and_clears_what_the_browser_holds(house: House) -> None:
    visitor = house.signed_in(ROUX)
    old = visitor.cookie()
    answer = visitor.post_form(visitor.page, to="/quitter")
    assert (answer.status, answer.location) == (303, "/au-revoir")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert visitor.cookie() not in ("", old)
    for path in SIGNED_IN_PAGES:
        assert visitor.get(path).location == "/connexion"


def test_signing_in_gives_a_fresh_cookie_so_that_nobody_can_plant_one(house: House) -> None:
    visitor = house.visitor()
    page = visitor.give_password(ROUX)
    before = visitor.cookie()
    visitor.send(page, code=house.code(ROUX))
    assert visitor.cookie() not in ("", before)
    stranger = house.visitor()
    stranger.client.set_cookie("dossier", before, domain="127.0.0.1")
    assert stranger.get("/mon-dossier").status == 303


def test_a_stranger_is_sent_to_sign_in_from_every_signed_in_page(house: House) -> None:
    visitor = house.visitor()
    for path in (*SIGNED_IN_PAGES, "/documents/" + "0" * 32):
        assert visitor.get(path).location == "/connexion"


def test_leaving_on_one_browser_leaves_the_other_open(house: House) -> None:
    one, other = house.signed_in(CLAIRE), house.signed_in(CLAIRE)
    one.leave()
    assert _is_open(other)


def _send_too_late(visitor: Visitor, clock: time_machine.Traveller) -> Answer:
    page = visitor.get("/imprimer")
    clock.shift(timedelta(minutes=11))
    answer = visitor.post_form(page, size="24")
    assert answer.location == "/session-terminee?garde=1"
    return visitor.follow(answer)


def test_what_was_kept_waits_on_when_sending_it_failed_through_no_fault_of_hers(
    house: House, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = house.signed_in(ROUX)
    _send_too_late(visitor, clock)
    form = visitor.sign_in(ROUX).form("/imprimer")
    with monkeypatch.context() as broken:
        broken.setattr("printouts.summary.MAX_TOTAL", 1)
        response = visitor.client.post("/imprimer", data=form.untouched, base_url=visitor.base_url)
        assert response.status_code == 500
    page = visitor.follow(visitor.get("/mon-dossier"))
    assert page.path == "/reprendre"
    assert visitor.post_form(page, to="/imprimer").headers["Content-Type"] == "application/pdf"
    assert visitor.get("/mon-dossier").status == 200
