"""Names in plans that the register does not know: what they may mean, and what the clerk decided, for good."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import AgencyGroup, AgencyKind, AgencyState, EnforcementAgency
from models.setting import StoredSetting
from services.errors import NotFoundError, ValidationError
from services.query import Outcome
from services.unit_match import split_names, unit_key
from services.uow import Database

KEPT_KEY = "plan_kept_names"
NAME_LENGTH, ALIASES_LENGTH = 100, 300
LEAST_LIKE = 0.5
MOST_SUGGESTED = 4
SHORTENED = 0.9  # how like a full name its short form is: 县便民办 of 县便民服务办公室
BY_SOUND = 0.95  # names that only sound alike stand behind those that are written alike
REGION = re.compile(r"^(?:本|全)?[县市区]")
TOWNSHIP = re.compile(r"(?:镇|乡|街道)(?:人民政府|办事处)?$")
DEPARTMENT = re.compile(r"[局委办]$")
GONE = "“{name}”选定的单位已不在名册里，没有保存。重新选一个。"
JOINED = "“{name}”里有顿号，存不成别名，没有保存。选“照原文保留”，或在任务里改成分开的单位。"
NO_ROOM = "“{target}”的别名已写满，没有保存。先到单位名册里删去不用的别名。"


class NameChoice(StrEnum):
    """What a printed name is."""

    UNIT = "unit"
    GROUP = "group"
    NEW = "new"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A unit or group that the name may mean; `likeness` from 0 to 1."""

    choice: NameChoice
    target_id: int
    name: str
    likeness: float


@dataclass(frozen=True, slots=True)
class NameDecision:
    """`target_id` belongs to UNIT and GROUP."""

    choice: NameChoice
    target_id: int | None = None


class RememberedNames:
    """Asks and stores; every later plan is matched by what was decided."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def suggestions(self, names: Sequence[str]) -> dict[str, tuple[Suggestion, ...]]:
        """For every name the units and groups that are most like it, by their signs and by their sound; slow at the
        first call (pinyin), to be called in a job."""
        with self._db.read() as session:
            known = _known(session)
        return {name: _nearest(name, known) for name in names}

    def settle(self, decisions: Mapping[str, NameDecision]) -> Outcome:
        """Store all decisions in one act.

        Raises:
            NotFoundError: a chosen unit or group is gone.
            ValidationError: a new unit's name is too long, an alias would fall into two, or there is no room for it.
        """
        with self._db.write("确定计划里的单位名称") as session:
            for name, decision in decisions.items():
                _settle(session, name, decision)
            session.flush()
            group = session.info.get("group")
        return Outcome(_said(decisions), group)


def kept_names(session: Session) -> frozenset[str]:
    """Names that stay as they are printed; nobody is asked about them again."""
    stored = session.scalar(
        select(StoredSetting.value).where(StoredSetting.key == KEPT_KEY, StoredSetting.deleted_at.is_(None))
    )
    found = json.loads(stored) if stored else []
    return frozenset(name for name in found if isinstance(name, str)) if isinstance(found, list) else frozenset()


@dataclass(frozen=True, slots=True)
class _Known:
    choice: NameChoice
    target_id: int
    name: str
    forms: tuple[str, ...]


def _known(session: Session) -> list[_Known]:
    unit, group = EnforcementAgency, AgencyGroup
    active = select(unit).where(unit.deleted_at.is_(None), unit.state == AgencyState.ACTIVE).order_by(unit.id)
    found = [
        _Known(NameChoice.UNIT, row.id, row.name, (row.name, row.short_name or "", *split_names(row.aliases)))
        for row in session.scalars(active)
    ]
    groups = select(group).where(group.deleted_at.is_(None)).order_by(group.id)
    found += [
        _Known(NameChoice.GROUP, row.id, row.name, (row.name, *split_names(row.aliases)))
        for row in session.scalars(groups)
    ]
    return found


def _nearest(name: str, known: Sequence[_Known]) -> tuple[Suggestion, ...]:
    wanted = _bare(name)
    sound = _sound(wanted)
    likeness = [
        (max(_likeness(wanted, sound, _bare(form)) for form in one.forms if form), place, one)
        for place, one in enumerate(known)
    ]
    best = sorted((-like, place, one) for like, place, one in likeness if like >= LEAST_LIKE)[:MOST_SUGGESTED]
    return tuple(Suggestion(one.choice, one.target_id, one.name, -like) for like, _place, one in best)


def _likeness(wanted: str, sound: str, form: str) -> float:
    if not wanted or not form:
        return 0.0
    written = SequenceMatcher(None, wanted, form, autojunk=False).ratio()
    if len(wanted) > 1 and (_shortens(wanted, form) or _shortens(form, wanted)):
        written = max(written, SHORTENED)
    spoken = SequenceMatcher(None, sound, _sound(form), autojunk=False).ratio() if wanted[-1:] == form[-1:] else 0.0
    return max(written, BY_SOUND * spoken)


def _shortens(short: str, full: str) -> bool:
    """Whether all signs of `short` stand in `full` in the same order, the first one first."""
    rest = iter(full)
    return short[0] == full[0] and all(sign in rest for sign in short)


def _bare(name: str) -> str:
    return REGION.sub("", unit_key(name)) or unit_key(name)


def _sound(words: str) -> str:
    from pypinyin import lazy_pinyin  # only when names are asked about

    return " ".join(lazy_pinyin(words, errors="ignore"))


def _settle(session: Session, name: str, decision: NameDecision) -> None:
    match decision.choice:
        case NameChoice.UNIT:
            _add_alias(session.get(EnforcementAgency, decision.target_id), name)
        case NameChoice.GROUP:
            _add_alias(session.get(AgencyGroup, decision.target_id), name)
        case NameChoice.NEW:
            if len(name) > NAME_LENGTH:
                raise ValidationError({"name": f"“{name[:20]}…”超过{NAME_LENGTH}字，不能登记为单位。"})
            session.add(EnforcementAgency(name=name, kind=kind_of_name(name), state=AgencyState.ACTIVE))
        case NameChoice.KEEP:
            _keep(session, name)


def kind_of_name(name: str) -> AgencyKind:
    """What a new unit most likely is; the clerk completes the rest in the register."""
    if TOWNSHIP.search(name):
        return AgencyKind.TOWNSHIP
    return AgencyKind.DEPARTMENT if DEPARTMENT.search(name) else AgencyKind.OTHER


def _add_alias(target: EnforcementAgency | AgencyGroup | None, name: str) -> None:
    if target is None or target.deleted_at is not None:
        raise NotFoundError(GONE.format(name=name))
    if split_names(name) != [name]:
        raise ValidationError({"name": JOINED.format(name=name)})
    aliases = "、".join((*split_names(target.aliases), name))
    if len(aliases) > ALIASES_LENGTH:
        raise ValidationError({"aliases": NO_ROOM.format(target=target.name)})
    target.aliases = aliases


def _keep(session: Session, name: str) -> None:
    value = json.dumps(sorted({*kept_names(session), unit_key(name)}), ensure_ascii=False)
    row = session.scalar(select(StoredSetting).where(StoredSetting.key == KEPT_KEY))
    if row is None:
        session.add(StoredSetting(key=KEPT_KEY, value=value))
    else:
        row.value, row.deleted_at = value, None
    session.flush()


def _said(decisions: Mapping[str, NameDecision]) -> str:
    counts = {choice: sum(1 for one in decisions.values() if one.choice is choice) for choice in NameChoice}
    known = counts[NameChoice.UNIT] + counts[NameChoice.GROUP]
    words = [
        f"{count}个{what}"
        for count, what in (
            (known, "对应到名册"),
            (counts[NameChoice.NEW], "登记为新单位"),
            (counts[NameChoice.KEEP], "照原文保留"),
        )
        if count
    ]
    return f"已确定{len(decisions)}个单位名称：{'，'.join(words)}。"
