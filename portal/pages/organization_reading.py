"""What the pages of an organisation show, each in a fixed number of queries."""

from django.db.models import OuterRef, QuerySet, Subquery

from catalog.models import Obligation
from catalog.states import LABELS, State
from disclosure.models import Fulfilment, Publication
from portal.organizations.models import Organization

SHOWN_OF_OBLIGATION = (
    "state",
    "latest_published_on",
    "published_count",
    "not_applicable_reason",
    "awaiting_reason",
    "matter__name",
    "matter__code",
    "matter__kind",
    "matter__parent__name",
    "domain__name",
    "domain__code",
    "domain__kind",
    "domain__parent__code",
)


def contact_of(organization: Organization) -> dict:
    """Address, hours, telephone, as components/contact_card.html draws them."""
    return {
        "name": organization.name,
        "address": organization.address,
        "hours": organization.office_hours,
        "phone": organization.phone,
        "fax": organization.fax,
        "email": organization.email,
    }


def who_answers_for(organization: Organization) -> Organization:
    """The organisation itself, or who took over its functions when it was abolished."""
    return organization if organization.is_active else organization.successor or organization


def disclosure_contact_of(organization: Organization) -> dict:
    """The office that works on disclosure (条例 Art. 4) and how to reach it (rule 1.12.1)."""
    office = organization.disclosure_office or "办公室"
    return contact_of(organization) | {
        "name": office if office.startswith(organization.name) else f"{organization.name}{office}",
        "phone": organization.disclosure_phone or organization.phone,
    }


def obligations_of(organization: Organization) -> QuerySet[Obligation]:
    """What it owes today, in the order of the catalog, without the long texts of the matters."""
    return (
        Obligation.objects.current()
        .for_organization(organization)
        .select_related("matter__parent", "domain__parent")
        .only(*SHOWN_OF_OBLIGATION)
        .order_by("domain__tree_id", "domain__lft", "matter__lft")
    )


def grouped_by_domain(obligations) -> list[dict]:
    """[{domain, obligations, states}] in the given order; `states` says how many are in each state."""
    return _grouped(obligations, "domain", lambda obligation: obligation.domain)


def grouped_by_group(obligations) -> list[dict]:
    """The same by level-1 group (一级事项)."""
    return _grouped(obligations, "group", lambda obligation: obligation.matter.parent)


def states_of(obligations) -> list[dict]:
    """How many obligations are in each state, as words and marks; states without any are left out."""
    numbers = [obligation.state for obligation in obligations]
    return [
        {"state": state.value, "label": LABELS[state], "count": numbers.count(state)}
        for state in State
        if state in numbers
    ]


def with_newest(obligations: QuerySet[Obligation]) -> list[Obligation]:
    """Set `newest` (the newest public publication that answers it, or None) on each obligation. Two queries."""
    answers = Fulfilment.objects.filter(obligation=OuterRef("pk"), published_on__isnull=False)
    newest = answers.order_by("-published_on", "-publication_id").values("publication_id")[:1]
    rows = list(obligations.annotate(newest_id=Subquery(newest)))
    publications = Publication.objects.public().for_list().in_bulk({row.newest_id for row in rows} - {None})
    for row in rows:
        row.newest = publications.get(row.newest_id)
    return rows


def _grouped(obligations, name: str, of) -> list[dict]:
    groups: dict[int, dict] = {}
    for obligation in obligations:
        item = of(obligation)
        groups.setdefault(item.pk, {name: item, "obligations": []})["obligations"].append(obligation)
    for group in groups.values():
        group["states"] = states_of(group["obligations"])
        group["latest"] = max(
            (o.latest_published_on for o in group["obligations"] if o.latest_published_on), default=None
        )
    return list(groups.values())
