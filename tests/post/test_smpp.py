"""SMS by SMPP: what the center receives, byte for byte, which outcome each fault gives, and what comes back."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from smpplib import consts

from back_office.post.port import Accepted, Later, Refused, Unsure
from back_office.post.providers import SmppProvider
from back_office.post.providers.lines import trusting
from back_office.post.providers.short_messages import coded, decoded, validity
from back_office.post.slips import Heard, Slip
from dossier.base import MessageCenter as Told
from dossier.base import now
from tests.kit.faults import Fault, faulty
from tests.kit.message_center import THROTTLED, MessageCenter, message_center
from tests.kit.parcels import PHONE, parcel

DIGITS = PHONE.removeprefix("+")


class Arrived(list):
    """What came in, and a way to wait for it."""

    def __init__(self):
        super().__init__()
        self._changed = threading.Condition()
        self.broken = 0

    def __call__(self, told):
        with self._changed:
            if self.broken:
                self.broken -= 1
                raise RuntimeError("the database is away")
            self.append(told)
            self._changed.notify_all()

    def wait(self, number=1):
        with self._changed:
            assert self._changed.wait_for(lambda: len(self) >= number, 5), self
        return list(self)


def until(what):
    """Wait until something is so."""
    for _ in range(500):
        if what():
            return
        time.sleep(0.01)
    raise AssertionError("it never was")


@contextmanager
def provider(port, *, context=None, seconds=1.0, enquire=30.0, take=None, **more) -> Iterator[SmppProvider]:
    told = Told("smpp", "127.0.0.1", port, "none", "dossier", "secret", "36000")
    one = SmppProvider(
        replace(told, **more),
        context or trusting(None),
        now,
        Arrived() if take is None else take,
        seconds=seconds,
        enquire_seconds=enquire,
    )
    try:
        yield one
    finally:
        one.close()


@contextmanager
def serving(**more):
    arrived = Arrived()
    with message_center(MessageCenter()) as center, provider(center.port, take=arrived, **more) as smpp:
        yield center, smpp, arrived


def test_a_message_leaves_in_one_piece_with_all_that_lets_its_receipt_find_it():
    sent = parcel("sms", text="Dossier Clair : c'est noté à 10 h. 5 € [ok]")
    with serving() as (center, smpp, _):
        assert smpp.send(sent) == Accepted("mc-0")
    (pdu,) = center.left
    assert pdu.short_message == b"Dossier Clair : c'est not\x05 \x7f 10 h. 5 \x1b\x65 \x1b\x3cok\x1b\x3e"
    assert (pdu.data_coding, pdu.registered_delivery, pdu.esm_class) == (0, 1, 0)
    assert (pdu.destination_addr, pdu.dest_addr_ton, pdu.dest_addr_npi) == (DIGITS.encode(), 1, 1)
    assert pdu.source_addr == b"36000"
    assert pdu.user_message_reference == int(sent.key[-4:], 16)
    assert pdu.validity_period in (b"000000001000000R", b"000000000959000R")
    (bind,) = center.binds
    assert (bind.command, bind.system_id, bind.password) == ("bind_transceiver", b"dossier", b"secret")
    assert bind.interface_version == 0x34


def test_signs_that_the_gsm_alphabet_lacks_make_it_ucs2_and_nothing_is_lost():
    text = "Prêt : « 12 » ’ ` مرحبا"
    with serving() as (center, smpp, _):
        smpp.send(parcel("sms", text=text))
        smpp.send(parcel("sms", text="`"))
    assert [pdu.data_coding for pdu in center.left] == [8, 8]
    assert center.left[0].short_message.decode("utf-16-be") == text


@pytest.mark.parametrize(("signs", "is_short"), [(160, True), (161, False)])
def test_a_long_text_goes_as_one_payload_that_the_center_parts_itself(signs, is_short):
    with serving() as (center, smpp, _):
        assert isinstance(smpp.send(parcel("sms", text="é" * signs)), Accepted)
    (pdu,) = center.left
    assert (pdu.short_message if is_short else pdu.message_payload) == b"\x05" * signs
    assert not (pdu.message_payload if is_short else pdu.short_message)


@pytest.mark.parametrize(
    ("sender", "expected"),
    [("+33644999999", (1, 1, b"33644999999")), ("36000", (3, 1, b"36000")), ("DOSSIER", (5, 0, b"DOSSIER"))],
)
def test_each_kind_of_sender_is_told_as_what_it_is(sender, expected):
    with serving(sender=sender) as (center, smpp, _):
        smpp.send(parcel("sms"))
    pdu = center.left[0]
    assert (pdu.source_addr_ton, pdu.source_addr_npi, pdu.source_addr) == expected


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (THROTTLED, Later("smpp-58")),
        (consts.SMPP_ESME_RMSGQFUL, Later("smpp-14")),
        (consts.SMPP_ESME_RSYSERR, Later("smpp-8")),
        (consts.SMPP_ESME_RINVSRCADR, Later("smpp-a")),
        (consts.SMPP_ESME_RINVDSTADR, Refused("smpp-b")),
        (consts.SMPP_ESME_RX_P_APPN, Refused("smpp-65")),
    ],
)
def test_a_negative_answer_says_that_nothing_left_and_whose_fault_it_is(status, outcome):
    with serving() as (center, smpp, _):
        center.statuses = [status]
        assert smpp.send(parcel("sms")) == outcome
        assert smpp.send(parcel("sms")) == Accepted("mc-0")
    assert len(center.left) == 1


def test_twenty_messages_at_once_each_get_their_own_answer():
    sent = [parcel("sms", address=f"+3363998{index:04d}") for index in range(20)]
    outcomes = {}
    with serving() as (center, smpp, _):
        center.by_number = {"33639980007": consts.SMPP_ESME_RINVDSTADR}
        threads = [threading.Thread(target=lambda one=one: outcomes.update({one.key: smpp.send(one)})) for one in sent]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(5)
        references = {pdu.destination_addr.decode(): f"mc-{index}" for index, pdu in enumerate(center.left)}
    assert len(center.binds) == 1
    for one in sent:
        reference = references.get(one.address.removeprefix("+"))
        assert outcomes[one.key] == (Accepted(reference) if reference else Refused("smpp-b"))


def test_no_answer_leaves_everybody_unsure_and_a_late_one_lets_its_receipt_find_the_message():
    sent = parcel("sms")
    with serving(seconds=0.2) as (center, smpp, arrived):
        center.keeps_silent = True
        assert smpp.send(sent) == Unsure("no-answer")
        assert len(center.left) == 1
        center.answer_late(0)
        center.tell_fate(0, "DELIVRD")
        (slip,) = arrived.wait()
    assert slip == Slip("smpp", "delivered", key=sent.key, reference="mc-0", mark=sent.key[-4:])


def test_a_line_that_breaks_before_the_answer_leaves_everybody_unsure_and_is_bound_anew():
    cut = Fault("cut-answer", DIGITS.encode())
    sent, arrived = parcel("sms"), Arrived()
    with (
        message_center(MessageCenter()) as center,
        faulty(center.port, cut) as proxy,
        provider(proxy.port, take=arrived) as smpp,
    ):
        assert smpp.send(sent) == Unsure("broken")
        assert smpp.send(parcel("sms", address="+33639980199")) == Accepted("mc-1")
        center.tell_fate(0, "UNDELIV", error="011")
        (slip,) = arrived.wait()
    assert len(center.binds) == 2
    assert (slip.outcome, slip.key, slip.mark) == ("failed", "", sent.key[-4:]), "its mark is all that's known"


def test_without_a_center_nothing_has_left():
    with message_center(MessageCenter()) as center:
        pass
    with provider(center.port, seconds=0.2) as smpp:
        assert smpp.send(parcel("sms")) == Later("unbound")
    with message_center(MessageCenter()) as center, provider(center.port, seconds=0.2, password="wrong") as smpp:
        assert smpp.send(parcel("sms")) == Later("unbound")
        assert not center.left


def test_after_an_outage_it_binds_by_itself_and_gets_what_was_kept_for_it():
    is_out = False
    arrived = Arrived()
    with (
        message_center(MessageCenter()) as center,
        faulty(center.port, is_out=lambda: is_out) as proxy,
        provider(proxy.port, take=arrived, seconds=0.5) as smpp,
    ):
        assert smpp.send(parcel("sms")) == Accepted("mc-0")
        is_out = True
        center.hang_up()
        center.wait_for(lambda: center._bound is None)
        until(lambda: not smpp._bound.is_set())
        center.tell_fate(0, "DELIVRD")
        assert smpp.send(parcel("sms")) == Later("unbound")
        is_out = False
        assert arrived.wait()[0].reference == "mc-0", "nobody had to send anything"


def test_a_center_that_leaves_is_bound_again():
    with serving() as (center, smpp, _):
        smpp.send(parcel("sms"))
        center.leave()
        center.wait_for(lambda: len(center.binds) == 2)
        assert isinstance(smpp.send(parcel("sms")), Accepted)


def test_a_quiet_line_is_asked_and_one_that_stays_silent_is_given_up():
    with serving(enquire=0.1) as (center, smpp, _):
        smpp.start()
        center.wait_for(lambda: center.enquiries >= 2)
        assert len(center.binds) == 1
        center.keeps_silent = True
        center.wait_for(lambda: len(center.binds) >= 2)


def test_its_own_question_is_answered():
    with serving() as (center, smpp, _):
        smpp.send(parcel("sms"))
        heard = []
        center._hear, hear = (lambda line, pdu: (heard.append(pdu.command), hear(line, pdu))), center._hear
        center.enquire()
        center.wait_for(lambda: "enquire_link_resp" in heard)


@pytest.mark.parametrize("in_text", [False, True])
@pytest.mark.parametrize(
    ("state", "outcome", "why"),
    [
        ("DELIVRD", "delivered", ""),
        ("UNDELIV", "failed", "undeliv-011"),
        ("REJECTD", "failed", "rejectd-011"),
        ("EXPIRED", "failed", "expired-011"),
        ("ACCEPTD", None, ""),
        ("UNKNOWN", None, ""),
    ],
)
def test_a_receipt_is_read_from_its_fields_or_its_text_and_only_an_end_is_told(in_text, state, outcome, why):
    with serving() as (center, smpp, arrived):
        sent = [parcel("sms"), parcel("sms")]
        for one in sent:
            smpp.send(one)
        center.tell_fate(0, state, in_text=in_text, error="011")
        center.tell_fate(1, "DELIVRD", echo=False)
        center.wait_for(lambda: center.acknowledged == [0, 0])
    mark = "" if in_text else sent[0].key[-4:]
    first = [Slip("smpp", outcome, why, reference="mc-0", mark=mark)] if outcome else []
    assert arrived == [*first, Slip("smpp", "delivered", reference="mc-1")]


def test_receipts_twice_and_out_of_order_are_all_passed_on():
    with serving() as (center, smpp, arrived):
        for _ in range(3):
            smpp.send(parcel("sms"))
        for index in (2, 0, 2, 1):
            center.tell_fate(index, "DELIVRD")
        assert [one.reference for one in arrived.wait(4)] == ["mc-2", "mc-0", "mc-2", "mc-1"]


def test_what_could_not_be_kept_is_not_acknowledged_and_comes_again():
    with serving() as (center, smpp, arrived):
        smpp.send(parcel("sms"))
        arrived.broken = 1
        center.tell_fate(0, "DELIVRD")
        center.wait_for(lambda: center.acknowledged == [consts.SMPP_ESME_RX_T_APPN])
        assert arrived == []
        center.hang_up()
        assert arrived.wait()[0].reference == "mc-0"
        center.wait_for(lambda: center.acknowledged[-1] == 0)


@pytest.mark.parametrize(
    ("content", "coding", "more", "text"),
    [
        (b"STOP", 0, {}, "STOP"),
        (b"Arr\x04tez \x1b\x65", 0, {}, "Arrùtez €".replace("ù", "è")),
        ("arrêt".encode("utf-16-be"), 8, {}, "arrêt"),
        (b"arr\xeat", 3, {}, "arrêt"),
        (b"\x05\x00\x03\x01\x01\x01STOP", 0, {"esm_class": 0x40}, "STOP"),
    ],
)
def test_what_somebody_sends_is_heard_in_every_coding(content, coding, more, text):
    with serving() as (center, smpp, arrived):
        smpp.start()
        center.wait_for(lambda: center._bound is not None)
        center.tell_text(DIGITS, content, coding, **more)
        assert arrived.wait() == [Heard("smpp", "", PHONE, text)]


def test_a_text_from_no_telephone_is_acknowledged_and_left():
    with serving() as (center, smpp, arrived):
        smpp.start()
        center.wait_for(lambda: center._bound is not None)
        center.tell_text("3600", b"STOP", source_addr_ton=3)
        center.wait_for(lambda: center.acknowledged == [0])
    assert arrived == []


def test_under_tls_the_center_is_checked_and_a_stranger_gets_no_password(certificates):
    with message_center(MessageCenter(), certificates.showing()) as center:
        trusted = trusting(certificates.authority)
        with provider(center.port, protection="implicit", context=trusted) as smpp:
            assert isinstance(smpp.send(parcel("sms")), Accepted)
        with provider(center.port, protection="implicit", seconds=0.2) as smpp:
            assert smpp.send(parcel("sms")) == Later("unbound")
        with provider(center.port, protection="implicit", context=trusted, host="localhost", seconds=0.2) as smpp:
            assert smpp.send(parcel("sms")) == Later("unbound"), "right authority, wrong name"
    assert len(center.binds) == 1


@pytest.mark.parametrize("address", ["0639980142", "3646", "+33 6", "", "+33639980142\x00"])
def test_what_is_no_number_never_leaves(address):
    with serving() as (center, smpp, _):
        assert smpp.send(parcel("sms", address=address)) == Refused("address")
    assert not center.binds


def test_nothing_of_a_message_or_a_password_is_logged(caplog):
    with caplog.at_level(0), serving(seconds=0.3) as (center, smpp, arrived):
        smpp.send(parcel("sms", text="Dossier Clair : 314159"))
        arrived.broken = 1
        center.tell_text(DIGITS, b"STOP merci")
        center.wait_for(lambda: center.acknowledged == [consts.SMPP_ESME_RX_T_APPN])
        center.hang_up()
        arrived.wait()
    lines = [(one.msg["event"], one.msg["faults"][0]["type"]) for one in caplog.records]
    assert ("not-kept", "RuntimeError") in lines
    logged = caplog.text + "".join(str(one.__dict__) for one in caplog.records)
    for secret in ("314159", "secret", DIGITS, "merci", b"314159".hex(), b"secret".hex()):
        assert secret not in logged


def test_the_gsm_alphabet_comes_back_as_it_went():
    signs = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCXYZÄÖÑÜ¿abcxyzäöñüà^{}\\[~]|€"
    content, coding = coded(signs)
    assert (coding, decoded(content, 0)) == (0, signs)


@pytest.mark.parametrize(
    ("left", "told"),
    [
        (timedelta(minutes=10), "000000001000000R"),
        (timedelta(days=3, hours=2, seconds=5), "000003020005000R"),
        (timedelta(days=90), "000030000000000R"),
        (timedelta(seconds=-5), "000000000001000R"),
    ],
)
def test_a_message_is_worth_nothing_to_the_center_after_its_time(left, told):
    at = now()
    assert validity(at + left, at) == told
