from django.db import models

from .chain import digest_of


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

    class Meta:
        verbose_name = "台账记录"
        verbose_name_plural = "台账"
        ordering = ["-sequence"]

    def __str__(self):
        return f"{self.sequence} {self.verb} {self.subject}"

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
