"""The lists that every county keeps for itself. Shipped entries can be changed or switched off, not deleted."""

import re

from django.core.exceptions import ValidationError
from django.db import models

from .detectors.leaders import Rank
from .findings import Level

DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?\.)+[a-z]{2,}")


class EntryQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)


class Entry(models.Model):
    """A line of a list. `shipped_as` is the key under which it came with the portal; it outlives edits of the line."""

    is_active = models.BooleanField(
        "启用", default=True, help_text="不再需要的条目请停用；停用后不参与检查。"
    )
    shipped_as = models.CharField(
        "内置编号", max_length=240, unique=True, null=True, blank=True, editable=False
    )
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_shipped(self) -> bool:
        return bool(self.shipped_as)


class WordRule(Entry):
    """A word that is banned, mistyped, outdated or out of place, with what should stand instead."""

    class Kind(models.TextChoices):
        BANNED = "banned", "禁用语"
        MISTYPED = "mistyped", "易错字词"
        ORGAN = "organ", "机构旧称或者误称"
        WORDING = "wording", "不规范用语"
        SPAM = "spam", "违法垃圾链接用词"

    kind = models.CharField("类别", max_length=12, choices=Kind)
    text = models.CharField("查找的词", max_length=200, help_text="文中出现的错误写法，例如“帐户”。")
    replacement = models.CharField(
        "建议写法", max_length=100, blank=True, help_text="应当改成什么；不写表示应当删去或者改写。"
    )
    reason = models.CharField("理由", max_length=200, blank=True, help_text="会显示给经办人和保密审查员。")
    is_regex = models.BooleanField(
        "按正则表达式查找", default=False, help_text="用来排除误报，例如“按装(?!机)”。一般不需要勾选。"
    )
    level = models.CharField(
        "严重程度", max_length=10, choices=Level, blank=True, help_text="不选时按类别的一般程度处理。"
    )

    class Meta:
        verbose_name = "用词规则"
        verbose_name_plural = "用词规则"
        ordering = ["kind", "text"]
        constraints = [models.UniqueConstraint(fields=["kind", "text"], name="word_rule_once_per_kind")]

    def __str__(self):
        return f"{self.text} → {self.replacement}" if self.replacement else self.text

    def clean(self):
        if not self.is_regex:
            return
        try:
            pattern = re.compile(self.text)
        except re.error as error:
            raise ValidationError({"text": "正则表达式写得不完整，请检查括号是否成对。"}) from error
        if pattern.search(""):
            raise ValidationError({"text": "这个表达式会匹配空白，请写明至少一个字。"})
        if re.search(r"[+*}]\)[+*{]", self.text):
            raise ValidationError({"text": "重复的部分里不要再套重复，否则检查会非常慢。"})


class AllowedDomain(Entry):
    """A site that may be linked to; everything below it may be, too."""

    domain = models.CharField(
        "域名", max_length=120, unique=True, help_text="例如“gov.cn”，它下面的所有网站都允许链接。"
    )
    reason = models.CharField("理由", max_length=200, blank=True, help_text="为什么可以链接，由谁批准。")

    class Meta:
        verbose_name = "允许链接的域名"
        verbose_name_plural = "允许链接的域名"
        ordering = ["domain"]

    def __str__(self):
        return self.domain

    def clean(self):
        self.domain = self.domain.strip().lower().removeprefix("*.").strip(".")
        if not DOMAIN.fullmatch(self.domain):
            raise ValidationError({"domain": "请只写域名，例如“example.gov.cn”，不要带http和后面的路径。"})


class TitleRank(Entry):
    """A leading office of the county and its place in the order."""

    title = models.CharField("职务", max_length=40, unique=True)
    place = models.PositiveSmallIntegerField("排序", help_text="数字小的在前；同级的写同一个数字。")
    holders = models.CharField(
        "现任人员",
        max_length=200,
        blank=True,
        help_text="可以不填。填写后，只写姓名、不写职务的名单也会检查顺序；几个人用顿号分开。",
    )

    class Meta:
        verbose_name = "领导职务排序"
        verbose_name_plural = "领导职务排序"
        ordering = ["place", "title"]

    def __str__(self):
        return self.title

    def as_rank(self) -> Rank:
        return Rank(self.place, (self.title,), tuple(filter(None, re.split(r"[、，,\s]+", self.holders))))
