"""逾期和缺失的公开事项: what should be public and is not."""

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from catalog import coverage
from catalog.models import Obligation
from catalog.states import LABELS, State
from portal.organizations.scope import sees_every_organization

from .base import SHOWN, Card, Line
from .scope import work_organizations


def card(user, today: date) -> Card | None:
    """Longest overdue first: of the user's own organisation, or of the county for who inspects it. Two queries."""
    if not user.has_perm("catalog.view_obligation"):
        return None
    is_inspector = user.has_perm("catalog.inspect_coverage") and sees_every_organization(user)
    rows = Obligation.objects.all()
    if not is_inspector:
        rows = rows.filter(organization__in=work_organizations(user).values("pk"))
    overdue = coverage.overdue(rows)
    told = overdue.select_related("organization", "matter__parent", "domain")
    may_write = user.has_perm("disclosure.add_article") and not is_inspector
    lines = tuple(_line(row, today, may_write) for row in told[:SHOWN])
    return Card(
        "obligations",
        "全县逾期和缺失的公开事项" if is_inspector else "逾期和缺失的公开事项",
        "没有逾期和缺失的公开事项。",
        count=overdue.count() if len(lines) == SHOWN else len(lines),
        lines=lines,
        is_urgent=True,
        more=("全部清单", _list_url(is_inspector)),
        unit="项",
    )


def _line(row, today: date, may_write: bool) -> Line:
    days = (today - row.due_on).days if row.due_on else None
    facts = [row.organization.short_name, f"{row.domain.name} › {row.matter.parent.name}"]
    if days is not None:
        facts.append(f"超过期限{days}天")
    action = ("去公开", start_url("article", row)) if may_write else None
    url = f"{reverse('admin:desk_obligations')}?{urlencode({'q': row.matter.code})}"
    return Line(row.matter.name, url, tuple(facts), LABELS[State(row.state)], "", action)


def start_url(model: str, obligation: Obligation) -> str:
    """The page where an answer to `obligation` is written, filled in with it."""
    return f"{reverse(f'admin:disclosure_{model}_add')}?obligation={obligation.pk}"


def _list_url(is_inspector: bool) -> str:
    if is_inspector:
        return f"{reverse('oversight_obligations')}?state=overdue"
    return f"{reverse('admin:desk_obligations')}?state=overdue"
