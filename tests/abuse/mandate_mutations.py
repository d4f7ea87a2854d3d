"""Faults planted one by one into mandates, and the walk that must stumble over each.

`python -m tests.abuse.mandate_mutations NAME` walks with one; with no name, over all of them, and prints which were
caught.
"""

import sys
from collections.abc import Callable

from tests.abuse.planting import fault, run

NAME = "tests.abuse.mandate_mutations"
FAULTS = (
    # What may be done at all.
    fault("a dead mandate acts", "mandates.rules", "_check_alive(settle(mandate, now), scope)\n    at", "at"),
    fault(
        "an expired mandate acts",
        "mandates.rules",
        "if mandate.state not in LIVING or now < mandate.until_at:",
        "if True:",
    ),
    fault(
        "a scope that isn't held acts",
        "mandates.rules",
        "if scope is not None and scope not in mandate.scopes:",
        "if False:",
        '    if scope not in mandate.scopes:\n        raise MandateDead(why="scope")\n',
        "",
    ),
    fault("a proof is good for ever", "mandates.rules", "at is None or now - at > limits.proof_life", "at is None"),
    fault(
        "no proof is asked",
        "mandates.acting",
        "    rules.check_act(found.mandate, scope, now)\n    if not desk",
        "    rules._check_alive(found.mandate, scope)\n    if not desk",
    ),
    fault(
        "a proof is good for every scope",
        "mandates.rules",
        "(*others, (scope, now))",
        "tuple((one, now) for one in mandate.scopes)",
    ),
    fault(
        "a colleague acts",
        "mandates.keeping",
        "(found.staff_id, found.site) != (staff.staff_id, staff.site)",
        "found.site != staff.site",
    ),
    fault(
        "another site acts",
        "mandates.keeping",
        "(found.staff_id, found.site) != (staff.staff_id, staff.site)",
        "False",
    ),
    fault(
        "a mandate is read as it was",
        "mandates.keeping",
        "rules.settle(mandate_from(row), now)",
        "mandate_from(row)",
    ),
    # Consent.
    fault(
        "a draft is a mandate",
        "mandates.rules",
        "return Mandate(MandateState.DRAFT, scopes",
        "return Mandate(MandateState.ACTIVE, scopes",
    ),
    fault("any code is right", "mandates.rules", "compare_digest(question.digest, digest)", 'digest != ""'),
    fault("any line is right", "mandates.rules", "line_is_right if question.way", "True if question.way"),
    fault(
        "an older code stays alive",
        "mandates.rules",
        "question = Question(way, scope",
        "question = mandate.question or Question(way, scope",
    ),
    fault(
        "a code lives for ever",
        "mandates.rules",
        "if question is None or now >= question.expires_at:",
        "if question is None:",
    ),
    fault(
        "a code serves twice",
        "mandates.rules",
        "question=None, questions=0, failures=0, proved=(*others",
        "questions=0, failures=0, proved=(*others",
    ),
    fault(
        "sending anew forgives",
        "mandates.rules",
        "question=question, questions=questions)",
        "question=question, questions=questions, failures=0)",
    ),
    fault("nothing is counted", "mandates.rules", "failures=mandate.failures + 1)", "failures=1)"),
    fault(
        "a wrong answer is not kept",
        "mandates.consenting",
        "    keep(unit, found, after)\n    _tell_answer",
        "    _tell_answer",
    ),
    fault(
        "a late draft can be agreed to",
        "mandates.rules",
        "if mandate.state not in LIVING or now < mandate.until_at:",
        "if mandate.state is not MandateState.ACTIVE or now < mandate.until_at:",
    ),
    fault(
        "an older question keeps the line",
        "identity.cards",
        "    unit.execute(line.update().where(unused, line",
        "    unit.execute(line.update().where(line.c.reserved_for.is_(None), unused, line",
    ),
    fault(
        "a line is never given back",
        "mandates.keeping",
        "        free_card_line(unit, before.giver, before.digest)\n",
        "        pass\n",
    ),
    fault(
        "a kept line opens another draft",
        "identity.cards",
        "line.c.reserved_for == act)",
        "line.c.reserved_for.is_not(None))",
    ),
    fault(
        "a paper opens everything",
        "mandates.rules",
        "proof is ProofKind.PAPER and (too_much or mandate.remote)",
        "False",
    ),
    fault("a paper opens for a year", "mandates.rules", " or mandate.duration not in WEAK_LENGTHS", ""),
    fault("nobody is told", "mandates.giving", "    tell_given(unit, after, now)\n", ""),
    # Length and renewal.
    fault(
        "a long mandate by default",
        "mandates.rules",
        "wanted.duration in LONG and not wanted.is_explicit",
        "False",
    ),
    fault("a renewal widens", "mandates.rules", "if not scopes <= frozenset(before.scopes):", "if False:"),
    fault(
        "a renewal needs no proof",
        "mandates.rules",
        "return drafted(replace(wanted, scopes=scopes, remote=before.remote), now, limits=limits)",
        "return given(drafted(replace(wanted, scopes=scopes), now), ProofKind.SMS, now)",
    ),
    fault(
        "what was stopped is renewed",
        "mandates.rules",
        "before.state not in (MandateState.ACTIVE, MandateState.EXPIRED) or expired_late",
        "before.given_at is None or expired_late",
    ),
    fault(
        "the one before goes on",
        "mandates.giving",
        'keep(unit, before, rules.over(before.mandate, MandateState.ENDED, "renewed", now))',
        "pass",
    ),
    fault(
        "a mandate lasts from its use",
        "mandates.rules",
        "questions=0, failures=0, proved=(*others",
        "until_at=now + LENGTHS[mandate.duration], questions=0, failures=0, proved=(*others",
    ),
    # The end.
    fault(
        "a revocation ends nothing",
        "mandates.ending",
        "    keep(unit, found, rules.over(found.mandate, state, why, now))\n",
        "    pass\n",
    ),
    fault(
        "a right stop code is unknown once it is over",
        "mandates.ending",
        'return "over"',
        'return "unknown"',
    ),
    fault("a stop code never dies", "mandates.ending", ", stop_code.c.expires_at > now)", ")"),
    fault(
        "a stop code ends nothing",
        "mandates.ending",
        '    if found.mandate.state not in rules.LIVING:\n        return "over"',
        '    if True:\n        return "over"',
    ),
    # Whoever isn't here, and how much one person is asked.
    fault(
        "nobody is acted for",
        "mandates.acting",
        "    if found.patient_id is None:\n        raise MandateDead\n    return Acting(",
        "    return Acting(",
    ),
    fault(
        "guesses go on for ever",
        "mandates.bounding",
        "    check_window(unit, _failures_key(unit, found), now, LIMITS.failures_a_day)\n",
        "    pass\n",
    ),
    fault(
        "codes go on for ever",
        "mandates.bounding",
        "        check_window(unit, key, now, LIMITS.codes_a_day)\n",
        "        pass\n",
    ),
    fault(
        "she says no and it goes on",
        "mandates.consenting",
        'keep(unit, found, rules.over(found.mandate, MandateState.VOID, "refused", now))',
        "pass",
    ),
    fault("a clock revives", "mandates.due", "mandate.c.until_at <= now)", "mandate.c.until_at >= now)"),
    fault(
        "an advisor sees her colleagues'",
        "mandates.queries",
        "sa.and_(table.c.staff_id == staff.staff_id, table",
        "sa.and_(table",
    ),
)
IN_A_HURRY = (
    "a colleague acts",
    "a draft is a mandate",
    "a renewal needs no proof",
    "a paper opens everything",
    "a revocation ends nothing",
)
"""The five that every run of the tests plants."""


def _walk() -> Callable[[], bool]:
    from tests.rooms.mandates.walking import stumbles  # after the planting

    return stumbles


def main(names: list[str]) -> int:
    """Walk with the named fault, or tell of all of them."""
    return run(NAME, FAULTS, names, _walk)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
