"""A mandate in every state. All but the expired and the stale one were proved a minute ago: its state alone tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from dossier.base import new_sign_code
from dossier.identity import StaffSession, TypedIdentity
from dossier.lifecycle import Way, close, opt_out
from dossier.mandates import (
    AgreedText,
    Duration,
    Wanted,
    acting_under,
    ask_card_line,
    consent_by_paper,
    consent_ways,
    draft_mandate,
    end_mandate,
    give_consent,
    revoke,
    send_consent_code,
)
from dossier.policy import Scope
from dossier.store import Unit
from portal.ui import read_text
from tests.kit.house import herself
from tests.kit.mandates import DOMAINS, NETWORK, newest_code, wanted
from tests.kit.matrix import State, Who
from tests.kit.matrix_people import BESIDE, HOUR, MINUTE, NOON, SECOND, TWIN
from tests.kit.visits import number_of

if TYPE_CHECKING:
    from tests.kit.matrix_house import MatrixHouse

EVERYTHING = frozenset(Scope)
WEAK = frozenset({Scope.OPT_OUT, Scope.PRINT_SUMMARY})


def _asked(
    house: MatrixHouse, unit: Unit, over: str, scopes: frozenset[Scope], at: datetime, days: Duration, to: Who
) -> str:
    advisor = house.session(unit, to)
    typed, asked = house.people[over].typed, wanted(*scopes, duration=days)
    return draft_mandate(unit, advisor, typed, DOMAINS, asked, text_for(typed, advisor, asked), at).reference


def text_for(typed: TypedIdentity, advisor: StaffSession, asked: Wanted) -> AgreedText:
    """Return what is read aloud to somebody before she agrees."""
    names = f"{typed.first_name} {typed.birth_name}", f"{advisor.first_name} {advisor.name}"
    return read_text(*names, advisor.site, asked.scopes, asked.duration, "fr")


def _given(
    house: MatrixHouse,
    unit: Unit,
    over: str,
    *,
    at: datetime = NOON - MINUTE,
    scopes: frozenset[Scope] = EVERYTHING,
    days: Duration = Duration.DAY,
    to: Who = Who.ADVISOR,
) -> str:
    reference = _asked(house, unit, over, scopes, at, days, to)
    send_consent_code(unit, house.session(unit, to), reference, "sms", at)
    assert give_consent(unit, reference, newest_code(unit, house.people[over].id), NETWORK, at) == "right"
    return reference


def _draft(house: MatrixHouse, unit: Unit, over: str, _: Scope | None) -> str:
    reference = _asked(house, unit, over, WEAK, NOON - MINUTE, Duration.DAY, Who.ADVISOR)
    send_consent_code(unit, house.session(unit, Who.ADVISOR), reference, "sms", NOON - MINUTE)
    house.told[f"consent code of {over}"] = newest_code(unit, house.people[over].id)
    return reference


def _nobodys(house: MatrixHouse, unit: Unit, over: str, _: Scope | None) -> str:
    """Draft one for her names under a number that nobody has: one whom a card was drawn for, as she has one."""
    advisor, at = house.session(unit, Who.ADVISOR), NOON - MINUTE
    asked = wanted(*WEAK, duration=Duration.DAY)
    for _ in range(100):
        typed = replace(house.people[over].typed, ins=number_of(2420543158000 + next(house.strangers)))
        point = unit.connection.begin_nested()
        text = text_for(typed, advisor, asked)
        reference = draft_mandate(unit, advisor, typed, DOMAINS, asked, text, at).reference
        if "card" in consent_ways(unit, advisor, reference, at):
            ask_card_line(unit, advisor, reference, at)
            point.commit()
            return reference
        point.rollback()
    raise AssertionError("no decoy has a card")


def _on_paper(house: MatrixHouse, unit: Unit, over: str, _: Scope | None) -> str:
    reference = _asked(house, unit, over, WEAK, NOON - MINUTE, Duration.DAY, Who.ADVISOR)
    consent_by_paper(unit, house.session(unit, Who.ADVISOR), reference, b"s" * 32, 1, NOON - MINUTE)
    return reference


def _revoked(house: MatrixHouse, unit: Unit, over: str, _: Scope | None) -> str:
    reference = _given(house, unit, over)
    revoke(unit, herself(house.people[over].id), reference, NOON - SECOND)
    return reference


def _ended(house: MatrixHouse, unit: Unit, over: str, _: Scope | None) -> str:
    reference = _given(house, unit, over)
    end_mandate(unit, house.session(unit, Who.ADVISOR), reference, NOON - SECOND)
    return reference


MANDATES: dict[State, Callable[..., str]] = {
    State.NONE: lambda *_: new_sign_code(),
    State.DRAFT: _draft,
    State.NOBODYS: _nobodys,
    State.ACTIVE: lambda house, unit, over, _: _given(house, unit, over),
    State.STALE: lambda house, unit, over, _: _given(house, unit, over, at=NOON - 11 * MINUTE),
    State.PAPER: _on_paper,
    State.OTHER_SCOPE: lambda house, unit, over, scope: _given(house, unit, over, scopes=EVERYTHING - {scope}),
    State.OTHERS: lambda house, unit, over, scope: house.mandate(TWIN[over], State.ACTIVE, scope),
    State.EXPIRED: lambda house, unit, over, _: _given(house, unit, over, at=NOON - HOUR - SECOND, days=Duration.VISIT),
    State.REVOKED: _revoked,
    State.ENDED: _ended,
}
"""How each is planted: of a house, in a unit, over somebody, without a scope."""


def done_at_the_desk(house: MatrixHouse) -> None:
    """Have the advisor say no for some and close for others; and have the one beside her say no for somebody."""
    acts = {"opposed": (Scope.OPT_OUT, opt_out), "closed": (Scope.CLOSURE, close)}
    for name, (scope, act) in acts.items():
        for over in (name, TWIN[name]):
            reference = house.mandate(over, State.ACTIVE, scope)
            with house.store.writing() as unit:
                advisor = house.session(unit, Who.ADVISOR)
                act(unit, acting_under(unit, advisor, reference, scope, NOON), Way.DESK, NOON)
    with house.store.writing() as unit:
        reference, beside = _given(house, unit, BESIDE, to=Who.COLLEAGUE), house.session(unit, Who.COLLEAGUE)
        opt_out(unit, acting_under(unit, beside, reference, Scope.OPT_OUT, NOON), Way.DESK, NOON)
