"""Errors a service may raise. Every message is a finished Chinese sentence for the clerk."""

from __future__ import annotations

from collections.abc import Mapping


class ServiceError(Exception):
    """Expected: shown to the clerk as it is, never as a crash report."""

    title = "无法完成操作"


class ValidationError(ServiceError):
    """What was typed cannot be stored; `problems` maps a field key to its sentence."""

    title = "填写有误"

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("\n".join(problems.values()))
        self.problems = dict(problems)


class ConflictError(ServiceError):
    """Somebody changed the record first, or its state no longer allows the act."""

    title = "记录已被修改"


class NotFoundError(ServiceError):
    """The record was removed meanwhile."""

    title = "记录不存在"


class DeniedError(ServiceError):
    """The role of the account does not include the act."""

    title = "没有权限"


class UnreadableError(ServiceError):
    """A file from outside that cannot be read at all. `code` is the contract's code, such as ER11."""

    title = "文件读不出来"

    def __init__(self, message: str, code: str = "ER11") -> None:
        super().__init__(message)
        self.code = code


class StorageError(ServiceError):
    """Disk full, file locked, file damaged: the environment, not a bug."""

    title = "数据无法读写"
