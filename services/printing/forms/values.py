"""What is filled into a form, by key."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from services.errors import ValidationError


class FormValues:
    """A missing key stays blank for writing by hand. Raises ValidationError for keys and shapes that do not fit."""

    def __init__(self, raw: Mapping[str, object], known: Collection[str]) -> None:
        strange = [key for key in raw if key not in known]
        if strange:
            raise ValidationError({key: f"表单没有“{key}”这一项，没有生成文件。" for key in strange})
        self._raw = raw

    def text(self, key: str) -> str:
        """One text; several are joined by 、."""
        return "、".join(self.texts(key))

    def texts(self, key: str) -> list[str]:
        """A list of texts; a single one counts as a list of one."""
        found = self._raw.get(key)
        if found is None:
            return []
        given = list(found) if isinstance(found, list | tuple) else [found]
        if any(isinstance(each, bool) or not isinstance(each, str | int) for each in given):
            raise ValidationError({key: f"“{key}”应是文字或者文字的列表，没有生成文件。"})
        return [str(each) for each in given if str(each).strip()]

    def rows(self, key: str, columns: Collection[str]) -> list[FormValues]:
        """A list of objects with the keys of `columns`."""
        found = self._raw.get(key, [])
        if not isinstance(found, list | tuple) or not all(isinstance(each, Mapping) for each in found):
            raise ValidationError({key: f"“{key}”应是一个列表，每一项是一行，没有生成文件。"})
        return [FormValues(each, columns) for each in found]
