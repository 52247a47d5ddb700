"""What a check found: where, how binding the rule is, and a correction that is offered and never made unasked."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from services.errors import ConflictError
from services.printing.checking.rules import RULES, Rule
from services.printing.measures import Strength
from services.printing.official_model import OfficialDocument
from services.problems import Level, Problem

_STEP = re.compile(r"([a-z_]+)|\[(\d+)\]")
_AROUND = 8  # characters of the text shown on either side of a fault


@dataclass(frozen=True, slots=True)
class Fix:
    """Puts `new` in the place of `old`, the characters from `start` to `end` of the text at `where`.

    `where` is a path such as title, to[0], body[3], body[3].level, appendices[0].body[1].
    """

    where: str
    start: int
    end: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. `start` and `end` are characters of the text at `where`; both 0 where the whole place is meant.

    `where` is a path in the document (see Fix); `place` is the one in the JSON it was read from, where that differs: a
    text of several lines is one place there and several paragraphs here.
    """

    code: str
    where: str
    message: str
    start: int = 0
    end: int = 0
    raw: str | None = None
    suggest: str | None = None
    fix: Fix | None = None
    place: str = ""

    @property
    def rule(self) -> Rule:
        """The rule it goes against."""
        return RULES[self.code]

    @property
    def level(self) -> Level:
        """Only a departure from 规定 is an error."""
        return self.rule.level

    @property
    def strength(self) -> Strength:
        """How binding the rule is."""
        return self.rule.strength

    @property
    def clause(self) -> str:
        """Where the rule stands; empty where the document contradicts itself or the calendar."""
        return self.rule.clause

    def problem(self) -> Problem:
        """The one shape of things wrong in input; the sentence names the clause."""
        message = f"{self.message.removesuffix('。')}（{self.clause}）。" if self.clause else self.message
        return Problem(self.level, self.code, self.place or self.where, message, self.raw, self.suggest)

    def to_json(self) -> dict[str, Any]:
        """The object of `document check`: a problem with its strength, clause and the correction that is offered."""
        found: dict[str, Any] = dict(self.problem().to_json())
        found |= {"strength": self.strength.value, "clause": self.clause}
        if self.end:
            found["range"] = [self.start, self.end]
        if self.fix is not None:
            fix = self.fix
            found["fix"] = {"where": fix.where, "start": fix.start, "end": fix.end, "old": fix.old, "new": fix.new}
        return found


def fault(code: str, where: str, message: str, text: str | None = None, better: str | None = None) -> Finding:
    """A fault of the whole text at `where`; `better` is the text offered instead."""
    usable = better if better is not None and better != text else None
    fix = Fix(where, 0, len(text or ""), text or "", usable) if usable is not None else None
    return Finding(code, where, message, 0, len(text or ""), text or None, usable, fix)


def fault_in(
    code: str, where: str, message: str, text: str, span: tuple[int, int], better: str | None = None
) -> Finding:
    """A fault of some characters of a text; shown with a few characters on either side."""
    start, end = span
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    old = text[start:end]
    if better is None or better == old:
        return Finding(code, where, message, start, end, before + old + after)
    fix = Fix(where, start, end, old, better)
    return Finding(code, where, message, start, end, before + old + after, before + better + after, fix)


def apply_fix(document: OfficialDocument, fix: Fix) -> OfficialDocument:
    """The document with one correction made and nothing else changed.

    Raises ConflictError where the text was edited since the check, so that the correction no longer fits.
    """
    steps = [int(index) if index else name for name, index in _STEP.findall(fix.where)]
    found: OfficialDocument = _replaced(document, steps, fix)
    return found


def _replaced(value: Any, steps: list[str | int], fix: Fix) -> Any:
    """`value` with the text at the end of the path changed; what lies beside the path is the same object."""
    if not steps:
        return _text(value, fix)
    step, rest = steps[0], steps[1:]
    if isinstance(step, int):
        if not isinstance(value, tuple) or step >= len(value):
            raise _outdated()
        return (*value[:step], _replaced(value[step], rest, fix), *value[step + 1 :])
    if not hasattr(value, step):
        raise _outdated()
    return replace(value, **{step: _replaced(getattr(value, step), rest, fix)})


def _text(value: Any, fix: Fix) -> Any:
    if isinstance(value, str | int):
        text = str(value)
        if text[fix.start : fix.end] != fix.old:
            raise _outdated()
        return type(value)(text[: fix.start] + fix.new + text[fix.end :])
    if not hasattr(value, "text"):
        raise _outdated()
    return replace(value, text=_text(value.text, fix))


def _outdated() -> ConflictError:
    return ConflictError("这一处已经改过，没有改动。重新检查后再改。")
