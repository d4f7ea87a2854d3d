"""What a voice says once a key was pressed or digits were typed: to her alone, in her language and in French."""

from dataclasses import dataclass
from typing import Literal

from dossier.base import Settings
from i18n import gettext

from .tongues import in_each

Said = Literal[
    "",
    "birth-date",
    "birth-wrong",
    "case-stopped",
    "closed",
    "contact-held",
    "impossible",
    "joined",
    "locked",
    "mandate-stopped",
    "missed",
    "no-key",
    "not-now",
    "not-proved",
    "right",
    "said-no",
    "stale",
    "wrong",
]
_LINES: dict[Said, str] = {
    "birth-date": gettext(
        "Tapez la date de naissance de la personne concernée. "
        "Deux chiffres pour le jour, deux pour le mois, quatre pour l’année."
    ),
    "birth-wrong": gettext("Cette date n’est pas la bonne. Tapez-la encore : jour, mois, année."),
    "case-stopped": gettext("C’est noté. Tout est arrêté. Une question ? Appelez le %(phone)s, %(hours)s."),
    "closed": gettext("C’est noté. Le dossier est fermé. Une question ? Appelez le %(phone)s, %(hours)s."),
    "contact-held": gettext("C’est trop tard pour l’arrêter. Allez à un guichet, ou appelez le %(phone)s."),
    "impossible": gettext("Ce mandat n’est pas possible. Une question ? Appelez le %(phone)s, %(hours)s."),
    "joined": gettext("Restez en ligne."),
    "locked": gettext("Cinq codes sont faux. Ce mandat est arrêté."),
    "mandate-stopped": gettext("C’est noté. Le mandat est arrêté."),
    "missed": gettext("Cet appel est trop vieux. Raccrochez."),
    "no-key": gettext("Cette touche ne sert pas ici."),
    "not-now": gettext("C’est déjà noté, ou c’est trop tard. Un doute ? Appelez le %(phone)s, %(hours)s."),
    "not-proved": gettext("Ce choix n’est pas noté. Appelez le %(phone)s, %(hours)s."),
    "right": gettext("C’est noté."),
    "said-no": gettext("C’est noté. Vous avez dit non : le dossier n’est pas créé."),
    "stale": gettext("Ce code ne sert plus. Demandez-en un autre."),
    "wrong": gettext("Ce code n’est pas le bon. Tapez-le encore."),
}
DATE_DIGITS = 8
"""Day, month, year."""
_GATHERED: dict[Said, int] = {"birth-date": DATE_DIGITS, "birth-wrong": DATE_DIGITS}


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said now, in which language; whether she is joined to whoever rings; how many digits are typed next."""

    said: Said = ""
    language: str = "fr"
    joins: bool = False

    @property
    def gathers(self) -> int:
        """Return how many digits the provider gathers after the lines; 0: none."""
        return _GATHERED.get(self.said, 0)


NOTHING = Reply()
"""Nothing to say: nobody is on the line, or nobody that we know of."""


def lines_of(reply: Reply, settings: Settings) -> list[str]:
    """Return the sentences of a reply."""
    if not reply.said:
        return []
    common = {"phone": settings.help_phone, "hours": settings.help_hours}
    return [text % common for _, text in in_each(reply.language, lambda tongue: tongue.say(_LINES[reply.said]))]
