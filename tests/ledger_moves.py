"""The moves of the ledger's random games as Hypothesis draws them, so that what fails is made short."""

from hypothesis import strategies as st

from bench.ledger_model.moves import MOVES, NAMES, Move


def moves_of(name: str) -> st.SearchStrategy[Move]:
    """Every move of this name."""
    return st.tuples(st.just(name), st.tuples(*(st.integers(0, bound - 1) for bound in MOVES[name])))


# Made once: for every move anew they took as long as the moves themselves.
BY_NAME = {name: moves_of(name) for name in MOVES}
RULES = BY_NAME["rules"]
ANY_MOVE = st.sampled_from(NAMES).flatmap(BY_NAME.__getitem__)
