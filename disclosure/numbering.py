from django.db import transaction

from portal.locks import lock_until_commit
from portal.organizations.models import Organization

from .models import IndexNumberSeries
from .numbers import index_number


@transaction.atomic
def next_index_number(organization: Organization, year: int) -> str:
    """The organ's next index number of the year: without gaps, since it is given out in the publishing transaction."""
    lock_until_commit(f"index-number:{organization.pk}:{year}")
    series, _ = IndexNumberSeries.objects.select_for_update().get_or_create(
        organization=organization, year=year
    )
    series.last += 1
    series.save()
    return index_number(organization.credit_code, year, series.last)
