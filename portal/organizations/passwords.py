"""What a password must be. The sentences are Chinese; Django's own have no translation here."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import password_validation
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError

from .models import FormerPassword, User

REMEMBERED = 5


class MinimumLengthValidator(password_validation.MinimumLengthValidator):
    """Django's own, in Chinese: its sentence has no translation."""

    def get_error_message(self):
        return f"密码太短，至少要有{self.min_length}个字符。"

    def get_help_text(self):
        return f"密码至少要有{self.min_length}个字符。"


class KindsValidator:
    """At least so many of the four kinds: capitals, other letters (Chinese ones count), digits, signs."""

    def __init__(self, kinds: int = 3):
        self.kinds = kinds

    def validate(self, password: str, user=None) -> None:
        if len({_kind(char) for char in password}) < self.kinds:
            raise ValidationError(
                f"密码太简单，大写字母、小写字母、数字和符号四种中至少要有{self.kinds}种。",
                code="too_few_kinds",
            )

    def get_help_text(self) -> str:
        return f"大写字母、小写字母、数字和符号四种中至少要有{self.kinds}种。"


class NotRecentValidator:
    """Not one of the last passwords, the present one among them."""

    def __init__(self, remembered: int = REMEMBERED):
        self.remembered = remembered

    def validate(self, password: str, user=None) -> None:
        if user is None or user.pk is None:
            return
        present = [user.password] if user.has_usable_password() else []
        former = user.former_passwords.values_list("hash", flat=True)[: self.remembered - 1]
        if any(check_password(password, known) for known in (*present, *former)):
            raise ValidationError(
                f"最近{self.remembered}次用过的密码不能再用，请换一个。", code="recently_used"
            )

    def password_changed(self, password: str, user=None) -> None:
        """Called by Django after the new password was saved: remember the one it replaced."""
        replaced = user.__dict__.pop("replaced_hash", "")
        if replaced:
            FormerPassword.objects.create(user=user, hash=replaced)
            old = user.former_passwords.values_list("pk", flat=True)[self.remembered - 1 :]
            FormerPassword.objects.filter(pk__in=list(old)).delete()

    def get_help_text(self) -> str:
        return f"不能与最近{self.remembered}次用过的密码相同。"


def has_expired(user: User, now: datetime) -> bool:
    """Whether the password is older than PASSWORD_MAX_AGE_DAYS (0: passwords do not expire)."""
    days = settings.PASSWORD_MAX_AGE_DAYS
    since = user.password_set_at or user.date_joined
    return bool(days) and user.has_usable_password() and now - since > timedelta(days=days)


def must_be_changed(user: User, now: datetime) -> bool:
    """Set by someone else, or too old: the user chooses a new one before anything else."""
    return user.must_change_password or has_expired(user, now)


def _kind(char: str) -> str:
    if char.isdigit():
        return "digit"
    if char.isalpha():
        return "capital" if char.isupper() else "letter"
    return "sign"
