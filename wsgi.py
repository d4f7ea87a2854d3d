"""Assembles the web faces; nothing else. A WSGI server is given `wsgi:application`, or one face of the two."""

import os
import sys
from collections.abc import Iterable
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIEnvironment

from assisted_desk import create_desk
from back_office.opening import open_house
from back_office.post import composer
from dossier.base import Settings, StartRefused
from portal import create_portal

try:
    _settings = Settings.read(os.environ)
    _store = open_house(_settings)
    portal = create_portal(_settings, _store, composer(_settings))
    desk = create_desk(_settings, _store)
except StartRefused as refused:
    sys.exit("\n".join(refused.lines))

_PORTAL, _DESK = urlsplit(_settings.portal_url), urlsplit(_settings.desk_url)


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer by the desk when its host name was asked for (its port, where both have one name), else by the portal."""
    asked = urlsplit(f"//{environ.get('HTTP_HOST', '')}")
    try:
        is_desk = asked.hostname == _DESK.hostname if _DESK.hostname != _PORTAL.hostname else asked.port == _DESK.port
    except ValueError:  # no port is written like this
        is_desk = False
    return (desk if is_desk else portal)(environ, start_response)
