"""Passwords: argon2id under a pepper kept outside the database, behind an admission that never makes a page wait."""

import threading
import time

import pytest
from argon2 import PasswordHasher, extract_parameters

from dossier.identity import HashingBusy, hash_password, password_is_right, passwords
from dossier.identity.passwords import admission, card_code_is_right, hash_card_code
from tests.kit.house import new_holder

HOLDER = new_holder()


def test_a_hash_is_argon2id_with_nineteen_mebibytes_and_two_passes():
    assert hash_password(HOLDER, "tilleul sous la fenêtre").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_password_is_right_for_its_own_hash_only():
    kept = hash_password(HOLDER, "tilleul sous la fenêtre")
    assert password_is_right(HOLDER, kept, "tilleul sous la fenêtre")
    assert not password_is_right(HOLDER, kept, "tilleul sous la fenetre")
    assert not password_is_right(HOLDER, None, "tilleul sous la fenêtre")
    assert not password_is_right(HOLDER, "not a hash", "tilleul sous la fenêtre")
    assert not password_is_right(HOLDER, None, "nobody has this password")


def test_a_stolen_database_is_of_no_use_without_the_holders_pepper():
    kept, code = hash_password(HOLDER, "tilleul sous la fenêtre"), hash_card_code(HOLDER, "01314159")
    other = new_holder()
    assert not password_is_right(other, kept, "tilleul sous la fenêtre")
    assert not card_code_is_right(other, code, "01314159")
    assert card_code_is_right(HOLDER, code, "01314159")
    assert not card_code_is_right(HOLDER, code, "01314158")


def test_the_same_password_twice_gives_two_hashes():
    assert hash_password(HOLDER, "même mot de passe") != hash_password(HOLDER, "même mot de passe")


def test_somebody_unknown_costs_the_same_work(monkeypatch):
    """The same hashing, once, with the same memory, passes and lanes; whatever is known. Work is compared, not time."""
    kept = hash_password(HOLDER, "tilleul sous la fenêtre")
    verified = []

    class Counting:
        def verify(self, hashed, secret):
            verified.append(extract_parameters(hashed))
            return PasswordHasher().verify(hashed, secret)

    monkeypatch.setattr(passwords, "_PASSWORDS", Counting())
    for known in (kept, None):
        assert password_is_right(HOLDER, known, "wrong password here") is False
    assert len(verified) == 2
    assert verified[0] == verified[1]
    assert verified[0].memory_cost == 19 * 1024


def test_one_hashes_two_wait_and_the_fourth_is_told_at_once():
    leave, inside = threading.Event(), []

    def stay():
        with admission.turn():
            inside.append(threading.get_ident())
            leave.wait(10)

    threads = [threading.Thread(target=stay) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        while admission._places._value:
            time.sleep(0.005)
        with pytest.raises(HashingBusy) as refusal:
            password_is_right(HOLDER, None, "tilleul sous la fenêtre")
        with pytest.raises(HashingBusy):
            hash_password(HOLDER, "tilleul sous la fenêtre")
        assert all(thread.is_alive() for thread in threads), "it waited for somebody to leave"
        assert len(inside) == 1, "two hashings at once"
        assert refusal.value.facts == {"retry_after_seconds": 5}
    finally:
        leave.set()
        for thread in threads:
            thread.join()
    assert not password_is_right(HOLDER, None, "tilleul sous la fenêtre")


def test_a_hashing_that_fails_gives_its_place_back():
    for _ in range(5):
        with pytest.raises(KeyError), admission.turn():
            raise KeyError
    assert admission._places._value == 3
