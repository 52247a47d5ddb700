"""What becomes of each photo: whose it is, what is wrong with it, who has none. Pure: no file, no database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from services.photo_check.register import Holder
from services.photo_check.sent import SentPhoto
from services.photo_match import MatchedPhoto, UnsurePhoto, match_each
from services.photos import MISSING, NOBODY, SEVERAL
from services.problems import Level, Problem

Choices = Mapping[Path, int | None]  # whose photo it is by a person's word; None: it is not used
BY_HAND = "人工选定"


class PhotoState(StrEnum):
    """In the order of the filter; only FIT is stored."""

    FIT = "fit"
    UNFIT = "unfit"
    ASK = "ask"
    SEVERAL = "several"
    MISSING = "missing"
    SAME = "same"
    OUT = "out"


STATE_LABELS = {
    PhotoState.FIT: "合格",
    PhotoState.UNFIT: "不合格",
    PhotoState.ASK: "对不上人",
    PhotoState.SEVERAL: "一人多张",
    PhotoState.MISSING: "缺照片",
    PhotoState.SAME: "已在册",
    PhotoState.OUT: "不用",
}


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """A file, or (without one) an officer who has no photo. `others` are who it may show where that is open.

    `by` says by what the person was found; `replaces` that the officer has another photo by now.
    """

    state: PhotoState
    photo: SentPhoto | None = None
    holder: Holder | None = None
    others: tuple[Holder, ...] = ()
    by: str = ""
    problems: tuple[Problem, ...] = ()
    replaces: bool = False

    @property
    def words(self) -> str:
        """Everything that is to be told, in one line."""
        told = [problem.message for problem in self.problems]
        return "".join([*told, "存入后替换原来的照片。"] if self.replaces and self.state is PhotoState.FIT else told)


def judge(
    photos: Sequence[SentPhoto], holders: Sequence[Holder], unit: str = "", choices: Choices | None = None
) -> list[PhotoRow]:
    """One row for each photo in their order, then the officers without one.

    `unit` is who sent them: names count within it only, and its officers are looked through for missing photos.
    Without it, the officers of the units whose photos came; without photos everybody.
    """
    said = choices or {}
    rows = list(_owned(photos, holders, unit, said))
    rows = _one_each(rows, said)
    return [*map(_checked, rows), *_without(rows, holders, unit)]


def _owned(photos: Sequence[SentPhoto], holders: Sequence[Holder], unit: str, choices: Choices) -> Iterator[PhotoRow]:
    by_id = {each.owner.id: each for each in holders}
    open_ones = [photo for photo in photos if photo.file not in choices]
    matches = match_each((photo.file for photo in open_ones), [each.owner for each in holders], unit)
    found = {photo.file: match for photo, match in zip(open_ones, matches, strict=True)}
    for photo in photos:
        if photo.file in choices:
            holder = by_id.get(choices[photo.file] or 0)
            state = PhotoState.OUT if holder is None else PhotoState.FIT
            yield PhotoRow(state, photo, holder, by=BY_HAND if holder else "")
        else:
            yield _by_name(photo, found[photo.file], by_id, unit)


def _by_name(photo: SentPhoto, match: MatchedPhoto | UnsurePhoto, by_id: Mapping[int, Holder], unit: str) -> PhotoRow:
    if isinstance(match, MatchedPhoto):
        holder = by_id[match.owner.id]
        if unit and holder.owner.unit != unit:
            reason = f"按{match.by}是{holder.owner.unit}的{holder.owner.name}，不是{unit}的人。请核对，或者选定一人。"
            return PhotoRow(PhotoState.ASK, photo, others=(holder,), problems=(_problem(NOBODY, photo, reason),))
        return PhotoRow(PhotoState.FIT, photo, holder, by=match.by)
    if not match.owners and not photo.pictured:
        reason = "不是照片，没有处理。"
        return PhotoRow(PhotoState.OUT, photo, problems=(_problem(NOBODY, photo, reason, Level.INFO),))
    others = tuple(by_id[owner.id] for owner in match.owners)
    return PhotoRow(PhotoState.ASK, photo, others=others, problems=(_problem(NOBODY, photo, match.reason),))


def _one_each(rows: Sequence[PhotoRow], choices: Choices) -> list[PhotoRow]:
    """Of several photos of one person the chosen one counts, of equal ones the first; else they are asked."""
    files: defaultdict[int, list[SentPhoto]] = defaultdict(list)
    for row in rows:
        if row.holder is not None and row.photo is not None:
            files[row.holder.owner.id].append(row.photo)
    return [_against(row, files[row.holder.owner.id], choices) if row.holder else row for row in rows]


def _against(row: PhotoRow, files: Sequence[SentPhoto], choices: Choices) -> PhotoRow:
    assert row.photo is not None
    assert row.holder is not None
    chosen = [each for each in files if choices.get(each.file) is not None]
    counted = chosen or files
    first = {each.sha256 or str(each.file): each for each in reversed(counted)}
    if row.photo not in counted or row.photo not in first.values():
        kept = first.get(row.photo.sha256) or counted[0]
        told = "内容相同" if kept.sha256 == row.photo.sha256 else "已选定另一张"
        words = f"和“{kept.shown}”{told}，这一张不用。"
        problem = _problem(SEVERAL, row.photo, words, Level.INFO)
        return replace(row, state=PhotoState.OUT, problems=(*row.problems, problem))
    if len(first) > 1:
        problem = _problem(SEVERAL, row.photo, f"{row.holder.owner.name}有{len(first)}张照片。请留下一张。")
        return replace(row, state=PhotoState.SEVERAL, problems=(*row.problems, problem))
    return row


def _checked(row: PhotoRow) -> PhotoRow:
    """With what is wrong with the picture, where somebody will use it."""
    photo, holder, state = row.photo, row.holder, row.state
    if photo is None or state is PhotoState.OUT:
        return row
    problems = (*row.problems, *photo.problems)
    if state is not PhotoState.FIT or holder is None:
        return replace(row, problems=problems)
    if holder.kept and holder.kept == photo.sha256:
        return replace(row, state=PhotoState.SAME)
    if any(each.level is Level.ERROR for each in photo.problems):
        state = PhotoState.UNFIT
    return replace(row, state=state, problems=problems, replaces=bool(holder.kept))


def _without(rows: Iterable[PhotoRow], holders: Sequence[Holder], unit: str) -> Iterator[PhotoRow]:
    rows = list(rows)
    came = {row.holder.owner.id for row in rows if row.holder is not None}
    units = {unit} if unit else {row.holder.owner.unit for row in rows if row.holder is not None}
    for holder in holders:
        concerned = holder.owner.unit in units or not (unit or rows)
        if concerned and holder.on_post and not holder.kept and holder.owner.id not in came:
            words = "在岗，名册里没有照片，这次也没有报来。请补报一张。"
            problem = Problem(Level.ERROR, MISSING, holder.owner.name, words)
            yield PhotoRow(PhotoState.MISSING, holder=holder, problems=(problem,))


def _problem(code: str, photo: SentPhoto, message: str, level: Level = Level.ERROR) -> Problem:
    return Problem(level, code, Path(photo.name).name, message)
