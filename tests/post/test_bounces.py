"""E-mails that came back: each is told once, what nobody understands is put aside, and nothing is lost."""

import mailbox
import socket
from threading import Thread

import pytest

from back_office.post.providers import SmtpProvider
from back_office.post.providers.bounces import MailboxUnread, Round, empty_mailbox, read_bounce
from back_office.post.providers.lines import trusting
from back_office.post.slips import Slip
from dossier.base import BounceMailbox, now
from dossier.base import MailServer as Told
from dossier.vault import SealBroken
from tests.kit.mail_server import MailServer, mail_server, report
from tests.kit.parcels import MAIL, parcel

KEY = "0123456789abcdef" * 2
TAG = f"{KEY}.smtp-second"
TO = f"retours+{TAG}@dossier-clair.example"
OURS = f"From: Dossier Clair <x@dossier-clair.example>\r\nMessage-ID: <{TAG}@dossier-clair.example>\r\n\r\n".encode()
QMAIL = f"""Return-Path: <>
Delivered-To: {TO}
From: MAILER-DAEMON@mx.example
To: {TO}
Subject: failure notice

Hi. This is the qmail-send program at mx.example.
I wasn't able to deliver your message.

<{MAIL}>:
203.0.113.1 does not like recipient.
Remote host said: 550 No such user
""".encode()


@pytest.fixture
def folder(tmp_path):
    mailbox.Maildir(tmp_path / "bounces", create=True)
    return BounceMailbox(tmp_path / "bounces")


def put(folder, *contents):
    box = mailbox.Maildir(folder.maildir)
    for content in contents:
        box.add(content)


def aside(folder):
    box = mailbox.Maildir(folder.maildir)
    return [bytes(one) for one in box.get_folder("aside")] if "aside" in box.list_folders() else []


def emptied(folder):
    slips = []
    return empty_mailbox(folder, trusting(None), slips.append), slips


def bounced(why, outcome="bounced"):
    return Slip("smtp-second", outcome, why, KEY)


@pytest.mark.parametrize(
    ("content", "slips"),
    [
        (report(TO, MAIL, "5.1.1", OURS), (bounced("5.1.1"),)),
        (report(TO, MAIL, "4.4.7", OURS), (bounced("4.4.7", "failed"),)),
        (report(TO, MAIL, "4.4.1", OURS, action="delayed"), ()),
        (report(TO, MAIL, "2.0.0", OURS, action="delivered"), (bounced("", "delivered"),)),
        (report(TO, MAIL, "nothing", OURS), None),
        (QMAIL, (bounced("550"),)),
        (QMAIL.replace(b"550 No such user", b"452 4.2.2 full"), (bounced("4.2.2", "failed"),)),
        (QMAIL.replace(b"550 No such user", b"I do not like you"), None),
    ],
)
def test_a_notice_says_for_good_for_now_or_nothing_yet(content, slips):
    assert read_bounce(content) == slips


def test_a_key_is_found_in_the_copied_headers_when_the_address_lost_it():
    lost = report("postmaster@dossier-clair.example", MAIL, "5.1.1", OURS)
    assert read_bounce(lost) == (bounced("5.1.1"),)
    assert read_bounce(lost.replace(KEY.encode(), b"")) is None
    envelope = lost.replace(KEY.encode(), b"").replace(b"Reporting-MTA:", f"Original-Envelope-Id: {TAG}\nX:".encode())
    assert read_bounce(envelope) == (bounced("5.1.1"),)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        f"Delivered-To: {TO}\nFrom: jeanne@example.net\n\nJe ne comprends pas. 550 5.1.1".encode(),
        f"Return-Path: <>\nDelivered-To: {TO}\nAuto-Submitted: auto-replied\n\nEn vacances le 5.1.1 a 550 km.".encode(),
        f"Delivered-To: {TO}\nContent-Type: multipart/report; boundary=b\n\n--b\n".encode(),
        f"Return-Path: <>\nDelivered-To: {TO}\nContent-Type: text/plain; charset=klingon\n\n550 5.1.1".encode(),
    ],
)
def test_what_a_person_wrote_or_nobody_can_read_decides_nothing_and_is_put_aside(folder, content):
    put(folder, content)
    assert emptied(folder) == (Round(aside=1), [])
    assert len(aside(folder)) == 1
    assert emptied(folder) == (Round(), []), "it is looked at once"
    assert len(aside(folder)) == 1


def test_a_message_that_the_server_accepted_and_sent_back_is_told_by_its_key(folder):
    sent, fine = parcel("email"), parcel("email", address="paul@example.org")
    server = MailServer(bouncing={MAIL: "5.1.1"}, returned_to=folder.maildir)
    with mail_server(server):
        told = Told(
            "smtp", "127.0.0.1", server.port, "none", "", "", "x@dossier-clair.example", "r@dossier-clair.example"
        )
        smtp = SmtpProvider(told, trusting(None), now)
        for one in (sent, fine):
            smtp.send(one)
        smtp.close()
    assert emptied(folder) == (Round(told=1), [Slip("smtp", "bounced", "5.1.1", sent.key)])


def test_a_notice_goes_once_it_is_kept_and_is_told_again_when_it_was_not(folder):
    put(folder, QMAIL)

    def broken(slip):
        raise OSError("full")

    with pytest.raises(MailboxUnread, match=r"^OSError$"):
        empty_mailbox(folder, trusting(None), broken)
    assert emptied(folder) == (Round(told=1), [bounced("550")])
    assert emptied(folder) == (Round(), [])
    assert not list((folder.maildir / "new").iterdir())


def test_one_bad_notice_stops_no_other(folder):
    put(folder, b"\x00", QMAIL, b"hello", report(TO, MAIL, "4.4.1", OURS, action="delayed"), b"x" * 2_000_000)
    assert emptied(folder) == (Round(told=1, no_news=1, aside=3), [bounced("550")])
    assert sorted(map(len, aside(folder)))[-1] >= 2_000_000


def test_a_mail_made_to_break_its_reader_is_put_aside_like_any_other(folder):
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(1000))
    put(folder, nested, QMAIL)
    assert emptied(folder) == (Round(told=1, aside=1), [bounced("550")])


def test_a_notice_of_somebody_whose_key_is_broken_is_put_aside_and_stops_no_other(folder):
    put(folder, QMAIL, report(TO, MAIL, "5.1.1", OURS))
    told = []

    def take(slip):
        if slip.why == "550":
            raise SealBroken
        told.append(slip)

    assert empty_mailbox(folder, trusting(None), take) == Round(told=1, aside=1)
    assert told == [bounced("5.1.1")]
    assert emptied(folder) == (Round(), [])


def test_a_mailbox_elsewhere_is_emptied_over_tls_alone(folder, certificates):
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(
            target=_post_office, args=(listening, certificates.showing(), [QMAIL, b"x"], heard), daemon=True
        )
        thread.start()
        told = BounceMailbox(folder.maildir, "127.0.0.1", listening.getsockname()[1], "retours", "pass word")
        with pytest.raises(MailboxUnread, match=r"^SSLCertVerificationError$"):
            empty_mailbox(told, trusting(None), heard.append)
        assert heard == []
        slips = []
        assert empty_mailbox(told, trusting(certificates.authority), slips.append) == Round(told=1, aside=1)
        thread.join(5)
    assert slips == [bounced("550")]
    assert heard == ["USER retours", "PASS pass word", "STAT", "RETR 1", "DELE 1", "RETR 2", "DELE 2", "QUIT"]


def _post_office(listening, context, mails, heard):
    """A POP3 server that serves until somebody has said QUIT."""
    while "QUIT" not in heard:
        line, _ = listening.accept()
        line.settimeout(5)
        try:
            with context.wrap_socket(line, server_side=True) as safe, safe.makefile("rwb") as both:
                both.write(b"+OK\r\n")
                both.flush()
                for raw in both:
                    heard.append(raw.decode().strip())
                    both.write(_pop_answer(heard[-1], mails))
                    both.flush()
        except OSError:
            continue


def _pop_answer(asked, mails):
    verb, _, what = asked.partition(" ")
    if verb == "STAT":
        return f"+OK {len(mails)} {sum(map(len, mails))}\r\n".encode()
    if verb == "RETR":
        return b"+OK\r\n" + mails[int(what) - 1].replace(b"\n", b"\r\n") + b"\r\n.\r\n"
    return b"+OK\r\n"
