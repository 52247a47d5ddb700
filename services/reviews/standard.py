"""The exchange form of a scoring standard: JSON in, JSON out, and the digest that names one content."""

from __future__ import annotations

import hashlib
import json
from decimal import ROUND_HALF_UP, Decimal

from services.reviews.json_reader import Node, read_object
from services.reviews.standard_values import (
    Band,
    BaseCounts,
    BaseDeduction,
    Bonus,
    Criterion,
    GradeOn,
    Item,
    Minus,
    Mode,
    NaPolicy,
    Rule,
    RuleKind,
    Section,
    Standard,
    Status,
    Veto,
    VetoEffect,
)

__all__ = [
    "Band",
    "BaseCounts",
    "BaseDeduction",
    "Bonus",
    "Criterion",
    "GradeOn",
    "Item",
    "Minus",
    "Mode",
    "NaPolicy",
    "Rule",
    "RuleKind",
    "Section",
    "Standard",
    "Status",
    "Veto",
    "VetoEffect",
    "digest",
    "fixed",
    "plain",
    "standard_from_json",
    "standard_to_json",
]

WHAT = "评查标准"


def standard_from_json(text: str) -> Standard:
    """The standard of a JSON text. Raises UnreadableError for a missing field, a wrong type or bad JSON.

    Lists, flags and limits may be missing (empty, false, none); whether the points agree is check_standard's matter.
    """
    node = read_object(text, WHAT)
    return Standard(
        family=node.text("family"),
        name=node.text("name"),
        version=node.text("version"),
        case_type=node.text("case_type", ""),
        valid_from=node.day("valid_from"),
        issuer=node.text("issuer", ""),
        status=node.choice("status", Status, Status.PROPOSED),
        mode=node.choice("mode", Mode),
        na_policy=node.choice("na_policy", NaPolicy),
        veto_effect=node.choice("veto_effect", VetoEffect),
        total=node.needed_number("total"),
        legality_points=node.number("legality_points"),
        base_cap=node.number("base_cap"),
        base_counts=node.choice("base_counts", BaseCounts, BaseCounts.ONCE),
        bonus_cap=node.number("bonus_cap"),
        minus_cap=node.number("minus_cap"),
        cap_total=node.number("cap_total"),
        digits=node.whole("round", 2),
        grade_on=node.choice("grade_on", GradeOn, GradeOn.ROUNDED),
        bands=tuple(map(_band, node.nodes("bands"))),
        sections=tuple(map(_section, node.nodes("sections"))),
        vetoes=tuple(map(_veto, node.nodes("vetoes"))),
        base=tuple(
            BaseDeduction(n.text("id"), n.text("text", ""), n.needed_number("points")) for n in node.nodes("base")
        ),
        bonus=tuple(map(_bonus, node.nodes("bonus"))),
        minus=tuple(map(_minus, node.nodes("minus"))),
    )


def standard_to_json(standard: Standard) -> dict[str, object]:
    """The object of the contract: points of rules as decimal strings, whole totals as bare numbers."""
    return {
        "family": standard.family,
        "name": standard.name,
        "version": standard.version,
        "case_type": standard.case_type,
        "valid_from": standard.valid_from.isoformat() if standard.valid_from else None,
        "issuer": standard.issuer,
        "status": standard.status.value,
        "mode": standard.mode.value,
        "na_policy": standard.na_policy.value,
        "veto_effect": standard.veto_effect.value,
        "total": _bare(standard.total),
        "legality_points": _bare(standard.legality_points),
        "base_cap": _bare(standard.base_cap),
        "base_counts": standard.base_counts.value,
        "bonus_cap": _bare(standard.bonus_cap),
        "minus_cap": _bare(standard.minus_cap),
        "cap_total": _bare(standard.cap_total),
        "round": standard.digits,
        "grade_on": standard.grade_on.value,
        "bands": [_band_json(band) for band in standard.bands],
        "sections": [_section_json(section) for section in standard.sections],
        "vetoes": [{"id": v.id, "head": v.head, "text": v.text, "basis": v.basis} for v in standard.vetoes],
        "base": [{"id": b.id, "text": b.text, "points": plain(b.points)} for b in standard.base],
        "bonus": [
            {"id": b.id, "text": b.text, "points": plain(b.points), "min": plain(b.min), "max": plain(b.max)}
            for b in standard.bonus
        ],
        "minus": [{"id": m.id, "text": m.text, "points": plain(m.points), "cap": plain(m.cap)} for m in standard.minus],
    }


def digest(standard: Standard) -> str:
    """SHA-256 of the content: the same however the file was indented and whether it says 3, 3.0 or "3"."""
    text = json.dumps(standard_to_json(standard), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def plain(value: Decimal | None) -> str | None:
    """A number without exponent and without zeros behind its last digit."""
    if value is None:
        return None
    found = f"{value:f}"
    found = found.rstrip("0").rstrip(".") if "." in found else found
    return "0" if found in ("-0", "") else found


def fixed(value: Decimal, digits: int = 2) -> str:
    """A number as it is printed: half up at the last decimal, no minus before a zero."""
    rounded = value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return f"{rounded if rounded else abs(rounded):f}"


def _bare(value: Decimal | None) -> int | str | None:
    return int(value) if value is not None and value == value.to_integral_value() else plain(value)


def _band(node: Node) -> Band:
    return Band(node.text("name"), node.needed_number("from"), node.flag("pass"), node.number("to"))


def _section(node: Node) -> Section:
    return Section(node.text("name", ""), node.number("max"), tuple(map(_item, node.nodes("items"))))


def _item(node: Node) -> Item:
    return Item(
        id=node.text("id"),
        name=node.text("name", ""),
        max=node.number("max"),
        na=node.flag("na"),
        absent_zero=node.flag("absent_zero"),
        rules=tuple(map(_rule, node.nodes("rules"))),
        criteria=tuple(map(_criterion, node.nodes("criteria"))),
    )


def _rule(node: Node) -> Rule:
    return Rule(
        id=node.text("id"),
        text=node.text("text", ""),
        kind=node.choice("kind", RuleKind),
        points=node.number("points"),
        min=node.number("min"),
        max=node.number("max"),
        cap=node.number("cap"),
        escalates_to=node.text("escalates_to", "") or None,
        basis=node.text("basis", ""),
    )


def _criterion(node: Node) -> Criterion:
    return Criterion(
        node.text("id"), node.text("text", ""), node.needed_number("points"), node.flag("na"), node.flag("zero_item")
    )


def _veto(node: Node) -> Veto:
    return Veto(node.text("id"), node.text("head", ""), node.text("text", ""), node.text("basis", ""))


def _bonus(node: Node) -> Bonus:
    return Bonus(node.text("id"), node.text("text", ""), node.number("points"), node.number("min"), node.number("max"))


def _minus(node: Node) -> Minus:
    return Minus(node.text("id"), node.text("text", ""), node.needed_number("points"), node.number("cap"))


def _band_json(band: Band) -> dict[str, object]:
    found: dict[str, object] = {"name": band.name, "from": _bare(band.start), "pass": band.passes}
    return found if band.to is None else found | {"to": _bare(band.to)}


def _section_json(section: Section) -> dict[str, object]:
    return {"name": section.name, "max": _bare(section.max), "items": [_item_json(item) for item in section.items]}


def _item_json(item: Item) -> dict[str, object]:
    return {
        "id": item.id,
        "name": item.name,
        "max": _bare(item.max),
        "na": item.na,
        "absent_zero": item.absent_zero,
        "rules": [_rule_json(rule) for rule in item.rules],
        "criteria": [
            {"id": c.id, "text": c.text, "points": plain(c.points), "na": c.na, "zero_item": c.zero_item}
            for c in item.criteria
        ],
    }


def _rule_json(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "text": rule.text,
        "kind": rule.kind.value,
        "points": plain(rule.points),
        "min": plain(rule.min),
        "max": plain(rule.max),
        "cap": plain(rule.cap),
        "escalates_to": rule.escalates_to,
        "basis": rule.basis,
    }
