"""What a sign-in sheet says once for all its rows, or not at all: title, day, kind and hours of the training."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.imports.reading import ImportReading
from services.spec import FieldSpec, LedgerSpec

COMMON = {"training": ("title", "held_on", "category", "minutes")}
STAND_INS = {"minutes": ("duration",)}  # another column that brings the field


def common_fields(spec: LedgerSpec, reading: ImportReading) -> Sequence[FieldSpec]:
    """The fields of such a sheet that no column of it brings; a clerk may say them once for all rows."""
    if not reading.rows:
        return ()
    named = {column.name for column in reading.mapping.named}
    wanted = [key for key in COMMON.get(spec.name, ()) if not named & {key, *STAND_INS.get(key, ())}]
    return [spec.field(key) for key in wanted]


def common_values(spec: LedgerSpec, reading: ImportReading) -> Mapping[str, Any]:
    """What is known of these fields: from the lines above the header, or from the clerk."""
    first = reading.rows[0].values if reading.rows else {}
    return {f.key: first.get(f.key) for f in common_fields(spec, reading)}


def common_words(spec: LedgerSpec, reading: ImportReading) -> str:
    """What is still to be said, as a sentence; empty where nothing is."""
    known = common_values(spec, reading)
    open_fields = [f.label for f in common_fields(spec, reading) if known[f.key] in (None, "")]
    return f"表里没有{'、'.join(open_fields)}，填一次，每一行都用。" if open_fields else ""
