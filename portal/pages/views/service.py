from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from catalog.models import CatalogItem
from portal.organizations.models import Organization
from portal.pages import searching, sitemaps, statutory
from portal.pages.addresses import absolute_url
from portal.pages.caching import cacheable
from portal.pages.listing import PAGE_SIZE, PublicationPaginator, clean_text
from portal.pages.page import Column, Crumb, public_page
from portal.pages.styleguide import EXAMPLES
from portal.pages.views.organizations import GROUPS

SEARCH = Column("搜索", "搜索公开信息、公开事项和机构。", "搜索,查询", "信息公开目录")
SITE_MAP = Column("站点地图", "全站栏目、公开领域和单位一览。", "站点地图,网站导航", "概况信息")
ACCESSIBILITY = Column(
    "无障碍声明", "本站的无障碍和适老化服务、已知的不足和反馈方式。", "无障碍,适老化,长者模式", "概况信息"
)
REPORT_ERROR = Column(
    "我为政府网站找错", "发现本站信息、链接或者功能有误，可以这样告诉我们。", "网站找错,纠错", "咨询投诉"
)
TYPES = {
    "information": ("信息", searching.publications_matching, PublicationPaginator),
    "matters": ("事项", searching.matters_matching, Paginator),
    "organizations": ("机构", searching.organizations_matching, Paginator),
}
HINTS = ("低保", "预算", "征地", "招生", "医保", "养老")
ROBOTS = "User-agent: *\nDisallow: /admin/\nDisallow: /oversight/\nDisallow: /preview/\nDisallow: /search/\nDisallow: /v/\n\nSitemap: {}\n"


def search(request):
    """站内搜索 over titles, numbers and names; three kinds of results, one shown at a time."""
    text = clean_text(request.GET.get("q"))
    wanted = request.GET.get("type") if request.GET.get("type") in TYPES else None
    context = _results(request, text, wanted) if text else {}
    return public_page(
        request,
        "pages/search.html",
        door="",
        crumbs=[Crumb(SEARCH.name)],
        column=SEARCH,
        query_text=text,
        hide_header_search=True,
        hints=[{"label": word, "url": f"{reverse('search')}?q={word}"} for word in HINTS],
        **context,
    )


def _results(request, text: str, wanted: str | None) -> dict:
    """The `wanted` kind of results; when none was asked for, the first that has any."""
    paginators = {name: paginator(find(text), PAGE_SIZE) for name, (_, find, paginator) in TYPES.items()}
    kind = wanted or next((name for name, p in paginators.items() if p.count), "information")
    page = paginators[kind].get_page(request.GET.get("page"))
    items = list(page.object_list)
    for item in items:
        item.highlighted_title = searching.highlight(getattr(item, "title", None) or item.name, text)
    return {
        "kind": kind,
        "tabs": [_tab(name, text, paginators[name].count, name == kind) for name in TYPES],
        "page_obj": page,
        "items": items,
        "count": page.paginator.count,
        "elsewhere": sum(p.count for name, p in paginators.items() if name != kind),
        "query": _query(text, kind),
    }


def _tab(name: str, text: str, count: int, is_current: bool) -> dict:
    url = f"{reverse('search')}?{_query(text, name)}"
    return {"label": TYPES[name][0], "count": count, "url": url, "current": is_current}


def _query(text: str, kind: str) -> str:
    return urlencode({"q": text, "type": kind})


def site_map(request):
    """Every column, domain and organisation on one page."""
    organs = list(Organization.objects.directory().select_related("parent"))
    schemes = list(CatalogItem.objects.schemes().current().in_order())
    domains = list(CatalogItem.objects.domains().current().in_order())
    return public_page(
        request,
        "pages/site_map.html",
        door="",
        crumbs=[Crumb(SITE_MAP.name)],
        column=SITE_MAP,
        parts=statutory.PARTS,
        schemes=[{"scheme": s, "domains": [d for d in domains if d.parent_id == s.pk]} for s in schemes],
        groups=[
            {"title": title, "organizations": [o for o in organs if o.kind in kinds]}
            for title, kinds in GROUPS
        ],
        villages=[o for o in organs if o.is_village],
    )


def accessibility(request):
    """What works for people who see, hear or move with difficulty, what does not yet, and whom to tell."""
    return _text(request, "pages/accessibility.html", ACCESSIBILITY)


def report_error(request):
    """我为政府网站找错: for now by telephone, mail and letter, said honestly."""
    return _text(request, "pages/report_error.html", REPORT_ERROR)


def _text(request, template: str, column: Column):
    return public_page(request, template, door="", crumbs=[Crumb(column.name)], column=column)


@cacheable
def robots(request):
    return HttpResponse(ROBOTS.format(absolute_url("sitemap")), content_type="text/plain; charset=utf-8")


@cacheable
def sitemap_index(request):
    return _xml(request, "sitemap_index.xml", {"sitemaps": sitemaps.index()})


@cacheable
def sitemap(request, section):
    urls = sitemaps.section(section)
    if urls is None:
        raise Http404("没有这一段站点地图")
    return _xml(request, "sitemap.xml", {"urlset": urls})


def _xml(request, template: str, context: dict):
    return render(request, template, context, content_type="application/xml")


@cacheable
def styleguide(request):
    """Every component with invented data, for those who build pages."""
    return render(request, "styleguide.html", EXAMPLES)
