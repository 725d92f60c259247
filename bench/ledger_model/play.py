"""Game after game on paper until so many steps are made; what goes wrong is told with its seed and moves."""

import sys
from random import Random
from time import perf_counter

from bench.ledger_model.moves import PEOPLE, DisagreedError, Game, Move, drawn
from bench.ledger_model.paper_till import Paper
from bench.report import tell

STEPS_A_GAME = 150
SHOWN = 3


def run(steps: int, seed: int) -> int:
    """Tell how many games went wrong; 1 when any did."""
    began, done, violations, game = perf_counter(), 0, 0, 0
    while done < steps:
        made, wrong = play(Random(f"{seed}:{game}"), min(STEPS_A_GAME, steps - done))
        done += made
        game += 1
        if wrong:
            violations += 1
            if violations <= SHOWN:
                print(f"seed {seed}, game {game - 1}: {wrong}", file=sys.stderr)
    tell("ledger.violations", violations, "games", "0")
    tell("ledger.steps_per_second", done / (perf_counter() - began), "steps/s")
    return 1 if violations else 0


def play(dice: Random, steps: int) -> tuple[int, str]:
    """One game: the steps made, and what went wrong with the moves that led to it ("" when nothing did)."""
    game = Game(Paper(PEOPLE))
    moves: list[Move] = [drawn(dice, "rules")]
    try:
        game.play(moves[0])
        while len(moves) < steps:
            moves.append(drawn(dice))
            game.play(moves[-1])
        return len(moves) + game.finish(), ""
    except (DisagreedError, ValueError, LookupError) as error:
        return len(moves), f"{type(error).__name__}: {error}\nafter {moves}"
