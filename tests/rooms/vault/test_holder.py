"""The key holder keeps the root keys outside the database: a file of its owner's alone, or whatever has its shape."""

import json
import os
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.identity import person_of
from dossier.journal import witness_of
from dossier.store import Store
from dossier.vault import FileKeyHolder, HolderMissing, SealBroken
from tests.kit.house import deposited, enrolled, new_holder

HOLDER = new_holder()
WRAPPED = HOLDER.wrap(b"k" * 32, b"patient-key of Mme Roux")


def test_a_wrapped_key_comes_back_for_the_one_it_is_bound_to():
    assert HOLDER.unwrap(WRAPPED, b"patient-key of Mme Roux") == b"k" * 32


def test_a_wrapped_key_swapped_to_another_patient_is_refused():
    with pytest.raises(SealBroken):
        HOLDER.unwrap(WRAPPED, b"patient-key of M. Le Goff")


@given(st.integers(0, len(WRAPPED) * 8 - 1))
def test_one_flipped_bit_of_a_wrapped_key_is_refused(bit):
    changed = bytearray(WRAPPED)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealBroken):
        HOLDER.unwrap(bytes(changed), b"patient-key of Mme Roux")


def test_the_newest_root_wraps_and_the_older_ones_still_unwrap():
    old, new, digest = (secrets.token_bytes(32) for _ in range(3))
    before = FileKeyHolder({1: old}, digest, demo=True)
    after = FileKeyHolder({1: old, 2: new}, digest, demo=True)
    wrapped = before.wrap(b"k" * 32, b"x")
    assert after.unwrap(wrapped, b"x") == b"k" * 32
    with pytest.raises(SealBroken):
        before.unwrap(after.wrap(b"k" * 32, b"x"), b"x")
    with pytest.raises(SealBroken):  # the version can't be lowered: it is bound too
        after.unwrap(b"\0\2" + wrapped[2:], b"x")


def test_digests_of_different_purposes_have_nothing_in_common():
    assert HOLDER.digest("blind-index:ins", b"1") != HOLDER.digest("blind-index:phone", b"1")
    assert HOLDER.digest("blind-index:ins", b"1") != new_holder().digest("blind-index:ins", b"1")


def test_the_file_is_readable_by_its_owner_alone_whatever_the_umask(tmp_path):
    path = tmp_path / "keys" / "holder.json"
    before = os.umask(0)
    try:
        FileKeyHolder.make(path, demo=False)
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("demo", [True, False])
def test_the_file_says_whether_its_keys_are_for_a_demonstration(tmp_path, demo):
    FileKeyHolder.make(tmp_path / "holder.json", demo=demo)
    assert FileKeyHolder.read(tmp_path / "holder.json").demo is demo


def test_a_file_written_once_opens_the_same_keys_after_a_restart_and_is_never_overwritten(tmp_path):
    path = tmp_path / "holder.json"
    FileKeyHolder.make(path, demo=True)
    wrapped = FileKeyHolder.read(path).wrap(b"k" * 32, b"x")
    with pytest.raises(FileExistsError):
        FileKeyHolder.make(path, demo=True)
    assert FileKeyHolder.read(path).unwrap(wrapped, b"x") == b"k" * 32


@pytest.mark.parametrize(
    "told",
    [
        "",
        "{}",
        "[]",
        json.dumps({"demo": True, "roots": {}, "digest": "00"}),
        json.dumps({"demo": True, "roots": {"1": "0011"}, "digest": "00"}),
        json.dumps({"demo": True, "roots": {"1": "zz"}, "digest": "00"}),
    ],
)
def test_a_damaged_file_is_refused_by_name_and_tells_no_key(tmp_path, told):
    path = tmp_path / "holder.json"
    path.write_text(told)
    with pytest.raises(HolderMissing) as refusal:
        FileKeyHolder.read(path)
    assert str(refusal.value) == "key-holder-missing (path=holder.json)"


def test_a_missing_file_is_refused_by_name(tmp_path):
    with pytest.raises(HolderMissing):
        FileKeyHolder.read(tmp_path / "nowhere.json")


class TokenHolder:
    """A stand-in for a PKCS#11 token: three calls, and no key that could be read."""

    demo = False

    def __init__(self) -> None:
        self._inside = new_holder()
        self.calls: set[str] = set()

    def __getattr__(self, name):
        raise AssertionError(f"the house asked the key holder for {name}")

    def wrap(self, key, bound_to):
        self.calls.add("wrap")
        return self._inside.wrap(key, bound_to)

    def unwrap(self, wrapped, bound_to):
        self.calls.add("unwrap")
        return self._inside.unwrap(wrapped, bound_to)

    def digest(self, purpose, value):
        self.calls.add("digest")
        return self._inside.digest(purpose, value)


def test_the_house_asks_a_key_holder_for_three_things_only(store):
    token = TokenHolder()
    house = Store(store.engine, token)
    with house.writing() as unit:
        patient = enrolled(unit)
        deposited(unit, patient)
    with house.reading() as unit:
        assert person_of(unit, patient, witness_of(patient, 1)).name == "ROUX"
    assert token.calls == {"wrap", "unwrap", "digest"}
