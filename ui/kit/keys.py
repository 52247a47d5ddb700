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
            ("Ctrl+1", "第1组，其余类推"),
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
            ("Ins", "新建，在表里"),
            ("Delete", "移入回收站"),
            ("Ctrl+C", "复制行"),
            ("Ctrl+F", "到筛选框"),
            ("Alt+Down", "按列筛选"),
            ("F5", "刷新"),
            ("Ctrl+P", "打印"),
            ("Ctrl+E", "导出"),
            ("Ctrl+H", "看历史"),
            ("Ctrl+Return", "下一步"),
            ("字母", "跳到行，按拼音首字母"),
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
    (
        "导入",
        (
            ("E", "下一处错误"),
            ("1…5", "换一类行看"),
            ("F2", "改正这一行"),
            ("Delete", "跳过这一行"),
            ("Ctrl+Return", "接受"),
        ),
    ),
    (
        "期限日历",
        (
            ("↑↓←→", "换一天"),
            ("PgUp", "上一月"),
            ("PgDown", "下一月"),
            ("J", "回到今天"),
            ("1…4", "年、月、周、列表"),
        ),
    ),
    (
        "计划核对",
        (
            ("Space", "已核对"),
            ("F8", "下一处疑问"),
            ("V", "这处疑问已看过"),
            ("Return", "修改任务"),
            ("Q、D、P", "牵头、责任、配合单位"),
            ("S", "划选的是时限"),
            ("C、J", "任务从这里起、到此为止"),
            ("H、Del", "并入上一项、不是任务"),
            ("Ctrl+Return", "存为计划"),
        ),
    ),
    (
        "拟稿编辑",
        (
            ("Return", "另起一段"),
            ("Alt+Shift+Up", "上移一段"),
            ("Alt+Shift+Down", "下移一段"),
            ("Alt+Shift+Right", "降一级"),
            ("Alt+Shift+Left", "升一级"),
            ("F7", "第一处问题"),
            ("F3", "下一处问题"),
            ("Ctrl+S", "保存"),
            ("Ctrl+Return", "送审"),
        ),
    ),
    (
        "打印预览",
        (
            ("Ctrl+P", "打印"),
            ("Ctrl+S", "另存为"),
            ("Ctrl+0", "整页"),
            ("Ctrl+1", "原大"),
            ("Ctrl+2", "适合宽度"),
            ("Ctrl+G", "到第几页"),
            ("PgDown", "下一页"),
        ),
    ),
    (
        "评查打分",
        (
            ("↑↓", "换项"),
            ("Return", "记为已评，到下一项"),
            ("1…9", "勾选第几条"),
            ("Shift+1…9", "这一条不适用"),
            ("B", "整项不适用"),
            ("Q", "缺此文书"),
            ("M", "满分"),
            ("F", "否决项"),
            ("Y", "页码"),
            ("S", "事由"),
            ("D", "常用短语"),
            ("F8", "下一处错误"),
            ("Ctrl+Return", "提交评分"),
            ("Ctrl+PgUp", "上一卷"),
            ("Ctrl+PgDown", "下一卷"),
        ),
    ),
)


def native(key: str) -> str:
    """A key such as Ctrl+P in the words of the system; unknown words (回车) come back as they are."""
    if not key:
        return ""
    words = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) or key
    return words.replace("PgDown", "PgDn")  # as it stands on the keyboard
