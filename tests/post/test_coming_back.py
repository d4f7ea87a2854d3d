"""From an outbox to a real mail server and back: what bounces becomes a letter, whatever was killed in between."""

import threading
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from back_office.post import composer
from back_office.post.coming_back import MailboxUnread, take_bounces
from back_office.post.providers import SmtpProvider
from back_office.post.providers.bounces import Round
from back_office.post.providers.lines import trusting
from back_office.post.worker import Worker
from dossier.base import Settings, now
from dossier.store import StoreSilent
from dossier.upkeep import bounces_read_at
from tests.kit.house import raw, rows_of
from tests.kit.mail_server import MailServer, mail_server
from tests.rooms.lifecycle.test_campaigns import announced, email

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def empty(store):
    with store.writing() as unit:
        for table in ("outbox_message", "outbox_attempt", "outbox_provider"):
            raw(unit, f"DELETE FROM {table}")
    return store


@contextmanager
def posting(store, folder, **told):
    """Run a server that bounces into the folder, and a worker that sends by it; yields what was configured."""
    with mail_server(MailServer(returned_to=folder, **told)) as server:
        environ = {
            "STAGE": "development",
            "SMTP_SECOND_HOST": "127.0.0.1",
            "SMTP_SECOND_PORT": str(server.port),
            "SMTP_SECOND_TLS": "none",
            "SMTP_SECOND_FROM": "ne-pas-repondre@dossier-clair.example",
            "SMTP_SECOND_RETURNS": "retours@dossier-clair.example",
            "BOUNCES_MAILDIR": str(folder),
        }
        settings = Settings.read(environ)
        smtp = SmtpProvider(settings.channels.mail[0], trusting(None), lambda: AT)
        Worker(store, composer(settings), {"email": [smtp]}, threading.Event(), lambda: AT).drain()
        smtp.close()
        yield settings, server


def states(store, patient):
    with store.reading() as unit:
        return {row["channel"]: row["state"] for row in rows_of(unit, "outbox_message", patient)}


def test_a_notice_that_bounces_becomes_a_letter_and_reading_again_changes_nothing(empty, tmp_path):
    gone, fine = email(), email()
    patient, other = announced(empty, email=gone), announced(empty, email=fine)
    with posting(empty, tmp_path / "bounces", bouncing={gone: "5.1.1"}) as (settings, server):
        assert {one.rcpt_tos[0] for one in server.received} == {gone, fine}
        assert (states(empty, patient), states(empty, other)) == ({"email": "handed"}, {"email": "handed"})
        assert take_bounces(empty, settings, lambda: AT) == Round(told=1)
        assert take_bounces(empty, settings, lambda: AT) == Round()
    assert states(empty, patient) == {"email": "bounced", "letter": "waiting"}
    assert states(empty, other) == {"email": "handed"}


def test_a_bounce_that_the_database_could_not_keep_is_read_again(empty, tmp_path, monkeypatch):
    gone = email()
    patient = announced(empty, email=gone)
    with posting(empty, tmp_path / "bounces", bouncing={gone: "5.1.1"}) as (settings, _):
        with monkeypatch.context() as patched:
            patched.setattr("back_office.post.coming_back.take_slip", silent)
            with pytest.raises(StoreSilent):
                take_bounces(empty, settings, lambda: AT)
        assert states(empty, patient) == {"email": "handed"}
        assert take_bounces(empty, settings, lambda: AT) == Round(told=1)
    assert states(empty, patient) == {"email": "bounced", "letter": "waiting"}


def test_a_mailbox_that_cannot_be_read_is_told_by_its_fault_alone(empty, tmp_path):
    with pytest.raises(MailboxUnread, match=r"^(FileExistsError|NotADirectoryError)$"):
        take_bounces(empty, unreadable(tmp_path))


def test_a_reading_that_succeeds_is_kept_for_monitors_and_one_that_fails_is_not(empty, tmp_path):
    with empty.writing() as unit:
        raw(unit, "DELETE FROM upkeep_round")
    with pytest.raises(MailboxUnread):
        take_bounces(empty, unreadable(tmp_path))
    assert read_at(empty) is None
    before = now()
    take_bounces(empty, Settings.read({"STAGE": "development"}))
    assert read_at(empty) is None, "there is no mailbox"
    take_bounces(empty, Settings.read({"STAGE": "development", "BOUNCES_MAILDIR": str(tmp_path / "whole")}), lambda: AT)
    assert before <= read_at(empty) <= now()


def unreadable(folder):
    (folder / "bounces").write_text("no folder")
    return Settings.read({"STAGE": "development", "BOUNCES_MAILDIR": str(folder / "bounces")})


def read_at(store):
    with store.reading() as unit:
        return bounces_read_at(unit)


def silent(*_):
    raise StoreSilent
