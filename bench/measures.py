"""What is measured. Each function does one thing once and returns the figures of it."""

from collections.abc import Callable
from itertools import count

from django.db import transaction
from django.db.models import Count
from django.db.models.functions import Abs, Length
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bench.stopwatch import Stopwatch
from catalog import importing
from catalog.management.commands.import_catalog import plan_for, standard_files
from catalog.models import CatalogItem, Obligation
from disclosure import consistency, fulfilment, pipeline, services, tasks
from disclosure.models import Article, Fulfilment, PolicyDocument
from disclosure.vocabulary import RelationType, Status, Validity
from portal.organizations.models import User
from portal.pages.listing import PAGE_SIZE
from portal.workdays.services import current_calendar

DOMAIN = "03-budget"
DEEP_PAGE = 500
TYPICAL_BODY = 1500
"""Characters: the publication measured has about as many in both databases."""

Figures = dict[str, float]

_numbers = count(1)
_paths: dict[str, str] = {}
_visitor, _inspector, _clerk = Client(), Client(), Client()


def prepare(matter: str = "") -> str:
    """Choose what the pages show; returns the code of the matter, the busiest one when none is given.

    The document has one matter and one interpretation. The deep page is page 500 or the last full one.
    """
    _inspector.force_login(User.objects.get(username="ducha"))
    _clerk.force_login(User.objects.get(username="jingban"))
    matter = matter or _busiest_matter()
    documents, full_pages = reverse("documents"), PolicyDocument.objects.public().count() // PAGE_SIZE
    _paths.update(
        {
            "home": reverse("home"),
            "domain": reverse("domain", args=[DOMAIN]),
            "matter": reverse("matter", args=[matter]),
            "publication": reverse("publication", args=[_typical_document()]),
            "library": documents,
            "library_deep": f"{documents}?page={min(DEEP_PAGE, full_pages)}",
            "library_ended": f"{documents}?validity={Validity.REPEALED}",
            "matrix": reverse("oversight_matrix"),
            "desk": reverse("admin:index"),
            "staff_list": reverse("admin:disclosure_publication_changelist"),
            "unexplained": reverse("admin:disclosure_unexplaineddocument_changelist"),
            "reassessed": reverse("admin:disclosure_dueforreassessment_changelist"),
        }
    )
    return matter


def _busiest_matter() -> str:
    by_matter = Fulfilment.objects.values("matter__code").annotate(number=Count("pk"))
    return by_matter.order_by("-number").first()["matter__code"]


def _typical_document() -> int:
    explained = PolicyDocument.objects.public().filter(inverse_relations__type=RelationType.INTERPRETS)
    alike = explained.annotate(matters=Count("fulfilments"), far=Abs(Length("body") - TYPICAL_BODY))
    return alike.filter(matters=1).order_by("far", "pk").first().pk


def _page(name: str, client: Client) -> Callable[[], Figures]:
    def measure() -> Figures:
        with Stopwatch() as taken:
            response = client.get(_paths[name])
        if response.status_code != 200:
            raise RuntimeError(f"{_paths[name]} answered {response.status_code}")
        return taken.figures()

    return measure


def publish() -> Figures:
    """Publish one article that answers three obligations of an organ: the whole verb, with ledger and commit."""
    article, issuer = _draft()
    with Stopwatch() as taken:
        services.publish(article, issuer)
    return taken.figures()


def update_coverage() -> Figures:
    """The part of publishing that keeps coverage: judge the links, hand the facts down, refresh the states."""
    article, _ = _draft()
    calendar, today = current_calendar(), timezone.localdate()
    with transaction.atomic():
        with Stopwatch() as taken:
            fulfilment.mark_public(article, today, calendar)
        transaction.set_rollback(True)
    return taken.figures()


def every_minute() -> Figures:
    """What the scheduler does over and over, with nothing due: publish, take down."""
    return _timed(lambda: (pipeline.publish_due(), pipeline.take_down_expired()))


def every_night() -> Figures:
    """What the day brings for documents, with nothing due."""
    return _timed(tasks.keep_documents)


def check_consistency() -> Figures:
    """Every nightly check but that of the ledger, which is verified by itself; nothing is stored."""
    checks = [check for code, (_, check) in consistency.CHECKS.items() if code != "ledger"]
    return _timed(lambda: [list(check()) for check in checks])


def _timed(act: Callable[[], object]) -> Figures:
    with Stopwatch() as taken:
        act()
    return taken.figures()


def import_catalog() -> Figures:
    """Import all rows of the shipped catalog where every matter differs; rolled back afterwards."""
    with transaction.atomic():
        CatalogItem.objects.matters().update(audience="")
        with Stopwatch() as taken:
            plan = plan_for(standard_files())
            importing.apply(plan, timezone.localdate(), provenance=importing.standard_provenance())
        transaction.set_rollback(True)
    return taken.figures()


def _draft() -> tuple[Article, User]:
    issuer = User.objects.select_related("organization").get(username="qianfa")
    article = Article.objects.create(
        title=f"测量用的信息（{next(_numbers)}）",
        body="<p>正文。</p>",
        organization=issuer.organization,
        topic="综合政务\\政务公开",
        formed_on=timezone.localdate(),
        status=Status.SIGNED,
        signed_at=timezone.now(),
        screened_version=0,
    )
    owed = Obligation.objects.current().filter(organization=issuer.organization)[:3]
    services.link_obligations(article, list(owed))
    return article, issuer


MEASURES: dict[str, Callable[[], Figures]] = {
    "home": _page("home", _visitor),
    "domain": _page("domain", _visitor),
    "matter": _page("matter", _visitor),
    "publication": _page("publication", _visitor),
    "library": _page("library", _visitor),
    "library_deep": _page("library_deep", _visitor),
    "library_ended": _page("library_ended", _visitor),
    "matrix": _page("matrix", _inspector),
    "desk": _page("desk", _clerk),
    "staff_list": _page("staff_list", _inspector),
    "unexplained": _page("unexplained", _inspector),
    "reassessed": _page("reassessed", _inspector),
    "every_minute": every_minute,
    "every_night": every_night,
    "check_consistency": check_consistency,
    "publish": publish,
    "update_coverage": update_coverage,
    "import_catalog": import_catalog,
}
