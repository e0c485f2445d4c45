"""What people call the verbs and subjects of the journal (操作日志)."""

from __future__ import annotations

VERBS = {
    "load": "装载资料",
    "seal": "升级封记",
    "submit": "提交",
    "write": "填报",
    "plan": "制定计划",
    "cancel": "取消",
    "begin": "开始",
    "begin_work": "发起后台办理",
    "end_work": "后台办理结束",
    "audit": "核查",
    "complete": "完成",
    "end": "结束",
    "recheck": "重新核验",
    "retire": "停用地名",
    "vanish": "登记消失",
    "sign_in_failed": "登录失败",
    "sign_in": "登录",
    "sign_out": "退出",
    "sign_out_elsewhere": "退出其他设备",
    "act_for": "改换代表的机构",
    "open_account": "开通用户",
    "change_account": "修改用户",
    "close_account": "停用用户",
    "give_roles": "授予角色",
    "reset_password": "重设密码",
    "change_password": "修改密码",
    "make_token": "生成令牌",
    "revoke_token": "撤销令牌",
    "bind_subject": "绑定统一身份",
    "set_jurisdiction": "设定管辖",
    "order": "责令",
    "end_order": "登记责令结果",
}
SUBJECTS = {
    "account": "用户",
    "organisation": "机构",
    "delivery": "资料",
    "database": "数据库",
    "place_name": "地名",
    "naming_case": "地名事项",
    "programme": "乡村著名行动",
    "programme_issue": "地名问题",
    "programme_audit": "地名问题核查",
    "name_file": "批量审核",
    "heritage_listing": "历史地名",
    "rectification_order": "责令改正",
    "boundary_line": "界线",
    "marker": "界桩",
    "inspection_round": "联检轮次",
    "inspection_task": "联检任务",
    "inspection_record": "联检记录",
}


def verb_in_words(verb: str) -> str:
    """Return what people call a verb; itself where nobody has given it a name."""
    return VERBS.get(verb, verb)


def subject_in_words(kind: str) -> str:
    """Return what people call a kind of subject; itself where nobody has given it a name."""
    return SUBJECTS.get(kind, kind)
