"""Words for the points of 公开内容, from `fixtures/demo/wording.toml`."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from random import Random

from catalog.models import CatalogItem
from portal.organizations.models import Organization

from .errors import DemoDataError
from .organizations import FIXTURES
from .placeholders import draw_numbers, fill

LONGEST_POINT = 30
MOST_POINTS = 9

_TITLE = re.compile(r"《[^》]+》")


def words_for(organization: Organization, matter: CatalogItem) -> dict[str, str]:
    """What the placeholders stand for when `organization` discloses `matter`."""
    return {
        "org": organization.short_name,
        "place": _place(organization),
        "address": organization.address,
        "hours": organization.office_hours,
        "phone": organization.phone,
        "office_phone": organization.disclosure_phone or organization.phone,
        "basis": "、".join(_TITLE.findall(matter.legal_basis)[:2]) or "《中华人民共和国政府信息公开条例》",
        "matter": matter.name,
    }


def points_of(matter: CatalogItem) -> list[str]:
    """The points of 公开内容 as row headings: without what stands in brackets, the first nine."""
    heads = (point.partition("（")[0].strip() for point in matter.content_points)
    return list(dict.fromkeys(head[:LONGEST_POINT] for head in heads if head))[:MOST_POINTS]


def say(point: str, words: Mapping[str, str], formed: date, luck: Random) -> str:
    """A sentence or two that the organisation gives under `point`."""
    text = luck.choice(_variants(point))
    return fill(draw_numbers(text, luck), formed, {**words, "point": point})


@lru_cache(maxsize=4096)
def _variants(point: str) -> tuple[str, ...]:
    return next(texts for pattern, texts in _wording() if pattern.search(point))


@lru_cache(maxsize=1)
def _wording() -> list[tuple[re.Pattern, tuple[str, ...]]]:
    file = FIXTURES / "wording.toml"
    entries = tomllib.loads(file.read_text(encoding="utf-8"))["wording"]
    if entries[-1]["points"]:
        raise DemoDataError(f"{file.name}：最后一条 points 应当是空的，供其他要点使用")
    return [(re.compile(entry["points"]), tuple(entry["text"])) for entry in entries]


def _place(organization: Organization) -> str:
    for ending in ("村", "社区", "镇", "乡", "街道"):
        if organization.short_name.endswith(ending):
            return f"本{ending}"
    return "全县"
