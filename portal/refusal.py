"""How a service says no."""


class NotAllowed(Exception):
    """The verb cannot be carried out now; `reasons` are Chinese sentences that say why and what to do."""

    def __init__(self, reasons: list[str]):
        super().__init__("；".join(reasons))
        self.reasons = reasons

    @classmethod
    def if_any(cls, reasons: list[str]) -> None:
        """Raise when there is a reason."""
        if reasons:
            raise cls(reasons)
