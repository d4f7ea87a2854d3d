"""A house whose post is real: its own processes, a gateway and a mail server that the tests are, on loopback."""

import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.request import Request, urlopen

from back_office.opening import open_store
from dossier.base import Settings, now
from dossier.identity import Person, StaffSession, enroll, hash_password, set_credentials
from dossier.lifecycle import State, found_space, move_space
from dossier.mandates import send_consent_code
from dossier.policy import Acting, Role
from dossier.store import Store
from tests.kit.gateway import GatewayServer, called_back, gateway_server
from tests.kit.house import PASSWORD, person
from tests.kit.mail_server import MailServer, mail_server
from tests.kit.mandates import Somebody, drafted, staff

from .running import DOSSIER, HOUSE, Running, free_port, stop, wait_for

CALLBACK_KEY = "callback-key-0123"
_PATIENCE = 30.0
_people = count(1)


@dataclass(frozen=True)
class PostedHouse:
    """A portal that answers, what its messages arrive at, and how an operator speaks to it."""

    portal: Running
    gateway: GatewayServer
    mail: MailServer
    environ: dict[str, str]

    @property
    def callbacks(self) -> str:
        """Return where the gateway tells what people answer."""
        return f"http://127.0.0.1:{self.environ['OPERATIONS_PORT']}/post/sms-http"

    def texts_to(self, number: str) -> list[str]:
        """Return the SMS that reached a telephone, the oldest first."""
        return [one["text"] for one in list(self.gateway.left) if one["to"] == number]

    def next_text(self, number: str, known: int) -> str:
        """Wait for the SMS that comes after so many."""
        until(lambda: len(self.texts_to(number)) > known, "no SMS came")
        return self.texts_to(number)[known]

    def answers_by_sms(self, number: str, text: str) -> int:
        """Have the gateway tell what somebody wrote from this telephone; return the status of our answer."""
        told = {"event": "inbound", "id": f"from-{number[1:]}", "from": number, "text": text}
        signed, body = called_back(CALLBACK_KEY, None, **told)
        asked = Request(self.callbacks, body, {"X-Signature": signed, "Content-Type": "application/json"})
        with urlopen(asked, timeout=_PATIENCE) as answer:
            return int(answer.status)

    def command(self, *told: str) -> str:
        """Do what an operator types, and return what it prints."""
        done = subprocess.run(
            [DOSSIER, *told], env=self.environ, cwd=HOUSE, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def records(self) -> Iterator[Store]:
        """Open the store for the time of the block."""
        store = open_store(Settings.read(self.environ))
        try:
            yield store
        finally:
            store.engine.dispose()


@contextmanager
def house_with_a_post(var_dir: Path) -> Iterator[PostedHouse]:
    """Make keys and a database in this folder, serve them, and have the post at work, for the time of the block."""
    maildir, port = var_dir / "bounces", free_port()
    with ExitStack() as stack:
        gateway = stack.enter_context(gateway_server(GatewayServer()))
        mail = stack.enter_context(mail_server(MailServer(returned_to=maildir)))
        environ = _environ(var_dir, port, gateway, mail)
        house = PostedHouse(Running(f"http://127.0.0.1:{port}", var_dir), gateway, mail, environ)
        house.command("keys", "make")
        house.command("migrate")
        log = stack.enter_context((var_dir / "server.log").open("wb"))
        for told in (("serve",), ("jobs", "--every", "1")):
            command = ["setpriv", "--pdeathsig", "TERM", DOSSIER, *told]
            process = subprocess.Popen(command, env=environ, cwd=HOUSE, stdout=log, stderr=log)
            stack.callback(stop, process)
            if told == ("serve",):
                wait_for(house.portal, process)
        yield house


def _environ(var_dir: Path, port: int, gateway: GatewayServer, mail: MailServer) -> dict[str, str]:
    return {
        "STAGE": "development",
        "VAR_DIR": str(var_dir),
        "HOME": str(var_dir),
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "PORT": str(port),
        "DESK_PORT": "0",
        "OPERATIONS_PORT": str(free_port()),
        "PORTAL_URL": f"http://127.0.0.1:{port}",
        "ANSWER_FLOOR_MS": "0",
        "SMS_HTTP_URL": f"http://127.0.0.1:{gateway.port}/v1/messages",
        "SMS_HTTP_TOKEN": gateway.token,
        "SMS_HTTP_CALLBACK_KEY": CALLBACK_KEY,
        "SMS_HTTP_SENDER": "36000",
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(mail.port),
        "SMTP_TLS": "none",
        "SMTP_FROM": "bonjour@dossier.example",
        "SMTP_RETURNS": "retours@dossier.example",
        "BOUNCES_MAILDIR": str(var_dir / "bounces"),
    }


@dataclass(frozen=True)
class Holder:
    """Somebody with a record, who signs in with a password and the codes of her mobile."""

    patient_id: bytes
    person: Person
    identifier: str


def holder(house: PostedHouse) -> Holder:
    """Enroll a namesake of Mme Roux with a mobile of her own, an open record and a card."""
    number = next(_people)
    her = person(mobile=f"+336399801{number:02d}")
    identifier = f"roux.jeanne.{number}"
    with house.records() as store, store.writing() as unit:
        patient_id = enroll(unit, her, "fr", now())
        operator = Acting(Role.OPERATOR, patient_id)
        found_space(unit, operator, now())
        for state in (State.OPENED, State.ACTIVATED):
            move_space(unit, operator, state, now())
        set_credentials(unit, patient_id, identifier, hash_password(unit.holder, PASSWORD), now())
    return Holder(patient_id, her, identifier)


def mandate_asked_by_sms(house: PostedHouse, her: Holder) -> tuple[StaffSession, str]:
    """Have an advisor draft a mandate for her and send her a code; return the advisor and the mandate's number."""
    with house.records() as store, store.writing() as unit:
        advisor = staff(unit)
        line = drafted(unit, advisor, Somebody(her.patient_id, her.person), now=now())
        send_consent_code(unit, advisor, line.reference, "sms", now())
    return advisor, line.reference


def code_in(text: str) -> str:
    """Return the six digits or more of a message, as they stand there."""
    found = re.search(r"\b\d{3} ?\d{3,5}\b", text)
    assert found, text
    return found[0]


def until(seen: Callable[[], bool], otherwise: str) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + _PATIENCE
    while not seen():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.05)
