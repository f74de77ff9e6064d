from django.dispatch import receiver
from django.utils import timezone

from portal.organizations.signals import organizations_changed
from portal.workdays.signals import calendar_changed

from . import obligations


@receiver(organizations_changed, dispatch_uid="catalog.organizations_changed")
def follow_organizations(sender, **kwargs):
    obligations.sync(timezone.localdate())


@receiver(calendar_changed, dispatch_uid="catalog.calendar_changed")
def recount(sender, **kwargs):
    obligations.recount_deadlines(timezone.localdate())
