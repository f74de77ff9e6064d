"""Business systems that hand in drafts, and what the nightly checks found."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.organizations.models import Organization

from .publication import Publication


class BusinessSystem(models.Model):
    """A system that may hand in drafts for one organisation and below, with a token of its own."""

    name = models.CharField("系统名称", max_length=80)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="所属单位")
    contact = models.CharField("联系人和电话", max_length=100, blank=True)
    # The token is shown once; only its hash is kept.
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    token_hint = models.CharField("令牌尾号", max_length=8, blank=True, editable=False)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="business_system"
    )
    is_active = models.BooleanField("启用", default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField("最近使用", null=True, editable=False)

    class Meta:
        verbose_name = "业务系统"
        verbose_name_plural = "业务系统"
        ordering = ["name"]

    def __str__(self):
        return self.name


class ApiReceipt(models.Model):
    """One accepted hand-in: the same key with the same content gets the same answer again."""

    system = models.ForeignKey(BusinessSystem, models.CASCADE, related_name="receipts")
    key = models.CharField(max_length=80)
    request_hash = models.CharField(max_length=64)
    publication = models.ForeignKey(Publication, models.SET_NULL, null=True, related_name="+")
    answer = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "报送回执"
        verbose_name_plural = "报送回执"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["system", "key"], name="api_receipt_once")]

    def __str__(self):
        return f"{self.system} {self.key}"


class ConsistencyFinding(models.Model):
    """What a nightly check found. Open until a later run no longer finds it."""

    check_code = models.CharField("检查项目", max_length=40)
    subject = models.CharField("对象", max_length=120)
    text = models.CharField("发现", max_length=500)
    url = models.CharField(max_length=300, blank=True)
    organization = models.ForeignKey(
        Organization, models.CASCADE, null=True, related_name="+", verbose_name="单位"
    )
    first_seen_at = models.DateTimeField("首次发现")
    last_seen_at = models.DateTimeField("最近发现")
    resolved_at = models.DateTimeField("消除时间", null=True)

    class Meta:
        verbose_name = "一致性检查发现"
        verbose_name_plural = "一致性检查发现"
        ordering = ["-first_seen_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["check_code", "subject"],
                condition=Q(resolved_at__isnull=True),
                name="open_consistency_finding_once",
            )
        ]
        indexes = [models.Index(fields=["resolved_at", "check_code"])]

    def __str__(self):
        return self.text
