"""How Hypothesis plays here: no deadline on a busy machine, and a way to repeat what failed."""

from hypothesis import settings

settings.register_profile("kopilka", deadline=None, print_blob=True)
settings.load_profile("kopilka")
