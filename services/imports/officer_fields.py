"""The fields of an officer as agencies' rosters bring them (domain note on certificates, section 1.2)."""

from __future__ import annotations

from collections.abc import Mapping

from services.spec import FieldSpec, Kind, LedgerSpec


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_NATIONS = _words(
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 "
    "柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 "
    "德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
)
NATIONS = tuple(f"{name}族" for name in _NATIONS)
POLITICS = _words(
    "中共党员 中共预备党员 共青团员 民革党员 民盟盟员 民建会员 民进会员 农工党党员 致公党党员 九三学社社员 台盟盟员 "
    "民主党派 无党派人士 群众"
)
EDUCATION = _words("研究生 博士研究生 硕士研究生 大学本科 大学专科 中等专科 职业高中 技工学校 高中 初中 小学")

# other words for the same choice: field key → word → stored word
OFFICER_ALIASES: Mapping[str, Mapping[str, str]] = {
    "gender": {"1": "男", "2": "女", "M": "男", "F": "女", "MALE": "男", "FEMALE": "女", "男性": "男", "女性": "女"},
    "nation": {name: f"{name}族" for name in _NATIONS},
    "politics": {
        "党员": "中共党员",
        "中国共产党党员": "中共党员",
        "共产党员": "中共党员",
        "正式党员": "中共党员",
        "预备党员": "中共预备党员",
        "中国共产党预备党员": "中共预备党员",
        "团员": "共青团员",
        "中国共产主义青年团团员": "共青团员",
        "无党派": "无党派人士",
        "无党派民主人士": "无党派人士",
        "普通群众": "群众",
        "一般群众": "群众",
        "民革": "民革党员",
        "民盟": "民盟盟员",
        "民建": "民建会员",
        "民进": "民进会员",
        "农工党": "农工党党员",
        "致公党": "致公党党员",
        "九三学社": "九三学社社员",
        "台盟": "台盟盟员",
    },
    "education": {
        "本科": "大学本科",
        "大本": "大学本科",
        "大学": "大学本科",
        "全日制本科": "大学本科",
        "在职本科": "大学本科",
        "本科学历": "大学本科",
        "学士": "大学本科",
        "专科": "大学专科",
        "大专": "大学专科",
        "高职": "大学专科",
        "全日制大专": "大学专科",
        "中专": "中等专科",
        "中技": "技工学校",
        "技校": "技工学校",
        "职高": "职业高中",
        "硕士": "硕士研究生",
        "博士": "博士研究生",
        "研究生学历": "研究生",
        "普通高中": "高中",
    },
}


def _same(words: tuple[str, ...]) -> dict[str, str]:
    return {word: word for word in words}


OFFICER_IMPORT: tuple[FieldSpec, ...] = (
    FieldSpec(
        "name",
        "姓名",
        required=True,
        max_length=40,
        synonyms=("真实姓名", "执法人员姓名", "持证人", "持证人姓名", "人员姓名"),
        example="简若宁",
        section="人员",
    ),
    FieldSpec(
        "gender", "性别", Kind.CHOICE, choices=_same(("男", "女")), width_chars=4, in_filter=True, section="人员"
    ),
    FieldSpec(
        "id_no",
        "身份证号",
        Kind.IDENTITY,
        required=True,
        max_length=18,
        unique=True,
        synonyms=(
            "身份证号码",
            "公民身份号码",
            "身份证",
            "证件号码",
            "公民身份证号码",
            "公民身份证号",
            "居民身份证号码",
            "居民身份证号",
        ),
        width_chars=18,
        section="人员",
        help="18位，按文本填写",
    ),
    FieldSpec("nation", "民族", Kind.CHOICE, choices=_same(NATIONS), width_chars=5, section="人员"),
    FieldSpec(
        "birth",
        "出生日期",
        Kind.DATE,
        synonyms=("出生年月", "生日", "出生年月日", "出生时间"),
        width_chars=10,
        section="人员",
    ),
    FieldSpec("politics", "政治面貌", Kind.CHOICE, choices=_same(POLITICS), width_chars=8, section="人员"),
    FieldSpec(
        "education", "学历", Kind.CHOICE, choices=_same(EDUCATION), synonyms=("最高学历", "文化程度"), section="人员"
    ),
    FieldSpec("degree", "学位", max_length=30, in_table=False, section="人员"),
    FieldSpec("major", "专业", max_length=60, synonyms=("所学专业", "毕业专业"), in_table=False, section="人员"),
    FieldSpec("school", "毕业院校", max_length=60, synonyms=("毕业学校",), in_table=False, section="人员"),
    FieldSpec(
        "unit",
        "所在单位",
        Kind.REFERENCE,
        reference="units",
        synonyms=(
            "单位",
            "工作单位",
            "执法单位",
            "执法主体",
            "执法机关",
            "所属执法机构",
            "单位名称",
            "所属单位",
            "执法单位名称",
        ),
        width_chars=16,
        in_filter=True,
        section="岗位",
    ),
    FieldSpec(
        "dept",
        "内设机构",
        max_length=60,
        synonyms=("科室", "股室", "所在部门", "所在科室", "中队"),
        width_chars=10,
        section="岗位",
    ),
    FieldSpec("post", "职务", max_length=60, synonyms=("现任职务", "岗位", "执法岗位"), width_chars=10, section="岗位"),
    FieldSpec("rank", "职级", max_length=40, in_table=False, section="岗位"),
    FieldSpec(
        "staffing",
        "编制性质",
        max_length=30,
        synonyms=("编制", "编制情况", "人员编制", "编制类别", "人员性质", "身份性质", "人员编制情况"),
        section="岗位",
    ),
    FieldSpec(
        "domain",
        "执法类别",
        max_length=200,
        synonyms=("执法种类", "执法领域", "执法门类", "执法类型"),
        width_chars=12,
        section="证件",
    ),
    FieldSpec("region", "执法区域", max_length=60, synonyms=("执法范围", "执法地域"), in_table=False, section="证件"),
    FieldSpec(
        "cert_no",
        "执法证号",
        Kind.CODE,
        max_length=40,
        synonyms=(
            "证件编号",
            "执法证编号",
            "行政执法证号",
            "证号",
            "证书编号",
            "执法证件编号",
            "行政执法证编号",
            "执法证件号",
            "执法证号码",
        ),
        width_chars=14,
        section="证件",
    ),
    FieldSpec("old_cert_no", "原证号", Kind.CODE, max_length=40, synonyms=("旧证号",), in_table=False, section="证件"),
    FieldSpec(
        "min_cert_no",
        "部级执法证号",
        Kind.CODE,
        max_length=40,
        synonyms=("部委证号", "系统执法证号"),
        in_table=False,
        section="证件",
    ),
    FieldSpec(
        "issuer",
        "发证机关",
        max_length=60,
        synonyms=("发证部门", "颁发机关", "监制机关"),
        in_table=False,
        section="证件",
    ),
    FieldSpec(
        "issue_date",
        "发证日期",
        Kind.DATE,
        synonyms=("发证时间", "领证时间", "制证日期", "领证日期"),
        width_chars=10,
        section="证件",
    ),
    FieldSpec(
        "valid_from",
        "有效期起",
        Kind.DATE,
        synonyms=("有效期（起）", "有效期限（起）", "有效期自", "有效期起始", "有效期限起"),
        width_chars=10,
        section="证件",
    ),
    FieldSpec(
        "valid_to",
        "有效期至",
        Kind.DATE,
        synonyms=(
            "有效期限",
            "有效期",
            "截止日期",
            "到期日期",
            "有效期（止）",
            "有效期限（止）",
            "有效期止",
            "有效期限至",
        ),
        width_chars=10,
        section="证件",
    ),
    FieldSpec("valid_forever", "长期有效", Kind.BOOLEAN, synonyms=("是否长期",), in_table=False, section="证件"),
    FieldSpec(
        "exam_public",
        "公共法律成绩",
        max_length=20,
        in_table=False,
        section="考试",
        synonyms=(
            "公共法律知识成绩",
            "通用法律成绩",
            "综合法律成绩",
            "公共（通用/综合）法律成绩",
            "公共（通用、综合）法律成绩",
            "公共（通用）法律成绩",
            "公共（综合）法律成绩",
            "公共法律知识考试成绩",
            "通用法律知识成绩",
            "综合法律知识成绩",
            "考试成绩公共",
            "资格考试公共",
        ),
    ),
    FieldSpec(
        "exam_special",
        "专业法律成绩",
        max_length=20,
        in_table=False,
        section="考试",
        synonyms=(
            "专门法律成绩",
            "专业（专门）法律成绩",
            "专业法律知识成绩",
            "专门法律知识成绩",
            "专业法律知识考试成绩",
            "考试成绩专业",
            "资格考试专业",
        ),
    ),
    FieldSpec(
        "exam_score",
        "资格考试成绩",
        max_length=20,
        in_table=False,
        section="考试",
        synonyms=("考试成绩", "执法资格考试成绩"),
    ),
    FieldSpec(
        "exam_date",
        "考试时间",
        Kind.DATE,
        in_table=False,
        section="考试",
        synonyms=("考试日期", "资格考试时间", "资格考试日期"),
        width_chars=10,
    ),
    FieldSpec(
        "exam_certificate",
        "合格证号",
        Kind.CODE,
        max_length=40,
        in_table=False,
        section="考试",
        synonyms=("合格证编号", "资格考试合格证号", "考试合格证号"),
    ),
    FieldSpec(
        "phone",
        "联系电话",
        max_length=40,
        synonyms=("手机", "手机号码", "手机号", "电话", "联系方式"),
        width_chars=11,
        section="人员",
    ),
    FieldSpec("note", "备注", Kind.LONG_TEXT, max_length=500, in_table=False, section="人员"),
    FieldSpec("photo", "照片", max_length=120, synonyms=("相片", "照片文件名"), in_table=False, section="人员"),
)

IMPORT_SPEC = LedgerSpec(
    name="officers",
    title="执法人员与证件",
    item="执法人员",
    unit_word="人",
    fields=OFFICER_IMPORT,
    default_sort="name",
    title_field="name",
    match_on=("id_no",),
)
