"""Who answers for disclosure work in each organ of the demo county. All names are invented."""

from collections.abc import Iterable, Iterator

from portal.organizations.models import VILLAGE_KINDS, Duty, Kind, OfficePost, Organization

FAMILY_NAMES = "林沈方陆程许梁苏江秦顾温袁邵汤"
GIVEN_NAMES = (
    "清远",
    "书宁",
    "明川",
    "若溪",
    "景行",
    "怀谷",
    "思齐",
    "望舒",
    "知秋",
    "云帆",
    "安澜",
    "静之",
    "可为",
)
POSITIONS = {
    Duty.LEADER: ("分管副局长", "分管副镇长"),
    Duty.OFFICER_A: ("办公室主任", "党政综合办公室主任"),
    Duty.OFFICER_B: ("办公室副主任", "党政综合办公室副主任"),
    Duty.FIRST_INTERPRETER: ("局长", "镇长"),
    Duty.INTERPRETER: ("政策法规股股长", "司法所所长"),
}
TOWNS = (Kind.TOWN, Kind.STREET)
EXTENSION = 6890000


def load(organizations: Iterable[Organization]) -> None:
    """Name the responsible staff of every organ that has none yet; villages are answered for by their town."""
    named = set(OfficePost.objects.values_list("organization", flat=True))
    offices = sorted(
        (o for o in organizations if o.kind not in VILLAGE_KINDS and o.pk not in named), key=lambda o: o.code
    )
    OfficePost.objects.bulk_create(
        post for number, organization in enumerate(offices) for post in _posts(organization, number)
    )


def _posts(organization: Organization, number: int) -> Iterator[OfficePost]:
    phone = f"0700-{EXTENSION + number:07d}"
    for index, (duty, positions) in enumerate(POSITIONS.items()):
        yield OfficePost(
            organization=organization,
            duty=duty,
            name=_name(number * len(POSITIONS) + index),
            position=_position(organization, positions),
            phone=phone,
        )
    desk = f"{organization.short_name}政策咨询台"
    yield OfficePost(organization=organization, duty=Duty.POLICY_LINE, name=desk, phone=phone)


def _position(organization: Organization, positions: tuple[str, str]) -> str:
    if organization.kind in TOWNS:
        return positions[1].replace("镇长", "主任") if organization.kind == Kind.STREET else positions[1]
    return positions[0] if organization.kind == Kind.DEPARTMENT else "分管负责同志"


def _name(number: int) -> str:
    """The pair repeats only after all combinations, since the two lengths have no common factor."""
    return FAMILY_NAMES[number % len(FAMILY_NAMES)] + GIVEN_NAMES[number % len(GIVEN_NAMES)]
