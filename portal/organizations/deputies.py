"""Who may act with which permission for an organisation on a day, deputies (AB角) included.

A deputy borrows what the principal holds, where the principal may act, while the arrangement lasts: nothing is
handed on twice, and only the steps of the pipeline can be borrowed.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import F, QuerySet

from portal.refusal import NotAllowed

from . import delegation
from .models import Deputy, Organization, User
from .record import record
from .scope import can_act_for

BORROWABLE = (
    "disclosure.review_publication",
    "disclosure.check_secrecy_publication",
    "disclosure.sign_publication",
    "disclosure.schedule_publication",
    "disclosure.publish_publication",
    "disclosure.withdraw_publication",
    "disclosure.archive_publication",
)
"""What can be borrowed. Never the administration of accounts, and not the head's decision in an emergency."""

NOT_YOURS = "只有本人和管理本单位人员的系统管理员可以设定代理。"
TOO_LATE = "代理已经开始，只能改结束日期；其他内容有变动的，请结束这一条，另外设定。"


class Holding(NamedTuple):
    """The right is held by `user`; on behalf of `principal` when it is borrowed."""

    user: User
    principal: User | None = None


class _Principal(NamedTuple):
    user: User
    permissions: frozenset[str]


def holds(
    user: User, permission: str, organization: Organization, on: date, barred: Iterable[User] = ()
) -> Holding | None:
    """Whether `user` may use `permission` for `organization` on the day `on`: in their own right, or for a principal.

    `barred`: people for whom nobody may stand in here, such as who wrote the text (four eyes). The first query for
    a day is kept on the user object.
    """
    if user.has_perm(permission) and can_act_for(user, organization):
        return Holding(user)
    if permission not in BORROWABLE or not user.is_active:
        return None
    out = {person.pk for person in barred}
    for principal, permissions in _borrowed(user, on):
        if permission in permissions and principal.pk not in out and can_act_for(principal, organization):
            return Holding(user, principal)
    return None


def principals_of(user: User, on: date) -> list[User]:
    """Colleagues for whom `user` stands in on the day `on`, in the order of their arrangements."""
    return [principal for principal, _ in _borrowed(user, on)]


def deputies_of(user: User, on: date) -> list[User]:
    """Colleagues who stand in for `user` on the day `on`."""
    rows = Deputy.objects.in_force(on).filter(principal=user, deputy__is_active=True)
    return [row.deputy for row in rows.select_related("deputy").order_by("starts_on", "pk")]


def may_arrange(by: User, principal: User) -> bool:
    """Whether `by` may set a deputy for `principal`: the person concerned, or who administers their account."""
    if by.pk == principal.pk:
        return by.is_active
    return administers(by) and delegation.may_manage(by, principal)


def administers(user: User) -> bool:
    """Whether the user looks after the accounts of colleagues."""
    return user.has_perm("organizations.change_user")


def people_to_arrange(by: User) -> QuerySet[User]:
    """Staff whom `by` may name in an arrangement: the office's own, and for an administrator everyone in scope."""
    people = User.objects.filter(is_active=True, is_superuser=False)
    if administers(by):
        people = people.filter(organization__in=delegation.organizations_to_give(by))
    else:
        people = people.filter(organization__isnull=False, organization=by.organization_id)
    return people.order_by("organization__lft", "display_name")


def why_not(deputy: Deputy, by: User, today: date) -> dict[str, str]:
    """What stands against saving the arrangement: {field: Chinese sentence}. `deputy` may be new or changed."""
    before = Deputy.objects.filter(pk=deputy.pk).first()
    if before and before.starts_on <= today:
        return _faults_of_a_running_one(before, deputy, by, today)
    faults = _faults_of_people(deputy, by)
    if deputy.starts_on < today:
        faults["starts_on"] = "开始日期不能早于今天：代理不能事后补设。"
    if deputy.ends_on < deputy.starts_on:
        faults["ends_on"] = "结束日期不能早于开始日期。"
    return faults


@transaction.atomic
def arrange(deputy: Deputy, by: User, today: date) -> Deputy:
    """Save a new or changed arrangement and write it into the ledger. Raises NotAllowed (see `why_not`)."""
    NotAllowed.if_any([*why_not(deputy, by, today).values()])
    verb = "deputy_changed" if deputy.pk else "deputy_appointed"
    if deputy.pk is None:
        deputy.granted_by = by
    deputy.save()
    record(
        verb,
        f"user:{deputy.principal_id}",
        by,
        principal=str(deputy.principal),
        deputy=str(deputy.deputy),
        reason=deputy.reason,
        **{"from": deputy.starts_on.isoformat(), "to": deputy.ends_on.isoformat()},
    )
    return deputy


def _faults_of_people(row: Deputy, by: User) -> dict[str, str]:
    if not may_arrange(by, row.principal):
        return {"principal": NOT_YOURS}
    if row.principal.is_superuser or row.principal.organization is None:
        return {"principal": "应急管理账号不设代理。"}
    if row.deputy_id == row.principal_id:
        return {"deputy": "代理人不能是本人，请另选。"}
    if row.deputy_id == by.pk:
        return {"deputy": "不能把自己设为代理人，请由本人或者另一位管理员设定。"}
    if not row.deputy.is_active or row.deputy.organization is None:
        return {"deputy": "这个账号已经停用或者没有单位，请另选。"}
    if not _is_near(row, by):
        return {"deputy": "代理人应当是同一单位的同事，或者您管理范围之内的工作人员，请另选。"}
    return {}


def _is_near(row: Deputy, by: User) -> bool:
    same = row.deputy.organization_id == row.principal.organization_id
    return same or (administers(by) and can_act_for(by, row.deputy.organization))


def _faults_of_a_running_one(before: Deputy, row: Deputy, by: User, today: date) -> dict[str, str]:
    if not may_arrange(by, before.principal):
        return {"principal": NOT_YOURS}
    fixed = ("principal_id", "deputy_id", "starts_on", "reason")
    if any(getattr(before, name) != getattr(row, name) for name in fixed):
        return {"ends_on": TOO_LATE}
    if before.ends_on < today:
        return {"ends_on": "这一条已经结束，不能再改；继续代理的请另外设定。"}
    earliest = max(before.starts_on, today - timedelta(days=1))
    if row.ends_on < earliest:
        return {"ends_on": f"结束日期最早为{earliest:%Y-%m-%d}：已经过去的日子不能改。"}
    return {}


def _borrowed(user: User, on: date) -> list[_Principal]:
    known = user.__dict__.setdefault("_principals_by_day", {})
    if on not in known:
        known[on] = _read_principals(user, on)
    return known[on]


def _read_principals(user: User, on: date) -> list[_Principal]:
    rows = (
        Deputy.objects.in_force(on)
        .filter(deputy=user, principal__is_active=True, principal__is_superuser=False)
        .select_related("principal__organization")
        .order_by("starts_on", "pk")
    )
    people = list({row.principal_id: row.principal for row in rows}.values())
    held = _permissions_of(people)
    return [_Principal(person, frozenset(held.get(person.pk, ()))) for person in people]


def _permissions_of(people: list[User]) -> dict[int, set[str]]:
    """The borrowable permissions of each, in two queries however many people there are."""
    held: dict[int, set[str]] = {}
    if not people:
        return held
    wanted = Permission.objects.filter(
        content_type__app_label="disclosure", codename__in=[code.partition(".")[2] for code in BORROWABLE]
    )
    for path in ("user", "group__user"):
        found = wanted.filter(**{f"{path}__in": people}).annotate(person=F(path))
        for person, app, name in found.values_list("person", "content_type__app_label", "codename"):
            held.setdefault(person, set()).add(f"{app}.{name}")
    return held
