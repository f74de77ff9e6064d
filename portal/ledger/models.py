from django.db import models
from django.db.models import Q

from portal.reach import EVERY_ORGANIZATION, codes_in_reach

from .chain import GENESIS, digest_of, next_hash


class LedgerEntryQuerySet(models.QuerySet):
    def public(self):
        """`= True` would be written as the bare column, for which SQLite does not use the index."""
        return self.filter(is_public__in=[True])

    def seen_by(self, user):
        """What is public, and what was done in the organisations in reach of `user`."""
        codes = codes_in_reach(user)
        return (
            self
            if codes is EVERY_ORGANIZATION
            else self.filter(Q(is_public=True) | Q(organization__in=codes))
        )

    def in_order(self):
        return self.order_by("sequence")

    def head(self) -> "LedgerEntry | None":
        """The last entry of the chain."""
        return self.order_by("-sequence").first()


class LedgerEntry(models.Model):
    """One act, appended by `ledger.services.append` and never changed afterwards."""

    sequence = models.PositiveBigIntegerField("序号", unique=True, editable=False)
    at = models.DateTimeField("时间", editable=False)
    actor = models.CharField("操作人", max_length=150, blank=True, editable=False)
    organization = models.CharField("单位", max_length=64, blank=True, editable=False)
    verb = models.CharField("事件", max_length=64, editable=False)
    subject = models.CharField("对象", max_length=120, db_index=True, editable=False)
    payload = models.JSONField("内容", default=dict, editable=False)
    is_public = models.BooleanField("公开", default=True, editable=False)
    digest = models.CharField("内容摘要", max_length=64, editable=False)
    hash = models.CharField("链值", max_length=64, unique=True, editable=False)

    objects = LedgerEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "台账记录"
        verbose_name_plural = "台账"
        ordering = ["-sequence"]
        indexes = [
            models.Index(fields=["is_public", "-sequence"], name="ledger_public"),
            models.Index(fields=["organization", "-sequence"], name="ledger_organization"),
            models.Index(fields=["verb", "-sequence"], name="ledger_verb"),
        ]

    def __str__(self):
        return f"第{self.sequence}条"

    def content(self) -> dict:
        """What the digest is taken over."""
        return {
            "sequence": self.sequence,
            "at": self.at.isoformat(),
            "actor": self.actor,
            "organization": self.organization,
            "verb": self.verb,
            "subject": self.subject,
            "payload": self.payload,
        }

    def has_true_digest(self) -> bool:
        return digest_of(self.content()) == self.digest

    def fits_its_predecessor(self) -> bool:
        """Whether the entry before is there and this one is linked to it. One query."""
        before = LedgerEntry.objects.filter(sequence=self.sequence - 1).values_list("hash", flat=True).first()
        previous = GENESIS if self.sequence == 1 else before
        return previous is not None and next_hash(previous, self.digest) == self.hash


class ChainCheck(models.Model):
    """One verification of the whole chain, done piece by piece; written by `ledger.checking` alone."""

    KEPT_PROBLEMS = 20

    started_at = models.DateTimeField("开始时间")
    finished_at = models.DateTimeField("完成时间", null=True)
    target = models.PositiveBigIntegerField("核验到第几条", default=0)
    total = models.PositiveBigIntegerField("应核验条数", default=0)
    checked = models.PositiveBigIntegerField("已核验条数", default=0)
    last_sequence = models.PositiveBigIntegerField(default=0)
    last_hash = models.CharField("核验到的链值", max_length=64, default=GENESIS)
    problem_count = models.PositiveBigIntegerField("问题数", default=0)
    problems = models.JSONField("问题", default=list)

    class Meta:
        verbose_name = "台账核验"
        verbose_name_plural = "台账核验"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["finished_at"], name="chain_check_finished")]

    def __str__(self):
        return f"{self.started_at:%Y-%m-%d %H:%M}"

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    @property
    def is_unbroken(self) -> bool:
        return self.is_finished and not self.problem_count

    @property
    def percent(self) -> int:
        """How far it has come, from 0 to 100."""
        return 100 if self.is_finished or not self.total else min(99, self.checked * 100 // self.total)

    @property
    def first_problem(self) -> tuple[int, str] | None:
        return tuple(self.problems[0]) if self.problems else None
