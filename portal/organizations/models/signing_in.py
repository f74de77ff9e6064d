"""What the portal remembers about signing in: replaced passwords (as hashes), failures that lock, and who came when."""

from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.db import models


class FormerPassword(models.Model):
    """The hash of a password that was replaced, kept so that it is not taken again (see `passwords.py`)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="former_passwords", verbose_name="工作人员"
    )
    hash = models.CharField("密码摘要", max_length=128)
    replaced_at = models.DateTimeField("更换时间", auto_now_add=True)

    class Meta:
        verbose_name = "用过的密码"
        verbose_name_plural = "用过的密码"
        ordering = ["-replaced_at", "-pk"]

    def __str__(self):
        return f"{self.user} {self.replaced_at:%Y-%m-%d}"


class SignInLock(AccessAttempt):
    """Failures of one name from one address; enough of them lock (see `signing_in/lockout.py`)."""

    class Meta:
        proxy = True
        verbose_name = "登录失败和锁定"
        verbose_name_plural = "登录失败和锁定"

    def __str__(self):
        return f"{self.username}（{self.ip_address}）"


class SignInRecord(AccessLog):
    """Who signed in, when and from where. Kept at least six months (网络安全法 Art. 21)."""

    class Meta:
        proxy = True
        verbose_name = "登录记录"
        verbose_name_plural = "登录记录"

    def __str__(self):
        return f"{self.username} {self.attempt_time:%Y-%m-%d %H:%M}"
