"""The life of documents: interpretation plans, changes of validity, clean-up, re-assessment."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from disclosure.vocabulary import CleanupVerdict, InterpretationForm, ReassessmentOutcome, Validity
from portal.organizations.models import Organization

from .publication import Publication


class InterpretationPlan(models.Model):
    """Who explains a document, how and by when; or why nobody needs to (rules 8.1-8.4)."""

    document = models.OneToOneField(Publication, models.CASCADE, related_name="interpretation_plan")
    interpreter = models.CharField(
        "解读人", max_length=100, blank=True, help_text="谁起草谁解读；单位主要负责人是第一解读人。"
    )
    form = models.CharField("解读形式", max_length=10, choices=InterpretationForm, blank=True)
    due_on = models.DateField(
        "解读发布日期", null=True, blank=True, help_text="应与文件同步发布，最迟不超过3个工作日。"
    )
    interpretation = models.ForeignKey(
        Publication,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="planned_for",
        verbose_name="解读稿",
        limit_choices_to={"kind": "interpretation"},
    )
    exemption_reason = models.CharField(
        "不作解读的理由", max_length=300, blank=True, help_text="确实不需要解读的，写明理由，由审核人批准。"
    )
    exemption_approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    exemption_approved_at = models.DateTimeField("批准时间", null=True, editable=False)

    class Meta:
        verbose_name = "解读方案"
        verbose_name_plural = "解读方案"
        indexes = [models.Index(fields=["due_on"])]

    def __str__(self):
        return f"解读方案：{self.document}"

    @property
    def is_complete(self) -> bool:
        return bool(self.interpreter and self.form and self.due_on)

    @property
    def is_exempt(self) -> bool:
        return bool(self.exemption_reason) and self.exemption_approved_at is not None


class Cleanup(models.Model):
    """A clean-up of documents (文件清理, rule 8.22): a list, a decision for each, a published result."""

    title = models.CharField("名称", max_length=120)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="组织单位")
    formed_before = models.DateField("清理此日以前的文件")
    basis = models.CharField("清理依据", max_length=300, blank=True)
    note = models.CharField("说明", max_length=500, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    opened_at = models.DateTimeField(auto_now_add=True)
    result = models.ForeignKey(
        Publication,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cleanups",
        verbose_name="公布结果的信息",
    )
    applied_at = models.DateTimeField("生效时间", null=True, editable=False)

    class Meta:
        verbose_name = "文件清理"
        verbose_name_plural = "文件清理"
        ordering = ["-pk"]

    def __str__(self):
        return self.title


class CleanupDecision(models.Model):
    cleanup = models.ForeignKey(Cleanup, models.CASCADE, related_name="decisions")
    document = models.ForeignKey(
        Publication, models.PROTECT, related_name="cleanup_decisions", verbose_name="文件"
    )
    verdict = models.CharField("清理意见", max_length=8, choices=CleanupVerdict, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    decided_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = "清理意见"
        verbose_name_plural = "清理意见"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["cleanup", "document"], name="cleanup_document_once")]

    def __str__(self):
        return f"{self.document}：{self.get_verdict_display()}"


class ValidityChange(models.Model):
    """A document's validity changed on a day, by a document or a clean-up (rule 8.20: evidence)."""

    document = models.ForeignKey(Publication, models.CASCADE, related_name="validity_changes")
    before = models.CharField("原状态", max_length=10, choices=Validity)
    after = models.CharField("现状态", max_length=10, choices=Validity)
    on = models.DateField("生效日期")
    by_document = models.ForeignKey(
        Publication,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="validity_changes_made",
        verbose_name="依据文件",
    )
    basis = models.CharField(
        "依据", max_length=300, blank=True, help_text="依据的文件不在本站的，写明文件名称和文号。"
    )
    cleanup = models.ForeignKey(Cleanup, models.PROTECT, null=True, blank=True, related_name="changes")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    recorded_at = models.DateTimeField(auto_now_add=True)
    # Empty while the day has not come; the document keeps its former validity until then.
    applied_at = models.DateTimeField("生效时间", null=True, editable=False)
    until = models.DateField("有效期延长至", null=True, blank=True)

    class Meta:
        verbose_name = "有效性变动"
        verbose_name_plural = "有效性变动"
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(fields=["on"], condition=Q(applied_at__isnull=True), name="validity_change_waiting")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "by_document", "after"],
                condition=Q(by_document__isnull=False),
                name="validity_change_once_by_document",
            ),
            models.UniqueConstraint(
                fields=["document", "cleanup"],
                condition=Q(cleanup__isnull=False),
                name="validity_change_once_by_cleanup",
            ),
            models.CheckConstraint(
                condition=Q(by_document__isnull=False) | Q(cleanup__isnull=False) | ~Q(basis=""),
                name="validity_change_has_evidence",
                violation_error_message="请选择依据文件，或者写明依据。",
            ),
        ]

    def __str__(self):
        return f"{self.document}：{self.get_after_display()}"

    @property
    def is_waiting(self) -> bool:
        """Recorded, but its day has not come."""
        return self.applied_at is None


class Reassessment(models.Model):
    """One look back at something published or withheld (条例 Art. 18; mission P5)."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="reassessments")
    due_on = models.DateField("应复核日期")
    outcome = models.CharField("复核结果", max_length=16, choices=ReassessmentOutcome)
    note = models.CharField("说明", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "复核记录"
        verbose_name_plural = "复核记录"
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.publication}：{self.get_outcome_display()}"


class UnexplainedDocument(Publication):
    """Public documents that still lack their interpretation: a list of the staff pages."""

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = "缺少解读的文件"
        verbose_name_plural = "缺少解读的文件"


class DueForReassessment(Publication):
    """What is due to be looked at again: a list of the staff pages."""

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = "待复核的信息"
        verbose_name_plural = "待复核的信息"


class WithheldRecord(Publication):
    """What is on file as not proactively disclosed: a list of the staff pages."""

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = "不主动公开的信息"
        verbose_name_plural = "不主动公开的信息"
