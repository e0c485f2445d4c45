"""The problems of cases (办件), their papers, opinions and announcements."""

from __future__ import annotations

from api.problems.kind import Kind
from api.services.cases import refusals
from api.services.printing import templates

REFUSALS: dict[type[Exception], Kind] = {
    refusals.UnknownCase: Kind(
        "unknown-case", 404, "没有这个办件", "请先用 /api/v1/cases 查询您办理范围内的办件"
    ),
    refusals.UnknownWork: Kind(
        "unknown-case-work", 404, "没有这项批量办理", "请用 /api/v1/cases/{id}/works 查看"
    ),
    refusals.UnknownPaper: Kind(
        "unknown-paper", 404, "没有这份材料", "请先用 /api/v1/cases/{id} 查看案卷"
    ),
    refusals.UnknownOpinion: Kind(
        "unknown-opinion", 404, "没有这项征求意见", "请先用 /api/v1/cases/{id} 查看案卷"
    ),
    refusals.UnknownConsultation: Kind(
        "unknown-consultation",
        404,
        "没有这次公众意见征求",
        "正在征求意见的见 /api/v1/consultations",
    ),
    refusals.UnknownAnnouncement: Kind(
        "unknown-announcement", 404, "没有这份公告", "全部公告见 /api/v1/announcements"
    ),
    refusals.WrongCode: Kind(
        "wrong-code", 404, "编号与查询码不符", "请核对受理时告知的办件编号与查询码"
    ),
    refusals.NamesTaken: Kind(
        "names-taken", 409, "名称已被其他办件预留", "请按 errors 逐项另拟名称"
    ),
    refusals.CaseIncomplete: Kind(
        "case-incomplete", 422, "办件内容或材料不齐", "请按 errors 逐项补齐后重试"
    ),
    refusals.CaseNotPassed: Kind(
        "case-not-passed", 422, "地名未通过审核", "请按 errors 逐项改名或具名说明后重试"
    ),
    refusals.StorageFull: Kind(
        "storage-full",
        507,
        "存储空间不足",
        "请联系系统管理员清理磁盘后重新上传",
        retry_after_s=60,
    ),
    templates.TemplateBroken: Kind(
        "template-broken", 409, "文书模板不能用", "请由管理员改正叠加目录 documents 中的模板"
    ),
    templates.FieldsLacking: Kind(
        "fields-lacking", 409, "还不能生成这种文书", "请先办理到相应阶段或补齐内容"
    ),
    refusals.FileRefused: Kind("file-refused", 422, "附件不能用", "请按提示处理后重新上传"),
}
"""Domain error to problem."""
