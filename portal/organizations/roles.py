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
    *(
        f"disclosure.{verb}_{model}"
        for verb in ("add", "change", "delete", "view")
        for model in ("attachment", "picture", "fulfilment", "documentrelation")
    ),
)
READ_PUBLICATIONS = tuple(p for p in EDIT_PUBLICATIONS if ".view_" in p)
READ_CATALOG = ("catalog.view_catalogitem", "catalog.view_obligation", "organizations.view_organization")
PUBLISH = ("disclosure.publish_publication", "disclosure.withdraw_publication")
INSPECT = ("catalog.inspect_coverage", "ledger.view_ledgerentry")
ADMINISTER = (
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
    "catalog.import_catalog",
    "catalog.approve_not_applicable",
)

ROLES = (
    Role("author", "经办人", "起草、上传和维护本单位信息", (*EDIT_PUBLICATIONS, *READ_CATALOG)),
    Role("reviewer", "审核人", "审核本单位拟公开的信息", (*READ_PUBLICATIONS, *READ_CATALOG)),
    Role("secrecy_officer", "保密审查员", "公开前的保密审查", (*READ_PUBLICATIONS, *READ_CATALOG)),
    Role("issuer", "签发人", "签发、发布和撤回本单位信息", (*READ_PUBLICATIONS, *PUBLISH, *READ_CATALOG)),
    Role(
        "request_officer", "依申请受理员", "受理和答复政府信息公开申请", (*READ_PUBLICATIONS, *READ_CATALOG)
    ),
    Role("interaction_officer", "互动管理员", "办理意见征集和群众留言", (*READ_PUBLICATIONS, *READ_CATALOG)),
    Role("inspector", "督查员", "查看全县公开情况，督促整改", (*READ_PUBLICATIONS, *READ_CATALOG, *INSPECT)),
    Role(
        "administrator",
        "系统管理员",
        "维护机构、人员、目录和工作日历",
        (*EDIT_PUBLICATIONS, *PUBLISH, *READ_CATALOG, *INSPECT, *ADMINISTER),
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
