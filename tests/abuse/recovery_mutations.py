"""Faults planted one by one into the recovery, and the walk that must stumble over each.

A fault is planted in the source while it is imported, in a process of its own: no file is touched. `python -m
tests.abuse.recovery_mutations NAME` walks with one; with no name, over all of them, and prints which were caught.
"""

import subprocess
import sys
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path

_ROOT = Path(__file__).parents[2]
CAUGHT, MISSED = 3, 0


@dataclass(frozen=True)
class Fault:
    """What to plant: in which module of the recovery, which words in the place of which."""

    name: str
    module: str
    changes: tuple[tuple[str, str], ...]
    over: str = "rules"
    """Over what the walk must stumble: the rules alone, or the rooms."""


def _fault(name: str, module: str, *changes: str, over: str = "rules") -> Fault:
    return Fault(name, module, tuple(zip(changes[::2], changes[1::2], strict=True)), over)


_LOCKED = '    if case.state is CaseState.LOCKED:\n        return "locked", case\n'
_NOT_TAKING = (
    '    if case.state not in ANSWERING and case.state is not CaseState.GRANTED:\n        return "wrong", case\n'
)
FAULTS = (
    _fault(
        "a code serves twice",
        "rules",
        "case = _at_rest(replace(case, code=None))\n    if now",
        "if now",
        "given), claim=visit, code=None)",
        "given), claim=visit)",
    ),
    _fault("an older code stays alive", "rules", "code = SentCode(proof", "code = case.code or SentCode(proof"),
    _fault("a code lives for ever", "rules", "if now >= code.expires_at or ", "if "),
    _fault(
        "a code outlives its contact",
        "rules",
        "marks.get(code.proof) != code.mark",
        "False",
        "if case.code is not None and case.code.proof is proof:",
        "if False:",
    ),
    _fault("a proof outlives its contact", "rules", "if not proofs_too or kept == case.proofs:", "if True:"),
    _fault("sending anew forgives", "rules", "last_sent_at=now)", "last_sent_at=now, failures=0)"),
    _fault("nothing locks", "rules", "if case.failures < limits.failures:", "if True:"),
    _fault("a lock is short", "rules", "wait = min(limits.lock *", "wait = limits.code_pause or (limits.lock *"),
    _fault("locks don't grow", "rules", "2**case.locks", "1"),
    _fault(
        "a locked case takes answers",
        "rules",
        _LOCKED + _NOT_TAKING + "    if code is None",
        "    if code is None",
    ),
    _fault("one proof counts twice", "rules", 'return "given"', 'return ""'),
    _fault("one address counts twice", "rules", "one.proof is proof or one.mark == mark", "one.proof is proof"),
    _fault("an e-mail is enough", "rules", "frozenset({Proof.EMAIL, Proof.PASSWORD})", "frozenset({Proof.PASSWORD})"),
    _fault("one proof is enough", "rules", "len(case.proofs) >= 2 or", "len(case.proofs) >= 1 or"),
    _fault("no cooling", "rules", "any(one.proof in live for one in case.proofs)", "True"),
    _fault("a cooling ends at once", "rules", "is not None and now >= case.cooling_until", "is not None"),
    _fault("a password is a live factor", "rules", "else LIVE\n", "else LIVE | {Proof.PASSWORD}\n"),
    _fault("a dispute freezes nothing", "rules", "state=CaseState.FROZEN,", "state=case.state,"),
    _fault(
        "a dispute comes too late for a grant",
        "rules",
        "state=CaseState.FROZEN,",
        "state=case.state if case.state is CaseState.GRANTED else CaseState.FROZEN,",
    ),
    _fault("a second person answers for a later paper", "desk_rules", "if case.seen.seen_at != shown_at:", "if False:"),
    _fault("one person reopens", "desk_rules", "if not by or by == paper.by:", "if False:"),
    _fault("who opened it sees or reopens", "desk_rules", "by == opener or ", ""),
    _fault("who vouched before a dispute vouches again", "desk_rules", " or by in case.checked_by", ""),
    _fault(
        "a dispute forgets who saw",
        "rules",
        "        checked_by=(*case.checked_by, *([case.seen.by] if case.seen else ())),\n",
        "",
    ),
    _fault("a dispute leaves what was seen", "rules", "        seen=None,\n", ""),
    _fault("a refusal is not kept", "desk_rules", "return replace(case, seen=None)", "return case"),
    _fault("a paper seen waits for ever", "desk_rules", " or now >= case.seen.seen_until", ""),
    _fault(
        "a frozen case is taken up twice",
        "desk_rules",
        "is not CaseState.FROZEN or case.next_case:",
        "is not CaseState.FROZEN:",
    ),
    _fault(
        "an older screen says which visit is hers",
        "desk_rules",
        "screen=ScreenCode(",
        "screen=case.screen or ScreenCode(",
    ),
    _fault("any code says which visit is hers", "desk_rules", " or screen.digest != digest", ""),
    _fault("a screen's code lives for ever", "desk_rules", " or now >= screen.expires_at", ""),
    _fault(
        "a screen's code serves twice",
        "desk_rules",
        "replace(settle(case, now, limits), screen=None)",
        "settle(case, now, limits)",
    ),
    _fault(
        "a screen shown later takes her place",
        "desk_rules",
        "granted_until=now + limits.grant,\n        claim=paper.visit",
        "granted_until=now + limits.grant,\n        claim=case.screen.visit if case.screen else paper.visit",
    ),
    _fault(
        "a paper counts in any state",
        "desk_rules",
        "    if case.state not in ANSWERING:\n        raise",
        "    if False:\n        raise",
    ),
    _fault("a paper and an e-mail are enough", "rules", "if case.desk_is_live and not halves", "if case.desk_is_live"),
    _fault("a paper is live in the week of a change", "rules", "if case.desk_is_live and not halves", "if not halves"),
    _fault(
        "a desk grants in the week of a change",
        "desk",
        "    if not settled:",
        "    if False:",
        over="rooms",
    ),
    _fault(
        "any agent sees any case", "keeping", "return acting.actor_id == found.held_by", "return True", over="rooms"
    ),
    _fault(
        "a number alone takes a case up",
        "resuming",
        "if person not in owners(unit, typed, find_exact(unit, typed, domains, now, agent)):",
        "if False:",
        over="rooms",
    ),
    _fault(
        "a case taken up stays with the other",
        "resuming",
        "keep(unit, found, found.case, held_by=acting.actor_id, held_at=now)",
        "keep(unit, found, found.case)",
        over="rooms",
    ),
    _fault(
        "who rings doesn't hold the case",
        "calling_back",
        "keep(unit, found, case, held_by=acting.actor_id, held_at=now)",
        "keep(unit, found, case)",
        over="rooms",
    ),
    _fault("a call at any hour", "callback_rules", "if at not in slots:", "if False:"),
    _fault(
        "she is rung too early", "callback_rules", "if now < case.callback_at - limits.callback_around:", "if False:"
    ),
    _fault("she is rung too late", "callback_rules", " or now > case.callback_at + limits.callback_around", ""),
    _fault("she is rung twice in a moment", "callback_rules", "if case.rung_at is not None and", "if False and"),
    _fault("she is rung again and again", "callback_rules", "if case.rings >= limits.callback_rings:", "if False:"),
    _fault(
        "a call in a case that is over",
        "callback_rules",
        '        raise CallbackRefused(why="state")\n    if case.callback_at is None',
        "        pass\n    if case.callback_at is None",
    ),
    _fault("an appointment for anybody", "callback_rules", "case.state not in _FOR_A_DESK or ", ""),
    _fault(
        "an appointment keeps a case alive", "callback_rules", "min(until, case.opened_at + limits.case_life)", "until"
    ),
    _fault("anybody finishes", "rules", "not visit or case.claim != visit", "not visit"),
    _fault("a grant never ends", "rules", "case.granted_until if case.state is CaseState.GRANTED else None", "None"),
    _fault(
        "other cases go on",
        "rules",
        "    if case.state not in LIVING:\n        return case\n    return",
        "    return case\n    return",
    ),
    _fault(
        "who asked approves",
        "contact_rules",
        "by == change.asked_by",
        "False",
        "team == change.asker_team",
        "False",
    ),
    _fault("the same team approves", "contact_rules", "team == change.asker_team", "False"),
    _fault("an approval comes late", "contact_rules", "now >= change.asked_at + limits.approval", "False"),
    _fault("no hold", "contact_rules", "if now < change.held_until:", "if False:"),
    _fault(
        "five wrong codes end no change",
        "contact_rules",
        'return "locked", replace(change, state=ChangeState.LAPSED, code_digest="")',
        'return "locked", replace(change, code_digest="")',
    ),
    _fault("a guess confirms", "contact_rules", "or change.code_digest != digest", ""),
    _fault("who asked recovers", "contact_rules", "(change.asked_by, change.approved_by)", "(change.approved_by,)"),
    _fault("who approved recovers", "contact_rules", "(change.asked_by, change.approved_by)", "(change.asked_by,)"),
    _fault("a dispute stops no change", "contact_rules", "else ChangeState.DISPUTED", "else change.state"),
    _fault("codes go to a contact on hold", "channels", 'return "held"', 'return ""', over="rooms"),
    _fault("codes go to a contact of this week", "channels", 'return "changed"', 'return ""', over="rooms"),
    _fault(
        "a case forgets that contacts change",
        "keeping",
        "case = _with_contacts_of_now(case, channels)",
        "pass",
        over="rooms",
    ),
    _fault("nobody is barred", "quotas", "        raise AgentBarred", "        return", over="rooms"),
    _fault(
        "the agents of a change ask for another",
        "contact_changes",
        "    check_not_barred(unit, acting, now)\n    reference = new_sign_code()",
        "    reference = new_sign_code()",
        over="rooms",
    ),
    _fault("finishing ends no other case", "finishing", "over is not other", "False", over="rooms"),
    _fault(
        "a dispute is not kept", "disputes", "keep(unit, found, rules.disputed(found.case, now))", "pass", over="rooms"
    ),
    _fault("a wrong answer is not kept", "steps", "    keep(unit, found, case)\n    if", "    if", over="rooms"),
)
IN_A_HURRY = ("a code serves twice", "sending anew forgives", "no cooling", "who asked approves", "one person reopens")
"""The five that every run of the tests plants."""


class _Planter(MetaPathFinder):
    """Hands out one module with its fault in it."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        self.name = f"dossier.recovery.{fault.module}"

    def find_spec(self, fullname: str, path: object, target: object = None) -> ModuleSpec | None:
        """Find the module in which the fault is to be."""
        if fullname != self.name:
            return None
        spec = PathFinder.find_spec(fullname, path)
        spec.loader = _Planted(fullname, spec.origin, self.fault)
        return spec


class _Planted(SourceFileLoader):
    """Reads a source and changes it on the way; its compiled form is neither read nor kept."""

    def __init__(self, fullname: str, path: str, fault: Fault) -> None:
        super().__init__(fullname, path)
        self.fault = fault

    def get_code(self, fullname: str) -> object:
        """Compile the source with its fault."""
        return compile(planted_source(self.fault), self.path, "exec", dont_inherit=True)


def planted_source(fault: Fault) -> str:
    """Return the source with the fault in it; the words to change must stand there once."""
    source = (_ROOT / "dossier" / "recovery" / f"{fault.module}.py").read_text("utf-8")
    for old, new in fault.changes:
        assert source.count(old) == 1, f"{fault.name}: {source.count(old)} times {old!r}"
        source = source.replace(old, new)
    return source


def is_caught(fault: Fault) -> bool:
    """Tell whether the walk stumbles over this fault, in a process of its own."""
    command = [sys.executable, "-m", "tests.abuse.recovery_mutations", fault.name]
    ended = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert ended.returncode in (CAUGHT, MISSED), ended.stderr[-2000:]
    return ended.returncode == CAUGHT


def _walk_with(fault: Fault) -> int:
    sys.meta_path.insert(0, _Planter(fault))
    from tests.kit.quick import open_houses_quickly  # after the planting
    from tests.rooms.recovery.walks import stumbles

    open_houses_quickly()
    return CAUGHT if stumbles(fault.over) else MISSED


def main(names: list[str]) -> int:
    """Walk with the named fault, or tell of all of them."""
    if names:
        return _walk_with(next(fault for fault in FAULTS if fault.name == names[0]))
    missed = [fault.name for fault in FAULTS if not is_caught(fault)]
    sys.stdout.write(f"{len(FAULTS) - len(missed)} of {len(FAULTS)} caught; missed: {missed}\n")
    return len(missed)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
