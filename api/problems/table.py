"""The table of problems: every refusal of the door with its status, title and remedy."""

from __future__ import annotations

from api.problems import cases, heritage, orders, people, programme, register
from api.problems.kind import Kind
from api.services import refusals
from api.store.errors import DatabaseUnavailable
from api.store.transactions import ConcurrentChange, QueryTooSlow
from boundary_data.problems import UnusableInput

UNKNOWN_PARAMETER = Kind(
    "unknown-parameter", 400, "没有这个查询参数", "请核对参数名称，可用的参数见接口文档 /docs"
)
INVALID_PARAMETER = Kind(
    "invalid-parameter", 400, "参数的值不符合要求", "请按 errors 中每一项的提示修改"
)
MALFORMED_JSON = Kind(
    "malformed-json", 400, "请求正文不是合法的 JSON", "请按 errors 中的行、列位置修改后重新提交"
)
UNREADABLE_TEXT = Kind(
    "unreadable-text",
    400,
    "文字中有无法保存的字符",
    "请使用 UTF-8 编码，并删去空字符（NUL）和不成对的代理字符",
)
UNKNOWN_FIELD = Kind(
    "unknown-field", 422, "请求正文中有不认识的字段", "请核对字段名称，或删去 errors 中列出的字段"
)
INVALID_BODY = Kind(
    "invalid-body", 422, "请求正文的内容不符合要求", "请按 errors 中每一项的提示修改"
)
UNREADABLE_REQUEST = Kind(
    "unreadable-request",
    400,
    "请求无法读取",
    "请核对请求行与请求头是否符合 HTTP/1.1，网址与请求头合计不超过 256 KiB",
)
NO_SUCH_PAGE = Kind("no-such-page", 404, "没有这个地址", "请核对网址，全部接口见 /docs")
UNKNOWN_DIVISION = Kind(
    "unknown-division", 404, "没有这个行政区划", "请先用 /api/v1/divisions 查询编号或代码"
)
UNKNOWN_NAME = Kind("unknown-name", 404, "没有这个地名", "请先用 /api/v1/names 查询编号")
UNKNOWN_BOUNDARY = Kind(
    "unknown-boundary", 404, "没有这条界线", "请先用 /api/v1/boundaries 查询界线编号"
)
UNKNOWN_NAME_FILE = Kind(
    "unknown-name-file", 404, "没有这次批量审核", "结果只保留一天，请核对编号，或重新上传表格"
)
UNKNOWN_RECORD = Kind(
    "unknown-record", 404, "没有这条联检记录", "请先用 /api/v1/inspection-records 查询编号"
)
UNKNOWN_MARKER = Kind(
    "unknown-marker",
    404,
    "没有这颗界桩、这件标志物或文件",
    "请先用 /api/v1/lines/{code}/markers 等列表查询编号",
)
SHEET_REFUSED = Kind("sheet-refused", 422, "界桩登记表审核不通过", "请按 errors 逐项改正后重试")
DAMAGED_FILE = Kind("damaged-file", 422, "文件不能用", "请核对文件后重新上传")
UNKNOWN_TASK = Kind(
    "unknown-task", 404, "没有这项联检任务", "请先用 /api/v1/inspection-tasks 查询编号"
)
UNKNOWN_PHOTO = Kind("unknown-photo", 404, "没有这张照片", "请先上传照片")
NOT_YOURS = Kind("not-yours", 403, "不由该方办理", "请由应办理的一方办理")
NOT_ALLOWED = Kind("not-allowed", 409, "当前阶段不能这样办理", "请先取回最新内容，看处于哪一阶段")
PART_MISSING = Kind("part-missing", 409, "中间有未收到的部分", "请从已收到的末尾续传")
OTHER_STATE = Kind(
    "other-state", 412, "内容已被改动", "请取回最新内容，核对后带上它的 ETag 重新提交"
)
TAG_MISSING = Kind(
    "tag-missing", 428, "没有写明所改的是哪一稿", "请在 If-Match 请求头中带上取回内容时的 ETag"
)
DAMAGED_PHOTO = Kind("damaged-photo", 422, "照片不能用", "请重传照片")
RECORD_REFUSED = Kind("record-refused", 422, "联检记录审核不通过", "请按 errors 逐项改正后重试")
LINE_CHANGE_REFUSED = Kind(
    "line-change-refused", 422, "界线变更未予发布", "请按 errors 逐项改正后重试"
)
UNKNOWN_BOUNDARY_AUDIT = Kind(
    "unknown-boundary-audit", 404, "没有这次界线检查", "结果只保留半小时，请重新检查"
)
CANNOT_PRINT = Kind("cannot-print", 503, "不能生成 PDF", "请安装排版软件包，或改取 DOCX")
METHOD_NOT_ALLOWED = Kind(
    "method-not-allowed", 405, "该地址不支持这种请求方法", "请改用 Allow 响应头列出的方法"
)
NOTHING_THAT_DAY = Kind(
    "nothing-that-day", 404, "该日没有资料", "请改用资料覆盖的日期，或装载该日的资料"
)
CONCURRENT_CHANGE = Kind(
    "concurrent-change", 409, "与他人同时所做的修改冲突", "请重新读取最新内容后再提交"
)
NOT_FINISHED = Kind("not-finished", 409, "还没有结果", "请等到 state 为 done 后再取结果")
BODY_TOO_LARGE = Kind("body-too-large", 413, "请求正文过大", "请分批提交")
UNSUPPORTED_MEDIA_TYPE = Kind(
    "unsupported-media-type",
    415,
    "请求正文的类型不受支持",
    "请提交 JSON，并设置请求头 Content-Type: application/json",
)
INTERNAL_ERROR = Kind(
    "internal-error", 500, "服务器内部错误", "请把 request_id 告知系统管理员，以便在日志中查找"
)
DATABASE_UNAVAILABLE = Kind(
    "database-unavailable", 503, "数据库暂时不可用", "请稍后重试", retry_after_s=5
)
QUERY_TOO_SLOW = Kind(
    "query-too-slow", 503, "查询超过时限", "请缩小查询范围后重试", retry_after_s=10
)
NOT_READY = Kind(
    "not-ready", 503, "服务尚未就绪", "请按 errors 中每一项的提示处理", retry_after_s=10
)
TOO_MANY_FILES = Kind(
    "too-many-files", 503, "正在排队的表格过多", "请稍后重新上传", retry_after_s=30
)
CHECK_INTERRUPTED = Kind(
    "check-interrupted",
    503,
    "审核或检查被中断",
    "请重新上传，或分成几个文件后上传；仍不能完成的，请联系系统管理员",
)
OTHER_REFUSAL = Kind("refused", 400, "请求未被接受", "请按提示修改后重新提交")

KINDS = (
    UNKNOWN_PARAMETER,
    INVALID_PARAMETER,
    MALFORMED_JSON,
    UNREADABLE_TEXT,
    UNREADABLE_REQUEST,
    UNKNOWN_FIELD,
    INVALID_BODY,
    NO_SUCH_PAGE,
    UNKNOWN_DIVISION,
    UNKNOWN_NAME,
    UNKNOWN_BOUNDARY,
    UNKNOWN_NAME_FILE,
    UNKNOWN_BOUNDARY_AUDIT,
    UNKNOWN_RECORD,
    UNKNOWN_TASK,
    UNKNOWN_MARKER,
    SHEET_REFUSED,
    DAMAGED_FILE,
    UNKNOWN_PHOTO,
    NOT_YOURS,
    NOT_ALLOWED,
    PART_MISSING,
    OTHER_STATE,
    TAG_MISSING,
    DAMAGED_PHOTO,
    RECORD_REFUSED,
    LINE_CHANGE_REFUSED,
    CANNOT_PRINT,
    NOTHING_THAT_DAY,
    METHOD_NOT_ALLOWED,
    CONCURRENT_CHANGE,
    NOT_FINISHED,
    BODY_TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
    INTERNAL_ERROR,
    DATABASE_UNAVAILABLE,
    QUERY_TOO_SLOW,
    NOT_READY,
    TOO_MANY_FILES,
    CHECK_INTERRUPTED,
    OTHER_REFUSAL,
    *people.REFUSALS.values(),
    *heritage.REFUSALS.values(),
    *register.REFUSALS.values(),
    *cases.REFUSALS.values(),
    *programme.REFUSALS.values(),
    *orders.REFUSALS.values(),
)

REFUSALS: dict[type[Exception], Kind] = {
    refusals.UnknownDivision: UNKNOWN_DIVISION,
    refusals.UnknownName: UNKNOWN_NAME,
    refusals.UnknownBoundary: UNKNOWN_BOUNDARY,
    refusals.NothingThatDay: NOTHING_THAT_DAY,
    refusals.UnknownNameFile: UNKNOWN_NAME_FILE,
    refusals.UnknownBoundaryAudit: UNKNOWN_BOUNDARY_AUDIT,
    refusals.NotFinished: NOT_FINISHED,
    refusals.NoRoomForFiles: TOO_MANY_FILES,
    refusals.CheckInterrupted: CHECK_INTERRUPTED,
    refusals.UnknownRecord: UNKNOWN_RECORD,
    refusals.UnknownTask: UNKNOWN_TASK,
    refusals.UnknownMarker: UNKNOWN_MARKER,
    refusals.SheetRefused: SHEET_REFUSED,
    refusals.DamagedFile: DAMAGED_FILE,
    refusals.UnknownPhoto: UNKNOWN_PHOTO,
    refusals.NotYours: NOT_YOURS,
    refusals.NotAllowed: NOT_ALLOWED,
    refusals.PartMissing: PART_MISSING,
    refusals.OtherState: OTHER_STATE,
    refusals.TagMissing: TAG_MISSING,
    refusals.DamagedPhoto: DAMAGED_PHOTO,
    refusals.RecordRefused: RECORD_REFUSED,
    refusals.LineChangeRefused: LINE_CHANGE_REFUSED,
    refusals.CannotPrint: CANNOT_PRINT,
    refusals.UnknownProblem: NO_SUCH_PAGE,
    refusals.NotReady: NOT_READY,
    refusals.Refusal: OTHER_REFUSAL,
    UnusableInput: INVALID_BODY,
    DatabaseUnavailable: DATABASE_UNAVAILABLE,
    QueryTooSlow: QUERY_TOO_SLOW,
    ConcurrentChange: CONCURRENT_CHANGE,
    **people.REFUSALS,
    **heritage.REFUSALS,
    **register.REFUSALS,
    **cases.REFUSALS,
    **programme.REFUSALS,
    **orders.REFUSALS,
}
"""Domain error to problem; a subclass without a line of its own takes that of its base."""

BY_STATUS = {
    400: INVALID_PARAMETER,
    404: NO_SUCH_PAGE,
    405: METHOD_NOT_ALLOWED,
    413: BODY_TOO_LARGE,
    415: UNSUPPORTED_MEDIA_TYPE,
}
"""What the framework itself refuses with a bare status."""


def kind_of(error: Exception) -> Kind:
    """Return the kind of problem a domain error is."""
    for ancestor in type(error).__mro__:
        if ancestor in REFUSALS:
            return REFUSALS[ancestor]
    return INTERNAL_ERROR
