"""The negative list (负面清单, mission C10): how much is withheld and why, never what it is.

Nothing here may come near a title, a number, a date of forming or a body. Small numbers are not given, because one
item of a small organ is easily guessed; state secrets are not counted at all (保守国家秘密法).
"""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, Max
from django.utils import timezone

from disclosure.vocabulary import Attribute, Ground, Kind

from .reassessments import withheld

FEW = 5
"""Fewer than this are not counted one by one."""

ARTICLES = {
    Ground.STATE_SECRET: "《中华人民共和国政府信息公开条例》第十四条",
    Ground.FORBIDDEN_BY_LAW: "《中华人民共和国政府信息公开条例》第十四条",
    Ground.THREE_SECURITIES: "《中华人民共和国政府信息公开条例》第十四条",
    Ground.THIRD_PARTY: "《中华人民共和国政府信息公开条例》第十五条",
    Ground.INTERNAL_AFFAIRS: "《中华人民共和国政府信息公开条例》第十六条第一款",
    Ground.PROCESS: "《中华人民共和国政府信息公开条例》第十六条第二款",
    Ground.CASE_FILE: "《中华人民共和国政府信息公开条例》第十六条第二款",
}


class Line(NamedTuple):
    """What one organ withholds on one ground."""

    organization: str
    code: str
    ground: Ground
    number: int
    kinds: tuple[str, ...]
    reexamined_on: date | None

    @property
    def number_words(self) -> str:
        return f"{self.number}件" if self.number >= FEW else f"少于{FEW}件"

    @property
    def article(self) -> str:
        return ARTICLES[self.ground]

    @property
    def kinds_words(self) -> str:
        """Which kinds of information; of a few items not even that."""
        return "、".join(self.kinds) if self.number >= FEW else "不单列"


def lines() -> list[Line]:
    """By organ in the order of the directory, then by ground. One query."""
    counted = withheld().exclude(ground=Ground.STATE_SECRET).order_by()
    rows = counted.values_list(
        "organization__tree_id",
        "organization__lft",
        "organization__short_name",
        "organization__code",
        "ground",
        "kind",
        "attribute",
    ).annotate(Count("pk", distinct=True), Max("reassessments__at"))
    groups = defaultdict(list)
    for *place, ground, kind, attribute, number, last in rows:
        groups[tuple(place), ground].append((kind, attribute, number, last))
    order = {ground: index for index, ground in enumerate(Ground.values)}
    return [
        _line(place, ground, groups[place, ground])
        for place, ground in sorted(groups, key=lambda k: (k[0], order[k[1]]))
    ]


def _line(place, ground, parts) -> Line:
    _, _, name, code = place
    last = [at for *_, at in parts if at]
    kinds = {f"{Kind(kind).label}（{Attribute(attribute).label}）" for kind, attribute, _, _ in parts}
    return Line(
        organization=name,
        code=code,
        ground=Ground(ground),
        number=sum(number for _, _, number, _ in parts),
        kinds=tuple(sorted(kinds)),
        reexamined_on=timezone.localdate(max(last)) if last else None,
    )


def by_organ(found: list[Line]) -> list[dict]:
    """The lines grouped for the page: [{organization, code, lines}]."""
    groups: dict[str, dict] = {}
    for line in found:
        entry = groups.setdefault(
            line.code, {"organization": line.organization, "code": line.code, "lines": []}
        )
        entry["lines"].append(line)
    return list(groups.values())


def by_ground(found: list[Line]) -> list[dict]:
    """Every ground of the law with its number over all organs, few or none included: state secrets without."""
    numbers: dict[str, int] = defaultdict(int)
    for line in found:
        numbers[line.ground] += line.number
    return [
        {
            "ground": ground.label,
            "article": ARTICLES[ground],
            "number": _total_words(ground, numbers[ground], found),
        }
        for ground in Ground
    ]


def _total_words(ground: Ground, number: int, found: list[Line]) -> str:
    """A total from which the number of one organ that is not given could be worked out is not given either."""
    if ground == Ground.STATE_SECRET:
        return "不单列"
    small = [line for line in found if line.ground == ground and line.number < FEW]
    if not number:
        return "0件"
    if small and (len(small) == 1 or number < FEW):
        return "不单列" if number >= FEW else f"少于{FEW}件"
    return f"{number}件"


def months_between() -> int:
    """How often what is withheld is looked at again, in months (条例 Art. 18; a setting)."""
    return settings.REASSESS_MONTHS["withheld"]
