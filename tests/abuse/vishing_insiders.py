"""Calls in which somebody of the staff is bought, pressed or asleep."""

from tests.kit.desk import INES, LEILA, PAUL, SARAH
from tests.kit.vishing import Call
from tests.kit.vishing_acts import (
    ANNE,
    MARC,
    NADIA,
    agent,
    agrees,
    asks_a_change,
    aurelie,
    cannot_agree,
    colleague,
    has_no_way_to_let_him_in,
    meanwhile,
    opens,
    sends,
    shows_no_contact,
    sits_down_at_a_locked_desk,
    thief,
)
from tests.kit.vishing_browsers import (
    begins_online,
    confirms_the_contact,
    follows,
    guesses,
    has_a_code_sent,
    is_told,
    reaches_the_end,
    stands_at,
    stops_it,
    types_what_he_reads,
    waits,
)
from tests.kit.vishing_desks import cannot_say_yes, says, sees_a_paper, sees_no_paper, shows_the_desk_code

HIS = "06 39 98 01 99"
SECOND = "Une deuxième personne vérifie"

CALLS = (
    Call(
        "a bought agent opens a case without any call",
        "Personne n’appelle. Un ami de Paul attend, devant le site.",
        (
            agent("(tout seul) J’ouvre, sans référence d’appel.", opens(call="")),
            agent(
                "J’envoie des codes, et je regarde ce que je vois.", sends("sms"), sends("email"), shows_no_contact()
            ),
            thief("(son ami, qui a le numéro) Et maintenant ?", follows(), guesses(3)),
            agent("Rien de plus. Je ne vois aucun code.", has_no_way_to_let_him_in()),
        ),
        alarm="Demandes ouvertes sans appel",
    ),
    Call(
        "a bought agent agrees to what she asked herself",
        "Un ami de Paul, dont le numéro finit par 99.",
        (
            agent("Je demande un changement.", opens(), asks_a_change(value=HIS)),
            agent("Et je donne l’accord moi-même.", cannot_agree("Ce changement n’attend pas votre accord.", PAUL)),
            meanwhile("Une semaine.", waits(days=7, hours=1), cannot_agree("Ce changement n’attend pas", LEILA)),
        ),
    ),
    Call(
        "two bought agents of one team",
        "Paul et sa voisine de bureau, ensemble.",
        (
            agent("Je demande un changement.", opens(), asks_a_change(value=HIS)),
            colleague("Je l’approuve, on partage.", cannot_agree("Il vient de votre équipe.", ANNE)),
        ),
    ),
    Call(
        "two bought agents of two teams, seen on the second day",
        "Paul et Leïla, ensemble. Un ami a le nouveau téléphone.",
        (
            agent("Je demande un changement.", opens(), asks_a_change(value=HIS)),
            colleague("Je l’approuve.", agrees()),
            aurelie(
                "Partout, on m’écrit que mon portable va changer. Non !",
                is_told("contact-approved"),
                waits(days=1),
                stops_it("contact-approved", "email", "arrêté"),
            ),
            meanwhile("La semaine passe. Aucun code ne part au nouveau numéro.", waits(days=7)),
            thief("(il tape au hasard)", confirms_the_contact("12345678", right=False)),
        ),
        told=("opened", "contact-approved", "contact-stopped"),
    ),
    Call(
        "two bought agents of two teams, seen in the last hour",
        "Les mêmes. Elle était en voyage, et rentre le septième jour.",
        (
            agent("Je demande un changement.", opens(), asks_a_change(value=HIS)),
            colleague("Je l’approuve.", agrees()),
            meanwhile("Six jours et vingt-trois heures.", waits(days=6, hours=23)),
            aurelie("Je rentre, et je lis le courrier.", stops_it("contact-approved", "letter", "arrêté")),
            meanwhile("La dernière heure passe.", waits(hours=2)),
            thief("Pas de code ?", confirms_the_contact("00000000", right=False)),
        ),
        told=("opened", "contact-approved", "contact-stopped"),
    ),
    Call(
        "two bought agents of two teams, and a third door",
        "Les mêmes. Le changement attend, alors ils passent par un guichet honnête, avec un faux papier.",
        (
            agent(
                "Tout est perdu, dit-elle. Et son numéro change.", opens(lost="everything"), asks_a_change(value=HIS)
            ),
            colleague("Je l’approuve.", agrees()),
            thief("(au guichet) Voici mon papier.", begins_online("everything"), sees_a_paper("thief")),
            thief("(une seule preuve, et sans fin)", guesses(2), stands_at("/acces-perdu/preuve")),
            aurelie("On a vu un papier à mon nom ? J’arrête.", is_told("seen"), stops_it("seen", "letter")),
            aurelie("Et le changement aussi.", stops_it("contact-approved", "sms", "arrêté")),
        ),
        told=("opened", "contact-approved", "seen", "frozen", "contact-stopped"),
        door="desk",
    ),
    Call(
        "a bought advisor, with the thief's screen before her",
        "Inès a vendu un « j’ai vu la pièce ».",
        (
            thief("J’ouvre une demande sur le site.", begins_online()),
            colleague("(Inès) Je tape ses papiers, que personne ne montre.", sees_a_paper("thief")),
            thief("Une preuve ! Et l’autre ?", guesses(3), stands_at("/acces-perdu/preuve", "deuxième preuve")),
            colleague("(Inès) Je le refais.", sees_no_paper("Ces réponses ne vont pas ensemble.", "made up")),
        ),
        told=("opened", "seen"),
    ),
    Call(
        "a bought advisor and a thief who reads her e-mails",
        "Inès, et un pirate dans la boîte d’Aurélie.",
        (
            thief(
                "J’ouvre une demande. Un message part.",
                begins_online(),
                has_a_code_sent("email"),
                types_what_he_reads("email"),
            ),
            colleague("(Inès) Je dis que j’ai vu la pièce.", sees_a_paper("thief")),
            thief("Trois jours d’attente ?", stands_at("/acces-perdu/etat", "il faut attendre")),
            aurelie("Un SMS : on a vu un papier à mon nom. J’arrête.", is_told("cooling"), stops_it("seen", "sms")),
            thief("Arrêté…", stands_at("/acces-perdu/etat", "arrêtée")),
        ),
        reads=frozenset({"email"}),
        told=("opened", "seen", "cooling", "frozen"),
        door="desk",
    ),
    Call(
        "a bought agent and a bought advisor, and a supervisor who doesn't answer",
        "Paul ouvre, Inès voit. La demande est pour le guichet : elle n’a plus rien d’autre.",
        (
            agent("Tout est perdu, dit-il.", opens(lost="everything")),
            thief("(l’ami) Je suis la demande.", follows()),
            colleague("(Inès) La pièce est vue.", sees_a_paper("thief")),
            thief("Et maintenant ?", stands_at("/acces-perdu/guichet/attente", SECOND)),
            meanwhile("Sarah, la responsable, ne comprend pas pourquoi. Elle ne dit ni oui ni non.", waits(days=1)),
            thief("Rien.", follows(), stands_at("/acces-perdu/preuve")),
            colleague("Trop tard pour un oui.", cannot_say_yes("n’attend plus de réponse")),
        ),
        told=("opened", "seen"),
        poor=True,
    ),
    Call(
        "a bought agent and a bought advisor, and a supervisor who says no",
        "Les mêmes. Sarah téléphone au guichet, et personne n’y a vu Aurélie.",
        (
            agent("Tout est perdu, dit-il.", opens(lost="everything")),
            thief("(l’ami) Je suis la demande.", follows()),
            colleague("(Inès) La pièce est vue.", sees_a_paper("thief")),
            colleague("(Sarah) Non.", says("non")),
            thief("Refusé ?", stands_at("/acces-perdu/preuve")),
            colleague("(Inès) Je le refais, alors.", sees_a_paper("thief")),
            colleague("(Sarah) Encore ? Non.", says("non")),
        ),
        told=("opened", "seen", "seen-refused"),
        poor=True,
    ),
    Call(
        "a bought agent, a bought advisor and a supervisor who is taken in",
        "Les mêmes. Sarah dit oui, de bonne foi.",
        (
            agent("Tout est perdu, dit-il.", opens(lost="everything")),
            thief("(l’ami) Je suis la demande.", follows()),
            colleague("(Inès) La pièce est vue.", sees_a_paper("thief")),
            colleague("(Sarah) Oui.", says("oui")),
            aurelie(
                "Cinq messages en une heure. J’arrête tout.",
                is_told("seen"),
                is_told("granted"),
                stops_it("seen", "sms"),
            ),
            thief("(il remplit le formulaire, trop tard)", stands_at("/acces-perdu/etat", "arrêtée")),
            colleague(
                "(Inès) Je revois sa pièce, alors.", sees_no_paper("Une autre personne doit voir la pièce.", "thief")
            ),
            colleague("(un autre guichet, trompé) Moi, je la vois.", sees_a_paper("thief", MARC)),
            colleague("(Sarah) Et oui, encore.", cannot_say_yes("vous avez")),
            aurelie("Encore ? J’arrête.", stops_it("seen", "sms")),
            thief("Rien.", stands_at("/acces-perdu/etat", "arrêtée")),
        ),
        told=("opened", "seen", "granted", "frozen"),
        alarm="Paul Mercier · Nord 1 demande",
        poor=True,
        door="desk",
    ),
    Call(
        "a bought agent, a bought advisor and a thief who is faster than her",
        "Les mêmes, et l’ami finit avant qu’elle ne lise. Son code d’arrêt vaut encore.",
        (
            agent("Tout est perdu, dit-il.", opens(lost="everything")),
            thief("(l’ami) Je suis la demande.", follows()),
            colleague("(Inès) La pièce est vue.", sees_a_paper("thief")),
            colleague("(Sarah) Oui.", says("oui")),
            thief("Vite : un identifiant, un mot de passe, une carte.", reaches_the_end()),
            aurelie("(le lendemain) Ce n’est pas moi !", stops_it("done", "email")),
        ),
        told=("opened", "seen", "granted", "done", "frozen"),
        alarm="Paul Mercier · Nord 1 demande",
        poor=True,
        burnt=True,
        door="desk",
    ),
    Call(
        "the supervisor is pressed to unfreeze a case",
        "Un faux directeur. Il presse Sarah de relever une demande arrêtée.",
        (
            thief("Ouvrez une demande.", begins_online()),
            aurelie("Ce n’est pas moi.", stops_it("opened")),
            thief("(à Sarah) C’est la direction. Débloquez-la tout de suite."),
            colleague("Je ne peux rien, si aucun guichet n’a vu personne.", cannot_say_yes("n’attend plus de réponse")),
            thief("Vous serez sanctionnée."),
            colleague("Je raccroche.", cannot_say_yes("n’attend plus de réponse")),
        ),
        told=("opened", "frozen"),
        door="desk",
    ),
    Call(
        "the supervisor alone says yes to a case for the desk",
        "Un ami de Sarah. Elle seule est achetée.",
        (
            agent("Tout est perdu, dit-il.", opens(lost="everything")),
            thief("(l’ami) Je suis la demande, et je montre mon code.", follows(), shows_the_desk_code("thief")),
            colleague("(Sarah) Oui, sans guichet.", cannot_say_yes("n’attend plus de réponse")),
            thief("Rien.", stands_at("/acces-perdu/preuve")),
        ),
        poor=True,
    ),
    Call(
        "the thief's screen stands beside hers at the desk",
        "Un voleur dans la file. Il a lu le numéro de sa demande par-dessus son épaule.",
        (
            aurelie(
                "J’ai perdu mon mot de passe. Je viens avec ma carte d’identité.", begins_online("password", "her")
            ),
            aurelie("Voici mon écran.", follows("her"), shows_the_desk_code("her")),
            thief(
                "(derrière, sur son téléphone) Un code, moi aussi.", follows(), shows_the_desk_code("thief", keep=False)
            ),
            colleague(
                "(Inès) Le code de votre écran ne va pas.",
                sees_no_paper("Ces réponses ne vont pas ensemble.", "kept", INES),
            ),
            aurelie("Je l’affiche encore."),
            colleague("C’est bon.", sees_a_paper("her")),
            thief(
                "(trop tard)",
                shows_the_desk_code("thief", keep=False),
                guesses(2, "carte"),
                stands_at("/acces-perdu/preuve", "deuxième preuve"),
            ),
        ),
        told=("opened", "seen"),
        door="telephone",
    ),
    Call(
        "he sits down at the desk that an agent left",
        "Un visiteur dans la salle. Paul est parti déjeuner, sa page est restée ouverte.",
        (
            agent("(avant de partir) Une demande est ouverte.", opens()),
            thief("Seize minutes : voyons ce que sa page permet.", sits_down_at_a_locked_desk()),
        ),
    ),
    Call(
        "the second person had a hand in a change of contact",
        "Sarah, achetée, a aussi donné son accord à un changement.",
        (
            agent(
                "Un changement, puis tout est perdu.",
                opens(lost="everything"),
                asks_a_change("mail", value="a@b.example"),
            ),
            colleague("(Sarah) D’accord pour le changement.", agrees(SARAH)),
            thief("(l’ami) Je suis la demande, au guichet.", follows(), sees_a_paper("thief")),
            colleague("(Sarah) Et oui pour la pièce.", cannot_say_yes("vous avez changé un contact")),
            colleague(
                "(une autre responsable) Un contact vient de changer. J’attends sept jours.",
                cannot_say_yes("un contact vient de changer", NADIA),
            ),
            aurelie("J’arrête.", stops_it("seen"), stops_it("contact-approved", "sms", "arrêté")),
        ),
        told=("opened", "contact-approved", "seen", "frozen", "contact-stopped"),
        alarm="Paul Mercier · Nord 1 demande",
        poor=True,
        door="desk",
    ),
)
"""Whoever is bought leaves her name in the journal; she hears of it on every contact, and one code of hers stops it."""
