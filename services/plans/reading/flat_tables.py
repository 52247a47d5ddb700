"""Tables that a copy or a conversion flattened to one cell per line, put together again as rows."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from services.plans.reading.fold import Line, Piece
from services.plans.reading.labels import Role
from services.plans.reading.roles import is_time
from services.plans.reading.spaced_tables import spaced_rows
from services.plans.reading.tables import Column, Kind, header_kinds, kind_of_cell
from services.plans.reading.units import is_firm, looks_like_unit, split_units

FEWEST_COLUMNS = 3
MOST_COLUMNS = 9
LONGEST_HEAD = 14
MOST_LINES = 40  # of one row
WORST = 4.0  # what a row may cost and still be one
_FIGURE = re.compile(r"\d{1,3}[.、]?")
_PAGE_END = re.compile(r"[-—–－ ]+\d{1,3}[-—–－ ]+|第 ?\d{1,3} ?页.*")
_UNITS = (Role.LEAD, Role.RESPONSIBLE, Role.COOPERATE)
_COLUMN_LABELS: dict[Kind, str] = {
    Role.LEAD: "牵头单位：",
    Role.RESPONSIBLE: "责任单位：",
    Role.COOPERATE: "配合单位：",
    Role.DEADLINE: "完成时限：",
}
FEWEST_PAIRS = 2
_CUT = ("，", "、")  # the cell goes on in the next line
_STRANGE, _EMPTY, _MORE = 3.0, 2.0, 0.4


def restore_rows(lines: list[Line]) -> list[Line]:
    """The lines, with the cells of every flattened table joined to rows; what does not fit is left as it stands.

    A row begins at the number that follows the one before, or, without a column of numbers, after as many cells as the
    header has. Only a table that comes out whole is taken.
    """
    kept: list[Line] = []
    place = 0
    while place < len(lines):
        rows, end = spaced_rows(lines, place)
        if not rows:
            heads = _heads(lines, place)
            rows, end = _rows(lines, place + len(heads), heads) if heads else ([], place)
            rows = [_join([[line] for line in lines[place : place + len(heads)]]), *rows] if rows else []
            if heads and not rows and (rows := _labelled(lines[place + len(heads) :], heads)):
                end = len(lines)
                heads = []
        if rows:
            kept += rows
            place = end
        else:
            kept.append(lines[place])
            place += 1
    return kept


def _labelled(body: list[Line], heads: list[Kind]) -> list[Line]:
    """The lines below a header whose rows cannot be told, units and times with the label of their column in front.

    Merged cells leave rows of unlike length; what is told by its words alone then stands as if written below the task.
    """
    units = next((kind for kind in heads if kind in _UNITS), None)
    if units is None or Role.DEADLINE not in heads:
        return []
    found: list[Line] = []
    pairs, after_units = 0, False
    for line in body:
        words = line.piece.folded.strip()
        named = not line.row and bool(words) and _all_firm(words)
        timed = after_units and is_time(words)
        pairs += timed
        label = _COLUMN_LABELS[units] if named else _COLUMN_LABELS[Role.DEADLINE] if timed else ""
        found.append(replace(line, piece=Piece(label, line.piece.places[:1] * len(label)) + line.piece))
        after_units = named
    return found if pairs >= FEWEST_PAIRS else []


def _all_firm(words: str) -> bool:
    names = split_units(words)
    return (
        bool(names) and not re.search(r"\d|[。；：]", words) and all(looks_like_unit(n) and is_firm(n) for n in names)
    )


def _heads(lines: list[Line], place: int) -> list[Kind]:
    """The columns of a header that begins here, one line each; empty where none does."""
    found: list[Kind] = []
    for line in lines[place : place + MOST_COLUMNS]:
        kind = None if line.row or len(line.piece.text) > LONGEST_HEAD else kind_of_cell(line.piece)
        if kind is None:
            break
        found.append(kind)
    return found if len(found) >= FEWEST_COLUMNS and header_kinds(dict(enumerate(found))) else []


def _rows(lines: list[Line], start: int, heads: list[Kind]) -> tuple[list[Line], int]:
    if heads[0] is Column.NUMBER:
        return _numbered(lines, start, heads)
    body = lines[start:]
    if len(body) < len(heads) or len(body) % len(heads) or any(line.row for line in body):
        return [], start
    rows = [[[line] for line in body[at : at + len(heads)]] for at in range(0, len(body), len(heads))]
    fit = all(sum(map(_cost, heads, row)) <= WORST for row in rows)
    return ([_join(row) for row in rows], len(lines)) if fit else ([], start)


def _numbered(lines: list[Line], start: int, heads: list[Kind]) -> tuple[list[Line], int]:
    """Rows from one number to the next; the last one ends where its lines fit the columns best."""
    if start >= len(lines) or not re.fullmatch(r"1[.、]?", lines[start].piece.folded.strip()):
        return [], start
    lines, back = _without_page_ends(lines, start, len(heads))
    starts: list[int] = []
    for place in range(start, len(lines)):
        text = lines[place].piece.folded.strip()
        if lines[place].row:
            break
        if _FIGURE.fullmatch(text) and int(text.rstrip(".、")) == len(starts) + 1:
            starts.append(place)
    rows: list[Line] = []
    for begin, end in pairwise(starts):
        row, _ = _arranged(lines[begin:end], heads)
        if row is None:
            return [], start
        rows.append(row)
    last = min(starts[-1] + len(heads), len(lines))
    ends = [last, *(end for end in range(starts[-1] + 2, min(last + 8, len(lines) + 1)) if end != last)]
    tried = [(_arranged(lines[starts[-1] : end], heads), end) for end in ends]
    (row, _), end = min(tried, key=lambda item: item[0][1])
    if row is None:
        return [], start
    return [*rows, row], back[end - 1] + 1


def _without_page_ends(lines: list[Line], start: int, width: int) -> tuple[list[Line], list[int]]:
    """The lines without page numbers and without the header that comes back on each page, and their places before."""
    head = [line.piece.folded for line in lines[start - width : start]]
    kept = list(range(start))
    place = start
    while place < len(lines):
        if [line.piece.folded for line in lines[place : place + width]] == head:
            place += width
            continue
        if not _PAGE_END.fullmatch(lines[place].piece.folded):
            kept.append(place)
        place += 1
    return [lines[at] for at in kept], kept


def _cost(kind: Kind, cell: list[Line]) -> float:
    """How badly lines fit a column; 0 for one line that says what the column promises."""
    if not cell:
        return 9.0 if kind in (Column.NUMBER, Column.TEXT) else _EMPTY
    words = [line.piece.folded.strip() for line in cell]
    strange = sum(
        1 for at, word in enumerate(words) if not (at and words[at - 1].endswith(_CUT)) and not _belongs(kind, word)
    )
    cut = words[-1].endswith(_CUT)
    return (strange + cut) * _STRANGE + (len(cell) - 1) * (9.0 if kind is Column.NUMBER else _MORE)


def _belongs(kind: Kind, words: str) -> bool:
    if kind is Column.NUMBER:
        return bool(_FIGURE.fullmatch(words))
    units = not re.search(r"\d", words) and all(looks_like_unit(unit) for unit in split_units(words))
    if kind in _UNITS:
        return units or words in ("/", "—", "无")
    if kind is Role.DEADLINE:
        return is_time(words) or words in ("/", "—", "无")
    return not is_time(words) and not (units and all(is_firm(unit) for unit in split_units(words)))


def _arranged(lines: list[Line], heads: list[Kind]) -> tuple[Line | None, float]:
    """The lines of one row under its columns, each column taking some of them, at the least cost."""
    if len(lines) > MOST_LINES:
        return None, WORST * 9
    best: dict[int, tuple[float, list[list[Line]]]] = {0: (0.0, [])}
    for kind in heads:
        following: dict[int, tuple[float, list[list[Line]]]] = {}
        for taken, (cost, cells) in best.items():
            for end in range(taken, len(lines) + 1):
                price = cost + _cost(kind, lines[taken:end])
                if end not in following or price < following[end][0]:
                    following[end] = (price, [*cells, lines[taken:end]])
                if kind is Column.NUMBER and end > taken:
                    break
        best = following
    if len(lines) not in best:
        return None, WORST * 9
    cost, cells = best[len(lines)]
    return (_join(cells) if cost <= WORST else None), cost


def _join(cells: list[list[Line]]) -> Line:
    """A row; several lines of a cell have a blank between them."""
    first = next(line for cell in cells for line in cell)
    piece, place = Piece("", ()), first.piece.places[:1]
    for at, cell in enumerate(cells):
        if at:
            piece = piece + Piece("\t", place)
        for order, line in enumerate(cell):
            piece = piece + (Piece(" ", place) if order else Piece("", ())) + line.piece
            place = line.piece.places[-1:]
    return replace(first, piece=piece, row=True, heading=False)
