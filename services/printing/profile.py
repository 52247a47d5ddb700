"""A unit's own layout: which measures of the standard it sets otherwise, and what that departs from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from services.errors import ValidationError
from services.printing.faces import Style
from services.printing.measures import CHOICES, MEASURES, MM, Choice, Measure, Strength, Unit, char_pitch_of

Colour = tuple[float, float, float]

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
LATIN_FACES = tuple(style.value for style in Style if style not in (Style.TITLE, Style.KAI, Style.HEI))
"""What letters and digits may be set in."""
_ORDER = list(Strength)
_UNIT_WORDS = {"mm": "毫米", "pt": "磅", "line": "行", "char": "字", "count": "", "colour": "", "face": ""}
_BOUNDS = {
    "top": (20, 60),
    "left": (15, 45),
    "block_width": (120, 180),
    "block_height": (180, 260),
    "line_pitch": (20, 45),
    "mirrored": (0, 1),
    "mark_largest": (22, 90),
    "joint_mark_largest": (16, 60),
    "mark_top": (0, 100),
    "seal": (30, 60),
    "seal_raised": (0, 15),
    "page_number_below": (2, 25),
}
_NARROW, _WIDE = 0.4, 2.5  # other measures: between these shares of the standard's value
_SAME = 1e-6


@dataclass(frozen=True, slots=True)
class Profile:
    """`overrides` are (key of MEASURES, own value in that row's unit); the rest follows the standard."""

    name: str = "GB/T 9704—2012"
    overrides: tuple[tuple[str, float | str], ...] = ()

    @classmethod
    def from_json(cls, raw: object) -> Profile:
        """{"name": "…", "measures": {"line_pitch": 28, "red": "#D7000F"}}.

        Raises ValidationError with a sentence for every measure that is unknown or out of reason.
        """
        source = raw if isinstance(raw, dict) else {}
        values = source.get("measures")
        if not isinstance(values, dict):
            raise ValidationError({"profile": "版式方案应写明“measures”，每项是一个版面尺寸。没有生成文件。"})
        name = source.get("name")
        return make_profile(name if isinstance(name, str) and name else "本单位版式", values)


@dataclass(frozen=True, slots=True)
class Deviation:
    """A measure that a profile sets farther from the standard than its tolerance."""

    key: str
    label: str
    clause: str
    strength: Strength
    standard: float | str
    own: float | str
    unit: str
    tolerance: float

    @property
    def sentence(self) -> str:
        """In words: 正文行距28磅，标准29.6磅（3.2，推算）"""
        own, standard = value_words(self.own, self.unit), value_words(self.standard, self.unit)
        return f"{self.label}{own}，标准{standard}（{self.clause}，{self.strength}）"


@dataclass(frozen=True, eq=False)
class Metrics:
    """The measures that a layout uses, in points; lines and characters are those of the profile's own grid.

    Equal only to itself, and so a key of what is remembered: `metrics_of` makes one for each profile.
    """

    values: Mapping[str, float] = field(repr=False)
    red: Colour
    latin: Style
    size: float
    small: float
    title_size: float
    title_pitch: float
    left: float
    right: float
    top: float
    bottom: float
    width: float
    height: float
    page_width: float
    page_height: float
    lines: int
    line_pitch: float
    char_pitch: float

    @property
    def tight(self) -> float:
        """Added behind each character of the text, so that a full line fills the width of the text block."""
        return self.char_pitch - self.size

    def points(self, key: str) -> float:
        """A measure in points: millimetres, lines and characters are converted."""
        return self.values[key]

    def count(self, key: str) -> int:
        """A measure that counts something."""
        return round(self.values[key])


def make_profile(name: str, values: Mapping[str, object]) -> Profile:
    """A profile whose every measure is known and within reason. Raises ValidationError with a sentence for each."""
    problems: dict[str, str] = {}
    found: list[tuple[str, float | str]] = []
    for key, raw in values.items():
        row = MEASURES.get(key) or CHOICES.get(key)
        if row is None:
            problems[key] = f"版式方案里的“{key}”不是版面尺寸的名称。"
            continue
        value = _number(key, row, raw) if isinstance(row, Measure) else _choice(row, raw)
        if value is None:
            allowed = _allowed_number(key, row) if isinstance(row, Measure) else _allowed_choice(row)
            problems[key] = f"{row.label}不能是“{raw}”，{allowed}。"
        else:
            found.append((key, value))
    if problems:
        raise ValidationError(problems)
    profile = Profile(name, tuple(sorted(found)))
    _check_together(metrics_of(profile))
    return profile


def deviations(profile: Profile) -> list[Deviation]:
    """What departs from the standard by more than its tolerance, 规定 first."""
    found = []
    for key, own in profile.overrides:
        row = MEASURES.get(key) or CHOICES[key]
        if not _within(row, own):
            found.append(Deviation(key, row.label, row.clause, row.strength, row.value, own, row.unit, row.tolerance))
    return sorted(found, key=lambda each: (_ORDER.index(each.strength), each.key))


def value_words(value: float | str, unit: str) -> str:
    """A value with its unit: 29.6磅, #E20000"""
    return f"{_shown(value)}{_UNIT_WORDS[unit]}"


def allowed_words(key: str) -> str:
    """What an own value of a measure may be: 应为20至60毫米. Raises KeyError for an unknown measure."""
    row = MEASURES.get(key)
    return _allowed_number(key, row) if row is not None else _allowed_choice(CHOICES[key])


def metrics_of(profile: Profile) -> Metrics:
    """The measures of a profile in points; the same object for the same values while it is remembered."""
    return _metrics(profile.overrides) if profile.overrides else STANDARD


@lru_cache(maxsize=16)
def _metrics(overrides: tuple[tuple[str, float | str], ...]) -> Metrics:
    own = dict(overrides)
    raw = {key: float(own.get(key, row.value)) for key, row in MEASURES.items()}
    chosen = {key: str(own.get(key, row.value)) for key, row in CHOICES.items()}
    char = char_pitch_of(raw["block_width"] * MM, raw["body_size"], int(raw["chars"]))
    scales = {"mm": MM, "line": raw["line_pitch"], "char": char}
    values = {key: raw[key] * scales.get(row.unit, 1.0) for key, row in MEASURES.items()}
    return Metrics(
        values=values,
        red=_colour(chosen["red"]),
        latin=Style(chosen["latin"]),
        size=values["body_size"],
        small=values["small_size"],
        title_size=values["title_size"],
        title_pitch=values["title_pitch"],
        left=values["left"],
        # the edge that characters reach on the grid, a hair inside the text block
        right=values["left"] + (raw["chars"] - 1) * char + values["body_size"],
        top=values["top"],
        bottom=values["top"] + values["block_height"],
        width=values["block_width"],
        height=values["block_height"],
        page_width=values["page_width"],
        page_height=values["page_height"],
        lines=int(values["lines"]),
        line_pitch=values["line_pitch"],
        char_pitch=char,
    )


def _number(key: str, row: Measure, raw: object) -> float | None:
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal) or raw != raw:  # NaN is not itself
        return None
    least, most = _bounds(key, row)
    if not least <= raw <= most or (row.unit == Unit.COUNT and raw != int(raw)):
        return None
    return float(raw)


def _choice(row: Choice, raw: object) -> str | None:
    if not isinstance(raw, str):
        return None
    if row.unit == Unit.COLOUR:
        return raw.upper() if _COLOUR.fullmatch(raw) else None
    return raw if raw in LATIN_FACES else None


def _bounds(key: str, row: Measure) -> tuple[float, float]:
    return _BOUNDS.get(key) or (row.value * _NARROW, row.value * _WIDE)


def _allowed_number(key: str, row: Measure) -> str:
    least, most = _bounds(key, row)
    whole = "整数，" if row.unit == Unit.COUNT else ""
    return f"应为{whole}{least:g}至{most:g}{_UNIT_WORDS[row.unit]}"


def _allowed_choice(row: Choice) -> str:
    return "颜色写作“#E20000”的样子" if row.unit == Unit.COLOUR else f"只能是{'或者'.join(LATIN_FACES)}"


def _check_together(metrics: Metrics) -> None:
    """Measures that are each within reason may still not fit one sheet."""
    if metrics.right > metrics.page_width or metrics.bottom + metrics.points("page_number_below") > metrics.page_height:
        raise ValidationError({"block_width": "订口、天头和版心加起来超出了纸面。"})
    needed = (metrics.lines - 1) * metrics.line_pitch + metrics.size
    if needed > metrics.height + 1:
        most = int((metrics.height - metrics.size) / metrics.line_pitch) + 1
        raise ValidationError({"line_pitch": f"每面{metrics.lines}行照这个行距排不下，版心里最多{most}行。"})
    if metrics.tight < -metrics.size / 8:
        raise ValidationError({"chars": "每行字数太多，字会叠在一起。减少每行字数，或者改小字号。"})


def _within(row: Measure | Choice, own: float | str) -> bool:
    if isinstance(row, Measure):
        return abs(float(own) - row.value) <= row.tolerance + _SAME
    if row.unit == Unit.COLOUR:
        pairs = zip(_colour(str(own)), _colour(row.value), strict=True)
        return all(abs(mine - theirs) * 255 <= row.tolerance for mine, theirs in pairs)
    return own == row.value


def _colour(text: str) -> Colour:
    red, green, blue = (round(int(text[start : start + 2], 16) / 255, 3) for start in (1, 3, 5))
    return red, green, blue


def _shown(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:g}"


STANDARD = _metrics(())
"""GB/T 9704-2012 as it stands."""
