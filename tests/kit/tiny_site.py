"""A site of two pages and a PDF, on which the browsers of the kit prove themselves."""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from werkzeug import Request, Response

PDF = b"%PDF-1.7 marker: Lef\xc3\xa8vre bytes \x00\x01\xff end"

ASK = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Question</title></head><body>
<p><a href="/">Accueil</a> <a href="/aide">Aide</a></p><h1>Votre nom</h1>
<form method="post" action="/answer">
<p><label for="first">Prénom</label><br><span>Comme sur la carte.</span><br>
<input type="text" id="first" name="first" value="ancien"></p>
<p><label for="name">Nom de naissance</label><br><input type="text" id="name" name="name"></p>
<p><label for="secret">Mot de passe</label><br><input type="password" id="secret" name="secret"></p>
<p><input type="radio" id="yes" name="agree" value="oui"> <label for="yes">Oui, je veux</label><br>
<input type="radio" id="no" name="agree" value="non"> <label for="no">Non, merci</label></p>
<p><button type="submit" name="do" value="leave">Quitter</button>
<button type="submit" name="do" value="go">Continuer</button></p></form></body></html>"""

TOLD = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Réponse</title></head><body>
<h1>Bien reçu</h1><p>Bonjour {first} {name}, secret {secret}, {agree}, bouton {do}, visite {visit}.</p>
<p><a href="/sheet.pdf">Votre feuille</a></p></body></html>"""


def site(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Asks a name, answers with it and with a cookie's word, and offers a PDF."""
    request = Request(environ)
    if request.path == "/sheet.pdf":
        response = Response(PDF, mimetype="application/pdf")
        response.headers["Content-Disposition"] = "attachment; filename=feuille.pdf"
    elif request.path == "/answer":
        told = {name: request.form.get(name, "rien") for name in ("first", "name", "secret", "agree", "do")}
        response = Response(TOLD.format(visit=request.cookies.get("visit", "sans"), **told), mimetype="text/html")
    else:
        response = Response(ASK, mimetype="text/html")
        response.set_cookie("visit", "première", httponly=True)
    return response(environ, start_response)
