"""Chance that is the same on every machine and in every run."""

from random import Random


def chance(*key: object) -> Random:
    """A random generator that depends on `key` alone, so that a new fixture does not shuffle the others."""
    return Random("mingchuang:" + ":".join(map(str, key)))  # noqa: S311 (demo data, no secret)
