"""The campaign: the beneficiaries' file comes in, everybody in it is announced a record; e-mails come back."""

from .beneficiaries import postal_code
from .bouncing import Bounces
from .importing import CampaignImport, Told, chunks_of
from .reading import BeneficiariesFile, FileUnfit

__all__ = ["BeneficiariesFile", "Bounces", "CampaignImport", "FileUnfit", "Told", "chunks_of", "postal_code"]
