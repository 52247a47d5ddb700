"""Controlled words of problems and complaints (obligations D; documents note C2)."""

from __future__ import annotations

PROBLEM_KINDS = {
    "campaign_style": "运动式执法",
    "one_size": "一刀切执法",
    "rough": "简单粗暴执法",
    "excessive": "过度执法",
    "mechanical": "机械执法",
    "profit": "逐利执法",
    "inaction": "不作为",
    "misconduct": "乱作为",
    "repeated_inspection": "重复检查",
    "multiple_agencies": "多头执法",
    "arbitrary_penalty": "随意处罚",
    "disproportionate": "过罚不当",
    "irregular": "程序不规范",
    "uncivil": "不文明执法",
    "fine_for_management": "以罚代管",
    "no_transfer": "有案不移",
    "fine_for_crime": "以罚代刑",
    "evidence": "证据和文书缺陷",
    "other": "其他",
}
PROBLEM_SOURCES = {
    "self_check": "单位自查",
    "check": "监督检查",
    "review": "案卷评查",
    "complaint": "投诉举报",
    "hotline": "热线转办",
    "survey": "问卷走访",
    "litigation": "复议诉讼",
    "assigned": "上级交办",
    "other": "其他",
}
COMPLAINT_CHANNELS = {
    "letter": "来信",
    "visit": "来访",
    "phone": "来电",
    "hotline": "12345热线",
    "online": "网络留言",
    "assigned": "上级转办",
}
CASE_TYPES = {
    "penalty": "行政处罚",
    "simple_penalty": "行政处罚（简易程序）",
    "license": "行政许可",
    "inspection": "行政检查",
    "coercion": "行政强制",
    "other": "其他",
}
STANDARD_WORDS = {  # what the general standard of a case type calls its case files
    "penalty": "处罚普通",
    "simple_penalty": "处罚简易",
    "license": "许可",
    "inspection": "检查",
    "coercion": "强制",
}
CASE_TYPE_WORDS = {  # how agencies and standards also call the types
    "处罚": "penalty",
    "处罚普通": "penalty",
    "普通程序": "penalty",
    "一般程序": "penalty",
    "处罚简易": "simple_penalty",
    "简易程序": "simple_penalty",
    "当场处罚": "simple_penalty",
    "许可": "license",
    "检查": "inspection",
    "强制": "coercion",
}
