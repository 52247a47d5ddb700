"""Names of units: splitting their lists, and telling a unit from other words."""

from __future__ import annotations

import re
from functools import lru_cache

from services.plans.reading.brackets import split_outside
from services.plans.reading.fold import fold, tidy

_SUFFIX = (
    "局|委|委员会|办|办公室|办事处|部|厅|院|署|处|科|室|股|所|站|队|会|社|联|司|行|校|馆|政府|单位|部门|机关|机构"
    "|中心|街道|街办|乡|镇|乡镇|镇街|乡街|镇办|县|市|区|旗|集团|公司|企业|组|专班|园区|管委会|村|社区|银行|工会|妇联|团县委|主体"
    "|农场|林场|分局|支队|大队|中队|执法队伍|海关|税务|学校|媒体|人员|主管部门|组织|行业|领域|党校|法院|检察院|协会|商会|基层"
)
_NAME = re.compile(rf"(?:{_SUFFIX})(?:（[^（）]*）)*(?:等.{{0,16}})?$")
_FIRM = re.compile(
    r"(?:局|委|党校|办|办公室|办事处|部|院|政府|单位|部门|机关|机构|中心|街道|乡镇|镇|乡|管委会|公司|大队|支队|队|会|所|企业)"
    r"(?:（[^（）]*）)*$"
)
_NOT_A_NAME = re.compile(
    r"[。？！“”《》…=]|附件|以下|简称|试行|征求|公开|参照|原则|未明确|未列|未取得|不得|应当|要求|或者|例如|其中|^含|^包括|本方案|任务|工作(?:要点)?$|的$"
    r"|20\d\d|\d+[号年月日次%]|^第"
)
_AND = re.compile(r"以及|会同|及(?!其|时|早|格)|和(?!谐|平)|与(?!会)|并(?=[各县市区])")
_PERSON = re.compile("[\u3400-\u9fff]{2,3}")  # a name beside its unit
_OWNER = re.compile(
    r"^(?:(?:此|该|本|这)项(?:工作|任务|事项))?(?:由|请|经由|主要由|具体由)(?=[各县市区省乡镇\u4e00-\u9fff])"
)
_ET_CETERA = re.compile(r"(?<=.)等[^（）]{0,20}$")
_NOBODY = frozenset({"", "等", "无", "-", "—", "——", "暂无"})
MAX_NAME = 40


@lru_cache(maxsize=4096)
def looks_like_unit(name: str) -> bool:
    """Whether a folded, blank-free string can be the name of a unit or of a kind of units."""
    if not 2 <= len(name) <= MAX_NAME or _NOT_A_NAME.search(name):
        return False
    bare = re.sub(r"（[^（）]*）", "", name)
    return len(bare) >= 2 and bool(_NAME.search(name)) and not re.search(r"[，；：、]", bare)


def is_firm(name: str) -> bool:
    """Whether a folded name ends in a word that only units have."""
    return bool(_FIRM.search(name))


def has_et_cetera(unit: str) -> bool:
    """Whether the list goes on with units that are not named."""
    return bool(_ET_CETERA.search(unit))


def _halves(name: str) -> list[str]:
    """Splits at 和, 及, 与 where both sides are units; 发展和改革局 and 各部门和单位 stay whole."""
    folded = fold(name) if len(name) <= 4 * MAX_NAME else ""
    for found in _AND.finditer(folded):
        left, right = folded[: found.start()], folded[found.end() :]
        if folded[: found.start()].count("（") != folded[: found.start()].count("）"):
            continue
        if len(right) >= 3 and len(left) >= 2 and _FIRM.search(left) and looks_like_unit(right.lstrip("其")):
            return [*_halves(name[: found.start()]), *_halves(name[found.end() :])]
    return [name]


def _by_blanks(name: str) -> list[str]:
    """A blank parts two names only where both sides are units by themselves."""
    parts = [part for part in re.split(r"[ \t　]+", name.strip()) if part]
    whole = all(looks_like_unit(fold(part)) and _FIRM.search(fold(part)) for part in parts)
    if len(parts) == 2 and _FIRM.search(fold(parts[0])) and _PERSON.fullmatch(parts[1]) and not _NAME.search(parts[1]):
        return parts[:1]
    return parts if len(parts) > 1 and whole else [tidy(name)]


def split_units(text: str) -> list[str]:
    """The units of a list as printed, in their order, each once; 各县〔市、区〕人民政府 is one."""
    found: list[str] = []
    folded = fold(text)
    for start, end in split_outside(folded, "、，；;/。\n"):
        for part in _by_blanks(text[start:end].strip(" .。：:")):
            for name in _halves(_OWNER.sub("", part)):
                clean = name.strip(" 　.。，、；：:—–-")
                clean = re.sub(r"\s+", "", clean)
                if clean not in _NOBODY:
                    found.append(clean)
    return list(dict.fromkeys(found))
