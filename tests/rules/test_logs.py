"""The log: a short code and a few plain values a line; no text of an error, no word of a library."""

import logging
import sys
import threading
import warnings

import pytest

from dossier.base import log_context, logger
from tests.kit.log import house_log

LIBRARY = logging.root.getChild("gunicorn.error")
SECRET = "JEANNE ROUX"


def broken(text: str = SECRET) -> None:
    try:
        int(text)
    except ValueError as cause:
        raise RuntimeError(f"for {text}") from cause


def test_in_production_a_line_is_an_object_with_its_instant_and_who_speaks():
    with house_log() as written:
        logger("dossier.post").warning("not-accepted", provider="sms-http", outcome="later", number=3, gone=None)
    (line,) = written.lines
    assert line.pop("at").endswith("Z")
    assert line == {
        "event": "not-accepted", "level": "warning", "logger": "dossier.post",
        "provider": "sms-http", "outcome": "later", "number": 3, "gone": None,
    }  # fmt: skip


def test_elsewhere_it_is_read_by_people():
    with house_log(DEMO="1") as written:
        logger("portal").warning("store-silent", route="/documents")
    assert written.text.startswith("[warning  ] store-silent")
    assert "route=/documents" in written.text


def test_less_than_the_level_is_not_written():
    own = logging.root.getChild("a.library")
    own.setLevel(logging.WARNING)
    with house_log("error") as written:
        own.warning("listening")
        logger("portal").warning("request")
        logger("portal").error("broken")
    assert [line["event"] for line in written.lines] == ["broken"]


@pytest.mark.parametrize(
    "value",
    [
        "jeanne@roux.example",
        "+33639980103",
        "Hélène",
        "0639980103",
        "code 31415",
        "one\ntwo",
        "x" * 161,
        b"ROUX",
        ["a"],
    ],
)
def test_a_value_that_is_no_plain_code_is_withheld(value):
    with house_log() as written:
        logger("portal").error("told", why=value)
    assert written.lines[0]["why"] == "withheld"


@pytest.mark.parametrize(
    "value", ["recipient-550-5.1.1", "the identity token: aud", "(1, 2) = a_b; c'd <x>/y", "", 271828]
)
def test_codes_and_counts_are_kept(value):
    with house_log() as written:
        logger("portal").error("told", why=value)
    assert written.lines[0]["why"] == value


def test_words_put_in_by_the_old_way_are_withheld():
    with house_log() as written:
        logger("portal").error("hello %s", SECRET)
        logger("portal").error(f"hello {SECRET}, né ailleurs")
    assert "ROUX" not in written.text
    assert written.lines[1]["event"] == "withheld"


@pytest.mark.parametrize("how", ["fault", "exception"])
def test_an_error_is_its_type_its_cause_and_the_places_it_came_through(how):
    with house_log() as written:
        try:
            broken()
        except RuntimeError as error:
            if how == "fault":
                logger("portal").error("broken", fault=error)
            else:
                logger("portal").exception("broken")
    assert "ROUX" not in written.text
    (line,) = written.lines
    assert [one["type"] for one in line["faults"]] == ["RuntimeError", "ValueError"]
    for one in line["faults"]:
        assert all(place.startswith("tests/rules/test_logs.py:") for place in one["places"]), one
    assert len(line["faults"][0]["places"]) == 2
    assert set(line) == {"at", "event", "faults", "level", "logger"}


def test_causes_that_go_in_a_circle_are_told_once_around():
    first, second = ValueError(SECRET), ValueError(SECRET)
    first.__cause__, second.__cause__ = second, first
    with house_log() as written:
        logger("portal").error("broken", fault=first)
    assert len(written.lines[0]["faults"]) == 12


def test_a_library_is_told_without_its_words():
    with house_log() as written:
        LIBRARY.warning(f"Invalid request from {SECRET}")
        LIBRARY.warning("Error handling request %s", f"/dossier?nom={SECRET}")
        LIBRARY.info("Booting %s", SECRET)
        LIBRARY.warning({"name": SECRET})
        try:
            broken()
        except RuntimeError:
            LIBRARY.exception("broken by %s", SECRET, stack_info=True)
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn(SECRET, UserWarning, stacklevel=1)
    assert "ROUX" not in written.text
    assert [line["event"] for line in written.lines] == ["library"] * 5
    assert [line["level"] for line in written.lines] == ["warning", "warning", "warning", "error", "warning"]
    assert written.lines[0]["logger"] == "gunicorn.error"
    assert written.lines[0]["place"].startswith("tests/rules/test_logs.py:")
    assert [one["type"] for one in written.lines[3]["faults"]] == ["RuntimeError", "ValueError"]
    assert written.lines[4]["logger"] == "py.warnings"


def test_what_a_server_says_of_itself_in_words_of_its_own_is_kept():
    with house_log() as written:
        LIBRARY.error("Connection in use: %s", "('127.0.0.1', 8000)")
    assert written.lines[0]["said"] == "Connection in use: %s"


def test_an_error_that_nobody_caught_is_told_in_the_same_way():
    with house_log() as written:
        thread = threading.Thread(target=broken)
        thread.start()
        thread.join()
        try:
            broken()
        except RuntimeError as error:
            sys.excepthook(RuntimeError, error, error.__traceback__)
    assert [line["event"] for line in written.lines] == ["uncaught", "uncaught"]
    assert "ROUX" not in written.text


def test_what_a_request_is_stands_in_each_of_its_lines_and_in_no_other():
    with house_log() as written:
        log_context(request="a1", route="/documents")
        logger("portal").error("one")
        log_context(request="b2")
        logger("portal").error("two")
        other = threading.Thread(target=lambda: logger("portal").error("three"))
        other.start()
        other.join()
    assert [(line.get("request"), line.get("route")) for line in written.lines] == [
        ("a1", "/documents"),
        ("b2", None),
        (None, None),
    ]
