"""Letters that reach members of the cast: announced on a day, with a code that is alive."""

from datetime import date, timedelta

from back_office.demo.cast import BY_IDENTIFIER
from dossier.base import now
from dossier.lifecycle import (
    Occasion,
    Purpose,
    Sending,
    SendingSource,
    State,
    Zone,
    announce_again,
    make_letter_code,
    regime_named,
    state_of,
)
from dossier.policy import Acting, Role
from tests.kit.portal import House

MONTH = regime_named("one-month-from-sending")


def letter_to(house: House, identifier: str, *, sent_on: date | None = None, zone: Zone = Zone.METROPOLE) -> str:
    """Return the code of a letter to this person; an announced record's window begins on `sent_on`."""
    patient_id, at = house.patient_id(identifier), now()
    with house.store.writing() as unit:
        if state_of(unit, patient_id) is State.ANNOUNCED:
            sending = Sending(Occasion.CAMPAIGN, sent_on, SendingSource.CAISSE, zone)
            announce_again(unit, Acting(Role.OPERATOR, patient_id), sending, MONTH, at)
        return make_letter_code(unit, patient_id, BY_IDENTIFIER[identifier].person, Purpose.OPT_OUT, at)


def put_in_state(house: House, identifier: str, state: State) -> None:
    """Put a record in a state, whatever came before and without a sending date: the cast has few announced ones."""
    with house.store.writing() as unit:
        unit.connection.exec_driver_sql(
            "UPDATE record_space SET state = ?, sent_on = NULL, displayed_on = NULL, accepted_until = NULL,"
            " due_at = NULL WHERE patient_id = ?",
            (str(state), house.patient_id(identifier)),
        )


def days_ago(days: int) -> date:
    """Return a day before today."""
    return (now() - timedelta(days=days)).date()
