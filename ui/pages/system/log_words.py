"""The log in words: which records an act touched, and each change under the names of the fields."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from services.access import ROLE_LABELS
from services.operation_log import RecordChange, changes_of, terms
from services.query import LedgerService
from services.settings import SETTINGS
from services.spec import FieldSpec, Kind, LedgerSpec
from ui.kit.history_view import change_words
from ui.pages.system.part_words import with_parts

Story = list[tuple[str, str, str]]  # what was done, which record, what changed
ACTIONS = {"create": "登记", "update": "修改", "delete": "删除"}
ACCOUNT = LedgerSpec(
    "account",
    "账户",
    "账户",
    (
        FieldSpec("display_name", "姓名"),
        FieldSpec("user_name", "用户名"),
        FieldSpec("role", "角色", Kind.CHOICE, choices={role.value: words for role, words in ROLE_LABELS.items()}),
        FieldSpec("active", "能登录", Kind.BOOLEAN),
        FieldSpec("password_at", "密码时间", Kind.DATE),
    ),
    default_sort="display_name",
    title_field="display_name",
)
SHOWN_BY = {
    "enforcement_certificate": "officers",
    "plan_task_unit": "tasks",
    "plan_deadline": "tasks",
    "plan_target": "tasks",
    "task_note": "tasks",
    "role_holder": "reviewers",  # of the seven ledgers on it the one with most fields
}


def touched_words(touched: Mapping[str, int]) -> str:
    """问题1条、执法证件2条."""
    return "、".join(f"{terms().get(entity, '记录')}{count:,}条" for entity, count in touched.items())


def story_of(desk: Any, group: int) -> Story:
    """Every change of an act; runs in a job, because the words of references are read."""
    changes = changes_of(desk.database, group)
    by_entity: dict[str, LedgerService] = {ledger.entity: ledger for ledger in desk.ledgers.values()}
    by_entity |= {entity: desk.ledgers[name] for entity, name in SHOWN_BY.items() if name in desk.ledgers}
    labels: dict[str, Mapping[str, Mapping[Any, str]]] = {}
    found = []
    for change in changes:
        entity = change.entry.entity
        ledger = by_entity.get(entity)
        if ledger is not None and entity not in labels:
            labels[entity] = _labels(ledger, [c for c in changes if c.entry.entity == entity])
        title = _setting_name(change.title) if entity == "setting" else change.title
        lines = _lines(change, ledger.spec if ledger else None, labels.get(entity, {}))
        found.append((_act(change), f"{change.term}　{title}" if title else change.term, "\n".join(lines)))
    return found


def _act(change: RecordChange) -> str:
    pair = change.entry.changes.get("deleted_at")
    if pair and change.entry.action == "update":
        return "移入回收站" if pair[1] else "从回收站恢复"
    if change.entry.entity == "setting":
        return "修改"  # stored for the first time or again: the clerk sees no difference
    return ACTIONS.get(change.entry.action, "修改")


def _lines(change: RecordChange, spec: LedgerSpec | None, labels: Mapping[str, Mapping[Any, str]]) -> Sequence[str]:
    entry = change.entry
    if entry.entity == "setting":
        return [_setting_words(change.title, entry.changes)]
    if entry.action == "create":
        return []
    if entry.entity == "account":
        return change_words(ACCOUNT, entry.changes)
    known = with_parts(entry.entity, spec)
    return change_words(known, entry.changes, labels) if known else []


def _labels(ledger: LedgerService, changes: Sequence[RecordChange]) -> Mapping[str, Mapping[Any, str]]:
    """Words of the references that were changed, and of no others."""
    touched = {key for change in changes if change.entry.action == "update" for key in change.entry.changes}
    wanted = [f.key for f in ledger.spec.fields if f.reference and not f.computed and f.key in touched]
    return {key: {option[0]: option[1] for option in ledger.options(key)} for key in wanted}


def _setting_name(key: str) -> str:
    return SETTINGS[key].label if key in SETTINGS else ""


def _setting_words(key: str, changes: Mapping[str, tuple[Any, Any]]) -> str:
    """Values are stored as JSON; a setting that was not stored had its default."""
    setting = SETTINGS.get(key)
    if setting is None or "value" not in changes:
        return ""
    old, new = (
        setting.show(setting.default) if value is None else setting.show(json.loads(value))
        for value in changes["value"]
    )
    return f"{old or '空'} → {new or '空'}"
