"""What a new publication starts with: the clerk's own organisation, today, and the matter that was clicked on."""

from django.utils import timezone

from catalog.models import Obligation
from disclosure.models import Publication
from disclosure.numbers import next_document_numbers
from disclosure.writing import from_matter
from portal.organizations.models import Organization
from portal.organizations.scope import can_act_for


def organization_in_hand(request, publication=None) -> Organization | None:
    """The organisation the form is being filled in for, if it is in the user's scope."""
    said = key_in(request.POST.get("organization")) or key_in(request.GET.get("organization"))
    if said is None and publication is not None:
        return publication.organization
    asked = asked_obligation(request)
    organization = Organization.objects.filter(pk=said).first() if said else asked and asked.organization
    if organization and can_act_for(request.user, organization):
        return organization
    return publication.organization if publication else request.user.organization


def asked_obligation(request) -> Obligation | None:
    """The obligation named by `?obligation=`, when the user may publish for it."""
    pk = key_in(request.GET.get("obligation"))
    found = (
        pk
        and Obligation.objects.current()
        .select_related("organization", "matter", "domain")
        .filter(pk=pk)
        .first()
    )
    return found if found and can_act_for(request.user, found.organization) else None


def initial_data(request) -> dict:
    """Organisation and today; from a matter also attribute, class, stage, and headings to write under."""
    known = {"organization": organization_in_hand(request), "formed_on": timezone.localdate()}
    asked = asked_obligation(request)
    if asked is None:
        return known
    return {**known, **from_matter.proposals(asked), "body": from_matter.template(asked.matter.content)}


def document_number_note(organization: Organization | None) -> str:
    """The next document numbers of the organ this year, to be shown beside the field. One query."""
    if organization is None:
        return ""
    year = timezone.localdate().year
    rows = Publication.objects.filter(organization=organization, document_number__contains=f"〔{year}〕")
    numbers = next_document_numbers(list(rows.values_list("document_number", flat=True)), year)
    return (
        f"按本单位今年已有的文件，下一号是：{'、'.join(numbers[:3])}，请与发文登记核对。" if numbers else ""
    )


def key_in(text: str | None) -> int | None:
    """The primary key that `text` spells; None when it spells none the database could hold."""
    return int(text) if text and text.isdecimal() and len(text) < 19 else None
