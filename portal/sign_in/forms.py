"""What the sign-in pages are sent."""

from dataclasses import dataclass

from portal.ui import SLUGS, Ask

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class CodeForm:
    """The code page's form: the code, the tick for one's own computer, the button that was pressed."""

    code: str
    own_computer: bool
    action: str

    @classmethod
    def read(cls, ask: Ask) -> "CodeForm":
        """Read the form."""
        return cls(ask.typed("code")[:_LONGEST], ask.typed("own_computer") == "yes", ask.pressed("renvoyer", *SLUGS))


@dataclass(frozen=True, slots=True)
class PasswordForm:
    """The password page's form. Spaces inside and around a passphrase count, so nothing is cut off."""

    password: str
    action: str

    @classmethod
    def read(cls, ask: Ask) -> "PasswordForm":
        """Read the form."""
        return cls(ask.request.form.get("password", "")[:_LONGEST], ask.pressed("afficher", "cacher"))


def identifier_typed_in(ask: Ask) -> str:
    """Return the identifier as it was typed, without signs that can't be seen: it is shown again."""
    return "".join(sign for sign in ask.typed("identifier") if sign.isprintable())[:_LONGEST]
