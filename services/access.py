"""Who acts, and what each role may do. Services enforce it; the window only shows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from services.errors import DeniedError


class Role(StrEnum):
    """The four roles of a bureau's accounts."""

    ADMINISTRATOR = "administrator"
    HEAD = "head"
    CLERK = "clerk"
    READER = "reader"


class Right(StrEnum):
    """What a role may or may not do; each write names the one that it needs."""

    READ = "read"
    EDIT = "edit"
    DELETE = "delete"
    IMPORT = "import"
    EXPORT_FULL = "export_full"
    APPROVE = "approve"
    SETTINGS = "settings"
    ACCOUNTS = "accounts"


ROLE_LABELS = {
    Role.ADMINISTRATOR: "管理员",
    Role.HEAD: "负责人",
    Role.CLERK: "经办",
    Role.READER: "只读",
}
RIGHT_LABELS = {
    Right.READ: "查看",
    Right.EDIT: "登记和修改",
    Right.DELETE: "移入回收站",
    Right.IMPORT: "导入",
    Right.EXPORT_FULL: "导出完整证件号码",
    Right.APPROVE: "审批和签发",
    Right.SETTINGS: "修改系统设置",
    Right.ACCOUNTS: "管理账户",
}
PERMISSIONS: dict[Role, frozenset[Right]] = {
    Role.ADMINISTRATOR: frozenset(Right),
    Role.HEAD: frozenset(Right) - {Right.ACCOUNTS},
    Role.CLERK: frozenset({Right.READ, Right.EDIT, Right.DELETE, Right.IMPORT, Right.EXPORT_FULL}),
    Role.READER: frozenset({Right.READ}),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """The account on whose behalf something is done. `name` goes into the history."""

    name: str
    role: Role

    def may(self, right: Right) -> bool:
        """Whether the role includes `right`."""
        return right in PERMISSIONS[self.role]

    def require(self, right: Right) -> None:
        """Raise DeniedError unless the role includes `right`."""
        if not self.may(right):
            raise DeniedError(
                f"“{ROLE_LABELS[self.role]}”没有“{RIGHT_LABELS[right]}”的权限，没有改动。需要时由管理员调整账户。"
            )


SYSTEM = Actor("系统", Role.ADMINISTRATOR)
