"""Bringing a correction into what it corrects, which may have moved on meanwhile. Pure."""

from .content import paths_of


def merged(base: dict | None, mine: dict, theirs: dict) -> dict:
    """The content after a correction: what `mine` changed since `base`, and for the rest what `theirs` says now.

    `base`: the correction as it began; `mine`: as it was signed; `theirs`: the public one. A document repealed while
    its correction was being signed stays repealed. Without `base` everything of `mine` counts.
    """
    if base is None:
        return mine
    body = theirs if _says_the_same(base, mine) else mine
    fields = {
        name: theirs["fields"].get(name, value) if base["fields"].get(name) == value else value
        for name, value in mine["fields"].items()
    }
    return {
        "fields": {**fields, "body": body["fields"]["body"]},
        "obligations": _rows(base, mine, theirs, "obligations"),
        "relations": _rows(base, mine, theirs, "relations"),
        "attachments": theirs["attachments"]
        if base["attachments"] == mine["attachments"]
        else mine["attachments"],
        "pictures": body["pictures"],
    }


def _says_the_same(base: dict, mine: dict) -> bool:
    """Body and pictures go together: the one names the other."""
    return base["fields"]["body"] == mine["fields"]["body"] and _pictures(base) == _pictures(mine)


def _pictures(content: dict) -> list[tuple]:
    return [(paths_of(p), p["alt"], p["caption"], p["position"]) for p in content["pictures"]]


def _rows(base: dict, mine: dict, theirs: dict, name: str) -> list:
    dropped = [row for row in base[name] if row not in mine[name]]
    added = [row for row in mine[name] if row not in base[name]]
    kept = [row for row in theirs[name] if row not in dropped]
    return kept + [row for row in added if row not in kept]
