"""Importing: French CDA files of our own writing, one transaction each."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, thread_time

from back_office.demo import cda_writer
from back_office.imports import Importer
from dossier.base import now
from tests.kit.drafts import DRAFT, PATIENT

from .figures import Figure
from .house import DOMAIN, House, open_record, person

_NUMBER = 300
_NOT_USED_ELSEWHERE = 99


def importing(house: House) -> list[Figure]:
    """Documents a second of one importing process, by the clock (disk included) and by its own work."""
    who = person(_NOT_USED_ELSEWHERE)
    with house.store.writing() as unit:
        open_record(unit, who)
    named = replace(
        PATIENT,
        ins=who.ins,
        birth_name=who.birth_name,
        first_names=who.first_names,
        birth_on=who.birth_on,
        ins_root=f"1.2.250.1.213.1.4.{DOMAIN}",
    )
    importer = Importer(house.store, house.settings, create_patients=False)
    with TemporaryDirectory(prefix="dossier-bench-") as folder:
        paths = [Path(folder) / f"{number}.xml" for number in range(_NUMBER)]
        for number, path in enumerate(paths):
            day = DRAFT.written_at - timedelta(days=number)
            draft = replace(DRAFT, number=path.stem, patient=named, written_at=day, acted_on=day.date())
            path.write_bytes(cda_writer.write(draft))
        began, worked = perf_counter(), thread_time()
        told = [line for path in paths for line in importer.take(path, now())]
        took, worked = perf_counter() - began, thread_time() - worked
    if importer.created != _NUMBER:
        raise AssertionError(f"{importer.created} of {_NUMBER} documents imported: {told[:3]}")
    return [
        Figure("import, by the clock", _NUMBER / took, "documents/s"),
        Figure("import, by CPU time", _NUMBER / worked, "documents/s"),
    ]
