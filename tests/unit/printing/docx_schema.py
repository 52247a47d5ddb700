"""What may stand where in a WordprocessingML file: the parts of the transitional schema that documents here use.

Each element has its children as a pattern of names: ? once or not at all, * any number, + at least one, | one of them.
An element without a pattern may have no children; one that is not named at all is a fault. Attributes likewise.
"""

import re
import zipfile

from lxml import etree

_ONOFF = "val"
_MEASURE = "w type"
_BORDER = "val sz space color"

CHILDREN = {
    "w:document": "w:body",
    "w:body": "(w:p|w:tbl)* w:sectPr",
    "w:hdr": "(w:p|w:tbl)+",
    "w:ftr": "(w:p|w:tbl)+",
    "w:txbxContent": "(w:p|w:tbl)+",
    "w:p": "w:pPr? (w:r|w:fldSimple)*",
    "w:fldSimple": "w:r*",
    "w:r": "w:rPr? (w:t|w:tab|w:br|w:drawing|mc:AlternateContent)*",
    "w:pPr": (
        "w:pStyle? w:keepNext? w:keepLines? w:pageBreakBefore? w:framePr? w:widowControl? w:numPr? "
        "w:suppressLineNumbers? w:pBdr? w:shd? w:tabs? w:suppressAutoHyphens? w:kinsoku? w:wordWrap? w:overflowPunct? "
        "w:topLinePunct? w:autoSpaceDE? w:autoSpaceDN? w:bidi? w:adjustRightInd? w:snapToGrid? w:spacing? w:ind? "
        "w:contextualSpacing? w:mirrorIndents? w:suppressOverlap? w:jc? w:textDirection? w:textAlignment? "
        "w:textboxTightWrap? w:outlineLvl? w:divId? w:cnfStyle? w:rPr? w:sectPr?"
    ),
    "w:rPr": (
        "w:rStyle? w:rFonts? w:b? w:bCs? w:i? w:iCs? w:caps? w:smallCaps? w:strike? w:dstrike? w:outline? w:shadow? "
        "w:emboss? w:imprint? w:noProof? w:snapToGrid? w:vanish? w:webHidden? w:color? w:spacing? w:w? w:kern? "
        "w:position? w:sz? w:szCs? w:highlight? w:u? w:effect? w:bdr? w:shd? w:fitText? w:vertAlign? w:rtl? w:cs? "
        "w:em? w:lang? w:eastAsianLayout? w:specVanish?"
    ),
    "w:pBdr": "w:top? w:left? w:bottom? w:right? w:between? w:bar?",
    "w:tabs": "w:tab+",
    "w:tbl": "w:tblPr w:tblGrid w:tr*",
    "w:tblPr": (
        "w:tblStyle? w:tblpPr? w:tblOverlap? w:bidiVisual? w:tblStyleRowBandSize? w:tblStyleColBandSize? w:tblW? w:jc? "
        "w:tblCellSpacing? w:tblInd? w:tblBorders? w:shd? w:tblLayout? w:tblCellMar? w:tblLook?"
    ),
    "w:tblGrid": "w:gridCol*",
    "w:tblBorders": "w:top? w:left? w:bottom? w:right? w:insideH? w:insideV?",
    "w:tblCellMar": "w:top? w:left? w:bottom? w:right?",
    "w:tr": "w:trPr? w:tc+",
    "w:trPr": "(w:cantSplit|w:trHeight|w:tblHeader)*",
    "w:tc": "w:tcPr? (w:p|w:tbl)* w:p",
    "w:tcPr": (
        "w:cnfStyle? w:tcW? w:gridSpan? w:hMerge? w:vMerge? w:tcBorders? w:shd? w:noWrap? w:tcMar? w:textDirection? "
        "w:tcFitText? w:vAlign? w:hideMark?"
    ),
    "w:tcBorders": "w:top? w:left? w:bottom? w:right? w:insideH? w:insideV?",
    "w:tcMar": "w:top? w:left? w:bottom? w:right?",
    "w:sectPr": (
        "(w:headerReference|w:footerReference)* w:footnotePr? w:endnotePr? w:type? w:pgSz? w:pgMar? w:paperSrc? "
        "w:pgBorders? w:lnNumType? w:pgNumType? w:cols? w:formProt? w:vAlign? w:noEndnote? w:titlePg? w:textDirection? "
        "w:bidi? w:rtlGutter? w:docGrid?"
    ),
    "w:styles": "w:docDefaults? w:latentStyles? w:style*",
    "w:docDefaults": "w:rPrDefault? w:pPrDefault?",
    "w:rPrDefault": "w:rPr?",
    "w:pPrDefault": "w:pPr?",
    "w:style": (
        "w:name? w:aliases? w:basedOn? w:next? w:link? w:autoRedefine? w:hidden? w:uiPriority? w:semiHidden? "
        "w:unhideWhenUsed? w:qFormat? w:locked? w:pPr? w:rPr? w:tblPr? w:trPr? w:tcPr?"
    ),
    "w:settings": (
        "w:zoom? w:removePersonalInformation? w:mirrorMargins? w:bordersDoNotSurroundHeader? "
        "w:bordersDoNotSurroundFooter? w:defaultTabStop? w:evenAndOddHeaders? w:characterSpacingControl? w:compat? "
        "w:decimalSymbol? w:listSeparator?"
    ),
    "w:compat": "w:compatSetting*",
    "w:fonts": "w:font*",
    "w:font": "w:altName? w:panose1? w:charset? w:family? w:notTrueType? w:pitch? w:sig?",
    "w:drawing": "(wp:anchor|wp:inline)",
    "mc:AlternateContent": "mc:Choice+ mc:Fallback?",
    "mc:Choice": "w:drawing",
    "wp:anchor": (
        "wp:simplePos wp:positionH wp:positionV wp:extent wp:effectExtent? wp:wrapNone wp:docPr wp:cNvGraphicFramePr? "
        "a:graphic"
    ),
    "wp:inline": "wp:extent wp:effectExtent? wp:docPr wp:cNvGraphicFramePr? a:graphic",
    "wp:positionH": "(wp:align|wp:posOffset)",
    "wp:positionV": "(wp:align|wp:posOffset)",
    "wp:cNvGraphicFramePr": "a:graphicFrameLocks?",
    "a:graphic": "a:graphicData",
    "a:graphicData": "(wps:wsp|pic:pic)",
    "wps:wsp": "(wps:cNvSpPr|wps:cNvCnPr) wps:spPr wps:style? wps:txbx? wps:bodyPr",
    "wps:txbx": "w:txbxContent",
    "wps:bodyPr": "a:noAutofit?",
    "wps:spPr": "a:xfrm? a:prstGeom? (a:noFill|a:solidFill)? a:ln?",
    "pic:spPr": "a:xfrm? a:prstGeom? (a:noFill|a:solidFill)? a:ln?",
    "a:xfrm": "a:off? a:ext?",
    "a:prstGeom": "a:avLst?",
    "a:ln": "(a:noFill|a:solidFill)?",
    "a:solidFill": "a:srgbClr",
    "pic:pic": "pic:nvPicPr pic:blipFill pic:spPr",
    "pic:nvPicPr": "pic:cNvPr pic:cNvPicPr",
    "pic:blipFill": "a:blip? a:stretch?",
    "a:stretch": "a:fillRect?",
}
"""Children by element; the order of properties as in the schema."""

ATTRIBUTES = {
    "w:framePr": "w h hRule hSpace vSpace wrap hAnchor vAnchor x xAlign y yAlign",
    "w:spacing": "before after line lineRule val",
    "w:ind": "left right firstLine firstLineChars hanging leftChars",
    "w:tab": "val pos",
    "w:rFonts": "hint ascii hAnsi eastAsia cs",
    "w:color": _ONOFF,
    "w:lang": "val eastAsia bidi",
    "w:fldSimple": "instr",
    "w:tblpPr": "leftFromText rightFromText vertAnchor horzAnchor tblpX tblpY tblpXSpec tblpYSpec",
    "w:tblW": _MEASURE,
    "w:tcW": _MEASURE,
    "w:tblInd": _MEASURE,
    "w:tblLayout": "type",
    "w:gridCol": "w",
    "w:trHeight": "val hRule",
    "w:headerReference": "type r:id",
    "w:footerReference": "type r:id",
    "w:type": _ONOFF,
    "w:pgSz": "w h orient",
    "w:pgMar": "top right bottom left header footer gutter",
    "w:cols": "space",
    "w:docGrid": "type linePitch",
    "w:style": "type default styleId",
    "w:zoom": "percent",
    "w:compatSetting": "name uri val",
    "w:font": "name",
}
_MEASURED_SIDES = ("w:tblCellMar", "w:tcMar")
_RULED_SIDES = ("w:pBdr", "w:tblBorders", "w:tcBorders")
_VALUES = {
    "w:jc": {"left", "center", "right", "both"},
    "w:vMerge": {"restart", "continue"},
    "w:vAlign": {"top", "center", "bottom"},
}


def faults(root):
    """Sentences about every element that stands where it may not, or carries what it may not."""
    found = []
    for each in root.iter(etree.Element):
        name = name_of(each)
        inside = "".join(f"{name_of(child)} " for child in each)
        pattern = re.sub(r"\w+:\w+", r"(?:\g<0>_)", CHILDREN.get(name, "")).replace(" ", "").replace("_)", " )")
        if not re.fullmatch(pattern, inside):
            found.append(f"{name} holds {inside}")
        found += [f"{name} has {key}" for key in _strange_attributes(each, name)]
        if name in _VALUES and value_of(each) not in _VALUES[name]:
            found.append(f"{name} is {value_of(each)}")
    return found


def name_of(element):
    """w:p"""
    return f"{element.prefix}:{etree.QName(element).localname}"


def value_of(element, key="val"):
    """An attribute of the element's own vocabulary."""
    return element.get(f"{{{etree.QName(element).namespace}}}{key}")


def _strange_attributes(element, name):
    if not name.startswith("w:"):
        return []
    parent = name_of(element.getparent()) if element.getparent() is not None else ""
    if parent in _MEASURED_SIDES:
        allowed = _MEASURE
    elif parent in _RULED_SIDES:
        allowed = _BORDER
    else:
        allowed = ATTRIBUTES.get(name, "xml:space" if name == "w:t" else _ONOFF)
    names = {f"w:{each}" if ":" not in each else each for each in allowed.split()}
    prefixes = {uri: prefix for prefix, uri in element.nsmap.items()} | {"http://www.w3.org/XML/1998/namespace": "xml"}
    shown = (f"{prefixes[etree.QName(key).namespace]}:{etree.QName(key).localname}" for key in element.attrib)
    return [key for key in shown if key not in names]


def parts(path):
    """The WordprocessingML parts of a file by name, parsed."""
    with zipfile.ZipFile(path) as package:
        names = [name for name in package.namelist() if re.fullmatch(r"word/\w+(-\w+)*\.xml", name)]
        return {name: etree.fromstring(package.read(name)) for name in names}
