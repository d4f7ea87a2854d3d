"""Forgetting a person: what identity keeps of her in the rows of others."""

import sqlalchemy as sa

from dossier.store import Unit

from .tables import blind_index, kept_form, representation, web_session


def ins_digest_of(unit: Unit, patient_id: bytes) -> bytes:
    """Return the keyed digest under which her INS is found, empty when she isn't here: nothing is opened for it."""
    hers = sa.and_(blind_index.c.patient_id == patient_id, blind_index.c.field == "ins")
    return unit.scalar(sa.select(blind_index.c.digest).where(hers)) or b""


def forget_person(unit: Unit, patient_id: bytes) -> None:
    """Delete who represents her, the visits open on her record, and the forms she typed for others.

    Her own rows are the store's matter (`Unit.forget`). A representative reading at this moment is signed out.
    """
    for column in (representation.c.represented_id, web_session.c.record_id, kept_form.c.typed_by):
        unit.execute(sa.delete(column.table).where(column == patient_id))
