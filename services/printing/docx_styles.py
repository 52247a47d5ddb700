"""Parts of an editable file that hold for the whole of it: default face and line, settings, names of faces."""

from __future__ import annotations

from services.printing.docx_geometry import Geometry
from services.printing.docx_package import Package
from services.printing.docx_xml import Element, twips, w
from services.printing.faces import Style

FACE_NAMES: dict[Style, str] = {
    Style.TITLE: "方正小标宋简体",
    Style.BODY: "仿宋",
    Style.KAI: "楷体",
    Style.HEI: "黑体",
    Style.SONG: "宋体",
}
_OLDER_NAMES = {"方正小标宋简体": "方正小标宋_GBK", "仿宋": "仿宋_GB2312", "楷体": "楷体_GB2312"}
_FAMILIES = {"仿宋": "modern", "楷体": "modern", "黑体": "modern"}

_WORD_2013 = "15"
_COMPATIBILITY = "http://schemas.microsoft.com/office/word"


def faces_of(style: Style) -> Element:
    """The face for Chinese, Latin and digits alike; no theme is named, which would win over it."""
    name = FACE_NAMES[style]
    return w("rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name, hint="eastAsia")


def set_latin(root: Element, latin: Style) -> None:
    """Letters and figures of 仿宋 and 楷体 in the face of another style, where a profile asks for it."""
    if latin is Style.BODY:
        return
    changed = (FACE_NAMES[Style.BODY], FACE_NAMES[Style.KAI])
    model = faces_of(latin)
    for faces in root.iter(model.tag):
        if set(faces.attrib.values()) & set(changed):
            for key in w("rFonts", ascii="", hAnsi="").attrib:
                faces.set(key, model.attrib[key])


def add_whole(package: Package, geometry: Geometry, *, mirrored: bool) -> None:
    """Adds styles, settings and the table of faces. `mirrored`: the binding edge of even pages is on the right."""
    package.add("styles", "styles", _styles(geometry))
    package.add("settings", "settings", _settings(mirrored=mirrored))
    package.add("fontTable", "fontTable", _font_table())


def _styles(geometry: Geometry) -> Element:
    size = round(geometry.metrics.size * 2)
    run = w(
        "rPr",
        faces_of(Style.BODY),
        w("spacing", val=twips(geometry.tight)),
        w("kern", val=0),
        w("sz", val=size),
        w("szCs", val=size),
        w("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA"),
    )
    # LibreOffice passes over some paragraph properties of the defaults, so that Normal repeats them
    named = (w("name", val="Normal"), w("qFormat"), _plain_paragraph(geometry))
    normal = w("style", *named, type="paragraph", default=1, styleId="Normal")
    plain_cells = w("tblCellMar", *(w(side, w=0, type="dxa") for side in ("top", "left", "bottom", "right")))
    table = w(
        "style",
        w("name", val="Normal Table"),
        w("uiPriority", val=99),
        w("semiHidden"),
        w("unhideWhenUsed"),
        w("tblPr", w("tblInd", w=0, type="dxa"), plain_cells),
        type="table",
        default=1,
        styleId="TableNormal",
    )
    defaults = w("docDefaults", w("rPrDefault", run), w("pPrDefault", _plain_paragraph(geometry)))
    return w("styles", defaults, normal, table)


def _plain_paragraph(geometry: Geometry) -> Element:
    """Full pages (no widow control), 28 characters a line, no blanks of the program's own beside digits.

    The grid of the section is there to be read in the page dialogue; the lines keep to their exact height.
    `overflowPunct` lets a mark hang in the margin, as Word and WPS do of themselves. LibreOffice reads it the other way
    round: switched off, a line there gets a 29th character, and pages end elsewhere than in the PDF. It also puts
    blanks beside digits whatever is asked, so that lines with digits are longer there.
    """
    off = ("widowControl", "autoSpaceDE", "autoSpaceDN", "adjustRightInd", "snapToGrid")
    on = ("kinsoku", "overflowPunct")
    spacing = w("spacing", before=0, after=0, line=twips(geometry.pitch), lineRule="exact")
    return w("pPr", *(w(name, val=0) for name in off), *(w(name, val=1) for name in on), spacing)


def _settings(*, mirrored: bool) -> Element:
    modern = ("overrideTableStyleFontSizeAndJustification", "enableOpenTypeFeatures", "doNotFlipMirrorIndents")
    entries = [("compatibilityMode", _WORD_2013), *((name, 1) for name in modern)]
    return w(
        "settings",
        w("zoom", percent=100),
        w("removePersonalInformation"),
        *([w("mirrorMargins")] if mirrored else []),
        w("bordersDoNotSurroundHeader"),
        w("bordersDoNotSurroundFooter"),
        w("defaultTabStop", val=420),
        w("evenAndOddHeaders"),
        w("characterSpacingControl", val="doNotCompress"),
        w("compat", *(w("compatSetting", name=name, uri=_COMPATIBILITY, val=value) for name, value in entries)),
        w("decimalSymbol", val="."),
        w("listSeparator", val=","),
    )


def _font_table() -> Element:
    """Each face with the name that it has on older machines."""
    found = []
    for name in FACE_NAMES.values():
        older = _OLDER_NAMES.get(name)
        children = [w("altName", val=older)] if older else []
        children += [w("charset", val="86"), w("family", val=_FAMILIES.get(name, "auto")), w("pitch", val="variable")]
        found.append(w("font", *children, name=name))
    return w("fonts", *found)
