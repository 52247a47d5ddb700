"""Time limits: from the words of a plan to dates (domain note on official documents, D3)."""

from __future__ import annotations

import re
from datetime import date

from services.plans.reading.calendar_words import JOIN, Moment
from services.plans.reading.fold import fold, tidy
from services.plans.reading.limit import Deadline, DeadlineKind, InlineDeadline
from services.plans.reading.recurrence import HALF_YEAR_ENDS, yearly
from services.plans.reading.resolve import Limit, limits

__all__ = [
    "Deadline",
    "DeadlineKind",
    "InlineDeadline",
    "doubts",
    "find_dates",
    "is_time_limit",
    "parse_deadline",
    "read_field",
]

_ONGOING = re.compile(
    r"长期|常态|持续|贯穿|全程|全过程|常年|始终|经常|不间断|日常|滚动|长效|(?:并|，|、)坚持|坚持推进|一直|常抓不懈|久久为功"
    r"|(?<!年)全年(?:推进|开展|实施|抓好|坚持|进行|$)|每日|每天|即日起(?!至)"
)
_UNTIL = re.compile(r"(?:长期|持续|坚持|贯穿|始终|即日起)[^，；、。]{0,8}(?:至|到|直至)(?=\d|今年|明年|二)")
_NOTHING = re.compile(r"[/／\-—–_.。、无]*")
_OF_YEAR = re.compile(r"(?:按|每|分)?年度?(?:内|末|底)?")
_CLOCK = re.compile(r"(?<=\d)[ T]+\d{1,2}[:：]\d\d(?:[:：]\d\d)?(?=$|[^\d])")
_COMPACT = re.compile(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])([0-3]\d)?(?!\d)")
_SHORT = re.compile(r"(1[0-2]|0?[1-9])[./-]([0-3]?\d)日?(?=(?:之?前)?$)")
_LETTER = re.compile(r"(?<=\d)[OolI](?=\d?[年月日])|(?<=[年月])[lI](?=\d[月日])|(?<=20)[OolI](?=\d)")
_IRREGULAR = re.compile(r"(?<![不法])定期(?!限)")
_OPEN = (  # what gives no date, and why; where there is nothing to add the usual sentence is said
    (re.compile(r"[两二三四五2-9](?:年|个月)(?:以|之)?内"), "没有写从哪一天算起。请填写计划日期。"),
    (
        re.compile(r"规定(?:的)?(?:时限|期限|时间)|法定(?:的)?(?:时限|期限)|限期|办理时限"),
        "按每件事自己的期限办理，没有统一日期。发生时再登记日期。",
    ),
    (re.compile(r"适时|视情况?|根据(?:工作)?(?:需要|实际|情况)|按需|必要时|不定期"), ""),
    (
        re.compile(
            r"(?:春节|元旦|清明节?|[“‘]?五一[”’]?|端午节?|中秋节?|国庆节?|[“‘]十一[”’]|两会|暑假|寒假|开学|汛期|防火期|换届)"
            r"(?:来临|到来|开始)?(?:之?前|期间)"
        ),
        "换算不出日期。请填写计划日期。",
    ),
    (
        re.compile(r"及时|第一时间|尽快|立即|即时|随时|实时|近期|立[行整]立改|即知即改"),
        "没有写明几日之内。请填写计划日期。",
    ),
    (
        re.compile(r"(?:按|按照)?(?:规定)?(?:时间)?节点|序时进度|挂图作战|进度要求|时序进度"),
        "没有自己的日期，随计划的进度办理。请填写计划日期。",
    ),
)
_BEGINS = re.compile(r"(?:20\d\d年)?\d{1,2}(?:月(?:\d{1,2}日|[上中下]旬)?|日)?起?(?:至|到|[—–\-~～]+)")
_AROUND = re.compile(
    r"(?:原则上|力争|确保|按照?|根据|于|在|到|至|截至|截止|自|并|内|前|各?一次|1次|一轮|一遍|全面|基本|全部|完成|实施|推进|开展|坚持|抓好"
    r"|和|及|启动|开始|上线|建成|公布|印发|出台|启用|挂牌|投入使用|总结|见效|收官|取得(?:明显)?[实成]效|落实到位|办理|办结|报送|上报|反馈|，|、)*"
)
_DONE = r"(?:完成|建成|报送|上报|报备|备案|办结|出台|实现|到位|结束|形成)"
_DOING = re.compile(rf"[^，。；]{{0,12}}?{_DONE}")
_DOING_NOW = re.compile(rf"[^，。；]{{0,4}}?{_DONE}(?![了的])")
_HELD = re.compile(r"(?!前后|左右)，?[^，。；]{0,8}?(?:组织|开展|召开|举办|集中|公布|公开|评估|总结|验收)(?![了的])")
_BY = re.compile(r"(?:不迟于|不晚于|最迟|最晚|截[至止]到?|截止?(?:时间|日期)(?:为|是|：)?)$")
_STATISTIC = re.compile(r"(?:截至|截止|较|比|与|同)(?:到|至)?$")
_COUNTED = re.compile(r"，?(?:全[县市区省国镇乡]|共|已|累计|我|本|仍|尚|有|相比|增|减|下降|上升)")
_MADE = re.compile(r"已|(?:颁发|取得|核发|印发|发布|公布|出台|制定|成立|受理|立案|施行|实施|发生|形成|建成|完成)的")
_WHOSE = re.compile(
    r"(?:已|未|尚未)?(?:取得|颁发|受理|立案|办结|发生|核发|录用|入职|签订|印发|登记|注册)[^，。；]{0,10}的"
    r"(?:执法)?(?:人员|案件|案卷|文件|事项|证件|单位|企业|主体|合同|线索)"
)
_VALID = re.compile(r"(?:有效期|任期|聘期|期限)(?:至|到|为|自)?$")
_PAST = re.compile(r"[^，。；]{0,20}?的")
_SENTENCE = re.compile(r"[。；;\n]")
NEAR = 40  # characters
LONGEST_SENTENCE = 1000


def read_field(text: str, issued: date | None) -> tuple[tuple[Deadline, ...], tuple[str, ...]]:
    """The limits of a time-limit field, and what a clerk should look at in it, as finished sentences.

    A compound limit (X and then on) gives several, an empty one none. `issued` is the date of the document and gives
    the year where the phrase has none.
    """
    words = _words(text)
    if _NOTHING.fullmatch(words):
        return (), ()
    found = limits(words, issued, field=True)
    deadlines = [limit.deadline for limit in found]
    said = [doubt for limit in found for doubt in limit.doubts]
    if _LETTER.search(re.sub(r"\s", "", fold(text))):
        said.append(f"时限“{text}”里有像数字的字母，已按数字读。请对照原件。")
    if not found and _OF_YEAR.fullmatch(words):
        deadlines = [Deadline(DeadlineKind.ANNUAL, None, 12, 31, yearly(12, 31))]
    if _ONGOING.search(words) and not (found and _UNTIL.search(words)):
        deadlines.append(Deadline(DeadlineKind.ONGOING))
    elif not deadlines:
        irregular = _IRREGULAR.search(words)
        deadlines = [Deadline(DeadlineKind.OTHER, rule=yearly(HALF_YEAR_ENDS) if irregular else None)]
        said.append(_open(words, text))
    return tuple(dict.fromkeys(deadlines)), tuple(dict.fromkeys(said))


def parse_deadline(text: str, issued: date | None) -> tuple[Deadline, ...]:
    """The limits of a time-limit field, as in `read_field`."""
    return read_field(text, issued)[0]


def doubts(text: str, issued: date | None) -> tuple[str, ...]:
    """What a clerk should look at in a time-limit field, as in `read_field`."""
    return read_field(text, issued)[1]


def is_time_limit(text: str) -> bool:
    """Whether a clause says nothing but when: 每两年一次, 收到通知后5日内, 原则上2026年6月底前完成, 适时."""
    words = _words(text)
    rest = words
    for limit in reversed(limits(words, None, field=True)):
        rest = rest[: limit.start] + rest[limit.end :]
    for pattern in (_IRREGULAR, *(pattern for pattern, _ in _OPEN), _ONGOING):
        rest = pattern.sub("", rest)
    return rest != words and bool(_AROUND.fullmatch(_BEGINS.sub("", rest)))


def find_dates(text: str, issued: date | None, *, yearly_task: bool = False) -> tuple[InlineDeadline, ...]:
    """The time limits in running text, in their order; document dates, titles in 《》 and look-backs are none.

    `yearly_task` tells that the task itself comes back every year.
    """
    printed = tidy(text).replace(" ", "")
    words = re.sub(r"《[^《》]*》", lambda title: "□" * len(title.group()), fold(printed))
    found: dict[tuple[object, ...], InlineDeadline] = {}
    for limit in _binding(limits(words, issued, field=False, yearly_task=yearly_task), words, issued):
        phrase = printed[limit.start : limit.end]
        item = InlineDeadline(phrase, limit.deadline, _sentence(printed, limit), limit.doubts)
        found.setdefault(limit.deadline.when, item)
    return tuple(found.values())


def _words(text: str) -> str:
    """Folded, without blanks; the time of day that a spreadsheet adds is off, 20260630 is 2026-06-30."""
    words = _digits(re.sub(r"\s", "", tidy(_CLOCK.sub("", fold(text)))))
    words = _COMPACT.sub(lambda day: "-".join(part for part in day.groups() if part), words)
    return _SHORT.sub(r"\1月\2日", words) if _SHORT.match(words) else words


def _digits(words: str) -> str:
    """3O日 and l2月 are what a scan makes of 30日 and 12月."""
    return _LETTER.sub(lambda sign: "0" if sign.group() in "Oo" else "1", words)


def _open(words: str, text: str) -> str:
    """Why a field gives no date."""
    for pattern, why in _OPEN:
        found = pattern.search(words)
        if found and why:
            return f"“{found.group()}”{why}"
    found = _IRREGULAR.search(words)
    if found:
        return "“定期”没有写明多久一次，暂按每半年一次登记。请核对。"
    printed = text.replace("“", "‘").replace("”", "’")
    return f"时限“{printed}”换算不出日期。请填写计划日期。"


def _sentence(printed: str, limit: Limit) -> str:
    first, last = max(0, limit.start - LONGEST_SENTENCE), limit.end + LONGEST_SENTENCE
    start = max(first, *(printed.rfind(stop, first, limit.start) + 1 for stop in "。；;\n"))
    stop = _SENTENCE.search(printed, limit.end, last)
    return printed[start : stop.end() if stop else last].strip()


def _before(limit: Limit, words: str) -> str:
    """The words right in front of a limit: all that can say what it is."""
    return words[max(0, limit.start - NEAR) : limit.start]


def _binding(found: list[Limit], words: str, issued: date | None) -> list[Limit]:
    """Those that are limits; the members of a list (7月、8月、9月组织…) are what its last one is."""
    kept: list[Limit] = []
    for limit in reversed(found):
        listed = bool(kept) and bool(JOIN.fullmatch(words[limit.end : kept[-1].start]))
        if _binds(limit, words, issued) or (listed and not _is_look_back(limit, words, issued)):
            kept.append(limit)
    return kept[::-1]


def _binds(limit: Limit, words: str, issued: date | None) -> bool:
    """In running text a date binds only when it is closed by 前, 底 and the like, or followed by what is to be done."""
    moment, deadline, before = limit.moment, limit.deadline, _before(limit, words)
    if moment is None:
        return limit.closed and bool(deadline.date or deadline.rule)
    if moment.bare or _is_look_back(limit, words, issued):
        return False
    if limit.closed or _BY.search(before) or (moment.grain == "year" and moment.year and before.endswith("到")):
        return True
    return not moment.plain_year and _is_to_be_done(limit, moment, words, issued)


def _is_to_be_done(limit: Limit, moment: Moment, words: str, issued: date | None) -> bool:
    """A month or a day that nothing closes binds by what follows: 2026年6月报送…, 每年12月组织…, 下半年完成….

    What is only held then (开展, 召开) must lie ahead: 2025年3月召开的会议 is no task.
    """
    if not (moment.year or moment.every or moment.offset is not None or _before(limit, words).endswith("于")):
        return bool(_DOING_NOW.match(words, limit.end))
    day = limit.deadline.date
    ahead = moment.every or bool(day and issued and day >= issued)
    return bool(_DOING.match(words, limit.end) or (ahead and _HELD.match(words, limit.end)))


def _is_look_back(limit: Limit, words: str, issued: date | None) -> bool:
    """截至2025年底，已办结…; 2024年底前取得的…; a day before the document's own that only describes something."""
    day, moment = limit.deadline.date, limit.moment
    before = _before(limit, words)
    if _VALID.search(before) or (_STATISTIC.search(before) and _COUNTED.match(words, limit.end)):
        return True
    if _WHOSE.match(words, limit.end):
        return True
    if _MADE.match(words, limit.end) and not (day and issued and day > issued):
        return True
    past = bool(day and issued and day < issued)
    return past and (moment is None or not moment.until or bool(_PAST.match(words, limit.end)))
