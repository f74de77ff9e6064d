from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class DeputyQuerySet(models.QuerySet):
    def in_force(self, on: date):
        """Arrangements that hold on the day `on`, both ends included."""
        return self.filter(starts_on__lte=on, ends_on__gte=on)


class Deputy(models.Model):
    """One colleague stands in for another from one day to another (AB 角). Written by `deputies.arrange` alone."""

    principal = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="deputies", verbose_name="被代理人（A角）"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="principals",
        verbose_name="代理人（B角）",
        help_text="代理期间可以代为审核、保密审查、签发和发布；每一步都记明是代谁办理。",
    )
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", help_text="当天仍然有效；提前回来的，把这个日期改成前一天。")
    reason = models.CharField("事由", max_length=120, help_text="如“年休假”“外出学习”。")
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="设定人",
        editable=False,
    )
    granted_at = models.DateTimeField("设定时间", auto_now_add=True)

    objects = DeputyQuerySet.as_manager()

    class Meta:
        verbose_name = "代理安排"
        verbose_name_plural = "代理安排（AB角）"
        ordering = ["-starts_on", "-pk"]
        indexes = [models.Index(fields=["deputy", "starts_on", "ends_on"], name="deputy_in_force")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(deputy=F("principal")),
                name="deputy_is_someone_else",
                violation_error_message="代理人不能是本人，请另选。",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="deputy_dates_in_order",
                violation_error_message="结束日期不能早于开始日期。",
            ),
        ]

    def __str__(self):
        return f"{self.deputy}代{self.principal}（{self.starts_on}至{self.ends_on}）"
