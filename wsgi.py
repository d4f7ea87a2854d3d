"""Assembles the web faces; nothing else. A WSGI server is given `wsgi:application`, or one face of the three."""

import os
import sys
from collections.abc import Iterable
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIEnvironment

from assisted_desk import create_desk
from back_office.demo_outbox import DemoOutbox
from back_office.opening import open_house
from dossier.base import Settings, StartRefused, configure_logs
from operations import create_operations, watch
from portal import create_portal

try:
    _settings = Settings.read(os.environ)
    configure_logs(_settings)
    _store = open_house(_settings)
    portal = create_portal(_settings, _store, DemoOutbox(_settings, _store))
    desk = create_desk(_settings, _store)
    operations = create_operations(_settings, _store)
except StartRefused as refused:
    sys.exit("\n".join(refused.lines))

watch(portal, "portal")
watch(desk, "desk")
watch(operations, "operations", quietly=True)
_OPERATIONS = str(_settings.operations.port)
_PORTAL, _DESK = urlsplit(_settings.portal_url), urlsplit(_settings.desk_url)


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer by the face that was asked for.

    The operators' has a port of its own, which the server knows and no header tells. The desk has a host name (a port,
    where both have one name); everything else is the portal's.
    """
    if environ["SERVER_PORT"] == _OPERATIONS:
        return operations(environ, start_response)
    asked = urlsplit(f"//{environ.get('HTTP_HOST', '')}")
    try:
        is_desk = asked.hostname == _DESK.hostname if _DESK.hostname != _PORTAL.hostname else asked.port == _DESK.port
    except ValueError:  # no port is written like this
        is_desk = False
    return (desk if is_desk else portal)(environ, start_response)
