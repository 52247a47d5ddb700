"""Invented problems, complaints and cases of the sample county. Days count from the day of loading."""

from __future__ import annotations

MEASURE = "逐案补正，组织承办人员学习，同类问题一并自查。"
RESULT = "已补正并完成自查，新办案件由法制审核人员逐件把关。"
ANSWER = "已核实并书面答复来件人。"

# title, kind, place of the unit, found, due, state
PROBLEMS = (
    ("现场检查笔录缺少见证人签名", "evidence", 7, -60, -9, "rectifying"),
    ("同一商户一个月内被检查三次", "repeated_inspection", 1, -45, -3, "rectifying"),
    ("询问笔录未告知陈述申辩权利", "irregular", 2, -40, 4, "rectifying"),
    ("罚款数额未说明裁量理由", "disproportionate", 4, -35, 10, "rectifying"),
    ("执法人员未主动出示证件", "uncivil", 5, -30, 15, "submitted"),
    ("抽样记录与送检单编号不一致", "evidence", 1, -90, -30, "closed"),
    ("以整改通知代替立案调查", "inaction", 8, -28, 20, "rectifying"),
    ("责令改正通知书未写明期限", "irregular", 6, -100, -40, "closed"),
    ("对轻微违法未先行教育提示", "mechanical", 3, -25, 25, "rectifying"),
    ("涉嫌犯罪线索未按期移送", "no_transfer", 3, -20, 2, "rectifying"),
    ("送达回证缺送达时间", "evidence", 9, -18, 30, "registered"),
    ("赋权事项未公示执法依据", "irregular", 12, -15, 35, "registered"),
    ("检查计划与相邻镇重复", "multiple_agencies", 13, -12, 18, "rectifying"),
    ("处罚决定未在规定时间公开", "irregular", 10, -120, -50, "closed"),
)
# content, channel, place of the unit, received, limit, answered after (0: still open)
COMPLAINTS = (
    ("反映沿街门店被重复检查，影响经营", "hotline", 1, -34, 30, 0),
    ("反映装修噪声投诉后无人到场", "phone", 6, -25, 30, 0),
    ("反映罚款单据写错单位名称", "visit", 5, -60, 30, 21),
    ("咨询许可延续为何要求重复提交材料", "online", 7, -12, 30, 0),
    ("反映执法人员着便装检查", "letter", 2, -70, 30, 27),
    ("反映集市摊位收费标准不一致", "hotline", 12, -5, 30, 0),
    ("反映车辆被扣后未出具凭证", "assigned", 5, -90, 30, 34),
)
# name, case type, place of the unit, party, fine in 分
CASES = (
    ("某商行未按规定明码标价案", "penalty", 1, "某商行", 200_000),
    ("某砂石经营部擅自占用河道案", "penalty", 2, "某砂石经营部", 3_000_000),
    ("某木材加工点未建立台账案", "penalty", 3, "某木材加工点", 500_000),
    ("某农资店经营标签不符产品案", "penalty", 4, "某农资店", 800_000),
    ("某货运部超限运输案", "penalty", 5, "某货运部", 1_000_000),
    ("某装饰公司夜间施工案", "penalty", 6, "某装饰公司", 600_000),
    ("某网吧未登记上网人员案", "simple_penalty", 7, "某网吧", 20_000),
    ("某烟花零售点储存不当案", "penalty", 8, "某烟花零售点", 1_500_000),
    ("某诊所未按规定处置废物案", "penalty", 9, "某诊所", 700_000),
    ("食品经营许可新办", "license", 1, "某餐饮店", 0),
    ("取水许可延续", "license", 2, "某水厂", 0),
    ("学校周边商户检查", "inspection", 1, "某文具店", 0),
)
