"""Documents of every kind for the tests of the editable file; all names are invented."""

from official_samples import FULL, LONG, letter, notice, plain, upward

_ORGANS = ("示例县司法局", "示例县财政局", "示例县发展和改革局")
_TASK = "检查执法案卷、听取汇报、查阅台账，形成书面意见并报送"
TABLE = {
    "columns": [{"label": "序号"}, {"label": "单位", "width": 4}, {"label": "内容", "width": 8}, "备注"],
    "rows": [[str(number), "县水务局", _TASK, ""] for number in range(1, 31)],
}


def order(**changes):
    """命令 with a signature stamp."""
    found = {
        "format": "命令",
        "mark": "示例县人民政府令",
        "number": "第3号",
        "title": "",
        "to": [],
        "note": None,
        "cc": [],
    }
    signed = {"sign": [{"name": "简若宁", "post": "县长"}], "body": plain(3)}
    return notice(**(found | signed | changes))


def minutes(**changes):
    """纪要 with those present."""
    present = {"level": 0, "text": "出席：岑知远、简若宁、容知秋、白露明、周子衡、许文心"}
    found = {"format": "纪要", "mark": "示例县联席会议纪要", "number": "第3期", "sign": [], "to": []}
    return notice(**(found | {"body": [*plain(3), present]} | changes))


def form(**changes):
    """文书 without a red head."""
    found = {"format": "文书", "title": "行政执法监督意见书", "cc": [], "printed_by": "", "printed_on": ""}
    return notice(**(found | {"body": plain(2)} | changes))


def joint(**changes):
    """文件 of three organs with three seals."""
    sign = [{"name": name, "seal": True} for name in _ORGANS]
    corner = {"copy_no": "000012", "secrecy": "机密★1年", "urgency": "加急"}
    return notice(**({"mark": "\n".join(_ORGANS) + "文件", "sign": sign, "body": plain(3)} | corner | changes))


def all_kinds():
    """By name, one document for each thing that the layout does."""
    heading = {"level": 1, "text": "工作安排"}
    return {
        "letter": letter(),
        "three pages": notice(body=[heading, *plain(12, FULL * 2)], cc=[], printed_by="", printed_on=""),
        "imprint alone": notice(),
        "upward": upward(),
        "joint": joint(),
        "joint names": joint(mark="\n".join(f"示例县第{number}管理局" for number in range(1, 4))),
        "corner letter": letter(copy_no="000001", secrecy="机密★1年", urgency="加急", body=plain(4)),
        "minutes": minutes(),
        "order": order(),
        "form": form(),
        "landscape": notice(body=plain(2), appendices=[{"title": "检查安排表", "table": TABLE | {"landscape": True}}]),
        "long table": notice(
            body=plain(2), appendices=[{"title": "安排表", "table": TABLE}, {"title": "办法", "body": [LONG]}]
        ),
        "body table": notice(
            body=[*plain(2), heading, {"table": TABLE | {"rows": TABLE["rows"][:5], "caption": "表一"}}, *plain(3)]
        ),
        "table last": notice(body=[*plain(1), {"table": TABLE | {"rows": TABLE["rows"][:3]}}]),
        "blank page": notice(body=plain(8), appendices=[{"title": "办法", "body": plain(10)}]),
        "attachments": notice(body=plain(1), attachments=["案卷评查标准", "单位名单"], note=None),
    }
