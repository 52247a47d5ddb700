"""Tables whose columns only blanks keep apart: pasted from a page, or flattened to one line."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from services.plans.reading.fold import Line, Piece
from services.plans.reading.labels import Role
from services.plans.reading.roles import is_time
from services.plans.reading.tables import Column, Kind, header_kinds, kind_of_cell
from services.plans.reading.units import looks_like_unit, split_units

FEWEST_COLUMNS = 3
MOST_CELLS = 20_000
_WORD = re.compile(r"[^ ]+")
_FIGURE = re.compile(r"\d{1,3}[.、]?")
_UNITS = (Role.LEAD, Role.RESPONSIBLE, Role.COOPERATE)


@dataclass(frozen=True, slots=True)
class _Cell:
    line: Line
    piece: Piece
    first: bool  # whether it begins its line


def _cells(line: Line) -> list[_Cell]:
    words = [line.piece.cut(found.start(), found.end()) for found in _WORD.finditer(line.piece.text)]
    return [_Cell(line, word, place == 0) for place, word in enumerate(words)]


def spaced_rows(lines: list[Line], place: int) -> tuple[list[Line], int]:
    """The rows of such a table whose header stands at `place`, and the line behind it; no rows where none does."""
    line = lines[place]
    cells = _cells(line) if not line.row and line.piece.text.count(" ") >= FEWEST_COLUMNS - 1 else []
    kinds: list[Kind] = []
    for cell in cells:
        kind = kind_of_cell(cell.piece)
        if kind is None:
            break
        kinds.append(kind)
    if len(kinds) < FEWEST_COLUMNS or not header_kinds(dict(enumerate(kinds))):
        return [], place
    head, behind = cells[: len(kinds)], cells[len(kinds) :]
    if behind and kinds[0] is not Column.NUMBER:
        return [], place
    rows, end = _numbered(lines, place, kinds, behind) if kinds[0] is Column.NUMBER else _plain(lines, place, kinds)
    return ([_joined([cell.piece for cell in head], lines[place]), *rows], end) if rows else ([], place)


def _numbered(lines: list[Line], place: int, kinds: list[Kind], behind: list[_Cell]) -> tuple[list[Line], int]:
    """Rows from one number to the next, whatever lines they stand on."""
    rows: list[list[_Cell]] = []
    end = place + 1
    for cell in behind:
        _add(rows, cell, kinds, anywhere=True)
    while end < len(lines) and not lines[end].row and len(rows) < MOST_CELLS:
        cells = _cells(lines[end])
        begins = bool(cells) and _is_next(cells[0], rows)
        if not begins and (not rows or lines[end].after_gap or len(cells) < 2):
            break
        for cell in cells:
            _add(rows, cell, kinds, anywhere=False)
        end += 1
    made = [_row(row, kinds) for row in rows]
    whole = [row for row in made if row]
    return (whole, end) if len(whole) == len(rows) else ([], place)


def _is_next(cell: _Cell, rows: list[list[_Cell]]) -> bool:
    text = cell.piece.folded
    return bool(_FIGURE.fullmatch(text)) and int(text.rstrip(".、")) == len(rows) + 1


def _add(rows: list[list[_Cell]], cell: _Cell, kinds: list[Kind], anywhere: bool) -> None:
    filled = not rows or len(rows[-1]) >= len(kinds) - 1
    if _is_next(cell, rows) and (cell.first or anywhere) and filled:
        rows.append([cell])
    elif rows:
        rows[-1].append(cell)


def _plain(lines: list[Line], place: int, kinds: list[Kind]) -> tuple[list[Line], int]:
    """One row on each line, as long as the lines have as many cells as the header."""
    rows: list[Line] = []
    end = place + 1
    while end < len(lines) and not lines[end].row:
        row = _row(_cells(lines[end]), kinds) if len(_cells(lines[end])) == len(kinds) else None
        if row is None:
            break
        rows.append(row)
        end += 1
    return rows, end


def _row(cells: list[_Cell], kinds: list[Kind]) -> Line | None:
    """The cells under their columns: too many belong to the text, too few go by what they say."""
    pieces: list[Piece | None] = [cell.piece for cell in cells]
    text = max((at for at, kind in enumerate(kinds) if kind in (Column.TEXT, Column.SECTION)), default=0)
    if len(pieces) < text + 1:
        return None
    more = len(pieces) - len(kinds)
    if more > 0:
        middle = pieces[text : text + more + 1]
        pieces[text : text + more + 1] = [_together(middle)]
    elif more < 0:
        pieces = [*pieces[: text + 1], *_sorted(pieces[text + 1 :], kinds[text + 1 :])]
    return _joined(pieces, cells[0].line) if _fits(pieces, kinds) else None


def _sorted(pieces: list[Piece | None], kinds: list[Kind]) -> list[Piece | None]:
    """Puts a time under the time limit and names of units under the columns of units, from the left."""
    placed: list[Piece | None] = [None] * len(kinds)
    for piece in pieces:
        timed = piece is not None and is_time(piece.folded)
        free = [at for at, kind in enumerate(kinds) if placed[at] is None and (kind is Role.DEADLINE) == timed]
        if free:
            placed[free[0]] = piece
    return placed


def _fits(pieces: list[Piece | None], kinds: list[Kind]) -> bool:
    """Whether at least one cell holds what its column promises."""
    for piece, kind in zip(pieces, kinds, strict=True):
        if piece is None:
            continue
        if kind in _UNITS and all(looks_like_unit(unit) for unit in split_units(piece.folded)):
            return True
        if kind is Role.DEADLINE and is_time(piece.folded):
            return True
    return False


def _together(pieces: list[Piece | None]) -> Piece:
    whole = [piece for piece in pieces if piece is not None]
    joined = whole[0]
    for piece in whole[1:]:
        joined = joined + Piece(" ", joined.places[-1:]) + piece
    return joined


def _joined(pieces: list[Piece | None] | list[Piece], line: Line) -> Line:
    joined = Piece("", ())
    place = line.piece.places[:1]
    for at, piece in enumerate(pieces):
        if at:
            joined = joined + Piece("\t", place)
        if piece is not None:
            joined, place = joined + piece, piece.places[-1:]
    return replace(line, piece=joined + Piece("\t", place), row=True, heading=False)
