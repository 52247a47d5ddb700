"""Bracketed groups of a folded text; nested ones belong to the outer one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """`start` is the place of the opening bracket, `end` the place after the closing one."""

    start: int
    end: int
    closed: bool


def groups(folded: str) -> list[Group]:
    """All outermost groups in their order; one that is never closed reaches to the end."""
    found: list[Group] = []
    depth, start = 0, 0
    for index, char in enumerate(folded):
        if char == "（":
            start = index if depth == 0 else start
            depth += 1
        elif char == "）" and depth:
            depth -= 1
            if depth == 0:
                found.append(Group(start, index + 1, closed=True))
    if depth:
        found.append(Group(start, len(folded), closed=False))
    return found


def is_open(folded: str) -> bool:
    """Whether the last bracket of the text is still open."""
    return folded.count("（") > folded.count("）") and folded.rfind("（") >= 0


def split_outside(folded: str, signs: str) -> list[tuple[int, int]]:
    """Start and end of the parts between the given signs, signs inside brackets left alone."""
    parts: list[tuple[int, int]] = []
    depth, start = 0, 0
    for index, char in enumerate(folded):
        if char == "（":
            depth += 1
        elif char == "）":
            depth = max(0, depth - 1)
        elif depth == 0 and char in signs:
            parts.append((start, index))
            start = index + 1
    return [*parts, (start, len(folded))]
