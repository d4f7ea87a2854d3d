"""Houses that are clients of identity providers: see tests.kit.federation and tests.kit.proconnect."""

from tests.kit.federation import house_with
from tests.kit.proconnect import desk_with

__all__ = ["desk_with", "house_with"]
