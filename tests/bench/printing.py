"""Printing beside a bare canvas, typst and LibreOffice: the same rows and faces, interleaved in one run.

Run: python tests/bench/printing.py [ROUNDS]. Medians in ms; the ratio is to the first line of each block. What is not
installed (the typst package, soffice) shows as 没有. LibreOffice is also shown without its start: the time of an empty
document is taken off.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from services.printing import table as table_module
from services.printing.batch import file_name, render_each, render_many
from services.printing.faces import load_faces
from services.printing.grid import Align
from services.printing.official import Format, OfficialDocument, Paragraph, Signature
from services.printing.page import ASCENT, Ink, Pen, Rule, Sheet
from services.printing.table import TableColumn, TablePrint, print_table

LEDGER_ROWS, MANY_ROWS, LETTERS = 1_000, 20_000, 500
UNITS = ("县水务局", "县农业农村局", "示例镇人民政府", "县市场监督管理局", "县自然资源和规划局")
HEADS = (
    *("序号", "编号", "责任单位", "检查日期", "问题类型", "问题描述"),
    *("整改要求", "责任人", "联系电话", "整改期限", "整改状态", "得分"),
)
SHARES = (3, 7, 9, 7, 7, 24, 20, 5, 8, 7, 5, 4)
FACE = "GW FangSong"
_FODT = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:'
    'office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:'
    'opendocument:xmlns:table:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:'
    'names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.2" '
    'office:mimetype="application/vnd.oasis.opendocument.text"><office:automatic-styles>'
    '<style:page-layout style:name="pm"><style:page-layout-properties fo:page-width="{width}mm" '
    'fo:page-height="{height}mm" fo:margin-top="{top}mm" fo:margin-bottom="{bottom}mm" fo:margin-left="{left}mm" '
    'fo:margin-right="{right}mm"/></style:page-layout>{styles}</office:automatic-styles>'
    '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pm"/>'
    "</office:master-styles><office:body><office:text>{body}</office:text></office:body></office:document>"
)
_PARAGRAPH_STYLE = (
    '<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties fo:line-height="{pitch}pt" '
    'fo:text-align="{align}" fo:text-indent="{indent}pt" fo:break-before="{page}"/><style:text-properties '
    'style:font-name-asian="{face}" style:font-family-asian="{face}" fo:font-family="{face}" fo:font-size="{size}pt" '
    'style:font-size-asian="{size}pt"/></style:style>'
)


def ledger_rows(count: int, seed: int) -> list[list[str]]:
    """Rows like a ledger of rectification; `seed` keeps typst from remembering the last round."""
    return [
        [
            str(number + 1),
            f"ZG-{seed:02d}{number:05d}",
            UNITS[number % len(UNITS)],
            f"2026-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
            ("程序不规范", "文书瑕疵", "主体不适格")[number % 3],
            f"第{number * 7}号案卷的检查笔录没有当事人签名，送达回证缺少见证人，告知书送达早于审批日期。",
            f"补正第{number * 3}页，重新送达后附回证；{number % 5 + 2}个工作日内报送整改情况。",
            "齐明川林书言"[number % 4 : number % 4 + 3],
            f"0999-55{seed:02d}{number % 1000:03d}",
            f"2026-{(number + 1) % 12 + 1:02d}-15",
            ("整改中", "已销号", "逾期")[number % 3],
            f"{number % 100 / 10:.1f}",
        ]
        for number in range(count)
    ]


def letter(number: int, seed: int) -> OfficialDocument:
    """One page: the same notice to one unit after another."""
    unit = f"示例镇第{number + 1}执法中队"
    body = (
        Paragraph(
            0, f"根据年度监督检查计划，现就你单位{seed + 1}至{number % 12 + 1}月的执法案卷开展检查，请提前准备。"
        ),
        Paragraph(1, "检查内容"),
        Paragraph(0, "行政处罚案卷的立案、调查、告知、决定、送达各环节的文书，执法记录仪资料的保存。"),
        Paragraph(1, "有关要求"),
        Paragraph(0, f"于收到本通知之日起{number % 9 + 3}个工作日内把案卷清单报送县司法局，并确定一名联络员。"),
    )
    return OfficialDocument(
        format=Format.LETTER,
        title=f"关于开展第{seed + 1}轮行政执法案卷监督检查的通知",
        body=body,
        mark="示例县司法局",
        number=f"示司监〔2026〕{number + 1}号",
        to=(unit,),
        sign=(Signature("示例县司法局", seal=True),),
        date="2026-11-20",
    )


class Recorder(Pen):
    """A pen that also keeps what it draws, page by page."""

    pages: list[Sheet]

    def __init__(self, *words: Any, **named: Any) -> None:
        super().__init__(*words, **named)
        Recorder.pages = [Sheet()]

    def text(self, ink: Ink) -> None:
        Recorder.pages[-1].text(ink)
        super().text(ink)

    def rule(self, rule: Rule) -> None:
        Recorder.pages[-1].rule(rule)
        super().rule(rule)

    def next_page(self) -> None:
        Recorder.pages.append(Sheet())
        super().next_page()


def print_ours(rows: list[list[str]], target: Path) -> None:
    aligns = {0: Align.CENTER, 11: Align.RIGHT}
    columns = tuple(
        TableColumn(head, share, aligns.get(index, Align.LEFT))
        for index, (head, share) in enumerate(zip(HEADS, SHARES, strict=True))
    )
    print_table(TablePrint("整改台账", columns, rows, date(2026, 11, 20), landscape=True), target)


def recorded(rows: list[list[str]], target: Path) -> list[Sheet]:
    """The pages of the ledger as strings already broken and rules already placed."""
    table_module.Pen = Recorder  # type: ignore[misc]
    try:
        print_ours(rows, target)
    finally:
        table_module.Pen = Pen  # type: ignore[misc]
    return [page for page in Recorder.pages if not page.is_blank]


def draw_bare(pages: list[Sheet], target: Path, width: float, height: float) -> None:
    """What anybody would write with reportlab: setFont, drawString, line."""
    from reportlab.pdfgen.canvas import Canvas

    faces = load_faces()
    canvas: Any = Canvas(str(target), pagesize=(width, height), pageCompression=1)
    for page in pages:
        for rule in page.rules:
            canvas.setLineWidth(rule.thickness)
            canvas.line(rule.x0, height - rule.y0, rule.x1, height - rule.y1)
        for ink in page.inks:
            canvas.setFont(faces.first(ink.style), ink.size)
            canvas.drawString(ink.x, height - ink.top - ASCENT * ink.size, ink.text, charSpace=ink.spacing)
        canvas.showPage()
    canvas.save()


# typst ------------------------------------------------------------------------------------------------------------


def typst_ledger(rows: list[list[str]], folder: Path) -> Path:
    (folder / "rows.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    shares = ", ".join(f"{share}fr" for share in SHARES)
    heads = ", ".join(f"[{head}]" for head in HEADS)
    source = folder / "ledger.typ"
    source.write_text(
        '#set page(paper: "a4", flipped: true, margin: (x: 15mm, top: 16mm, bottom: 18mm), footer: context align('
        "center, [第#counter(page).display()页　共#counter(page).final().first()页]))\n"
        f'#set text(font: "{FACE}", size: 9pt, lang: "zh")\n#set table(stroke: 0.5pt, inset: (x: 2pt, y: 3pt))\n'
        '#align(center, text(size: 18pt)[整改台账])\n#let rows = json("rows.json")\n'
        f"#table(columns: ({shares}), table.header({heads}), ..rows.flatten())\n",
        encoding="utf-8",
    )
    return source


def typst_letters(documents: list[OfficialDocument], folder: Path) -> Path:
    source = folder / "letters.typ"
    lines = [
        "#set page(width: 210mm, height: 297mm, margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm))",
        f'#set text(font: "{FACE}", size: 16pt, lang: "zh")',
        "#set par(first-line-indent: (amount: 2em, all: true), justify: true, leading: 13pt, spacing: 13pt)",
    ]
    for number, document in enumerate(documents):
        if number:
            lines.append("#pagebreak()")
        lines += [
            f'#align(center, text(size: 50pt, fill: red, font: "GW BiaoSong")[{document.mark}])',
            f"#align(center)[{document.number}]\n#line(length: 100%, stroke: 1.5pt + red)",
            f'#align(center, text(size: 22pt, font: "GW BiaoSong")[{document.title}])\n',
            f"#par(first-line-indent: 0pt)[{document.to[0]}：]\n",
            *(
                f'#text(font: "GW Hei")[{paragraph.text}]\n' if paragraph.level else f"{paragraph.text}\n"
                for paragraph in document.body
            ),
            "#align(right)[示例县司法局]\n#align(right)[2026年11月20日]",
        ]
    source.write_text("\n".join(lines), encoding="utf-8")
    return source


def typst_maker() -> Callable[[Path, Path], None] | None:
    try:
        import typst
    except ImportError:
        return None
    fonts = str(ROOT / "resources" / "fonts")

    def compile_file(source: Path, target: Path) -> None:
        typst.compile(str(source), output=str(target), font_paths=[fonts], ignore_system_fonts=True)

    return compile_file


# LibreOffice ------------------------------------------------------------------------------------------------------


def office_ledger(rows: list[list[str]], folder: Path) -> Path:
    styles = _PARAGRAPH_STYLE.format(name="P", pitch=12, align="left", indent=0, page="auto", face=FACE, size=9)
    styles += '<style:style style:name="C" style:family="table-cell"><style:table-cell-properties '
    styles += 'fo:border="0.5pt solid #000000" fo:padding="2pt"/></style:style>'
    for index, share in enumerate(SHARES):
        styles += f'<style:style style:name="W{index}" style:family="table-column"><style:table-column-properties '
        styles += f'style:column-width="{267 * share / sum(SHARES):.2f}mm"/></style:style>'

    def row_xml(cells: tuple[str, ...] | list[str]) -> str:
        inside = (
            f'<table:table-cell table:style-name="C"><text:p text:style-name="P">{cell}</text:p></table:table-cell>'
            for cell in cells
        )
        return f"<table:table-row>{''.join(inside)}</table:table-row>"

    columns = "".join(f'<table:table-column table:style-name="W{index}"/>' for index in range(len(SHARES)))
    head = f"<table:table-header-rows>{row_xml(HEADS)}</table:table-header-rows>"
    body = f'<table:table table:name="T">{columns}{head}{"".join(map(row_xml, rows))}</table:table>'
    return _fodt(folder / "ledger.fodt", styles, body, (297, 210, 16, 18, 15, 15))


def office_letters(documents: list[OfficialDocument], folder: Path) -> Path:
    wanted = (("M", 50, "center", 0, "page"), ("N", 30, "center", 0, "auto"), ("B", 29, "justify", 32, "auto"))
    styles = "".join(
        _PARAGRAPH_STYLE.format(name=name, pitch=pitch, align=align, indent=indent, page=page, face=FACE, size=16)
        for name, pitch, align, indent, page in wanted
    )
    lines = []
    for document in documents:
        lines.append(f'<text:p text:style-name="M">{document.mark}</text:p>')
        lines += [f'<text:p text:style-name="N">{text}</text:p>' for text in (document.number, document.title)]
        texts = (f"{document.to[0]}：", *(each.text for each in document.body), "示例县司法局", "2026年11月20日")
        lines += [f'<text:p text:style-name="B">{text}</text:p>' for text in texts]
    return _fodt(folder / "letters.fodt", styles, "".join(lines), (210, 297, 37, 35, 28, 26))


def _fodt(target: Path, styles: str, body: str, measures: tuple[int, int, int, int, int, int]) -> Path:
    names = ("width", "height", "top", "bottom", "left", "right")
    words = dict(zip(names, map(str, measures), strict=True))
    target.write_text(_FODT.format(styles=styles, body=body, **words), encoding="utf-8")
    return target


def office_maker(folder: Path) -> Callable[[Path, Path], None] | None:
    """Converts with a profile of its own, and sees the faces of the project."""
    program = shutil.which("soffice")
    if not program:
        return None
    config = folder / "fonts.conf"
    config.write_text(
        f"<fontconfig><dir>{ROOT / 'resources' / 'fonts'}</dir><cachedir>{folder / 'cache'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    surroundings = os.environ | {"FONTCONFIG_FILE": str(config)}

    def convert(source: Path, target: Path) -> None:
        command = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
        subprocess.run(
            [*command, "--outdir", str(target.parent), str(source)], env=surroundings, check=True, capture_output=True
        )
        (target.parent / source.with_suffix(".pdf").name).rename(target)

    return convert


# measuring --------------------------------------------------------------------------------------------------------


def taken(work: Callable[..., object], *words: object) -> float:
    """Milliseconds."""
    gc.collect()
    begun = time.perf_counter()
    work(*words)
    return (time.perf_counter() - begun) * 1000


def worked(work: Callable[..., object], *words: object) -> float:
    """Milliseconds of the processor: growth is not to depend on what else the machine does."""
    gc.collect()
    begun = time.process_time()
    work(*words)
    return (time.process_time() - begun) * 1000


def report(title: str, times: dict[str, list[float]]) -> None:
    """A block; an empty list is something that is not installed."""
    print(f"\n{title}")
    base = statistics.median(next(iter(times.values())))
    for name, found in times.items():
        if not found:
            print(f"  {name:34s} 没有")
            continue
        print(f"  {name:34s} {statistics.median(found):9.1f} ms  {statistics.median(found) / base:6.2f} x")


def pages_in(path: Path) -> int:
    import pypdfium2

    document: Any = pypdfium2.PdfDocument(str(path))
    try:
        return len(document)
    finally:
        document.close()


def measure_ledger(folder: Path, rounds: int) -> None:
    typst, office = typst_maker(), office_maker(folder)
    width, height = table_module.paper_size(table_module.Paper.A4, True)
    times: dict[str, list[float]] = {
        "ours": [],
        "bare canvas, strings broken": [],
        "typst": [],
        "LibreOffice": [],
        "LibreOffice without start": [],
    }
    counts: dict[str, int] = {}
    for number in range(rounds):
        rows = ledger_rows(LEDGER_ROWS, number)
        target = folder / "out.pdf"
        pages = recorded(rows, target)
        times["ours"].append(taken(print_ours, rows, target))
        counts["ours"] = pages_in(target)
        times["bare canvas, strings broken"].append(taken(draw_bare, pages, target, width, height))
        if typst:
            source = typst_ledger(rows, folder)
            times["typst"].append(taken(typst, source, target))
            counts["typst"] = pages_in(target)
        if office and number < 2:
            _measure_office(office, office_ledger(rows, folder), folder, times)
            counts["LibreOffice"] = pages_in(folder / "office.pdf")
    report(f"{LEDGER_ROWS} rows of {len(HEADS)} columns; pages {counts}", times)


def _measure_office(
    office: Callable[[Path, Path], None], source: Path, folder: Path, times: dict[str, list[float]]
) -> None:
    empty = _fodt(folder / "empty.fodt", "", "<text:p/>", (210, 297, 37, 35, 28, 26))
    start = taken(office, empty, folder / "empty.pdf")
    whole = taken(office, source, folder / "office.pdf")
    times["LibreOffice"].append(whole)
    times["LibreOffice without start"].append(whole - start)


def measure_growth(folder: Path, rounds: int) -> None:
    few: list[float] = []
    many: list[float] = []
    for number in range(rounds):
        small, large = ledger_rows(LEDGER_ROWS, number), ledger_rows(MANY_ROWS, number)
        few.append(worked(print_ours, small, folder / "out.pdf") / LEDGER_ROWS * 1000)
        many.append(worked(print_ours, large, folder / "out.pdf") / MANY_ROWS * 1000)
    report("time per 1,000 rows", {f"in {LEDGER_ROWS} rows": few, f"in {MANY_ROWS} rows": many})


def measure_letters(folder: Path, rounds: int) -> None:
    typst, office = typst_maker(), office_maker(folder)
    together: dict[str, list[float]] = {
        "ours, one PDF": [],
        "typst": [],
        "LibreOffice": [],
        "LibreOffice without start": [],
    }
    counts: dict[str, int] = {}
    for number in range(rounds):
        documents = [letter(index, number) for index in range(LETTERS)]
        together["ours, one PDF"].append(taken(render_many, documents, folder / "out.pdf"))
        counts["ours"] = pages_in(folder / "out.pdf")
        if typst:
            source = typst_letters(documents, folder)
            together["typst"].append(taken(typst, source, folder / "out.pdf"))
            counts["typst"] = pages_in(folder / "out.pdf")
        if office and number < 2:
            _measure_office(office, office_letters(documents, folder), folder, together)
            counts["LibreOffice"] = pages_in(folder / "office.pdf")
    report(f"{LETTERS} letters in one PDF; pages {counts}", together)


def measure_files(folder: Path, rounds: int) -> None:
    from services.printing.official import lay_out

    faces = load_faces()
    times: dict[str, list[float]] = {"ours, a file each": [], "bare canvas, strings broken": []}
    for number in range(max(1, rounds // 2)):
        documents = [letter(index, number) for index in range(LETTERS)]
        sheets = [lay_out(faces, document).sheets for document in documents]
        target = folder / f"each{number}"
        target.mkdir()
        times["ours, a file each"].append(taken(render_each, documents, target, file_name))
        times["bare canvas, strings broken"].append(taken(_draw_each, sheets, target))
    report(f"{LETTERS} letters, a file each", times)


def _draw_each(letters: list[list[Sheet]], folder: Path) -> None:
    for index, pages in enumerate(letters):
        draw_bare(pages, folder / f"bare{index}.pdf", 595.28, 841.89)


_ONLY_FACES = """
import sys; sys.path.insert(0, sys.argv[1])
import reportlab.pdfgen.canvas
from services.printing.faces import Style, load_faces
faces = load_faces()
for style in Style: faces.first(style)
"""
_FIRST_LETTER = """
import sys; sys.path.insert(0, sys.argv[1])
from pathlib import Path
from services.printing.official import Format, OfficialDocument, Paragraph, Signature, render_official
body = (Paragraph(1, "检查内容"), Paragraph(0, "检查" * 80))
named = dict(mark="示例县司法局文件", number="示司监〔2026〕1号", to=("县水务局",), date="2026-11-20")
sign = (Signature("示例县司法局", True),)
document = OfficialDocument(Format.DOCUMENT, "关于开展执法监督检查的通知", body, sign=sign, **named)
render_official(document, Path(sys.argv[2]))
"""


def measure_first(folder: Path, rounds: int) -> None:
    times: dict[str, list[float]] = {"reportlab and the five faces": [], "the first letter": []}
    for _round in range(rounds):
        for found, code in zip(times.values(), (_ONLY_FACES, _FIRST_LETTER), strict=True):
            command = [sys.executable, "-c", code, str(ROOT), str(folder / "first.pdf")]
            found.append(taken(subprocess.check_call, command))
    report("a fresh process", times)


def main() -> None:
    """All measures, one after another; each interleaves what it compares."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        print_ours(ledger_rows(50, 99), folder / "warm.pdf")
        render_many([letter(0, 99)], folder / "warm.pdf")
        measure_first(folder, rounds)
        measure_ledger(folder, rounds)
        measure_letters(folder, rounds)
        measure_files(folder, rounds)
        measure_growth(folder, rounds)


if __name__ == "__main__":
    main()
