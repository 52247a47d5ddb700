"""What kinds of certificates there are, what their states and events are called, and which states belong together."""

from __future__ import annotations

from models.certificate import CertificateKind, CertificateStatus, EventKind
from models.officer import PostStatus

Status = CertificateStatus

KIND_LABELS = {
    CertificateKind.ENFORCEMENT.value: "行政执法证",
    CertificateKind.OLD.value: "旧式执法证",
    CertificateKind.ENTRUSTED.value: "委托执法证",
    CertificateKind.SUPERVISION.value: "行政执法监督证",
    CertificateKind.HEARING.value: "听证主持人证",
    CertificateKind.MINISTRY.value: "部委执法证",
}
ENFORCING = frozenset({CertificateKind.ENFORCEMENT, CertificateKind.OLD, CertificateKind.ENTRUSTED})

APPLYING = frozenset({Status.DRAFT, Status.UNIT_REVIEW, Status.BUREAU_REVIEW, Status.SUPERIOR_REVIEW, Status.MAKING})
CERTIFYING = frozenset({Status.ACTIVE, Status.RENEWING})  # the holder may enforce while the card's term lasts
HELD = CERTIFYING | {Status.SUSPENDED, Status.LOST}  # of one kind a person has at most one of these (I3)
ENDED = frozenset({Status.CANCELLED, Status.REVOKED, Status.REPLACED, Status.REJECTED})  # nothing follows (I1)

STATUS_LABELS = {
    Status.DRAFT.value: "申领待送审",
    Status.UNIT_REVIEW.value: "单位审核中",
    Status.BUREAU_REVIEW.value: "司法局初审中",
    Status.SUPERIOR_REVIEW.value: "发证机关审核中",
    Status.MAKING.value: "制证中",
    Status.ACTIVE.value: "有效",
    Status.RENEWING.value: "换证办理中",
    Status.SUSPENDED.value: "暂扣",
    Status.LOST.value: "遗失",
    Status.RECALLED.value: "已收回",
    Status.CANCELLED.value: "已注销",
    Status.REVOKED.value: "已吊销",
    Status.REPLACED.value: "已换发",
    Status.REJECTED.value: "未核准",
}
EVENT_LABELS = {
    EventKind.REGISTERED: "登记入账",
    EventKind.APPLIED: "申领",
    EventKind.FORWARDED: "送审上报",
    EventKind.SENT_BACK: "退回补正",
    EventKind.REJECTED: "不予核准",
    EventKind.REVIEWED: "初审通过",
    EventKind.APPROVED: "核准",
    EventKind.ISSUED: "制发领证",
    EventKind.CHECKED: "年审",
    EventKind.SUSPENDED: "暂扣",
    EventKind.REINSTATED: "发还",
    EventKind.REVOKED: "吊销",
    EventKind.RECALLED: "收回",
    EventKind.CANCELLED: "注销",
    EventKind.LOST: "报失",
    EventKind.REPLACED: "由新证替换",
    EventKind.FOUND: "找回",
    EventKind.RENEWAL_BEGUN: "发起换证",
    EventKind.RENEWAL_DROPPED: "撤回换证",
    EventKind.CHANGED: "变更",
    EventKind.CORRECTED: "更正",
}
DECISIONS = frozenset(
    {EventKind.APPROVED, EventKind.SUSPENDED, EventKind.REINSTATED, EventKind.REVOKED, EventKind.CANCELLED}
)  # need body, number and date (I7)

POST_LABELS = {
    PostStatus.ON_POST.value: "在岗",
    PostStatus.OFF_EDUCATION.value: "离岗教育",
    PostStatus.SECONDED_OUT.value: "借调外出",
    PostStatus.MOVED.value: "调离",
    PostStatus.RETIRED.value: "退休",
    PostStatus.RESIGNED.value: "辞职",
    PostStatus.DISMISSED.value: "辞退",
    PostStatus.EXPELLED.value: "开除",
    PostStatus.DECEASED.value: "死亡",
    PostStatus.LEFT.value: "其他离岗",
}
LEAVERS = frozenset(PostStatus) - {PostStatus.ON_POST, PostStatus.OFF_EDUCATION, PostStatus.SECONDED_OUT}
RENEWAL_REASONS = {
    "expiry": "到期",
    "damage": "损毁",
    "change": "证面信息变更",
    "transfer": "转任",
    "style": "更换新式证",
}
