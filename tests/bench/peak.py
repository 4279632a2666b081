"""Run a command and print its seconds, its peak memory and its exit code, as JSON.

A process of its own: the system counts the memory of whoever starts a command into the command's
peak, so the starter must be small.

    python -m tests.bench.peak COMMAND ...
"""

import json
import os
import subprocess
import sys
import time


def main(command: list[str]) -> None:
    began = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    result = {
        "seconds": seconds,
        "peak_bytes": usage.ru_maxrss * unit,
        "exit_code": child.returncode,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main(sys.argv[1:])
