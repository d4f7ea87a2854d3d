"""People at desks, for tests of the rooms: enrolled by a test, with an app whose codes can be told for any instant."""

import secrets
from dataclasses import dataclass
from datetime import datetime

import pyotp

from dossier.identity import StaffProof, add_staff, enroll_staff, hash_password, staff_member_of
from dossier.policy import Role
from dossier.store import Unit
from tests.kit.house import NOW, PASSWORD

NETWORK = "198.51.100"


@dataclass(frozen=True)
class Colleague:
    """Somebody of the staff, with what she alone holds."""

    identifier: str
    staff_id: bytes
    secret: str

    def code(self, at: datetime) -> str:
        """The code that her app shows at an instant."""
        return pyotp.TOTP(self.secret).at(at)

    def proof(self, at: datetime, visit: str = "v" * 32, network: str = NETWORK) -> StaffProof:
        """Her code, as a form brings it."""
        return StaffProof(visit, network, code=self.code(at))


def colleague(unit: Unit, role: Role = Role.CALL_AGENT, team: str = "Nord", first_name: str = "Paul") -> Colleague:
    """Add and enroll somebody, with the password of all tests."""
    identifier = f"mercier.{secrets.token_hex(6)}"
    secret = pyotp.random_base32()
    add_staff(unit, identifier, first_name, "Mercier", role, team, NOW)
    enroll_staff(unit, identifier, hash_password(unit.holder, PASSWORD), secret)
    return Colleague(identifier, staff_member_of(unit, identifier).staff_id, secret)
