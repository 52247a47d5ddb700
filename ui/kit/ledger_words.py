"""Sentences of a ledger page that are made from its description."""

from __future__ import annotations

from collections.abc import Mapping

from services.spec import Kind, LedgerSpec


def sort_words(spec: LedgerSpec, key: str, descending: bool) -> str:
    """按剩余天数从少到多, 按完成时限从早到晚, 按姓名拼音顺序."""
    found = spec.field(key)
    if found.is_number:
        return f"按{found.label}{'从多到少' if descending else '从少到多'}"
    if found.kind is Kind.DATE:
        return f"按{found.label}{'从晚到早' if descending else '从早到晚'}"
    if found.is_text or found.reference:
        return f"按{found.label}拼音{'倒序' if descending else '顺序'}"
    return f"按{found.label}{'倒序' if descending else '顺序'}"


def totals_words(spec: LedgerSpec, totals: Mapping[str, int]) -> str:
    """Sums of the whole filter, one after the other."""
    parts = []
    for key, value in totals.items():
        found = spec.field(key)
        words = _thousands(found.show(value)) if found.kind is Kind.MINUTES else found.show(value)
        parts.append(f"{found.label}合计{words}{'元' if found.kind is Kind.MONEY else ''}")
    return "　".join(parts)


def _thousands(hours: str) -> str:
    whole, dot, part = hours.partition(".")
    return f"{int(whole):,}{dot}{part}"
