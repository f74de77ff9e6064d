from django.db import models

from disclosure.vocabulary import InterpretationForm, Kind

from .publication import Publication


class Article(Publication):
    """政务信息: anything that is neither a document nor an interpretation of one."""

    KIND = Kind.ARTICLE

    class Meta:
        verbose_name = "政务信息"
        verbose_name_plural = "政务信息"


class PolicyDocument(Publication):
    """政策文件: a document of an organ, normative (行政规范性文件) or not."""

    KIND = Kind.POLICY

    is_normative = models.BooleanField(
        "行政规范性文件",
        default=False,
        help_text="涉及公民、法人和其他组织权利义务，在一定期限内反复适用的文件。",
    )

    class Meta:
        verbose_name = "政策文件"
        verbose_name_plural = "政策文件"


class Interpretation(Publication):
    """政策解读: explains a document; the document is linked by a relation of type INTERPRETS."""

    KIND = Kind.INTERPRETATION

    form = models.CharField(
        "解读形式", max_length=10, choices=InterpretationForm, default=InterpretationForm.TEXT
    )

    class Meta:
        verbose_name = "政策解读"
        verbose_name_plural = "政策解读"


class StatutoryPart(models.TextChoices):
    """The parts of the 政府信息公开 column that are pages of text (国办公开办函〔2019〕61号)."""

    GUIDE = "guide", "政府信息公开指南"
    RULES = "rules", "政府信息公开制度"


class StatutoryPage(Publication):
    """法定栏目: an organ's disclosure guide (指南) or one of its rules (制度)."""

    KIND = Kind.STATUTORY_PAGE

    part = models.CharField("栏目", max_length=10, choices=StatutoryPart)

    class Meta:
        verbose_name = "指南和制度"
        verbose_name_plural = "指南和制度"


class AnnualReportPage(Publication):
    """政府信息公开工作年度报告 of one organ and year (条例 Art. 49)."""

    KIND = Kind.ANNUAL_REPORT

    year = models.PositiveSmallIntegerField("报告年度")

    class Meta:
        verbose_name = "公开年报"
        verbose_name_plural = "公开年报"
