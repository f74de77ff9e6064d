from django.db import models

from portal.organizations.models import Organization


class IndexNumberSeries(models.Model):
    """The last index number an organ has given out in a year (rule 10.1)."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "year"], name="index_series_once")]

    def __str__(self):
        return f"{self.organization} {self.year}: {self.last}"
