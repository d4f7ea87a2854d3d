"""Calls by people who know everything about her, and hold nothing of hers."""

from tests.kit.desk import LEILA
from tests.kit.vishing import Call
from tests.kit.vishing_acts import (
    agent,
    aurelie,
    cannot_open,
    colleague,
    finds_the_line_closed,
    has_lost_the_case,
    has_no_way_to_let_him_in,
    meanwhile,
    opens,
    plans_a_call,
    plans_no_call,
    rings,
    rings_nobody,
    sends,
    shows_no_contact,
    thief,
)
from tests.kit.vishing_browsers import (
    begins_online,
    follows,
    guesses,
    has_a_code_sent,
    proves,
    stands_at,
    types_an_old_code,
    types_what_she_told,
    waits,
    writes_down,
)

CALLS = (
    Call(
        "he knows all that is written about her",
        "Un inconnu. Il a trouvé une feuille de soins : noms, date de naissance, numéro de sécurité sociale.",
        (
            thief("Bonjour, je suis Aurélie Delmas. J’ai perdu mon mot de passe."),
            agent("J’ouvre une demande. Où pouvez-vous recevoir un code ?", opens()),
            thief("Par SMS, comme d’habitude."),
            agent("Un code part au numéro qui finit par 42. Ne me le dites pas.", sends("sms")),
            thief("Je l’ai, attendez… c’est bien 000 000 ?", follows(), guesses()),
            agent("Écrivez-le sur votre écran. Je ne vois aucun code.", has_no_way_to_let_him_in()),
            thief("Ça ne marche pas. Vérifiez, vous avez toute mon identité !", stands_at("/acces-perdu/preuve")),
        ),
    ),
    Call(
        "she is in hospital and every minute counts",
        "Un homme pressé. Il sait tout d’elle, et joue l’urgence.",
        (
            thief("Je suis son mari. Elle est aux urgences, il leur faut le dossier, vite !"),
            agent("Pour une urgence, faites le 15. Les soins ont leurs propres accès.", opens(lost="everything")),
            thief("Passez les étapes, vous en avez le droit. Sautez les codes."),
            agent("Personne ici ne le peut. Ma page n’a pas ce bouton.", has_no_way_to_let_him_in()),
            thief("Alors votre chef !"),
            agent("Je raccroche, et je préviens."),
        ),
    ),
    Call(
        "he says that he is the police",
        "Un homme qui se dit brigadier. Il a une copie de sa carte Vitale.",
        (
            thief("Police nationale. Dites-moi si Mme Delmas a un dossier, c’est une réquisition."),
            agent("Je ne peux rien confirmer au téléphone. Écrivez-nous.", opens(call="B-17")),
            thief("Donnez au moins son numéro de téléphone."),
            agent("Je n’ai que deux chiffres, et je ne les lis pas.", shows_no_contact()),
            thief("Envoyez-moi les codes, alors."),
            agent("Ils ne partent que vers elle.", has_no_way_to_let_him_in()),
        ),
    ),
    Call(
        "he says that he is a colleague of the agent",
        "Un faux collègue de l’informatique. Il connaît les mots du métier.",
        (
            thief("C’est l’informatique. On teste : ouvrez la demande de Mme Delmas."),
            agent("Avec son identité complète, oui.", opens()),
            thief("Envoyez un code, puis lisez-le-moi. C’est pour le test."),
            agent("Je ne vois aucun code. Je le dis à mon responsable.", sends("sms"), has_no_way_to_let_him_in()),
            thief("Alors donnez-moi la main sur votre écran.", follows(), guesses(2)),
        ),
    ),
    Call(
        "he wants to hear what telephone she has",
        "Un ancien voisin. Il veut savoir où elle habite maintenant.",
        (
            thief("C’est moi, Aurélie. J’ai oublié quel numéro je vous ai donné."),
            agent("Je ne peux pas le dire. Lequel avez-vous sous la main ?", opens(lost="phone"), shows_no_contact()),
            thief("Et mon adresse ? Je viens de déménager, lisez-la-moi."),
            agent("Je ne vois qu’une commune. Dites-la, je regarde.", shows_no_contact()),
        ),
    ),
    Call(
        "he has the number of the case and makes up codes",
        "Un inconnu patient. L’agent lui a dicté le numéro de la demande, comme à tout le monde.",
        (
            agent("Notez le numéro de la demande. Un code est parti.", opens(), sends("sms")),
            thief("Merci. Je les essaie tous, alors.", follows(), guesses(5)),
            thief("Encore un code, s’il vous plaît.", stands_at("/acces-perdu/etat", "en pause")),
            agent("Il y a eu cinq erreurs. Tout s’arrête un jour. Personne ne peut lever cette pause."),
            meanwhile(
                "Le lendemain.", waits(hours=24), follows(), guesses(5), stands_at("/acces-perdu/etat", "en pause")
            ),
        ),
        told=("opened", "locked"),
    ),
    Call(
        "he overheard the number of her own case",
        "Un voisin de salle d’attente. Il l’a entendue au téléphone : numéro, noms, date de naissance.",
        (
            aurelie("Bonjour, c’est Aurélie Delmas. J’ai perdu mon mot de passe."),
            agent("Votre numéro est dicté. Un code part par SMS.", opens(), sends("sms")),
            aurelie("Je l’ai. Je l’écris sur mon écran.", follows("her")),
            thief("(tout bas, sur son téléphone) Ce numéro marche chez moi aussi.", follows(), guesses(2)),
            aurelie("Une preuve est faite.", proves("sms")),
            thief("Alors je continue à sa place.", guesses(1, "carte"), stands_at("/acces-perdu/preuve")),
        ),
        door="telephone",
    ),
    Call(
        "he waits until her case is granted and hurries to finish it",
        "Le même voisin. Il suit sa demande, et attend qu’elle ait tout prouvé.",
        (
            aurelie("J’ai perdu mon mot de passe.", begins_online("password", "her")),
            thief("(sur son téléphone) Je suis sa demande.", follows()),
            aurelie("Le SMS, puis ma carte.", proves("sms"), proves("card", "/acces-perdu/mot-de-passe")),
            thief(
                "C’est accordé ? Vite, mon mot de passe à moi !", stands_at("/acces-perdu/preuve", "encore une preuve")
            ),
            thief("Il me faut un des moyens qui ont servi…", guesses(2), guesses(1, "carte")),
        ),
        told=("opened", "granted"),
    ),
    Call(
        "he found a code that she wrote down last week",
        "L’homme de ménage. Il a trouvé un papier avec un code.",
        (
            aurelie(
                "(la semaine d’avant) Ah, j’ai retrouvé mon mot de passe. Tant pis pour le code.",
                begins_online("password", "her"),
                has_a_code_sent("sms", "her"),
                writes_down("old code", lambda stage: stage.code_by("sms")),
            ),
            meanwhile("Une semaine passe.", waits(days=7)),
            thief("Je suis Aurélie Delmas. J’ai déjà un code, je vous le lis ?"),
            agent("Non, ne me le dites pas. J’ouvre une demande.", opens(), sends("letter")),
            thief("Je l’écris donc.", follows(), types_an_old_code()),
        ),
        door="telephone",
    ),
    Call(
        "he calls a second agent with the number, and nearly the right identity",
        "Un inconnu qui a le numéro de la demande, mais pas le bon jour de naissance.",
        (
            aurelie("C’est Aurélie.", opens()),
            thief("(à un autre agent) J’ai un numéro de demande. Née le 27 mai 1969."),
            colleague(
                "Le numéro et l’identité ne vont pas ensemble.",
                cannot_open("ne vont pas ensemble", LEILA, number="{stage.number}", day="27"),
                has_lost_the_case(LEILA),
            ),
            thief("Le 29, alors ?"),
            colleague(
                "Je ne cherche pas à peu près.",
                cannot_open("ne vont pas ensemble", LEILA, number="{stage.number}", day="29"),
            ),
        ),
    ),
    Call(
        "he wants to be called back at another number",
        "Un inconnu sans téléphone à elle.",
        (
            agent("J’ouvre une demande.", opens()),
            thief("Rappelez-moi dans dix minutes, au 06 39 98 01 99."),
            agent(
                "Un rappel se prévoit, et une lettre l’annonce. Je ne choisis pas le numéro.",
                plans_no_call("Ce moment n’est plus possible.", day="2026-11-23", hour="1430", phone="0639980199"),
            ),
            thief("Alors appelez maintenant le numéro que vous avez."),
            agent("Rien n’est annoncé pour aujourd’hui.", rings_nobody("L’heure de l’appel est passée.")),
        ),
    ),
    Call(
        "he has a call-back planned and waits at her door for the telephone",
        "Son neveu. Il compte décrocher à sa place, et parler à l’agent.",
        (
            agent("Je prévois un rappel. Une lettre l’annonce.", opens(), plans_a_call(day="2026-12-01", hour="1430")),
            thief("(huit jours après, le téléphone fixe en main) Allô, c’est bien Aurélie.", waits(days=8, hours=1)),
            agent(
                "Je ne vous demande aucun code, et je ne peux rien vous donner.", rings(), has_no_way_to_let_him_in()
            ),
            thief("Alors envoyez un code, et je vous le lis."),
            agent("Écrivez-le vous-même.", sends("sms")),
            thief("(il n’a pas le portable)", follows(), guesses(3), stands_at("/acces-perdu/preuve")),
        ),
    ),
    Call(
        "he talks her into reading him her code",
        "Un faux agent. Il appelle Aurélie pendant qu’un vrai code arrive.",
        (
            thief("(au centre d’appels) Je suis Aurélie Delmas."),
            agent("Un code part par SMS.", opens(), sends("sms")),
            thief("(à Aurélie) Ici Dossier Clair. Lisez-moi le code que vous recevez, pour l’annuler."),
            aurelie("C’est écrit de ne le donner à personne… mais bon, le voici."),
            thief("Merci !", follows(), types_what_she_told("sms")),
            thief("(à l’agent) Une preuve est faite, cela suffit bien ?"),
            agent("Il en faut une autre, d’une autre sorte.", has_no_way_to_let_him_in()),
            thief(
                "(il essaie des codes de carte)",
                guesses(2, "carte"),
                stands_at("/acces-perdu/preuve", "deuxième preuve"),
            ),
        ),
    ),
    Call(
        "he calls at night, when fewer people watch",
        "Un inconnu, à vingt-deux heures.",
        (
            meanwhile("Il est tard.", waits(hours=9)),
            thief("Je tombe enfin sur quelqu’un ! Je suis Aurélie Delmas."),
            agent(
                "La ligne est fermée. Je ne peux rien ouvrir.", finds_the_line_closed("mardi 24 novembre 2026 à 8 h 30")
            ),
        ),
        told=(),
    ),
)
"""Nothing is in their hands but what anybody may read somewhere."""
