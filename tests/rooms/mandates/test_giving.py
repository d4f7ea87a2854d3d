"""A mandate from its draft to her consent, on both databases; what each proof opens, and what nobody may learn."""

import secrets
from dataclasses import replace
from datetime import date, timedelta

import pytest

from dossier.identity import (
    ContactKind,
    TooManyTries,
    change_contact,
    next_line,
    use_card_line,
)
from dossier.journal import verify_chain
from dossier.mandates import (
    Duration,
    MandateDead,
    MandateRefused,
    MandateState,
    ProofKind,
    TooManyDrafts,
    acting_under,
    ask_card_line,
    check_deed,
    consent_by_paper,
    consent_ways,
    draft_mandate,
    give_consent,
    mandate_of,
    refuse,
    renew,
    send_consent_code,
)
from dossier.policy import NotPermitted, Role, Scope
from tests.kit.house import CODES, NOW, events_of, operator, raw, raw_bytes
from tests.kit.mandates import (
    BRIOUDE,
    CONTACTS,
    DOMAINS,
    NETWORK,
    TEXT,
    WRONG,
    drafted,
    given,
    messages,
    newest_code,
    nobody,
    somebody,
    staff,
    stop_codes,
    wanted,
)

SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
SCAN = b"s" * 32


@pytest.fixture
def paul(writing):
    return staff(writing)


@pytest.fixture
def her(writing):
    return somebody(writing)


def state_of(unit, advisor, reference, now=NOW):
    line = mandate_of(unit, advisor, reference, now)
    return line.state, line.why


def test_a_mandate_is_drafted_read_agreed_to_by_sms_and_told_on_every_channel(writing, paul, her):
    draft = drafted(writing, paul, her, Scope.OPT_OUT, Scope.RECOVERY, duration=Duration.DAY)
    assert (draft.state, draft.person, draft.advisor, draft.site) == (
        MandateState.DRAFT, "JEANNE BLANCHARD", "Paul Mercier", "France Services du Puy",
    )  # fmt: skip
    send_consent_code(writing, paul, draft.reference, "sms", NOW)
    [sent] = messages(writing, her.id)
    assert sent.address == CONTACTS["mobile"]
    assert {name: sent.parameters[name] for name in ("scopes", "site", "duration", "advisor")} == {
        "scopes": "opt-out recovery", "site": "France Services du Puy", "duration": "day", "advisor": "Paul Mercier",
    }  # fmt: skip
    assert give_consent(writing, draft.reference, sent.parameters["code"], NETWORK, NOW + MINUTE) == "right"
    mandate = mandate_of(writing, paul, draft.reference, NOW + MINUTE)
    assert (mandate.state, mandate.proof, mandate.is_weak) == (MandateState.ACTIVE, ProofKind.SMS, False)
    assert mandate.until_at == NOW + MINUTE + DAY
    told = messages(writing, her.id, "mandate-given")
    assert sorted(one.channel for one in told) == ["email", "letter", "sms", "voice"]
    assert len(set(stop_codes(writing, her.id))) == 4
    assert [one for one in events_of(writing, her.id) if one.startswith("mandates:")] == [
        "mandates:person:sought", "mandates:mandate:drafted", "mandates:mandate:given",
    ]  # fmt: skip
    assert verify_chain(writing, her.id) == []


def test_a_code_of_one_draft_is_wrong_in_another_and_voids_it_after_five(writing, paul, her):
    one, other = (drafted(writing, paul, her).reference for _ in range(2))
    send_consent_code(writing, paul, one, "sms", NOW)
    code = newest_code(writing, her.id)
    send_consent_code(writing, paul, other, "sms", NOW)
    outcomes = [give_consent(writing, other, code, NETWORK, NOW) for _ in range(5)]
    assert outcomes == ["wrong"] * 4 + ["locked"]
    assert state_of(writing, paul, other) == (MandateState.VOID, "wrong")
    assert give_consent(writing, one, code, NETWORK, NOW) == "right"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("scopes", "opt-out closure"),
        ("duration", "year"),
        ("text_digest", b"t" * 32),
        ("staff_id", b"k" * 16),
        ("site", BRIOUDE),
    ],
)
def test_a_code_is_bound_to_all_that_was_agreed(writing, paul, her, column, value):
    """Whoever owns the database and changes the draft meanwhile finds that her code is wrong for it."""
    reference = drafted(writing, paul, her).reference
    send_consent_code(writing, paul, reference, "sms", NOW)
    raw(writing, f"UPDATE mandate SET {column} = ? WHERE patient_id = ?", value, her.id)
    assert give_consent(writing, reference, newest_code(writing, her.id), NETWORK, NOW) == "wrong"


def test_a_line_of_her_card_is_kept_for_one_draft_alone(writing, paul, her):
    one, other = (drafted(writing, paul, her).reference for _ in range(2))
    assert ask_card_line(writing, paul, one, NOW) == 1
    assert ask_card_line(writing, paul, one, NOW + MINUTE) == 1
    assert ask_card_line(writing, paul, other, NOW) == 2
    assert next_line(writing, her.id) == 3
    assert not use_card_line(writing, her.id, CODES[0], NOW)
    assert give_consent(writing, other, CODES[0], NETWORK, NOW) == "wrong"
    assert give_consent(writing, one, CODES[1], NETWORK, NOW) == "wrong"
    assert give_consent(writing, one, CODES[0], NETWORK, NOW + MINUTE) == "right"
    assert mandate_of(writing, paul, one, NOW + MINUTE).proof is ProofKind.CARD
    refuse(writing, other, NOW)
    assert next_line(writing, her.id) == 2
    assert use_card_line(writing, her.id, CODES[1], NOW)


def test_a_line_goes_back_to_the_card_when_another_way_is_asked(writing, paul, her):
    reference = drafted(writing, paul, her).reference
    ask_card_line(writing, paul, reference, NOW)
    send_consent_code(writing, paul, reference, "voice", NOW)
    assert next_line(writing, her.id) == 1
    assert give_consent(writing, reference, CODES[0], NETWORK, NOW) == "wrong"
    assert give_consent(writing, reference, newest_code(writing, her.id), NETWORK, NOW) == "right"


def test_a_draft_is_over_after_an_hour_and_a_code_after_ten_minutes(writing, paul, her):
    reference = drafted(writing, paul, her).reference
    send_consent_code(writing, paul, reference, "sms", NOW)
    code = newest_code(writing, her.id)
    assert give_consent(writing, reference, code, NETWORK, NOW + 10 * MINUTE) == "expired"
    assert give_consent(writing, reference, code, NETWORK, NOW + 60 * MINUTE) == "expired"
    assert state_of(writing, paul, reference, NOW + 60 * MINUTE) == (MandateState.VOID, "time")


def test_who_is_not_here_looks_like_who_did_not_consent(writing, paul, her):
    """A decoy that was drawn with every way, beside Mme Roux, who has every one."""
    every = [("sms", 2), ("voice", 2), ("card", 0)]
    typed, decoy = with_every_way(writing, every)
    again = draft_mandate(writing, paul, typed, DOMAINS, wanted(), TEXT, NOW)
    mine = drafted(writing, paul, her)
    assert consent_ways(writing, paul, again.reference, NOW) == decoy
    assert [(one.kind, len(one.hint)) for one in consent_ways(writing, paul, mine.reference, NOW)] == every
    assert replace(mine, reference="", person="") == replace(again, reference="", person="")
    outcomes = []
    for line in (mine, again):
        assert 1 <= ask_card_line(writing, paul, line.reference, NOW) <= 12
        told = [give_consent(writing, line.reference, WRONG, NETWORK, NOW)]
        send_consent_code(writing, paul, line.reference, "sms", NOW)
        told += [give_consent(writing, line.reference, WRONG, NETWORK, NOW) for _ in range(4)]
        seen = mandate_of(writing, paul, line.reference, NOW)
        outcomes.append((told, replace(seen, reference="", person="")))
    assert outcomes[0] == outcomes[1]
    assert outcomes[0][0] == ["wrong"] * 4 + ["locked"]


def with_every_way(unit, every):
    """Return an identity that is nobody's and is drawn with every way, as about one in five is; and its ways."""
    for _ in range(20):
        advisor = staff(unit)
        for _ in range(20):
            typed = nobody()
            line = draft_mandate(unit, advisor, typed, DOMAINS, wanted(), TEXT, NOW)
            ways = consent_ways(unit, advisor, line.reference, NOW)
            if [(one.kind, len(one.hint)) for one in ways] == every:
                return typed, ways
    raise AssertionError


def test_a_decoy_may_have_any_ways_that_somebody_may_have(writing, paul):
    raw(writing, "DELETE FROM mandate WHERE staff_id = ?", paul.staff_id)
    seen = set()
    for _ in range(50):
        line = draft_mandate(writing, paul, nobody(), DOMAINS, wanted(), TEXT, NOW)
        seen.add(tuple(one.kind for one in consent_ways(writing, paul, line.reference, NOW)))
        raw(writing, "DELETE FROM mandate WHERE staff_id = ?", paul.staff_id)
    assert len(seen) >= 6


@pytest.mark.parametrize(
    "changes", [{"birth_name": "BLANCHET"}, {"first_name": "LOUISE"}, {"birth_on": date(1942, 5, 13)}]
)
def test_an_identity_is_exact_or_nobodys_and_she_sees_that_she_was_sought(writing, paul, her, changes):
    line = draft_mandate(writing, paul, replace(her.typed, **changes), DOMAINS, wanted(), TEXT, NOW)
    assert line.state is MandateState.DRAFT
    assert [one for one in events_of(writing, her.id) if one.startswith("mandates:")] == ["mandates:person:sought"]
    with pytest.raises(MandateRefused):
        consent_by_paper(writing, paul, line.reference, SCAN, 1, NOW)


def test_a_house_without_sms_offers_none_to_anybody(writing, paul, her):
    for _ in range(10):
        line = draft_mandate(writing, paul, nobody(), DOMAINS, wanted(), TEXT, NOW)
        ways = consent_ways(writing, paul, line.reference, NOW, channels=("letter",))
        assert {one.kind for one in ways} <= {"card"}
    mine = drafted(writing, paul, her).reference
    assert [one.kind for one in consent_ways(writing, paul, mine, NOW, channels=("letter",))] == ["card"]
    with pytest.raises(MandateRefused, match="way"):
        send_consent_code(writing, paul, mine, "sms", NOW, channels=("letter",))


def test_a_telephone_of_this_week_proves_nothing(writing, paul, her):
    change_contact(writing, operator(her.id), ContactKind.MOBILE, "+33639980199", NOW)
    reference = drafted(writing, paul, her).reference
    assert [one.kind for one in consent_ways(writing, paul, reference, NOW)] == ["voice", "card"]
    with pytest.raises(MandateRefused, match="way"):
        send_consent_code(writing, paul, reference, "sms", NOW)
    later = NOW + 7 * DAY
    again = drafted(writing, paul, her, now=later).reference
    assert consent_ways(writing, paul, again, later)[0].hint == "99"


def test_she_says_no_and_the_draft_is_void(writing, paul, her):
    reference = drafted(writing, paul, her).reference
    send_consent_code(writing, paul, reference, "sms", NOW)
    refuse(writing, reference, NOW)
    assert state_of(writing, paul, reference) == (MandateState.VOID, "refused")
    assert give_consent(writing, reference, newest_code(writing, her.id), NETWORK, NOW) == "expired"
    assert "mandates:mandate:refused" in events_of(writing, her.id)


def test_no_colleague_sees_or_asks_anything_of_a_draft(writing, paul, her):
    reference = drafted(writing, paul, her).reference
    colleague, elsewhere = staff(writing, first_name="Inès"), replace(paul, site=BRIOUDE)
    for other in (colleague, elsewhere):
        for act in (mandate_of, ask_card_line, consent_ways):
            with pytest.raises(MandateDead) as refusal:
                act(writing, other, reference, NOW)
            assert refusal.value.facts == {}


@pytest.mark.parametrize("role", [Role.CALL_AGENT, Role.SUPERVISOR])
def test_nobody_but_an_advisor_with_a_site_drafts(writing, her, role):
    with pytest.raises(NotPermitted):
        drafted(writing, staff(writing, role), her)
    with pytest.raises(MandateRefused, match="site"):
        drafted(writing, staff(writing, site=""), her)


def test_an_advisor_drafts_twenty_an_hour_and_sixty_a_day_misses_told(writing, paul, her):
    for _ in range(19):
        draft_mandate(writing, paul, nobody(), DOMAINS, wanted(), TEXT, NOW)
    drafted(writing, paul, her)
    with pytest.raises(TooManyDrafts):
        drafted(writing, paul, her)
    for hour in (1, 2):
        for _ in range(20):
            drafted(writing, paul, her, now=NOW + timedelta(hours=hour))
    with pytest.raises(TooManyDrafts):
        drafted(writing, paul, her, now=NOW + timedelta(hours=4))
    drafted(writing, paul, her, now=NOW + timedelta(hours=24))


def test_numbers_that_are_none_slow_down_the_network_they_come_from(writing):
    guesser = secrets.token_hex(4)
    for _ in range(10):
        assert give_consent(writing, "7KQM4HTX9DFR", WRONG, guesser, NOW) == "wrong"
    with pytest.raises(TooManyTries):
        give_consent(writing, "7KQM4HTX9DFR", WRONG, guesser, NOW)


def test_a_renewal_needs_her_proof_and_ends_the_one_before(writing, paul, her):
    before = given(writing, paul, her, Scope.OPT_OUT, Scope.RECOVERY)
    line = renew(writing, paul, before, wanted(Scope.RECOVERY, duration=Duration.DAY), TEXT, NOW + 50 * MINUTE)
    assert (line.state, line.scopes, line.person) == (MandateState.DRAFT, (Scope.RECOVERY,), "JEANNE BLANCHARD")
    later = NOW + 51 * MINUTE
    with pytest.raises(MandateDead):
        acting_under(writing, paul, line.reference, Scope.RECOVERY, later)
    assert state_of(writing, paul, before, later)[0] is MandateState.ACTIVE
    send_consent_code(writing, paul, line.reference, "sms", later)
    assert give_consent(writing, line.reference, newest_code(writing, her.id), NETWORK, later) == "right"
    assert state_of(writing, paul, before, later) == (MandateState.ENDED, "renewed")
    assert "mandates:mandate:renewed" in events_of(writing, her.id)


def test_a_renewal_never_widens_and_no_colleague_renews(writing, paul, her):
    before = given(writing, paul, her)
    with pytest.raises(MandateRefused, match="wider"):
        renew(writing, paul, before, wanted(Scope.OPT_OUT, Scope.CLOSURE), TEXT, NOW)
    with pytest.raises(MandateDead):
        renew(writing, staff(writing), before, wanted(), TEXT, NOW)


def test_a_deed_is_genuine_by_its_number_and_says_nothing_of_anybody(writing, paul, her):
    draft = drafted(writing, paul, her).reference
    assert check_deed(writing, draft, NOW) is None
    assert check_deed(writing, "pas un numéro", NOW) is None
    number = given(writing, paul, her, Scope.OPT_OUT, Scope.CLOSURE)
    deed = check_deed(writing, number.lower(), NOW)
    assert (deed.genuine, deed.state, deed.scopes, deed.site) == (
        True, MandateState.ACTIVE, (Scope.OPT_OUT, Scope.CLOSURE), "France Services du Puy",
    )  # fmt: skip
    assert (deed.text, deed.until_at) == (TEXT, NOW + 60 * MINUTE)
    assert "Roux" not in repr(deed)
    assert "Mercier" not in repr(deed)
    assert check_deed(writing, number, NOW + DAY).state is MandateState.EXPIRED


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("scopes", "opt-out closure"),
        ("text_digest", b"t" * 32),
        ("staff_id", b"k" * 16),
        ("proof", "card"),
        ("duration", "day"),
    ],
)
def test_a_deed_that_somebody_changed_is_not_genuine(writing, paul, her, column, value):
    number = given(writing, paul, her)
    raw(writing, f"UPDATE mandate SET {column} = ? WHERE patient_id = ?", value, her.id)
    assert not check_deed(writing, number, NOW).genuine


def test_no_name_no_number_and_no_code_lies_in_clear_in_the_database(writing, paul, her):
    number = given(writing, paul, her)
    rows = [dict(row) for row in raw(writing, "SELECT * FROM mandate").mappings()]
    rows += [dict(row) for row in raw(writing, "SELECT * FROM mandate_stop_code").mappings()]
    kept = raw_bytes(rows)
    codes = [*stop_codes(writing, her.id), newest_code(writing, her.id)]
    for secret in (number, "JEANNE", "Mercier", her.person.ins, *codes):
        assert secret.encode() not in kept
