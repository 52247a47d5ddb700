"""The words of an official document as they are printed: numbers of levels, dates, lists of names, title lines.

Shared by the PDF and the editable file, so that both say the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.printing.faces import Style
from services.printing.kinsoku import may_break
from services.printing.official_model import BodyItem, Format, OfficialDocument, paragraphs

_DIGITS = "〇一二三四五六七八九"
_OWN_NUMBER = {
    1: re.compile(r"[一二三四五六七八九十百]+、"),
    2: re.compile(r"（[一二三四五六七八九十百]+）"),
    3: re.compile(r"\d+[.．、](?!\d)"),
    4: re.compile(r"（\d+）"),
}
_RUN_IN_LONGEST = 40  # a heading is a phrase; a longer first sentence is text
_LEVEL_STYLE = {0: Style.BODY, 1: Style.HEI, 2: Style.KAI, 3: Style.BODY, 4: Style.BODY}


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a paragraph in one style."""

    text: str
    style: Style


def numbered(body: Sequence[BodyItem]) -> list[tuple[Span, ...]]:
    """The paragraphs alone, with the number of their level in front where the text has none (GB/T 9704, 7.3.3)."""
    counts = [0] * 5
    found: list[tuple[Span, ...]] = []
    for paragraph in paragraphs(body):
        text = paragraph.text
        if paragraph.level:
            counts[paragraph.level] += 1
            counts[paragraph.level + 1 :] = [0] * (4 - paragraph.level)
            own = _OWN_NUMBER[paragraph.level].match(text)
            if own:
                counts[paragraph.level] = _own_count(own.group(), counts[paragraph.level])
            else:
                text = level_number(paragraph.level, counts[paragraph.level]) + text
        found.append(_spans(paragraph.level, text))
    return found


_MINUTES_LABEL = re.compile(r"(?:出席|请假|列席|主持|记录)[：:]")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: characters before its first line and before the others."""

    spans: tuple[Span, ...]
    first: float = 2.0
    rest: float = 0.0


def body_blocks(document: OfficialDocument) -> list[Block]:
    """The text. In minutes 出席, 请假 and 列席 are in 黑体 and names wrap below the first one (10.3)."""
    found: list[Block] = []
    for spans in numbered(document.body):
        text = "".join(span.text for span in spans)
        label = _MINUTES_LABEL.match(text) if document.format is Format.MINUTES else None
        if label:
            head = label.group().replace(":", "：")
            found.append(Block((Span(head, Style.HEI), Span(text[label.end() :], Style.BODY)), 2.0, 2.0 + len(head)))
        else:
            found.append(Block(spans))
    return found


def level_number(level: int, count: int) -> str:
    """一、 （一） 1. （1）"""
    if level == 1:
        return f"{chinese_number(count)}、"
    if level == 2:
        return f"（{chinese_number(count)}）"
    return f"{count}." if level == 3 else f"（{count}）"


def chinese_number(count: int) -> str:
    """1–199 in Chinese: 十一, 一百零三."""
    if count >= 100:
        rest = count % 100
        middle = "零" if 0 < rest < 10 else "一" if 10 <= rest < 20 else ""
        return f"{_DIGITS[count // 100 % 10]}百{middle}{chinese_number(rest) if rest else ''}"
    tens, ones = divmod(count, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")


def date_words(text: str) -> str:
    """2026-06-05 → 2026年6月5日; anything else as it stands (7.3.5.4: Arabic digits, no zeros in front)."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.year}年{day.month}月{day.day}日"


def recipients(names: Sequence[str]) -> str:
    """主送机关: as typed where one entry holds them all, else joined; a full-width colon at the end (7.3.2)."""
    text = "、".join(name.strip("：:、，, ") for name in names)
    return f"{text}：" if text else ""


def copies(names: Sequence[str]) -> str:
    """抄送机关: groups apart by ，, a full stop at the end (7.4.2)."""
    text = "，".join(name.strip("。，、, ") for name in names)
    return f"{text}。" if text else ""


def note_words(note: str) -> str:
    """附注 in round brackets (7.3.6)."""
    bare = note[1:-1] if note[:1] in ("（", "(") and note[-1:] in ("）", ")") else note
    return f"（{bare}）" if bare else ""


def attachment_names(document: OfficialDocument) -> tuple[str, ...]:
    """Names for 附件说明: as given, else the titles of what is attached."""
    given = document.attachments or tuple(each.title for each in document.appendices)
    return tuple(
        re.sub(r"^\s*(?:附件(?:\s*\d+\s*[：:.．、]?|\s*[：:])\s*)?(?:\d+[.．、](?!\d))?\s*", "", name)
        for name in given
        if name
    )


def attachment_label(index: int, count: int) -> str:
    """附件 for one, 附件1 … for several (7.3.7)."""
    return "附件" if count == 1 else f"附件{index + 1}"


# words of the trade that a title line should not cut in two
_WORDS = re.findall(
    r"\S+",
    "行政执法 执法监督 执法人员 执法证件 司法局 司法行政 人民政府 办公室 委员会 案卷 评查 "
    "工作 情况 通知 通报 报告 请示 批复 意见 方案 实施 开展 专项 整治 整改 问题 落实 "
    "提升 质量 行动 计划 组织 集中 培训 考试 资格 管理 规范 办法 规定 印发 转发 进一步 "
    "加强 做好 推进 年度 季度 上半年 下半年 监督员 涉企 检查 处罚 许可 强制 复议 投诉 "
    "举报 处理 办理 督办 反馈 结果 会议 领导小组 成员 单位 部门 乡镇 街道 综合 突出 "
    "全面 建设 制度 标准 人员 重大 决定 法制 审核 公示 全过程 记录 清单 台账 征求 召开 "
    "建立 健全 完善 关于 以及 有关 相关 移送 线索 案件 材料 申请 证件 换发 注销 年审 "
    "考核 评议 责任 服务 营商 环境 优化 依法 法治 县委 市委 普法 宣传 信息 平台 系统 "
    "数据 报送 统计 分析 调整 公布 名单 表彰 先进 集体 个人 ",
)
_WHOLE = re.compile(
    "|".join([r"《[^》]*》", r"〔[^〕]*〕", r"（[^）]*）", r"“[^”]*”", r"[0-9A-Za-z.%—～-]+[年月日号]?"])
)
_GOOD_AFTER = ("关于", "、", "》", "”", "）", "，", " ")


def title_lines(title: str, most: int) -> list[str]:
    """`break_title` where the faces are not known: Latin letters and digits count half an em."""
    return break_title(title, [500 if char.isascii() else 1000 for char in title], most)


def break_title(title: str, widths: Sequence[int], most: int) -> list[str]:
    """Balanced lines that end between words (7.3.1: 词意完整，排列对称，长短适宜).

    As few lines as `most` allows. Names in 《》〔〕 and numbers stay whole where they can; 的 stays with its noun.
    A line feed in the title is the author's own break and is kept.
    """
    if "\n" in title:
        return [line for line in title.split("\n") if line]
    if sum(widths) <= most:
        return [title]
    costs = _break_costs(title)
    for count in range(-(-sum(widths) // most), len(title) + 1):
        ends = _best_ends(widths, most, count, costs)
        if ends:
            return [title[start:end].strip() for start, end in zip([0, *ends[:-1]], ends, strict=True)]
    return [title]


_FORBIDDEN = 10_000.0


def _break_costs(title: str) -> list[float]:
    """What it costs to begin a line at each place; dearest where 禁则 forbids it."""
    costs = [0.0] * (len(title) + 1)
    for at in range(1, len(title)):
        costs[at] = 6.0 if may_break(title, at) else _FORBIDDEN
        if title[:at].endswith(_GOOD_AFTER):
            costs[at] -= 6.0
        if title[at] in "的和与及等" or title[at - 1] == "的":
            costs[at] += 20.0
    for word in _WORDS:
        for match in re.finditer(word, title):
            for at in range(match.start() + 1, match.end()):
                costs[at] += 40.0
            costs[match.start()] -= 3.0
    for match in _WHOLE.finditer(title):
        for at in range(match.start() + 1, match.end()):
            costs[at] += 80.0
    return costs


def _best_ends(widths: Sequence[int], most: int, count: int, costs: Sequence[float]) -> list[int] | None:
    """Cheapest `count` lines: near equal, none wider than `most`."""
    length = len(widths)
    ideal = sum(widths) / count
    sums = [0]
    for width in widths:
        sums.append(sums[-1] + width)
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for _line in range(count):
        reached: dict[int, tuple[float, list[int]]] = {}
        for start, (cost, ends) in best.items():
            for end in range(start + 1, length + 1):
                width = sums[end] - sums[start]
                if width > most:
                    break
                total = cost + ((width - ideal) / 1000) ** 2 + costs[end]
                if total < reached.get(end, (float("inf"), []))[0]:
                    reached[end] = (total, [*ends, end])
        best = reached
    return best[length][1] if length in best else None


def _own_count(number: str, counted: int) -> int:
    digits = re.sub(r"\D", "", number)
    if digits:
        return int(digits) if len(digits) < 4 else counted
    words = number.strip("（）、")
    return next((count for count in range(1, 200) if chinese_number(count) == words), counted)


def _spans(level: int, text: str) -> tuple[Span, ...]:
    style = _LEVEL_STYLE[level]
    if style is Style.BODY:
        return (Span(text, Style.BODY),)
    stop = text.find("。")
    if 0 <= stop < len(text) - 1:
        cut = stop + 1 if stop < _RUN_IN_LONGEST else _number_end(level, text)
        return (Span(text[:cut], style), Span(text[cut:], Style.BODY))
    return (Span(text, style),)


def _number_end(level: int, text: str) -> int:
    own = _OWN_NUMBER[level].match(text)
    return own.end() if own else 0
