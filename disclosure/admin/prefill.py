"""What a new publication starts with: the clerk's own organisation, today, and the matter that was clicked on."""

from django.utils import timezone

from catalog.models import Obligation
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
    found = pk and Obligation.objects.current().select_related("organization").filter(pk=pk).first()
    return found if found and can_act_for(request.user, found.organization) else None


def initial_data(request) -> dict:
    return {"organization": organization_in_hand(request), "formed_on": timezone.localdate()}


def key_in(text: str | None) -> int | None:
    """The primary key that `text` spells; None when it spells none the database could hold."""
    return int(text) if text and text.isdecimal() and len(text) < 19 else None
