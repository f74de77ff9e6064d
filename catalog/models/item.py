from django.db import models
from django.urls import reverse
from mptt.managers import TreeManager
from mptt.models import MPTTModel, TreeForeignKey
from mptt.querysets import TreeQuerySet

from catalog.responsible import ResponsibleReading, read_responsible
from catalog.time_limits import Reading, read_time_limit


class ItemKind(models.TextChoices):
    SCHEME = "scheme", "目录体系"
    DOMAIN = "domain", "领域"
    GROUP = "group", "一级事项"
    MATTER = "matter", "二级事项"


class Origin(models.TextChoices):
    OFFICIAL = "official", "标准目录（锁定）"
    LOCAL = "local", "本地增加（可编辑）"


class Evidence(models.TextChoices):
    SEEN = "seen", "见于公开的县级目录"
    NAME_SEEN = "name seen", "仅见事项名称"
    COMPILED = "compiled", "依据指引和法律整理，使用前请对照本省现行指引核对"
    LOCAL = "local", "本地自定"


class Tier(models.TextChoices):
    COUNTY = "county", "县级"
    TOWN = "town", "乡级"
    VILLAGE = "village", "村级"


class CatalogQuerySet(TreeQuerySet):
    def current(self):
        """Entries in force; ended ones keep their row and address."""
        return self.filter(ended_on__isnull=True)

    def schemes(self):
        return self.filter(kind=ItemKind.SCHEME)

    def domains(self):
        return self.filter(kind=ItemKind.DOMAIN)

    def matters(self):
        return self.filter(kind=ItemKind.MATTER)

    def at_tier(self, tier: str):
        """Matters that are disclosed on a tier: county, town or village (公开层级)."""
        return self.filter(**{f"at_{Tier(tier).value}": True})

    def in_order(self):
        return self.order_by("tree_id", "lft")


class CatalogItem(MPTTModel):
    """A node of the catalog: scheme → domain → level-1 group → matter. Written by `catalog.tree` alone.

    The columns from `content` to `at_village` are the official elements of a matter and empty on other kinds.
    """

    kind = models.CharField("层次", max_length=10, choices=ItemKind)
    code = models.SlugField(
        "编码", max_length=60, unique=True, help_text="稳定的自然键，用于网址和目录更新，启用后不再改变。"
    )
    parent = TreeForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上一层"
    )
    domain = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="domain_items",
        verbose_name="领域",
    )
    name = models.CharField("名称", max_length=300)
    summary = models.CharField(
        "一句话说明", max_length=300, blank=True, help_text="写给群众看：这一领域或者事项与我有什么关系。"
    )
    origin = models.CharField("来源", max_length=10, choices=Origin, default=Origin.OFFICIAL)
    evidence = models.CharField("核实情况", max_length=10, choices=Evidence, default=Evidence.LOCAL)
    sequence = models.PositiveIntegerField("序号", default=0)
    started_on = models.DateField("启用日期")
    ended_on = models.DateField("停用日期", null=True, blank=True)

    content = models.TextField("公开内容", blank=True)
    legal_basis = models.TextField("公开依据", blank=True)
    time_limit = models.TextField("公开时限", blank=True)
    responsible = models.TextField("公开主体", blank=True)
    channels = models.JSONField("公开渠道", default=list, blank=True)
    audience = models.CharField("公开对象", max_length=300, blank=True)
    method = models.CharField("公开方式", max_length=20, blank=True)
    at_county = models.BooleanField("县级", default=False)
    at_town = models.BooleanField("乡级", default=False)
    at_village = models.BooleanField("村级", default=False)
    is_rule_readable = models.BooleanField("公开时限可判定", default=False, editable=False)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = TreeManager.from_queryset(CatalogQuerySet)()

    class Meta:
        verbose_name = "目录事项"
        verbose_name_plural = "公开目录"
        permissions = [("import_catalog", "可以导入目录"), ("inspect_coverage", "可以查看公开情况")]
        indexes = [
            models.Index(fields=["kind", "tree_id", "lft"], name="catalog_kind_place"),
            models.Index(fields=["domain", "lft"], name="catalog_domain_place"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="matter")
                | models.Q(content="", legal_basis="", time_limit="", responsible="", method=""),
                name="catalog_elements_only_on_matters",
            ),
            models.UniqueConstraint(
                fields=["parent", "name"],
                condition=models.Q(ended_on__isnull=True),
                name="catalog_name_unique_in_parent",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        name = {ItemKind.MATTER: "matter", ItemKind.DOMAIN: "domain"}.get(self.kind)
        return reverse(name, args=[self.code]) if name else reverse("catalog")

    @property
    def is_locked(self) -> bool:
        """Official entries change only with a new edition of the official list."""
        return self.origin == Origin.OFFICIAL

    @property
    def time_limit_reading(self) -> Reading:
        return read_time_limit(self.time_limit)

    @property
    def responsible_reading(self) -> ResponsibleReading:
        return read_responsible(self.responsible)

    @property
    def content_points(self) -> list[str]:
        return [point.strip() for point in self.content.split("；") if point.strip()]

    @property
    def tiers(self) -> list[str]:
        return [tier.label for tier in Tier if getattr(self, f"at_{tier.value}")]
