"""A mandate from its draft to her consent, on both databases; what each proof opens, and what nobody may learn."""

import secrets
from dataclasses import replace
from datetime import date, timedelta

import pytest

from dossier.identity import (
    Basis,
    ContactKind,
    TooManyTries,
    change_contact,
    next_line,
    represent,
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
    ask_fresh_proof,
    check_deed,
    consent_by_paper,
    consent_ways,
    draft_mandate,
    give_consent,
    mandate_of,
    refuse,
    refuse_at_desk,
    renew,
    send_consent_code,
    sweep_mandates,
)
from dossier.policy import NotPermitted, Role, Scope
from tests.kit.house import CODES, NOW, events_of, operator, raw, raw_bytes, representing, rows_of
from tests.kit.mandates import (
    BRIOUDE,
    CONTACTS,
    DOMAINS,
    NETWORK,
    TEXT,
    WRONG,
    child_of,
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
    for minute in (0, 1):
        ask_card_line(writing, paul, one, NOW + minute * MINUTE)
        assert next_line(writing, her.id) == 2
    assert not use_card_line(writing, her.id, CODES[0], NOW)
    assert give_consent(writing, other, CODES[0], NETWORK, NOW) == "expired"
    assert give_consent(writing, one, CODES[1], NETWORK, NOW) == "wrong"
    assert give_consent(writing, one, CODES[0], NETWORK, NOW + MINUTE) == "right"
    assert mandate_of(writing, paul, one, NOW + MINUTE).proof is ProofKind.CARD
    ask_card_line(writing, paul, other, NOW)
    assert next_line(writing, her.id) == 3
    refuse_at_desk(writing, paul, other, NOW)
    assert next_line(writing, her.id) == 2
    assert use_card_line(writing, her.id, CODES[1], NOW)


def test_the_next_code_that_isnt_crossed_out_is_the_newest_questions(writing, paul, her):
    """She is told no number, so a draft that was dropped can't keep the code that she types next."""
    dropped, other = (drafted(writing, paul, her).reference for _ in range(2))
    ask_card_line(writing, paul, dropped, NOW)
    ask_card_line(writing, paul, other, NOW)
    assert give_consent(writing, dropped, CODES[0], NETWORK, NOW) == "wrong"
    assert give_consent(writing, other, CODES[0], NETWORK, NOW) == "right"
    assert next_line(writing, her.id) == 2


def test_however_many_ask_one_line_of_her_card_is_kept(writing, her):
    for _ in range(3):
        advisor = staff(writing)
        ask_card_line(writing, advisor, drafted(writing, advisor, her).reference, NOW)
    assert next_line(writing, her.id) == 2


def test_a_line_goes_back_once_its_question_is_ten_minutes_old(writing, paul, her):
    number = given(writing, paul, her, Scope.CLOSURE, duration=Duration.YEAR)
    ask_fresh_proof(writing, paul, number, Scope.CLOSURE, "card", NOW)
    sweep_mandates(writing, NOW + 9 * MINUTE)
    assert next_line(writing, her.id) == 2
    sweep_mandates(writing, NOW + 10 * MINUTE)
    assert next_line(writing, her.id) == 1


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
    """Nobody, Mme Roux with everything, and somebody with neither telephone nor card."""
    bare = somebody(writing, card=False, mobile="", landline="")
    lines = [
        draft_mandate(writing, paul, typed, DOMAINS, wanted(), TEXT, NOW) for typed in (her.typed, bare.typed, nobody())
    ]
    seen = []
    for line in lines:
        told = [consent_ways(writing, paul, line.reference, NOW)]
        told += [ask_card_line(writing, paul, line.reference, NOW)]
        told += [give_consent(writing, line.reference, WRONG, NETWORK, NOW)]
        told += [
            send_consent_code(writing, paul, line.reference, way, NOW + later * MINUTE)
            for later, way in ((0, "sms"), (1, "voice"))
        ]
        told += [give_consent(writing, line.reference, WRONG, NETWORK, NOW + MINUTE) for _ in range(4)]
        told += [replace(mandate_of(writing, paul, line.reference, NOW + MINUTE), reference="", person="")]
        seen.append(told)
    assert seen[0] == seen[1] == seen[2]
    assert seen[0][0] == ("sms", "voice", "card")
    assert seen[0][-2] == "locked"
    assert len(messages(writing, her.id)) == 2
    assert messages(writing, bare.id) == []


def test_her_names_may_be_written_in_many_ways_and_none_tells_who_is_here(writing, paul):
    """JEANNE, JEÀNNE, MARIE: of the same person, or of nobody, the same ways, and the same bound on drafts."""
    her = somebody(writing, first_names=("JEANNE", "MARIE"), usual_name="ROUX")
    written = [
        replace(her.typed, first_name="JEÀNNE"), replace(her.typed, birth_name="Roux"),
        replace(her.typed, first_name="Marie"), her.typed,
    ]  # fmt: skip
    nobodys = nobody()
    others = [replace(nobodys, first_name=one.first_name, birth_name=one.birth_name) for one in written]
    for names in (written, others):
        for typed in names[:3]:
            line = draft_mandate(writing, paul, typed, DOMAINS, wanted(), TEXT, NOW)
            assert consent_ways(writing, paul, line.reference, NOW) == ("sms", "voice", "card")
        with pytest.raises(TooManyDrafts):
            draft_mandate(writing, paul, names[3], DOMAINS, wanted(), TEXT, NOW)


def test_an_invented_child_of_somebody_tells_nothing_of_her(writing, paul, her):
    child = replace(nobody(), birth_name="X", first_name="Y", birth_on=date(2015, 1, 1))
    for typed in (her.typed, nobody()):
        one = draft_mandate(writing, paul, typed, DOMAINS, wanted(), TEXT, NOW)
        other = draft_mandate(writing, paul, child, DOMAINS, wanted(), TEXT, NOW, given_by=typed)
        ways = {consent_ways(writing, paul, line.reference, NOW) for line in (one, other)}
        assert ways == {("sms", "voice", "card")}


@pytest.mark.parametrize(
    "changes", [{"birth_name": "BLANCHET"}, {"first_name": "LOUISE"}, {"birth_on": date(1942, 5, 13)}]
)
def test_an_identity_is_exact_or_nobodys_and_she_sees_that_she_was_sought(writing, paul, her, changes):
    line = draft_mandate(writing, paul, replace(her.typed, **changes), DOMAINS, wanted(), TEXT, NOW)
    assert line.state is MandateState.DRAFT
    consent_by_paper(writing, paul, line.reference, SCAN, 1, NOW)
    assert [one for one in events_of(writing, her.id) if one.startswith("mandates:")] == ["mandates:person:sought"]
    with pytest.raises(MandateDead):
        acting_under(writing, paul, line.reference, Scope.OPT_OUT, NOW)


def test_a_house_without_sms_offers_none_to_anybody(writing, paul, her):
    mine = drafted(writing, paul, her).reference
    nobodys = draft_mandate(writing, paul, nobody(), DOMAINS, wanted(), TEXT, NOW).reference
    for reference in (mine, nobodys):
        assert consent_ways(writing, paul, reference, NOW, channels=("letter",)) == ("card",)
    with pytest.raises(MandateRefused, match="way"):
        send_consent_code(writing, paul, mine, "sms", NOW, channels=("letter",))


def test_a_telephone_of_this_week_proves_nothing(writing, paul, her):
    change_contact(writing, operator(her.id), ContactKind.MOBILE, "+33639980199", NOW)
    reference = drafted(writing, paul, her).reference
    send_consent_code(writing, paul, reference, "sms", NOW)
    assert messages(writing, her.id) == []
    assert mandate_of(writing, paul, reference, NOW).question.way == "sms"
    later = NOW + 7 * DAY
    again = drafted(writing, paul, her, now=later).reference
    send_consent_code(writing, paul, again, "sms", later)
    assert [one.address for one in messages(writing, her.id)] == ["+33639980199"]


def test_a_no_is_written_down_as_the_word_of_whoever_pressed(writing, paul, her):
    """On the desk's screen it is the advisor's; on the portal the giver's, or the other parent's."""
    leo = child_of(writing, her)
    luc = somebody(writing, first_names=("LUC",))
    represent(writing, luc.id, leo.id, Basis.PARENT, NOW)
    told = []
    for _ in range(3):
        line = draft_mandate(writing, paul, leo.typed, DOMAINS, wanted(), TEXT, NOW, given_by=her.typed)
        how = len(told)
        if how == 0:
            refuse_at_desk(writing, paul, line.reference, NOW)
        else:
            refuse(writing, representing(leo.id, (her, luc)[how - 1].id), line.reference, NOW)
        told.append(rows_of(writing, "journal_entry", leo.id)[-1]["role"])
    assert told == ["advisor", "legal_representative", "legal_representative"]
    assert events_of(writing, leo.id).count("mandates:mandate:refused") == 3
    another = drafted(writing, paul, her).reference
    with pytest.raises(MandateDead):
        refuse(writing, representing(leo.id, luc.id), another, NOW)
    with pytest.raises(MandateDead):
        refuse_at_desk(writing, staff(writing), another, NOW)


def test_she_says_no_and_the_draft_is_void(writing, paul, her):
    reference = drafted(writing, paul, her).reference
    send_consent_code(writing, paul, reference, "sms", NOW)
    refuse_at_desk(writing, paul, reference, NOW)
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
            draft_mandate(writing, paul, nobody(), DOMAINS, wanted(), TEXT, NOW + timedelta(hours=hour))
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
