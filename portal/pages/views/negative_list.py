"""负面清单: how much each organ does not disclose and why, never what it is (mission C10)."""

from django.urls import reverse

from disclosure.documents import negative_list as withheld
from portal.pages.page import Column, Crumb, public_page

NEGATIVE_LIST = Column(
    "不予公开信息负面清单",
    "各单位依法不主动公开的政府信息：理由、依据、件数和最近一次复核的日期，不涉及具体内容。",
    "负面清单,不予公开,依申请公开,定期复核",
    "信息公开目录",
)


def negative_list(request):
    """The grounds of the law with their numbers, then each organ with its own. One query."""
    lines = withheld.lines()
    latest = [line.reexamined_on for line in lines if line.reexamined_on]
    return public_page(
        request,
        "pages/negative_list.html",
        door="disclosure_column",
        crumbs=[Crumb("政府信息公开", reverse("disclosure_column")), Crumb("负面清单")],
        column=NEGATIVE_LIST,
        grounds=withheld.by_ground(lines),
        organs=withheld.by_organ(lines),
        few=withheld.FEW,
        latest=max(latest, default=None),
        months=withheld.months_between(),
    )
