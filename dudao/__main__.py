"""Start the command line: `python -m dudao`, or the command `dudao`."""

from __future__ import annotations

import signal

from dudao.memory import nothing_thrown_away


def main() -> None:
    """Run the command line; Ctrl-C while its modules are still read ends it without a word."""
    ours = signal.getsignal(signal.SIGINT)
    if ours is signal.default_int_handler:  # somebody who ignores the signal goes on ignoring it
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    with nothing_thrown_away():
        from dudao import cli  # noqa: PLC0415 - seconds, during which nothing is begun

    if ours is signal.default_int_handler:
        signal.signal(signal.SIGINT, ours)
    cli.main()


if __name__ == "__main__":
    main()
