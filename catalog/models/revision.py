from django.db import models
from django.urls import reverse

from .change_request import ChangeRequest
from .item import CatalogItem


class RevisionSource(models.TextChoices):
    INITIAL = "initial", "初始目录"
    PROCEDURE = "procedure", "按程序调整"
    IMPORT = "import", "目录表格导入"


class EntryKind(models.TextChoices):
    ADD = "add", "新增"
    RESUME = "resume", "恢复"
    CHANGE = "change", "修改"
    MOVE = "move", "移动"
    END = "end", "终止"


class RevisionQuerySet(models.QuerySet):
    def newest(self):
        return self.order_by("-year", "-number")


class Revision(models.Model):
    """A numbered revision of the county's catalog. Written once by `catalog.revisions.record`, public from then on.

    The four `standard_…` columns say how the catalog stood against the national data right after it.
    """

    year = models.PositiveSmallIntegerField("年份", editable=False)
    number = models.PositiveIntegerField("序号", editable=False)
    source = models.CharField("来源", max_length=10, choices=RevisionSource, editable=False)
    title = models.CharField("事由", max_length=200, editable=False)
    reason = models.TextField("理由", blank=True, editable=False)
    effective_on = models.DateField("生效日期", db_index=True, editable=False)
    recorded_at = models.DateTimeField("记录时间", editable=False)
    request = models.OneToOneField(
        ChangeRequest,
        models.PROTECT,
        null=True,
        related_name="revision",
        editable=False,
        verbose_name="目录调整申请",
    )
    proposed_by = models.CharField("提出单位", max_length=100, blank=True, editable=False)
    decided_by = models.CharField("批准单位", max_length=100, blank=True, editable=False)
    added = models.PositiveIntegerField("新增", default=0, editable=False)
    changed = models.PositiveIntegerField("修改", default=0, editable=False)
    moved = models.PositiveIntegerField("移动", default=0, editable=False)
    ended = models.PositiveIntegerField("终止", default=0, editable=False)
    in_force = models.PositiveIntegerField("现行事项", default=0, editable=False)
    standard_total = models.PositiveIntegerField("国家标准事项", default=0, editable=False)
    standard_missing = models.PositiveIntegerField("缺少", default=0, editable=False)
    standard_different = models.PositiveIntegerField("不一致", default=0, editable=False)
    standard_extra = models.PositiveIntegerField("本县增加", default=0, editable=False)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = "目录修订"
        verbose_name_plural = "目录修订记录"
        ordering = ["-year", "-number"]
        constraints = [models.UniqueConstraint(fields=["year", "number"], name="revision_number_once")]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return reverse("catalog_revision", args=[self.slug])

    @property
    def label(self) -> str:
        return f"县目录修订{self.year}年第{self.number}号"

    @property
    def slug(self) -> str:
        return f"{self.year}-{self.number}"

    @property
    def counts(self) -> list[tuple[str, int]]:
        """(新增, 3), (修改, 2) ...: what it did, without zeros."""
        numbers = (
            ("新增", self.added),
            ("修改", self.changed),
            ("移动", self.moved),
            ("终止", self.ended),
        )
        return [(label, number) for label, number in numbers if number]


class RevisionEntry(models.Model):
    """What a revision did to one matter: {element: [before, after]}, with the legal reason."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="entries", verbose_name="目录修订")
    matter = models.ForeignKey(
        CatalogItem, models.PROTECT, related_name="revision_entries", verbose_name="事项"
    )
    name = models.CharField("事项名称", max_length=300)
    kind = models.CharField("调整方式", max_length=8, choices=EntryKind)
    differences = models.JSONField("差异", default=dict)
    basis = models.CharField("依据", max_length=430, blank=True)
    is_law_changed = models.BooleanField("上位法已变更", default=False)
    explanation = models.CharField("说明", max_length=500, blank=True)

    class Meta:
        verbose_name = "修订内容"
        verbose_name_plural = "修订内容"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "matter"], name="revision_entry_once"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}：{self.name}"

    @property
    def fields_changed(self) -> list[str]:
        from catalog.changes.wording import LABELS

        return [LABELS.get(name, name) for name in self.differences]
