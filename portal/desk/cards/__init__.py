"""The cards of the home page. Each is a function `card(user, today)`; None means: not for this user."""

from datetime import date

from . import (
    catalog_changes,
    emergency,
    ending,
    findings,
    ledger,
    obligations,
    reassessments,
    scheduled,
    tasks,
    waiting,
    worker,
)
from .base import Card, Line

CARDS = (
    tasks.card,
    waiting.card,
    waiting.consents,
    emergency.card,
    obligations.card,
    catalog_changes.card,
    scheduled.card,
    worker.card,
    findings.card,
    ending.card,
    reassessments.card,
    ledger.card,
)

__all__ = ["CARDS", "Card", "Line", "cards_for"]


def cards_for(user, today: date) -> list[Card]:
    """The cards that concern `user`, in the order of the page."""
    return [card for make in CARDS if (card := make(user, today))]
