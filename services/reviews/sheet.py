"""One filled scoring sheet: what a reviewer marked, before anything is reckoned."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from services.reviews.json_reader import Node, read_object
from services.reviews.standard import plain

WHAT = "评分表"


@dataclass(frozen=True, slots=True)
class SheetStandard:
    """The standard the sheet was filled for, as far as it says so."""

    family: str = ""
    version: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that applies. `points` only for a range, `count` only per unit; one `defect` is never deducted twice."""

    id: str
    points: Decimal | None = None
    count: Decimal | None = None
    page: str = ""
    note: str = ""
    defect: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A criterion that does not apply, with the reason."""

    id: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ItemMarks:
    """What was marked on one item."""

    id: str
    not_applicable: bool = False
    reason: str = ""
    absent: bool = False
    findings: tuple[Finding, ...] = ()
    lost: tuple[str, ...] = ()
    na_criteria: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class VetoMark:
    """A veto that was found, with page and fact."""

    id: str
    page: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class BaseMark:
    """An element that a document lacks."""

    id: str
    page: str = ""


@dataclass(frozen=True, slots=True)
class BonusMark:
    """A merit; `points` only where the standard leaves a range."""

    id: str
    points: Decimal | None = None


@dataclass(frozen=True, slots=True)
class MinusMark:
    """A deduction from the whole, so many times."""

    id: str
    count: Decimal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """All marks on one case file. An item that is not named has full marks."""

    items: tuple[ItemMarks, ...] = ()
    vetoes: tuple[VetoMark, ...] = ()
    base: tuple[BaseMark, ...] = ()
    bonus: tuple[BonusMark, ...] = ()
    minus: tuple[MinusMark, ...] = ()
    standard: SheetStandard | None = None


def sheet_from_json(text: str) -> FilledSheet:
    """The sheet of a JSON text. Raises UnreadableError for a wrong type, a mark without id or bad JSON."""
    node = read_object(text, WHAT)
    return FilledSheet(
        items=tuple(map(_item, node.nodes("items"))),
        vetoes=tuple(VetoMark(n.text("id"), _page(n), n.text("note", "")) for n in node.nodes("vetoes")),
        base=tuple(BaseMark(n.text("id"), _page(n)) for n in node.nodes("base")),
        bonus=tuple(BonusMark(n.text("id"), n.number("points")) for n in node.nodes("bonus")),
        minus=tuple(MinusMark(n.text("id"), n.number("count"), n.text("note", "")) for n in node.nodes("minus")),
        standard=_named(node.node("standard")),
    )


def sheet_to_json(sheet: FilledSheet) -> dict[str, object]:
    """The object of the contract, the way a stored calculation keeps its input."""
    named = sheet.standard
    head: dict[str, object] = {}
    if named:
        head = {"standard": {"family": named.family, "version": named.version} | _given(sha256=named.sha256)}
    return head | {
        "items": [_item_json(item) for item in sheet.items],
        "vetoes": [{"id": mark.id, "page": mark.page, "note": mark.note} for mark in sheet.vetoes],
        "base": [{"id": mark.id, "page": mark.page} for mark in sheet.base],
        "bonus": [{"id": mark.id} | _given(points=plain(mark.points)) for mark in sheet.bonus],
        "minus": [{"id": mark.id, "note": mark.note} | _given(count=plain(mark.count)) for mark in sheet.minus],
    }


def _named(node: Node | None) -> SheetStandard | None:
    if node is None:
        return None
    return SheetStandard(node.text("family", ""), node.text("version", ""), node.text("sha256", ""))


def _item(node: Node) -> ItemMarks:
    return ItemMarks(
        id=node.text("id"),
        not_applicable=node.flag("not_applicable"),
        reason=node.text("reason", ""),
        absent=node.flag("absent"),
        findings=tuple(map(_finding, node.nodes("findings"))),
        lost=node.texts("lost"),
        na_criteria=tuple(LeftOut(n.text("id"), n.text("reason", "")) for n in node.nodes("na_criteria")),
    )


def _finding(node: Node) -> Finding:
    return Finding(
        id=node.text("id"),
        points=node.number("points"),
        count=node.number("count"),
        page=_page(node),
        note=node.text("note", ""),
        defect=node.text("defect", ""),
    )


def _page(node: Node) -> str:
    """Pages are text ("12-14"), but a bare number is a page as well."""
    value = node.get("page")
    return plain(value) or "" if isinstance(value, Decimal) else node.text("page", "")


def _item_json(marks: ItemMarks) -> dict[str, object]:
    return {
        "id": marks.id,
        "not_applicable": marks.not_applicable,
        "reason": marks.reason,
        "absent": marks.absent,
        "findings": [
            {"id": f.id, "page": f.page, "note": f.note}
            | _given(points=plain(f.points), count=plain(f.count), defect=f.defect)
            for f in marks.findings
        ],
        "lost": list(marks.lost),
        "na_criteria": [{"id": left.id, "reason": left.reason} for left in marks.na_criteria],
    }


def _given(**values: str | None) -> dict[str, str]:
    return {key: value for key, value in values.items() if value}
