"""照片册: photos of officers in rows, with name, unit and number below each.

It goes up with the roster, stamped; certificates note §2.7.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from services.printing.card import pages_from
from services.printing.faces import load_faces
from services.printing.files import replacing
from services.printing.forms.officer_values import OfficerValues
from services.printing.forms.roster import NO_FOOT, RosterFoot
from services.printing.grid import Align, Cell, CellPicture, Grid, GridColumn, GridLook
from services.printing.page import Pen
from services.printing.paper import ListPaper, Paper, paper_size

NO_PHOTO = "无照片"
_LOOK = GridLook(size=9.5, pitch=12.0, pad_x=3.0, pad_y=4.0)
_PHOTO_LINES = 8  # 96 points: 34 mm high, 27 mm wide at 358 × 441
_WORD_LINES = 4
_BLANK_PAGE = 4


@dataclass(frozen=True, slots=True)
class AlbumValues:
    """`in_row` photos stand beside one another; a page takes four rows."""

    officers: tuple[OfficerValues, ...] = ()
    title: str = ""
    subtitle: str = ""
    in_row: int = 4
    foot: RosterFoot = NO_FOOT


def render_album(values: AlbumValues, target: Path) -> int:
    """行政执法人员照片册. Returns its pages; raises StorageError, TableError for more in a row than the paper takes."""
    faces = load_faces()
    width, height = paper_size(Paper.A4, landscape=False)
    title = values.title or "行政执法人员照片册"
    with replacing(target) as path:
        pen = Pen(path, faces, title=title, width=width, height=height)
        paper = ListPaper(pen, title, values.subtitle)
        columns = [GridColumn(paper.width / values.in_row, Align.CENTER)] * values.in_row
        grid = Grid(faces, columns, [], pages_from(paper, None), _LOOK)
        cells = [_cell(officer) for officer in values.officers]
        if not cells:
            cells = [_cell(OfficerValues(), "照片")] * (values.in_row * _BLANK_PAGE)
        for start in range(0, len(cells), values.in_row):
            grid.add(cells[start : start + values.in_row])
        _area, y = grid.finish(paper.closing_height(values.foot.footnote, values.foot.signatures))
        paper.closing(y, values.foot.footnote, values.foot.signatures)
        return paper.close()


def _cell(officer: OfficerValues, instead: str = NO_PHOTO) -> Cell:
    """All cells are equally high unless a name needs more lines, so that the photos of a row are equally large."""
    words = "\n".join((officer.name, officer.unit, officer.cert_no))
    return Cell(words, lines=_PHOTO_LINES + _WORD_LINES, picture=CellPicture(officer.photo, _PHOTO_LINES, instead))
