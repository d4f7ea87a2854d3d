"""FACE 1: the patient's site. Server-rendered, one request a page, no script."""

from .app import create_portal

__all__ = ["create_portal"]
