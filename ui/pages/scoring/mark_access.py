"""Reading and writing one mark of a filled sheet, whatever kind of line it stands on. Values in, values out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from services.reviews.sheet import (
    BaseMark,
    BonusMark,
    FilledSheet,
    Finding,
    ItemMarks,
    LeftOut,
    MinusMark,
    VetoMark,
)
from ui.pages.scoring.sheet_lines import Amount, Entry, Line, LineKind


@dataclass(frozen=True, slots=True)
class Mark:
    """One entry as it is marked. `amount` is a count or points; `left_out` with `note` as its reason."""

    on: bool = False
    amount: Decimal | None = None
    page: str = ""
    note: str = ""
    left_out: bool = False


BLANK = Mark()
_M = TypeVar("_M", Finding, VetoMark, BaseMark, BonusMark, MinusMark)


def item_marks(sheet: FilledSheet, line: Line) -> ItemMarks | None:
    """What is marked on the item; None where nobody looked at it yet."""
    return next((marks for marks in sheet.items if marks.id == line.code), None)


def put_item(sheet: FilledSheet, marks: ItemMarks, order: Iterable[str]) -> FilledSheet:
    """The sheet with these marks of one item, items in the order of the standard."""
    places = {item_id: n for n, item_id in enumerate(order)}
    others = [known for known in sheet.items if known.id != marks.id]
    return replace(sheet, items=tuple(sorted([*others, marks], key=lambda m: places.get(m.id, len(places)))))


def read_mark(sheet: FilledSheet, line: Line, entry: Entry) -> Mark:
    """The mark of one entry; blank where there is none."""
    match line.kind:
        case LineKind.RULES | LineKind.CRITERIA:
            return _item_mark(item_marks(sheet, line), line, entry)
        case LineKind.VETO:
            veto = _named(sheet.vetoes, entry.id)
            return Mark(True, None, veto.page, veto.note) if veto else BLANK
        case LineKind.BASE:
            base = _named(sheet.base, entry.id)
            return Mark(True, None, base.page) if base else BLANK
        case LineKind.BONUS:
            bonus = _named(sheet.bonus, entry.id)
            return Mark(True, bonus.points) if bonus else BLANK
        case LineKind.MINUS:
            minus = _named(sheet.minus, entry.id)
            return Mark(True, minus.count, "", minus.note) if minus else BLANK


def write_mark(sheet: FilledSheet, line: Line, entry: Entry, mark: Mark, order: Iterable[str]) -> FilledSheet:
    """The sheet with another mark for one entry, all else as it was."""
    ids = [known.id for known in line.entries]
    match line.kind:
        case LineKind.RULES | LineKind.CRITERIA:
            known = item_marks(sheet, line) or ItemMarks(line.code)
            write = _with_finding if line.kind is LineKind.RULES else _with_criterion
            return put_item(sheet, write(known, entry, mark, ids), order)
        case LineKind.VETO:
            made = VetoMark(entry.id, mark.page, mark.note)
            return replace(sheet, vetoes=_put(sheet.vetoes, made, mark.on))
        case LineKind.BASE:
            return replace(sheet, base=_put(sheet.base, BaseMark(entry.id, mark.page), mark.on))
        case LineKind.BONUS:
            return replace(sheet, bonus=_put(sheet.bonus, BonusMark(entry.id, mark.amount), mark.on))
        case LineKind.MINUS:
            return replace(sheet, minus=_put(sheet.minus, MinusMark(entry.id, mark.amount, mark.note), mark.on))


def _item_mark(marks: ItemMarks | None, line: Line, entry: Entry) -> Mark:
    if marks is None:
        return BLANK
    if line.kind is LineKind.CRITERIA:
        left = _first(marks.na_criteria, lambda out: out.id == entry.id)
        return Mark(entry.id in marks.lost, note=left.reason if left else "", left_out=left is not None)
    found = _first(marks.findings, lambda finding: finding.id == entry.id)
    if found is None:
        return BLANK
    return Mark(True, found.points if entry.amount is Amount.POINTS else found.count, found.page, found.note)


def _with_finding(marks: ItemMarks, entry: Entry, mark: Mark, ids: list[str]) -> ItemMarks:
    """The first finding of the rule is what the page shows; a second one of the same rule stays as it is."""
    if not mark.on:
        return replace(marks, findings=tuple(f for f in marks.findings if f.id != entry.id))
    known = _first(marks.findings, lambda f: f.id == entry.id)
    made = replace(known or Finding(entry.id), page=mark.page, note=mark.note)
    if entry.amount is Amount.POINTS:
        made = replace(made, points=mark.amount)
    elif entry.amount is Amount.COUNT:
        made = replace(made, count=mark.amount)
    findings = [made if f is known else f for f in marks.findings] + ([] if known else [made])
    places = {rule_id: n for n, rule_id in enumerate(ids)}
    return replace(marks, findings=tuple(sorted(findings, key=lambda f: places.get(f.id, len(places)))))


def _with_criterion(marks: ItemMarks, entry: Entry, mark: Mark, ids: list[str]) -> ItemMarks:
    places = {criterion_id: n for n, criterion_id in enumerate(ids)}
    lost = {found for found in marks.lost if found != entry.id} | ({entry.id} if mark.on else set())
    left = [out for out in marks.na_criteria if out.id != entry.id]
    left += [LeftOut(entry.id, mark.note)] if mark.left_out else []
    return replace(
        marks,
        lost=tuple(sorted(lost, key=lambda found: places.get(found, len(places)))),
        na_criteria=tuple(sorted(left, key=lambda out: places.get(out.id, len(places)))),
    )


def _named(marks: tuple[_M, ...], entry_id: str) -> _M | None:
    return next((mark for mark in marks if mark.id == entry_id), None)


def _put(marks: tuple[_M, ...], made: _M, on: bool) -> tuple[_M, ...]:
    """With `made` in the place of the first of its id, at the end where there was none, without them when off."""
    if not on:
        return tuple(mark for mark in marks if mark.id != made.id)
    known = _named(marks, made.id)
    return tuple(made if mark is known else mark for mark in marks) + (() if known else (made,))


_T = TypeVar("_T")


def _first(values: Iterable[_T], fits: Callable[[_T], bool]) -> _T | None:
    return next((value for value in values if fits(value)), None)
