from django.contrib.auth.hashers import is_password_usable
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone

from .organization import Organization


class User(AbstractUser):
    """A staff member: belongs to one organisation; may act there and below (see `scope.py`)."""

    display_name = models.CharField("姓名", max_length=40)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="staff", verbose_name="所在单位"
    )
    password_set_at = models.DateTimeField("密码设置时间", null=True, blank=True, editable=False)
    must_change_password = models.BooleanField(
        "下次登录须改密码", default=False, help_text="密码由管理员设置的，本人登录后先改成自己的密码。"
    )

    class Meta(AbstractUser.Meta):
        verbose_name = "工作人员"
        verbose_name_plural = "工作人员"

    def __str__(self):
        return self.display_name or self.username

    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        return str(self)

    def set_password(self, raw_password):
        """As Django does; the hash it replaces is kept at hand for the history (see `passwords.py`)."""
        if self.password and is_password_usable(self.password):
            self.replaced_hash = self.password
        super().set_password(raw_password)
        self.password_set_at = timezone.now()
        self.must_change_password = False
