"""What the pages of receipts are sent."""

from dataclasses import dataclass
from datetime import date

from portal.ui import CodeMistake, ReceiptLines


@dataclass(frozen=True, slots=True)
class AskNumberPage:
    """Template `receipts/ask_number.html`, at `/recepisse`. Posts `number`. `off_by`: signs missing or too many."""

    number: str = ""
    error: CodeMistake | None = None
    off_by: int = 0


@dataclass(frozen=True, slots=True)
class GenuinePage:
    """Template `receipts/genuine.html`, at `/R/<number>`. `made_on` is None when the number isn't ours.

    Says nothing of whose the receipt is, nor of what was done.
    """

    number: str
    made_on: date | None


@dataclass(frozen=True, slots=True)
class FollowedPage:
    """Template `receipts/followed.html`: where the request of a receipt stands, without a name."""

    receipt: ReceiptLines


@dataclass(frozen=True, slots=True)
class OwnReceipt:
    """One line of the list. `key` is the act's id."""

    key: str
    receipt: ReceiptLines


@dataclass(frozen=True, slots=True)
class OwnReceiptsPage:
    """Template `receipts/own.html`, at `/recepisses`: newest first."""

    receipts: tuple[OwnReceipt, ...]


@dataclass(frozen=True, slots=True)
class OwnReceiptPage:
    """Template `receipts/receipt.html`, at `/recepisses/<key>`."""

    key: str
    receipt: ReceiptLines
