"""Every number of a paper that is taken in: weights in bytes, sizes in dots, what the eye still reads. Pure."""

LARGEST_PICTURE = 8 * 1024 * 1024
"""One photograph of a telephone."""
LARGEST_PAPER = 24 * 1024 * 1024
"""All its photographs together: they are held in memory, never on a disk."""
MOST_PAGES = 10
"""With it the cleaned paper stays below the 5 MB of a document that patients add (DOMAIN A19)."""
MOST_DOTS = {"JPEG": 52_000_000, "PNG": 16_000_000}
"""Read in the header, before anything is unpacked. A JPEG is unpacked at a fraction of its size, a PNG is not."""
MOST_SCANS = 64
"""A progressive JPEG has ten. Each is unpacked over the whole picture, and may be 78 bytes long."""
LONG_SIDE = 1900
"""What is kept: a sheet of A4 at 160 dots an inch, in which small print can be read."""
LEAST_SHORT_SIDE = 700
"""A smaller sheet can't be read any more."""
QUALITY = 70

JUDGED_SIDE = 1200
"""Legibility is judged at one size, whatever the camera."""
DARKEST, LEAST_SPREAD, LEAST_EDGES = 60, 3, 9
"""Mean light of the paper, how far light and dark are apart, how strong the edges between them are (0 to 255)."""
LEAST_SHARPNESS = 0.6
"""Edges against spread: a sheet with one sharp line on it has few edges, and is sharp."""
