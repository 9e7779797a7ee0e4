"""Start the application of these tests under the real supervisor: `python -m tests.serving.started`."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

from dudao.failures import Stop
from dudao.serving.logs import log_to_stderr
from dudao.serving.options import Serving
from dudao.serving.serving import serve
from dudao.settings import find_place

CHANNEL = "sms+http://127.0.0.1:9/#secret=0123456789abcdef"


def main(data: str, database: str, build: str, serving: str) -> int:
    log_to_stderr()
    place = find_place(data=data, database=database)
    try:
        return serve(
            place,
            Serving(**json.loads(serving)),
            announce=announce,
            build=build,
            channels={"texts": CHANNEL},
        )
    except Stop as stop:
        sys.stderr.write(stop.zh)
        return stop.status


def announce(addresses: Sequence[str]) -> None:
    sys.stdout.write(json.dumps({"addresses": list(addresses)}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
