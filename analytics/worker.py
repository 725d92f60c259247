"""Makes files in a process of its own, so that nobody waits for it: python -m analytics.worker.

JSON comes in (standard input): a line with the headings, then a line for every few rows. The XLSX goes out
(standard output).
"""

import json
import sys
from io import BytesIO

from analytics.sheets import write_sheet


def main() -> None:
    """Read, draw up, write."""
    lines, content = sys.stdin.buffer, BytesIO()
    columns = json.loads(lines.readline())
    write_sheet(content, columns, (row for some in lines for row in json.loads(some)))
    sys.stdout.buffer.write(content.getbuffer())


if __name__ == "__main__":
    if sys.argv[1:]:
        sys.exit(__doc__)
    main()
