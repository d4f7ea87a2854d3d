"""A house that is the client of identity providers: see tests.kit.federation."""

from tests.kit.federation import house_with

__all__ = ["house_with"]
