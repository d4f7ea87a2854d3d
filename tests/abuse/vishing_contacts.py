"""Calls that first move a contact of hers, so that the codes come elsewhere."""

from dossier.identity import ContactKind
from tests.kit.desk import LEILA, PAUL, SARAH
from tests.kit.vishing import Call
from tests.kit.vishing_acts import (
    ANNE,
    agent,
    agrees,
    asks_a_change,
    aurelie,
    cannot_agree,
    cannot_open,
    colleague,
    meanwhile,
    opens,
    sends,
    sends_nothing,
    somebody_else_has,
    takes_up,
    thief,
)
from tests.kit.vishing_browsers import (
    begins_online,
    confirms_the_contact,
    follows,
    guesses,
    has_a_code_sent,
    is_told,
    stands_at,
    stops_it,
    types_the_code_sent_to,
    waits,
)
from tests.kit.vishing_desks import cannot_say_yes, sees_a_paper

HIS = "06 39 98 01 99"
BARRED = "Vous avez pris part à un changement de contact."

CALLS = (
    Call(
        "he changes her mobile and recovers on the same day",
        "Un inconnu, avec un téléphone neuf. Deux agents honnêtes le croient.",
        (
            thief("J’ai changé de portable, c’est le 06 39 98 01 99."),
            agent("Je demande le changement. Une autre équipe doit être d’accord.", opens(), asks_a_change(value=HIS)),
            colleague("Je le donne.", agrees()),
            thief("(à un troisième) Alors envoyez un SMS."),
            colleague(
                "Un changement est en cours : rien n’y part.",
                takes_up(ANNE),
                sends_nothing("sms", "Un changement est en cours pour ce contact.", ANNE),
            ),
            thief("Sur le site, peut-être ?", begins_online(), has_a_code_sent("sms"), guesses(2)),
            aurelie(
                "Mon numéro change ? Non !",
                is_told("contact-approved"),
                stops_it("contact-approved", "voice", "arrêté"),
            ),
        ),
        told=("opened", "contact-approved", "contact-stopped"),
    ),
    Call(
        "he changes her mobile while she is away for the whole week",
        "Le même, plus patient. Elle ne lit rien pendant trois semaines.",
        (
            agent("Je demande le changement.", opens(), asks_a_change(value=HIS)),
            colleague("D’accord.", agrees()),
            meanwhile("Sept jours passent. La pendule envoie un code au nouveau numéro.", waits(days=7, hours=1)),
            thief("Je l’écris.", confirms_the_contact()),
            colleague(
                "Ce contact a changé il y a moins de 7 jours.",
                opens(ANNE),
                sends_nothing("sms", "Ce contact a changé il y a moins de 7 jours.", ANNE),
            ),
            meanwhile("Encore huit jours.", waits(days=8)),
            colleague("Un SMS part.", sends("sms", ANNE)),
            thief("Enfin !", follows(), types_the_code_sent_to("199")),
            colleague("Une preuve. Il en faut une autre, qui n’ait pas changé."),
            thief("(il n’a rien d’autre)", guesses(3, "appel"), stands_at("/acces-perdu/preuve", "deuxième preuve")),
            aurelie("Je rentre. Mon numéro a changé ?!", stops_it("contact-changed", "email", "déjà fait")),
            thief("Un SMS encore ?"),
            colleague("Rien n’y part plus.", opens(ANNE), sends_nothing("sms", "Un changement est en cours", ANNE)),
        ),
        reads=frozenset({"sms"}),
        told=("opened", "contact-approved", "contact-changed"),
        moved=frozenset({ContactKind.MOBILE}),
    ),
    Call(
        "he gives the same new number for two people",
        "Un habitué. Il met son numéro chez Aurélie, puis chez une autre.",
        (
            agent("Je demande le changement.", opens(), asks_a_change(value=HIS)),
            thief("(un autre jour, un autre nom) Et le mien est le 06 39 98 01 99.", somebody_else_has(HIS)),
            colleague("Je regarde les alarmes avant de dire oui."),
        ),
        alarm="Le même contact pour plusieurs personnes",
    ),
    Call(
        "he hurries the second agent, who answers two days later",
        "Un inconnu. Le second agent prend son temps.",
        (
            agent("Je demande le changement.", opens(), asks_a_change(value=HIS)),
            meanwhile("Deux jours.", waits(hours=24, minutes=1)),
            colleague(
                "Trop tard, il faut le redemander.", cannot_agree("Ce changement n’attend pas votre accord.", LEILA)
            ),
        ),
    ),
    Call(
        "he guesses the code of the new contact",
        "Un inconnu qui s’est trompé d’un chiffre : le nouveau numéro n’est pas à lui.",
        (
            agent("Je demande le changement.", opens(), asks_a_change(value=HIS)),
            colleague("D’accord.", agrees()),
            meanwhile("Sept jours.", waits(days=7, hours=1)),
            thief("00 00 00 00 ?", *(confirms_the_contact("00000000", right=False),) * 5),
            thief("(le bon code, trop tard)", confirms_the_contact(right=False)),
        ),
        told=("opened", "contact-approved"),
    ),
    Call(
        "he moves her address and has letters sent there",
        "Un ancien locataire. Il veut son courrier chez lui.",
        (
            agent(
                "Je demande le changement d’adresse.",
                opens(),
                asks_a_change("adresse", street="3 rue Neuve", town="69001 Lyon"),
            ),
            colleague("D’accord.", agrees()),
            thief("Une lettre avec le code, à ma nouvelle adresse."),
            colleague(
                "Rien n’y part pendant sept jours.",
                takes_up(ANNE),
                sends_nothing("letter", "Un changement est en cours pour ce contact.", ANNE),
            ),
            aurelie("Une lettre à mon adresse d’avant ? J’arrête.", stops_it("contact-approved", "letter", "arrêté")),
        ),
        told=("opened", "contact-approved", "contact-stopped"),
    ),
    Call(
        "he asks for the help of the two agents who know him already",
        "Le même. Les deux agents du changement sont si gentils.",
        (
            agent("Je demande le changement.", opens(), asks_a_change(value=HIS)),
            colleague("D’accord.", agrees()),
            thief("C’est encore moi. Une demande, s’il vous plaît."),
            agent("Pendant 30 jours, un collègue vous aide.", cannot_open(BARRED, PAUL)),
            colleague("Moi non plus.", cannot_open(BARRED, LEILA)),
            agent("Et dans celle d’avant, je ne peux plus rien envoyer.", sends_nothing("letter", BARRED)),
            aurelie("J’arrête.", stops_it("contact-approved", "sms", "arrêté")),
            thief("Maintenant que c’est arrêté ?"),
            agent("Toujours pas.", cannot_open(BARRED, PAUL), cannot_open(BARRED, LEILA)),
        ),
        told=("opened", "contact-approved", "contact-stopped"),
    ),
    Call(
        "he changes a contact and goes to a desk in the same week",
        "Un inconnu avec un faux papier. Le changement devait aider, il gêne.",
        (
            agent("Je demande le changement.", opens(lost="everything"), asks_a_change(value=HIS)),
            colleague("D’accord.", agrees(SARAH)),
            thief(
                "(au guichet, un faux papier à la main) Voici ma carte d’identité.",
                begins_online("everything"),
                sees_a_paper("thief"),
            ),
            colleague(
                "Une preuve seulement, et sans rien de vivant, il faut attendre.",
                cannot_say_yes("n’attend plus de réponse"),
            ),
            thief("(il n’a pas d’autre preuve)", guesses(2), stands_at("/acces-perdu/preuve")),
            aurelie(
                "Un papier vu à mon nom ? J’arrête tout.",
                stops_it("seen"),
                stops_it("contact-approved", "sms", "arrêté"),
            ),
        ),
        told=("opened", "contact-approved", "seen", "frozen", "contact-stopped"),
        door="desk",
    ),
)
"""The new number ends by 99; the kit tells apart what came there from what came to hers."""
