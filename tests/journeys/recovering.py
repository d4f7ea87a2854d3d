"""Somebody who lost her access: who she is, what came to her, and her first steps."""

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import count

from dossier.base import now
from dossier.identity import Person, TypedIdentity, enroll, hash_password, issue_card, set_credentials
from dossier.lifecycle import State, found_space, move_space
from dossier.outbox import waiting_messages
from dossier.policy import Acting, Role
from dossier.recovery import CaseState, Lost, confirm_seen, open_online, see_identity, standing_online
from tests.kit.house import CODES, PASSWORD
from tests.kit.recovery import advisor, shown_at, supervisor

from .hands import Hands
from .letters import forget_tries, records
from .running import Running

NEW_PASSWORD = "quatre merles sur un fil"
_DOMAIN = 10
_MOREL = Person(
    ins="",
    ins_domain=_DOMAIN,
    birth_name="MOREL",
    first_names=("ODETTE", "LOUISE"),
    birth_on=date(1955, 3, 8),
    sex="F",
    mobile="+33639980177",
    address=("7 PLACE DU MARCHÉ", "29000 QUIMPER"),
)
_people = count(1)


@dataclass(frozen=True, slots=True)
class Patient:
    """Mme Morel, or a namesake of hers."""

    portal: Running
    person: Person
    patient_id: bytes
    identifier: str

    @property
    def traits(self) -> TypedIdentity:
        """Return her identity, as it is typed."""
        her = self.person
        return TypedIdentity(her.birth_name, her.first_names[0], her.birth_on, her.ins)

    def sms_code(self, kind: str = "recovery-code") -> str:
        """Return the code of the newest SMS."""
        return self._newest(kind, "code")

    def stop_code(self) -> str:
        """Return the code for « this was not me » of the newest notice."""
        return self._newest("recovery-notice", "dispute")

    def _newest(self, kind: str, what: str) -> str:
        with records(self.portal) as store, store.reading() as unit:
            sent = waiting_messages(unit, limit=100, patient_id=self.patient_id)
        return next(one.parameters[what] for one in sent if one.kind == kind)

    def somebody_asks_for_her_access(self) -> str:
        """Open a case in her name, from elsewhere; return its number."""
        with records(self.portal) as store, store.writing() as unit:
            return open_online(unit, self.traits, {_DOMAIN}, Lost.PASSWORD, "elsewhere", now()).number

    def is_frozen(self, number: str) -> bool:
        """Tell whether this case of hers is stopped."""
        with records(self.portal) as store, store.reading() as unit:
            return standing_online(unit, number, now()).state is CaseState.FROZEN

    def shows_her_paper(self, words: str) -> None:
        """Have an advisor look at her paper, and type what her screen shows."""
        with records(self.portal) as store, store.writing() as unit:
            see_identity(unit, number_on(words), self.traits, {_DOMAIN}, _screen_code(words), now(), advisor)

    def second_person_agrees(self, words: str) -> None:
        """Have a second person of the staff agree."""
        with records(self.portal) as store, store.writing() as unit:
            number, at = number_on(words), now()
            confirm_seen(unit, supervisor(self.patient_id), number, at, shown_at=shown_at(unit, number, at))


def who_lost(portal: Running, *, mobile: bool = True) -> Patient:
    """Enroll a namesake of Mme Morel with a password and a card of codes."""
    number = next(_people)
    body = f"255032923{number:04d}"
    person = replace(_MOREL, ins=f"{body}{97 - int(body) % 97:02d}", mobile=_MOREL.mobile if mobile else "")
    identifier = f"morel.odette.{number}"
    with records(portal) as store, store.writing() as unit:
        forget_tries(unit)
        patient_id = enroll(unit, person, "fr", now())
        operator = Acting(Role.OPERATOR, patient_id)
        found_space(unit, operator, now())
        for state in (State.OPENED, State.ACTIVATED):
            move_space(unit, operator, state, now())
        set_credentials(unit, patient_id, identifier, hash_password(unit.holder, PASSWORD), now())
        issue_card(unit, patient_id, CODES, now())
    return Patient(portal, person, patient_id, identifier)


def begin(hands: Hands, patient: Patient, lost: str) -> None:
    """Say what is lost and who one is, from the first page; end before the first proof."""
    hands.press("J’ai perdu mon identifiant")
    hands.see("Qu’avez-vous perdu ?")
    hands.choose(lost)
    hands.press("Continuer")
    hands.see("Accès perdu : votre nom")
    hands.write("Nom de naissance", patient.person.birth_name.title())
    hands.write("Premier prénom", "odette")
    hands.press("Continuer")
    hands.see("votre date de naissance")
    for label, typed in (("Jour", "8"), ("Mois", "mars"), ("Année", "1955")):
        hands.write(label, typed)
    hands.press("Continuer")
    hands.see("Accès perdu : votre numéro")
    hands.write("Accès perdu : votre numéro", patient.person.ins)
    hands.press("Continuer")
    hands.see("une première preuve")


def take_password(hands: Hands) -> None:
    """Choose the new password."""
    hands.see("Prenez trois ou quatre mots")
    hands.write("Votre nouveau mot de passe", NEW_PASSWORD)
    hands.press("Prendre ce mot de passe")
    hands.see("Comment recevoir vos codes, maintenant ?")


def enter(hands: Hands, identifier: str) -> None:
    """Give identifier and new password, from the page that says it is done."""
    hands.press("Aller à mon dossier")
    hands.see("Votre identifiant")
    hands.write("Votre identifiant", identifier)
    hands.press("Continuer")
    hands.see("Votre mot de passe")
    hands.write("Votre mot de passe", NEW_PASSWORD)
    hands.press("Continuer")


def number_on(words: str) -> str:
    """Return the number of the case that a page shows."""
    found = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", words)
    assert found, words
    return found[0].replace("-", "")


def _screen_code(words: str) -> str:
    found = re.search(r"(?<!\d)\d{3} \d{3}(?!\d)", words)
    assert found, words
    return found[0]
