"""Assembles the web faces; nothing else. A WSGI server is given `wsgi:portal`."""

import os
import sys

from back_office.opening import open_house
from back_office.post import compose
from dossier.base import Settings, StartRefused
from portal import create_portal

try:
    _settings = Settings.read(os.environ)
    portal = create_portal(_settings, open_house(_settings), compose)
except StartRefused as refused:
    sys.exit("\n".join(refused.lines))

application = portal
