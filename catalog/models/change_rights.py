"""Who may do what with a change request, said as reasons why not: Chinese sentences, empty when it may be done."""

from portal.organizations.scope import can_act_for, sees_every_organization

PROPOSE = "catalog.change_changerequest"
ASSESS = "catalog.assess_changerequest"
APPROVE = "catalog.approve_changerequest"
WRITING = ("draft", "edit", "submit")


def why_not_propose(request, user) -> list[str]:
    reasons = []
    if not user.has_perm(PROPOSE):
        reasons.append("您的岗位没有提出目录调整的权限，请由本单位经办人办理。")
    if not can_act_for(user, request.organization):
        reasons.append(f"这一申请由{request.organization.short_name}提出，不在您的单位范围之内。")
    return reasons


def why_not_assess(request, user) -> list[str]:
    """The competent authority's opinion (条例 Art. 3), by somebody else than the proposer."""
    reasons = _why_not_decide(user, ASSESS, "出具主管部门意见")
    return reasons + _four_eyes(request, user, "审核")


def why_not_approve(request, user) -> list[str]:
    reasons = _why_not_decide(user, APPROVE, "批准目录调整")
    return reasons + _four_eyes(request, user, "批准")


def why_not_return(request, user) -> list[str]:
    """Whoever may assess or approve may return."""
    by_either = [reasons(request, user) for reasons in (why_not_assess, why_not_approve)]
    return [] if [] in by_either else by_either[0]


def _why_not_decide(user, permission: str, what: str) -> list[str]:
    reasons = []
    if not user.has_perm(permission):
        reasons.append(f"您的岗位没有{what}的权限，请由县政府办公室负责的同志办理。")
    if not sees_every_organization(user):
        reasons.append(f"{what}由县政府办公室（政府信息公开工作主管部门）负责，请等待办理。")
    return reasons


def _four_eyes(request, user, what: str) -> list[str]:
    wrote = user.pk == request.proposed_by_id or request.steps.filter(by=user, verb__in=WRITING).exists()
    return [f"这一申请是您本人起草、修改或者提交的，应当由另一位同志{what}。"] if wrote else []
