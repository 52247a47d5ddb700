"""Keys in the words of the system, and the list of keys that Ctrl+/ shows."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence

KEY_LIST: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "到处可用",
        (
            ("Ctrl+K", "查找"),
            ("F6", "下一个区域"),
            ("Shift+F6", "上一个区域"),
            ("Ctrl+1", "第1组，依次到Ctrl+9"),
            ("Alt+Left", "上一页"),
            ("Alt+Right", "下一页"),
            ("Ctrl+B", "收起或展开导航"),
            ("F9", "提醒"),
            ("Ctrl+Z", "撤销"),
            ("Ctrl+Y", "重做"),
            ("Ctrl+L", "锁定"),
            ("F1", "本页帮助"),
            ("Ctrl+/", "键位"),
            ("Esc", "关闭最里面的一层"),
        ),
    ),
    (
        "台账",
        (
            ("Space", "勾选"),
            ("Ctrl+A", "全选当前筛选"),
            ("Return", "打开"),
            ("F2", "修改"),
            ("Ctrl+N", "新建"),
            ("Delete", "移入回收站"),
            ("Ctrl+C", "复制行"),
            ("Ctrl+F", "到筛选框"),
            ("Alt+Down", "按列筛选"),
            ("F5", "刷新"),
            ("Ctrl+P", "打印"),
            ("Ctrl+E", "导出"),
            ("Ctrl+H", "看历史"),
            ("Ctrl+Return", "下一步"),
        ),
    ),
    (
        "表单",
        (
            ("F4", "打开列表或日历"),
            ("F8", "下一处错误"),
            ("Ctrl+S", "保存"),
            ("Ctrl+Shift+S", "保存后继续登记"),
        ),
    ),
)


def native(key: str) -> str:
    """A key such as Ctrl+P in the words of the system; unknown words (回车) come back as they are."""
    if not key:
        return ""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) or key
