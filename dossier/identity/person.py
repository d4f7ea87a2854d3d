"""A person as the house knows her: traits of identity and the ways to reach her. Sealed wherever it is kept."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Person:
    """The strict traits of an INS identity (DOMAIN D1), the usual name, and contacts."""

    ins: str
    """15 digits, key included."""
    ins_domain: int
    """Last arc of the identity domain: 8 and 9 real, 10 test, 11 demonstration."""
    birth_name: str
    first_names: tuple[str, ...]
    birth_on: date
    sex: Literal["M", "F", "U"]
    birth_place: str = ""
    """INSEE code of the place of birth."""
    usual_name: str = ""
    mobile: str = ""
    landline: str = ""
    email: str = ""
    address: tuple[str, ...] = ()
    """Lines as an envelope shows them, the postal code and town in the last one."""
    card_serial: str = ""
    """Serial number of her carte Vitale as the caisse holds it, digits only."""
    measure: str = ""
    """The measure of protection on file (DOMAIN B8), whatever it is; empty for whoever has none."""

    @property
    def name(self) -> str:
        """Return the name she goes by."""
        return self.usual_name or self.birth_name

    def to_bytes(self) -> bytes:
        """Return the person as bytes to seal."""
        # By name: `asdict` copies in depth, which took as long as everything else that enrolling does.
        told = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps(told, default=str, ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, told: bytes) -> "Person":
        """Return the person that `to_bytes` wrote."""
        fields = json.loads(told)
        fields["birth_on"] = date.fromisoformat(fields["birth_on"])
        fields["first_names"] = tuple(fields["first_names"])
        fields["address"] = tuple(fields["address"])
        return cls(**fields)
