"""One small table for each task: the names of the fields on the left, their contents on the right."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from services.plans.reading.fold import Line, Piece, tidy
from services.plans.reading.labels import Role
from services.plans.reading.tables import Column, Kind, Row, Table, header_kinds, kind_of_cell, row_of
from services.plans.reading.tasks import PlanTaskReading

_NUMBERED = re.compile(
    r"(?:(?:存在|突出)?问题|任务|事项|项目|举措|措施|工作)? ?第?(?:\d{1,3}|[一二三四五六七八九十]{1,3})"
    r"[项条号件]?[.、：]?"
)
_GROUPS = re.compile(r"(?:存在|突出|主要|反馈|具体)?(?:问题|短板)(?:描述|表现|内容)?|(?:所属)?(?:类别|领域|板块)")
_ORDER: tuple[Kind, ...] = (
    Column.NUMBER,
    Column.SECTION,
    Column.TEXT,
    Role.LEAD,
    Role.RESPONSIBLE,
    Role.COOPERATE,
    Role.DEADLINE,
)
_UNKNOWN = 0.4  # of the fields that may have names of other things
_NOTHING = Piece("", ())


@dataclass(slots=True)
class _Card:
    line: int
    fields: dict[Kind, Piece] = field(default_factory=dict)

    def takes(self, kind: Kind) -> bool:
        """Whether a field still belongs here; the number or the duty a second time begin the next card."""
        return kind not in self.fields and not (kind is Column.NUMBER and self.fields)

    @property
    def row(self) -> Row:
        return Row(self.line, tuple(self.fields.get(kind, _NOTHING) for kind in _ORDER))


def read_cards(lines: list[Line], issued: date | None) -> tuple[PlanTaskReading, ...]:
    """The tasks of all cards of a text, in their order; a form about something else is left out."""
    table = Table(dict(enumerate(_ORDER)), issued)
    found: list[PlanTaskReading] = []
    for is_row, group in groupby(lines, key=lambda line: line.row):
        for card in _cards([row_of(line) for line in group]) if is_row else []:
            table.section, table.above = "", None
            table.add(card.row, found)
    return tuple(found)


def _cards(rows: list[Row]) -> list[_Card]:
    """The cards of a run of rows; none where most names on the left are not those of a task's fields."""
    cards: list[_Card] = []
    known = asked = 0
    for row in rows:
        for name, content in _fields(row):
            kind = _kind(name)
            asked += 1
            known += kind is not None
            if kind is None:
                continue
            if not cards or not cards[-1].takes(kind):
                cards.append(_Card(row.line))
            if kind is Column.NUMBER and not content.text:
                content = name
            elif kind is Column.NUMBER and _NUMBERED.fullmatch(tidy(name.folded)):
                cards[-1].fields[Column.SECTION] = content
                content = name
            cards[-1].fields[kind] = content
    whole = [card for card in cards if header_kinds(dict(enumerate(card.fields)))]
    return whole if asked and asked - known <= _UNKNOWN * asked else []


def _fields(row: Row) -> list[tuple[Piece, Piece]]:
    """Names with their contents, two cells each; a merged cell that stands alone is a name without content."""
    cells = list({cell.places or index: cell for index, cell in enumerate(row.cells) if cell.text}.values())
    if len(cells) == 1:
        return [(cells[0], _NOTHING)]
    return list(zip(cells[::2], cells[1::2], strict=False))


def _kind(name: Piece) -> Kind | None:
    words = tidy(name.folded).rstrip("：")
    if _NUMBERED.fullmatch(words):
        return Column.NUMBER
    return Column.SECTION if _GROUPS.fullmatch(words) else kind_of_cell(name)
