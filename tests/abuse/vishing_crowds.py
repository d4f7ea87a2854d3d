"""Calls by the dozen: to find out, to wear out, or to lock her out."""

from tests.kit.desk import LEILA
from tests.kit.vishing import Call
from tests.kit.vishing_acts import (
    agent,
    answers_alike,
    aurelie,
    cannot_open,
    colleague,
    meanwhile,
    opens,
    opens_for_others,
    sends_nothing,
    thief,
)
from tests.kit.vishing_browsers import begins_online, follows, guesses, stands_at, stops_it, waits

QUOTA = "Trop de demandes au téléphone pour cette identité."

CALLS = (
    Call(
        "he fishes for who is known here",
        "Un journaliste. Il veut savoir si elle a un dossier.",
        (
            thief("Aurélie Delmas, Aurore Delmas, Aurélie Dupond : pour laquelle cela marche-t-il ?"),
            agent("Pour toutes, la page est la même.", answers_alike()),
        ),
    ),
    Call(
        "it is the agent's forty-first case of the day",
        "Un complice fait appeler quarante inconnus, pour que Paul ne regarde plus.",
        (
            meanwhile("Toute la journée, le téléphone sonne.", opens_for_others(40)),
            thief("Enfin moi. Je suis Aurélie Delmas."),
            agent(
                "J’ai atteint ma limite. Un collègue vous répond.",
                cannot_open("Vous avez ouvert beaucoup de demandes."),
            ),
            thief("(au collègue)"),
            colleague("Comme pour tout appel.", opens(LEILA)),
        ),
        alarm="Beaucoup de demandes en un jour",
    ),
    Call(
        "he uses up her calls so that she gets none",
        "Un ex-mari. S’il n’entre pas, elle n’entrera pas.",
        (
            agent("Une.", opens()),
            agent("Deux.", opens()),
            agent("Trois.", opens()),
            thief("Et une de plus !"),
            agent("Proposez un guichet.", cannot_open(QUOTA)),
        ),
    ),
    Call(
        "he uses up her cases on the pages so that she gets none",
        "Le même, sur le site.",
        (thief("Une, deux, trois.", begins_online(), begins_online(), begins_online(), begins_online()),),
        door="telephone",
    ),
    Call(
        "he uses up her calls and her cases on the pages",
        "Le même, par les deux portes. Il reste le guichet, avec un papier.",
        (
            thief("Trois sur le site.", begins_online(), begins_online(), begins_online()),
            agent("Et trois au téléphone.", opens(), opens(), opens()),
            colleague("Une de plus ?", cannot_open(QUOTA, LEILA)),
        ),
        door="desk",
    ),
    Call(
        "he opens one case, and she stops it as she is told to",
        "Le même. Un seul appel suffit, si l’arrêt ferme toutes les portes.",
        (
            agent("J’ouvre.", opens()),
            aurelie("Ce n’est pas moi. J’arrête.", stops_it("opened")),
            thief("J’en refais une."),
            agent("Une demande a été arrêtée.", cannot_open("Une demande a été arrêtée")),
            agent("Et dans l’ancienne, plus rien.", sends_nothing("sms", "Ce n’est plus possible à cette étape.")),
            thief("Sur le site ?", begins_online(), guesses(2), stands_at("/acces-perdu/preuve")),
        ),
        told=("opened", "frozen"),
        alarm="« Ce n’est pas moi » trop souvent",
        door="desk",
    ),
    Call(
        "he locks every case with wrong codes",
        "Un enfant qui s’amuse.",
        (
            agent("J’ouvre.", opens()),
            thief("Au hasard !", follows(), guesses(5), stands_at("/acces-perdu/etat", "en pause")),
            agent("Une autre.", opens()),
            thief("Encore !", follows(), guesses(5), stands_at("/acces-perdu/etat", "en pause")),
            meanwhile("Une heure.", waits(hours=1)),
        ),
        told=("opened", "locked"),
    ),
)
"""She always has a door left: the pages, the telephone, or a desk."""
