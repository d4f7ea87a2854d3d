"""People of whom every trait is a marker, with documents in which every word is one; and the secrets they hold."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count

from dossier.base import now
from dossier.documents import deposit
from dossier.documents.incoming import Attachment, IncomingDocument
from dossier.documents.narrative import Block, Cell, Heading, Link, ListBlock, Narrative, Paragraph, Row, Table, Text
from dossier.lifecycle import State
from dossier.outbox import waiting_messages
from dossier.policy import Acting, Role
from dossier.profile import DeclaredItem, declare_list
from dossier.store import Store, Unit
from tests.kit.house import CODES, PASSWORD, laboratory, paper, with_credentials
from tests.kit.mandates import Somebody, somebody
from tests.kit.markers import Markers
from tests.kit.visit_acts import space_of
from tests.kit.visits import number_of

DOCUMENTS = 12
_SECRET_PARAMETERS = ("code", "stop", "dispute", "call")


@dataclass
class MarkedPeople:
    """The people of one house, and what of them must be found nowhere."""

    store: Store
    medical: Markers = field(default_factory=lambda: Markers(stem="mirv"))
    """Titles, authors, texts, tables, files and their names; what they declared."""
    personal: Markers = field(default_factory=Markers)
    """Names, telephones, e-mails, streets, numbers of the social security, identifiers."""
    names: dict[bytes, set[str]] = field(default_factory=dict)
    """What each is called, by her id: a receipt of her own says it."""
    _numbers: Iterator[int] = field(default_factory=lambda: count(2600175100001))

    def comes(
        self, state: State | None, *, sent_on: date | None = None, has_account: bool = False, **traits: object
    ) -> Somebody:
        """Enroll somebody made of markers; who has an account has documents too (`tests.kit.whole_visits.Comes`)."""
        mark, born = self.personal, date(1960, 1, 17)
        made: dict[str, object] = {
            "ins": mark.plant(number_of(next(self._numbers))),
            "birth_name": mark.word().upper(),
            "first_names": (mark.word().upper(), mark.word().upper()),
            "usual_name": mark.word().upper(),
            "birth_on": born,
            "mobile": mark.phone("+3363998"),
            "landline": mark.phone("+3326191"),
            "email": f"{mark.plain_word()}@{mark.plain_word()}.example",
            "address": (f"12 RUE {mark.plain_word().upper()}", "29000 QUIMPER"),
        }
        with self.store.writing() as unit:
            her = somebody(unit, **(made | traits))
            if state is not None:
                space_of(unit, her.id, state, sent_on)
            if has_account:
                mark.plant(with_credentials(unit, her.id, card=False))
                self._fill(unit, her)
        person = her.person
        self.names[her.id] = {one.casefold() for one in (person.birth_name, person.usual_name, *person.first_names)}
        return her

    def secrets(self) -> list[str]:
        """Return the codes that left for them, or that they hold: passwords, cards, codes, stop codes, calls."""
        with self.store.reading() as unit:
            told = [dict(one.parameters) for one in waiting_messages(unit, limit=500)]
        sent = {one[name] for one in told for name in _SECRET_PARAMETERS if one.get(name)}
        return sorted({*sent, *CODES, PASSWORD})

    def _fill(self, unit: Unit, her: Somebody) -> None:
        word, herself = self.medical.word, Acting(Role.PATIENT, her.id, her.id)
        for section in ("allergies", "problems", "treatments", "vaccinations"):
            declare_list(unit, herself, section, (DeclaredItem(word(), word(), "2001"),), now())
        for _ in range(DOCUMENTS):
            deposit(unit, laboratory(her.id), her.person, self._document(her), now())

    def _document(self, her: Somebody) -> IncomingDocument:
        word, person = self.medical.word, her.person
        told = paper(
            title=f"{word()} {word()}",
            author=word(),
            organization=word(),
            narrative=Narrative(tuple(self._blocks())),
            attachments=tuple(Attachment("text/plain", word().encode(), f"{word()}.txt") for _ in range(2)),
            content=f"<ClinicalDocument>{word()}</ClinicalDocument>".encode(),
        )
        traits = replace(told.traits, birth_name=person.birth_name, first_names=person.first_names)
        return replace(told, traits=replace(traits, birth_on=person.birth_on, sex=person.sex))

    def _blocks(self) -> Iterator[Heading | Block]:
        word = self.medical.word

        def line() -> Paragraph:
            return Paragraph((Text(word()), Text(word(), "strong")))

        yield Heading(1, word())
        yield line()
        yield Paragraph((Link(word(), f"https://{self.medical.plain_word()}.example"),))
        yield ListBlock(((line(),), (line(),)))
        head = (Row((Cell((line(),), is_header=True),)),)
        yield Table((Row((Cell((line(),)), Cell((line(),)))),), head, (Text(word()),))
