"""What the role of the signed-in account refuses, in a sentence for the tool tip."""

from __future__ import annotations

from services.access import RIGHT_LABELS, Right
from ui.context import UiContext


def why_not(context: UiContext, right: Right) -> str:
    """Empty where the account may."""
    if context.desk.actor.may(right):
        return ""
    return f"当前账户没有“{RIGHT_LABELS[right]}”的权限。需要时由管理员调整账户。"
