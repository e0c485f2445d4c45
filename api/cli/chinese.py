"""The words that the command-line library says by itself, in Chinese."""

from __future__ import annotations

import re

HELP_OPTION = "显示本说明并退出"

PANELS = {
    "ARGUMENTS_PANEL_TITLE": "参数",
    "OPTIONS_PANEL_TITLE": "选项",
    "COMMANDS_PANEL_TITLE": "命令",
    "DEFAULT_STRING": "[默认：{}]",
    "ENVVAR_STRING": "[环境变量：{}]",
    "REQUIRED_LONG_STRING": "[必填]",
}

USAGE_ERRORS = (
    (r"No such option: (\S+)(.*)", r"没有选项 {1}{2}"),
    (r"No such command '?([^'.]+)'?\.?(.*)", r"没有命令“{1}”{2}"),
    (r"Missing command\.", "缺少命令"),
    (r"Missing argument '?([^'.]*)'?\.?(.*)", "缺少参数 {1}{2}"),
    (r"Missing option '?([^'.]*)'?\.?(.*)", "缺少选项 {1}{2}"),
    (r"Option '?([^' ]+)'? requires an argument\.", "选项 {1} 缺少值"),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.*)\)", "多余的参数：{1}"),
    (r"Invalid value for '?([^':]+)'?: (.*)", "{1} 的值不能使用：{2}"),
    (r"Invalid value: (.*)", "值不能使用：{1}"),
)

DETAILS = (
    (r" ?\(Possible options: (.*)\)", "（是否指 {1}）"),
    (r" ?Did you mean (.*)\?", "（是否指 {1}）"),
    (r"'(.*)' is not one of (.*)\.", "“{1}”不在可选值之内：{2}"),
    (r"'(.*)' is not a valid int(?:eger)?(?: range)?\.?", "“{1}”不是整数"),
    (r"'(.*)' is not a valid float\.?", "“{1}”不是数"),
    (r"Value '(.*)' is not a valid .*", "不能识别“{1}”"),
    (r"Input should be a valid integer.*", "应为整数"),
    (r"Input should be a valid number.*", "应为数"),
    (r"Input should be greater than or equal to (\S+)", "不应小于 {1}"),
    (r"Input should be less than or equal to (\S+)", "不应大于 {1}"),
    (r"Input should be greater than (\S+)", "应大于 {1}"),
    (r"Input should be less than (\S+)", "应小于 {1}"),
    (r"Input should be (.*)", "应为 {1}"),
    (r"(\S+) is not in the range (.*)\.", "{1} 超出范围 {2}"),
    (r"(?:File|Path|Directory) '(.*)' does not exist\.", "文件“{1}”不存在"),
    (r"(?:File|Path) '(.*)' is a directory\.", "“{1}”是文件夹，不是文件"),
    (r"(?:File|Path) '(.*)' is not readable\.", "文件“{1}”不可读"),
)


def usage_error(message: str) -> str:
    """Return a usage error in Chinese; what is not known stays as it is."""
    for pattern, wording in USAGE_ERRORS:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return wording.format(message, *(detail(part or "") for part in found.groups()))
    return detail(message)


def detail(text: str) -> str:
    """Return why a value cannot be used in Chinese; what is not known stays as it is."""
    for pattern, wording in DETAILS:
        found = re.fullmatch(pattern, text.strip(), re.DOTALL)
        if found:
            return wording.format(text, *found.groups())
    return text
