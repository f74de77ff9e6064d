"""What was written when, by whom, and how it moved."""

from django.conf import settings
from django.db import models

from disclosure.vocabulary import Status

from .publication import Publication


class Version(models.Model):
    """What a publication said after one save. `content` is as `disclosure.versions.content.snapshot` makes it."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField("版本")
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField("保存时间", auto_now_add=True)
    content = models.JSONField("内容")
    note = models.CharField("说明", max_length=200, blank=True)
    # Set when this version came before the public: what the page then says was corrected. Never holds a name.
    public_note = models.CharField("更正说明", max_length=300, blank=True)
    is_public = models.BooleanField("公开过", default=False)

    class Meta:
        verbose_name = "版本"
        verbose_name_plural = "版本"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["publication", "number"], name="version_once")]

    def __str__(self):
        return f"第{self.number}版"


class VersionFile(models.Model):
    """A stored file that a version had: it is kept as long as the version is."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="files")
    path = models.CharField(max_length=200, db_index=True)

    def __str__(self):
        return self.path


class Step(models.Model):
    """One act of the pipeline. Append only."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="steps")
    verb = models.CharField("办理", max_length=24)
    label = models.CharField("办理", max_length=20)
    source = models.CharField("原状态", max_length=12, choices=Status)
    target = models.CharField("现状态", max_length=12, choices=Status)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="steps")
    on_behalf_of = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间", auto_now_add=True)
    remark = models.CharField("意见", max_length=500, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    class Meta:
        verbose_name = "办理过程"
        verbose_name_plural = "办理过程"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["publication", "-id"]), models.Index(fields=["verb", "-at"])]

    def __str__(self):
        return f"{self.label}：{self.publication}"


class Remark(models.Model):
    """What a reviewer says beside the text. `block`: which paragraph of the body, from 1; empty for the whole."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="remarks")
    version = models.PositiveIntegerField("版本", default=0)
    block = models.PositiveIntegerField("段落", null=True, blank=True)
    quote = models.CharField("所指文字", max_length=300, blank=True)
    text = models.CharField("意见", max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", auto_now_add=True)
    answer = models.CharField("答复", max_length=1000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField("解决时间", null=True)

    class Meta:
        verbose_name = "审核意见"
        verbose_name_plural = "审核意见"
        ordering = ["block", "pk"]

    def __str__(self):
        return self.text


class EditLock(models.Model):
    """Who is writing in a publication now; see `disclosure.locking`."""

    publication = models.OneToOneField(Publication, models.CASCADE, related_name="edit_lock")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    taken_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self):
        return f"{self.user}: {self.publication_id}"


class PreviewLink(models.Model):
    """An address at which anyone who has it sees a draft until it expires or is revoked."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="preview_links")
    # Only the hash is kept: the address cannot be read out of the database.
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    note = models.CharField("给谁看", max_length=100, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField("有效期至")
    revoked_at = models.DateTimeField("作废时间", null=True)
    opened = models.PositiveIntegerField("打开次数", default=0)
    last_opened_at = models.DateTimeField("最近打开", null=True)

    class Meta:
        verbose_name = "预览链接"
        verbose_name_plural = "预览链接"
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.publication} {self.expires_at:%Y-%m-%d}"
