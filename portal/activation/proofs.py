"""The three proofs compared with the file, and the page for each outcome. No page says which of them is wrong."""

from datetime import date

from dossier.base import in_groups
from dossier.identity import TooManyTries, has_credentials
from dossier.lifecycle import Letter, Reach, prove_activation, reach_of
from dossier.policy import Acting
from dossier.store import Unit
from portal.ui import Answer, Ask, SeeOther, Shown, wait_of

from .pages import CodeExpiredPage, HasIdentifierPage, MinorPage, NoCardPage, NotRecognizedPage, WaitPage
from .steps import Answers, keep_answers

PROOFS = ("code", "card", "birth_on")


def prove(ask: Ask, unit: Unit, told: Answers) -> Letter:
    """Compare the code, the card and the birth date with the file. Raises `TooManyTries` for the network."""
    birth_on = date.fromisoformat(told["birth_on"])
    return prove_activation(unit, told["code"], birth_on, told["card"], ask.network, ask.now, told.get("number", ""))


def go_on_when_proved(ask: Ask, unit: Unit, told: Answers) -> Answer:
    """Prove, and open the way to the next questions; or say what to do. Whatever was typed stays kept."""
    try:
        letter = prove(ask, unit, told)
    except TooManyTries as refused:
        return too_many_tries(refused, "/activation/naissance")
    if letter.acting is None:
        return not_proved(letter, told)
    if has_credentials(unit, letter.acting.patient_id):
        return Shown("activation/has_identifier.html", HasIdentifierPage())
    state = letter.case.state if letter.case else ""
    keep_answers(ask, unit, told, **_ways(ask, unit, letter.acting), proved="1", before=str(state))
    return SeeOther("/activation/identifiant")


def not_proved(letter: Letter, told: Answers) -> Answer:
    """Return the page of an outcome that isn't right."""
    match letter.outcome:
        case "identity":
            return SeeOther("/activation/numero")
        case "no-card":
            return Shown("activation/no_card.html", NoCardPage())
        case "minor":
            return Shown("activation/minor.html", MinorPage())
        case "expired":
            return Shown("activation/code_expired.html", CodeExpiredPage())
        case _:
            page = NotRecognizedPage(in_groups(told["code"]), told["card"], date.fromisoformat(told["birth_on"]))
            return Shown("activation/not_recognized.html", page, 422)


def too_many_tries(refused: TooManyTries, retry_path: str) -> Answer:
    """Return the page that asks to wait."""
    wait = wait_of(refused)
    return Shown("activation/wait.html", WaitPage(-(-wait // 60), retry_path), 429, wait)


def means_open(reach: Reach, *, sms: bool) -> dict[str, str]:
    """Return what the pages may offer: the end of the telephone, whether a letter can leave, ways for notices."""
    phone_end = reach.phone_end if sms else ""
    ways = [("letter", reach.letter_to), ("email", reach.by_email), ("sms", phone_end)]
    return {
        "phone_end": phone_end,
        "by_letter": "1" if reach.letter_to else "",
        "channels": " ".join(name for name, is_open in ways if is_open),
    }


def _ways(ask: Ask, unit: Unit, acting: Acting) -> dict[str, str]:
    return means_open(reach_of(unit, acting, ask.now), sms=ask.settings.demo)
