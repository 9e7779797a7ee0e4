"""The command `dudao`: one sub-command per module of `dudao.actions`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from dudao.actions import Commands
from dudao.failures import ANSWER_IS_NO, DONE, WRONG_USE, Stop, WrongUse
from dudao.invocation import Invocation, shared_options
from dudao.screen import Screen
from dudao.version import installed_version
from engine.model.errors import EngineError

INTERRUPTED = 130


def program() -> click.Group:
    """Return the command; its sub-commands are made when one asks for them."""

    @click.group(
        "dudao",
        cls=Commands,
        help="督导：以流程图驱动的督导办案软件。Supervision casework on BPMN.",
        subcommand_metavar="命令 …",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    @click.version_option(
        installed_version(), prog_name="dudao", message="%(prog)s %(version)s", help="显示版本。"
    )
    @shared_options
    def dudao() -> None:
        pass

    return dudao


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 the answer is no, 2 wrong use."""
    sys.exit(run(sys.argv[1:] if arguments is None else list(arguments)))


def run(arguments: list[str]) -> int:
    """Run the command line and return its exit status; errors become one clear sentence."""
    invocation = Invocation(is_json="--json" in arguments)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status = _run(arguments, invocation)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has seen enough; the interpreter must not complain on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ANSWER_IS_NO
    except KeyboardInterrupt:
        Screen.open().err.print("已中断。")
        return INTERRUPTED
    return status


def _run(arguments: list[str], invocation: Invocation) -> int:
    try:
        status = program().main(arguments, "dudao", standalone_mode=False, obj=invocation)
    except click.exceptions.NoArgsIsHelpError as error:
        Screen.open().err.print(error.format_message(), soft_wrap=True)
        return WRONG_USE
    except click.exceptions.Exit as ending:
        return ending.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    except Exception as error:
        if isinstance(error, BrokenPipeError) or os.environ.get("DUDAO_DEBUG"):
            raise
        stop = _understood(error)
        invocation.screen.complain(stop)
        return stop.status
    return status if isinstance(status, int) else DONE


def _understood(error: Exception) -> Stop:
    """Turn any error into a sentence that says what was expected."""
    match error:
        case Stop():
            return error
        case click.UsageError():
            return _usage(error)
        case click.ClickException():
            return WrongUse(error.format_message())
        case EngineError():
            return Stop(error.message, en=error.en, code=error.code, errors=error.errors)
        case _:
            return _unexpected(error)


def _unexpected(error: Exception) -> Stop:
    if isinstance(error, DBAPIError):
        cause = next(iter(str(error.orig).strip().splitlines()), "")
        return Stop(
            f"数据库不能使用：{cause}。请运行 dudao doctor 检查。",
            en=f"The database cannot be used: {cause}",
            code="database_unavailable",
        )
    if isinstance(error, SQLAlchemyError | OSError):
        return Stop(f"无法完成：{error}。", en=str(error), code="unavailable")
    return Stop(
        f"程序内部错误（{type(error).__name__}：{error}）。"
        "设置环境变量 DUDAO_DEBUG=1 再运行一次，可以看到细节。",
        en=f"Internal error: {type(error).__name__}: {error}",
        code="internal_error",
    )


def _usage(error: click.UsageError) -> WrongUse:
    path = error.ctx.command_path if error.ctx else "dudao"
    return WrongUse(
        f"{_usage_zh(error)}。用法见 {path} --help。",
        en=error.format_message(),
        code="wrong_use",
    )


def _usage_zh(error: click.UsageError) -> str:
    hint = ""
    if isinstance(error, click.BadParameter) and error.param is not None:
        hint = error.param.get_error_hint(error.ctx).strip("'")
    match error:
        case click.NoSuchOption():
            return f"没有 {error.option_name} 这个选项"
        case click.MissingParameter():
            return f"缺少 {hint}"
        case click.BadParameter():
            return f"{hint} 的值不对：{error.message.rstrip('.')}"
        case click.BadOptionUsage():
            return f"选项 {error.option_name} 的用法不对：缺少值，或不能带值"
        case _:
            return f"用法不对：{error.format_message().rstrip('.')}"
