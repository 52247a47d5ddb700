"""Clauses that hold for many tasks at once: 以上任务均由各镇政府落实; 未注明责任单位的由甲局负责."""

from __future__ import annotations

import re
from dataclasses import dataclass

from services.plans.reading.fold import fold
from services.plans.reading.labels import Role
from services.plans.reading.roles import Note, is_time
from services.plans.reading.units import looks_like_unit, split_units

_SCOPE = r"(?P<scope>以下|下列|下述|以上|上述|前述|上列|各项|所有|全部|本方案|本计划|其余|其他|未[^，。；：]{0,14}的)"
_WHAT = r"(?:各项|所有|全部|有关|相关|重点|主要|工作|列|明确|确定|的){0,4}(?:任务|工作|事项|措施|项目)?(?:的)?"
_UNITS = r"(?P<units>[^，。；：]{2,80}?)"
_VERB = r"(?P<verb>牵头|配合|协助|参与|负责落实|组织落实|分工负责|负责|落实|实施)"
_BY_VERB = re.compile(
    rf"{_SCOPE}{_WHAT}，?(?:均|都|统一|一律|全部)?(?:需要|需|须|应当|应|要|请)?由?{_UNITS}(?:按(?:照)?职责(?:分工)?)?{_VERB}[^，；。]*"
)
_BY_LABEL = re.compile(
    rf"{_SCOPE}{_WHAT}(?P<label>牵头|责任|配合)(?:单位|部门)，?(?:均|都|统一|一律|还|也)?(?:为|是|包括|含|：)：?(?P<units>[^，。；]{{2,80}})"
)
_BY_TIME = re.compile(rf"{_SCOPE}{_WHAT}(?P<time>[^，。；]{{0,30}}?)(?:完成|落实到位|取得成效)")
_UNLISTED = re.compile(
    r"[，；]?(?:以下|今后|后面)?不再(?:逐项|逐一|一一|重复|另行)?(?:列出|列明|注明|标注|列示|单列|列举|赘述)"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """`scope`: "after", "before" or "all" tasks; `missing` restricts it to tasks that name no unit themselves."""

    scope: str
    role: Role
    units: tuple[str, ...]
    deadline: str | None = None
    missing: bool = False
    printed: str = ""


def _scope(words: str) -> str:
    if words in ("以下", "下列", "下述"):
        return "after"
    return "before" if words in ("以上", "上述", "前述", "上列") else "all"


def _is_missing(words: str) -> bool:
    return words.startswith(("未", "其余", "其他"))


def _clause(found: re.Match[str], printed: str) -> Clause | None:
    group = found.groupdict()
    words = printed[found.start("units") : found.end("units")]
    units = split_units(re.sub(r"^(?:均|都|也|还)?(?:需|须|应|由)+", "", words))
    if not units or not all(looks_like_unit(fold(unit)) for unit in units):
        return None
    key = group.get("verb") or group.get("label") or ""
    role = Role.LEAD if key == "牵头" else Role.COOPERATE if key in ("配合", "协助", "参与") else Role.RESPONSIBLE
    scope = group["scope"]
    return Clause(_scope(scope), role, tuple(units), None, _is_missing(scope), printed[found.start() : found.end()])


def _time(found: re.Match[str], printed: str) -> Clause | None:
    words = printed[found.start("time") : found.end("time")]
    plain = re.sub(r"^(?:原则上|均|都|统一|一律|全部|应当|应|要|须|于|在)+", "", fold(words))
    if not is_time(plain):
        return None
    time = words[len(words) - len(plain) :]
    return Clause(_scope(found["scope"]), Role.DEADLINE, (), time, True, printed[found.start() : found.end()])


def take_clauses(printed: str) -> tuple[str, list[Clause]]:
    """The text without such clauses, and the clauses; a sentence that only resembles one is left alone."""
    clauses: list[Clause] = []
    rest = printed
    for pattern, read in ((_BY_LABEL, _clause), (_BY_VERB, _clause), (_BY_TIME, _time)):
        for found in reversed(list(pattern.finditer(fold(rest)))):
            clause = read(found, rest)
            if clause:
                clauses.append(clause)
                rest = rest[: found.start()] + rest[found.end() :]
    if clauses:
        for found in reversed(list(_UNLISTED.finditer(fold(rest)))):
            rest = rest[: found.start()] + rest[found.end() :]
    return rest, clauses


def apply(clause: Clause, note: Note) -> bool:
    """Adds a clause to what a task says itself; tells whether anything was added."""
    if clause.deadline:
        if note.deadline:
            return False
        note.add_time(clause.deadline)
        return True
    if clause.missing and note.has_units:
        return False
    new = [unit for unit in clause.units if unit not in note.all_units]
    note.put(clause.role, new)
    return bool(new)
