"""The labels under which plans write duties: 牵头单位, 责任部门, 配合单位, 完成时限 and their many variants."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Role(StrEnum):
    """What a label or a verb makes of the units beside it. PERSON and OTHER are read and left out."""

    LEAD = "lead"
    RESPONSIBLE = "responsible"
    COOPERATE = "cooperate"
    DEADLINE = "deadline"
    PERSON = "person"
    OTHER = "other"


def _spaced(words: str) -> str:
    """Alternatives that also match with a blank between the characters."""
    return "|".join(" ?".join(word) for word in words.split("|"))


_KINDS = _spaced(
    "单位|部门|机关|机构|科室|股室|处室|室所|科|股|处|主体|乡镇|镇街|责任单位|责任部门|责任科室|责任主体|站所|站办|所站|中队|大队|专班|社区|村组|村|企业|方"
)
_LEAD = _spaced("总牵头|共同牵头|牵头负责|牵头责任|牵头|主办|主责|主要责任|主要负责|首要责任|第一责任|组织|主抓")
_COOPERATE = _spaced("配合责任|责任配合|配合|协同配合|协同|协助|协办|协作|参加|参与|会同|联合|共同参与|支持")
_RESPONSIBLE = _spaced(
    "具体责任|共同责任|包保|包抓|承接|责任|承办|实施|落实|负责|主管|执行|分工|承担|责任落实|负责落实|责任实施|组织实施"
)
_DEADLINE = _spaced(
    "完成时限要求|完成时限|完成时间|完成期限|完成日期|完成节点|完成年限|时间节点|时间要求|时限要求|时间安排|时间进度|进度安排|进度要求|进度时限"
    "|办结时限|办理时限|整改时限|推进时限|推进时间|实施时间|实施期限|工作时限|任务时限|计划完成时间|时限|时间|期限"
    "|计划时间|计划完成时限|预计完成时间|拟完成时间|完成进度|完成时序|整治时限|落实时限|办结期限|整改期限|整改时间|报送时限|办结时间|推进节点|工作节点|截止时间|截止日期|最后期限|销号时限|销号时间|时序安排|预定完成时间|目标时限|推进时序|完成时点"
)
_DUE = (
    r"(?:(?:预计|计划|拟|预定|应|最后|最迟|完成|办结|办理|整改|整治|推进|实施|落实|工作|任务|报送)+|目标|截止|销号) ?"
    r"(?:时限|时间|期限|节点|日期|年限|时序|时点)(?:要求|安排|节点)?"
)
_PERSON = _spaced(
    "责任人|责任领导|牵头领导|分管领导|包抓领导|包保领导|牵头人|负责人|联系人|责任人员|经办人|具体责任人|市级领导|县级领导|承办人|协办人"
    "|主要责任人|直接责任人|第一责任人|分管责任人|主要负责人|分管负责人|具体负责人|责任股长|联络员|牵头县领导|牵头市领导|包联领导|挂帅领导"
    "|挂点领导|县领导|市领导|区领导|责任县领导|分管县领导|主管领导|主抓领导|配合领导|联系领导|督办领导|填报人|审核人|主办人"
)
_OTHER = _spaced(
    "成果形式|工作目标|任务来源|预期成果|工作成果|完成标准|完成情况|联系电话|备注|依据|政策依据|考核单位|督办单位|监督单位|验收单位|指导单位|指导部门|督导单位|督导部门|审核单位|销号标准|验收标准|目标要求|成果要求|佐证材料"
)
_LEVEL = "[省市县区镇乡]级"
_JOIN = r" ?(?:、|和|及|与|/|\(|（)? ?"
_LABELS = (
    (Role.PERSON, rf"(?:{_PERSON})"),
    (Role.DEADLINE, rf"(?:{_DEADLINE}|{_DUE})"),
    (Role.OTHER, rf"(?:{_LEVEL})?(?:{_OTHER})"),
    (Role.LEAD, rf"(?:{_LEVEL})?(?:{_LEAD})(?:(?:{_JOIN})(?:{_RESPONSIBLE}))?）? ?(?:{_KINDS})"),
    (Role.COOPERATE, rf"(?:{_LEVEL})?(?:{_COOPERATE})(?:(?:{_JOIN})(?:{_RESPONSIBLE}))?）? ?(?:{_KINDS})"),
    (Role.RESPONSIBLE, rf"(?:{_LEVEL})?(?:{_RESPONSIBLE})）? ?(?:{_KINDS})"),
    (Role.LEAD, rf"(?:{_LEAD})"),
    (Role.COOPERATE, rf"(?:{_COOPERATE})"),
    (Role.RESPONSIBLE, r"责 ?任|责 ?任 ?分 ?工|职 ?责 ?分 ?工|分 ?工 ?负 ?责|工作分工|任务分工|分 ?工"),
)
_NAMED = "|".join(f"(?P<{role.value}{index}>{pattern})" for index, (role, pattern) in enumerate(_LABELS))
_ROLES = {f"{role.value}{index}": role for index, (role, _) in enumerate(_LABELS)}
_END = r"(?:（[^（）：]{1,10}）)?(?: ?(?:及|和|、) ?(?:完成)?时[限间])? ?"
_COLON = r"(?:：：?|｜|\||→)"
_IS = r"(?:均?为|是)(?=[各县市区省镇乡由]|20\d\d|\d{1,2}月|每|长期)"
_DIRECT = r"(?<=单位|部门|机关|科室|主体|时限|期限|时间)(?=[各县市区省镇乡]|20\d\d)"  # no colon at all
_LABEL = re.compile(rf"(?:{_NAMED}){_END}(?:(?:均?为|是)?{_COLON}|{_IS}|{_DIRECT})")
_WORTH = re.compile(r"[：｜|→为是]|单位|部门|机关|科室|主体|时[限间]|期限")
_CHINESE = re.compile("[\u3400-\u9fff]")
_LOOSE = re.compile(rf"(?:{_NAMED}){_END}(?= |\t|$)")


_UNIT_HEADERS = frozenset(
    {
        "责任落实",
        "任务分工",
        "落实责任",
        "单位",
        "部门",
        "科室",
        "股室",
        "责任",
        "责任单位及责任人",
        "责任单位和责任人",
        "责任单位责任人",
        "责任单位及完成时限",
        "责任及时限",
    }
)
_TIME_HEADERS = frozenset({"月份", "时段", "时间段", "节点", "月度", "年度", "季度"})


@dataclass(frozen=True, slots=True)
class Label:
    """A label found in folded text, its colon included."""

    role: Role
    start: int
    end: int


def _label(found: re.Match[str]) -> Label:
    return Label(_ROLES[found.lastgroup or ""], found.start(), found.end())


@lru_cache(maxsize=4096)
def labels(folded: str) -> tuple[Label, ...]:
    """All labels with a colon, in their order; one without it only where a clause begins."""
    if not _WORTH.search(folded):
        return ()
    return tuple(_label(found) for found in _LABEL.finditer(folded) if _begins(found))


def _begins(found: re.Match[str]) -> bool:
    if not _CHINESE.match(found.group()[-1]) or found.group()[-1] in "为是":
        return True
    return found.start() == 0 or not _CHINESE.match(found.string[found.start() - 1])


def label_at(folded: str, loose: bool = False) -> Label | None:
    """The label at the beginning of folded text; `loose` also takes one without a colon before a blank."""
    found = _LABEL.match(folded) or (_LOOSE.match(folded) if loose else None)
    return _label(found) if found else None


def role_of_header(cell: str) -> Role | None:
    """The role of a table's column, by its folded header without blanks."""
    plain = re.sub(r"（[^（）]*）|[ ：]", "", cell)
    if not plain or len(plain) > 14:
        return None
    if plain in _TIME_HEADERS:
        return Role.DEADLINE
    if plain in _UNIT_HEADERS:
        return Role.RESPONSIBLE
    found = re.fullmatch(rf"(?:{_NAMED})(?:及|和|、)?(?:时[限间])?", plain)
    return _label(found).role if found else None
