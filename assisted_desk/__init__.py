"""The desks: a second site, with its own cookie and host name. Nothing of a record is ever shown here."""

from .app import create_desk

__all__ = ["create_desk"]
