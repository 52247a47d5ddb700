"""版头 and title of the editable file: what the PDF draws above the text, line by line as paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from services.printing.docx_story import Story
from services.printing.docx_styles import PITCH
from services.printing.docx_writer import ABOVE_BLOCK, RULE_WIDTH, UNDER, Look, Run, line_height, paragraph
from services.printing.docx_xml import Element, twips, w
from services.printing.faces import Faces
from services.printing.measures import BLOCK_WIDTH, LEFT, TITLE_SIZE, TOP, points
from services.printing.official_head import draw_head
from services.printing.official_model import Format, OfficialDocument
from services.printing.official_rows import RIGHT
from services.printing.page import RED, Ink, Rule, Sheet, text_width

_NEAR = 1.0  # points: an ink this near the middle or the edge is meant to stand there
_FARTHEST_RULE = 31.0  # points; a border stands no farther from its text
_BETWEEN = 0.4  # points of the 4 between Word's and LibreOffice's place of a line that a rule below it gives way


def add_head(story: Story, faces: Faces, document: OfficialDocument) -> tuple[float, list[Rule]]:
    """Adds head and title. Returns the bottom of the title, and the rules of a letter, which belong to its sheet."""
    sheet = Sheet()
    bottom = draw_head(sheet, faces, document)
    letter = document.format is Format.LETTER
    mark = [ink for ink in sheet.inks if ink.colour == RED]
    rules = [] if letter else sorted(rule.y0 for rule in sheet.rules)
    lines = _lines([ink for ink in sheet.inks if ink.colour != RED], document.title)
    placed = sorted([*lines, mark] if mark else lines, key=lambda line: line[0].top)
    for line in placed:
        if rules and line[0].top > rules[0]:
            _add_rule(story, rules.pop(0))
        if line is mark:
            _add_mark(story, faces, mark, framed=letter)
            continue
        near = rules and line[0].size < TITLE_SIZE and 0 < rules[0] - _bottom(line) < _FARTHEST_RULE
        add_line(story, faces, line, rule=rules.pop(0) if near else None)
    for rule in rules:
        _add_rule(story, rule)
    return bottom, list(sheet.rules) if letter else []


def add_line(story: Story, faces: Faces, line: Sequence[Ink], *, rule: float | None = None, keep: bool = False) -> None:
    """The pieces of one line, or the lines of a title, in their places; `rule` is the y of a rule below."""
    first = line[0]
    broken = line[-1].top > first.top
    look = placed_look(faces, line) if not broken else Look("center", points("title_pitch"))
    if rule is not None:
        look = replace(look, rule=float(round(rule - _bottom(line) - UNDER - RULE_WIDTH / 2 + _BETWEEN)))
    runs = broken_runs(line) if broken else placed_runs(faces, line)
    story.line(first.top + first.size, runs, replace(look, keep=keep), len(line) if broken else 1)


def placed_look(faces: Faces, line: Sequence[Ink]) -> Look:
    """Centred or to the right where the only piece stands so; else indents and tab stops at the very places."""
    pitch = line_height(max(ink.size for ink in line))
    if len(line) == 1:
        end = _end(faces, line[0])
        if abs(line[0].x - LEFT - (RIGHT - end)) < _NEAR:
            return Look("center", pitch)
        if abs(end - RIGHT) < _NEAR:
            return Look("right", pitch)
    stops = [after for before, after in zip(line, line[1:], strict=False) if not _touches(faces, before, after)]
    tabs = tuple(("left", ink.x - LEFT) for ink in stops)
    return Look(pitch=pitch, left=max(0.0, line[0].x - LEFT), tabs=tabs)


def placed_runs(faces: Faces, line: Sequence[Ink]) -> list[Run]:
    """The pieces of a line, a tab between those that do not touch."""
    found = [_run(line[0])]
    for before, after in zip(line, line[1:], strict=False):
        found.append(_run(after, "" if _touches(faces, before, after) else "\t"))
    return found


def broken_runs(lines: Sequence[Ink]) -> list[Run]:
    """Lines of a title as one paragraph with breaks where the PDF has them."""
    return [_run(ink, "\n" if index else "") for index, ink in enumerate(lines)]


def _lines(inks: Sequence[Ink], title: str) -> list[list[Ink]]:
    """Inks of one line together; the lines of the title, which are the last, as one."""
    ordered = sorted(inks, key=lambda ink: (round(ink.top), ink.x))
    lines = [list(group) for _top, group in groupby(ordered, key=lambda ink: round(ink.top))]
    wanted, tail = "".join(title.split()), ""
    for count, line in enumerate(reversed(lines), start=1):
        tail = "".join(line[0].text.split()) + tail
        if wanted and tail == wanted:
            return [*lines[:-count], [ink for each in lines[-count:] for ink in each]]
    return lines


def _run(ink: Ink, before: str = "") -> Run:
    return Run(before + ink.text, ink.style, ink.size, ink.spacing, ink.colour == RED)


def _spread(ink: Ink) -> list[Run]:
    """A name drawn out to the width of another; nothing is added behind its last character."""
    return [_run(replace(ink, text=ink.text[:-1])), _run(replace(ink, text=ink.text[-1:], spacing=0.0))]


def _end(faces: Faces, ink: Ink) -> float:
    return ink.x + text_width(faces, ink.text, ink.style, ink.size, ink.spacing)


def _touches(faces: Faces, before: Ink, after: Ink) -> bool:
    return after.x - _end(faces, before) < _NEAR


def _bottom(line: Sequence[Ink]) -> float:
    return line[-1].top + line[-1].size


def _add_rule(story: Story, y: float) -> None:
    """A rule far from any text is the border of an empty paragraph."""
    look = Look(pitch=1.0, rule=1.0)
    story.line(y - UNDER - 1 - RULE_WIDTH / 2 + _BETWEEN, [], look)


def _add_mark(story: Story, faces: Faces, mark: Sequence[Ink], *, framed: bool) -> None:
    if len(mark) > 1:
        _add_joint_mark(story, faces, mark)
        return
    (ink,) = mark
    look = placed_look(faces, mark)
    if framed:
        # a letter's mark stands above the text area
        top = ink.top + ink.size + UNDER - look.pitch - (ABOVE_BLOCK - (PITCH - 16 - UNDER))
        place = {"w": twips(BLOCK_WIDTH), "h": twips(look.pitch), "x": twips(LEFT), "y": twips(top)}
        frame = w("framePr", **place, hRule="exact", wrap="around", hAnchor="page", vAnchor="page")
        story.add(paragraph(placed_runs(faces, mark), replace(look, frame=frame)))
        return
    story.line(ink.top + ink.size, placed_runs(faces, mark), look)


def _add_joint_mark(story: Story, faces: Faces, mark: Sequence[Ink]) -> None:
    """Names one above the other and “文件” beside them, level with their middle (7.2.4), as a table without lines."""
    names = [ink for ink in mark if abs(ink.x - mark[0].x) < _NEAR]
    beside = [ink for ink in mark if ink not in names]
    size, left = names[0].size, names[0].x - LEFT
    pitch = names[1].top - names[0].top if len(names) > 1 else line_height(size)
    height = pitch * len(names)
    end = max(_end(faces, ink) for ink in names) - LEFT
    widths = [end - left + size / 4, *(_end(faces, ink) - LEFT - end + size / 4 for ink in beside)]
    stacked = [paragraph(_spread(ink), Look(pitch=pitch)) for ink in names]
    cells = [_cell(stacked, widths[0])]
    for ink, width in zip(beside, widths[1:], strict=True):
        indent = max(0.0, ink.x - LEFT - end - size / 4)
        cells.append(_cell([paragraph([_run(ink)], Look(pitch=line_height(size), left=indent))], width))
    under = pitch / 5 - 0.12 * size  # as in `UNDER`, in this pitch
    story.gap(names[-1].top + size + under - UNDER - height)
    row = w("tr", w("trPr", w("cantSplit"), w("trHeight", val=twips(height), hRule="exact")), *cells)
    properties = w(
        "tblPr",
        w("tblW", w=sum(twips(width) for width in widths), type="dxa"),
        w("tblInd", w=twips(left), type="dxa"),
        w("tblLayout", type="fixed"),
        w("tblCellMar", *(w(side, w=0, type="dxa") for side in ("top", "left", "bottom", "right"))),
    )
    grid = w("tblGrid", *(w("gridCol", w=twips(width)) for width in widths))
    story.add(w("tbl", properties, grid, row), height)


def _cell(content: Sequence[Element], width: float) -> Element:
    return w("tc", w("tcPr", w("tcW", w=twips(width), type="dxa"), w("vAlign", val="center")), *content)
