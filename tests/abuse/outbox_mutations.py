"""Faults planted one by one into the heart of the post, and the walk that must stumble over each.

`python -m tests.abuse.outbox_mutations NAME` walks with one; with no name, over all of them, and prints which were
caught.
"""

import sys
from collections.abc import Callable

from tests.abuse.planting import fault, run

NAME = "tests.abuse.outbox_mutations"
FAULTS = (
    # Who is asked.
    fault(
        "unsure, another provider is asked",
        "outbox.rules",
        "if standing.unsure and same is not None and same.keeps_keys:",
        "if False:",
    ),
    fault(
        "later after unsure lets go",
        "outbox.rules",
        ' or (result.verdict == "later" and was_unsure):',
        ":",
    ),
    fault(
        "whoever keeps no keys is asked again",
        "outbox.rules",
        "not_by = standing.not_by | {standing.provider}",
        "not_by = standing.not_by",
    ),
    fault(
        "an open breaker is asked",
        "outbox.rules",
        "if one.is_free and one.name not in standing.not_by), None)",
        "), None)",
    ),
    fault(
        "what may have left is claimed by anybody",
        "outbox.claiming",
        "may = sa.or_(sa.not_(message.c.unsure), message.c.provider.in_(again))",
        "may = sa.true()",
    ),
    # Claims.
    fault(
        "what is sent is claimed again",
        "outbox.claiming",
        "    return (message.c.state == WAITING, message.c.channel",
        "    return (message.c.state.in_((WAITING, SENDING)), message.c.channel",
    ),
    fault(
        "too early",
        "outbox.claiming",
        "message.c.channel == channel, message.c.due_at <= now)",
        "message.c.channel == channel)",
    ),
    fault("too late", "outbox.claiming", ", message.c.not_after > now, may)", ", may)"),
    fault(
        "codes wait in line",
        "outbox.claiming",
        "else (message.c.rank,)",
        "else (message.c.rank.desc(),)",
    ),
    fault(
        "a try is not written down",
        "outbox.claiming",
        "    unit.execute(attempt.insert(), [_try(one, now) for one in claims])\n",
        "",
    ),
    fault(
        "a claim never runs out",
        "outbox.settling",
        "over = sa.and_(message.c.state == SENDING, message.c.due_at <= now)",
        "over = sa.false()",
    ),
    fault(
        "an older try settles",
        "outbox.settling",
        "row = unit.first(_this(lost).where(message.c.state == SENDING, message.c.attempts == lost.number))",
        "row = unit.first(_this(lost))",
    ),
    fault(
        "accepted is not settled",
        "outbox.settling",
        '    .values(state=HANDED, state_at=sa.bindparam("at")',
        '    .values(state_at=sa.bindparam("at")',
    ),
    fault(
        "overdue slips are waited for",
        "outbox.settling",
        "message.c.due_at <= now, unsure), channel, limit)",
        "sa.false(), unsure), channel, limit)",
    ),
    fault("whatever waits for an ill provider is let go", "outbox.settling", ", message.c.rank == 0, ", ", "),
    fault(
        "a code is let go of at once",
        "outbox.settling",
        ", message.c.queued_at <= now - limits.code_silence)",
        ")",
    ),
    # What follows.
    fault(
        "nothing follows",
        "outbox.ending",
        "        _follow(unit, operator, row, posted, channel, ways_left[channel], now)\n",
        "",
    ),
    fault(
        "codes follow",
        "outbox.rules",
        "_CODE = KindRule(is_code=True)",
        '_CODE = KindRule(is_code=True, follows=("letter",))',
    ),
    fault(
        "a channel is tried twice",
        "outbox.rules",
        "if way in on_file and way not in tried), None)",
        "if way in on_file), None)",
        "_NOTICE = KindRule(follows=(",
        '_NOTICE = KindRule(follows=("email", ',
    ),
    fault(
        "what follows forgets what failed", "outbox.ending", 'new | {"follows": row.message_id, "path"', 'new | {"path"'
    ),
    fault(
        "nobody is told by hand",
        "outbox.ending",
        "    if not rule.by_hand:\n        return False\n",
        "    return False\n",
    ),
    fault(
        "what expired is forgotten",
        "outbox.ending",
        "state = UNREACHED if _needs_a_hand(unit, row, rule_of(row.kind)) else EXPIRED",
        "state = EXPIRED",
    ),
    fault(
        "nothing expires",
        "outbox.ending",
        "    for row in rows:\n        state =",
        "    for row in rows[:0]:\n        state =",
    ),
    fault(
        "an ending that isn't kept",
        "outbox.ending",
        "values(state=state, state_at=now, why=why, unsure=False)",
        "values(why=why, unsure=False)",
    ),
    fault(
        "a notice is written anew without end",
        "outbox.ending",
        "        _close(unit, row, state, why, now)\n        return\n    ways_left",
        "        _close(unit, row, 'waiting', why, now)\n        return\n    ways_left",
    ),
    # Slips and letters.
    fault(
        "a slip counts twice",
        "outbox.rules",
        'living = state in ("waiting", "sending", "handed")',
        'living = state in ("waiting", "sending", "handed", "failed", "bounced")',
    ),
    fault(
        "a slip of delivery is lost", "outbox.deliveries", "values(state=arrived, state_at=now", "values(state_at=now"
    ),
    fault(
        "any provider's slip is believed",
        "outbox.deliveries",
        "found = found.where(attempt.c.provider == delivery.provider)",
        "found = found",
        "owner is None",
        "owner == b'nobody'",
    ),
    fault(
        "a letter is in two batches",
        "outbox.handing",
        'told = {"state": HANDED, "state_at": now, ',
        'told = {"state_at": now, ',
    ),
)
IN_A_HURRY = (
    "unsure, another provider is asked",
    "what is sent is claimed again",
    "nothing follows",
    "a slip counts twice",
)
"""The four that every run of the tests plants."""


def _walk() -> Callable[[], bool]:
    from tests.rooms.outbox.walking import stumbles  # after the planting

    return stumbles


def main(names: list[str]) -> int:
    """Walk with the named fault, or tell of all of them."""
    return run(NAME, FAULTS, names, _walk)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
