"""From one line of the caisse's file to a person to announce a record to. Pure.

What can't be true is refused; what only fails to help (an e-mail that can't be one) is left out with a warning.
No reason repeats what the line holds.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dossier.base import REAL_DOMAINS
from dossier.identity import Person, PhoneUnfit, canonical_phone, ins
from dossier.lifecycle import Occasion, Zone, ZoneUnknown, zone_named, zone_of_postal_code
from i18n import LOCALES, SOURCE

from .columns import ADDRESS, ADDRESS_SIGNS

LONGEST_NAME = 100
"""Signs of a birth name at most (INS guide)."""
_OLDEST = 1880
_PLANNED = timedelta(days=366)
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
_SPACING = str.maketrans("", "", " .-/()\u00a0")
_PLACE = re.compile(r"[0-9][0-9AB][0-9]{3}")
_SERIAL = re.compile(r"[0-9]{4,20}")
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_FRENCH = re.compile(r"(?P<day>[0-9]{2})/(?P<month>[0-9]{2})/(?P<year>[0-9]{4})")
_POSTAL = re.compile(r"[0-9]{5}(?![0-9])")
_SEXES: dict[str, Literal["M", "F", "U"]] = {"M": "M", "F": "F", "U": "U"}
_LANGUAGES = {locale.code for locale in LOCALES}


class LineUnfit(ValueError):
    """The line can't be taken; the text says why, and nothing of what it holds."""


@dataclass(frozen=True, slots=True)
class Beneficiary:
    """One good line."""

    person: Person
    language: str
    occasion: Occasion
    sent_on: date | None
    zone: Zone
    addressee: str
    """Whom the letter names when it isn't the person: the parent of a child."""
    warnings: tuple[str, ...]


def beneficiary(values: dict[str, str], domain: int, sent_on: date | None, today: date) -> Beneficiary:
    """Return whom a line tells of, in this identity domain. `sent_on` stands where the line names no day.

    Raises `LineUnfit`.
    """
    text = "".join(values.values())
    if not text.isprintable() or "\ufffd" in text:
        raise LineUnfit("it holds signs that can't be read")
    warnings: list[str] = []
    address = _address(values)
    person = Person(
        ins=_ins(values["ins"], warnings),
        ins_domain=domain,
        birth_name=_name(values, "birth_name"),
        first_names=tuple(filter(None, re.split(r"[\s,]+", _name(values, "first_names")))),
        birth_on=_birth_date(values["birth_on"], today),
        sex=_sex(values["sex"]),
        birth_place=_or_nothing(values, "birth_place", _PLACE, warnings),
        usual_name=_fitting(values.get("usual_name", ""), LONGEST_NAME, "usual_name"),
        mobile=_phone(values, "mobile", domain, warnings),
        landline=_phone(values, "landline", domain, warnings),
        email=_or_nothing(values, "email", _EMAIL, warnings),
        address=address,
        card_serial=_or_nothing(values, "card_serial", _SERIAL, warnings),
    )
    return Beneficiary(
        person=person,
        language=_language(values.get("language", ""), warnings),
        occasion=_occasion(values.get("occasion", "")),
        sent_on=_sending_day(values["sent_on"], today) if values.get("sent_on") else sent_on,
        zone=_zone(values.get("zone", ""), address),
        addressee=_fitting(values.get("addressee", ""), ADDRESS_SIGNS, "addressee"),
        warnings=tuple(warnings),
    )


def postal_code(address: tuple[str, ...]) -> str:
    """Return the five digits with which an address's last line begins, or nothing: it lies abroad."""
    found = _POSTAL.match(address[-1]) if address else None
    return found[0] if found else ""


def _ins(typed: str, warnings: list[str]) -> str:
    try:
        number = ins.unchecked_ins(typed)
    except ins.InsMalformed:
        raise LineUnfit("its ins isn't fifteen signs of an INS") from None
    if not ins.ins_key_is_right(number):
        warnings.append("the key of its ins is wrong")
    return number


def _name(values: dict[str, str], column: str) -> str:
    name = _fitting(values[column], LONGEST_NAME, column)
    if not any(sign.isalpha() for sign in name):
        raise LineUnfit(f"it has no {column}")
    return name


def _fitting(text: str, most: int, column: str) -> str:
    if len(text) > most:
        raise LineUnfit(f"its {column} is longer than {most} signs")
    return text


def _sex(typed: str) -> Literal["M", "F", "U"]:
    sex = _SEXES.get(typed.upper())
    if sex is None:
        raise LineUnfit("its sex is none of M, F, U")
    return sex


def _birth_date(typed: str, today: date) -> date:
    born = _date(typed, "birth_on")
    if born.year < _OLDEST or born > today:
        raise LineUnfit("its birth_on is no day on which somebody alive was born")
    return born


def _sending_day(typed: str, today: date) -> date:
    sent_on = _date(typed, "sent_on")
    if sent_on > today + _PLANNED:
        raise LineUnfit("its sent_on lies more than a year ahead")
    return sent_on


def _date(typed: str, column: str) -> date:
    written = _ISO.fullmatch(typed) or _FRENCH.fullmatch(typed)
    if written is None:
        raise LineUnfit(f"its {column} isn't written YYYY-MM-DD or DD/MM/YYYY")
    try:
        return date(int(written["year"]), int(written["month"]), int(written["day"]))
    except ValueError:
        raise LineUnfit(f"its {column} is in no calendar") from None


def _or_nothing(values: dict[str, str], column: str, shape: re.Pattern[str], warnings: list[str]) -> str:
    """Return what stands in a column that may be empty; what has another shape is left out, with a warning."""
    told = values.get(column, "")
    text = told if shape is _EMAIL else told.translate(_SPACING)
    if text and (not shape.fullmatch(text) or len(text) > LONGEST_NAME):
        warnings.append(f"its {column} can't be one: left out")
        return ""
    return text


def _phone(values: dict[str, str], column: str, domain: int, warnings: list[str]) -> str:
    """Return a number as E.164; one that nothing may be sent to is left out, with a warning."""
    told = values.get(column, "")
    try:
        return canonical_phone(told, mobile=column == "mobile", fiction=domain not in REAL_DOMAINS) if told else ""
    except PhoneUnfit:
        warnings.append(f"its {column} can't be one: left out")
        return ""


def _address(values: dict[str, str]) -> tuple[str, ...]:
    lines = tuple(line for line in (values.get(column, "") for column in ADDRESS) if line)
    if any(len(line) > ADDRESS_SIGNS for line in lines):
        raise LineUnfit(f"a line of its address is longer than {ADDRESS_SIGNS} signs")
    return lines


def _language(code: str, warnings: list[str]) -> str:
    if code and code not in _LANGUAGES:
        warnings.append(f"its language isn't one of ours: {SOURCE.code} instead")
    return code if code in _LANGUAGES else SOURCE.code


def _occasion(name: str) -> Occasion:
    try:
        return Occasion(name or Occasion.CAMPAIGN)
    except ValueError:
        raise LineUnfit("its occasion is none of " + ", ".join(Occasion)) from None


def _zone(name: str, address: tuple[str, ...]) -> Zone:
    try:
        return zone_named(name) if name else zone_of_postal_code(postal_code(address))
    except ZoneUnknown:
        reason = "its zone isn't known" if name else "its postal code lies in no zone served here: name a zone"
        raise LineUnfit(reason) from None
