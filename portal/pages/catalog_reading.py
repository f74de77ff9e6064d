"""The catalog as pages show it: cards of domains, states of matters, newest publications. Set-based throughout."""

import re

from django.db.models import Count, Max, Q, Sum

from catalog.models import CatalogItem, Obligation
from disclosure.models import Fulfilment, Publication
from disclosure.vocabulary import Stage
from portal.organizations.models import Organization

CHUNK = 100


def domain_cards(domains, tier: str = "") -> list[dict]:
    """One card a domain: how many matters, how many publications answer them, how fresh. Three queries."""
    matters = CatalogItem.objects.matters().current()
    obligations = Obligation.objects.current()
    if tier:
        matters = matters.at_tier(tier)
        obligations = obligations.filter(**{f"matter__at_{tier}": True})
    counts = dict(matters.order_by().values_list("domain").annotate(Count("pk")))
    facts = {
        domain: (published or 0, latest)
        for domain, published, latest in obligations.order_by()
        .values_list("domain")
        .annotate(Sum("published_count"), Max("latest_published_on"))
    }
    return [
        _card(domain, counts[domain.pk], *facts.get(domain.pk, (0, None)))
        for domain in domains.in_order()
        if counts.get(domain.pk)
    ]


def _card(domain: CatalogItem, matters: int, published: int, latest) -> dict:
    freshness = f"，最近更新{latest:%Y-%m-%d}" if latest else ""
    return {
        "title": domain.name,
        "summary": domain.summary,
        "url": domain.get_absolute_url(),
        "facts": f"{matters}项事项{freshness}",
        "matters": matters,
        "published": published,
        "latest": latest,
    }


def newest_in_domain(domain: CatalogItem, limit: int) -> list[Publication]:
    """The newest public publications of a domain. Two queries over an index range, whatever the volume."""
    return _newest(Fulfilment.objects.filter(domain=domain), limit)


def newest_of_matter(matter: CatalogItem, limit: int) -> list[Publication]:
    """The newest public publications under a matter. Two queries."""
    return _newest(Fulfilment.objects.filter(matter=matter), limit)


def _newest(fulfilments, limit: int) -> list[Publication]:
    """One publication may answer nearly every matter of a domain: rows are read until there are enough of them."""
    rows = fulfilments.filter(published_on__isnull=False).order_by("-published_on", "-publication_id")
    ids: dict[int, None] = {}
    for pk in rows.values_list("publication_id", flat=True).iterator(chunk_size=CHUNK):
        ids[pk] = None
        if len(ids) == limit:
            break
    return list(Publication.objects.public().for_list().filter(pk__in=ids).newest())


def stages_of(domain: CatalogItem) -> list[dict]:
    """五公开: how many public publications of the domain show each stage of government work. One query."""
    public = Fulfilment.objects.filter(domain=domain, published_on__isnull=False)
    counts = dict(public.order_by().values_list("stage").annotate(Count("publication", distinct=True)))
    return [{"label": stage.label, "count": counts.get(stage.value, 0)} for stage in Stage]


def matters_with_states(matters) -> list[CatalogItem]:
    """Matters with `owed` (number of organs), `published` and `latest` of their obligations. One query."""
    return list(matters.annotate(**_OF_OBLIGATIONS))


def organizations_with_obligations(organizations) -> list[Organization]:
    """Organisations that owe something, with `owed` (number of matters), `published` and `latest`. One query."""
    return list(organizations.annotate(**_OF_OBLIGATIONS).filter(owed__gt=0))


_IN_FORCE = Q(obligations__ended_on__isnull=True)
_OF_OBLIGATIONS = {
    "owed": Count("obligations", filter=_IN_FORCE),
    "published": Sum("obligations__published_count", filter=_IN_FORCE),
    "latest": Max("obligations__latest_published_on", filter=_IN_FORCE),
}


def split_legal_bases(text: str) -> list[str]:
    """《…》（…）、《…》 as a list: split on 、 outside of titles and brackets."""
    return [part for part in re.split(r"、(?=《)", text) if part]
