"""Members of the staff whom a provider vouches for: on both databases."""

import secrets
from dataclasses import replace

import pyotp
import pytest

from dossier.identity import (
    SignInExpired,
    StaffAccount,
    add_site,
    add_staff,
    enroll_staff,
    enter_vouched_staff,
    find_staff_session,
    hash_password,
    link_staff,
    open_staff_session,
    pass_staff_proof,
    recognize_staff,
    reset_staff,
    staff_linked_since,
    staff_member_of,
    suspend_staff,
    unlink_staff,
)
from dossier.policy import Role
from tests.kit.house import NOW, PASSWORD, raw, raw_bytes
from tests.kit.staff import colleague

VISIT = "v" * 32


@pytest.fixture
def account():
    """An account that nobody else in this database has."""
    return StaffAccount("proconnect", f"zorva-{secrets.token_hex(8)}", "13002526500013")


def desk_of(unit, who):
    return find_staff_session(unit, open_staff_session(unit, who.staff_id, NOW))


def test_a_link_finds_her_and_is_kept_without_the_name_that_the_provider_has_for_her(writing, account):
    paul = colleague(writing)
    assert recognize_staff(writing, account) is None
    assert staff_linked_since(writing, paul.staff_id) is None
    assert link_staff(writing, desk_of(writing, paul), account, NOW) == "linked"
    assert recognize_staff(writing, account) == paul.staff_id
    assert staff_linked_since(writing, paul.staff_id) == NOW
    kept = [dict(row) for row in raw(writing, "SELECT * FROM staff_link").mappings()]
    assert account.subject.encode() not in raw_bytes(kept)


@pytest.mark.parametrize(
    "other", [{"provider": "another"}, {"subject": "another"}, {"siret": "11000601200010"}], ids=str
)
def test_another_provider_account_or_establishment_finds_nobody(writing, account, other):
    assert link_staff(writing, desk_of(writing, colleague(writing)), account, NOW) == "linked"
    assert recognize_staff(writing, replace(account, **other)) is None


def test_an_account_is_linked_once_and_she_has_one_link(writing, account):
    paul, leila = colleague(writing), colleague(writing)
    assert link_staff(writing, desk_of(writing, paul), account, NOW) == "linked"
    assert link_staff(writing, desk_of(writing, leila), account, NOW) == "taken"
    assert link_staff(writing, desk_of(writing, leila), replace(account, siret="11000601200010"), NOW) == "taken"
    assert recognize_staff(writing, account) == paul.staff_id
    second = replace(account, subject=f"{account.subject}-second")
    assert link_staff(writing, desk_of(writing, paul), second, NOW) == "linked"
    assert [recognize_staff(writing, one) for one in (account, second)] == [None, paul.staff_id]
    assert link_staff(writing, desk_of(writing, leila), account, NOW) == "linked", "it is free again"


def test_a_site_that_has_a_siret_wants_accounts_of_its_own(writing, account):
    name = f"Maison {secrets.token_hex(4)}"
    siret = f"{secrets.randbelow(10**14):014}"
    add_site(writing, name, "1 place du Marché, 43000 Le Puy", NOW, siret=siret)
    identifier = f"mercier.{secrets.token_hex(6)}"
    add_staff(writing, identifier, "Inès", "Mercier", Role.ADVISOR, "France Services", NOW, site=name)
    enroll_staff(writing, identifier, hash_password(writing.holder, PASSWORD), pyotp.random_base32())
    ines = staff_member_of(writing, identifier).staff_id
    desk = find_staff_session(writing, open_staff_session(writing, ines, NOW))
    assert link_staff(writing, desk, account, NOW) == "elsewhere"
    assert staff_linked_since(writing, ines) is None
    hers = replace(account, siret=siret)
    assert link_staff(writing, desk, hers, NOW) == "linked"
    assert recognize_staff(writing, hers) == ines


@pytest.mark.parametrize("end", [suspend_staff, reset_staff])
def test_whoever_is_suspended_or_reset_is_found_no_more(writing, account, end):
    paul = colleague(writing)
    assert link_staff(writing, desk_of(writing, paul), account, NOW) == "linked"
    end(writing, paul.identifier, NOW)
    assert recognize_staff(writing, account) is None


def test_she_takes_her_own_link_away_and_no_other(writing, account):
    paul, leila = colleague(writing), colleague(writing)
    assert link_staff(writing, desk_of(writing, paul), account, NOW) == "linked"
    unlink_staff(writing, leila.staff_id, NOW)
    assert recognize_staff(writing, account) == paul.staff_id
    unlink_staff(writing, paul.staff_id, NOW)
    assert recognize_staff(writing, account) is None


def test_two_factors_open_the_desk_and_end_her_other_one(writing):
    paul = colleague(writing)
    earlier = open_staff_session(writing, paul.staff_id, NOW)
    token = enter_vouched_staff(writing, VISIT, paul.staff_id, NOW, second_factor=True)
    assert find_staff_session(writing, token).staff_id == paul.staff_id
    assert find_staff_session(writing, earlier).ended_at == NOW


def test_one_factor_goes_on_to_her_own_code(writing):
    paul = colleague(writing)
    visit = secrets.token_hex(16)
    with pytest.raises(SignInExpired):
        pass_staff_proof(writing, paul.proof(NOW, visit), NOW)
    assert enter_vouched_staff(writing, visit, paul.staff_id, NOW, second_factor=False) is None
    token = pass_staff_proof(writing, paul.proof(NOW, visit), NOW)
    assert find_staff_session(writing, token).staff_id == paul.staff_id
