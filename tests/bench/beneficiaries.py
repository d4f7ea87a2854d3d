"""Invented beneficiaries, as many as one likes, in a file as the caisse would send it."""

from pathlib import Path

_HEADER = (
    "ins;birth_name;first_names;usual_name;birth_on;sex;email;mobile;address_1;address_2;card_serial;sent_on;language"
)


def write_list(path: Path, first: int, number: int, *, emails: bool = True) -> Path:
    """Write so many lines, from the person of this number on; three in four have an e-mail (DOMAIN H: the pilot)."""
    with path.open("w", encoding="utf-8") as file:
        print(_HEADER, file=file)
        for one in range(first, first + number):
            print(_line(one, has_email=emails and one % 4 > 0), file=file)
    return path


def _line(number: int, *, has_email: bool) -> str:
    body = f"24205{number:08d}"
    key = 97 - int(body) % 97
    email = f"roux{number}@exemple.example" if has_email else ""
    traits = f"{body}{key:02d};BLANCHARD;JEANNE MARIE;ROUX;1942-05-12;F"
    reached = f"{email};0639980104;{number % 90 + 1} RUE DES TANNEURS;{43000 + number % 900} LE PUY-EN-VELAY"
    return f"{traits};{reached};8025000002{number:08d};2026-03-02;fr"
