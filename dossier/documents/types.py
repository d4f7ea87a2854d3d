"""From a document's type code to its class and to the category under which the public finds it."""

from types import MappingProxyType

from .types_2024_09 import TYPES_BY_CLASS, VERSION

# In the order of the screen: what people look for most, first; what fits nowhere, last.
CATEGORIES = (
    "SYNTHESE",
    "ORD_SOIN",
    "RADIO_SC",
    "BIOLOGIE",
    "CPT_REND",
    "DEPISTAG",
    "CAR_VAC",
    "CERT_MED",
    "DOC_ADM",
    "DIR_ANT",
    "SYNTH_PML",
    "QUEST_SANTE",
    "AUTR_DOC",
)
UNKNOWN_CATEGORY = "AUTR_DOC"

_CATEGORY_OF_CLASS = {
    "10": "CPT_REND",
    "11": "SYNTHESE",
    "31": "RADIO_SC",
    "42": "ORD_SOIN",
    "43": "ORD_SOIN",
    "44": "ORD_SOIN",
    "45": "ORD_SOIN",
    "52": "CERT_MED",
    # Reimbursements have no public category of their own: their caption in the real service is technical.
    "60": "AUTR_DOC",
    "90": "AUTR_DOC",
    "95": "DOC_ADM",
}
# Where people look for a type elsewhere than its class says. Our own reading: no source gives this table.
_CATEGORY_OF_TYPE = {
    "11502-2": "BIOLOGIE",
    "51969-4": "BIOLOGIE",
    "DOCPAT05": "BIOLOGIE",
    "75482-0": "DEPISTAG",
    "75492-9": "DEPISTAG",
    "83869-8": "DEPISTAG",
    "96173-0": "DEPISTAG",
    "DOCPAT06": "DEPISTAG",
    "11369-6": "CAR_VAC",
    "87273-9": "CAR_VAC",
    "DOCPAT08": "SYNTH_PML",
    "EXPPAT_1": "DIR_ANT",
    "EXPPAT_3": "DIR_ANT",
    "74465-6": "QUEST_SANTE",
    "28617-9": "CPT_REND",
    "34120-6": "CPT_REND",
    "60280-5": "CPT_REND",
    "78341-5": "CPT_REND",
    "89233-1": "CPT_REND",
}

CLASS_OF_TYPE = MappingProxyType({code: name for name, codes in TYPES_BY_CLASS.items() for code in codes.split()})

__all__ = ["CATEGORIES", "CLASS_OF_TYPE", "UNKNOWN_CATEGORY", "VERSION", "category_of", "class_of"]


def class_of(type_code: str) -> str | None:
    """Return the class of a type; None when the type is unknown or belongs to none."""
    return CLASS_OF_TYPE.get(type_code) or None


def category_of(type_code: str) -> str:
    """Return the public category of a type; a type nobody knows yet goes with the other documents."""
    named = _CATEGORY_OF_TYPE.get(type_code)
    return named or _CATEGORY_OF_CLASS.get(class_of(type_code) or "", UNKNOWN_CATEGORY)
