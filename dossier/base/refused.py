"""The base of every named refusal: a code for the faces to word, and facts that are never personal."""

from typing import ClassVar


class Refused(Exception):
    """Something was asked that can't be granted. Subclasses name it by `code` (kebab case)."""

    code: ClassVar[str] = "refused"

    def __init__(self, **facts: object) -> None:
        """Keep the facts a face needs to word the refusal. Never personal data: refusals reach the logs."""
        super().__init__(self.code)
        self.facts = facts

    def __str__(self) -> str:
        """Return the code and its facts on one line, for operators and logs."""
        told = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code} ({told})" if told else self.code
