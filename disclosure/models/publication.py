from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from disclosure.html import clean_html, one_line
from disclosure.numbers import is_document_number, normalize_document_number
from disclosure.topics import TOPIC_CHOICES
from disclosure.vocabulary import (
    ADDRESSABLE,
    GENRE_CHOICES,
    WRITABLE,
    Attribute,
    Ground,
    Kind,
    Stage,
    Status,
    Validity,
)
from portal.organizations.models import Organization

from .pipeline import Pipeline


class PublicationQuerySet(models.QuerySet):
    def public(self):
        """The one door: what anyone may read. A constraint ties PUBLISHED to 主动公开, a number and a date."""
        return self.filter(status=Status.PUBLISHED)

    def addressable(self):
        """What has an address: public ones, and what once was public, which shows a notice and nothing else."""
        return self.filter(status__in=ADDRESSABLE, published_at__isnull=False, corrects__isnull=True)

    def writable(self):
        """Drafts and what was sent back to its author."""
        return self.filter(status__in=WRITABLE)

    def due(self, now):
        """What is scheduled for `now` or before."""
        return self.filter(status=Status.SCHEDULED, publish_at__lte=now)

    def expired(self, now):
        """What is public beyond the time set for it."""
        return self.public().filter(expires_at__lte=now)

    def of_kind(self, *kinds):
        return self.filter(kind__in=kinds)

    def by_organization(self, organization):
        return self.filter(organization=organization)

    def for_matter(self, matter):
        return self.filter(pk__in=matter.fulfilments.values("publication"))

    def for_domain(self, domain):
        return self.filter(pk__in=domain.domain_fulfilments.values("publication"))

    def newest(self):
        return self.order_by("-published_at", "-pk")

    def for_list(self):
        """What a list shows, without the bodies."""
        return self.select_related("organization").defer("body")

    def in_scope(self, organizations):
        return self.filter(organization__in=organizations.values("pk"))

    def reached_by(self, name: str) -> Exists:
        """A condition for rows that point here by `name`: what they point to is one of these.

        Looks up one key for each row, where `name__in=` would list them all first.
        """
        return Exists(self.filter(pk=OuterRef(name)))


class Publication(Pipeline):
    """Everything the public reads. Kinds are subclasses that add only what is their own.

    How it moves through the office is declared in `Pipeline`.
    """

    KIND: Kind | None = None

    kind = models.CharField("类型", max_length=20, choices=Kind, editable=False)
    title = models.CharField("标题", max_length=300)
    summary = models.CharField(
        "摘要",
        max_length=500,
        blank=True,
        help_text="一两句话说清楚这是什么、对谁有用，会显示在列表和搜索结果中。",
    )
    body = models.TextField("正文", blank=True)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="publications",
        verbose_name="发布机构",
        help_text="对这条信息负责的机关只有一个（条例第十条）；几个机关共同制作的，填牵头机关。",
    )
    index_number = models.CharField(
        "索引号", max_length=60, unique=True, null=True, blank=True, editable=False
    )
    topic = models.CharField("主题分类", max_length=60, choices=TOPIC_CHOICES)
    stage = models.CharField("五公开环节", max_length=12, choices=Stage, blank=True)
    attribute = models.CharField("公开属性", max_length=12, choices=Attribute, default=Attribute.PROACTIVE)
    ground = models.CharField(
        "不主动公开的理由",
        max_length=8,
        choices=Ground,
        blank=True,
        help_text="选择依申请公开或者不予公开时必填。",
    )
    keywords = models.CharField(
        "关键词", max_length=200, blank=True, help_text="用顿号隔开，如：低保、救助标准。"
    )
    source = models.CharField(
        "信息来源", max_length=100, blank=True, help_text="转载的填写原发布单位；留空表示本机关制作。"
    )
    formed_on = models.DateField(
        "成文日期", help_text="信息形成或者变更的日期。应当自这一天起20个工作日内公开（条例第二十六条）。"
    )
    document_number = models.CharField(
        "发文字号",
        max_length=60,
        blank=True,
        help_text="如：明政办发〔2026〕6号。括号、“第”和前面的0会自动改成规范形式。",
    )
    genre = models.CharField("体裁", max_length=10, choices=GENRE_CHOICES, blank=True)
    validity = models.CharField("有效性", max_length=10, choices=Validity, default=Validity.IN_FORCE)
    effective_on = models.DateField("实施日期", null=True, blank=True)
    ceases_on = models.DateField("废止（失效）日期", null=True, blank=True)

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    updated_at = models.DateTimeField("修改时间", auto_now=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = "公开信息"
        verbose_name_plural = "公开信息"
        permissions = [
            ("submit_publication", "可以送审"),
            ("review_publication", "可以审核"),
            ("check_secrecy_publication", "可以保密审查"),
            ("sign_publication", "可以签发"),
            ("publish_publication", "可以发布"),
            ("withdraw_publication", "可以撤回"),
            ("archive_publication", "可以归档"),
            ("emergency_publication", "可以紧急公开"),
        ]
        indexes = [
            models.Index(fields=["status", "-published_at", "-id"]),
            models.Index(fields=["status", "kind", "-published_at", "-id"]),
            models.Index(fields=["status", "organization", "-published_at", "-id"]),
            models.Index(fields=["status", "kind", "-formed_on", "-id"]),
            models.Index(
                fields=["publish_at"], condition=Q(status=Status.SCHEDULED), name="scheduled_by_time"
            ),
            models.Index(
                fields=["expires_at"],
                condition=Q(status=Status.PUBLISHED, expires_at__isnull=False),
                name="public_expiring_by_time",
            ),
            models.Index(fields=["reassess_on"], name="publication_reassess_on"),
            models.Index(fields=["organization", "reassess_on"], name="organ_reassess_on"),
            models.Index(
                fields=["status", "kind", "validity", "-published_at", "-id"], name="publication_by_validity"
            ),
            models.Index(
                fields=["revised_at"], condition=Q(revised_at__isnull=False), name="revised_by_time"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED)
                | Q(
                    attribute=Attribute.PROACTIVE,
                    published_at__isnull=False,
                    index_number__isnull=False,
                ),
                name="published_is_proactive_numbered_dated",
                violation_error_message="只有主动公开的信息才能发布。",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED)
                | Q(signed_at__isnull=False)
                | Q(emergency_at__isnull=False),
                name="published_is_signed_or_flagged",
                violation_error_message="没有签发的信息不能发布。",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED) | Q(corrects__isnull=True),
                name="correction_goes_into_what_it_corrects",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.SCHEDULED) | Q(publish_at__isnull=False),
                name="scheduled_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.WITHDRAWN)
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawal_reason="")),
                name="withdrawn_has_date_and_reason",
            ),
            models.CheckConstraint(
                condition=(Q(attribute=Attribute.PROACTIVE, ground=""))
                | (~Q(attribute=Attribute.PROACTIVE) & ~Q(ground="")),
                name="not_proactive_has_ground",
                violation_error_message="依申请公开或者不予公开的，应当选择理由；主动公开的不填理由。",
            ),
            models.CheckConstraint(
                condition=Q(ceases_on__isnull=True)
                | Q(effective_on__isnull=True)
                | Q(ceases_on__gte=models.F("effective_on")),
                name="publication_dates_in_order",
                violation_error_message="废止（失效）日期不能早于实施日期。",
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        if self.KIND is not None:
            self.kind = self.KIND
        for name in ("title", "summary", "keywords", "source"):
            setattr(self, name, one_line(getattr(self, name)))
        self.body = clean_html(self.body)
        self.document_number = normalize_document_number(self.document_number)
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if not is_new:
            self.fulfilments.exclude(stage=self.stage).update(stage=self.stage)

    def clean(self):
        self.document_number = normalize_document_number(self.document_number)
        if self.document_number and not is_document_number(self.document_number):
            raise ValidationError(
                {"document_number": "发文字号的形式应为“机关代字〔年份〕序号号”，如：明政办发〔2026〕6号。"}
            )

    def get_absolute_url(self):
        return reverse("publication", args=[self.pk])

    @property
    def is_public(self) -> bool:
        return self.status == Status.PUBLISHED

    @property
    def is_withdrawn(self) -> bool:
        return self.status == Status.WITHDRAWN

    @property
    def is_gone(self) -> bool:
        """Once public, now a notice: withdrawn, or archived at the end of its time."""
        return self.status in (Status.WITHDRAWN, Status.ARCHIVED)

    @property
    def date(self):
        """The day of publication, in local time; None before."""
        return self.published_at and timezone.localdate(self.published_at)

    @property
    def kind_label(self) -> str:
        return self.get_kind_display()

    @property
    def validity_label(self) -> str:
        """有效, 已修改, 失效 or 废止 for documents; other kinds have no validity of their own."""
        return self.get_validity_display() if self.kind == Kind.POLICY else ""

    @property
    def content_source(self) -> str:
        """Whom a reprint names as its source, else the publishing organ (rule 6.8)."""
        return self.source or self.organization.name
