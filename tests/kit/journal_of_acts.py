"""What the journal of acts holds of one colleague."""

import sqlalchemy as sa

from dossier.identity import StaffAct
from dossier.identity.staff_tables import staff_act
from tests.kit.desk import Desk
from tests.kit.oversight import staff_id_of


def acts_of(desk: Desk, identifier: str) -> list[tuple[StaffAct, bool]]:
    """Return what one colleague did, oldest first, and whether it was done."""
    hers = staff_act.c.staff_id == staff_id_of(desk, identifier)
    wanted = sa.select(staff_act.c.kind, staff_act.c.is_done).where(hers)
    with desk.house.store.reading() as unit:
        return [(StaffAct(kind), is_done) for kind, is_done in unit.all(wanted.order_by(staff_act.c.done_at))]
