"""The command line: python -m bench NAME | all; the names stand below."""

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
    top.add_argument("--times", type=int, default=50, help="kill, idempotency, scan-photo: how many times")
    top.add_argument("--steps", type=int, default=20_000, help="ledger-model: how many moves")
    top.add_argument("--accruals", type=int, default=50_000, help="fraud: how many sales in four weeks")
    top.add_argument("--seeds", type=int, default=20, help="fraud: how many towns")
    top.add_argument("--seed", type=int, default=1, help="kill, ledger-model, scan-photo: the same again")
    top.add_argument("--what", choices=("sales", "broadcast"), default="sales", help="kill: during what")
    top.add_argument(
        "--people", type=int, default=0, help="broadcast, kill, segments: how many, 0: as the aims say"
    )
    top.add_argument("--seconds", type=float, default=60.0, help="broadcast: how long each part is watched")
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
    """kill.lost, kill.doubled; with --what broadcast kill.duplicates, kill.lost, kill.unknown."""
    if parsed.what == "broadcast":
        from bench import kill_broadcast

        return kill_broadcast.run(parsed.times, parsed.seed, parsed.people or 3_000)
    from bench import kill as measure

    return measure.run(parsed.times, parsed.seed)


def broadcast(parsed: argparse.Namespace) -> int:
    """broadcast.rate.ratio, .calls_in_pause, .unlimited.ratio, cashier.p99.ratio, enqueue.million.s."""
    from bench import broadcast as measure

    return measure.run(parsed.people or measure.MILLION, parsed.seconds, parsed.seed)


def ledger_model(parsed: argparse.Namespace) -> int:
    """ledger.violations, ledger.steps_per_second."""
    from bench.ledger_model import play

    return play.run(parsed.steps, parsed.seed)


def aa(parsed: argparse.Namespace) -> int:
    """aa.coverage."""
    from bench import aa as measure

    return measure.run(measure.SPLITS, parsed.seed)


def years(parsed: argparse.Namespace) -> int:
    """years.missed, years.doubled, years.outside_window, years.without_consent."""
    from bench import years as measure

    return measure.run(parsed.seed)


def scan_photo(parsed: argparse.Namespace) -> int:
    """scan.rate, scan.ms; of each kind too."""
    from bench import scan_photo as measure

    return measure.run(parsed.times, parsed.seed)


def fraud(parsed: argparse.Namespace) -> int:
    """fraud.recall, fraud.false_per_store_week."""
    from bench.fraud import play

    return play.run(parsed.accruals, parsed.seeds)


def till_api(_: argparse.Namespace) -> int:
    """till.rps, till.p99.ms."""
    from bench import till_api as measure

    return measure.run()


def till_enumeration(_: argparse.Namespace) -> int:
    """till.enumeration.delta_ms."""
    from bench import till_enumeration as measure

    return measure.run()


def idempotency(parsed: argparse.Namespace) -> int:
    """idempotency.effects, idempotency.answers."""
    from bench import till_api as measure

    return measure.run_idempotency(parsed.times)


def segments(parsed: argparse.Namespace) -> int:
    """segment.count.s, and of each audience; segment.reach.s."""
    from bench import segments as measure

    return measure.run(parsed.people or measure.MILLION, parsed.seed)


MEASURES = {
    "first-run": first_run,
    "update": update,
    "card": card,
    "memory": memory,
    "kill": kill,
    "broadcast": broadcast,
    "ledger-model": ledger_model,
    "scan-photo": scan_photo,
    "aa": aa,
    "fraud": fraud,
    "till-api": till_api,
    "till-enumeration": till_enumeration,
    "idempotency": idempotency,
    "segments": segments,
    "years": years,
}

if __name__ == "__main__":
    sys.exit(main())
