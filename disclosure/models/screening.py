from django.conf import settings
from django.db import models
from django.db.models import Q

from disclosure.vocabulary import ConsentAnswer, FindingState
from portal.organizations.models import Organization

from .publication import Publication


class FindingLevel(models.TextChoices):
    """How much a finding matters, as `portal.screening` judges it."""

    BLOCKS = "blocks", "必须改正"
    ANSWER = "answer", "须作说明"
    HINT = "hint", "提示"


class Finding(models.Model):
    """What screening found in a publication. Fixed by changing it, or answered by the secrecy officer."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="findings")
    code = models.CharField("类型", max_length=40)
    level = models.CharField("程度", max_length=8, choices=FindingLevel)
    place = models.CharField("位置", max_length=200)
    excerpt = models.CharField("内容", max_length=300, blank=True)
    proposal = models.CharField("建议", max_length=500)
    fingerprint = models.CharField(max_length=64, editable=False)
    state = models.CharField("处理", max_length=8, choices=FindingState, default=FindingState.OPEN)
    found_at = models.DateTimeField("发现时间", auto_now_add=True)
    version = models.PositiveIntegerField("版本", default=0)
    answer = models.CharField("说明", max_length=500, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("说明时间", null=True)

    class Meta:
        verbose_name = "检查发现"
        verbose_name_plural = "检查发现"
        ordering = ["level", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "fingerprint"], name="finding_once"),
            models.CheckConstraint(
                condition=~Q(state=FindingState.ANSWERED)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="answered_finding_has_answer",
            ),
        ]
        indexes = [models.Index(fields=["state", "level"])]

    def __str__(self):
        return f"{self.get_level_display()}：{self.place}"


class Consent(models.Model):
    """Another organ that the information concerns is asked before it goes out (条例 Art. 11)."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="consents")
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="consents_asked", verbose_name="征求意见的机关"
    )
    question = models.CharField("征求的问题", max_length=300, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    asked_at = models.DateTimeField("征求时间", auto_now_add=True)
    version = models.PositiveIntegerField("征求时的版本", default=0, editable=False)
    answer = models.CharField(
        "答复", max_length=10, choices=ConsentAnswer, default=ConsentAnswer.PENDING, editable=False
    )
    text = models.CharField("答复内容", max_length=500, blank=True, editable=False)
    letter = models.CharField("复函文号", max_length=60, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    answered_at = models.DateTimeField("答复时间", null=True, editable=False)

    class Meta:
        verbose_name = "征求有关机关意见"
        verbose_name_plural = "征求有关机关意见"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "organization"],
                name="consent_once",
                violation_error_message="已经征求过这个机关的意见。",
            ),
            models.CheckConstraint(
                condition=Q(answer=ConsentAnswer.PENDING)
                | Q(answered_by__isnull=False, answered_at__isnull=False),
                name="consent_answer_has_author",
            ),
        ]

    def __str__(self):
        return f"{self.organization}：{self.get_answer_display()}"
