"""The five parts of 政府信息公开, drawn alike for the county (`organ` is None) and for each organ (rule 5.2)."""

from django.urls import reverse
from django.utils import timezone

from disclosure.models import Publication
from portal.organizations.models import Organization
from portal.pages import organization_reading as reading
from portal.pages import reports, statutory
from portal.pages.listing import Choice, Filters, Words, page_of, with_words
from portal.pages.page import Column, Crumb, public_page

TYPES = {
    "guide": "信息公开指南",
    "rules": "政策文件",
    "content": "信息公开目录",
    "reports": "信息公开年报",
    "requests": "依申请公开",
}
NATIONAL_RULES = (
    ("中华人民共和国政府信息公开条例", "国务院令第711号，2019年5月15日起施行"),
    ("国务院办公厅关于规范政府信息公开平台有关事项的通知", "国办公开办函〔2019〕61号"),
    ("国务院办公厅关于全面推进基层政务公开标准化规范化工作的指导意见", "国办发〔2019〕54号"),
    ("公共企事业单位信息公开规定制定办法", "国办发〔2020〕50号"),
    ("政府信息公开信息处理费管理办法", "国办函〔2020〕109号"),
    ("中华人民共和国政府信息公开工作年度报告格式", "国办公开办函〔2021〕30号"),
)


def guide(request, part, organ: Organization | None, crumbs: list[Crumb]):
    """指南: the newest published one, or what the law wants in it from the organisation's own data (rule 1.12.1)."""
    keepers = _keepers(organ)
    guides = _of_the_first(keepers, statutory.guides_of(keepers))
    return _page(
        request,
        "pages/statutory_guide.html",
        part,
        organ,
        crumbs,
        guide=guides[0] if guides else None,
        earlier=guides[1:],
        keeper=keepers[0] if keepers else None,
        contact=_contact(keepers),
    )


def rules(request, part, organ: Organization | None, crumbs: list[Crumb]):
    """制度: the State's rules, and those of the county or the organ (rule 5.6)."""
    pages = statutory.rules_of(_keepers(organ))
    return _page(
        request,
        "pages/statutory_rules.html",
        part,
        organ,
        crumbs,
        national=NATIONAL_RULES,
        items=pages,
        count=len(pages),
        latest=pages[0].date if pages else None,
    )


def content(request, part, organ: Organization | None, crumbs: list[Crumb]):
    """法定主动公开内容: by the classes of Art. 20 and 21; of one organ, also everything it has published."""
    if organ is not None:
        return _content_of_organ(request, part, organ, crumbs)
    organs = list(statutory.organs())
    options = [(o.code, o.short_name) for o in organs]
    filters = Filters(
        reverse("disclosure_content"),
        request.GET,
        [Choice("organ", "公开主体", None, options, "全县")],
    )
    chosen = next((o for o in organs if o.code == filters.values.get("organ")), None)
    return _page(
        request,
        "pages/statutory_content.html",
        part,
        organ,
        crumbs,
        chosen=chosen,
        normative=statutory.normative_counts(chosen),
        **_classes(chosen),
        **filters.as_context(),
    )


def _content_of_organ(request, part, organ: Organization, crumbs: list[Crumb]):
    published = Publication.objects.public().by_organization(organ)
    filters = Filters(
        statutory.part_url(part, organ),
        request.GET,
        [Words("q", "标题或者发文字号", lambda qs, text: with_words(qs, text, "title", "document_number"))],
    )
    return _page(
        request,
        "pages/statutory_content.html",
        part,
        organ,
        crumbs,
        chosen=organ,
        normative=statutory.normative_counts(organ),
        page_obj=page_of(request, filters.narrow(published).newest()),
        **_classes(organ),
        **filters.as_context(),
    )


def _classes(organ: Organization | None) -> dict:
    classes = statutory.classes_with_content(organ)
    return {
        "classes": classes,
        "count": sum(len(entry["matters"]) for entry in classes),
        "latest": max((entry["latest"] for entry in classes if entry["latest"]), default=None),
    }


def reports_page(request, part, organ: Organization | None, crumbs: list[Crumb]):
    """年报: of one year by organ, or of one organ by year, newest first; missing ones are named (rule 5.8)."""
    today = timezone.localdate()
    if organ is None:
        return _reports_of_county(request, part, crumbs, today)
    rows = reports.reports_of_organ(organ, today)
    return _reports(request, part, organ, crumbs, rows, by_year=True)


def _reports_of_county(request, part, crumbs, today):
    organs = list(statutory.organs())
    years = reports.years_until(today)
    filters = Filters(
        reverse("disclosure_reports"),
        request.GET,
        [
            Choice("organ", "单位", None, [(o.code, o.short_name) for o in organs], "全部单位"),
            Choice("year", "年度", None, [(str(y), f"{y}年度") for y in years], "最近年度"),
        ],
    )
    chosen = next((o for o in organs if o.code == filters.values.get("organ")), None)
    year = filters.values.get("year")
    if chosen is not None:
        rows = reports.reports_of_organ(chosen, today)
        rows = [row for row in rows if not year or row["year"] == int(year)]
    else:
        rows = reports.reports_of_year(organs, int(year or years[0]), today)
    return _reports(
        request, part, None, crumbs, rows, chosen=chosen, by_year=chosen is not None, **filters.as_context()
    )


def _reports(request, part, organ, crumbs, rows, **context):
    published = [row["report"] for row in rows if row["report"]]
    return _page(
        request,
        "pages/statutory_reports.html",
        part,
        organ,
        crumbs,
        rows=reports.folded(rows) if context["by_year"] else rows,
        count=len(published),
        missing=len(rows) - len(published),
        latest=max((report.date for report in published), default=None),
        **context,
    )


def requests(request, part, organ: Organization | None, crumbs: list[Crumb]):
    """依申请公开: who, how, what to write, how long, what it costs, and what to do against a refusal."""
    keepers = _keepers(organ)
    return _page(
        request,
        "pages/statutory_requests.html",
        part,
        organ,
        crumbs,
        county=keepers[0] if keepers else None,
        contact=_contact(keepers),
    )


def _keepers(organ: Organization | None) -> list[Organization]:
    """Whose column it is: the organ's own, or the county government's and its office's."""
    return [organ] if organ is not None else statutory.county_organs()


def _of_the_first(keepers: list[Organization], pages: list) -> list:
    """Of the pages of several keepers those of the first; those of the others only when it has none."""
    return [page for page in pages if page.organization_id == keepers[0].pk] or pages


def _contact(keepers: list[Organization]) -> dict | None:
    """The office to turn to: the last of the keepers, or who took over from it."""
    return reading.disclosure_contact_of(reading.who_answers_for(keepers[-1])) if keepers else None


def _page(request, template, part, organ, crumbs, **context):
    owner = organ.name if organ is not None else "全县"
    column = Column(
        part.name, f"{owner}{part.name}：{part.about}。", f"{part.name},政府信息公开", TYPES[part.slug]
    )
    return public_page(
        request,
        template,
        door="disclosure_column" if organ is None else "organizations",
        crumbs=crumbs,
        column=column,
        organization=organ,
        tabs=statutory.part_tabs(part.slug, organ),
        **context,
    )


VIEWS = {"guide": guide, "rules": rules, "content": content, "reports": reports_page, "requests": requests}
