from .models import CatalogItem, ItemKind


class CodeSeries:
    """Gives out codes `03-g01`, `03-001` that were never used before, also not by entries that have ended.

    Reads the codes in use when made: make it under the lock of the tree.
    """

    def __init__(self):
        self._last: dict[str, int] = {}
        entries = CatalogItem.objects.filter(kind__in=[ItemKind.GROUP, ItemKind.MATTER])
        for code in entries.values_list("code", flat=True):
            head = code.rstrip("0123456789")
            self._last[head] = max(self._last.get(head, 0), int(code[len(head) :] or 0))

    def next(self, domain: CatalogItem, kind: str) -> str:
        """The next free code of a group or matter in `domain`."""
        is_group = kind == ItemKind.GROUP
        head = domain.code.split("-")[0] + ("-g" if is_group else "-")
        self._last[head] = self._last.get(head, 0) + 1
        return f"{head}{self._last[head]:0{2 if is_group else 3}d}"
