"""What every style of official documents is drawn with on this PC: which face serves, what it lacks, what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.printing.common_chars import level_one, level_two, rare_names
from services.printing.faces import Faces, Style
from services.printing.font_files import FontFile, Refusal

ROLES: dict[Style, str] = {
    Style.TITLE: "标题",
    Style.BODY: "正文",
    Style.HEI: "一级标题",
    Style.KAI: "二级标题",
    Style.SONG: "页码",
}
"""What GB/T 9704-2012 uses each style for (5.2.2, 7.3.1, 7.3.3, 7.5); the order of a letter from the top."""
_WHY: dict[Refusal, str] = {
    Refusal.OUTLINES: "轮廓是另一种格式，不能嵌入版式文件",
    Refusal.VARIABLE: "粗细可变，嵌入后粗细不对",
    Refusal.RIGHTS: "没有授权嵌入文件",
    Refusal.DAMAGED: "文件损坏或格式认不出",
    Refusal.INCOMPLETE: "缺少常用字",
}
_WINDOWS_WAY = "在Windows的“设置→应用→可选功能”里添加“中文(简体)补充字体”，再点“重新检测”。"
_SONG_WAY = "Windows都带宋体，多半是被删掉了，由维护电脑的人装回来，再点“重新检测”。"
_TITLE_WAY = "Windows不带小标宋。单位有正版授权的，装上方正小标宋简体，再点“重新检测”。"


class FaceState(StrEnum):
    """How a style is served: by a face of its class, by the clerk's choice, by the shipped face, or not as chosen."""

    FITTING = "fitting"
    CHOSEN = "chosen"
    SHIPPED = "shipped"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Coverage:
    """One set of characters: how many it holds, how many the face lacks, who draws those, and what nobody draws."""

    name: str
    total: int
    lacking: int
    helpers: tuple[tuple[str, int], ...]
    nowhere: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """二级字3,008个缺12个，由“…”代画12个。"""
        if not self.lacking:
            return f"{self.name}{self.total:,}个都有。"
        drawn = "、".join(f"“{title}”代画{count:,}个" for title, count in self.helpers)
        lost = f"“{''.join(self.nowhere)}”没有字体能画" if self.nowhere else ""
        parts = filter(None, (f"{self.name}{self.total:,}个缺{self.lacking:,}个", drawn and f"由{drawn}", lost))
        return "，".join(parts) + "。"


@dataclass(frozen=True, slots=True)
class RefusedFace:
    """A face that was found on the PC and does not print, with the reason."""

    title: str
    file: str
    why: Refusal

    @property
    def sentence(self) -> str:
        """找到“仿宋”（simfang.ttf），但…"""
        return f"找到“{self.title}”（{self.file}），{_WHY[self.why]}，没有采用。"


@dataclass(frozen=True, slots=True)
class FaceLine:
    """One style: `wanted` is the class the standard names, `serves` the face that draws it, `hanzi` how many it has."""

    style: Style
    role: str
    wanted: str
    serves: str
    file: str
    from_pc: bool
    state: FaceState
    hanzi: int
    coverage: tuple[Coverage, ...]
    refused: tuple[RefusedFace, ...]
    remark: str

    @property
    def words(self) -> str:
        """All that is to be said of the style: what serves it, what was refused, what it lacks."""
        told = [self.remark, *(face.sentence for face in self.refused), *(part.sentence for part in self.coverage)]
        return "".join(told)


@dataclass(frozen=True, slots=True)
class CharLine:
    """A character and the face that draws it in a style; `serves` is empty where no face has it."""

    char: str
    serves: str
    leading: bool


def face_report(faces: Faces) -> tuple[FaceLine, ...]:
    """A line for every style. Opens every candidate: takes a second, so it belongs in a job. Raises StorageError."""
    return tuple(_line(faces, style) for style in ROLES)


def unreadable_sentence(faces: Faces) -> str:
    """Names the font files of the PC that cannot be read at all; empty where there are none."""
    files = "”“".join(face.path.name for face in faces.unreadable())
    return f"字体文件“{files}”读不出来，已跳过。不影响别的字体。" if files else ""


def trace(faces: Faces, style: Style, text: str) -> tuple[CharLine, ...]:
    """Which face draws each character of `text`, each once in the order of the text; blanks are left out."""
    leading = faces.leading(style)
    found = []
    for char in dict.fromkeys(char for char in text if not char.isspace()):
        face = faces.server(style, char)
        found.append(CharLine(char, shown_name(faces, face.file) if face else "", face is leading))
    return tuple(found)


def trace_sentence(style: Style, lines: Sequence[CharLine]) -> str:
    """What the clerk learns of a text: whether all of it prints, and in one face."""
    if not lines:
        return ""
    nowhere = "".join(line.char for line in lines if not line.serves)
    if nowhere:
        return f"“{nowhere}”没有字体能画，印出来是“〓”。安装含有这些字的字体，再点“重新检测”。"
    helped = sum(not line.leading for line in lines)
    if helped:
        return f"都能印出来，其中{helped}个由别的字体代画。"
    return f"都能印出来，{style}都有。"


def shown_name(faces: Faces, file: FontFile) -> str:
    """The name of a face, with where it comes from where that is the program."""
    return f"{file.title}（程序自带）" if faces.is_shipped(file) else file.title


def choose_refusal(file: FontFile, style: Style) -> str:
    """Why a face cannot lead the style, in a sentence; empty where it can. Opens the file."""
    why = file.refusal
    if why is None:
        trial = Faces([file], {style: file.title})
        why = next((why for found, why in trial.refused(style) if found == file), None)
    return f"“{file.title}”{_WHY[why]}，不能用。请换一个。" if why else ""


def _line(faces: Faces, style: Style) -> FaceLine:
    face = faces.leading(style)
    shipped = faces.is_shipped(face.file)
    refused = tuple(RefusedFace(file.title, file.path.name, why) for file, why in faces.refused(style))
    state = _state(faces, style, shipped)
    return FaceLine(
        style=style,
        role=ROLES[style],
        wanted=style.value,
        serves=face.file.title,
        file=face.file.path.name,
        from_pc=not shipped,
        state=state,
        hanzi=face.hanzi(),
        coverage=tuple(_coverage(faces, style, name, chars) for name, chars in _sets()),
        refused=refused,
        remark=_remark(faces, style, state),
    )


def _sets() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return ("一级字", level_one()), ("二级字", level_two()), ("姓名生僻字", rare_names())


def _coverage(faces: Faces, style: Style, name: str, chars: tuple[str, ...]) -> Coverage:
    lacking = faces.leading(style).lacking(chars)
    helpers: Counter[str] = Counter()
    nowhere = []
    for char in lacking:
        face = faces.server(style, char)
        if face is None:
            nowhere.append(char)
        else:
            helpers[shown_name(faces, face.file)] += 1
    return Coverage(name, len(chars), len(lacking), tuple(helpers.most_common()), tuple(nowhere))


def _state(faces: Faces, style: Style, shipped: bool) -> FaceState:
    if faces.lost(style):
        return FaceState.LOST
    if faces.chosen(style):
        return FaceState.CHOSEN
    return FaceState.SHIPPED if shipped else FaceState.FITTING


def _remark(faces: Faces, style: Style, state: FaceState) -> str:
    chosen = faces.chosen(style)
    match state:
        case FaceState.LOST:
            return f"选定的“{chosen}”找不到或不能用，已改回默认。装回这个字体后点“重新检测”，或者点“恢复默认”。"
        case FaceState.CHOSEN:
            return "按这台电脑上的选择。"
        case FaceState.FITTING:
            return f"用这台电脑上的{style}。"
    way = {Style.TITLE: _TITLE_WAY, Style.SONG: _SONG_WAY}.get(style, _WINDOWS_WAY)
    return f"这台电脑上没有能用的{style}，用程序自带的，字形相近，版面不变。{way}"
