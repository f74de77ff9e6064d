"""The menu of the staff pages: what the user may see, grouped by work and not by app."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.urls import reverse

WRITING, CATALOG, DOCUMENTS = "写稿和发布", "目录和责任", "文件和解读"
OVERSIGHT, SETTINGS = "监督检查", "基础设置"
GROUPS = (WRITING, CATALOG, DOCUMENTS, OVERSIGHT, SETTINGS)
PLACES = {
    "disclosure.publication": WRITING,
    "disclosure.article": WRITING,
    "disclosure.policydocument": WRITING,
    "disclosure.interpretation": WRITING,
    "disclosure.statutorypage": WRITING,
    "disclosure.annualreportpage": WRITING,
    "disclosure.consistencyfinding": OVERSIGHT,
    "disclosure.finding": OVERSIGHT,
    "disclosure.step": OVERSIGHT,
    "jobs.job": OVERSIGHT,
    "disclosure.businesssystem": SETTINGS,
    "disclosure.apireceipt": SETTINGS,
    "workdays.calendaryear": SETTINGS,
}
"""Where a list stands; others stand where their app does."""
NAMES = {"disclosure.publication": "全部信息"}
WRITTEN = {
    "article": "政务信息",
    "policydocument": "政策文件",
    "interpretation": "政策解读",
    "statutorypage": "指南和制度",
    "annualreportpage": "公开年报",
}
PLACES_OF_APPS = {"disclosure": DOCUMENTS, "catalog": CATALOG, "ledger": OVERSIGHT}


@dataclass
class Link:
    label: str
    url: str
    is_current: bool = False


@dataclass
class Group:
    title: str
    links: list[Link] = field(default_factory=list)


def groups(request, app_list: Iterable[dict]) -> list[Group]:
    """The groups with something in them for this user; the link whose page is shown is marked. No query."""
    found = {title: Group(title) for title in GROUPS}
    for title, link in _own_links(request.user):
        found[title].links.append(link)
    for app in app_list:
        for model in app["models"]:
            if model.get("admin_url"):
                name = f"{app['app_label']}.{model['object_name'].lower()}"
                link = Link(NAMES.get(name, model["name"]), model["admin_url"])
                found[_place(name)].links.append(link)
    _put_in_order(found[WRITING])
    shown = [group for group in found.values() if group.links]
    _mark_current(request.path, [link for group in shown for link in group.links])
    return shown


def starts(user) -> list[Link]:
    """What the user may begin to write."""
    return [
        Link(f"写{label}", reverse(f"admin:disclosure_{model}_add"))
        for model, label in WRITTEN.items()
        if user.has_perm(f"disclosure.add_{model}")
    ]


def _own_links(user) -> Iterable[tuple[str, Link]]:
    """Pages that are no list of a model."""
    if user.has_perm("catalog.view_obligation"):
        yield CATALOG, Link("本单位应公开事项", reverse("admin:desk_obligations"))
    if user.has_perm("catalog.inspect_coverage"):
        yield OVERSIGHT, Link("公开情况督查", reverse("oversight"))


def _place(name: str) -> str:
    return PLACES.get(name) or PLACES_OF_APPS.get(name.partition(".")[0], SETTINGS)


def _put_in_order(group: Group) -> None:
    """Writing first what is written most: as PLACES lists it."""
    order = {model: number for number, model in enumerate(PLACES)}
    group.links.sort(key=lambda link: order.get(".".join(link.url.strip("/").split("/")[-2:]), len(order)))


def _mark_current(path: str, links: list[Link]) -> None:
    """The link whose address is the longest beginning of the page's own."""
    fitting = [link for link in links if path.startswith(link.url)]
    if fitting:
        max(fitting, key=lambda link: len(link.url)).is_current = True
