"""Who may not assess place names (禁止从事地名评估的第三方机构, 条例 article 39)."""

from __future__ import annotations

from datetime import date

from rulebook.parameters import ParameterError, Parameters

LISTED = "banned_assessors"


def banned_on(on: date, parameters: Parameters) -> frozenset[str]:
    """Return who may not assess place names on a day (parameter `banned_assessors`).

    An entry is a name, or `name=day` with the last day of the ban; a false assessment that is
    serious bars from assessing for five years (《地名管理条例》 article 39).

    Raises:
        ParameterError: if a day is none.
    """
    listed = (entry.partition("=") for entry in parameters.words(LISTED))
    return frozenset(name.strip() for name, _, day in listed if not day or on <= _day(day))


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written.strip())
    except ValueError as error:
        message = f"procedure.toml：参数 [{LISTED}] 中“{written}”不是日期"
        raise ParameterError(message, "请写作 某评估公司=2031-11-22") from error
