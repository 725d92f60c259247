"""Makes files in a process of its own, so that nobody waits for it: python -m analytics.worker.

One JSON object comes in (standard input): title, columns, rows. The XLSX goes out (standard output).
"""

import json
import sys

from analytics.sheets import sheet


def main() -> None:
    """Read, draw up, write."""
    asked = json.load(sys.stdin.buffer)
    sys.stdout.buffer.write(sheet(asked["title"], asked["columns"], asked["rows"]))


if __name__ == "__main__":
    main()
