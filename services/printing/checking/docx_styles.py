"""Faces and paragraph layout in a .docx: from the run, its style, the paragraph's style, up to the defaults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DEEPEST = 12  # a style may be based on another, in a broken file on itself
_AUTO_LINE = 240  # of a line, where the rule is auto
_DEFAULT_SIZE = 10.0


@dataclass(frozen=True, slots=True)
class Look:
    """`face` for Chinese and `latin` for digits, size in points, colour as RRGGBB (empty: automatic).

    `spacing`: points added behind each character.
    """

    face: str
    size: float
    colour: str = ""
    spacing: float = 0.0
    latin: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """`pitch` in points where it is exact, else `lines` of the grid; indents in points, `chars` in characters."""

    align: str = "left"
    pitch: float | None = None
    lines: float = 1.0
    first: float = 0.0
    chars: float = 0.0
    left: float = 0.0


class Styles:
    """Looks up what a run or a paragraph is set in."""

    def __init__(self, document: Any) -> None:
        root = document.styles.element
        self._styles = {style.get(W + "styleId"): style for style in root.iter(W + "style")}
        self._default = next(
            (
                style
                for style in root.iter(W + "style")
                if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true", "on")
            ),
            None,
        )
        self._run_defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._paragraph_defaults = root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr")
        self._theme = _theme_faces(document)
        self._known: dict[str | None, list[Any]] = {}

    def look(self, run: Any, paragraph: Any) -> Look:
        """How the Chinese characters of a run are set."""
        chain = list(self._run_chain(run, paragraph))
        size = _number(_first(chain, "sz", "val"))
        colour = _first(chain, "color", "val") or ""
        return Look(
            face=self._face(chain),
            size=size / 2 if size else _DEFAULT_SIZE,
            colour="" if colour.lower() == "auto" else colour.upper(),
            spacing=_number(_first(chain, "spacing", "val")) / 20,
            latin=_first(chain, "rFonts", "ascii") or "",
        )

    def setting(self, paragraph: Any) -> Setting:
        """How a paragraph is laid out."""
        chain = list(self._paragraph_chain(paragraph))
        line, rule = _number(_first(chain, "spacing", "line")), _first(chain, "spacing", "lineRule")
        exact = rule in ("exact", "atLeast") and line > 0
        hanging = _number(_first(chain, "ind", "hanging"))
        return Setting(
            align=_first(chain, "jc", "val") or "left",
            pitch=line / 20 if exact else None,
            lines=line / _AUTO_LINE if line and not exact else 1.0,
            first=-hanging / 20 if hanging else _number(_first(chain, "ind", "firstLine")) / 20,
            chars=_number(_first(chain, "ind", "firstLineChars")) / 100,
            left=_number(_first(chain, "ind", "left") or _first(chain, "ind", "start")) / 20,
        )

    @property
    def default_size(self) -> float:
        """Points of the default paragraph style: the type that a character grid counts from."""
        chain = [each for each in (*self._of_style(None, "rPr"), self._run_defaults) if each is not None]
        return _number(_first(chain, "sz", "val")) / 2 or _DEFAULT_SIZE

    def _face(self, chain: list[Any]) -> str:
        for properties in chain:
            fonts = properties.find(W + "rFonts")
            if fonts is None:
                continue
            theme = fonts.get(W + "eastAsiaTheme")
            if theme:
                return self._theme.get("major" if theme.startswith("major") else "minor", "")
            if fonts.get(W + "eastAsia"):
                return str(fonts.get(W + "eastAsia"))
        return ""

    def _run_chain(self, run: Any, paragraph: Any) -> Iterator[Any]:
        own = run.find(W + "rPr")
        if own is not None:
            yield own
            named = own.find(W + "rStyle")
            if named is not None:
                yield from self._of_style(named.get(W + "val"), "rPr")
        yield from self._of_style(_style_of(paragraph), "rPr")
        if self._run_defaults is not None:
            yield self._run_defaults

    def _paragraph_chain(self, paragraph: Any) -> Iterator[Any]:
        own = paragraph.find(W + "pPr")
        if own is not None:
            yield own
        yield from self._of_style(_style_of(paragraph), "pPr")
        if self._paragraph_defaults is not None:
            yield self._paragraph_defaults

    def _of_style(self, name: str | None, kind: str) -> list[Any]:
        """The properties of a style and of those it is based on; without a name those of the default style."""
        key = f"{name}/{kind}" if name else kind
        if key not in self._known:
            self._known[key] = list(self._walk(name, kind))
        return self._known[key]

    def _walk(self, name: str | None, kind: str) -> Iterator[Any]:
        style = self._styles.get(name, self._default) if name else self._default
        for _step in range(_DEEPEST):
            if style is None:
                return
            properties = style.find(W + kind)
            if properties is not None:
                yield properties
            base = style.find(W + "basedOn")
            style = self._styles.get(base.get(W + "val")) if base is not None else None


def _style_of(paragraph: Any) -> str | None:
    named = paragraph.find(f"{W}pPr/{W}pStyle")
    return named.get(W + "val") if named is not None else None


def _first(chain: list[Any], name: str, attribute: str) -> str | None:
    for properties in chain:
        child = properties.find(W + name)
        if child is not None and child.get(W + attribute) is not None:
            return str(child.get(W + attribute))
    return None


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0


def _theme_faces(document: Any) -> dict[str, str]:
    """Chinese faces of the theme, for headings (major) and text (minor)."""
    from docx.oxml import parse_xml

    for relation in document.part.rels.values():
        if relation.is_external or not relation.reltype.endswith("/theme"):
            continue
        try:
            root = parse_xml(relation.target_part.blob)
        except SyntaxError:
            return {}
        return {kind: _theme_face(root, kind) for kind in ("major", "minor")}
    return {}


def _theme_face(root: Any, kind: str) -> str:
    fonts = next(root.iter(f"{_A}{kind}Font"), None)
    if fonts is None:
        return ""
    chinese = next((each for each in fonts.iter(_A + "font") if each.get("script") == "Hans"), None)
    plain = fonts.find(_A + "ea")
    face = (plain.get("typeface") if plain is not None else "") or ""
    return face or (chinese.get("typeface") if chinese is not None else "") or ""
