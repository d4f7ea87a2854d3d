"""Messages that waited before the post came: they wait on, in their order, and go back as what they were."""

from dossier.store import Store
from migrations import downgrade, upgrade
from tests.kit.house import NOW, new_holder, raw

BEFORE_ANY_DELAY, BEFORE_THE_POST = "0014", "0015"
HERS = b"p" * 16


def queued(engine, number, kind, channel, state="waiting"):
    """Write one message as the house wrote it then."""
    zone = "+00" if engine.dialect.name == "postgresql" else ""
    told = {
        "patient_id": HERS, "message_id": bytes([number]) * 16, "kind": kind, "channel": channel, "language": "fr",
        "sealed": HERS, "entry_sequence": 1, "state": state, "batch": "",
    }  # fmt: skip
    told |= dict.fromkeys(("queued_at", "not_after", "state_at"), f"{NOW:%Y-%m-%d %H:%M:%S.%f}{zone}")
    signs = ", ".join("?" * len(told))
    with Store(engine, new_holder()).writing() as unit:
        raw(unit, f"INSERT INTO outbox_message ({', '.join(told)}) VALUES ({signs})", *told.values())


def rows(engine):
    with Store(engine, new_holder()).reading() as unit:
        found = raw(unit, "SELECT * FROM outbox_message ORDER BY message_id").mappings().all()
    return [dict(row) for row in found]


def test_what_waited_is_due_since_it_was_queued_and_codes_go_first(engine):
    upgrade(engine, BEFORE_ANY_DELAY)
    queued(engine, 1, "sign-in-code", "sms")
    queued(engine, 2, "receipt", "email", state="handed")
    upgrade(engine)
    code, receipt = rows(engine)
    for row in (code, receipt):
        assert row["due_at"] == row["not_before"] == row["queued_at"]
        assert (row["attempts"], row["rounds"], row["provider"], row["follows"]) == (0, 0, "", None)
        assert row["path"] == row["channel"]
    assert (code["rank"], receipt["rank"]) == (0, 1)
    assert (code["state"], receipt["state"]) == ("waiting", "handed")


def test_going_back_what_was_in_hand_waits_and_what_arrived_was_handed_over(engine):
    upgrade(engine)
    downgrade(engine, BEFORE_THE_POST)
    states = ("waiting", "handed", "bounced", "dropped")
    for number, state in enumerate(states):
        queued(engine, number, "receipt", "email", state)
    upgrade(engine)
    then = {0: "sending", 1: "delivered", 2: "unreached", 3: "expired"}
    with Store(engine, new_holder()).writing() as unit:
        for number, state in then.items():
            raw(unit, f"UPDATE outbox_message SET state = '{state}' WHERE message_id = ?", bytes([number]) * 16)
    downgrade(engine, BEFORE_THE_POST)
    assert [row["state"] for row in rows(engine)] == ["waiting", "handed", "handed", "dropped"]
