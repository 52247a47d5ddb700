"""The running text of a document or an appendix: lines, tables and pictures one after another, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from services.errors import UnreadableError
from services.printing.faces import Style
from services.printing.grid import Area
from services.printing.kinsoku import break_lines
from services.printing.measures import MM
from services.printing.official_model import DocumentTable, Picture
from services.printing.official_pages import capacity, draw_rows, has_text, paginate
from services.printing.official_rows import Kind, Row, block_rows
from services.printing.official_setting import Setting
from services.printing.official_tables import TableSet, fit_table, table_grid
from services.printing.official_text import Block
from services.printing.page import Ink, Sheet, text_width
from services.printing.pictures import PlacedPicture, read_picture
from services.problems import Level, Problem

_FRAME = (80 * MM, 45 * MM)  # of a picture that could not be read
_ROWS_TOGETHER = 4  # lines of a table that must have room below text, else it begins on a new page
_CAPTION_PITCH = 1.5  # of its size


@dataclass(frozen=True, slots=True)
class _Mark:
    """What stood on the last sheet before a table was set, to set it again."""

    sheets: int
    inks: int
    rules: int
    top: float


class Flow:
    """Adds to `sheets`, first to the last of them from `top` down. `problems` tells what had to be set otherwise."""

    def __init__(self, setting: Setting, sheets: list[Sheet], top: float) -> None:
        self.problems: list[Problem] = []
        self.bottom = top
        self._setting = setting
        self._metrics = setting.metrics
        self._sheets = sheets
        self._top = top
        self._rows: list[Row] = []
        self._after_table: tuple[DocumentTable, TableSet, _Mark] | None = None

    def add(self, items: Sequence[Block | DocumentTable | Picture]) -> None:
        """The text in order."""
        for item in items:
            if isinstance(item, Block):
                self.add_rows(block_rows(self._setting, item))
            elif isinstance(item, Picture):
                self.add_rows(self._picture_rows(item))
            else:
                self._add_table(item)

    def add_rows(self, rows: Sequence[Row]) -> None:
        """Lines that follow what was added before."""
        self._rows += rows

    def finish(self, signing: Sequence[Row] = ()) -> None:
        """Draws what is left, and the signature on a page with some of the text."""
        if self._after_table and signing and not has_text(self._rows):
            self._leave_rows_for(len(self._rows) + len(signing))
        alone = self._draw_lines(signing)
        if signing and alone:
            message = "署名和正文排不到同一页。增减一两行正文，或者缩短标题，再重新生成（7.3.5.5）。"
            self.problems.append(Problem(Level.WARNING, "OD57", "sign", message))

    def _draw_lines(self, signing: Sequence[Row] = ()) -> bool:
        """Returns whether the last page shows a signature without any text."""
        if not self._rows and not signing:
            return False
        shared = self._after_table is not None
        if self._sheets[-1].turned or (shared and capacity(self._metrics, self._top) <= 0):
            self._new_sheet()
            shared = False
        plans = paginate(self._metrics, self._rows, signing, self._top)
        for index, plan in enumerate(plans):
            if index:
                self._sheets.append(Sheet())
            draw_rows(self._sheets[-1], plan)
        last = plans[-1]
        alone = bool(last.rows) and not has_text(last.rows) and not (shared and len(plans) == 1)
        self.bottom = last.bottom
        self._top = last.top + len(last.rows) * last.pitch
        self._rows = []
        self._after_table = None
        return alone

    def _new_sheet(self, *, turned: bool = False) -> None:
        self._sheets.append(Sheet(turned=turned))
        self._top = 0.0 if turned else self._metrics.top

    def _add_table(self, table: DocumentTable) -> None:
        sheet = self._sheets[-1]
        fit = fit_table(self._setting, table, turned=sheet.turned and not self._rows)
        self._tell(table, fit)
        heading = self._heading_before(fit)
        self._draw_lines()
        if heading:
            self._new_sheet()
            self.add_rows(heading)
            self._draw_lines()
        if fit.turned != self._sheets[-1].turned:
            self._new_sheet(turned=fit.turned)
        sheet = self._sheets[-1]
        mark = _Mark(len(self._sheets), len(sheet.inks), len(sheet.rules), self._top)
        self._set_table(table, fit)
        self._after_table = (table, fit, mark)

    def _heading_before(self, fit: TableSet) -> list[Row]:
        """Takes off the heading that ends the text where the table's first lines have no room on its page."""
        cut = len(self._rows)
        while cut and self._rows[cut - 1].keep:
            cut -= 1
        if fit.turned or cut == len(self._rows) or not has_text(self._rows[:cut]):
            return []
        plan = paginate(self._metrics, self._rows, (), self._top)[-1]
        if plan.bottom + (_ROWS_TOGETHER + 2) * fit.look.pitch <= self._metrics.bottom:
            return []
        heading = self._rows[cut:]
        del self._rows[cut:]
        return heading

    def _tell(self, table: DocumentTable, fit: TableSet) -> None:
        if fit.turned and not table.landscape and not self._sheets[-1].turned:
            message = "表格太宽，竖排一页排不下，已转为横排。"
            self.problems.append(Problem(Level.WARNING, "OD64", table.place, message))
        if fit.squeezed:
            message = f"表格有{len(table.columns)}列，横排也太挤，字已压到最小。分成几张表更清楚。"
            self.problems.append(Problem(Level.WARNING, "OD65", table.place, message))

    def _set_table(self, table: DocumentTable, fit: TableSet, last_bottom: tuple[int, float] | None = None) -> None:
        """Draws the table; `last_bottom` shortens one of its pages (counted from 0)."""
        metrics = self._metrics
        bottom = metrics.width if fit.turned else metrics.bottom
        x = 0.0 if fit.turned else metrics.left
        top = self._captioned(table.caption, fit)
        opened = 0

        def open_page() -> Area:
            nonlocal opened, top
            if opened or top + _ROWS_TOGETHER * fit.look.pitch > bottom:
                self._new_sheet(turned=fit.turned)
                top = self._top
            own = last_bottom[1] if last_bottom and last_bottom[0] == opened else bottom
            opened += 1
            return Area(self._sheets[-1], x, top, own)

        end = table_grid(self._setting, table, fit, open_page).finish()[1]
        self.bottom = metrics.bottom if fit.turned else end
        self._top = end + metrics.line_pitch / 2

    def _captioned(self, caption: str, fit: TableSet) -> float:
        """Draws the caption above the table's place, on a new page where both have no room. Returns the table's top."""
        metrics = self._metrics
        bottom = metrics.width if fit.turned else metrics.bottom
        width = metrics.height if fit.turned else metrics.width
        size = metrics.small
        lines = self._caption_lines(caption, width)
        pitch = size * _CAPTION_PITCH
        if lines and self._top + len(lines) * pitch + _ROWS_TOGETHER * fit.look.pitch > bottom:
            self._new_sheet(turned=fit.turned)
        top = self._top
        for line, own in lines:
            x = (0.0 if fit.turned else metrics.left) + max(0.0, (width - own) / 2)
            self._sheets[-1].text(Ink(x, top, line, Style.HEI, size))
            top += pitch
        return top

    def _caption_lines(self, caption: str, width: float) -> list[tuple[str, float]]:
        """Lines with their widths."""
        if not caption:
            return []
        size = self._metrics.small
        widths = self._setting.faces.widths(Style.HEI, caption)
        found = []
        for line in break_lines(caption, widths, int(width * 1000 / size)):
            text = caption[line.start : line.end].rstrip("\n")
            found.append((text, text_width(self._setting.faces, text, Style.HEI, size)))
        return found

    def _leave_rows_for(self, lines: int) -> None:
        """Sets the last table again so that its last row goes over to the page of the signature (7.3.5.5)."""
        assert self._after_table is not None
        table, fit, mark = self._after_table
        if fit.turned or capacity(self._metrics, self._top) >= lines or len(table.rows) < 2:
            return
        pages = len(self._sheets) - mark.sheets
        end = self.bottom
        del self._sheets[mark.sheets :]
        sheet = self._sheets[-1]
        del sheet.inks[mark.inks :]
        del sheet.rules[mark.rules :]
        self._top = mark.top
        self._set_table(table, fit, (pages, end - 1))

    def _picture_rows(self, picture: Picture) -> list[Row]:
        """As many lines as the picture is high, all on one page, and its caption below."""
        metrics = self._metrics
        path: Path | None = Path(picture.file)
        try:
            found = read_picture(Path(picture.file))
            width, height = found.width, found.height
        except UnreadableError as error:
            self.problems.append(Problem(Level.ERROR, "OD63", picture.place, str(error), picture.file))
            path, (width, height) = None, _FRAME
        wanted = picture.width_mm * MM if picture.width_mm else width
        caption = self._caption_lines(picture.caption, metrics.width)
        most = (metrics.lines - 1 - len(caption)) * metrics.line_pitch
        scale = min(wanted, metrics.width) / width
        scale = min(scale, most / height)
        width, height = width * scale, height * scale
        space = metrics.line_pitch - metrics.size
        lines = max(1, -(-int(height + space) // int(metrics.line_pitch)))
        shift = max(0.0, (lines * metrics.line_pitch - space - height) / 2)
        placed = PlacedPicture(metrics.left + (metrics.width - width) / 2, shift, width, height, path)
        rows = [Row(Kind.PICTURE, pictures=(placed,), keep=True)]
        rows += [Row(Kind.PICTURE, keep=True)] * (lines - 1)
        for text, own in caption:
            ink = Ink(metrics.left + max(0.0, (metrics.width - own) / 2), 0.0, text, Style.HEI, metrics.small)
            rows.append(Row(Kind.PICTURE, (ink,), keep=True))
        rows[-1] = replace(rows[-1], keep=False)
        return rows
