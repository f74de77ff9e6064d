"""Staff of the demo county: one login for each role, and the author and issuer of every organ."""

from datetime import timedelta
from typing import NamedTuple

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils import timezone

from portal.organizations import deputies
from portal.organizations.models import Deputy, Kind, Organization, User

from . import posts


class DemoLogin(NamedTuple):
    username: str
    roles: tuple[str, ...]
    organization: str
    display_name: str


DEMO_PASSWORD = "mingchuang-2026"  # noqa: S105 (printed by `make run`; never loaded where DEMO is off)
CIVIL_AFFAIRS, COUNTY_OFFICE = "civil-affairs", "government-office"
DEMO_LOGINS = (
    DemoLogin("jingban", ("经办人",), CIVIL_AFFAIRS, "县民政局经办人"),
    DemoLogin("shenhe", ("审核人",), CIVIL_AFFAIRS, "县民政局审核人"),
    DemoLogin("baomi", ("保密审查员",), CIVIL_AFFAIRS, "县民政局保密审查员"),
    DemoLogin("qianfa", ("签发人",), CIVIL_AFFAIRS, "县民政局签发人"),
    DemoLogin("fuzeren", ("机关负责人",), CIVIL_AFFAIRS, "县民政局负责人"),
    DemoLogin("yishenqing", ("依申请受理员",), CIVIL_AFFAIRS, "县民政局依申请受理员"),
    DemoLogin("hudong", ("互动管理员",), CIVIL_AFFAIRS, "县民政局互动管理员"),
    DemoLogin("ducha", ("督查员",), COUNTY_OFFICE, "县政府办公室督查员"),
    DemoLogin("admin", ("系统管理员",), COUNTY_OFFICE, "县政府办公室系统管理员"),
    DemoLogin("yunxi", ("经办人",), "yunxi", "云溪镇经办人"),
    DemoLogin("yunxi-qianfa", ("审核人", "保密审查员", "签发人"), "yunxi", "云溪镇审核兼签发"),
)
AUTHOR, ISSUER = "经办人", "签发人"
USERNAMES = {
    AUTHOR: "jingban",
    "审核人": "shenhe",
    "保密审查员": "baomi",
    ISSUER: "qianfa",
    "机关负责人": "fuzeren",
    "系统管理员": "admin",
}
"""What the account of a role is called; in other organs than the demo's own with the organ's code behind."""

WITHOUT_STAFF = (Kind.VILLAGE, Kind.COMMUNITY)


class Staff:
    """Who drafts and who signs for an organisation; villages are served by their town or street."""

    def __init__(self, authors: dict[int, User], issuers: dict[int, User]):
        self._authors, self._issuers = authors, issuers

    def author(self, organization: Organization) -> User:
        return self._authors[_office_of(organization)]

    def issuer(self, organization: Organization) -> User:
        return self._issuers[_office_of(organization)]


def load() -> Staff:
    """Create the accounts that are not there yet. Accounts other than DEMO_LOGINS cannot log in."""
    organizations = {o.code: o for o in Organization.objects.all()}
    password = make_password(DEMO_PASSWORD)
    for login in DEMO_LOGINS:
        _account(login, organizations[login.organization], password)
    authors, issuers = {}, {}
    locked = make_password(None)
    for organization in organizations.values():
        if organization.kind in WITHOUT_STAFF:
            continue
        authors[organization.pk] = _account(
            _clerk(USERNAMES[AUTHOR], AUTHOR, organization), organization, locked
        )
        issuers[organization.pk] = _account(
            _clerk(USERNAMES[ISSUER], ISSUER, organization), organization, locked
        )
    posts.load(organizations.values())
    _stand_in("qianfa", "fuzeren", "外出参加业务培训")
    return Staff(authors, issuers)


def holder(role: str, organization: Organization) -> User:
    """Who holds `role` in the organ: a demo login, or an account that cannot log in, made when it is not there."""
    return _account(_clerk(USERNAMES[role], role, organization), organization, make_password(None))


def login_lines() -> list[str]:
    """The demo logins as a table for the terminal."""
    head = f"演示账号（密码均为 {DEMO_PASSWORD}）："
    return [
        head,
        *(
            f"  {login.username:<13} {'、'.join(login.roles)}（{login.display_name}）"
            for login in DEMO_LOGINS
        ),
    ]


def _stand_in(principal: str, deputy: str, reason: str, days: int = 7) -> None:
    """From today on, one demo login stands in for another; nothing when the county was loaded before."""
    known = {user.username: user for user in User.objects.filter(username__in=(principal, deputy))}
    if Deputy.objects.filter(principal=known[principal]).exists():
        return
    today = timezone.localdate()
    arrangement = Deputy(
        principal=known[principal],
        deputy=known[deputy],
        starts_on=today,
        ends_on=today + timedelta(days=days - 1),
        reason=reason,
    )
    deputies.arrange(arrangement, known[principal], today)


def _office_of(organization: Organization) -> int:
    return organization.parent_id if organization.is_village else organization.pk


def _clerk(prefix: str, role: str, organization: Organization) -> DemoLogin:
    """The clerk's account; where a demo login already holds the post, that one."""
    for login in DEMO_LOGINS:
        if login.organization == organization.code and role in login.roles:
            return login
    name = f"{organization.short_name}{role}"
    return DemoLogin(f"{prefix}-{organization.code}", (role,), organization.code, name)


def _account(login: DemoLogin, organization: Organization, password: str) -> User:
    user, is_new = User.objects.get_or_create(
        username=login.username,
        defaults={
            "display_name": login.display_name,
            "organization": organization,
            "is_staff": True,
            "password": password,
        },
    )
    if is_new:
        user.groups.set(Group.objects.filter(name__in=login.roles))
    return user
