"""From who owes in words (公开主体) to the organisations of this county."""

from collections.abc import Iterable, Iterator

from portal.organizations.models import TOWN_KINDS, Kind, Organization

from .responsible import Responsible, ResponsibleReading, Selector

EVERY = {
    Selector.EVERY_DEPARTMENT: (Kind.DEPARTMENT,),
    Selector.EVERY_TOWN: TOWN_KINDS,
    Selector.EVERY_VILLAGE: (Kind.VILLAGE,),
    Selector.EVERY_COMMUNITY: (Kind.COMMUNITY,),
}


class Directory:
    """The organisations of the county, looked up by any name the catalog calls them.

    Abolished ones owe nothing; whoever took over their functions answers to their names, unless an
    organisation of today bears the name itself.
    """

    def __init__(self, organizations: Iterable[Organization]):
        self._by_name: dict[str, list[Organization]] = {}
        self._by_kind: dict[str, list[Organization]] = {}
        organizations = list(organizations)
        for organization in (o for o in organizations if o.is_active):
            self._by_kind.setdefault(organization.kind, []).append(organization)
            for name in organization.names_in_catalog:
                self._by_name.setdefault(name, []).append(organization)
        self._by_name = _names_of_the_abolished(organizations) | self._by_name

    def organs_for(self, part: Responsible) -> list[Organization]:
        """The organisations meant by one part of the wording; empty when it is not assignable.

        A name that several organisations answer to (各公立医疗机构) means every one of them. Names in brackets
        count only when the name before them is unknown.
        """
        if part.selector in EVERY:
            return [o for kind in EVERY[part.selector] for o in self._by_kind.get(kind, [])]
        names = (part.name, *part.also_known_as)
        return next((self._by_name[name] for name in names if name in self._by_name), [])

    def organs_that_owe(self, reading: ResponsibleReading) -> list[Organization]:
        """Every organisation that owes a matter with this wording, each once, in the order of the wording."""
        return list(dict.fromkeys(organ for part in reading.parts for organ in self.organs_for(part)))

    def not_assignable(self, reading: ResponsibleReading) -> Iterator[str]:
        """The official wording of each part that no organisation of the county answers to."""
        yield from reading.unread
        yield from (part.official for part in reading.parts if not self.organs_for(part))


def county_directory() -> Directory:
    """The directory of the county as it stands today. One query."""
    return Directory(Organization.objects.order_by("tree_id", "lft"))


def _names_of_the_abolished(organizations: list[Organization]) -> dict[str, list[Organization]]:
    by_id = {organization.pk: organization for organization in organizations}
    names: dict[str, list[Organization]] = {}
    for organization in (o for o in organizations if not o.is_active):
        if heir := _heir(organization, by_id):
            for name in organization.names_in_catalog:
                if heir not in names.setdefault(name, []):
                    names[name].append(heir)
    return names


def _heir(organization: Organization, by_id: dict[int, Organization]) -> Organization | None:
    """Who holds the functions now; a successor may itself have been merged since."""
    seen = set()
    while organization and not organization.is_active and organization.pk not in seen:
        seen.add(organization.pk)
        organization = by_id.get(organization.successor_id)
    return organization if organization and organization.is_active else None
