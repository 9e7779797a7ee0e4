"""Start the command line: `python -m dudao`, or the command `dudao`."""

from __future__ import annotations

import signal
import sys

from dudao.memory import nothing_thrown_away


def main() -> None:
    """Run the command line; Ctrl-C while its modules are still read ends it without a word."""
    ours = signal.getsignal(signal.SIGINT)
    if ours is signal.default_int_handler:  # somebody who ignores the signal goes on ignoring it
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    with nothing_thrown_away():  # seconds, during which nothing is begun
        from dudao import actions, cli  # noqa: PLC0415 - this and the next line are what takes them

        actions.read_modules(sys.argv[1:])
    if ours is signal.default_int_handler:
        signal.signal(signal.SIGINT, ours)
    cli.main()


if __name__ == "__main__":
    main()
