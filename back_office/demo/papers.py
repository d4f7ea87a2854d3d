"""The documents of the cast: invented, dated, written as French CDA, some with a file, some kept from somebody."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from dossier.documents import narrative

from .cast import Member
from .cda_writer import (
    AuthorDraft,
    DocumentDraft,
    FileDraft,
    PatientDraft,
    SectionDraft,
    bullets,
    paragraph,
    table,
    write,
)
from .small_pdf import small_pdf

_DOMAIN_ROOT = "1.2.250.1.213.1.4"
_LAB = AuthorDraft("Hélène", "Vasseur", "Biologie médicale", "Laboratoire des Halles")
_DOCTOR = AuthorDraft("Yann", "Le Goff", "Médecine générale", "Cabinet du Port")
_HOSPITAL = AuthorDraft("Samira", "Belkacem", "Cardiologie", "Centre hospitalier du Velay")
_IMAGING = AuthorDraft("Bruno", "Teyssier", "Radiologie", "Imagerie de la Gare")


def papers_of(member: Member) -> Iterator[bytes]:
    """Yield a member's documents, oldest first."""
    match member.identifier:
        case "lemoine.robert":
            yield from _four_hundred(member)
        case "martin.leo":
            yield from _of_a_child(member)
        case "petit.lucie" | "garnier.paul" | "morel.denise" | "diallo.amina" | "pat-trois.dominique":
            return
        case "roux.jeanne":
            yield from (*_of_everybody(member), *_of_jeanne_roux(member))
        case _:
            yield from _of_everybody(member)


def _of_everybody(member: Member) -> Iterator[bytes]:
    yield _prescription(member, 1, date(2026, 3, 4), "Paracétamol 1 g", "1 comprimé si douleur, 3 par jour au plus")
    yield _vaccination(member, 2, date(2025, 10, 21))
    yield _blood_test(member, 3, date(2026, 6, 9), "4,9")


def _of_jeanne_roux(member: Member) -> Iterator[bytes]:
    yield _discharge_letter(member, 4, date(2026, 2, 11))
    yield _imaging_report(member, 5, date(2026, 5, 19))
    yield _prescription(member, 6, date(2026, 11, 3), "Lévothyroxine 75 microgrammes", "1 comprimé le matin, à jeun")
    yield _thyroid_test(member, 7, date(2026, 11, 12))
    yield _not_yet_announced(member, 8, date(2026, 11, 16))


def _of_a_child(member: Member) -> Iterator[bytes]:
    yield _vaccination(member, 1, date(2023, 9, 13))
    yield _blood_test(member, 2, date(2026, 4, 2), "4,6")
    secret = ("N", "INVISIBLE_REPRESENTANTS_LEGAUX")
    section = SectionDraft("Consultation", (paragraph("Le patient demande que ses parents n’en soient pas informés."),))
    yield _written(
        member,
        3,
        "11488-4",
        "Consultation confidentielle",
        _DOCTOR,
        date(2026, 9, 1),
        section,
        kept_from=secret,
    )


def _four_hundred(member: Member) -> Iterator[bytes]:
    kinds = (_blood_test, _prescription_of_the_month, _vaccination)
    for number in range(1, 401):
        day = date(2009 + (number - 1) // 24, (number - 1) // 2 % 12 + 1, 5 + number % 20)
        yield kinds[number % 3](member, number, day)


def _written(
    member: Member,
    number: int,
    type_code: str,
    title: str,
    author: AuthorDraft,
    acted_on: date,
    *sections: SectionDraft,
    kept_from: tuple[str, ...] = ("N",),
) -> bytes:
    person = member.person
    patient = PatientDraft(
        ins=person.ins,
        birth_name=person.birth_name,
        first_names=person.first_names,
        birth_on=person.birth_on,
        sex=person.sex,
        usual_name=person.usual_name,
        ins_root=f"{_DOMAIN_ROOT}.{person.ins_domain}",
    )
    draft = DocumentDraft(
        number=f"{member.identifier}-{number}",
        type_code=type_code,
        title=title,
        patient=patient,
        author=author,
        written_at=datetime(acted_on.year, acted_on.month, acted_on.day, 9, 30, tzinfo=UTC),
        acted_on=acted_on,
        sections=sections,
        confidentiality=kept_from,
    )
    return write(draft)


def _blood_test(member: Member, number: int, day: date, glucose: str = "5,1") -> bytes:
    results = table(
        ("Analyse", "Résultat", "Valeurs habituelles"),
        ("Glucose à jeun", f"{glucose} mmol/L", "3,9 à 5,5"),
        ("Hémoglobine", "13,2 g/dL", "12,0 à 16,0"),
        ("Créatinine", "71 µmol/L", "45 à 84"),
    )
    section = SectionDraft("Biochimie et hématologie", (results, paragraph("Prélèvement fait le matin, à jeun.")))
    return _written(member, number, "11502-2", "Prise de sang", _LAB, day, section)


def _thyroid_test(member: Member, number: int, day: date) -> bytes:
    results = table(
        ("Analyse", "Résultat", "Valeurs habituelles", "Avant (9 juin)"),
        ("TSH", "6,8 mUI/L", "0,4 à 4,0", "5,9 mUI/L"),
        ("T4 libre", "11,2 pmol/L", "12,0 à 22,0", "11,9 pmol/L"),
        caption="Bilan de la thyroïde",
    )
    advice = paragraph("TSH un peu haute. Parlez de la dose de lévothyroxine avec votre médecin.")
    scan = narrative.Paragraph((narrative.Text("Compte rendu signé : "), narrative.AttachmentReference(1)))
    lines = (
        "EXERCICE : document invente",
        "Laboratoire des Halles",
        "Bilan de la thyroide",
        "TSH 6,8 mUI/L",
        "T4 libre 11,2 pmol/L",
    )
    file = FileDraft("application/pdf", small_pdf(lines))
    section = SectionDraft("Hormones", (results, advice, scan), (file,))
    return _written(member, number, "11502-2", "Prise de sang : thyroïde", _LAB, day, section)


def _prescription_of_the_month(member: Member, number: int, day: date) -> bytes:
    return _prescription(member, number, day, "Furosémide 40 mg", "1 comprimé le matin")


def _prescription(member: Member, number: int, day: date, medicine: str, dose: str) -> bytes:
    lines = table(("Médicament", "Comment le prendre", "Durée"), (medicine, dose, "3 mois"))
    section = SectionDraft("Médicaments prescrits", (lines, paragraph("À renouveler 1 fois.")))
    return _written(member, number, "57833-6", "Ordonnance", _DOCTOR, day, section)


def _vaccination(member: Member, number: int, day: date) -> bytes:
    lines = table(("Vaccin", "Date", "Lot"), ("Grippe saisonnière", f"{day:%d/%m/%Y}", "K4471"))
    return _written(member, number, "87273-9", "Note de vaccination", _DOCTOR, day, SectionDraft("Vaccin", (lines,)))


def _discharge_letter(member: Member, number: int, day: date) -> bytes:
    stay = SectionDraft(
        "Motif du séjour",
        (paragraph("Chute à la maison, sans fracture. Surveillance de trois jours."),),
    )
    after = SectionDraft(
        "À la sortie",
        (
            bullets(
                "Reprendre la marche avec une canne.",
                "Contrôler la tension deux fois par semaine.",
                "Revoir le docteur Le Goff dans un mois.",
            ),
        ),
    )
    return _written(member, number, "11490-0", "Lettre de sortie de l’hôpital", _HOSPITAL, day, stay, after)


def _imaging_report(member: Member, number: int, day: date) -> bytes:
    technique = SectionDraft("Technique", (paragraph("Radiographie du genou droit, de face et de profil."),))
    result = SectionDraft(
        "Résultats",
        (paragraph("Usure du cartilage à l’intérieur du genou. Pas de fracture."),),
        sections=(SectionDraft("Conclusion", (paragraph("Arthrose modérée."),)),),
    )
    return _written(member, number, "18748-4", "Radiographie du genou", _IMAGING, day, technique, result)


def _not_yet_announced(member: Member, number: int, day: date) -> bytes:
    """Return a document that its author keeps from the patient until it is explained (CSP R1111-53)."""
    section = SectionDraft("Conclusion", (paragraph("Cellules atypiques ; à revoir en consultation d’annonce."),))
    hidden = ("N", "INVISIBLE_PATIENT")
    return _written(member, number, "60568-3", "Anatomopathologie mammaire", _HOSPITAL, day, section, kept_from=hidden)
