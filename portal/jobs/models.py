from datetime import timedelta

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.reach import EVERY_ORGANIZATION, codes_in_reach

LOST_AFTER = timedelta(minutes=2)


def storage() -> FileSystemStorage:
    """Beside the uploads, never among them: what a job wrote is for whoever started it."""
    return FileSystemStorage(location=settings.VAR_DIR / "jobs")


class State(models.TextChoices):
    WAITING = "waiting", "等待"
    RUNNING = "running", "进行中"
    FINISHED = "finished", "完成"
    FAILED = "failed", "没有做完"
    CANCELLED = "cancelled", "已取消"


UNDER_WAY = (State.WAITING, State.RUNNING)
LOST = "中断"


class JobQuerySet(models.QuerySet):
    def under_way(self):
        return self.filter(state__in=UNDER_WAY)

    def seen_by(self, user):
        """A person's own; for who oversees the machinery, those of everybody in their organisations."""
        if not user.has_perm("jobs.oversee_job"):
            return self.filter(started_by=user.pk)
        codes = codes_in_reach(user)
        near = Q(started_by=user.pk) | Q(started_by__organization__code__in=codes)
        return self if codes is EVERY_ORGANIZATION else self.filter(near)


class Job(models.Model):
    """One piece of long work. Written by `services` and `running` alone; live figures come from `live`."""

    kind = models.CharField("类别", max_length=40)
    title = models.CharField("任务", max_length=200)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="发起人"
    )
    arguments = models.JSONField(default=dict)
    total = models.PositiveIntegerField("总数", default=0)
    done = models.PositiveIntegerField("已完成", default=0)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    message = models.CharField("说明", max_length=500, blank=True)
    # {"lines": [{"text", "url", "note"}], "more": number of lines left out}
    result = models.JSONField("结果", default=dict)
    result_url = models.CharField(max_length=500, blank=True)
    file = models.FileField("文件", storage=storage, blank=True)
    filename = models.CharField("文件名", max_length=200, blank=True)
    created_at = models.DateTimeField("发起时间", auto_now_add=True)
    started_at = models.DateTimeField("开始时间", null=True)
    finished_at = models.DateTimeField("结束时间", null=True)
    heartbeat = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "后台任务"
        verbose_name_plural = "后台任务"
        ordering = ["-pk"]
        default_permissions = ("view",)
        permissions = [("oversee_job", "可以查看所有人的后台任务")]
        indexes = [
            models.Index(fields=["started_by", "-id"], name="jobs_of_a_person"),
            models.Index(fields=["kind", "state"], name="jobs_by_kind"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=UNDER_WAY) | Q(finished_at__isnull=False),
                name="ended_job_has_time",
            )
        ]

    def __str__(self):
        return self.title

    @property
    def is_lost(self) -> bool:
        """Whether the process that did it is gone: it has not been heard of for two minutes.

        What waits for a Celery worker lies safe with the broker; what waits for a thread goes with its process.
        """
        if self.state == State.WAITING and settings.CELERY_BROKER_URL:
            return False
        seen = self.heartbeat or self.created_at
        return self.state in UNDER_WAY and timezone.now() - seen > LOST_AFTER

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY and not self.is_lost

    @property
    def waits_long(self) -> bool:
        return self.is_under_way and not self.started_at and timezone.now() - self.created_at > LOST_AFTER

    @property
    def shown_state(self) -> str:
        return LOST if self.is_lost else self.get_state_display()

    @property
    def percent(self) -> int | None:
        """From 0 to 100; None while nobody knows how much there is to do."""
        if self.state == State.FINISHED:
            return 100
        return min(99, self.done * 100 // self.total) if self.total else None

    @property
    def words(self) -> str:
        """How far it has come, as a sentence."""
        if self.state == State.WAITING:
            return "正在等待前面的任务。" if self.is_under_way else ""
        if not self.total:
            return (self.message or "正在准备。") if self.is_under_way else ""
        said = f"共{self.total}项，已完成{self.done}项（{self.percent}%）。"
        return said + self.message if self.is_under_way else said
