"""What is done with a message after each try: who is asked next, when, and by which channel at last. Pure.

Three promises: at least one try before giving up; nobody else is asked while it may have left by a provider that keeps
keys, but for a code after a minute when that provider does badly; one that keeps none is never asked twice when nobody
knows.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from .limits import LIMITS, Limits
from .shapes import Again, Carrier, Channel, Ended, Result, Route, Standing


@dataclass(frozen=True, slots=True)
class KindRule:
    """What a kind of message lets the post do."""

    is_code: bool = False
    """Somebody waits for it in front of a page: it goes first, is retried in seconds, and dies soon."""
    follows: tuple[Channel, ...] = ()
    """By which channels it goes on when one has failed, in this order."""
    is_anew: bool = False
    """The room that wrote it writes a letter, with a code of its own, in the place of an e-mail."""
    everywhere: bool = False
    """It was sent by every way she has, at once: one that fails needs nothing in its place while another lives."""
    by_hand_after: tuple[Channel, ...] = ()
    """Channels that don't tell it as the law wants: even once it arrived by one of them, somebody tells her by hand."""
    by_hand: bool = False
    """At last somebody at the desk tells her: never what carries a code that opens something."""
    takes_stop: bool = False
    """STOP, sent back from the telephone that got its SMS, ends what it told of."""


_PLAIN = KindRule()
_CODE = KindRule(is_code=True)
_NOTICE = KindRule(follows=("letter",), by_hand=True)
_EVERYWHERE = KindRule(everywhere=True, by_hand=True)
KINDS = {
    "sign-in-code": _CODE,
    "consent-code": _CODE,
    "recovery-code": _CODE,
    "contact-code": _CODE,
    "call-back": _CODE,  # a call that an agent waits for
    "mandate-call": _CODE,
    # Good for months, and its own way is a letter: whoever's mobile is dead would else never get one.
    "letter-code": KindRule(follows=("letter",)),
    "code-card": _PLAIN,
    "call-back-letter": _PLAIN,  # the hour it announces is over
    "opt-out-notice": KindRule(follows=("voice",), is_anew=True, by_hand_after=("voice",), by_hand=True),
    "receipt": _NOTICE,
    "erasure-soon": _NOTICE,
    "appointment": KindRule(by_hand=True),
    "summary": KindRule(by_hand=True),
    "factor-changed": _EVERYWHERE,
    "mandate-given": replace(_EVERYWHERE, takes_stop=True),
    "recovery-notice": _EVERYWHERE,
}
"""Each kind that is queued; a test holds this table against those that have words."""


def rule_of(kind: str) -> KindRule:
    """Return what may be done with a kind; with one that nobody knows, nothing more than sending it."""
    return KINDS.get(kind, _PLAIN)


def rank_of(kind: str) -> int:
    """Return in which order kinds leave: codes (0) before everything else (1)."""
    return 0 if rule_of(kind).is_code else 1


def next_channel(kind: str, tried: Collection[str], on_file: Collection[str]) -> Channel | None:
    """Return by which channel it goes on: one she has, in the kind's order, that wasn't tried. None: there is none."""
    return next((way for way in rule_of(kind).follows if way in on_file and way not in tried), None)


def pause_before(kind: str, rounds: int, limits: Limits = LIMITS) -> timedelta | None:
    """Return how long after the last round the next one begins; None when there is no next one.

    `rounds` are those already made, one or more. A code goes on until it expires.
    """
    if rule_of(kind).is_code:
        doubled: timedelta = limits.code_pause * 2 ** min(rounds - 1, 30)
        return min(doubled, limits.longest_code_pause)
    if rounds > limits.rounds:
        return None
    return timedelta(0) if rounds == 1 else limits.pause


def choose(standing: Standing, route: Route) -> Carrier | None:
    """Return who is asked now: the one that may have it already, else the next one in the route that is free.

    None: it waits until somebody is free.
    """
    same = next((one for one in route if one.name == standing.provider), None)
    if standing.unsure and same is not None and same.keeps_keys:
        return same if same.is_free else None
    names = [one.name for one in route]
    begin = names.index(same.name) + 1 if same is not None else 0
    turned = (*route[begin:], *route[:begin])
    return next((one for one in turned if one.is_free and one.name not in standing.not_by), None)


def silence_over(standing: Standing, route: Route) -> Standing | Ended:
    """Return how a message stands that may have left by a provider that isn't waited for any longer.

    That one is never asked again; without another one, the channel has failed.
    """
    not_by = standing.not_by | {standing.provider}
    if all(one.name in not_by for one in route):
        return Ended("silent")
    return replace(standing, unsure=False, not_by=not_by)


def keeps_silent(standing: Standing, route: Route) -> bool:
    """Tell whether it may have left by somebody who can't be asked again, whether still configured or not."""
    return standing.unsure and not any(one.name == standing.provider and one.keeps_keys for one in route)


def after(
    standing: Standing, carrier: Carrier, result: Result, route: Route, now: datetime, limits: Limits = LIMITS
) -> Again | Ended:
    """Return what is done once a carrier gave any answer but that it accepts. `standing` is that before the try."""
    if result.verdict == "unbegun":
        return Again(now, standing.rounds, standing.unsure, standing.not_by)
    was_unsure = standing.unsure and standing.provider == carrier.name
    if result.verdict == "unsure" or (result.verdict == "later" and was_unsure):
        return _stay(standing, carrier, now, limits)
    if result.verdict == "refused":
        standing = replace(standing, not_by=standing.not_by | {carrier.name})
        if all(one.name in standing.not_by for one in route):
            return Ended(result.why or "refused")
    if any(one.is_free and one.name not in standing.not_by for one in _behind(carrier, route)):
        return Again(now, standing.rounds, unsure=False, not_by=standing.not_by)
    return _next_round(standing, now, limits, unsure=False, why=result.why)


def _stay(standing: Standing, carrier: Carrier, now: datetime, limits: Limits) -> Again | Ended:
    """Stay with whoever may have it: asked again when it keeps keys, else its slip is waited for."""
    if carrier.keeps_keys:
        return _next_round(standing, now, limits, unsure=True, why="unsure")
    silence = limits.code_silence if rule_of(standing.kind).is_code else limits.silence
    return Again(min(now + silence, standing.not_after), standing.rounds, unsure=True, not_by=standing.not_by)


def _next_round(standing: Standing, now: datetime, limits: Limits, *, unsure: bool, why: str) -> Again | Ended:
    rounds = standing.rounds + 1
    pause = pause_before(standing.kind, rounds, limits)
    if pause is None:
        return Ended(why or "tries")
    return Again(min(now + pause, standing.not_after), rounds, unsure=unsure, not_by=standing.not_by)


def _behind(carrier: Carrier, route: Route) -> Route:
    names = [one.name for one in route]
    return route[names.index(carrier.name) + 1 :] if carrier.name in names else route


def is_after(fate: str, state: str, channel: str, *, by_holder: bool) -> bool:
    """Tell whether a slip changes anything. `by_holder`: it comes from the provider that has the message.

    Good news counts until something followed; of a letter it only says that the post took it. Bad news of a provider
    that was given up doesn't; an e-mail may still come back after it was said to have arrived, and a letter after it
    was posted.
    """
    if fate == "delivered":
        late = () if channel == "letter" else ("expired", "unreached")
        return state in ("waiting", "sending", "handed", *late)
    living = state in ("waiting", "sending", "handed") or (state == "delivered" and channel in ("email", "letter"))
    return by_holder and living


def late_after(kind_is_code: bool, channel: str, limits: Limits = LIMITS) -> timedelta:
    """Return how long a message may wait, once due, before it counts as late."""
    if channel == "letter":
        return limits.letter_late
    return limits.code_late if kind_is_code else limits.late
