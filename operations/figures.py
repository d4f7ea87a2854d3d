"""Figures for Prometheus: what the database tells, and the requests that every process of the server answered.

`dossier serve` gives its processes a folder where each keeps its counts (PROMETHEUS_MULTIPROC_DIR), so whichever is
asked tells those of all. Under another server a process tells its own.
"""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4 as CONTENT_TYPE
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from prometheus_client.values import MutexValue, ValueClass

from back_office.post.breaker import light

from .sight import Sight

__all__ = ["CONTENT_TYPE", "count_request", "figures"]

_ALONE = ValueClass is MutexValue
_OWN = CollectorRegistry()
_BUCKETS = (0.01, 0.03, 0.1, 0.3, 1, 3)
"""Seconds. A page takes a few milliseconds, an even one a third of a second, a printed one more."""
_REQUESTS = Counter(
    "dossier_requests", "Requests answered", ("face", "route", "method", "status"), registry=_OWN
)  # fmt: skip
_SECONDS = Histogram(
    "dossier_request_seconds", "Seconds until an answer stood", ("face", "route"), registry=_OWN, buckets=_BUCKETS
)


def count_request(face: str, route: str, method: str, status: int, seconds: float) -> None:
    """Count a request that was answered."""
    _REQUESTS.labels(face, route, method, str(status)).inc()
    _SECONDS.labels(face, route).observe(seconds)


def figures(sight: Sight | None) -> bytes:
    """Return every figure, as Prometheus reads them. `sight` is None when the database is silent."""
    registry = _OWN
    if not _ALONE:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    seen = CollectorRegistry()
    seen.register(_Seen(sight))
    return generate_latest(registry) + generate_latest(seen)


class _Seen(Collector):
    """What one look at the database told."""

    def __init__(self, sight: Sight | None) -> None:
        self._sight = sight

    def collect(self) -> Iterator[Metric]:
        """Yield each family of figures."""
        sight = self._sight
        yield GaugeMetricFamily("dossier_database_up", "Whether the database answers", sight is not None)
        if sight is None:
            return
        yield GaugeMetricFamily("dossier_migrations_current", "Whether it is at our revision", sight.is_current)
        if sight.is_current:
            yield from _outbox(sight)
            yield from _providers(sight)
            yield from _clock(sight)


def _outbox(sight: Sight) -> Iterator[Metric]:
    messages = GaugeMetricFamily("dossier_outbox_messages", "Messages to send", labels=("channel", "state"))
    late = GaugeMetricFamily("dossier_outbox_late", "Messages that wait too long", labels=("channel",))
    oldest = GaugeMetricFamily("dossier_outbox_oldest_seconds", "Since the oldest was due", labels=("channel",))
    for one in sight.queues:
        messages.add_metric((one.channel, "waiting"), one.waiting)
        messages.add_metric((one.channel, "sending"), one.sending)
        late.add_metric((one.channel,), one.late)
        if one.oldest_due_at is not None:
            oldest.add_metric((one.channel,), (sight.at - one.oldest_due_at).total_seconds())
    ended = GaugeMetricFamily("dossier_outbox_ended_badly", "Messages of the last day", labels=("channel", "state"))
    for labels, number in sorted(sight.ended.items()):
        ended.add_metric(labels, number)
    yield from (messages, late, oldest, ended)


def _providers(sight: Sight) -> Iterator[Metric]:
    tries = CounterMetricFamily("dossier_provider_tries", "Tries", labels=("provider", "outcome"))
    for labels, number in sorted(sight.tries.items()):
        tries.add_metric(labels, number)
    breaker = GaugeMetricFamily("dossier_provider_left_alone", "Breaker not closed", labels=("provider", "channel"))
    for name, state in sorted(sight.providers.items()):
        breaker.add_metric((name, state.channel), light(state, sight.at) != "closed")
    yield from (tries, breaker)


def _clock(sight: Sight) -> Iterator[Metric]:
    last = sight.clock
    if last is None:
        return
    yield GaugeMetricFamily("dossier_clock_began_timestamp_seconds", "Last round begun", last.began_at.timestamp())
    if last.ended_at is not None:
        yield GaugeMetricFamily("dossier_clock_ended_timestamp_seconds", "Last round ended", last.ended_at.timestamp())
    yield GaugeMetricFamily("dossier_clock_failed", "Records it couldn't deal with", last.failed)
