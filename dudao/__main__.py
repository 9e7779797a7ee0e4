"""Start the command line with `python -m dudao`."""

from __future__ import annotations

from dudao.cli import main

if __name__ == "__main__":
    main()
