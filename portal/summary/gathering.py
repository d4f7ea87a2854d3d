"""From the record to the summary sheet: what was declared, the newest results, the newest documents."""

from datetime import datetime

from dossier.documents import DocumentSummary, SummaryWay, documents_in_summary, tell_summary
from dossier.identity import Person, person_of
from dossier.policy import Acting
from dossier.profile import Declared, DeclaredItem, SectionState, sections_of
from dossier.store import Unit
from i18n import gettext
from portal.ui import category_name
from printouts import Identity, Item, PartialDate, Section, SummarySheet

_RESULTS = 5
_CIVILITY = {"F": gettext("Madame"), "M": gettext("Monsieur"), "U": ""}


def summary_sheet(unit: Unit, acting: Acting, now: datetime, way: SummaryWay) -> SummarySheet:
    """Journal a summary, and gather its sheet under that entry. Raises `NotPermitted`, `RecordNotOpen`."""
    witness = tell_summary(unit, acting, now, way)
    declared = {one.section: _section(one) for one in sections_of(unit, acting, witness)}
    results = documents_in_summary(unit, acting, witness, category="BIOLOGIE", limit=_RESULTS)
    newest = documents_in_summary(unit, acting, witness)
    return SummarySheet(
        identity=_identity(person_of(unit, acting.patient_id, witness)),
        printed_at=now,
        allergies=declared["allergies"],
        problems=declared["problems"],
        treatments=declared["treatments"],
        vaccinations=declared["vaccinations"],
        results=_documents(results),
        documents=_documents(newest),
    )


def _identity(person: Person) -> Identity:
    return Identity(
        civility=_CIVILITY[person.sex],
        usual_name=person.usual_name,
        birth_name=person.birth_name,
        first_names=person.first_names,
        birth_on=PartialDate.of(person.birth_on),
        sex=person.sex,
        ins=person.ins,
    )


def _section(declared: Declared) -> Section:
    if declared.state is SectionState.LISTED:
        return Section.listed(*(_item(item) for item in declared.items))
    if declared.declared_at is not None:
        return Section.none(PartialDate.of(declared.declared_at.date()))
    return Section()


def _item(item: DeclaredItem) -> Item:
    parts = [int(part) for part in item.on.split("-")] if item.on else []
    return Item(item.text, item.detail, PartialDate(*parts) if parts else None)


def _documents(found: tuple[DocumentSummary, ...]) -> Section:
    if not found:
        return Section()
    return Section.listed(
        *(
            Item(
                one.title or category_name(one.category),
                on=PartialDate.of(one.document_on),
                author=one.author,
            )
            for one in found
        )
    )
