"""The lines of a title: whole words, a pleasing outline (7.3.1: 词意完整，排列对称，长短适宜)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from services.printing.kinsoku import may_break

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
    """Lines that end between words, in the outline of a trapezoid or a diamond.

    As few lines as `most` (thousandths of an em) allows, one or two more where a name or word would be cut in two.
    Names in 《》〔〕 and numbers stay whole where they can; 的 stays with its noun; the last line is no mere remnant.
    A line feed in the title is the author's own break and is kept.
    """
    if "\n" in title:
        return [line for line in title.split("\n") if line]
    if sum(widths) <= most:
        return [title]
    return list(_broken(title, tuple(widths), most))


_FORBIDDEN = 10_000.0
_CUT_WHOLE, _CUT_WORD, _CUT_PARTICLE, _CUT_KIND = 80.0, 40.0, 20.0, 100.0
_HOURGLASS, _RECTANGLE, _REMNANT, _ONE_MORE = 60.0, 14.0, 50.0, 12.0
_LEAST_LAST = 4_000  # four characters
_EQUAL = 500  # lines that differ by less look equally long
_LONGEST_KIND = 4


@lru_cache(maxsize=256)
def _broken(title: str, widths: tuple[int, ...], most: int) -> tuple[str, ...]:
    costs = _break_costs(title)
    fewest = -(-sum(widths) // most)
    best: tuple[float, tuple[int, ...]] | None = None
    for count in range(fewest, len(title) + 1):
        found = _best_ends(widths, most, count, costs)
        if found:
            cost = found[0] + _ONE_MORE * (count - fewest)
            best = (cost, found[1]) if best is None or cost < best[0] else best
        if best and count >= fewest + 2:
            break
    if best is None:
        return (title,)
    return tuple(title[start:end].strip() for start, end in zip((0, *best[1][:-1]), best[1], strict=True))


def _break_costs(title: str) -> list[float]:
    """What it costs to begin a line at each place; dearest where 禁则 forbids it."""
    costs = [0.0] * (len(title) + 1)
    for at in range(1, len(title)):
        costs[at] = 6.0 if may_break(title, at) else _FORBIDDEN
        if title[:at].endswith(_GOOD_AFTER):
            costs[at] -= 6.0
        if title[at] in "的和与及等" or title[at - 1] == "的":
            costs[at] += _CUT_PARTICLE
        if "的" in title[at - 2 : at] and len(title) - at <= _LONGEST_KIND:
            costs[at] += _CUT_KIND
    for word in _WORDS:
        for match in re.finditer(word, title):
            for at in range(match.start() + 1, match.end()):
                costs[at] += _CUT_WORD
            costs[match.start()] -= 3.0
    for match in _WHOLE.finditer(title):
        for at in range(match.start() + 1, match.end()):
            costs[at] += _CUT_WHOLE
    return costs


@dataclass(frozen=True, slots=True)
class _Reached:
    """The cheapest way to a place: its line ends, the width of its last line, whether lines already grow shorter."""

    cost: float
    ends: tuple[int, ...]
    last: int
    shrinking: bool


def _best_ends(
    widths: Sequence[int], most: int, count: int, costs: Sequence[float]
) -> tuple[float, tuple[int, ...]] | None:
    """Cheapest `count` lines: near equal, in a good outline, none wider than `most`."""
    length = len(widths)
    ideal = sum(widths) / count
    sums = [0, *accumulate(widths)]
    reached = {(0, 0, False): _Reached(0.0, (), 0, False)}
    for line in range(count):
        following: dict[tuple[int, int, bool], _Reached] = {}
        for state in reached.values():
            start = state.ends[-1] if state.ends else 0
            for end in range(start + 1, length + 1):
                width = sums[end] - sums[start]
                if width > most:
                    break
                outline, shrinking = _outline(state, width)
                cost = state.cost + ((width - ideal) / 1000) ** 2 + costs[end] + outline
                if line == count - 1 and width < _LEAST_LAST:
                    cost += _REMNANT
                key = (end, width, shrinking)
                if key not in following or cost < following[key].cost:
                    following[key] = _Reached(cost, (*state.ends, end), width, shrinking)
        reached = following
    whole = [state for (end, _width, _shrinking), state in reached.items() if end == length]
    best = min(whole, key=lambda state: state.cost, default=None)
    return (best.cost, best.ends) if best else None


def _outline(state: _Reached, width: int) -> tuple[float, bool]:
    """What the next line costs by its outline, and whether lines grow shorter from here."""
    if not state.ends:
        return 0.0, False
    if abs(width - state.last) < _EQUAL:
        return _RECTANGLE, state.shrinking
    if width > state.last:
        return (_HOURGLASS if state.shrinking else 0.0), state.shrinking
    return 0.0, True
