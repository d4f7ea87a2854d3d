"""How codes are written and dictated: in groups for the eye, in pairs for the ear."""

_PAIR = 2


def in_groups_of(size: int, code: str) -> str:
    """Return a code in groups, parted by spaces."""
    return " ".join(_parts(size, code))


def dictated(code: str) -> str:
    """Return a code as a voice says it, slowly: sign by sign, with a full stop after each pair, where it pauses."""
    return " ".join(f"{', '.join(pair)}." for pair in _parts(_PAIR, code))


def _parts(size: int, code: str) -> list[str]:
    return [code[start : start + size] for start in range(0, len(code), size)]
