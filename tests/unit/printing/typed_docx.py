"""A .docx as a clerk types it: styles of Word, not of the program; each part can be changed."""

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

BODY = (
    "为摸清案卷制作水平，县司法局决定开展评查。现将有关事项通知如下：",
    "一、评查范围",
    "（一）时间。本年办结的案卷。",
    "1.处罚案卷由两人评查。",
    "（1）随机抽取。",
    "联系人：岑知远，电话：0990-1234567。",
)


class Typed:
    """Adds what a 文件 has from head to foot. Faces and measures are those of the standard unless told otherwise."""

    def __init__(self, *, margins=(37, 35, 28, 26), size=16, face="仿宋_GB2312", pitch=28.95, sheet=(210, 297)):
        self.document = docx.Document()
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(sheet[0]), Mm(sheet[1])
        for name, value in zip(("top", "bottom", "left", "right"), margins, strict=True):
            setattr(section, f"{name}_margin", Mm(value))
        self.size, self.face, self.pitch = size, face, pitch

    def line(self, text, *, face=None, size=None, align=None, indent=0, right=0, colour=None, spacing=-0.25):
        paragraph = self.document.add_paragraph()
        paragraph.alignment = align
        layout = paragraph.paragraph_format
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(self.pitch)
        layout.space_before = layout.space_after = Pt(0)
        layout.right_indent = Pt(right) if right else None
        if indent:
            layout.first_line_indent = Pt(indent * (size or self.size))
        if text:
            self.run(paragraph, text, face or self.face, size or self.size, colour, spacing)
        return paragraph

    def run(self, paragraph, text, face, size, colour=None, spacing=-0.25):
        run = paragraph.add_run(text)
        run.font.size = Pt(size)
        properties = run._r.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), face)
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour)
        space = OxmlElement("w:spacing")
        space.set(qn("w:val"), str(round(spacing * 20)))
        properties.append(space)
        return run

    def head(self, mark="示例县司法局文件", number="示司发〔2026〕7号", colour="FF0000"):
        self.line(mark, face="方正小标宋简体", size=48, align=WD_ALIGN_PARAGRAPH.CENTER, colour=colour)
        self.line(number, align=WD_ALIGN_PARAGRAPH.CENTER)
        self.line("")
        return self

    def title(self, *lines, face="方正小标宋简体", size=22, align=WD_ALIGN_PARAGRAPH.CENTER):
        for text in lines or ("示例县司法局", "关于开展案卷评查工作的通知"):
            self.line(text, face=face, size=size, align=align)
        return self

    def to(self, text="各乡镇人民政府，县级各行政执法单位："):
        self.line(text)
        return self

    def text(self, *paragraphs, faces=(), **changes):
        for index, words in enumerate(paragraphs or BODY):
            level = next((at for at, marks in enumerate(("一二三", "（一"), 1) if words.startswith(tuple(marks))), 0)
            face = dict(faces).get(index) or {1: "黑体", 2: "楷体_GB2312"}.get(level if words[1:2] != "1" else 0)
            paragraph = self.line("", **({"indent": 2} | changes))
            stop = words.find("。") + 1
            if face and 0 < stop < len(words) and index not in dict(faces):
                self.run(paragraph, words[:stop], face, self.size)
                self.run(paragraph, words[stop:], self.face, self.size)
            else:
                self.run(paragraph, words, face or self.face, self.size, changes.get("colour"))
        return self

    def foot(self, copies="抄送：县委办公室，县人大常委会办公室。"):
        self.line("示例县司法局", align=WD_ALIGN_PARAGRAPH.RIGHT, right=80)
        self.line("2026年6月15日", align=WD_ALIGN_PARAGRAPH.RIGHT, right=64)
        self.line("（此件公开发布）", indent=2)
        self.line(copies, size=14)
        self.line("示例县司法局办公室　　　　2026年6月15日印发", size=14)
        return self

    def number(self, before="— ", after=" —", size=14, face="宋体"):
        paragraph = self.document.sections[0].footer.paragraphs[0]
        for words in (before, None, after):
            run = paragraph.add_run(words or "")
            run.font.size = Pt(size)
            run.font.name = face
            if words is None:
                for kind in ("begin", "PAGE", "separate", "1", "end"):
                    run._r.append(_field(kind))
        return self

    def whole(self):
        return self.head().title().to().text().foot().number()

    def save(self, path):
        self.document.save(str(path))
        return path


def _field(kind):
    if kind == "PAGE":
        found = OxmlElement("w:instrText")
        found.text = " PAGE "
    elif kind == "1":
        found = OxmlElement("w:t")
        found.text = "1"
    else:
        found = OxmlElement("w:fldChar")
        found.set(qn("w:fldCharType"), kind)
    return found


def element(xml):
    """WordprocessingML with its namespaces declared."""
    head, rest = xml.split(">", 1) if not xml.split(">", 1)[0].endswith("/") else (xml[:-2], "")
    return parse_xml(f"{head} {nsdecls('w')}>{rest}" if rest else f"{head} {nsdecls('w')}/>")
