"""版式方案: the measures that an organ sets otherwise than GB/T 9704, kept with the data and used for its papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.drafting import LayoutProfile
from services.access import Right
from services.clock import utc_from_local
from services.errors import NotFoundError, ValidationError
from services.ledger import GONE
from services.printing.measures import CHOICES, MEASURES, Choice, Measure, Strength
from services.printing.official_setting import Preprinted, RenderOptions
from services.printing.profile import Deviation, Profile, allowed_words, deviations, make_profile, value_words
from services.query import Outcome
from services.uow import Database

EVERY_ORGAN = ""
LONGEST_ISSUER = 100
Value = float | str


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure as the page shows it: the standard's value, the organ's own where it has one, how binding it is."""

    key: str
    label: str
    unit: str
    clause: str
    strength: str
    tolerance: float
    standard: Value
    own: Value | None
    deviates: bool

    @property
    def binding(self) -> bool:
        """Whether the standard demands it: a departure is an error then, else a hint."""
        return self.strength == Strength.MANDATORY

    @property
    def allowed(self) -> str:
        """What an own value may be, in words."""
        return allowed_words(self.key)

    def words(self, value: Value) -> str:
        """A value of this measure with its unit in Chinese."""
        return value_words(value, self.unit)


class LayoutProfiles:
    """The profiles of the organs that the bureau writes papers for.

    An empty issuer stands for every organ; it serves the organs that are not listed by name. A listed organ without
    own values follows the standard.
    """

    def __init__(self, database: Database) -> None:
        self._db = database

    def issuers(self) -> Sequence[str]:
        """Organs with a profile of their own, the one for every organ first."""
        with self._db.read() as session:
            own = session.scalars(_live(select(LayoutProfile.issuer)).order_by(LayoutProfile.issuer)).all()
        return (EVERY_ORGAN, *(issuer for issuer in own if issuer))

    def lines(self, issuer: str) -> Sequence[MeasureLine]:
        """Every measure in the order of the page, with the organ's own value."""
        profile = self.of(issuer)
        own, departing = dict(profile.overrides), {found.key for found in deviations(profile)}
        rows: Mapping[str, Measure | Choice] = {**MEASURES, **CHOICES}
        return [_line(key, row, own.get(key), key in departing) for key, row in rows.items()]

    def deviations(self, issuer: str) -> Sequence[Deviation]:
        """What departs from the standard by more than its tolerance, 规定 first."""
        return deviations(self.of(issuer))

    def of(self, issuer: str) -> Profile:
        """The profile that an organ's papers are set with."""
        with self._db.read() as session:
            return profile_for(session, issuer)

    def sample(self, issuer: str, values: Mapping[str, Value], target: Path) -> Path:
        """An invented notice set with these measures, for looking at. ValidationError by measure."""
        from services.documents.layout_sample import sample_notice
        from services.printing.official import RenderOptions, render_official  # reportlab: only when somebody prints

        profile = make_profile(_name(issuer), values)
        render_official(sample_notice(issuer), target, RenderOptions(profile=profile))
        return target

    def save(self, issuer: str, values: Mapping[str, Value]) -> Outcome:
        """All own values of an organ; without any the organ goes back to the standard. ValidationError by measure."""
        issuer = issuer.strip()
        if len(issuer) > LONGEST_ISSUER:
            raise ValidationError({"issuer": f"“发文机关”最多{LONGEST_ISSUER}字，现在是{len(issuer)}字。"})
        make_profile(_name(issuer), values)
        with self._db.write(f"修改版式方案：{_name(issuer)}"[:100], Right.SETTINGS) as session:
            row = session.scalar(select(LayoutProfile).where(LayoutProfile.issuer == issuer))
            if row is None:
                row = LayoutProfile(issuer=issuer, overrides={})
                session.add(row)
            row.overrides, row.deleted_at = dict(values), None
            session.flush()
            group = session.info.get("group")
        return Outcome(f"已保存{_name(issuer)}的版式方案。", group)

    def add(self, issuer: str) -> Outcome:
        """A profile for an organ by name, which begins with the values that served it so far.

        ValidationError by field where the name is missing, too long, or listed already.
        """
        name = "".join(issuer.split())
        if not name:
            raise ValidationError({"issuer": "请填写“发文机关”。"})
        if name in self.issuers():
            raise ValidationError({"issuer": f"“{name}”已经在列表里。"})
        return replace(self.save(name, dict(self.of(name).overrides)), message=f"已添加{name}的版式方案。")

    def remove(self, issuer: str) -> Outcome:
        """The organ is served by the profile for every organ again."""
        with self._db.write(f"移除版式方案：{issuer}"[:100], Right.SETTINGS) as session:
            row = session.scalar(_live(select(LayoutProfile)).where(LayoutProfile.issuer == issuer))
            if row is None or issuer == EVERY_ORGAN:
                raise NotFoundError(GONE)
            row.deleted_at = utc_from_local(self._db.clock())
            session.flush()
            group = session.info.get("group")
        return Outcome(f"已移除{issuer}的版式方案，它的文书改用{_name(EVERY_ORGAN)}的。", group)


def profile_for(session: Session, issuer: str) -> Profile:
    """The organ's own profile, else the one for every organ, else the standard."""
    names = (issuer.strip(), EVERY_ORGAN)
    rows = session.execute(
        _live(select(LayoutProfile.issuer, LayoutProfile.overrides)).where(LayoutProfile.issuer.in_(names))
    ).all()
    found: dict[str, Mapping[str, Any]] = {row.issuer: row.overrides for row in rows}
    return next((make_profile(_name(name), found[name]) for name in names if found.get(name) is not None), Profile())


def _line(key: str, row: Measure | Choice, own: Value | None, deviates: bool) -> MeasureLine:
    binding = (row.clause, row.strength.value, row.tolerance)
    return MeasureLine(key, row.label, row.unit, *binding, row.value, own, deviates)


def with_profile(session: Session, content: Mapping[str, Any]) -> dict[str, Any]:
    """The document with the measures that its organ sets otherwise: what is signed keeps those it was set with."""
    profile = profile_for(session, str(content.get("issuer") or ""))
    if not profile.overrides:
        return dict(content)
    return {**content, "profile": {"name": profile.name, "measures": dict(profile.overrides)}}


def options_for(
    content: Mapping[str, Any], *, boxes: bool = False, seal_hint: bool = False, preprinted: bool = False
) -> RenderOptions:
    """How a document is set: the measures that `with_profile` put into it, and what is asked of this printing."""
    kept = content.get("profile")
    return RenderOptions(
        profile=Profile.from_json(kept) if kept else Profile(),
        boxes=boxes,
        seal_hint=seal_hint,
        preprinted=Preprinted() if preprinted else None,
    )


def _live(statement: Any) -> Any:
    return statement.where(LayoutProfile.deleted_at.is_(None))


def _name(issuer: str) -> str:
    return issuer or "各发文机关"
