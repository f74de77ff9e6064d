from django.db import models
from django.urls import reverse

from .publication import Publication


def attachment_path(attachment, filename: str) -> str:
    """Stored under a name that says nothing; the clerk's file name is kept in the row."""
    return f"attachments/{attachment.sha256[:2]}/{attachment.sha256}"


def rendition_path(rendition, filename: str) -> str:
    return f"pictures/{rendition.picture_id}/{rendition.width}.{filename.rsplit('.', 1)[-1]}"


class Attachment(models.Model):
    """A file to download with a publication. Read by the public only through `disclosure.files.public_attachment`."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="attachments")
    file = models.FileField("文件", upload_to=attachment_path, max_length=200)
    name = models.CharField("文件名", max_length=200)
    content_type = models.CharField("类型", max_length=100, editable=False)
    extension = models.CharField("格式", max_length=8, editable=False)
    size = models.PositiveBigIntegerField("大小", editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    position = models.PositiveSmallIntegerField("顺序", default=0)

    class Meta:
        verbose_name = "附件"
        verbose_name_plural = "附件"
        ordering = ["position", "pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("attachment", args=[self.pk, self.name])


class Picture(models.Model):
    """A picture of a publication, re-encoded without metadata in a few widths."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="pictures")
    alt = models.CharField(
        "文字说明", max_length=300, help_text="给看不见图片的人听：图上有什么、说明了什么。必填。"
    )
    caption = models.CharField("图注", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("顺序", default=0)

    class Meta:
        verbose_name = "图片"
        verbose_name_plural = "图片"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(alt=""),
                name="picture_has_alt",
                violation_error_message="图片应当填写文字说明。",
            )
        ]

    def __str__(self):
        return self.alt


class Rendition(models.Model):
    picture = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    file = models.FileField(upload_to=rendition_path, max_length=200)

    class Meta:
        ordering = ["width"]
        constraints = [models.UniqueConstraint(fields=["picture", "width"], name="rendition_once")]

    def __str__(self):
        return f"{self.picture_id} {self.width}px"

    def get_absolute_url(self):
        return reverse("picture", args=[self.picture_id, self.width])
