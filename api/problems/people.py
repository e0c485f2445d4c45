"""The problems of signing in, of roles and of accounts."""

from __future__ import annotations

from api.problems.kind import Kind
from api.services import refusals
from api.store.transactions import NumberTooLarge, OutsideScope

REFUSALS: dict[type[Exception], Kind] = {
    NumberTooLarge: Kind(
        "number-too-large", 422, "数字超出范围", "没有这么大的编号或稿次，请核对后重新提交"
    ),
    OutsideScope: Kind(
        "outside-scope", 403, "不在您的管辖范围内", "请由管辖该地的单位办理，或改换所代表的机构"
    ),
    refusals.SignInNeeded: Kind(
        "sign-in-needed",
        401,
        "请先登录",
        "请在 /sign-in 登录，或在 Authorization 请求头中带上接口令牌：Bearer dm_…",
    ),
    refusals.SignInFailed: Kind("sign-in-failed", 401, "登录失败", "请核对登录名与密码"),
    refusals.ProviderUnavailable: Kind(
        "provider-unavailable", 503, "统一身份平台不可用", "请稍后重试，或用登录名和密码登录"
    ),
    refusals.TooManyRequests: Kind(
        "too-many-requests", 429, "请求过于频繁", "请按 Retry-After 所示的秒数等待后再试"
    ),
    refusals.TooManyAttempts: Kind("too-many-attempts", 429, "登录失败次数过多", "请稍后再试"),
    refusals.RoleNeeded: Kind(
        "role-needed", 403, "没有办理这件事的权限", "请由有相应角色的人员办理，或联系管理员"
    ),
    refusals.FormOutdated: Kind(
        "form-outdated", 403, "页面已过期", "请刷新页面后重新提交；程序请改用接口令牌"
    ),
    refusals.WeakPassword: Kind("weak-password", 422, "密码太弱", "请换一个密码"),
    refusals.UnknownAccount: Kind(
        "unknown-account", 404, "没有这个用户或机构", "请先用 /api/v1/accounts 查询"
    ),
    refusals.AccountRefused: Kind("account-refused", 422, "不能这样设置用户", "请按提示修改"),
}
"""Domain error to problem."""
