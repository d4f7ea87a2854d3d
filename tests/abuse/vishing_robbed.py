"""Two real means in the wrong hands, which the rules let in at once: she is told, and one code of hers shuts it."""

from tests.kit.vishing import Call
from tests.kit.vishing_acts import (
    agent,
    aurelie,
    colleague,
    meanwhile,
    opens,
    sends,
    thief,
)
from tests.kit.vishing_browsers import (
    begins_online,
    follows,
    gives_her_card,
    has_a_code_sent,
    reaches_the_end,
    stops_it,
    types_what_he_reads,
)
from tests.kit.vishing_desks import sees_a_paper

CALLS = (
    Call(
        "he stole her card and reads her e-mails",
        "Un cambrioleur, avec la carte de codes et l’ordinateur encore ouvert.",
        (
            agent("Un message part.", opens(), sends("email")),
            thief(
                "Le code, puis une ligne de la carte.",
                follows(),
                types_what_he_reads("email"),
                gives_her_card("/acces-perdu/mot-de-passe"),
            ),
            thief("Vite.", reaches_the_end()),
            aurelie("Quatre messages ! J’arrête tout.", stops_it("done")),
        ),
        reads=frozenset({"card", "email"}),
        told=("opened", "granted", "done", "frozen"),
        burnt=True,
    ),
    Call(
        "a bought advisor sells a seen paper to who swapped her SIM card",
        "Inès, et un voleur de numéro. Le papier et le SMS font deux preuves, et aucune attente.",
        (
            thief(
                "J’ouvre une demande, un SMS arrive chez moi.",
                begins_online(),
                has_a_code_sent("sms"),
                types_what_he_reads("sms"),
            ),
            colleague("(Inès) J’ai vu la pièce.", sees_a_paper("thief")),
            thief("Vite.", reaches_the_end()),
            meanwhile("Une lettre, un message et un appel disent qu’un papier a été vu."),
            aurelie("J’arrête tout.", stops_it("seen", "email")),
        ),
        reads=frozenset({"sms"}),
        told=("opened", "seen", "granted", "done", "frozen"),
        burnt=True,
    ),
)
"""Neither is a call that talks an agent into anything: each proof is one that she could have given herself."""
