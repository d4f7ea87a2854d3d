"""Who somebody says she is, as a desk types it: kept as it was typed, read, and what is kindly told of each box."""

from dataclasses import dataclass
from datetime import date

from dossier.identity import TypedIdentity
from portal.ui import NOTHING_TYPED, BirthMistake, NumberMistake, TypedDate, read_birth, read_number

from .ask import DeskAsk


@dataclass(frozen=True, slots=True)
class TypedPerson:
    """An identity as it was typed: fields `birth_name`, `first_name`, `day`, `month`, `year`, `ins`."""

    birth_name: str = ""
    first_name: str = ""
    born: TypedDate = NOTHING_TYPED
    ins: str = ""

    @classmethod
    def read(cls, ask: DeskAsk, prefix: str = "") -> "TypedPerson":
        """Read the boxes of a form; the names of a second person's boxes begin with a `prefix`."""
        boxes = ("birth_name", "first_name", "day", "month", "year", "ins")
        name, first_name, day, month, year, ins = (ask.written(prefix + box) for box in boxes)
        return cls(name, first_name, TypedDate(day, month, year), ins)


@dataclass(frozen=True, slots=True)
class PersonMistakes:
    """What is wrong with each box."""

    birth_name: bool = False
    first_name: bool = False
    born: BirthMistake | None = None
    ins: NumberMistake | None = None


def read_person(typed: TypedPerson, today: date) -> TypedIdentity | PersonMistakes:
    """Return the identity that was typed, or what is wrong with it. Says nothing of whether anybody has it."""
    born = read_birth(typed.born, today)
    ins, ins_mistake = read_number(typed.ins)
    if isinstance(born, date) and typed.birth_name and typed.first_name and not ins_mistake:
        return TypedIdentity(typed.birth_name, typed.first_name, born, ins)
    born_mistake = None if isinstance(born, date) else born
    return PersonMistakes(not typed.birth_name, not typed.first_name, born_mistake, ins_mistake)
