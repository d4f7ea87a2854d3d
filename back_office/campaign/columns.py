"""The columns of the beneficiaries' file. Each is told in docs/campaign.md; a test holds that list against this one."""

ADDRESS = ("address_1", "address_2", "address_3", "address_4", "address_5")
ADDRESS_SIGNS = 38
"""What a line of the window of an envelope holds (NF Z 10-011)."""
NEEDED = ("ins", "birth_name", "first_names", "birth_on", "sex")
COLUMNS = (
    *NEEDED,
    "usual_name",
    "birth_place",
    "email",
    "mobile",
    "landline",
    *ADDRESS,
    "language",
    "zone",
    "occasion",
    "sent_on",
    "card_serial",
    "addressee",
)
