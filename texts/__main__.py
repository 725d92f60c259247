"""python -m texts update | check: the message catalogues follow the code."""

import argparse
import sys
from collections.abc import Sequence

from texts.gathering import catalogue_problems, renewed_files, source_problems


def update() -> list[str]:
    """Write the template and the catalogues anew."""
    for path, content in renewed_files().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
            print(f"written: {path}")
    return source_problems()


def check() -> list[str]:
    """Everything that is wrong, without changing a file."""
    stale = [
        f"{path.name} ({path.parent.parent.name}) is not what the code says: run python -m texts update"
        for path, content in renewed_files().items()
        if not path.exists() or path.read_bytes() != content
    ]
    return source_problems() + stale + catalogue_problems()


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 when all is well, 1 with a line for every problem, 2 for a wrong command."""
    commands = {"update": update, "check": check}
    top = argparse.ArgumentParser(
        prog="python -m texts", description="The message catalogues follow the code."
    )
    top.add_argument(
        "command", choices=commands, help="update: write them anew; check: say what is wrong, change nothing"
    )
    problems = commands[top.parse_args(arguments).command]()
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
