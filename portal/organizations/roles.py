"""The roles of the office, as groups, each with the permissions its work needs (least privilege)."""

from typing import NamedTuple


class Role(NamedTuple):
    code: str
    name: str
    duty: str
    permissions: tuple[str, ...]


EDIT_PUBLICATIONS = (
    *(
        f"disclosure.{verb}_{model}"
        for verb in ("add", "change", "delete", "view")
        for model in ("article", "policydocument", "interpretation", "statutorypage", "annualreportpage")
    ),
    "disclosure.view_publication",
    "jobs.view_job",
    *(
        f"disclosure.{verb}_{model}"
        for verb in ("add", "change", "delete", "view")
        for model in ("attachment", "picture", "fulfilment", "documentrelation", "interpretationplan")
    ),
    *(
        f"disclosure.view_{model}"
        for model in ("version", "step", "remark", "finding", "consent", "previewlink")
    ),
)
SUBMIT = (
    "disclosure.submit_publication",
    *(
        f"disclosure.{verb}_{model}"
        for verb in ("add", "change", "view")
        for model in ("cleanup", "cleanupdecision")
    ),
    *(f"disclosure.{verb}_validitychange" for verb in ("add", "view")),
    *(f"disclosure.{verb}_reassessment" for verb in ("add", "view")),
)
READ_PUBLICATIONS = tuple(p for p in EDIT_PUBLICATIONS if ".view_" in p)
READ_CATALOG = (
    *(
        f"catalog.view_{model}"
        for model in ("catalogitem", "obligation", "changerequest", "changerow", "revision")
    ),
    "organizations.view_organization",
)
PROPOSE_CATALOG = tuple(
    f"catalog.{verb}_{model}"
    for verb in ("add", "change", "delete")
    for model in ("changerequest", "changerow")
)
ASSESS_CATALOG = ("catalog.assess_changerequest",)
APPROVE_CATALOG = ("catalog.approve_changerequest",)
REVIEW = ("disclosure.review_publication",)
CHECK_SECRECY = ("disclosure.check_secrecy_publication",)
SIGN = tuple(f"disclosure.{verb}_publication" for verb in ("sign", "publish", "withdraw", "archive"))
RUSH = ("disclosure.emergency_publication",)
INSPECT = ("catalog.inspect_coverage", "ledger.view_ledgerentry", "disclosure.view_consistencyfinding")
ADMINISTER = (
    "jobs.oversee_job",
    *(f"organizations.{verb}_officepost" for verb in ("add", "change", "delete", "view")),
    *(f"organizations.{verb}_signinlock" for verb in ("delete", "view")),
    "organizations.view_signinrecord",
    *(
        f"organizations.{verb}_{model}"
        for verb in ("add", "change", "view")
        for model in ("organization", "user")
    ),
    *(
        f"workdays.{verb}_{model}"
        for verb in ("add", "change", "delete", "view")
        for model in ("calendaryear", "calendarday")
    ),
    *(f"catalog.{verb}_catalogitem" for verb in ("add", "change", "view")),
    *(f"catalog.{verb}_obligation" for verb in ("change", "view")),
    *(f"disclosure.{verb}_businesssystem" for verb in ("add", "change", "view")),
    *(
        f"screening.{verb}_{model}"
        for verb in ("add", "change", "delete", "view")
        for model in ("wordrule", "alloweddomain", "titlerank")
    ),
    "catalog.import_catalog",
    "catalog.approve_not_applicable",
)

ROLES = (
    Role(
        "author",
        "经办人",
        "起草、上传和维护本单位信息",
        (*EDIT_PUBLICATIONS, *SUBMIT, *READ_CATALOG, *PROPOSE_CATALOG),
    ),
    Role("reviewer", "审核人", "审核本单位拟公开的信息", (*READ_PUBLICATIONS, *REVIEW, *READ_CATALOG)),
    Role(
        "secrecy_officer",
        "保密审查员",
        "公开前的保密审查",
        (*READ_PUBLICATIONS, *CHECK_SECRECY, *READ_CATALOG),
    ),
    Role(
        "issuer",
        "签发人",
        "签发、发布和撤回本单位信息",
        (*READ_PUBLICATIONS, *SIGN, *READ_CATALOG, *APPROVE_CATALOG),
    ),
    Role(
        "head",
        "机关负责人",
        "签发，紧急情况下先行公开",
        (*READ_PUBLICATIONS, *SIGN, *RUSH, *READ_CATALOG, *APPROVE_CATALOG),
    ),
    Role(
        "request_officer", "依申请受理员", "受理和答复政府信息公开申请", (*READ_PUBLICATIONS, *READ_CATALOG)
    ),
    Role("interaction_officer", "互动管理员", "办理意见征集和群众留言", (*READ_PUBLICATIONS, *READ_CATALOG)),
    Role(
        "inspector",
        "督查员",
        "查看全县公开情况，督促整改",
        (*READ_PUBLICATIONS, *READ_CATALOG, *ASSESS_CATALOG, *INSPECT),
    ),
    Role(
        "administrator",
        "系统管理员",
        "维护机构、人员、目录和工作日历",
        (
            *EDIT_PUBLICATIONS,
            *SUBMIT,
            *REVIEW,
            *CHECK_SECRECY,
            *SIGN,
            *RUSH,
            *READ_CATALOG,
            *PROPOSE_CATALOG,
            *ASSESS_CATALOG,
            *APPROVE_CATALOG,
            *INSPECT,
            *ADMINISTER,
        ),
    ),
)


def ensure_roles(sender, using="default", **kwargs) -> None:
    """Create or update the groups after every migrate. Permissions whose app is not migrated yet come next time."""
    from django.contrib.auth.models import Group, Permission

    known = {
        f"{p.content_type.app_label}.{p.codename}": p
        for p in Permission.objects.using(using).select_related("content_type")
    }
    for role in ROLES:
        group, _ = Group.objects.using(using).get_or_create(name=role.name)
        group.permissions.set([known[code] for code in role.permissions if code in known])
