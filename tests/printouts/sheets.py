"""Sheets of invented people, as full and as bare as they come."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from dossier.policy import Scope
from printouts import (
    NEWEST,
    AppointmentSheet,
    CardLetter,
    CodeCardSheet,
    CodeLetter,
    ErasureLetter,
    Identity,
    InvitationSheet,
    Item,
    MandateDeedSheet,
    MandateFacts,
    NoticeLetter,
    PartialDate,
    ReceiptLetter,
    ReceiptSheet,
    RescueSheet,
    Section,
    SinceLine,
    SinceSheet,
    SummarySheet,
    VisitAct,
    VisitSheet,
    mandate_texts,
)

JEANNE = Identity(
    civility="Mme",
    usual_name="Roux",
    birth_name="Le Goff",
    first_names=("Jeanne", "Marie"),
    birth_on=PartialDate(1942, 11, 17),
    sex="F",
    ins="242115612345678",
)
PRINTED_AT = datetime(2026, 11, 22, 15, 5, tzinfo=UTC)

BARE = SummarySheet(JEANNE, PRINTED_AT)
"""Nobody ever filled anything in."""

THREE_STATES = replace(
    BARE,
    allergies=Section.none(PartialDate(2026, 3, 3)),
    treatments=Section.listed(
        Item("Metformine 850 mg", "1 comprimé le matin", PartialDate(2010, 2, 1)),
        Item("Paracétamol 1 000 mg", "Si douleur : au plus 3 fois par jour", PartialDate(2019)),
    ),
    documents=Section.none(PartialDate(2026, 11, 22)),
)

FULL = replace(
    THREE_STATES,
    allergies=Section.listed(
        Item("Pénicilline", "Gonflement du visage. Ne jamais en reprendre.", PartialDate(1987)),
        Item("Noix et noisettes", "Boutons rouges", PartialDate(2003, 6)),
    ),
    problems=Section.listed(Item("Diabète de type 2", on=PartialDate(2009)), Item("Arthrose du genou droit")),
    vaccinations=Section.listed(Item("Grippe", on=PartialDate(2026, 10, 14), author="Pharmacie des Halles")),
    results=Section.listed(
        Item("Hémoglobine glyquée : 6,9 %", on=PartialDate(2026, 9, 3), author="Laboratoire des Halles")
    ),
    documents=Section.listed(
        Item("Compte rendu de cardiologie", on=PartialDate(2026, 9, 21), author="Dr Yasmine Benali"),
        Item("Ordonnance", on=PartialDate(2026, 11, 3), author="Dr Le Goff"),
    ),
)


def with_treatments(count: int) -> SummarySheet:
    """A sheet of `count` treatments of four lines or so, each between the words `debut<n>` and `fin<n>`."""
    dose = "1 comprimé le matin, 1 comprimé le midi et 1 comprimé le soir pendant le repas"
    items = (Item(f"debut{n} Médicament", f"{dose}, jusqu’à fin{n}") for n in range(count))
    return replace(FULL, treatments=Section.listed(*items))


HOURS = "du lundi au vendredi, de 8 h 30 à 17 h 30"

NOTICE = NoticeLetter(
    address=("MADAME JEANNE ROUX", "3 RUE DES LILAS", "29000 QUIMPER"),
    addressee="Madame Roux",
    code="7KQM4HTX9DFR",
    sent_on=date(2022, 1, 28),
    last_day=date(2022, 2, 28),
    portal="dossier-clair.example/opposition",
    phone="3422",
    hours=HOURS,
    paper_address=("DOSSIER CLAIR", "TSA 12345", "99999 VILLE CEDEX 9"),
    number="L000123",
)
CHILD_NOTICE = replace(NOTICE, about="Léo Martin", code="RTXQ6NDH7C42", number="L000124")

_NAME = "Maximilien-Alexandre Dupont-Castelnau de la Roche-Beaumont"
FULLEST_NOTICE = replace(
    CHILD_NOTICE,
    address=("M" * 38,) * 6,
    addressee=f"Mademoiselle {_NAME}",
    about=_NAME,
    portal="dossier-clair-des-hauts-de-france.example/opposer",
    phone="01 23 45 67 89 10 11",
    hours="du lundi au vendredi, de 8 h 30 à 12 h et dès 13 h",
    paper_address=("SERVICE DES REPONSES DE DOSSIER CLAIR",) * 6,
    last_day=date(2026, 9, 23),
)
"""Each text as long as it may be."""

IN_CAPITALS = replace(FULLEST_NOTICE, addressee="MADEMOISELLE " + _NAME.upper(), about=_NAME.upper())

CODE_LETTER = CodeLetter(
    address=NOTICE.address,
    addressee=NOTICE.addressee,
    code="7KQM4HTX9DFR",
    purpose="opt-out",
    valid_until=date(2022, 3, 14),
    portal=NOTICE.portal,
    phone="3422",
    hours=HOURS,
    number="C000077",
)
FULLEST_CODE_LETTER = replace(
    CODE_LETTER,
    **{name: getattr(FULLEST_NOTICE, name) for name in ("address", "addressee", "about", "portal", "phone", "hours")},
)

CODE_IN_CAPITALS = replace(FULLEST_CODE_LETTER, addressee=IN_CAPITALS.addressee, about=IN_CAPITALS.about)

_ACTED_AT = datetime(2022, 3, 15, 18, 5, tzinfo=UTC)
RECEIPT = ReceiptSheet(
    number="7KQM4HTX9DFR",
    kind="opt-out",
    person="Madame Jeanne Roux",
    local_at=_ACTED_AT.astimezone(ZoneInfo("America/Martinique")),
    paris_at=_ACTED_AT.astimezone(ZoneInfo("Europe/Paris")),
    zone="Martinique",
    way="sur le site, avec le code de la lettre",
    sent_on=date(2022, 2, 28),
    displayed_on=date(2022, 3, 28),
    accepted_on=date(2022, 3, 29),
    rule="un mois à partir de l’envoi",
    head="7Q2M 4HTX 9DFR AAB2",
    signature=" ".join(("MFRG", "G2LT", "ON2W", "64TF") * 6 + ("ORSX", "G5A")),
    address="HTTPS://DOSSIER-CLAIR.EXAMPLE/R/7KQM4HTX9DFR",
    phone="3422",
    hours=HOURS,
)

CARD = CodeCardSheet(
    person="Madame Jeanne Roux",
    codes=tuple(f"{number * 7_919_357 % 10**8:08}" for number in range(1, 51)),
    made_on=date(2022, 3, 1),
    phone="3422",
    hours=HOURS,
)

RECEIPT_LETTER = ReceiptLetter(
    address=NOTICE.address,
    addressee=NOTICE.addressee,
    about="Jeanne Roux",
    portal="dossier-clair.example/recepisse",
    phone="3422",
    hours=HOURS,
    number="R000005",
    receipt="7KQM4HTX9DFR",
    kind="opt-out",
    local_at=RECEIPT.local_at,
    zone="Martinique",
)
FULLEST_RECEIPT_LETTER = replace(
    RECEIPT_LETTER,
    **{name: getattr(FULLEST_NOTICE, name) for name in ("address", "addressee", "about", "portal", "phone", "hours")},
    kind="closure",
    local_at=datetime(2026, 9, 23, 23, 55, tzinfo=ZoneInfo("America/Miquelon")),
    zone="Saint-Pierre-et-Miquelon",
)

ERASURE_LETTER = ErasureLetter(
    address=NOTICE.address,
    addressee=NOTICE.addressee,
    portal="dossier-clair.example/rouvrir",
    phone="3422",
    hours=HOURS,
    number="E000006",
    receipt="7KQM4HTX9DFR",
    erased_on=date(2022, 6, 15),
)
FULLEST_ERASURE_LETTER = replace(
    ERASURE_LETTER,
    **{name: getattr(FULLEST_NOTICE, name) for name in ("address", "addressee", "portal", "phone", "hours")},
)

CARD_LETTER = CardLetter(
    address=NOTICE.address,
    addressee=NOTICE.addressee,
    phone="3422",
    hours=HOURS,
    number="K000007",
    codes=CARD.codes,
)
FULLEST_CARD_LETTER = replace(
    CARD_LETTER, **{name: getattr(FULLEST_NOTICE, name) for name in ("address", "addressee", "phone", "hours")}
)

APPOINTMENT = AppointmentSheet(
    address=NOTICE.address,
    addressee=NOTICE.addressee,
    portal="dossier-clair.example/acces-perdu/suivi",
    phone="3422",
    hours=HOURS,
    number="A000008",
    case="7KQM4HTX9DFR",
    until=date(2022, 6, 15),
)
FULLEST_APPOINTMENT = replace(
    APPOINTMENT,
    **{name: getattr(FULLEST_NOTICE, name) for name in ("address", "addressee", "portal", "phone", "hours")},
)

INVITATION = InvitationSheet(
    person="Chloé Petit",
    place="France Services de Schiltigheim",
    identifier="petit.chloe",
    code="7KQM-4HTX-9DFR",
    until=date(2026, 11, 28),
    address="poste.dossier-clair.example/premiere-fois",
)
RESCUE = RescueSheet(
    "Inès Laurent", tuple(f"{number * 7_919_357_111 % 10**10:010}" for number in range(1, 11)), date(2026, 11, 25)
)

MANDATE_FACTS = MandateFacts(
    person="Jeanne Roux",
    advisor="Inès Laurent",
    site="France Services du Puy",
    scopes=tuple(map(str, Scope)),
    duration="visit",
)
DEED = MandateDeedSheet(
    number="7KQM4HTX9DFR",
    person="Jeanne Roux",
    advisor="Inès Laurent",
    site="France Services du Puy",
    texts=mandate_texts(NEWEST, ("fr", "fr@falc"), MANDATE_FACTS),
    text_version=NEWEST,
    text_digest="MFRG G2LT ON2W ORSX",
    drafted_at=datetime(2026, 11, 25, 13, 55, tzinfo=ZoneInfo("Europe/Paris")),
    given_at=datetime(2026, 11, 25, 14, 5, tzinfo=ZoneInfo("Europe/Paris")),
    until_at=datetime(2026, 11, 25, 15, 5, tzinfo=ZoneInfo("Europe/Paris")),
    proof="un code reçu par SMS",
    head="7Q2M 4HTX 9DFR AAB2",
    signature=RECEIPT.signature,
    address="HTTPS://DOSSIER-CLAIR.EXAMPLE/M/7KQM4HTX9DFR",
    phone="3422",
    hours=HOURS,
)
DRAFT_DEED = replace(DEED, given_at=None, until_at=None, proof="", head="", signature="")
VISIT_SHEET = VisitSheet(
    number=DEED.number,
    person=DEED.person,
    advisor=DEED.advisor,
    site=DEED.site,
    given_at=DEED.given_at,
    until_at=DEED.until_at,
    proof=DEED.proof,
    acts=(VisitAct("opt-out", DEED.given_at), VisitAct("contact-change", DEED.given_at)),
    printed_at=DEED.given_at,
    portal="dossier-clair.example",
    phone="3422",
    hours=HOURS,
)
SINCE = SinceSheet(
    person="Jeanne Roux",
    beginning="Depuis votre visite du 27 février 2026",
    lines=(
        SinceLine("Vous pouvez dire non jusqu’au 4 avril 2026."),
        SinceLine("A lu votre dossier : Docteur Yann Le Goff.", "4 fois. La dernière : le 12 mars 2026."),
        SinceLine("Mandat donné : imprimer votre résumé. Inès Laurent, France Services du Puy.", "Le 1er mars 2026."),
        SinceLine("Moyen de vous joindre changé.", "Le 9 mars 2026."),
        SinceLine("Lettre envoyée : annonce de votre dossier.", "Le 3 mars 2026."),
    ),
    printed_at=DEED.given_at,
    history="dossier-clair.example/historique",
    phone="3422",
    hours=HOURS,
)
