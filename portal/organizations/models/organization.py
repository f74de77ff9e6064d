from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from mptt.managers import TreeManager
from mptt.models import MPTTModel, TreeForeignKey
from mptt.querysets import TreeQuerySet

from portal.organizations.credit_code import is_valid_credit_code


class Kind(models.TextChoices):
    COUNTY_GOVERNMENT = "county_government", "县人民政府"
    DEPARTMENT = "department", "县政府部门"
    TOWN = "town", "乡镇"
    STREET = "street", "街道"
    VILLAGE = "village", "行政村"
    COMMUNITY = "community", "社区"
    PUBLIC_BODY = "public_body", "公共企事业单位"


TOWN_KINDS = (Kind.TOWN, Kind.STREET)
VILLAGE_KINDS = (Kind.VILLAGE, Kind.COMMUNITY)


def validate_credit_code(value: str) -> None:
    if not is_valid_credit_code(value):
        raise ValidationError("统一社会信用代码不正确：应为18位，最后一位是校验码，请对照登记证书核对。")


class OrganizationQuerySet(TreeQuerySet):
    def active(self):
        """Organisations that exist today; merged and abolished ones keep their row and history."""
        return self.filter(abolished_on__isnull=True)

    def departments(self):
        return self.filter(kind=Kind.DEPARTMENT)

    def towns(self):
        return self.filter(kind__in=TOWN_KINDS)

    def villages(self):
        return self.filter(kind__in=VILLAGE_KINDS)

    def directory(self):
        """What a list of organisations shows, in tree order."""
        return self.active().order_by("tree_id", "lft")


class Organization(MPTTModel):
    """An organ (行政机关), public body or village committee. The tree is written by `tree.py` alone."""

    code = models.SlugField("机构代码", unique=True, help_text="用于网址，启用后不再改变，如 finance。")
    parent = TreeForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级单位"
    )
    kind = models.CharField("类别", max_length=20, choices=Kind)
    name = models.CharField("规范名称", max_length=80)
    short_name = models.CharField("简称", max_length=40)
    catalog_name = models.CharField(
        "目录中的名称",
        max_length=60,
        unique=True,
        help_text="标准目录“公开主体”一栏对本单位的称呼，如“县财政局”。",
    )
    aliases = models.JSONField(
        "其他称呼", default=list, blank=True, help_text="目录中出现的其他名称，如“房屋征收部门”。"
    )
    credit_code = models.CharField(
        "统一社会信用代码", max_length=18, unique=True, validators=[validate_credit_code]
    )
    functions = models.TextField("主要职能", blank=True)
    address = models.CharField("办公地址", max_length=120, blank=True)
    office_hours = models.CharField("办公时间", max_length=120, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    fax = models.CharField("传真", max_length=40, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    disclosure_office = models.CharField(
        "政府信息公开工作机构", max_length=80, blank=True, help_text="条例第四条：本机关的公开工作机构。"
    )
    disclosure_phone = models.CharField("公开工作机构电话", max_length=40, blank=True)
    is_competent_authority = models.BooleanField(
        "政府信息公开主管部门",
        default=False,
        help_text="条例第三条：县政府办公室推进、指导、协调、监督全县公开工作，可查看和处理各单位信息。",
    )
    reconsideration_organ = models.CharField("行政复议机关", max_length=120, blank=True)
    court = models.CharField("有管辖权的法院", max_length=80, blank=True)
    established_on = models.DateField("成立日期", null=True, blank=True)
    abolished_on = models.DateField(
        "撤销日期", null=True, blank=True, help_text="合并或者撤销的单位保留历史，不再承担公开事项。"
    )
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name="职能承接单位",
    )
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = TreeManager.from_queryset(OrganizationQuerySet)()

    class MPTTMeta:
        order_insertion_by = []

    class Meta:
        verbose_name = "机构"
        verbose_name_plural = "机构"
        indexes = [models.Index(fields=["kind", "tree_id", "lft"], name="organization_kind_place")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(successor__isnull=True) | models.Q(abolished_on__isnull=False),
                name="organization_successor_needs_abolition",
                violation_error_message="有职能承接单位的，应当填写撤销日期。",
            ),
        ]

    def __str__(self):
        return self.short_name

    def get_absolute_url(self):
        if self.kind in VILLAGE_KINDS:
            return reverse("village", args=[self.code])
        return reverse("organization", args=[self.code])

    @property
    def is_active(self) -> bool:
        return self.abolished_on is None

    @property
    def is_village(self) -> bool:
        return self.kind in VILLAGE_KINDS

    @property
    def names_in_catalog(self) -> tuple[str, ...]:
        """Every name by which the catalog may call it, each once."""
        return tuple(dict.fromkeys((self.catalog_name, self.name, *self.aliases)))
