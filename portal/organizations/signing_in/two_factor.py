"""The second factor: a code of an authenticator app (RFC 6238), and recovery codes for the day the phone is lost."""

import re
from base64 import b32encode
from typing import NamedTuple

import segno
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.refusal import NotAllowed

from .. import delegation
from ..models import User
from ..record import record

PASSED = "second_factor"
"""Session key: the device whose code was given in this session."""

RECOVERY_CODES = 10
RECOVERY_NAME = "恢复码"
APP_NAME = "动态验证码"


class Answer(NamedTuple):
    """Whether a code was right; if too many were wrong before, how many seconds to wait."""

    is_right: bool
    wait: int = 0


def device_of(user: User) -> TOTPDevice | None:
    """The user's confirmed device."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def is_compulsory(user: User) -> bool:
    """Whether the user's powers ask for a second factor (TOTP_COMPULSORY, TOTP_REQUIRED_PERMISSIONS)."""
    return settings.TOTP_COMPULSORY and any(map(user.has_perm, settings.TOTP_REQUIRED_PERMISSIONS))


def device_to_enrol(user: User) -> TOTPDevice:
    """The device being set up: made at the first call, the same until it is confirmed."""
    return TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": APP_NAME})[0]


def qr_code(device: TOTPDevice) -> str:
    """The picture an app reads, as a data address for an img element."""
    return segno.make(device.config_url, error="m").svg_data_uri(scale=5, border=4)


def key_in_groups(device: TOTPDevice) -> str:
    """The key for typing it in: letters and digits in groups of four."""
    text = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(re.findall(".{1,4}", text))


@transaction.atomic
def enrol(user: User, code: str) -> tuple[Answer, list[str]]:
    """Confirm the device being set up by its first code; returns the recovery codes, shown this once."""
    device = TOTPDevice.objects.select_for_update().get(pk=device_to_enrol(user).pk)
    answer = _ask(device, _digits(code))
    if not answer.is_right:
        return answer, []
    device.confirmed = True
    device.save()
    record("two_factor_enrolled", f"user:{user.pk}", user, name=str(user))
    return answer, _write_recovery_codes(user)


@transaction.atomic
def verify(user: User, code: str) -> Answer:
    """Whether `code` is right: six digits of the app, or a recovery code, which is used up by it."""
    model = TOTPDevice if len(_digits(code)) == 6 else StaticDevice
    device = model.objects.select_for_update().filter(user=user, confirmed=True).first()
    if device is None:
        return Answer(False)
    answer = _ask(device, _digits(code) if model is TOTPDevice else _letters(code))
    if answer.is_right and model is StaticDevice:
        record("recovery_code_used", f"user:{user.pk}", user, name=str(user))
    return answer


@transaction.atomic
def renew_recovery_codes(user: User) -> list[str]:
    """Ten new codes; the old ones are void."""
    record("recovery_codes_renewed", f"user:{user.pk}", user, name=str(user))
    return _write_recovery_codes(user)


def recovery_codes_left(user: User) -> int:
    return StaticToken.objects.filter(device__user=user).count()


def why_not_remove(user: User) -> list[str]:
    """What stands against the user's doing without a second factor."""
    if is_compulsory(user):
        return ["您的岗位负责审查、签发或者发布，必须使用双重验证，不能停用。换手机的，请用“更换手机”。"]
    return []


@transaction.atomic
def remove(user: User) -> None:
    """The user does without from now on. Raises NotAllowed."""
    NotAllowed.if_any(why_not_remove(user))
    _forget(user)
    record("two_factor_removed", f"user:{user.pk}", user, name=str(user))


@transaction.atomic
def replace(user: User) -> None:
    """The user moves to a new phone: the old device is void, a new one is set up next."""
    _forget(user)
    record("two_factor_replaced", f"user:{user.pk}", user, name=str(user))


def why_not_reset(user: User, by: User) -> list[str]:
    """What stands against an administrator's taking away the device of a colleague who lost theirs."""
    if user.pk == by.pk:
        return ["不能重置自己的双重验证，请用恢复码登录后更换，或者请另一位管理员重置。"]
    if not by.has_perm("organizations.change_user") or not delegation.may_manage(by, user):
        return [f"{user}不在您的管理范围之内，请联系上级管理员。"]
    return [] if device_of(user) else [f"{user}没有启用双重验证，不需要重置。"]


@transaction.atomic
def reset(user: User, by: User) -> None:
    """Take the colleague's device away; they set up another at the next sign-in. Raises NotAllowed."""
    NotAllowed.if_any(why_not_reset(user, by))
    _forget(user)
    record("two_factor_reset", f"user:{user.pk}", by, name=str(user))


def _ask(device, token: str) -> Answer:
    allowed, reason = device.verify_is_allowed()
    if not allowed:
        left = reason["locked_until"] - timezone.now()
        return Answer(False, max(1, round(left.total_seconds())))
    return Answer(device.verify_token(token))


def _write_recovery_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name=RECOVERY_NAME)
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def _forget(user: User) -> None:
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def _digits(code: str) -> str:
    return re.sub(r"\s", "", code) if re.fullmatch(r"[\s0-9]+", code, re.ASCII) else ""


def _letters(code: str) -> str:
    return re.sub(r"[\s-]", "", code).lower()
