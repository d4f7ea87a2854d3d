"""The supervisor's pages: alarms, what takes a second person, her own people, what was done."""

from . import acts, confirming, invitations, site, team
from .views import room

__all__ = ["acts", "confirming", "invitations", "room", "site", "team"]
