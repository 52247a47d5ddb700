"""A record's history in plain words: when, who, why, and old → new under the names of the fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from services.spec import FieldSpec, Kind, LedgerSpec
from ui.kit.ledger_tools import HistoryLike
from ui.kit.parts import col, row, text

FEW = 3  # changes that the pane shows without asking
Labels = Mapping[str, Mapping[Any, str]]


def change_words(spec: LedgerSpec, changes: Mapping[str, Sequence[Any]], labels: Labels | None = None) -> list[str]:
    """One line per changed field; identity numbers masked, fields unknown to the description left out."""
    known = {f.key: f for f in spec.fields}
    lines = []
    for key, pair in changes.items():
        if key not in known or len(pair) != 2:
            continue
        old, new = (_shown(known[key], value, (labels or {}).get(key, {})) for value in pair)
        lines.append(f"{known[key].label}：{old or '空'} → {new or '空'}")
    return lines


def history_entries(
    spec: LedgerSpec, entries: Sequence[HistoryLike], labels: Labels | None = None
) -> list[tuple[str, str, str]]:
    """When, who, and what, newest first as the service gives them."""
    found = []
    for entry in entries:
        lines = [] if entry.action == "create" else change_words(spec, entry.changes, labels)
        rest = [f"另有{len(lines) - FEW}处改动"] if len(lines) > FEW + 1 else lines[FEW:]
        found.append((f"{entry.at:%Y-%m-%d %H:%M}", entry.actor, "\n".join([entry.reason, *lines[:FEW], *rest])))
    return found


class HistoryView(QWidget):
    """The entries under one another."""

    def __init__(self, entries: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        self.setAccessibleName("历史")
        lines: list[Any] = []
        for when, who, what in entries:
            lines.append(col(row(text(when, "caption"), text(who, "caption"), None), text(what, wrap=True), gap=0.25))
        layout: QVBoxLayout = col(*(lines or [text("还没有改动记录。", "hint")]), None)
        self.setLayout(layout)


def _shown(spec: FieldSpec, value: Any, labels: Mapping[Any, str]) -> str:
    if spec.reference:
        return labels.get(value, str(value) if value is not None else "")
    if spec.kind is Kind.DATE and isinstance(value, str):
        value = _date(value)
    return spec.show(value, masked=True)


def _date(words: str) -> date | datetime | str:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return words
