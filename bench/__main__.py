"""The command line: python -m bench first-run | update | card | memory | kill | ledger-model | all."""

import argparse
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what was named, one JSON object a line; 1 when something was lost, doubled or is wrong."""
    parsed = parser().parse_args(arguments)
    return max(MEASURES[name](parsed) for name in ((*MEASURES,) if parsed.name == "all" else (parsed.name,)))


def parser() -> argparse.ArgumentParser:
    """The names and their options."""
    top = argparse.ArgumentParser(
        prog="python -m bench",
        description="Figures beside a bare aiogram echo bot in the same run, one JSON object a line.",
    )
    top.add_argument("name", choices=(*MEASURES, "all"))
    top.add_argument("--rounds", type=int, default=3, help="how often each bot is measured, in turn")
    top.add_argument("--profile", action="store_true", help="update: also where the time of a sale goes")
    top.add_argument("--times", type=int, default=50, help="kill: how many times")
    top.add_argument("--steps", type=int, default=20_000, help="ledger-model: how many moves")
    top.add_argument(
        "--seed", type=int, default=1, help="kill, ledger-model: the same number, the same moves"
    )
    return top


def first_run(parsed: argparse.Namespace) -> int:
    """start.ratio."""
    from bench import first_run as measure

    measure.run(parsed.rounds)
    return 0


def update(parsed: argparse.Namespace) -> int:
    """sale.ratio, sale.commits."""
    from bench import update as measure

    measure.run(parsed.rounds, profile=parsed.profile)
    return 0


def card(parsed: argparse.Namespace) -> int:
    """card.ms, qr.ms, card.repeat.ratio."""
    from bench import card as measure

    measure.run(parsed.rounds)
    return 0


def memory(parsed: argparse.Namespace) -> int:
    """memory.ratio."""
    from bench import memory as measure

    measure.run(parsed.rounds)
    return 0


def kill(parsed: argparse.Namespace) -> int:
    """kill.lost, kill.doubled."""
    from bench import kill as measure

    return measure.run(parsed.times, parsed.seed)


def ledger_model(parsed: argparse.Namespace) -> int:
    """ledger.violations, ledger.steps_per_second."""
    from bench.ledger_model import play

    return play.run(parsed.steps, parsed.seed)


MEASURES = {
    "first-run": first_run,
    "update": update,
    "card": card,
    "memory": memory,
    "kill": kill,
    "ledger-model": ledger_model,
}

if __name__ == "__main__":
    sys.exit(main())
