from django.dispatch import receiver

from portal.workdays.services import current_calendar
from portal.workdays.signals import calendar_changed

from . import fulfilment


@receiver(calendar_changed, dispatch_uid="disclosure.calendar_changed")
def follow_calendar(sender, **kwargs):
    fulfilment.judge_again(current_calendar())
