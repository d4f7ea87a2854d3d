"""The weight of every page in every state: the heaviest of them, as sent plain and compressed."""

import gzip

import brotli

from portal.ui import render
from tests.kit.page_checker import ORDINARY_PAGE
from tests.kit.samples import samples

from .figures import Figure, Ratio


def weights() -> list[Figure]:
    """The heaviest page, against its budget."""
    pages = {sample.name: render(sample.template, sample.page, sample.frame).encode() for sample in samples()}
    ways = {
        "plain": ({name: len(page) for name, page in pages.items()}, ORDINARY_PAGE.plain),
        "gzip 6": ({name: len(gzip.compress(page, 6)) for name, page in pages.items()}, ORDINARY_PAGE.gzip),
        "brotli 5": (
            {name: len(brotli.compress(page, quality=5)) for name, page in pages.items()},
            ORDINARY_PAGE.brotli,
        ),
    }
    figures = []
    for way, (sizes, budget) in ways.items():
        name = max(sizes, key=sizes.__getitem__)
        ratio = Ratio(f"its budget of {budget:,}", sizes[name] / budget, 1.0)
        figures.append(Figure(f"heaviest of {len(pages)} pages, {way}: {name}", sizes[name], "bytes", None, ratio))
    return figures
