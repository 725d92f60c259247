"""The rulebook on paper, played at random against a plain model: 20,000 moves of every kind."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from bench.ledger_model.moves import PEOPLE, Game, Move
from bench.ledger_model.paper_till import Paper
from tests.ledger_moves import ANY_MOVE, RULES

# Watching its lines would take longer than the game; that every branch is tested, plain tests must prove.
pytestmark = pytest.mark.no_cover


class RulebookMachine(RuleBasedStateMachine):
    """Every answer and every figure of the rulebook is the plain model's, after each move."""

    def __init__(self) -> None:
        """A fresh shop for every game."""
        super().__init__()
        self.game = Game(Paper(PEOPLE))

    @initialize(move=RULES)
    def begin(self, move: Move) -> None:
        self.game.play(move)

    @rule(move=ANY_MOVE)
    def play(self, move: Move) -> None:
        self.game.play(move)

    def teardown(self) -> None:
        self.game.finish()


TestRulebook = RulebookMachine.TestCase
TestRulebook.settings = settings(
    max_examples=220,
    stateful_step_count=100,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
