"""How many examples a property is tried with."""

from hypothesis import settings

settings.register_profile("fuzz", deadline=None, print_blob=True)
"""Whole, with another seed each time: `make fuzz`."""

settings.register_profile("tenth", deadline=None, derandomize=True)
"""A tenth, with the same seed each time: every other run."""


def examples(whole: int) -> settings:
    """Give the settings of a property that `make fuzz` tries with so many examples."""
    share = 1 if settings.get_current_profile_name() == "fuzz" else 10
    return settings(max_examples=whole // share)
