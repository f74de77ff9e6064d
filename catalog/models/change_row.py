from django.db import models

from .change_request import ChangeRequest
from .item import CatalogItem, ItemKind


class ChangeKind(models.TextChoices):
    ADD = "add", "新增"
    CHANGE = "change", "修改"
    MOVE = "move", "移到另一个一级事项"
    END = "end", "终止"


class ChangeRow(models.Model):
    """What a request wants done with one matter.

    `values` are the new elements {name: value} as `catalog.changes.wording` names them; `before` is how the
    matter read when the clerk filled the row in, so that a change meanwhile is noticed.
    """

    request = models.ForeignKey(
        ChangeRequest, models.CASCADE, related_name="rows", verbose_name="目录调整申请"
    )
    kind = models.CharField("调整方式", max_length=8, choices=ChangeKind, default=ChangeKind.CHANGE)
    matter = models.ForeignKey(
        CatalogItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="change_rows",
        limit_choices_to={"kind": ItemKind.MATTER, "ended_on__isnull": True},
        verbose_name="事项",
        help_text="输入名称或者编码查找；新增的留空。",
    )
    parent = models.ForeignKey(
        CatalogItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"kind__in": [ItemKind.GROUP, ItemKind.DOMAIN], "ended_on__isnull": True},
        verbose_name="放在哪里",
        help_text="新增、移动的填写：选一级事项；要新建一级事项的，选领域并在下一栏写名称。",
    )
    new_group_name = models.CharField("新建的一级事项", max_length=300, blank=True)
    values = models.JSONField("调整为", default=dict, blank=True, editable=False)
    before = models.JSONField("填写时的内容", default=dict, blank=True, editable=False)
    basis_document = models.CharField(
        "依据的文件", max_length=300, help_text="名称和文号，如“《××条例》（国务院令第××号）”。"
    )
    basis_article = models.CharField("依据的条款", max_length=120, help_text="如“第二十条第（三）项”。")
    is_law_changed = models.BooleanField(
        "上位法已变更",
        default=False,
        help_text="所依据的法律、法规、规章或者国家标准指引已经修改、废止的勾选。终止国家标准事项必须勾选。",
    )
    explanation = models.CharField("说明", max_length=500, blank=True)

    class Meta:
        verbose_name = "调整内容"
        verbose_name_plural = "调整内容"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.get_kind_display()}：{self.name}"

    @property
    def name(self) -> str:
        """The matter as people will call it after the change."""
        return self.values.get("name") or (self.matter.name if self.matter_id else "（未命名）")

    @property
    def domain(self) -> CatalogItem | None:
        return self.matter.domain if self.matter_id else self.domain_of_place

    @property
    def domain_of_place(self) -> CatalogItem | None:
        """The domain the chosen place lies in."""
        if self.parent_id is None:
            return None
        return self.parent if self.parent.kind == ItemKind.DOMAIN else self.parent.domain

    @property
    def group_name(self) -> str:
        """The level-1 group where the matter stands after the change."""
        if self.parent_id:
            return self.parent.name if self.parent.kind == ItemKind.GROUP else self.new_group_name
        return self.matter.parent.name if self.matter_id else ""

    @property
    def basis(self) -> str:
        return f"{self.basis_document}{self.basis_article}"
