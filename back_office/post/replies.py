"""What a voice says once a key was pressed or digits were typed: to her alone, in her language and in French."""

from dataclasses import dataclass
from typing import Literal

from dossier.base import Settings
from i18n import gettext

from .tongues import in_each

Said = Literal[
    "",
    "case-stopped",
    "closed",
    "impossible",
    "joined",
    "locked",
    "mandate-stopped",
    "missed",
    "no-key",
    "not-now",
    "right",
    "said-no",
    "stale",
    "wrong",
]
_LINES: dict[Said, str] = {
    "case-stopped": gettext("C’est noté. Tout est arrêté. Une question ? Appelez le %(phone)s, %(hours)s."),
    "closed": gettext("C’est noté. Le dossier est fermé. Une question ? Appelez le %(phone)s, %(hours)s."),
    "impossible": gettext("Ce mandat n’est pas possible. Une question ? Appelez le %(phone)s, %(hours)s."),
    "joined": gettext("Restez en ligne."),
    "locked": gettext("Cinq codes sont faux. Ce mandat est arrêté."),
    "mandate-stopped": gettext("C’est noté. Le mandat est arrêté."),
    "missed": gettext("Cet appel est trop vieux. Raccrochez."),
    "no-key": gettext("Cette touche ne sert pas ici."),
    "not-now": gettext("C’est déjà noté, ou c’est trop tard. Un doute ? Appelez le %(phone)s, %(hours)s."),
    "right": gettext("C’est noté."),
    "said-no": gettext("C’est noté. Vous avez dit non : le dossier n’est pas créé."),
    "stale": gettext("Ce code ne sert plus. Demandez-en un autre."),
    "wrong": gettext("Ce code n’est pas le bon. Tapez-le encore."),
}


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said now, in which language; and whether she is joined to whoever rings."""

    said: Said = ""
    language: str = "fr"
    joins: bool = False


NOTHING = Reply()
"""Nothing to say: nobody is on the line, or nobody that we know of."""


def lines_of(reply: Reply, settings: Settings) -> list[str]:
    """Return the sentences of a reply."""
    if not reply.said:
        return []
    common = {"phone": settings.help_phone, "hours": settings.help_hours}
    return [text % common for _, text in in_each(reply.language, lambda tongue: tongue.say(_LINES[reply.said]))]
