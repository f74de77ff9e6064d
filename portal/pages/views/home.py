from urllib.parse import quote

from django.urls import reverse

from catalog.models import CatalogItem
from disclosure.models import Publication
from disclosure.vocabulary import Kind
from portal.organizations.models import Kind as OrganizationKind
from portal.organizations.models import Organization
from portal.pages import catalog_reading, explanations
from portal.pages.page import Column, public_page

COLUMN = Column(
    "首页",
    "县人民政府信息公开：文件、解读、公开目录、机构职能和办事信息。",
    "政务公开,信息公开,政府网站",
    "首页",
)
WORDS = ("低保", "公租房", "招生入学", "预算", "征地补偿", "医保")
DOORS = (
    ("catalog", "公开目录", "30个领域的公开事项：是什么、谁来公开、公开了什么"),
    ("documents", "政策文件库", "全县规范性文件和其他文件，标明有效性"),
    ("interpretations", "政策解读", "文件为什么出台、对谁有用、怎么执行"),
    ("disclosure_column", "政府信息公开", "指南、制度、法定主动公开内容、年报、依申请公开"),
    ("organizations", "机构职能", "部门、乡镇街道的职责、地址和电话"),
    ("villages", "村务公开", "本村的财务、补贴、工程和村民决定的事项"),
)


def home(request):
    public = Publication.objects.public().for_list()
    documents = list(public.of_kind(Kind.POLICY).newest()[:6])
    latest = list(public.of_kind(Kind.ARTICLE, Kind.INTERPRETATION, Kind.ANNUAL_REPORT).newest()[:8])
    newest = max((p.published_at for p in documents + latest), default=None)
    return public_page(
        request,
        "pages/home.html",
        door="home",
        crumbs=[],
        column=COLUMN,
        hide_header_search=True,
        doors=[{"title": title, "facts": facts, "url": reverse(name)} for name, title, facts in DOORS],
        documents=explanations.with_interpretations(documents),
        latest=latest,
        newest=newest,
        words=[{"label": word, "url": f"{reverse('search')}?q={quote(word)}"} for word in WORDS],
        domains=catalog_reading.domain_cards(
            CatalogItem.objects.domains().current().filter(parent__code="standard")
        ),
        organizations=_counts(),
    )


def _counts() -> dict[str, int]:
    """How many departments, towns and villages there are. One query."""
    kinds = list(Organization.objects.active().values_list("kind", flat=True))
    return {
        "departments": kinds.count(OrganizationKind.DEPARTMENT),
        "towns": kinds.count(OrganizationKind.TOWN) + kinds.count(OrganizationKind.STREET),
        "villages": kinds.count(OrganizationKind.VILLAGE) + kinds.count(OrganizationKind.COMMUNITY),
    }
