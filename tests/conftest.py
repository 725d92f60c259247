"""How Hypothesis plays here: no deadline on a busy machine, and a way to repeat what failed."""

import gc

from hypothesis import settings

settings.register_profile("kopilka", deadline=None, print_blob=True)
settings.load_profile("kopilka")


def pytest_collection_finish() -> None:
    """What is loaded now stays: searching it for garbage again and again took a tenth of the tests' time."""
    gc.collect()
    gc.freeze()
