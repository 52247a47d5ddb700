"""Which column of an agency's sheet is which field: by its words after cleaning, never by its place."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from services.errors import UnreadableError
from services.imports.clean import INVISIBLE
from services.imports.xlsx_scan import column_letters
from services.spec import FieldSpec

_REQUIRED = re.compile(r"[(\[【〔](必填|选填|必填项|选填项|\*)[)\]】〕]")
_HINT = re.compile(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]$")
_KEPT = re.compile(r"\((起|止)\)$")


@dataclass(frozen=True, slots=True)
class Column:
    """One column with a header. `header` is what the mapping shows, `leaf` and `group` the printed words."""

    number: int
    header: str
    leaf: str
    group: str = ""
    name: str | None = None
    wanted: str | None = None  # the field that its words name, also where an earlier column brings it

    @property
    def letter(self) -> str:
        """D"""
        return column_letters(self.number)


@dataclass(frozen=True, slots=True)
class HeaderMapping:
    """The columns of a header row in their order; a clerk may correct it, a caller may remember it by fingerprint."""

    header_row: int
    columns: tuple[Column, ...]

    @property
    def fingerprint(self) -> str:
        """The same for every sheet with the same headers in the same order, whatever their titles or hints."""
        words = "\n".join(f"{c.number}:{clean_header(c.group)}/{clean_header(c.leaf)}" for c in self.columns)
        return hashlib.sha256(words.encode()).hexdigest()[:16]

    @property
    def named(self) -> tuple[Column, ...]:
        """The columns that are read."""
        return tuple(c for c in self.columns if c.name)

    @property
    def doubled(self) -> tuple[Column, ...]:
        """The columns whose field an earlier column brings."""
        taken = {c.name for c in self.named}
        return tuple(c for c in self.columns if c.wanted and not c.name and c.wanted in taken)

    def column_of(self, name: str) -> Column | None:
        """The column that brings the field, if one does."""
        return next((c for c in self.columns if c.name == name), None)

    def corrected(self, wanted: Mapping[str, str | None]) -> HeaderMapping:
        """With a clerk's choices: column letter or header as shown → field key, or None/"" to leave the column out."""
        taken = {key for key in wanted.values() if key}
        columns = []
        for column in self.columns:
            key = next((k for k in (column.letter, column.header) if k in wanted), None)
            if key is not None:
                columns.append(replace(column, name=wanted[key] or None))
            else:
                columns.append(replace(column, name=None) if column.name in taken else column)
        return HeaderMapping(self.header_row, _first_wins(columns))

    def choices(self) -> dict[str, str | None]:
        """What `corrected` takes back later: header as shown → field key."""
        return {c.header: c.name for c in reversed(self.columns)}

    def to_json(self) -> list[dict[str, str | None]]:
        """The contract's list."""
        return [{"column": c.letter, "header": c.header, "name": c.name} for c in self.columns]


class HeaderWords:
    """The words of the fields of one ledger, cleaned once."""

    def __init__(self, fields: Iterable[FieldSpec]) -> None:
        self._names: dict[str, str] = {}
        known = list(fields)
        self.count = len(known)
        words = [(spec.label, spec.key) for spec in known]  # a field's own label before any other's further word
        words += [(word, spec.key) for spec in known for word in spec.synonyms]
        for word, key in words:
            self._names.setdefault(clean_header(word), key)
            self._names.setdefault(_folded(word), key)

    def name(self, leaf: str, group: str = "") -> str | None:
        """The field that a header means: the leaf with its group first (有效期 + 起), then the leaf alone."""
        words = [_folded(leaf), clean_header(leaf)]
        if group:
            above, below = clean_header(group), clean_header(leaf)
            words = [above + below, f"{above}({below})", *words]
        return next((self._names[word] for word in words if word in self._names), None)


def clean_header(text: str) -> str:
    """NFKC, no blanks or breaks, no 必填 mark, no star, no bracketed hint at the end except (起) and (止)."""
    plain = _folded(text)
    if plain.isalnum():
        return plain
    while _HINT.search(plain) and not _KEPT.search(plain) and _HINT.sub("", plain):
        plain = _HINT.sub("", plain)
    return plain.rstrip(":")


def _folded(text: str) -> str:
    if text.isalnum() and unicodedata.is_normalized("NFKC", text):
        return text.upper()
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(c for c in plain if not c.isspace() and c not in INVISIBLE)
    return _REQUIRED.sub("", plain).replace("*", "").replace("★", "").upper()


def map_columns(header_row: int, leaves: Sequence[tuple[str, str]], words: HeaderWords) -> HeaderMapping:
    """Name the columns from (leaf, group) pairs, first column first; of two columns for one field the first wins."""
    cleaned = [clean_header(leaf) for leaf, _group in leaves]
    columns = []
    for number, (leaf, group) in enumerate(leaves, start=1):
        if not leaf:
            continue
        repeated = bool(group) and cleaned.count(cleaned[number - 1]) > 1
        name = words.name(leaf, group)
        columns.append(Column(number, f"{group}/{leaf}" if repeated else leaf, leaf, group, name, name))
    return HeaderMapping(header_row, _first_wins(columns))


def require(mapping: HeaderMapping, fields: Iterable[FieldSpec]) -> None:
    """UnreadableError (ER11) that names the columns without which no row can be read."""
    missing = [f.label for f in fields if mapping.column_of(f.key) is None]
    if missing:
        words = "、".join(f"“{label}”" for label in missing)
        raise UnreadableError(f"表头里没有{words}这一列，没有读入任何一行。补上这一列，或在对应关系里指定后再导入。")


def _first_wins(columns: Sequence[Column]) -> tuple[Column, ...]:
    seen: set[str] = set()
    kept = []
    for column in columns:
        again = column.name is not None and column.name in seen
        kept.append(replace(column, name=None) if again else column)
        seen |= {column.name} if column.name else set()
    return tuple(kept)
