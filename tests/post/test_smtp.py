"""E-mails by SMTP: what the server receives, byte for byte, and which outcome each fault gives."""

import socket
import ssl
from contextlib import contextmanager
from dataclasses import replace

import pytest

from back_office.post.port import Accepted, Later, Refused, Unsure
from back_office.post.providers import SmtpProvider
from back_office.post.providers.lines import trusting
from dossier.base import MailServer as Told
from dossier.base import now
from tests.kit.faults import Fault, faulty
from tests.kit.mail_server import MailServer, mail_server, scripted_server
from tests.kit.parcels import MAIL, parcel

HTML = "<html lang='fr'><body><h1>Votre reçu</h1><p>Dossier Clair : c’est noté.</p></body></html>"
SENDER, RETURNS = "ne-pas-repondre@dossier-clair.example", "retours@dossier-clair.example"


@contextmanager
def provider(port, *, context=None, seconds=2.0, **more):
    told = Told("smtp", "127.0.0.1", port, more.pop("protection", "none"), "", "", SENDER, RETURNS)
    one = SmtpProvider(replace(told, **more), context or trusting(None), now, seconds=seconds)
    try:
        yield one
    finally:
        one.close()


@contextmanager
def serving(**told):
    with mail_server(MailServer(**told)) as server, provider(server.port) as one:
        yield server, one


def test_a_mail_has_the_headers_that_a_relay_signs_its_text_first_and_then_plain_html():
    sent = parcel("email", text="Dossier Clair : c’est noté.\n.\nLe 3 mars.\n", html=HTML)
    with serving() as (server, smtp):
        assert smtp.send(sent) == Accepted(sent.key)
    (mail,) = server.mails()
    assert str(mail["From"]) == f"Dossier Clair <{SENDER}>"
    assert (str(mail["To"]), str(mail["Subject"])) == (MAIL, "Votre reçu")
    assert str(mail["Message-ID"]) == f"<{sent.key}.smtp@dossier-clair.example>"
    assert (str(mail["Auto-Submitted"]), str(mail["Content-Language"])) == ("auto-generated", "fr")
    assert abs((mail["Date"].datetime - now()).total_seconds()) < 60
    assert all(len(mail.get_all(name)) == 1 for name in ("From", "To", "Date", "Message-ID", "Subject"))
    assert mail.get_content_type() == "multipart/alternative"
    text, html = mail.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert text.get_content().splitlines() == sent.text.splitlines(), "a line that is one point is no end"
    assert html.get_content().strip() == HTML
    assert server.received[0].content.isascii(), "a signature survives every relay"


def test_a_mail_without_html_is_one_text():
    with serving() as (server, smtp):
        smtp.send(parcel("email"))
    assert server.mails()[0].get_content_type() == "text/plain"


def test_each_message_comes_back_to_an_address_of_its_own_that_holds_nothing_of_anybody():
    sent = [parcel("email"), parcel("email", address="paul@example.org")]
    with serving() as (server, smtp):
        for one in sent:
            smtp.send(one)
    assert [one.mail_from for one in server.received] == [
        f"retours+{one.key}.smtp@dossier-clair.example" for one in sent
    ]
    assert [one.rcpt_tos for one in server.received] == [[MAIL], ["paul@example.org"]]
    assert len(server.lines) == 1, "one line serves both"


def test_a_server_that_writes_notices_is_asked_to_leave_the_text_out_of_them():
    sent, heard = parcel("email"), []
    greeting = "250-relay.example\r\n250 DSN"
    with scripted_server({"EHLO": greeting, "DATA": "354 go on"}, heard) as port, provider(port) as smtp:
        assert smtp.send(sent) == Accepted(sent.key)
    assert f"MAIL FROM:<retours+{sent.key}.smtp@dossier-clair.example> RET=HDRS ENVID={sent.key}.smtp".lower() in [
        one.lower() for one in heard
    ]
    assert f"rcpt TO:<{MAIL}> NOTIFY=FAILURE" in heard


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("550 5.1.1 <jeanne.roux@example.net> unknown", Refused("recipient-550-5.1.1")),
        ("553 no such box", Refused("recipient-553")),
        ("452 4.2.2 mailbox full", Later("recipient-452-4.2.2")),
        ("421 4.3.2 closing", Later("recipient-421-4.3.2")),
    ],
)
def test_a_refused_recipient_is_refused_for_good_or_for_now_and_others_still_get_theirs(answer, outcome):
    other = parcel("email", address="paul@example.org")
    with serving(refusals={MAIL: answer}) as (server, smtp):
        assert smtp.send(parcel("email")) == outcome
        assert smtp.send(other) == Accepted(other.key)
    assert [one.rcpt_tos for one in server.received] == [["paul@example.org"]]


def test_a_server_that_refuses_and_hangs_up_has_refused():
    heard = []
    with scripted_server({"RCPT": "550 5.1.1 unknown"}, heard) as port, provider(port) as smtp:
        assert smtp.send(parcel("email")) == Refused("recipient-550-5.1.1")
    assert "DATA" not in heard


def test_a_greylisted_recipient_gets_hers_the_second_time():
    sent = parcel("email")
    with serving(grey={MAIL}) as (server, smtp):
        assert smtp.send(sent) == Later("recipient-451-4.7.1")
        assert smtp.send(sent) == Accepted(sent.key)
    assert len(server.received) == 1


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [("554 5.7.1 spam", Refused("content-554-5.7.1")), ("451 4.3.0 disk", Later("content-451-4.3.0"))],
)
def test_a_refused_message_says_so(answer, outcome):
    with serving(contents=[answer]) as (server, smtp):
        assert smtp.send(parcel("email")) == outcome
    assert not server.received


def test_a_refused_sender_is_our_fault_never_hers():
    with serving(senders="550 5.7.1 not you") as (_, smtp):
        assert smtp.send(parcel("email")) == Later("sender-550-5.7.1")


@pytest.mark.parametrize("verb", ["EHLO", "MAIL", "RCPT", "DATA"])
def test_a_line_that_breaks_before_the_message_leaves_nothing_behind(verb):
    fault = Fault("cut-request", verb.lower().encode() if verb != "DATA" else b"DATA\r\n")
    sent = parcel("email")
    with mail_server(MailServer()) as server, faulty(server.port, fault) as proxy, provider(proxy.port) as smtp:
        if verb in ("MAIL", "RCPT"):
            proxy.faults[0] = Fault("cut-request", b"mail FROM" if verb == "MAIL" else b"rcpt TO")
        assert isinstance(smtp.send(sent), Later)
        assert not server.received
        assert smtp.send(sent) == Accepted(sent.key)


def test_a_line_that_breaks_after_the_message_leaves_everybody_unsure_and_the_second_copy_bears_the_same_id():
    sent = parcel("email")
    fault = Fault("cut-answer", b"\r\n.\r\n")
    with mail_server(MailServer()) as server, faulty(server.port, fault) as proxy, provider(proxy.port) as smtp:
        assert isinstance(smtp.send(sent), Unsure)
        assert smtp.send(sent) == Accepted(sent.key)
    assert [str(mail["Message-ID"]) for mail in server.mails()] == [f"<{sent.key}.smtp@dossier-clair.example>"] * 2


def test_a_server_that_says_nothing_in_time_after_the_message_leaves_everybody_unsure():
    late, slow = Fault("delay", b"\r\n.\r\n", 4.0), Fault("delay", seconds=1.0)
    with mail_server(MailServer()) as server, faulty(server.port, late, slow, slow) as proxy:
        with provider(proxy.port, seconds=0.5) as smtp:
            assert smtp.send(parcel("email")) == Unsure("broken-smtpserverdisconnected")
        with provider(proxy.port, seconds=0.5) as smtp:
            assert isinstance(smtp.send(parcel("email")), Later), "it was silent before the message"
        with provider(proxy.port, seconds=5) as smtp:
            assert isinstance(smtp.send(parcel("email")), Accepted), "it is slow, and is waited for"


def test_a_server_that_is_away_is_asked_later():
    with mail_server(MailServer()) as server:
        pass
    with provider(server.port) as smtp:
        assert smtp.send(parcel("email")) == Later("unreached-connectionrefusederror")
    with (
        mail_server(MailServer()) as server,
        faulty(server.port, Fault("refuse")) as proxy,
        provider(proxy.port) as one,
    ):
        assert isinstance(one.send(parcel("email")), Later)


def test_a_line_that_the_server_closed_meanwhile_is_replaced_without_a_word():
    with mail_server(MailServer()) as server, faulty(server.port) as proxy, provider(proxy.port) as smtp:
        smtp.send(parcel("email"))
        smtp._resting[0][1].sock.shutdown(socket.SHUT_RDWR)
        assert isinstance(smtp.send(parcel("email")), Accepted)
    assert len(server.lines) == 2


@pytest.mark.parametrize("protection", ["starttls", "implicit"])
def test_login_and_message_pass_under_tls_alone(certificates, protection):
    told = MailServer(login=("relay", "pass word"))
    implicit = protection == "implicit"
    with mail_server(told, context=certificates.showing(), implicit=implicit) as server:
        context = trusting(certificates.authority)
        more = {"protection": protection, "context": context}
        with provider(server.port, user="relay", password="pass word", **more) as smtp:
            assert isinstance(smtp.send(parcel("email")), Accepted)
        with provider(server.port, user="relay", password="wrong", **more) as smtp:
            assert smtp.send(parcel("email")) == Later("unreached-smtpauthenticationerror-535")
    assert len(server.received) == 1


@pytest.mark.parametrize("protection", ["starttls", "implicit"])
def test_a_certificate_that_nobody_vouches_for_gets_nothing(certificates, protection):
    with mail_server(MailServer(), context=certificates.showing(), implicit=protection == "implicit") as server:
        with provider(server.port, protection=protection) as smtp:
            assert smtp.send(parcel("email")) == Later("unreached-sslcertverificationerror")
        named = trusting(certificates.authority)
        with provider(server.port, protection=protection, host="localhost", context=named) as smtp:
            assert isinstance(smtp.send(parcel("email")), Later), "right authority, wrong name"
    assert not server.received


def test_a_server_that_offers_no_tls_gets_nothing_in_the_clear():
    with (
        mail_server(MailServer()) as server,
        provider(server.port, protection="starttls", user="u", password="p") as one,
    ):
        assert one.send(parcel("email")) == Later("unreached-smtpnotsupportederror")
    assert not server.received


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"address": "jeanne"}, "address"),
        ({"address": "a@b.example\r\nRCPT TO:<c@d.example>"}, "address"),
        ({"address": "a@b.example, c@d.example"}, "address"),
        ({"subject": "Votre reçu\r\nBcc: c@d.example"}, "header"),
        ({"html": "<p>Voir <a href='https://x.example'>ici</a></p>"}, "html"),
        ({"html": "<p>Bonjour<img src='https://x.example/1.gif'></p>"}, "html"),
        ({"html": "<p style='background:url(https://x.example)'>Bonjour</p>"}, "html"),
        ({"html": "<p>Bonjour</p><style>@import 'x'</style>"}, "html"),
    ],
)
def test_what_would_lead_elsewhere_never_leaves(more, why):
    with serving() as (server, smtp):
        assert smtp.send(parcel("email", **more)) == Refused(why)
    assert not server.tried


def test_no_reason_repeats_what_the_server_said():
    with serving(refusals={MAIL: f"550 {MAIL} Jeanne Roux is unknown"}) as (_, smtp):
        outcome = smtp.send(parcel("email"))
    assert outcome == Refused("recipient-550")


def test_tls_is_never_older_than_1_2():
    assert trusting(None).minimum_version >= ssl.TLSVersion.TLSv1_2
