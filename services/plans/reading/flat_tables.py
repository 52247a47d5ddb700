"""Tables that a copy or a conversion flattened to one cell per line, put together again as rows."""

from __future__ import annotations

import re
from dataclasses import replace

from services.plans.reading.fold import Line, Piece
from services.plans.reading.spaced_tables import spaced_rows
from services.plans.reading.tables import Column, Kind, header_kinds, kind_of_cell

FEWEST_COLUMNS = 3
MOST_COLUMNS = 9
LONGEST_HEAD = 14
_FIGURE = re.compile(r"\d{1,3}[.、]?")


def restore_rows(lines: list[Line]) -> list[Line]:
    """The lines, with the cells of every flattened table joined to rows; what does not fit is left as it stands.

    A row begins at the number that follows the one before, or, without a column of numbers, after as many cells as the
    header has. Only a table that comes out whole is taken.
    """
    kept: list[Line] = []
    place = 0
    while place < len(lines):
        rows, end = spaced_rows(lines, place)
        if rows:
            kept += rows
            place = end
            continue
        heads = _heads(lines, place)
        rows, end = _rows(lines, place + len(heads), heads) if heads else ([], place)
        if rows:
            kept += [_join(lines[place : place + len(heads)]), *rows]
            place = end
        else:
            kept.append(lines[place])
            place += 1
    return kept


def _heads(lines: list[Line], place: int) -> list[Kind | None]:
    """The columns of a header that begins here, one line each; empty where none does."""
    found: list[Kind | None] = []
    for line in lines[place : place + MOST_COLUMNS]:
        kind = None if line.row or len(line.piece.text) > LONGEST_HEAD else kind_of_cell(line.piece)
        if kind is None:
            break
        found.append(kind)
    columns = {index: kind for index, kind in enumerate(found) if kind is not None}
    return found if len(found) >= FEWEST_COLUMNS and header_kinds(columns) else []


def _rows(lines: list[Line], start: int, heads: list[Kind | None]) -> tuple[list[Line], int]:
    if heads[0] is Column.NUMBER:
        return _numbered(lines, start, len(heads))
    body = lines[start:]
    if len(body) < len(heads) or len(body) % len(heads) or any(line.row for line in body):
        return [], start
    return [_join(body[at : at + len(heads)]) for at in range(0, len(body), len(heads))], len(lines)


def _numbered(lines: list[Line], start: int, width: int) -> tuple[list[Line], int]:
    """Rows from one number to the next; the last one ends after `width` cells."""
    starts: list[int] = []
    for place in range(start, len(lines)):
        text = lines[place].piece.folded.strip()
        if lines[place].row:
            break
        if _FIGURE.fullmatch(text) and int(text.rstrip(".、")) == len(starts) + 1:
            starts.append(place)
    if not starts or starts[0] != start:
        return [], start
    ends = [*starts[1:], min(starts[-1] + width, len(lines))]
    pieces = [lines[a:b] for a, b in zip(starts, ends, strict=True)]
    whole = [cells for cells in pieces if len(cells) == width]
    if len(whole) < len(pieces):
        return [], start
    return [_join(cells) for cells in whole], ends[-1]


def _join(cells: list[Line]) -> Line:
    piece = cells[0].piece
    for cell in cells[1:]:
        piece = piece + Piece("\t", piece.places[-1:]) + cell.piece
    return replace(cells[0], piece=piece, row=True, heading=False)
