"""The rules a document is checked against as rows of data: how binding each is and where it stands.

GB/T 9704-2012 lays out, GB/T 15834-2011 punctuates, GB/T 15835-2011 writes numbers; 公文处理工作条例 is that of 2012.
A rule without a clause is one of the calendar or of arithmetic.
"""

from __future__ import annotations

from dataclasses import dataclass

from services.printing.measures import Strength
from services.problems import Level


@dataclass(frozen=True, slots=True)
class Rule:
    """`level` is error only where the text alone proves a departure from 规定."""

    level: Level
    strength: Strength
    clause: str


_LAYOUT, _MARKS, _NUMBERS, _ACT = "GB/T 9704 ", "GB/T 15834 ", "GB/T 15835", "公文处理工作条例"
_LEVELS = {"错": Level.ERROR, "疑": Level.WARNING, "示": Level.INFO}
_STRENGTHS = {
    "规": Strength.MANDATORY,
    "般": Strength.NORMAL,
    "荐": Strength.ADVISED,
    "可": Strength.ALLOWED,
    "实": Strength.PRACTICE,
}

_ROWS = {
    # 版头
    "OD10": ("错规", _LAYOUT + "7.2.4"),
    "OD11": ("错规", _LAYOUT + "10.1"),
    "OD12": ("疑般", _LAYOUT + "7.2.1"),
    "OD13": ("错规", _LAYOUT + "7.2.2"),
    "OD14": ("错规", _LAYOUT + "7.2.1"),
    "OD15": ("错规", _LAYOUT + "7.2.3"),
    "OD16": ("错规", _LAYOUT + "7.2.6"),
    "OD17": ("示规", "《保守国家秘密法》"),
    # 发文字号
    "OD20": ("错规", _LAYOUT + "7.2.5"),
    "OD21": ("错规", _LAYOUT + "7.2.5"),
    "OD22": ("错规", _LAYOUT + "7.2.5"),
    "OD23": ("错规", _LAYOUT + "7.2.5"),
    "OD24": ("错规", _LAYOUT + "7.2.5"),
    "OD25": ("错规", _LAYOUT + "7.2.5"),
    "OD26": ("错规", _LAYOUT + "7.2.5"),
    "OD27": ("示实", _LAYOUT + "7.2.5"),
    "OD28": ("示实", _LAYOUT + "7.2.5"),
    # 标题
    "OD30": ("错规", _LAYOUT + "7.3.1"),
    "OD31": ("错规", _LAYOUT + "7.3.1"),
    "OD32": ("疑般", _LAYOUT + "7.3.1"),
    "OD33": ("疑般", _MARKS + "4.15"),
    "OD34": ("错规", _MARKS + "4.15"),
    "OD35": ("疑般", _LAYOUT + "7.3.1"),
    "OD36": ("疑般", _LAYOUT + "7.3.1"),
    "OD37": ("示般", _ACT + "第九条"),
    "OD39": ("疑般", _LAYOUT + "7.3.1"),
    "OD391": ("疑实", _LAYOUT + "7.3.1"),
    # 主送、抄送
    "OD40": ("疑般", _LAYOUT + "7.3.2"),
    "OD41": ("疑规", _LAYOUT + "7.3.2"),
    "OD42": ("错规", _ACT + "第十五条"),
    "OD43": ("疑般", _LAYOUT + "7.3.2"),
    "OD44": ("疑实", _LAYOUT + "7.3.2"),
    "OD45": ("疑规", _ACT + "第十五条"),
    "OD46": ("疑规", _ACT + "第十五条"),
    "OD82": ("示实", _LAYOUT + "7.4.2"),
    "OD83": ("疑实", _LAYOUT + "7.4.2"),
    "OD84": ("疑般", _LAYOUT + "7.4.2"),
    # 正文和层次
    "OD50": ("错规", _LAYOUT + "7.3.3"),
    "OD51": ("疑般", _LAYOUT + "7.3.3"),
    "OD52": ("疑般", _LAYOUT + "7.3.3"),
    "OD53": ("疑般", _LAYOUT + "7.3.3"),
    "OD54": ("疑规", _ACT + "第十五条"),
    "OD55": ("错规", _LAYOUT + "7.3.5.5"),
    "OD56": ("疑般", _LAYOUT + "7.3.3"),
    "OD57": ("疑般", _LAYOUT + "7.3.3"),
    "OD58": ("示规", _ACT + "第十五条"),
    # 附件
    "OD60": ("错规", _LAYOUT + "7.3.4"),
    "OD61": ("错规", _LAYOUT + "7.3.7"),
    "OD62": ("错规", _LAYOUT + "7.3.7"),
    "OD63": ("疑实", _LAYOUT + "7.3.4"),
    "OD64": ("示实", _LAYOUT + "7.3.4"),
    "OD65": ("疑实", _LAYOUT + "7.3.4"),
    "OD66": ("疑规", _LAYOUT + "7.3.4"),
    # 署名、日期、附注、版记
    "OD70": ("错规", _LAYOUT + "7.3.5"),
    "OD71": ("疑规", _LAYOUT + "7.3.5.1"),
    "OD72": ("疑规", _LAYOUT + "7.3.6"),
    "OD73": ("错规", _LAYOUT + "7.3.5.4"),
    "OD74": ("错规", _LAYOUT + "7.3.5.4"),
    "OD75": ("错规", _LAYOUT + "7.3.5.4"),
    "OD76": ("疑规", _LAYOUT + "7.3.6"),
    "OD77": ("示规", _ACT + "第九条"),
    "OD80": ("疑规", _LAYOUT + "7.4.3"),
    "OD81": ("疑规", _LAYOUT + "7.4.3"),
    # 标点
    "OD90": ("疑般", _MARKS + "4.11"),
    "OD91": ("疑般", _MARKS + "4.10"),
    "OD92": ("疑般", _MARKS + "4.8"),
    "OD93": ("疑般", _MARKS.strip()),
    "OD96": ("疑般", _MARKS + "4.4"),
    "OD97": ("疑般", _MARKS + "4.9"),
    "OD98": ("疑般", _MARKS.strip()),
    "OD901": ("疑般", _MARKS + "4.9"),
    "OD902": ("疑般", _MARKS.strip()),
    "OD903": ("示荐", _MARKS + "4.13"),
    "OD904": ("示荐", _MARKS + "4.5"),
    # 数字
    "OD94": ("疑般", _NUMBERS),
    "OD95": ("疑般", _NUMBERS),
    "OD951": ("疑般", _NUMBERS),
    "OD952": ("示荐", _NUMBERS),
    "OD953": ("示般", _NUMBERS),
    "OD954": ("示可", _NUMBERS),
    "OD955": ("示荐", _NUMBERS),
    "OD956": ("疑般", _NUMBERS),
    # 前后一致
    "OD101": ("疑实", _LAYOUT + "7.2.4"),
    "OD102": ("疑实", _LAYOUT + "7.3.5"),
    "OD103": ("疑实", _LAYOUT + "7.3.1"),
    "OD104": ("示实", ""),
    "OD105": ("示实", ""),
    "OD106": ("示实", ""),
    "OD110": ("疑实", ""),
    "OD111": ("疑实", ""),
    "OD120": ("疑实", ""),
    "OD121": ("疑实", ""),
    "OD122": ("疑实", ""),
    "OD123": ("疑实", ""),
    "OD124": ("示实", ""),
    # 没有写完、写重
    "OD130": ("疑实", ""),
    "OD131": ("疑实", ""),
    # 文种
    "OD140": ("示实", _ACT + "第八条"),
    "OD141": ("疑实", _ACT + "第八条"),
    "OD142": ("示实", _LAYOUT + "10.1"),
}

RULES: dict[str, Rule] = {
    code: Rule(_LEVELS[words[0]], _STRENGTHS[words[1]], clause) for code, (words, clause) in _ROWS.items()
}
