"""What an advisor may have sent without ever holding it: a summary, to the address on file."""

from dossier.mandates import SUMMARY

from .summaries import Hindrance, SummaryUnposted, ask_summary_letter, what_hinders

__all__ = ["SUMMARY", "Hindrance", "SummaryUnposted", "ask_summary_letter", "what_hinders"]
