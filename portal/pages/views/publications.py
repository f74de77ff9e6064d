import io

import segno
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from disclosure.models import Publication
from disclosure.vocabulary import Kind
from portal.pages import publication_reading
from portal.pages.addresses import absolute_url
from portal.pages.caching import mark_cacheable
from portal.pages.page import Column, Crumb, public_page

COLUMNS = {
    Kind.ARTICLE: (Column("政务信息", "各单位主动公开的信息。", "政务信息,主动公开", "工作动态"), "catalog"),
    Kind.POLICY: (
        Column("政策文件", "规范性文件和其他文件。", "政策文件,规范性文件", "政策文件"),
        "documents",
    ),
    Kind.INTERPRETATION: (
        Column("政策解读", "对政策文件的解读。", "政策解读", "政策解读"),
        "interpretations",
    ),
    Kind.STATUTORY_PAGE: (
        Column("政府信息公开", "公开指南和制度。", "公开指南,公开制度", "信息公开指南"),
        "disclosure_column",
    ),
    Kind.ANNUAL_REPORT: (
        Column("政府信息公开年报", "政府信息公开工作年度报告。", "公开年报", "信息公开年报"),
        "disclosure_column",
    ),
}


def detail(request, pk):
    """A publication of any kind; one that is gone answers 410 with a notice and nothing of its content."""
    publication = get_object_or_404(Publication.objects.addressable().select_related("organization"), pk=pk)
    if publication.is_gone:
        column, door = COLUMNS[Kind(publication.kind)]
        crumbs = [*_places(publication, [], column, door), Crumb(f"{publication.get_status_display()}的信息")]
        context = {"publication": publication}
        return public_page(
            request, "pages/withdrawn.html", door=door, crumbs=crumbs, column=column, status=410, **context
        )
    about = publication_reading.everything_about(publication)
    return public_page(request, "pages/publication.html", **place_of(publication, about), **about)


def place_of(publication: Publication, about: dict) -> dict:
    """What `public_page` asks for the page of `publication`, whether it is public already or looked at before."""
    column, door = COLUMNS[Kind(publication.kind)]
    crumbs = [*_places(publication, about["matters"], column, door), Crumb(publication.title)]
    return {"publication": publication, "door": door, "crumbs": crumbs, "column": column}


def _places(publication: Publication, matters: list, column: Column, door: str) -> list[Crumb]:
    """Where a publication stands: an article in its domain of the catalog, other kinds in their column."""
    if publication.kind == Kind.ARTICLE:
        topic = Crumb("基层政务公开标准化规范化", reverse("catalog"))
        domains = [Crumb(m.domain.name, m.domain.get_absolute_url()) for m in matters[:1]]
        return [topic, *domains]
    if publication.kind == Kind.ANNUAL_REPORT:
        return [Crumb("政府信息公开", reverse(door)), Crumb(column.name, reverse("disclosure_reports"))]
    return [Crumb(column.name, reverse(door))]


def qr_code(request, pk):
    """The publication's address as a QR code (SVG), for print-outs and posters."""
    publication = get_object_or_404(Publication.objects.addressable().defer("body"), pk=pk)
    if publication.is_gone:
        return mark_cacheable(render(request, "410.html", {"publication": publication}, status=410))
    return mark_cacheable(draw_qr_code(publication))


def draw_qr_code(publication: Publication) -> HttpResponse:
    """The address of `publication` as a picture."""
    code = segno.make(absolute_url("publication", publication.pk), error="m")
    picture = io.BytesIO()
    code.save(picture, kind="svg", scale=4, border=2)
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")
