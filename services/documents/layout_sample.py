"""An invented notice that shows every element of a 文件 on two pages, for looking at a layout."""

from __future__ import annotations

from services.printing.official_model import OfficialDocument

_BODY = (
    (0, "为做好年度行政执法案卷评查工作，按照统一安排，现将有关事项通知如下。本页只供查看版式，内容都是虚构的。"),
    (1, "总体要求"),
    (0, "评查坚持客观公正，统一标准，一卷一评。各单位应当对照标准先行自查，发现的问题逐项列出，按时改正。"),
    (2, "评查范围"),
    (0, "上一年度办结的行政处罚、行政强制和行政检查案卷，每个单位抽取10卷；不足10卷的，全部评查。"),
    (2, "评查方式"),
    (0, "评查分自查、互查和集中评查三个阶段进行。"),
    (3, "自查。各单位在7月10日前完成，并填写自查表。"),
    (4, "相邻两个乡镇交换案卷，按照同一标准打分，分数不计入考核。"),
    (1, "时间安排"),
    (0, "互查于7月31日前完成，集中评查于8月20日前完成。需要延期的，应当提前3日书面说明。"),
)


def sample_notice(issuer: str) -> OfficialDocument:
    """By `issuer`, or by an invented organ where none is named."""
    organ = issuer or "示例县司法局"
    return OfficialDocument.from_json(
        {
            "format": "文件",
            "copy_no": "000001",
            "secrecy": "秘密★1年",
            "urgency": "加急",
            "mark": f"{organ}文件",
            "issuer": organ,
            "number": "示例发〔2026〕1号",
            "title": f"{organ}关于开展行政执法案卷评查工作的通知",
            "to": ["各乡镇人民政府", "各有关单位"],
            "body": [{"level": level, "text": text} for level, text in _BODY],
            "attachments": ["案卷评查标准", "案卷评查自查表"],
            "sign": [{"name": organ, "seal": True}],
            "date": "2026-06-15",
            "note": "此件不公开",
            "cc": ["示例县人民政府办公室"],
            "printed_by": f"{organ}办公室",
            "printed_on": "2026-06-15",
        }
    )
