"""The worker: claims messages, puts them into words, hands them over outside of any transaction, settles.

It may be stopped or killed at any moment, and run several times at once. Its log has counts and short codes: never an
address, a name or a word of a message.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from threading import Event

from dossier.base import Refused as HouseRefused
from dossier.base import logger, now
from dossier.journal import hold
from dossier.lifecycle import NOTICE, PARIS, Case, cases_of, notice_left, sent_as
from dossier.outbox import (
    Carrier,
    Channel,
    Claim,
    Lost,
    ProviderState,
    Result,
    Route,
    Verdict,
    add_tries,
    claim,
    drop,
    expire,
    is_work,
    lost_claims,
    pass_on,
    provider_states,
    settle,
    settle_accepted,
    silent,
)
from dossier.store import Store, StoreSilent, Unit

from .breaker import light, note, take_trial
from .composing import Composer
from .following import PersonsWays
from .moot import HANG_ON_A_CASE, is_moot
from .parcels import parcel_of
from .port import Accepted, Later, Outcome, Provider, Refused, Unsure
from .routes import Routes

_LOG = logger("dossier.post")
_AT_ONCE = 20
"""Messages in one worker's hand: few, so that a killed one leaves few in doubt."""
_MARGIN = timedelta(seconds=60)
"""Nothing is begun so near the end of a claim: another worker will take the message for lost."""
_KEPT_TOGETHER = timedelta(seconds=1)
_IDLE = 0.2
_SILENT = 5.0
_SWEEP = timedelta(seconds=5)
_VERDICTS: dict[type, Verdict] = {Later: "later", Unsure: "unsure", Refused: "refused"}
_UNBEGUN, _WORDLESS = Result("unbegun"), Later("wording")


class Worker:
    """One worker over one channel, several or all. `clock` and `stopping` are shared with whoever runs it."""

    def __init__(
        self,
        store: Store,
        compose: Composer,
        routes: Routes,
        stopping: Event,
        clock: Callable[[], datetime] = now,
        *,
        serves: Collection[Channel] | None = None,
    ) -> None:
        """Stand ready. `serves`: the channels of `routes` that it works on; None: all of them."""
        self._store, self._compose, self._stopping, self._clock = store, compose, stopping, clock
        self._ways = PersonsWays(calls="voice" in routes)
        self._served = {channel: routes[channel] for channel in (routes if serves is None else serves)}
        self._swept: datetime | None = None
        self._tries: Counter[tuple[str, str]] = Counter()
        self.counted: Counter[str] = Counter()
        """How many messages had each outcome."""

    def run(self) -> None:
        """Work until stopped; whatever is in hand then is settled first."""
        while not self._stopping.is_set():
            try:
                pause = 0.0 if self.turn() else _IDLE
            except StoreSilent:
                _LOG.warning("store-silent")
                pause = _SILENT
            except HouseRefused as refused:
                _LOG.warning("turn-refused", code=refused.code)
                pause = _IDLE
            if pause:
                self._stopping.wait(pause)
        with suppress(StoreSilent):
            self._keep_tries()

    def drain(self) -> None:
        """Work through what is due, and return."""
        while not self._stopping.is_set() and self.turn():
            pass
        self._keep_tries()

    def turn(self) -> int:
        """Do one turn over every channel; return how many messages were in hand."""
        self._sweep()
        return sum(self._serve(channel, providers) for channel, providers in self._served.items())

    def _serve(self, channel: Channel, providers: Sequence[Provider]) -> int:
        at = self._clock()
        with self._store.reading() as unit:
            if not is_work(unit, channel, at):
                return 0
            states = provider_states(unit)
        route = _route(providers, states, at)
        tried = 0
        for one in providers:
            if light(states.get(one.name), at) == "trial" and take_trial(self._store, one.name, channel, at):
                tried += self._work(channel, providers, route, states, 1, trial=one.name)
        # Of a killed worker's messages, those of whoever keeps no keys are never asked for again: it has one in hand.
        deaf = any(one.is_free and not one.keeps_keys for one in route)
        return tried + self._work(channel, providers, route, states, 1 if deaf else _AT_ONCE)

    def _work(
        self,
        channel: Channel,
        providers: Sequence[Provider],
        route: Route,
        states: dict[str, ProviderState],
        limit: int,
        trial: str = "",
    ) -> int:
        at = self._clock()
        with self._store.writing() as unit:
            claims = claim(unit, channel, route, at, limit, trial=trial)
            cases = cases_of(unit, {c.posted.patient_id for c in claims if c.posted.message.kind in HANG_ON_A_CASE})
            moot = [c for c in claims if is_moot(c.posted.message, cases.get(c.posted.patient_id), at)]
            drop(unit, [one.posted for one in moot], at)
        self.counted["dropped"] += len(moot)
        needed = [one for one in claims if one not in moot]
        self._hand_over([_told_today(one, cases, at) for one in needed], providers, route, states)
        return len(claims)

    def _hand_over(
        self,
        claims: Sequence[Claim],
        providers: Sequence[Provider],
        route: Route,
        states: dict[str, ProviderState],
    ) -> None:
        by_name = {one.name: one for one in providers}
        accepted: list[tuple[Claim, Result]] = []
        began = self._clock()
        for one in claims:
            provider = by_name[one.provider]
            if self._has_no_time(one) or light(states.get(one.provider), self._clock()) == "open":
                self._settle(one, _UNBEGUN, route)
                continue
            outcome = self._send(provider, one)
            self._told(states, provider, outcome)
            if isinstance(outcome, Accepted):
                accepted.append((one, Result("accepted", reference=outcome.reference)))
            else:
                self._settle(one, Result(_VERDICTS[type(outcome)], outcome.why), route)
            # Kept together where a second asking does no harm, and never for long.
            if not provider.keeps_keys or self._clock() - began >= _KEPT_TOGETHER:
                self._accept(accepted)
                accepted, began = [], self._clock()
        self._accept(accepted)

    def _has_no_time(self, one: Claim) -> bool:
        return self._stopping.is_set() or self._clock() >= min(one.until - _MARGIN, one.posted.message.not_after)

    def _send(self, provider: Provider, claimed: Claim) -> Outcome:
        """Hand one message over. Whatever goes wrong is an outcome, told in short codes."""
        try:
            parcel = parcel_of(claimed, self._compose)
        except Exception as fault:  # whatever it is, the message waits for whoever mends its words
            _LOG.error("without-words", kind=claimed.posted.message.kind, fault=fault)
            return _WORDLESS
        try:
            return provider.send(parcel)
        except Exception as fault:
            _LOG.error("provider-broken", provider=provider.name, fault=fault)
            return Unsure("broken")

    def _told(self, states: dict[str, ProviderState], provider: Provider, outcome: Outcome) -> None:
        name, became = provider.name, type(outcome).__name__.lower()
        self.counted[became] += 1
        if outcome == _WORDLESS:
            return  # the provider has nothing to do with it
        self._tries[name, became] += 1
        if not isinstance(outcome, Accepted):
            _LOG.info("not-accepted", provider=name, outcome=became, why=outcome.why)
        states[name] = note(self._store, states.get(name), name, provider.channel, outcome, self._clock())

    def _accept(self, accepted: Sequence[tuple[Claim, Result]]) -> None:
        at, notices = self._clock(), [one for one in accepted if _is_emailed_notice(one[0])]
        if len(notices) < len(accepted):
            with self._store.writing() as unit:
                settle_accepted(unit, [one for one in accepted if one not in notices], at)
        for one in notices:
            self._alone(partial(_accept_notice, one=one, at=at))

    def _settle(self, one: Claim | Lost, result: Result, route: Route) -> None:
        at = self._clock()
        self._alone(lambda unit: settle(unit, one, result, route, self._ways, at))

    def _alone(self, act: Callable[[Unit], None]) -> None:
        """Act on one message in a transaction of its own: what goes wrong with it stops nobody else's."""
        try:
            with self._store.writing() as unit:
                act(unit)
        except StoreSilent:
            raise
        except Exception as fault:
            _LOG.error("unsettled", fault=fault)

    def _keep_tries(self) -> None:
        """Add to the figures what was tried since the last time; a killed worker takes a few seconds of them along."""
        if self._tries:
            with self._store.writing() as unit:
                add_tries(unit, self._tries)
            self._tries.clear()

    def _sweep(self) -> None:
        """Now and then: what expired, whose worker is gone, whose slip is overdue."""
        at = self._clock()
        if self._swept is not None and at - self._swept < _SWEEP:
            return
        self._swept = at
        with self._store.writing() as unit:
            self.counted["expired"] += expire(unit, at)
        self._keep_tries()
        for channel, providers in self._served.items():
            with self._store.reading() as unit:
                route = _route(providers, provider_states(unit), at)
                lost = lost_claims(unit, channel, at, 500)
                overdue = silent(unit, channel, route, at, 500)
            for one in lost:
                self._settle(one, Result("unsure", "lost"), route)
            for one in overdue:
                self._alone(partial(pass_on, lost=one, route=route, ways=self._ways, now=at))


def _route(providers: Sequence[Provider], states: dict[str, ProviderState], at: datetime) -> Route:
    """Return the providers as the post sees them: free is whose breaker is closed."""
    return [Carrier(one.name, one.keeps_keys, is_free=light(states.get(one.name), at) == "closed") for one in providers]


def _is_emailed_notice(one: Claim) -> bool:
    """Tell whether a window hangs on it: a call isn't the information that the law wants (CSP R1111-28)."""
    return one.posted.message.kind == NOTICE and one.posted.message.channel == "email"


def _accept_notice(unit: Unit, one: tuple[Claim, Result], at: datetime) -> None:
    """Hand an e-mailed notice over and begin its window, both or neither; what came back meanwhile begins none."""
    patient_id = one[0].posted.patient_id
    hold(unit, patient_id)
    if settle_accepted(unit, [one], at):
        notice_left(unit, patient_id, at.astimezone(PARIS).date(), at)


def _told_today(one: Claim, cases: dict[bytes, Case], at: datetime) -> Claim:
    """Return an e-mailed notice with the last day of a window that begins today, whatever was known when it was queued.

    Anything else stays as it is.
    """
    if not _is_emailed_notice(one):
        return one
    posted, message = one.posted, one.posted.message
    _, last_day = sent_as(cases[posted.patient_id], at.astimezone(PARIS).date())
    told = message.parameters | {"last_day": last_day.isoformat() if last_day else ""}
    return replace(one, posted=replace(posted, message=replace(message, parameters=told)))
