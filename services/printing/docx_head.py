"""版头 and title of the editable file: what the PDF draws above the text, line by line as paragraphs."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from services.printing.docx_lines import NEAR, broken_runs, placed_look, placed_runs, run_of, spread_runs
from services.printing.docx_story import Story
from services.printing.docx_writer import Look, paragraph
from services.printing.docx_xml import Element, twips, w
from services.printing.official_head import draw_head
from services.printing.official_model import Format, OfficialDocument
from services.printing.official_setting import Setting
from services.printing.page import BLACK, Ink, Rule, Sheet

_FARTHEST_RULE = 31.0  # points; a border stands no farther from its text
_BETWEEN = 0.4  # of the 4 pt between Word's and LibreOffice's place of a line, by which a rule below it is lowered


def add_head(story: Story, setting: Setting, document: OfficialDocument) -> list[Rule]:
    """Adds head and title. Returns the rules of a letter, which belong to its sheet rather than to a line."""
    sheet = Sheet()
    draw_head(sheet, setting, document)
    letter = document.format is Format.LETTER
    mark = [ink for ink in sheet.inks if ink.colour != BLACK]
    rules = [] if letter else sorted(sheet.rules, key=lambda rule: rule.y0)
    lines = _lines([ink for ink in sheet.inks if ink.colour == BLACK], document.title)
    head = _Head(story, setting)
    for line in sorted([*lines, mark] if mark else lines, key=lambda line: line[0].top):
        while rules and line[0].top > rules[0].y0:
            head.rule(rules.pop(0))
        if line is mark:
            head.mark(mark, framed=letter)
            continue
        near = bool(rules) and len(line) > 0 and 0 < rules[0].y0 - _bottom(line) < _FARTHEST_RULE
        near = near and not any(other[0].top > line[0].top and other[0].top < rules[0].y0 for other in lines)
        head.line(line, rules.pop(0) if near else None)
    for rule in rules:
        head.rule(rule)
    return list(sheet.rules) if letter else []


class _Head:
    """Writes the lines, the mark and the rules of one head."""

    def __init__(self, story: Story, setting: Setting) -> None:
        self._story = story
        self._faces = setting.faces
        self._metrics = setting.metrics
        self._geometry = story.geometry

    def line(self, line: Sequence[Ink], rule: Rule | None) -> None:
        """The pieces of one line, or the lines of a title, in their places."""
        first = line[0]
        broken = line[-1].top > first.top
        look = Look("center", self._metrics.title_pitch) if broken else self._look(line)
        if rule is not None:
            below = rule.y0 - _bottom(line) - self._geometry.under - rule.thickness / 2 + _BETWEEN
            look = replace(look, rule=float(round(below)), rule_width=rule.thickness, rule_colour=rule.colour)
        runs = broken_runs(line) if broken else placed_runs(self._faces, line)
        if rule is not None and look.left:
            # a border begins where its paragraph is indented to: a tab leads to the first piece instead
            look = replace(look, left=0.0, tabs=(("left", look.left), *look.tabs))
            runs[0] = replace(runs[0], text="\t" + runs[0].text)
        self._story.line(first.top + first.size, runs, look, len(line) if broken else 1)

    def rule(self, rule: Rule) -> None:
        """A rule far from any text is the border of an empty paragraph."""
        look = Look(pitch=1.0, rule=1.0, rule_width=rule.thickness, rule_colour=rule.colour)
        above = self._geometry.under + 1 + rule.thickness / 2 - _BETWEEN
        self._story.line(rule.y0 - above, [], look)

    def mark(self, mark: Sequence[Ink], *, framed: bool) -> None:
        """Of one organ a line; a letter's stands above the text area, in a frame. Of several a table."""
        if len(mark) > 1:
            self._joint_mark(mark)
            return
        (ink,) = mark
        look, runs = self._look(mark), placed_runs(self._faces, mark)
        if not framed:
            self._story.line(ink.top + ink.size, runs, look)
            return
        geometry, metrics = self._geometry, self._metrics
        raised = geometry.above - (geometry.pitch - metrics.size - geometry.under)
        top = ink.top + ink.size + geometry.under - look.pitch - raised
        place = {"w": twips(metrics.width), "h": twips(look.pitch), "x": twips(metrics.left), "y": twips(top)}
        frame = w("framePr", **place, hRule="exact", wrap="around", hAnchor="page", vAnchor="page")
        self._story.add(paragraph(runs, replace(look, frame=frame)))

    def _look(self, line: Sequence[Ink]) -> Look:
        return placed_look(self._faces, self._geometry, line)

    def _joint_mark(self, mark: Sequence[Ink]) -> None:
        """Names one above the other and “文件” beside them, level with their middle (7.2.4); no lines around."""
        names = [ink for ink in mark if abs(ink.x - mark[0].x) < NEAR]
        beside = [ink for ink in mark if ink not in names]
        size, left = names[0].size, names[0].x - self._metrics.left
        pitch = names[1].top - names[0].top if len(names) > 1 else self._geometry.line_height(size)
        height = pitch * len(names)
        # each cell reaches as far as it can, so that no name wraps in faces a little wider
        starts = [ink.x - self._metrics.left for ink in beside]
        widths = [end - start for start, end in itertools.pairwise([left, *starts, self._metrics.width])]
        stacked = [paragraph(spread_runs(ink), Look(pitch=pitch)) for ink in names]
        cells = [_cell(stacked, widths[0])]
        for ink, width in zip(beside, widths[1:], strict=True):
            look = Look(pitch=pitch, before=max(0.0, ink.top - names[0].top))
            cells.append(_cell([paragraph([run_of(ink)], look)], width))
        # the last name's em box ends this much above the foot of its line
        foot = names[-1].top + size + pitch / 5 - 0.12 * size
        self._story.gap(foot - height)
        row = w("tr", w("trPr", w("cantSplit"), w("trHeight", val=twips(height), hRule="exact")), *cells)
        grid = w("tblGrid", *(w("gridCol", w=twips(width)) for width in widths))
        self._story.add(w("tbl", _table_properties(widths, left), grid, row))
        self._story.ended(foot)


def _lines(inks: Sequence[Ink], title: str) -> list[list[Ink]]:
    """Inks of one line together; the lines of the title, which are the last, as one."""
    ordered = sorted(inks, key=lambda ink: (round(ink.top), ink.x))
    lines = [list(group) for _top, group in itertools.groupby(ordered, key=lambda ink: round(ink.top))]
    wanted = "".join(title.split())
    for start in range(len(lines)):
        for end in range(len(lines), start, -1):
            if wanted and "".join("".join(ink.text.split()) for line in lines[start:end] for ink in line) == wanted:
                return [*lines[:start], [ink for line in lines[start:end] for ink in line], *lines[end:]]
    return lines


def _bottom(line: Sequence[Ink]) -> float:
    return line[-1].top + line[-1].size


def _table_properties(widths: Sequence[float], left: float) -> Element:
    return w(
        "tblPr",
        w("tblW", w=sum(twips(width) for width in widths), type="dxa"),
        w("tblInd", w=twips(left), type="dxa"),
        w("tblLayout", type="fixed"),
        w("tblCellMar", *(w(side, w=0, type="dxa") for side in ("top", "left", "bottom", "right"))),
    )


def _cell(content: Sequence[Element], width: float) -> Element:
    return w("tc", w("tcPr", w("tcW", w=twips(width), type="dxa")), *content)
