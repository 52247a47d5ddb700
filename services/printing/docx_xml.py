"""WordprocessingML that python-docx has no names for, in the order of children the schema asks for."""

from __future__ import annotations

import re
from typing import Any

from services.printing.faces import Style

FACE_NAMES: dict[Style, str] = {
    Style.TITLE: "方正小标宋简体",
    Style.BODY: "仿宋",
    Style.KAI: "楷体",
    Style.HEI: "黑体",
    Style.SONG: "宋体",
}
_OTHER_NAMES = {"方正小标宋简体": "方正小标宋_GBK", "仿宋": "仿宋_GB2312", "楷体": "楷体_GB2312"}
_ORDER = {
    "pPr": (
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
        "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
        "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
        "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
    ),
    "rPr": (
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
        "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs "
        "em lang eastAsianLayout specVanish oMath"
    ),
    "tblPr": (
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd "
        "tblBorders shd tblLayout tblCellMar tblLook"
    ),
    "trPr": "cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader tblCellSpacing jc hidden",
    "sectPr": (
        "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType "
        "cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings"
    ),
}


def element(name: str, **attributes: object) -> Any:
    """`<w:name w:key="value"/>`"""
    from docx.oxml import OxmlElement  # heavy; only editable files need it
    from docx.oxml.ns import qn

    found: Any = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        found.set(qn(f"w:{key}"), str(value))
    return found


def replace_child(parent: Any, child: Any) -> None:
    """Puts `child` in the place of one of its kind."""
    for old in parent.findall(child.tag):
        parent.remove(old)
    parent.append(child)


def set_order(root: Any) -> None:
    """Sorts the children of properties as the schema asks; Word refuses or ignores what stands out of order."""
    from docx.oxml.ns import qn

    for tag, names in _ORDER.items():
        places = {qn(f"w:{name}"): place for place, name in enumerate(names.split())}
        for parent in root.iter(qn(f"w:{tag}")):
            children = sorted(parent, key=lambda child: places.get(child.tag, len(places)))
            for child in children:
                parent.remove(child)
            for child in children:
                parent.append(child)


def set_fonts(properties: Any, style: Style) -> None:
    """The face for Chinese, Latin and digits alike; theme faces would win over it and are left out."""
    name = FACE_NAMES[style]
    replace_child(properties, element("rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name, hint="eastAsia"))


def add_font_table(document: Any) -> None:
    """Names under which the same faces go on older machines."""
    part = next(
        (each for each in document.part.package.iter_parts() if str(each.partname) == "/word/fontTable.xml"), None
    )
    if part is None:
        return
    entries = ""
    for name in FACE_NAMES.values():
        other = _OTHER_NAMES.get(name)
        alias = f'<w:altName w:val="{other}"/>' if other else ""
        entries += f'<w:font w:name="{name}">{alias}<w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
    text = part.blob.decode("utf-8")
    part._blob = re.sub(r"</w:fonts>\s*$", entries + "</w:fonts>", text).encode("utf-8")
