"""Registering business systems: their token, and the account in whose name their drafts are written."""

import secrets

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models.signals import pre_save
from django.dispatch import receiver

from disclosure.models import BusinessSystem
from portal.ledger.sentences import register as register_sentence
from portal.organizations.models import Organization, User
from portal.organizations.record import record
from portal.organizations.scope import can_act_for
from portal.refusal import NotAllowed

from .tokens import HINT_LENGTH, digest_of, new_token

ACCOUNT_MAY = (
    *(
        f"{verb}_{model}"
        for verb in ("add", "change", "view")
        for model in ("article", "policydocument", "interpretation")
    ),
    "view_publication",
    "submit_publication",
)
"""Of what an 经办人 may do, what the API does: write drafts and hand them over."""

SENTENCES = (
    ("business_system_registered", "登记业务系统", "登记业务系统“{name}”，令牌尾号{hint}。"),
    ("business_system_token_issued", "更换令牌", "为业务系统“{name}”更换令牌，新令牌尾号{hint}。"),
    ("business_system_stopped", "停用业务系统", "停用业务系统“{name}”，令牌作废。"),
)


def register_sentences() -> None:
    """Teach the ledger what is done to business systems; none of it is public."""
    for verb, label, text in SENTENCES:
        register_sentence(verb, label, text, is_public=False)


def why_not_manage(organization: Organization, by: User) -> list[str]:
    """Every reason why `by` cannot look after the systems of `organization`."""
    reasons = []
    if not by.has_perm("disclosure.change_businesssystem"):
        reasons.append("您的岗位没有这项权限，请由系统管理员办理。")
    if not can_act_for(by, organization):
        reasons.append(f"这个系统属于{organization.short_name}，不在您的管理范围之内。")
    return reasons


def why_not_stop(system: BusinessSystem, by: User) -> list[str]:
    """Every reason why `by` cannot switch `system` off."""
    stopped = [] if system.is_active else ["这个系统已经停用。"]
    return why_not_manage(system.organization, by) + stopped


@transaction.atomic
def register(system: BusinessSystem, by: User) -> str:
    """Store a new `system` with an account of its own; returns the token, which is not kept. Raises NotAllowed."""
    NotAllowed.if_any(why_not_manage(system.organization, by))
    system.account = _account_for(system)
    token = _give_token(system)
    system.save()
    _record("business_system_registered", system, by)
    return token


@transaction.atomic
def issue_token(system: BusinessSystem, by: User) -> str:
    """Replace the token, and put a stopped system back into use; returns the new one. Raises NotAllowed."""
    locked = _lock(system)
    NotAllowed.if_any(why_not_manage(locked.organization, by))
    token = _give_token(locked)
    locked.save(update_fields=["token_hash", "token_hint", "is_active"])
    _switch_account(locked, True)
    _record("business_system_token_issued", locked, by)
    return token


@transaction.atomic
def stop(system: BusinessSystem, by: User) -> None:
    """Switch the system off; its token is void. What it handed in stays. Raises NotAllowed."""
    locked = _lock(system)
    NotAllowed.if_any(why_not_stop(locked, by))
    locked.is_active, locked.token_hash, locked.token_hint = False, None, ""
    locked.save(update_fields=["token_hash", "token_hint", "is_active"])
    _switch_account(locked, False)
    _record("business_system_stopped", locked, by)


def rename_account(system: BusinessSystem) -> None:
    """The account goes by the name of its system."""
    limit = User._meta.get_field("display_name").max_length
    User.objects.filter(pk=system.account_id).update(display_name=system.name[:limit])


@receiver(pre_save, sender=User, dispatch_uid="disclosure.accounts_of_systems_stay_closed")
def accounts_of_systems_stay_closed(sender, instance, **kwargs):
    """Nobody signs in with the account of a system, whatever the staff list says."""
    if instance.pk is None or not BusinessSystem.objects.filter(account=instance.pk).exists():
        return
    instance.is_staff = instance.is_superuser = False
    if instance.has_usable_password():
        instance.set_unusable_password()


def _lock(system: BusinessSystem) -> BusinessSystem:
    rows = BusinessSystem.objects.select_for_update(of=("self",)).select_related("organization")
    return rows.get(pk=system.pk)


def _account_for(system: BusinessSystem) -> User:
    limit = User._meta.get_field("display_name").max_length
    account = User(
        username=f"system-{system.organization.code}-{secrets.token_hex(4)}",
        display_name=system.name[:limit],
        organization=system.organization,
        is_staff=False,
    )
    account.set_unusable_password()
    account.save()
    account.user_permissions.set(
        Permission.objects.filter(content_type__app_label="disclosure", codename__in=ACCOUNT_MAY)
    )
    return account


def _give_token(system: BusinessSystem) -> str:
    token = new_token()
    system.token_hash, system.token_hint, system.is_active = digest_of(token), token[-HINT_LENGTH:], True
    return token


def _switch_account(system: BusinessSystem, is_active: bool) -> None:
    User.objects.filter(pk=system.account_id).update(is_active=is_active)


def _record(verb: str, system: BusinessSystem, by: User) -> None:
    record(
        verb,
        f"business_system:{system.pk}",
        by,
        name=system.name,
        hint=system.token_hint,
        owner=system.organization.code,
    )
