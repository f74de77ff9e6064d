from django.conf import settings
from django.db import models
from django.db.models import Q

from catalog.states import CHOICES, Facts, State
from portal.organizations.models import Organization

from .item import CatalogItem


class ObligationQuerySet(models.QuerySet):
    def current(self):
        """Obligations in force: neither the matter nor the organisation has ended."""
        return self.filter(ended_on__isnull=True)

    def for_organization(self, organization):
        return self.filter(organization=organization)

    def for_matter(self, matter):
        return self.filter(matter=matter)

    def in_scope(self, organizations):
        return self.filter(organization__in=organizations.values("pk"))


class Obligation(models.Model):
    """One matter owed by one organisation: where coverage lives.

    The facts (`published_count` to `renew_by`) are handed down by `disclosure` when something is published or
    withdrawn; `state` follows from them and the date (`catalog.states`), kept by `catalog.coverage`.
    """

    matter = models.ForeignKey(CatalogItem, models.PROTECT, related_name="obligations", verbose_name="事项")
    domain = models.ForeignKey(
        CatalogItem, models.PROTECT, related_name="+", editable=False, verbose_name="领域"
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="obligations", verbose_name="公开主体"
    )
    since = models.DateField("开始承担日期")
    ended_on = models.DateField("终止日期", null=True, blank=True)
    is_rule_readable = models.BooleanField("公开时限可判定", default=False, editable=False)
    first_due_on = models.DateField("首次公开期限", null=True, blank=True, editable=False)

    published_count = models.PositiveIntegerField("已公开条数", default=0, editable=False)
    latest_published_on = models.DateField("最近公开日期", null=True, editable=False)
    latest_is_late = models.BooleanField("最近一次逾期", default=False, editable=False)
    renew_by = models.DateField("应更新日期", null=True, editable=False)

    awaiting_until = models.DateField(
        "信息尚未形成，预计至", null=True, blank=True, help_text="到期后重新计入“应公开未公开”。"
    )
    awaiting_reason = models.CharField("尚未形成的说明", max_length=300, blank=True)
    not_applicable_reason = models.CharField(
        "不适用理由", max_length=300, blank=True, help_text="如“本镇无城镇燃气经营企业”。群众看得到。"
    )
    not_applicable_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="不适用批准人",
    )
    state = models.CharField(
        "公开状态", max_length=16, choices=CHOICES, default=State.UNDETERMINED, editable=False
    )

    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = "公开责任"
        verbose_name_plural = "公开责任"
        permissions = [("approve_not_applicable", "可以批准不适用")]
        indexes = [
            models.Index(fields=["organization", "domain", "state"]),
            models.Index(fields=["domain", "organization", "state"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["matter", "organization"], name="obligation_once"),
            models.CheckConstraint(
                condition=Q(not_applicable_reason="", not_applicable_by__isnull=True)
                | (~Q(not_applicable_reason="") & Q(not_applicable_by__isnull=False)),
                name="not_applicable_needs_reason_and_approver",
                violation_error_message="不适用应当同时有理由和批准人。",
            ),
            models.CheckConstraint(
                condition=Q(awaiting_until__isnull=True) | ~Q(awaiting_reason=""),
                name="awaiting_needs_reason",
                violation_error_message="说明信息尚未形成的，应当写明情况。",
            ),
        ]

    def __str__(self):
        return f"{self.organization} · {self.matter}"

    @property
    def facts(self) -> Facts:
        return Facts(
            is_not_applicable=self.not_applicable_by_id is not None,
            is_rule_readable=self.is_rule_readable,
            published_count=self.published_count,
            latest_is_late=self.latest_is_late,
            first_due_on=self.first_due_on,
            awaiting_until=self.awaiting_until,
            renew_by=self.renew_by,
        )
