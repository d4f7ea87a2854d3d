"""Everything that an address or a form can name in the house of the matrix: whose it is, and one that never was."""

from datetime import timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from dossier.base import new_sign_code
from dossier.identity import ContactKind, DeskTurn
from dossier.identity.sessions import open_turn_session
from dossier.identity.tables import desk_turn
from dossier.identity.turns import keep_turn
from dossier.lifecycle import Purpose, Receipt, make_letter_code, receipts_of
from dossier.mandates import acting_under, draft_mandate, give_consent, send_consent_code
from dossier.outbox import waiting_messages
from dossier.policy import Acting, Role, Scope
from dossier.recovery import (
    Lost,
    approve_contact_change,
    ask_contact_change,
    callback_slots,
    dispute,
    open_case,
    plan_callback,
    see_identity,
    show_desk_code,
    standing_online,
)
from dossier.store import Unit
from tests.kit.house import CODES, PASSWORD
from tests.kit.mandates import LE_PUY, NETWORK, newest_code, stop_codes, wanted
from tests.kit.matrix import State, Who
from tests.kit.matrix_house import MatrixHouse
from tests.kit.matrix_mandates import done_at_the_desk, text_for
from tests.kit.matrix_people import HOUR, NOON
from tests.kit.recovery import CONTACTS, DOMAINS, dispute_codes, identity_of

IDS: dict[str, dict[Who, frozenset[str]]] = {
    "document": {
        Who.PATIENT: frozenset({"jeanne"}),
        Who.OTHER: frozenset({"marcel"}),
        Who.REPRESENTATIVE: frozenset({"leo"}),
    },
    "receipt": {
        Who.PATIENT: frozenset({"jeanne"}),
        Who.OTHER: frozenset({"marcel"}),
        Who.REPRESENTATIVE: frozenset({"leo"}),
    },
    "record": {
        Who.PATIENT: frozenset({"jeanne"}),
        Who.OTHER: frozenset({"marcel"}),
        Who.REPRESENTATIVE: frozenset({"claire", "leo"}),
        Who.FORMER: frozenset({"karim"}),
    },
    "deed": dict.fromkeys(Who, frozenset({"jeanne"})),
    "proof of receipt": dict.fromkeys(Who, frozenset({"jeanne"})),
    "ticket": dict.fromkeys(Who, frozenset({"waiting"})),
    "mail": dict.fromkeys(Who, frozenset({"sent"})),
    "letter": dict.fromkeys(Who, frozenset({"waiting"})),
    "case": {Who.AGENT: frozenset({"called"}), Who.OTHER_AGENT: frozenset({"marcel"})},
    "desk case": {Who.AGENT: frozenset({"invited"})},
    "change": {
        Who.AGENT: frozenset({"Leila's", "Nora's"}),
        Who.OTHER_AGENT: frozenset({"Paul's", "Nora's"}),
        Who.SUPERVISOR: frozenset({"Leila's", "Paul's", "Nora's"}),
        Who.OTHER_SUPERVISOR: frozenset({"Leila's", "Paul's", "Nora's"}),
    },
    "seen paper": {Who.SUPERVISOR: frozenset({"seen"}), Who.OTHER_SUPERVISOR: frozenset({"seen"})},
    "own seen paper": {Who.ADVISOR: frozenset({"seen"}), Who.MOVED: frozenset({"seen"})},
    "member": {Who.SUPERVISOR: frozenset({"of Le Puy"}), Who.OTHER_SUPERVISOR: frozenset({"of Brioude"})},
    "key": {
        **dict.fromkeys((Who.ADVISOR, Who.MOVED), frozenset({"hers"})),
        Who.COLLEAGUE: frozenset({"a colleague's"}),
    },
}
"""By family: which of its ids are whose. Whatever isn't here is another's, and answers like one that never was."""
PARIS = ZoneInfo("Europe/Paris")
WEEK_AGO = NOON - timedelta(days=7)
"""When calls were taken: a call planned then is for now."""
NEVER = "never was"
KINDS: dict[str, tuple[str, ...]] = {
    "document": ("jeanne", "marcel", "leo", "secret"),
    "receipt": ("jeanne", "marcel", "leo"),
    "record": ("jeanne", "marcel", "claire", "karim", "leo"),
    "deed": ("jeanne",),
    "proof of receipt": ("jeanne",),
    "ticket": ("waiting", "taken"),
    "mail": ("sent",),
    "letter": ("waiting",),
    "case": ("called", "marcel", "seen"),
    "desk case": ("invited", "seen"),
    "change": ("Paul's", "Leila's", "Nora's"),
    "seen paper": ("seen", "shown"),
    "own seen paper": ("seen", "shown"),
    "member": ("of Le Puy", "of Brioude", "an agent"),
    "key": ("hers", "a colleague's"),
}
"""By family: the ids that are there."""


def plant_ids(house: MatrixHouse) -> None:
    """Plant whatever the addresses and forms of the two faces name."""
    done_at_the_desk(house)
    house.ids["deed", "jeanne"] = house.mandate("jeanne", State.ACTIVE, None)
    house.mandate("jeanne", State.DRAFT, None)
    with house.store.writing() as unit:
        _records(house, unit)
        _cases(house, unit)
        _changes(house, unit)
        _papers(house, unit)
        _turns(house, unit)
        _secrets(house, unit)
        _messages(house, unit)
    house.ids["member", "of Le Puy"] = house.staff[Who.COLLEAGUE].hex()
    house.ids["member", "of Brioude"] = house.staff[Who.ELSEWHERE].hex()
    house.ids["key", "hers"] = house.staff[Who.ADVISOR].hex()
    house.ids["key", "a colleague's"] = house.staff[Who.COLLEAGUE].hex()
    house.ids["member", "an agent"] = house.staff[Who.AGENT].hex()
    house.ids["own seen paper", "seen"] = house.ids["seen paper", "seen"]
    for family in ("seen paper", "own seen paper"):
        house.ids[family, "shown"] = house.ids["case", "shown"]
    for family in IDS:
        house.ids[family, NEVER] = "0" * 32 if family in _HEXADECIMAL else new_sign_code()
    house.ids["ticket", NEVER] = "t" * 32


_HEXADECIMAL = ("document", "receipt", "record", "member", "key", "mail", "letter")


def _messages(house: MatrixHouse, unit: Unit) -> None:
    queued = [one for one in waiting_messages(unit, limit=500) if one.kind == "mandate-given"]
    house.ids["mail", "sent"] = next(one.key for one in queued if one.channel == "email")
    house.ids["letter", "waiting"] = next(one.key for one in queued if one.channel == "letter")


def _records(house: MatrixHouse, unit: Unit) -> None:
    for name in ("jeanne", "marcel", "claire", "karim", "leo"):
        house.ids["record", name] = house.people[name].id.hex()
    receipt: Receipt = receipts_of(unit, house.people["jeanne"].id)[0]
    house.ids["proof of receipt", "jeanne"] = house.told["receipt"] = receipt.number


def _cases(house: MatrixHouse, unit: Unit) -> None:
    opened = {
        "called": Who.AGENT,
        "invited": Who.AGENT,
        "marcel": Who.OTHER_AGENT,
        "seen": "nora",
        "shown": "nora",
        "frozen": "nora",
    }
    for name, who in opened.items():
        acting = Acting(Role.CALL_AGENT, house.people[name].id, house.staff[who], "Paul, Nord")
        lost = Lost.EVERYTHING if name in ("seen", "shown") else Lost.PASSWORD
        is_rung = name in ("called", "marcel")
        number = open_case(unit, acting, lost, WEEK_AGO if is_rung else NOON - HOUR, call_reference="A-1").number
        house.ids["case", name] = house.ids["desk case", name] = number
        if is_rung:
            plan_callback(unit, acting, number, NOON, WEEK_AGO)
    for name in ("helped", "helped too"):
        reference = house.mandate(name, State.ACTIVE, None)
        acting = acting_under(unit, house.session(unit, Who.ADVISOR), reference, Scope.RECOVERY, NOON)
        open_case(unit, acting, Lost.PASSWORD, NOON)
    dispute(unit, dispute_codes(unit, house.people["frozen"].id)[0], "letter", NOON - HOUR)
    slot = callback_slots(NOON)[0].astimezone(PARIS)
    house.told |= {"slot day": f"{slot:%Y-%m-%d}", "slot hour": f"{slot.hour}{slot:%M}"}


def _changes(house: MatrixHouse, unit: Unit) -> None:
    asked = {"Paul's": ("frozen", Who.AGENT), "Leila's": ("moving", Who.OTHER_AGENT), "Nora's": ("closed", "nora")}
    for kind, (name, who) in asked.items():
        house.ids["change", kind] = _asked(house, unit, name, who, NOON - HOUR)
    long_ago = NOON - timedelta(days=8)
    reference = house.told["held change"] = _asked(house, unit, "called", "nora", long_ago)
    other = Acting(Role.CALL_AGENT, house.people["called"].id, house.staff[Who.OTHER_AGENT], "Leïla, Sud")
    approve_contact_change(unit, other, reference, "Sud", long_ago)


def _asked(house: MatrixHouse, unit: Unit, name: str, who: str, at: object) -> str:
    acting = Acting(Role.CALL_AGENT, house.people[name].id, house.staff[who], "Paul, Nord")
    team = "Sud" if who is Who.OTHER_AGENT else "Nord"
    return ask_contact_change(unit, acting, ContactKind.LANDLINE, "04 71 09 01 99", team, at).reference


def _papers(house: MatrixHouse, unit: Unit) -> None:
    for name in ("seen", "shown"):
        number = house.ids["case", name]
        house.told[f"screen of {name}"] = show_desk_code(unit, number, f"the screen of {name}".ljust(32), NOON).code
    number, typed = house.ids["case", "seen"], identity_of(unit, house.people["seen"].id)
    advisor = house.staff[Who.ADVISOR]
    code = house.told["screen of seen"]
    see_identity(unit, number, typed, DOMAINS, code, NOON, lambda who: Acting(Role.ADVISOR, who, advisor, "Inès"))
    house.ids["seen paper", "seen"] = number
    house.told["seen at"] = standing_online(unit, number, NOON).seen_at.isoformat()


def _turns(house: MatrixHouse, unit: Unit) -> None:
    draft = house.mandate("jeanne", State.DRAFT, None)
    told = {"waiting": ("marcel", "zoe", ""), "taken": ("jeanne", "rita", ""), "answering": ("jeanne", "lou", draft)}
    for kind, (name, at, asked) in told.items():
        turn = DeskTurn(at.title(), LE_PUY, asked)
        house.ids["ticket", kind] = keep_turn(unit, house.people[name].id, house.staff[at], turn, NOON)
    for who, kind in ((Who.TURN, "taken"), (Who.ANSWERING, "answering")):
        digest = sha256(house.ids["ticket", kind].encode()).digest()
        house.tokens[who] = open_turn_session(unit, house.people["jeanne"].id, digest, NOON).token
        unit.execute(sa.update(desk_turn).where(desk_turn.c.ticket_digest == digest).values(taken_at=NOON))


def _secrets(house: MatrixHouse, unit: Unit) -> None:
    people = house.people
    for name in ("announced", "newcomer", "announced too", "addressee"):
        purpose = Purpose.ACTIVATION if name == "newcomer" else Purpose.OPT_OUT
        her = people[name]
        house.told[f"letter to {name}"] = make_letter_code(unit, her.id, her.person, purpose, NOON)
    house.told["stop code"] = stop_codes(unit, people["jeanne"].id)[0]
    house.told["dispute code"] = dispute_codes(unit, people["called"].id)[0]
    house.told |= {"card code": CODES[0], "password": PASSWORD}
    for name, her in people.items():
        house.told[f"number of {name}"] = her.person.ins
    house.told |= {"case of shown": house.ids["case", "shown"], "case of nobody": new_sign_code()}
    house.told["mobile"] = CONTACTS["mobile"]
    advisor = house.session(unit, Who.ADVISOR)
    asked = wanted(Scope.OPT_OUT)
    parent = people["claire"].typed
    typed = people["leo"].typed
    text = text_for(typed, advisor, asked)
    child = draft_mandate(unit, advisor, typed, DOMAINS, asked, text, NOON, given_by=parent).reference
    send_consent_code(unit, advisor, child, "sms", NOON)
    assert give_consent(unit, child, newest_code(unit, people["claire"].id), NETWORK, NOON) == "right"
    house.ids["mandate", "leo"] = child
