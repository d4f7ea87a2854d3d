"""The cast: invented people with different lives. Their numbers lie in the test identity domain, their
telephones in the ranges kept for fiction."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dossier.identity import Person
from dossier.lifecycle import Occasion, State

TEST_DOMAIN = 10


@dataclass(frozen=True, slots=True)
class Member:
    """One member of the cast: who, how to sign in, and what life."""

    life: str
    identifier: str
    password: str
    person: Person
    language: str = "fr"
    state: State = State.ACTIVATED
    has_card: bool = True
    role: str = "patient"
    represents: tuple[tuple[str, str], ...] = ()
    """Identifiers of those she represents, each with the basis."""


def _person(
    first: str, name: str, birth_on: date, sex: Literal["F", "M"], place: str, order: str, **more: object
) -> Person:
    """Return an invented person; her number is made of her birth and of an order number that nobody has."""
    body = f"{'1' if sex == 'M' else '2'}{birth_on:%y%m}{place}{order}"
    key = 97 - int(body.replace("2A", "19").replace("2B", "18")) % 97
    given = tuple(first.split())
    fields: dict[str, object] = {"birth_name": name, **more}
    return Person(
        ins=f"{body}{key:02d}",
        ins_domain=TEST_DOMAIN,
        first_names=given,
        birth_on=birth_on,
        sex=sex,
        birth_place=place,
        **fields,  # type: ignore[arg-type]
    )


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody who got a letter and has no account yet: her code is in it."""

    life: str
    person: Person
    opened: bool = False
    """The window is over: her record was opened, and the letter brings a code to activate it."""
    occasion: Occasion = Occasion.CAMPAIGN
    parent: str = ""
    """Identifier of the member who represents her, and to whom the letter is addressed."""


_TEST_IDENTITY = Person(
    ins="279035121518989",
    ins_domain=TEST_DOMAIN,
    birth_name="PAT-TROIS",
    first_names=("DOMINIQUE", "MARIE-LOUISE"),
    birth_on=date(1979, 3, 28),
    sex="F",
    birth_place="63220",
    mobile="+33639980103",
)

CAST: tuple[Member, ...] = (
    Member(
        "84 years old, no mobile, no e-mail; a card of codes",
        "roux.jeanne",
        "tilleul-sous-la-fenetre",
        _person(
            "JEANNE MARIE",
            "BLANCHARD",
            date(1942, 5, 12),
            "F",
            "43157",
            "901",
            usual_name="ROUX",
            address=("12 RUE DES TANNEURS", "43000 LE PUY-EN-VELAY"),
        ),
    ),
    Member(
        "landline only; a card of codes",
        "legoff.marcel",
        "le-phare-eteint-a-midi",
        _person(
            "MARCEL",
            "LE GOFF",
            date(1938, 11, 3),
            "M",
            "29232",
            "902",
            landline="+33261910142",
            address=("3 QUAI DU STEÏR", "29000 QUIMPER"),
        ),
    ),
    Member(
        "child with two representatives",
        "martin.leo",
        "un-cartable-bleu-ciel",
        _person("LÉO", "MARTIN", date(2012, 6, 21), "M", "69383", "903"),
    ),
    Member(
        "represents her son Léo; SMS or card",
        "martin.claire",
        "trois-velos-au-soleil",
        _person("CLAIRE", "MARTIN", date(1984, 2, 9), "F", "69385", "904", mobile="+33639980104"),
        role="legal_representative",
        represents=(("martin.leo", "parent"),),
    ),
    Member(
        "represents his son Léo; a card of codes",
        "benali.karim",
        "la-fontaine-du-marche",
        _person("KARIM", "BENALI", date(1981, 8, 30), "M", "13055", "905"),
        role="legal_representative",
        represents=(("martin.leo", "parent"),),
    ),
    Member(
        "protected adult, measure with representation",
        "fabre.odette",
        "les-hirondelles-reviennent",
        _person(
            "ODETTE",
            "FABRE",
            date(1951, 1, 17),
            "F",
            "34172",
            "906",
            landline="+33465710118",
            address=("14 RUE DE LA LOGE", "34000 MONTPELLIER"),
        ),
    ),
    Member(
        "represents his mother Odette under the measure",
        "fabre.bruno",
        "garrigue-et-romarin",
        _person("BRUNO", "FABRE", date(1976, 4, 25), "M", "34172", "907", mobile="+33639980107"),
        role="legal_representative",
        represents=(("fabre.odette", "measure_with_representation"),),
    ),
    Member(
        "reads Arabic; SMS or card",
        "haddad.youssef",
        "olivier-devant-la-porte",
        _person("YOUSSEF", "HADDAD", date(1955, 9, 14), "M", "99350", "908", mobile="+33639980108"),
        language="ar",
    ),
    Member(
        "a record of 400 documents; SMS only",
        "lemoine.robert",
        "quatre-cents-feuilles",
        _person("ROBERT", "LEMOINE", date(1947, 12, 2), "M", "59350", "909", mobile="+33639980109"),
        has_card=False,
    ),
    Member(
        "an empty record",
        "petit.lucie",
        "page-blanche-du-matin",
        _person("LUCIE", "PETIT", date(1990, 7, 7), "F", "44109", "910"),
    ),
    Member(
        "not yet activated",
        "garnier.paul",
        "encore-dans-son-enveloppe",
        _person("PAUL", "GARNIER", date(1968, 3, 1), "M", "21231", "911", address=("5 RUE DES FORGES", "21000 DIJON")),
        state=State.OPENED,
    ),
    Member(
        "said no: opted out",
        "morel.denise",
        "non-merci-beaucoup",
        _person(
            "DENISE", "MOREL", date(1945, 10, 20), "F", "2A004", "912", address=("8 COURS NAPOLÉON", "20000 AJACCIO")
        ),
        state=State.OPPOSED,
    ),
    Member(
        "closed her record",
        "caron.henriette",
        "volets-fermes-doucement",
        _person(
            "HENRIETTE",
            "CARON",
            date(1949, 2, 28),
            "F",
            "76540",
            "913",
            address=("21 RUE DU GROS-HORLOGE", "76000 ROUEN"),
        ),
        state=State.CLOSED,
    ),
    Member(
        "announced, in the month to say no",
        "diallo.amina",
        "lettre-arrivee-ce-matin",
        _person(
            "AMINA",
            "DIALLO",
            date(1995, 5, 5),
            "F",
            "93066",
            "914",
            mobile="+33639980114",
            address=("2 PLACE VICTOR-HUGO", "93200 SAINT-DENIS"),
        ),
        state=State.ANNOUNCED,
    ),
    Member(
        "the public test identity; import sample documents here",
        "pat-trois.dominique",
        "identite-de-test-publique",
        _TEST_IDENTITY,
    ),
)
BY_IDENTIFIER = {member.identifier: member for member in CAST}

ADDRESSEES: tuple[Addressee, ...] = (
    Addressee(
        "79 years old, a letter this week: she may say no",
        _person(
            "MARGUERITE",
            "VIDAL",
            date(1947, 4, 6),
            "F",
            "81004",
            "921",
            address=("17 RUE DES MOULINS", "81000 ALBI"),
        ),
    ),
    Addressee(
        "newborn: the letter goes to his mother Claire Martin",
        _person(
            "NOÉ",
            "MARTIN",
            date(2026, 8, 2),
            "M",
            "69383",
            "922",
            address=("40 RUE DE LA RÉPUBLIQUE", "69002 LYON"),
        ),
        occasion=Occasion.BIRTH,
        parent="martin.claire",
    ),
    Addressee(
        "opened and never activated: a code to activate it, and a carte Vitale",
        _person(
            "SIMONE",
            "LAMBERT",
            date(1952, 9, 30),
            "F",
            "25056",
            "923",
            mobile="+33639980123",
            address=("6 GRANDE-RUE", "25000 BESANÇON"),
            card_serial="80250000027310048516",
        ),
        opened=True,
    ),
)
