"""字段: words in braces in a template, such as {单位}, and what a record puts in their place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.base import Record
from models.plan import Plan, PlanTask
from models.problem import Complaint, Problem
from services.words import chinese_date

FIELD = re.compile(r"\{([^{}\n]{1,20})\}")
COMMON = ("本单位", "县名", "联系人", "电话", "今天", "年份", "单位", "回复期限")
Describe = Callable[[Session, Any, date], Mapping[str, str]]


def fill(content: Any, fields: Mapping[str, str]) -> Any:
    """`content` with every {字段} that has words replaced; a field without words stays as it is, to be seen."""
    if isinstance(content, str):
        return FIELD.sub(lambda found: fields.get(found[1].strip()) or found[0], content)
    if isinstance(content, Mapping):
        return {key: fill(value, fields) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [fill(value, fields) for value in content]
    return content


def open_fields(content: Any) -> tuple[str, ...]:
    """The fields that still stand in braces, each once, in the order of the text."""
    return tuple(dict.fromkeys(_found(content)))


def common_fields(settings: Mapping[str, Any], today: date, unit: str, reply_due_on: date | None) -> dict[str, str]:
    """What every paper can say: sender, day, unit, day of reply."""
    words = ("bureau_name", "county_name", "contact_name", "contact_phone")
    sender = [str(settings[key]) for key in words]
    reply = chinese_date(reply_due_on) if reply_due_on else ""
    return dict(zip(COMMON, [*sender, chinese_date(today), str(today.year), unit, reply], strict=True))


def record_fields(session: Session, entity: str, row_id: int, today: date) -> dict[str, str]:
    """What the record behind a paper says; nothing where the record is of another kind or gone."""
    if entity not in _DESCRIBED:
        return {}
    kind, describe = _DESCRIBED[entity]
    record = session.get(kind, row_id)
    if record is None:
        return {}
    agency_id = getattr(record, "agency_id", None)
    agency = session.get(EnforcementAgency, agency_id) if agency_id else None
    unit = {"单位": agency.name} if agency else {}
    return unit | dict(describe(session, record, today))


def field_names(entity: str | None) -> tuple[str, ...]:
    """The fields that a paper of this origin can use, for 插入字段."""
    return COMMON + _OWN_NAMES.get(entity or "", ())


def _found(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield from (found[1].strip() for found in FIELD.finditer(content))
    elif isinstance(content, Mapping):
        for value in content.values():
            yield from _found(value)
    elif isinstance(content, list | tuple):
        for value in content:
            yield from _found(value)


def _day(day: date | None) -> str:
    return chinese_date(day) if day else ""


def _late(due_on: date | None, today: date) -> str:
    return str((today - due_on).days) if due_on and due_on < today else ""


def _task(session: Session, task: PlanTask, today: date) -> Mapping[str, str]:
    plan = session.get_one(Plan, task.plan_id)
    number, summary = task.no.strip(".．、 "), task.summary.rstrip("。…")
    words = (plan.title, number, summary, _day(task.due_on), _late(task.due_on, today))
    return dict(zip(_OWN_NAMES[PlanTask.__tablename__], words, strict=True))


def _problem(_session: Session, problem: Problem, today: date) -> Mapping[str, str]:
    words = (
        problem.number,
        problem.title.rstrip("。"),
        _day(problem.found_on),
        (problem.measure or "").rstrip("。"),
        problem.person or "",
        _day(problem.due_on),
        _late(problem.due_on, today),
    )
    return dict(zip(_OWN_NAMES[Problem.__tablename__], words, strict=True))


def _complaint(_session: Session, complaint: Complaint, today: date) -> Mapping[str, str]:
    words = (
        complaint.number,
        _day(complaint.received_on),
        complaint.content.rstrip("。"),
        _day(complaint.due_on),
        _late(complaint.due_on, today),
    )
    return dict(zip(_OWN_NAMES[Complaint.__tablename__], words, strict=True))


_OWN_NAMES: dict[str, tuple[str, ...]] = {
    PlanTask.__tablename__: ("计划", "任务序号", "任务", "任务时限", "逾期天数"),
    Problem.__tablename__: ("问题编号", "问题", "发现日期", "整改措施", "责任人", "整改时限", "逾期天数"),
    Complaint.__tablename__: ("投诉编号", "收到日期", "投诉内容", "办理期限", "逾期天数"),
}
_DESCRIBED: dict[str, tuple[type[Record], Describe]] = {
    PlanTask.__tablename__: (PlanTask, _task),
    Problem.__tablename__: (Problem, _problem),
    Complaint.__tablename__: (Complaint, _complaint),
}
