"""Bars on paper: one for each line, divided into parts, every number written; patterns of grey print as they look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from services.printing.faces import Faces, Style, load_faces
from services.printing.files import replacing
from services.printing.page import Ink, Pen, Rule, fitted, text_width
from services.printing.paper import ListPaper, Paper, paper_size

# dark for what is finished, red for what is late, lighter the further a part is from being finished
COLOURS = {
    "按期完成": (0.16, 0.37, 0.54),
    "逾期完成": (0.42, 0.60, 0.74),
    "待核验": (0.64, 0.74, 0.62),
    "推进中": (0.72, 0.81, 0.88),
    "滞后": (0.72, 0.16, 0.16),
    "未启动": (0.86, 0.86, 0.86),
    "长期": (0.76, 0.71, 0.86),
    "不适用": (0.93, 0.93, 0.90),
}
OTHERS = ((0.16, 0.37, 0.54), (0.42, 0.60, 0.74), (0.72, 0.81, 0.88), (0.86, 0.86, 0.86), (0.76, 0.71, 0.86))
WHITE_TEXT = {"按期完成", "滞后"}
SIZE, ROW, BAR = 9.0, 21.0, 13.0
NAMES, NUMBERS = 0.26, 34.0  # share of the width for names; points for the sum behind a bar
Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Stack:
    """A line's parts in the order of the legend."""

    name: str
    parts: tuple[int, ...]


def print_stacks(title: str, subtitle: str, stacks: Sequence[Stack], legend: Sequence[str], target: Path) -> int:
    """Pages of bars; how many. Raises StorageError where the file cannot be written."""
    faces = load_faces()
    width, height = paper_size(Paper.A4, landscape=True)
    with replacing(target) as path:
        pen = Pen(path, faces, title=title, width=width, height=height)
        paper = ListPaper(pen, title, subtitle)
        y = _legend(pen, faces, paper, paper.open_page().top + 2, legend)
        longest = max((sum(stack.parts) for stack in stacks), default=0)
        for stack in stacks:
            y = paper.room_for(y, ROW)
            _draw(pen, faces, paper, y, stack, legend, longest)
            y += ROW
        return paper.close()


def _legend(pen: Pen, faces: Faces, paper: ListPaper, y: float, legend: Sequence[str]) -> float:
    x = paper.left
    for name in legend:
        pen.rule(_bar(x, y + 1, 9, 9, _colour(name, legend)))
        pen.text(Ink(x + 13, y, name, Style.BODY, SIZE))
        x += 13 + text_width(faces, name, Style.BODY, SIZE) + 18
    return y + 22


def _draw(
    pen: Pen, faces: Faces, paper: ListPaper, y: float, stack: Stack, legend: Sequence[str], longest: int
) -> None:
    names = paper.width * NAMES
    text = y + (BAR - SIZE) / 2
    pen.text(fitted(faces, Ink(paper.left, text, stack.name, Style.BODY, SIZE), names - 8))
    room, x = paper.width - names - NUMBERS, paper.left + names
    for name, count in zip(legend, stack.parts, strict=True):
        wide = room * count / longest if longest else 0.0
        if not count:
            continue
        pen.rule(_bar(x, y, wide, BAR, _colour(name, legend)))
        said = text_width(faces, f"{count:,}", Style.BODY, SIZE)
        if said + 2 <= wide:
            ink: Colour = (1.0, 1.0, 1.0) if name in WHITE_TEXT else (0.0, 0.0, 0.0)
            pen.text(Ink(x + (wide - said) / 2, text, f"{count:,}", Style.BODY, SIZE, colour=ink))
        x += wide
    pen.text(Ink(x + 5, text, f"{sum(stack.parts):,}", Style.BODY, SIZE))


def _bar(x: float, y: float, wide: float, high: float, colour: Colour) -> Rule:
    """A filled box as one thick line."""
    middle = y + high / 2
    return Rule(x, middle, x + wide, middle, high, colour)


def _colour(name: str, legend: Sequence[str]) -> Colour:
    return COLOURS.get(name) or OTHERS[list(legend).index(name) % len(OTHERS)]
