"""Ways of looking at a page (elderly mode, contrast themes, text size), carried by the address.

`/v/elder,black-yellow/catalog/` is `/catalog/` seen in elderly mode with yellow text on black. No cookie and no
script is needed, and a cache holds each look under its own address.
"""

import re

OPTIONS = {
    "elder": "长者模式",
    "white-black": "白底黑字蓝链接",
    "blue-yellow": "蓝底黄字白链接",
    "yellow-black": "黄底黑字蓝链接",
    "black-yellow": "黑底黄字白链接",
    "text-large": "大字",
    "text-larger": "较大字",
    "text-largest": "特大字",
}
GROUPS = (
    ("elder",),
    ("white-black", "blue-yellow", "yellow-black", "black-yellow"),
    ("text-large", "text-larger", "text-largest"),
)
_PREFIX = re.compile(r"^/v/([a-z,-]+)(/.*)$")


def split(path: str) -> tuple[tuple[str, ...], str] | None:
    """(options, the rest of the path) of a path with a valid prefix in canonical order; None for any other path."""
    match = _PREFIX.match(path)
    if not match:
        return None
    options = tuple(match[1].split(","))
    return (options, match[2]) if canonical(options) == options else None


def canonical(options) -> tuple[str, ...]:
    """At most one known option of each group, in the order of GROUPS."""
    return tuple(next(o for o in group if o in options) for group in GROUPS if set(group) & set(options))


def prefix(options: tuple[str, ...]) -> str:
    return f"/v/{','.join(options)}" if options else ""


def toggled(options: tuple[str, ...], option: str) -> tuple[str, ...]:
    """`options` with `option` switched: off when it was on, else on in place of its group's other."""
    if option in options:
        return tuple(o for o in options if o != option)
    rivals = next(set(group) for group in GROUPS if option in group)
    return canonical({*(o for o in options if o not in rivals), option})
