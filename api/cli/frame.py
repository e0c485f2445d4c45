"""The frame of the command line: which commands there are, and how they end."""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer
from pydantic import ValidationError
from typer.exceptions import TyperException

from api.cli import (
    annotating,
    auditing,
    books,
    boundaries,
    changing,
    chinese,
    converting,
    database,
    doctoring,
    evaluating,
    inspections,
    loading,
    naming,
    serving,
    testing,
    users,
)
from api.cli.printing import OK, UNUSABLE_INPUT, InputUnusable, complain, say
from api.services.refusals import Refusal
from api.store.errors import DatabaseUnavailable

if TYPE_CHECKING:
    from typer._click import Command

HELP_NAMES = ["-h", "--help"]

app = typer.Typer(
    name="diming",
    help="地名 Diming：地名、行政区划与界线的标准化管理。",
    epilog="退出码：0 完成（不论检查结论），1 输入不能使用，2 用法错误。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": HELP_NAMES},
)

# One line for each module of commands, in the order of the help.
app.add_typer(serving.app)
app.add_typer(testing.app)
app.add_typer(naming.app)
app.add_typer(annotating.app)
app.add_typer(evaluating.app)
app.add_typer(boundaries.app)
app.add_typer(changing.app)
app.add_typer(doctoring.app)
app.add_typer(converting.app)
app.add_typer(inspections.app)
app.add_typer(books.app)
app.add_typer(auditing.app, name="audit")
app.add_typer(database.app, name="db")
app.add_typer(loading.app, name="load")
app.add_typer(users.app, name="users")


@app.callback()
def before(
    debug: bool = typer.Option(False, "--debug", help="出错时显示完整的调用过程"),
) -> None:
    """地名 Diming：地名、行政区划与界线的标准化管理。"""
    if debug:
        os.environ["DIMING_DEBUG"] = "1"


def run(arguments: list[str]) -> int:
    """Run one command and return the exit code: 0 done, 1 unusable input, 2 wrong usage."""
    command = typer.main.get_command(app)
    _speak_chinese(command)
    try:
        code = command.main(arguments, prog_name="diming", standalone_mode=False)
        return code if isinstance(code, int) else OK
    except TyperException as wrong:
        return _wrong_usage(wrong)
    except typer.Abort:
        say("已取消")
        return UNUSABLE_INPUT
    except BrokenPipeError:
        # The reader has left; Python must not complain about it again while it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return OK
    except Exception as failure:
        return _failed(failure)


def _failed(failure: Exception) -> int:
    """Say what went wrong without the calls that led there, unless they are asked for."""
    if os.environ.get("DIMING_DEBUG"):
        traceback.print_exception(failure)
    match failure:
        case InputUnusable() | DatabaseUnavailable() | Refusal():
            complain(failure.message, failure.remedy)
        case ValidationError():
            complain("设置不符合要求", "\n".join(_wrong_values(failure)))
        case OSError() if failure.filename:
            complain(f"无法读写文件 {failure.filename}：{failure.strerror}")
        case _:
            complain(
                f"未预料的错误（{type(failure).__name__}）：{failure}",
                "请加 --debug 重试以查看详情，例如 ./diming --debug 命令",
            )
    return UNUSABLE_INPUT


def _wrong_values(failure: ValidationError) -> Iterator[str]:
    """Yield a line for each wrong value, naming the variable when it was a setting."""
    prefix = "环境变量 DIMING_" if failure.title == "Settings" else ""
    for error in failure.errors():
        name = ".".join(map(str, error["loc"]))
        yield f"{prefix}{name.upper() if prefix else name}：{chinese.detail(error['msg'])}"


def _wrong_usage(wrong: TyperException) -> int:
    """Say how a command is used when it was used in another way."""
    context = getattr(wrong, "ctx", None)
    message = wrong.format_message()
    if type(wrong).__name__ == "NoArgsIsHelpError":
        say(message)
        return wrong.exit_code
    complain(chinese.usage_error(message))
    if context is not None:
        say(f"用法：{context.get_usage().removeprefix('Usage: ')}")
        say(f"说明：{context.command_path} --help")
    return wrong.exit_code


def _speak_chinese(command: Command) -> None:
    """Give the parts of the help that the library words itself their Chinese words."""
    import typer.rich_utils

    for name, wording in chinese.PANELS.items():
        setattr(typer.rich_utils, name, wording)
    for each in _all_commands(command):
        option = each.get_help_option(typer.Context(each, help_option_names=HELP_NAMES))
        if option is not None:
            option.help = chinese.HELP_OPTION


def _all_commands(command: Command) -> Iterator[Command]:
    yield command
    for each in getattr(command, "commands", {}).values():
        yield from _all_commands(each)
