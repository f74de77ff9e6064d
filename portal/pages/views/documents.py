from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from disclosure.models import Interpretation, Publication
from disclosure.topics import TOPIC_CLASSES
from disclosure.vocabulary import GENRES, InterpretationForm, Kind, Validity
from portal.organizations.models import VILLAGE_KINDS, Organization
from portal.pages import explanations
from portal.pages.listing import Choice, Filters, Words, choices_of, newest_day, page_of, with_words
from portal.pages.page import Column, Crumb, public_page

LIBRARY = Column(
    "政策文件库",
    "全县行政规范性文件和其他政策文件，标明发文字号、发布机构和有效性，并链接到解读。",
    "政策文件,规范性文件,发文字号,有效性",
    "政策文件",
)
INTERPRETATIONS = Column(
    "政策解读",
    "对政策文件的解读：为什么出台、对谁有用、怎么执行，并链接到文件原文。",
    "政策解读,图解,问答,明白卡",
    "政策解读",
)
SORTS = {"": ("按发布日期", ("-published_at", "-pk")), "formed": ("按成文日期", ("-formed_on", "-pk"))}
NATURES = [("normative", "行政规范性文件"), ("other", "其他文件")]


def library(request):
    """政策文件库: every document with its validity and its interpretations, filtered and sorted by the address."""
    documents = Publication.objects.public().of_kind(Kind.POLICY)
    sort = request.GET.get("sort") if request.GET.get("sort") in SORTS else ""
    filters = Filters(
        reverse("documents"), request.GET, _library_choices(documents), {"sort": sort} if sort else {}
    )
    found = filters.narrow(documents)
    page = page_of(request, found.order_by(*SORTS[sort][1]))
    return public_page(
        request,
        "pages/documents.html",
        door="documents",
        crumbs=[Crumb(LIBRARY.name)],
        column=LIBRARY,
        page_obj=page,
        items=explanations.with_interpretations(page.object_list),
        latest=newest_day(found),
        sorts=[
            {"label": label, "url": filters.address(sort=value), "current": value == sort}
            for value, (label, _) in SORTS.items()
        ],
        **filters.as_context(),
    )


def interpretations(request):
    """政策解读: each with the document it explains and its form; how many are more than text."""
    public = Publication.objects.public().of_kind(Kind.INTERPRETATION)
    counts = _count_forms()
    form = request.GET.get("form") if request.GET.get("form") in InterpretationForm.values else ""
    filters = Filters(
        reverse("interpretations"),
        request.GET,
        [Words("q", "关键词", _by_words), Choice("organ", "发布机构", _by_organ, organ_options())],
        {"form": form} if form else {},
    )
    found = filters.narrow(public.filter(interpretation__form=form) if form else public)
    page = page_of(request, found.newest())
    return public_page(
        request,
        "pages/interpretations.html",
        door="interpretations",
        crumbs=[Crumb(INTERPRETATIONS.name)],
        column=INTERPRETATIONS,
        page_obj=page,
        items=_with_forms(explanations.with_documents(page.object_list)),
        latest=newest_day(found),
        tabs=_form_tabs(filters, form, counts),
        total=sum(counts.values()),
        share=_share_beyond_text(counts),
        **filters.as_context(),
    )


def organ_options() -> list[tuple[str, str]]:
    """Every organ that may have issued something, abolished ones last. One query."""
    organs = Organization.objects.exclude(kind__in=VILLAGE_KINDS).order_by("tree_id", "lft")
    organs = sorted(organs.only("code", "short_name", "abolished_on"), key=lambda o: not o.is_active)
    return [(o.code, o.short_name if o.is_active else f"{o.short_name}（已撤销）") for o in organs]


def _library_choices(documents) -> list[Choice | Words]:
    return [
        Words("q", "标题或者发文字号", _by_words),
        Choice("organ", "发布机构", _by_organ, organ_options()),
        Choice("year", "发布年份", _by_year, _year_options(documents)),
        Choice("validity", "有效性", lambda qs, value: qs.filter(validity=value), choices_of(Validity)),
        Choice("nature", "文件性质", _by_nature, NATURES),
        Choice("topic", "主题分类", _by_topic, [(first, first) for first in TOPIC_CLASSES]),
        Choice("genre", "体裁", lambda qs, value: qs.filter(genre=value), [(g, g) for g in GENRES]),
    ]


def _year_options(documents) -> list[tuple[str, str]]:
    """From this year back to that of the first document. One query, the end of an index."""
    first = documents.order_by("published_at").only("published_at").first()
    this_year = timezone.localdate().year
    years = range(this_year, (first.date.year if first else this_year) - 1, -1)
    return [(str(year), f"{year}年") for year in years]


def _by_words(publications, text):
    return with_words(publications, text, "title", "document_number")


def _by_organ(publications, code):
    return publications.filter(organization__code=code)


def _by_year(publications, year):
    return publications.filter(published_at__year=int(year))


def _by_nature(publications, nature):
    return publications.filter(policydocument__is_normative=nature == "normative")


def _by_topic(publications, first):
    return publications.filter(Q(topic__startswith=f"{first}\\") | Q(topic=first))


def _count_forms() -> dict[str, int]:
    forms = Interpretation.objects.public().order_by().values_list("form")
    return dict(forms.annotate(Count("pk")))


def _form_tabs(filters: Filters, current: str, counts: dict[str, int]) -> list[dict]:
    tabs = [("", "全部", sum(counts.values()))]
    tabs += [(f.value, f.label, counts[f.value]) for f in InterpretationForm if counts.get(f.value)]
    return [
        {"label": label, "count": count, "url": filters.address(form=value), "current": value == current}
        for value, label, count in tabs
    ]


def _share_beyond_text(counts: dict[str, int]) -> int | None:
    """Percentage of interpretations in a form other than plain text (rule 8.5); None when there is none."""
    total = sum(counts.values())
    return round(100 * (total - counts.get(InterpretationForm.TEXT, 0)) / total) if total else None


def _with_forms(interpretations: list[Publication]) -> list[Publication]:
    """Set `form_label` on each, since lists read the base table alone. One query for all."""
    rows = Interpretation.objects.public().filter(pk__in=[i.pk for i in interpretations])
    forms = dict(rows.values_list("pk", "form"))
    for interpretation in interpretations:
        interpretation.form_label = InterpretationForm(forms[interpretation.pk]).label
    return interpretations
