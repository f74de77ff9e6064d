"""What a card of the home page is made of."""

from dataclasses import dataclass, field

SHOWN = 6
"""Lines on a card; the rest is behind its link."""


@dataclass(frozen=True)
class Line:
    """One thing: where it leads, facts about it in small print, and what to do or why."""

    text: str
    url: str = ""
    facts: tuple[str, ...] = ()
    mark: str = ""
    note: str = ""
    action: tuple[str, str] | None = None
    """Label and address of the step that comes next."""


@dataclass(frozen=True)
class Card:
    """`count` things, the first few as lines. Without any, `calm` says so in one sentence."""

    key: str
    title: str
    calm: str
    count: int = 0
    lines: tuple[Line, ...] = ()
    is_urgent: bool = False
    more: tuple[str, str] | None = None
    """Label and address of the whole list."""
    unit: str = "件"
    hint: str = field(default="")

    @property
    def has_news(self) -> bool:
        return self.count > 0
