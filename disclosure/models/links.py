from django.db import models
from django.db.models import Q

from catalog.models import CatalogItem, Obligation
from disclosure.vocabulary import INVERSE_RELATIONS, RelationType, Stage

from .publication import Publication


class Fulfilment(models.Model):
    """A publication answers an obligation: this is how matters and publications are linked, both ways.

    `matter`, `domain`, `stage` and `published_on` repeat what the two ends say, so that the newest of a matter or
    a domain, and the stages a domain shows, are one index range. `published_on` is empty while the publication is
    not public.
    """

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="fulfilments")
    obligation = models.ForeignKey(
        Obligation,
        models.PROTECT,
        related_name="fulfilments",
        verbose_name="对应的公开事项",
        help_text="从本单位的公开事项中选择；发布后会出现在该事项之下。",
    )
    matter = models.ForeignKey(CatalogItem, models.PROTECT, related_name="fulfilments", editable=False)
    domain = models.ForeignKey(CatalogItem, models.PROTECT, related_name="domain_fulfilments", editable=False)
    stage = models.CharField("五公开环节", max_length=12, choices=Stage, blank=True, editable=False)
    deadline = models.DateField("公开期限", null=True, editable=False)
    is_late = models.BooleanField("逾期", default=False, editable=False)
    published_on = models.DateField("发布日期", null=True, editable=False)

    class Meta:
        verbose_name = "对应公开事项"
        verbose_name_plural = "对应公开事项"
        constraints = [models.UniqueConstraint(fields=["publication", "obligation"], name="fulfilment_once")]
        indexes = [
            models.Index(fields=["obligation", "published_on"]),
            models.Index(fields=["matter", "published_on", "publication"]),
            models.Index(fields=["domain", "published_on", "publication"]),
            models.Index(fields=["domain", "stage", "publication", "published_on"]),
        ]

    def __str__(self):
        return str(self.obligation)

    def save(self, *args, **kwargs):
        self.matter_id = self.obligation.matter_id
        self.domain_id = self.obligation.domain_id
        self.stage = self.publication.stage
        super().save(*args, **kwargs)


class DocumentRelation(models.Model):
    """`publication` 依据/修改/废止/转发/解读 `target`. Shown on both pages."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="relations")
    type = models.CharField("关系", max_length=12, choices=RelationType)
    target = models.ForeignKey(
        Publication, models.PROTECT, related_name="inverse_relations", verbose_name="关联的信息"
    )

    class Meta:
        verbose_name = "关联文件"
        verbose_name_plural = "关联文件"
        constraints = [
            models.UniqueConstraint(fields=["publication", "type", "target"], name="relation_once"),
            models.CheckConstraint(
                condition=~Q(publication=models.F("target")),
                name="relation_not_to_itself",
                violation_error_message="一份文件不能与自己关联。",
            ),
        ]

    def __str__(self):
        return f"{self.get_type_display()} {self.target}"

    @property
    def inverse_label(self) -> str:
        return INVERSE_RELATIONS[RelationType(self.type)]
