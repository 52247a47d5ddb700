"""Text as PDF operators: how each character is drawn in one document is looked up once."""

from __future__ import annotations

from typing import Any, NamedTuple

from services.printing.faces import Faces, Style


class Glyph(NamedTuple):
    """A character in a PDF: the font resource that holds it, and its escaped byte there."""

    font: str
    code: str


class _Glyphs(dict[str, Glyph]):
    """Of one style, filled as characters are first drawn; `missing` are those that no face has."""

    def __init__(self, faces: Faces, style: Style, canvas: Any, missing: set[str]) -> None:
        self._faces, self._style, self._canvas, self._missing = faces, style, canvas, missing

    def __missing__(self, char: str) -> Glyph:
        from reportlab.pdfbase.pdfmetrics import getFont

        self._missing.update(self._faces.missing(self._style, char))
        ((face, shown),) = self._faces.runs(self._style, char)
        font: Any = getFont(face)
        ((subset, code),) = font.splitString(shown, self._canvas._doc)
        name = font.getSubsetInternalName(subset, self._canvas._doc)
        self[char] = found = Glyph(name, self._canvas._escape(code))
        return found


class TextWriter:
    """Writes the text operators of one canvas, a fraction of the cost of its `drawString`.

    `missing` is given the characters that no face has.
    """

    def __init__(self, faces: Faces, canvas: Any, missing: set[str]) -> None:
        self._styles = {style: _Glyphs(faces, style, canvas, missing) for style in Style}

    def operators(self, style: Style, text: str, size: float, x: float, base: float, spacing: float) -> str:
        """`text` from `x` on the base line, each character in the first face that has it; "" for no text.

        reportlab splits a face into fonts of 255 characters, so that a line may change fonts within a face.
        """
        if not text:
            return ""
        found = list(map(self._styles[style].__getitem__, text))
        font = found[0].font
        pieces: list[str] = [f"{font} {size:g} Tf ("]
        for glyph in found:
            if glyph.font != font:
                font = glyph.font
                pieces.append(f") Tj {font} {size:g} Tf (")
            pieces.append(glyph.code)
        place = f"BT 1 0 0 1 {x:.3f} {base:.3f} Tm "
        if spacing:
            return f"{place}{spacing:.4f} Tc {''.join(pieces)}) Tj 0 Tc ET"
        return f"{place}{''.join(pieces)}) Tj ET"
